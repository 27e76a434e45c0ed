"""The plugins: what is installed and in which state, what failed and how, switching them off and on, and their check.

No code of a plugin runs in this process: loading and checking are done in others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QThreadPool, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.language import marked, say, tr
from gauntlet_desktop.ui.theme import fixed_font
from gauntlet_desktop.ui.widgets import breakable, open_at, plain_label
from gauntlet_desktop.ui.work_dialog import WorkDialog

if TYPE_CHECKING:
    from gauntlet_desktop.app.catalogue import PluginInfo
    from gauntlet_desktop.app.plugin_check import CheckReport

COLUMNS = (marked("Plugin"), marked("State"), marked("Version"), marked("From"), marked("Licence"), marked("Kinds"))
REMARK = marked(
    "A plugin runs with your rights: install only what you trust. What is disabled is loaded nowhere. With "
    "GAUNTLET_SAFE_MODE=1 only built-in plugins are loaded."
)
_STATES = {"ready": marked("✓ ready"), "failed": marked("✕ failed"), "disabled": marked("– disabled")}
_NO_REPORT = marked("Report")
_HINT = marked("Nothing to report. “Check” holds the plugin to the contract: seconds, or minutes with large networks.")
_LINES, _LEAST_LINES = 2000, 7


class PluginsDialog(WorkDialog):
    """A table of all plugins, what is known of the chosen one, and what can be done with it.

    `failures` are those of the analysis process, (plugin, reason). `changed` is emitted when a plugin was enabled or
    disabled.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None, pool: QThreadPool, failures: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(
            parent,
            pool,
            title=tr("Plugins"),
            columns=tuple(map(tr, COLUMNS)),
            remark=tr(REMARK),
            chosen_title=tr("Chosen plugin"),
            empty=tr("The plugins are listed here as soon as they are loaded."),
        )
        open_at(self, 940, 720)
        self.report_title = plain_label(role="title")
        self.report = _report_view()
        column = self.body.column
        for widget in (self.report_title, self.report):
            column.insertWidget(column.indexOf(self.notice), widget)
        column.setStretchFactor(self.table, 3)
        column.setStretchFactor(self.report, 2)
        self._failures = dict(failures)
        self._plugins: tuple[PluginInfo, ...] = ()
        self._reports: dict[str, CheckReport] = {}
        self.switch, self.check, self.copy = self.place_buttons(
            (
                (tr("&Disable"), self._switch),
                (tr("&Check"), self._check),
                (tr("C&opy report"), lambda: QGuiApplication.clipboard().setText(self.report.toPlainText())),
            )
        )
        self.show_chosen()

    def begin(self) -> None:
        """Read the list, and load the plugins in another process to see what fails."""
        self.start(_survey, self._show, tr("Loading the plugins in another process"))

    @property
    def chosen(self) -> PluginInfo | None:
        return None if self.chosen_row is None else self._plugins[self.chosen_row]

    # What the buttons do

    def _switch(self) -> None:
        from gauntlet_desktop.app.plugins import set_enabled

        plugin = self.chosen
        if plugin is None:
            return
        enabled = plugin.state == "disabled"
        try:
            set_enabled(plugin.id, enabled)
        except GauntletError as error:
            self.show_error(error)
            return
        self._failures.pop(plugin.id, None)
        self.changed.emit()
        self.begin()
        state = tr("{name} is loaded again.") if enabled else tr("{name} is left out from now on.")
        self.notice.show_text(
            f"{state.format(name=breakable(plugin.name))} "
            + tr(
                "The analysis process is starting anew. Results so far stay as they are; “Analyse again” makes "
                "new ones."
            )
        )

    def _check(self) -> None:
        from gauntlet_desktop.app.plugin_check import check_plugin

        plugin = self.chosen
        if plugin is None:
            return
        name = plugin.id
        self.start(
            lambda task: check_plugin(name, progress=task.tell_progress, is_cancelled=lambda: task.stopped),
            self._checked,
            tr("Checking {name}").format(name=breakable(plugin.name)),
        )

    def _checked(self, report: CheckReport) -> None:
        self._reports[report.sha256] = report
        self.notice.show_text(f"{breakable(report.plugin)}: {report.summary}.")
        self.show_chosen()

    # What is shown

    def _show(self, found: tuple[tuple[PluginInfo, ...], dict[str, CheckReport]]) -> None:
        before = self.chosen.id if self.chosen else ""
        self._plugins, self._reports = found
        self.show_rows([self._row(plugin) for plugin in self._plugins])
        self.table.resizeColumnsToContents()
        ids = [plugin.id for plugin in self._plugins]
        if ids:
            self.table.selectRow(ids.index(before) if before in ids else 0)
        self.show_chosen()

    def _row(self, plugin: PluginInfo) -> tuple[str, ...]:
        state = "failed" if self._reason(plugin) else plugin.state
        origin = tr("built in") if plugin.built_in else plugin.distribution
        return plugin.name, tr(_STATES[state]), plugin.version, origin, plugin.licence, ", ".join(plugin.kinds)

    def _reason(self, plugin: PluginInfo) -> str:
        return plugin.reason or ("" if plugin.state == "disabled" else self._failures.get(plugin.id, ""))

    def show_chosen(self) -> None:
        plugin = self.chosen
        self.details.show_rows(self._details(plugin) if plugin else [])
        title, text = self._report_of(plugin) if plugin else (tr(_NO_REPORT), "")
        self.report_title.setText(title)
        self.report.setPlaceholderText(tr(_HINT) if plugin and not self._reason(plugin) else "")
        self.report.setPlainText(text)
        if plugin is not None and plugin.traceback:
            # What was raised stands in the last lines.
            self.report.verticalScrollBar().setValue(self.report.verticalScrollBar().maximum())
        if plugin is not None:
            self.switch.setText(tr("&Enable") if plugin.state == "disabled" else tr("&Disable"))
        self.enable()

    def _details(self, plugin: PluginInfo) -> list[tuple[str, ...]]:
        report = self._reports.get(plugin.sha256)
        reason = self._reason(plugin)
        return [
            (tr("Plugin"), breakable(f"{plugin.id} {plugin.version}")),
            *([(tr("What it is"), breakable(plugin.description, 400))] if plugin.description else []),
            (tr("Kinds"), breakable(", ".join(plugin.kinds), 400)),
            ("SHA-256", breakable(plugin.sha256 or tr("its files cannot be read"))),
            *([(tr("Problem"), breakable(say(reason)))] if reason else []),
            (tr("Check"), breakable(report.summary if report else tr("not made with these files"))),
        ]

    def _report_of(self, plugin: PluginInfo) -> tuple[str, str]:
        """The title and text of what there is to read of a plugin: its traceback, or what the check found."""
        if plugin.traceback:
            return tr("What its code raised"), _as_text(plugin.traceback.splitlines())
        report = self._reports.get(plugin.sha256)
        if report is None:
            return tr(_NO_REPORT), ""
        rows = [f"{row.outcome:8}  {row.check:13} {row.subject}  {row.detail}".rstrip() for row in report.rows]
        return tr("What the check found"), _as_text(rows)

    def enable(self) -> None:
        plugin, free = self.chosen, self.free
        self.switch.setEnabled(free and plugin is not None)
        self.check.setEnabled(free and plugin is not None and bool(plugin.sha256))
        self.copy.setEnabled(bool(self.report.toPlainText()))


def _report_view() -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setFont(fixed_font())
    view.setPlaceholderText(tr("Choose a plugin. What “Check” finds, or why its code failed, stands here."))
    view.setAccessibleName(tr("Traceback or check of the chosen plugin"))
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    view.setMinimumHeight(_LEAST_LINES * view.fontMetrics().lineSpacing())
    return view


def _as_text(untrusted_lines: Sequence[str]) -> str:
    return "\n".join(visible(line) for line in untrusted_lines[:_LINES])


def _survey(task: Task) -> tuple[tuple[PluginInfo, ...], dict[str, CheckReport]]:
    from gauntlet_desktop.app.plugin_check import results
    from gauntlet_desktop.app.plugins import survey

    return survey(is_cancelled=lambda: task.stopped), results()
