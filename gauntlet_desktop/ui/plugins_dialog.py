"""The plugins: what is installed and in which state, what failed and how, switching them off and on, and their check.

No code of a plugin runs in this process: loading and checking are done in others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, QThreadPool, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gauntlet_desktop.core.errors import Cancelled, GauntletError
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.dialogs import ListDialog, as_sentence
from gauntlet_desktop.ui.progress_row import ProgressRow
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, Section, breakable, plain_label

if TYPE_CHECKING:
    from gauntlet_desktop.app.catalogue import PluginInfo
    from gauntlet_desktop.app.plugin_check import CheckReport

COLUMNS = ("Plugin", "State", "Version", "From", "Licence", "Kinds")
REMARK = (
    "A plugin runs with your rights: install only what you trust. What is disabled is loaded nowhere. With "
    "GAUNTLET_SAFE_MODE=1 only built-in plugins are loaded."
)
_STATES = {"ready": "✓ ready", "failed": "✕ failed", "disabled": "– disabled"}
_NO_REPORT = "Report"
_HINT = "Nothing to report. “Check” holds the plugin to the contract: seconds, or minutes with large networks."
_LINES = 2000


class PluginsDialog(ListDialog):
    """A table of all plugins, what is known of the chosen one, and what can be done with it.

    `failures` are those of the analysis process, (plugin, reason). `changed` is emitted when a plugin was enabled or
    disabled.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None, pool: QThreadPool, failures: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(parent, "Plugins", COLUMNS, REMARK)
        self.resize(QSize(940, 720))
        self.table.setWordWrap(False)
        self._pool = pool
        self._failures = dict(failures)
        self._plugins: tuple[PluginInfo, ...] = ()
        self._reports: dict[str, CheckReport] = {}
        self._task: Task | None = None
        self._then: Callable[[Any], None] = self._show
        self.details = Section("Chosen plugin", (1, 6))
        self.report_title = plain_label(role="title")
        self.report = _report_view()
        self.notice = Notice()
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._stop)
        self._place()
        self.switch = self._button("&Disable", self._switch)
        self.check = self._button("&Check", self._check)
        self.copy = self._button("C&opy report", lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        self._place_buttons()
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._stop)
        self._show_chosen()

    def begin(self) -> None:
        """Read the list, and load the plugins in another process to see what fails."""
        self._start(_survey, self._show, "Loading the plugins in another process")

    @property
    def chosen(self) -> PluginInfo | None:
        rows = self.table.selectionModel().selectedRows()
        return self._plugins[rows[0].row()] if rows else None

    def reject(self) -> None:
        """Close; what is under way is cancelled."""
        self._stop()
        super().reject()

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
            self.notice.show_text(breakable(as_sentence(error)))
            return
        self._failures.pop(plugin.id, None)
        self.changed.emit()
        what = "loaded again" if enabled else "left out from now on"
        self.begin()
        self.notice.show_text(
            f"{breakable(plugin.name)} is {what}: the analysis process is starting anew. Results so far stay as they "
            "are; “Analyse again” makes new ones."
        )

    def _check(self) -> None:
        from gauntlet_desktop.app.plugin_check import check_plugin

        plugin = self.chosen
        if plugin is None:
            return
        name = plugin.id
        self._start(
            lambda task: check_plugin(name, progress=task.tell_progress, is_cancelled=lambda: task.stopped),
            self._checked,
            f"Checking {breakable(plugin.name)}",
        )

    def _checked(self, report: CheckReport) -> None:
        self._reports[report.sha256] = report
        self.notice.show_text(f"{breakable(report.plugin)}: {report.summary}.")
        self._show_chosen()

    # One piece of work at a time

    def _start(self, work: Callable[[Task], Any], then: Callable[[Any], None], what: str) -> None:
        self.notice.hide()
        self.progress.begin(what)
        self._then = then
        self._task = Task(work)
        self._task.progressed.connect(self.progress.show_progress)
        self._task.finished.connect(self._finished)
        self._task.failed.connect(self._failed)
        self._enable()
        self._task.start(self._pool)

    def _finished(self, result: object) -> None:
        self._end()
        self._then(result)

    def _failed(self, error: GauntletError) -> None:
        self._end()
        self.notice.show_text("Cancelled." if isinstance(error, Cancelled) else breakable(as_sentence(error)))

    def _end(self) -> None:
        self._task = None
        self.progress.end()
        self._enable()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()

    # What is shown

    def _show(self, found: tuple[tuple[PluginInfo, ...], dict[str, CheckReport]]) -> None:
        before = self.chosen.id if self.chosen else ""
        self._plugins, self._reports = found
        self.show_rows([self._row(plugin) for plugin in self._plugins])
        self.table.resizeColumnsToContents()
        ids = [plugin.id for plugin in self._plugins]
        if ids:
            self.table.selectRow(ids.index(before) if before in ids else 0)
        self._show_chosen()

    def _row(self, plugin: PluginInfo) -> tuple[str, ...]:
        state = "failed" if self._reason(plugin) else plugin.state
        origin = "built in" if plugin.built_in else plugin.distribution
        return plugin.name, _STATES[state], plugin.version, origin, plugin.licence, ", ".join(plugin.kinds)

    def _reason(self, plugin: PluginInfo) -> str:
        return plugin.reason or ("" if plugin.state == "disabled" else self._failures.get(plugin.id, ""))

    def _show_chosen(self) -> None:
        plugin = self.chosen
        self.details.show_rows(self._details(plugin) if plugin else [])
        title, text = self._report_of(plugin) if plugin else (_NO_REPORT, "")
        self.report_title.setText(title)
        self.report.setPlaceholderText(_HINT if plugin and not self._reason(plugin) else "")
        self.report.setPlainText(text)
        if plugin is not None and plugin.traceback:
            # What was raised stands in the last lines.
            self.report.verticalScrollBar().setValue(self.report.verticalScrollBar().maximum())
        if plugin is not None:
            self.switch.setText("&Enable" if plugin.state == "disabled" else "&Disable")
        self._enable()

    def _details(self, plugin: PluginInfo) -> list[tuple[str, ...]]:
        report = self._reports.get(plugin.sha256)
        reason = self._reason(plugin)
        return [
            ("Plugin", breakable(f"{plugin.id} {plugin.version}")),
            *([("What it is", breakable(plugin.description, 400))] if plugin.description else []),
            ("Kinds", breakable(", ".join(plugin.kinds), 400)),
            ("SHA-256", breakable(plugin.sha256 or "its files cannot be read")),
            *([("Problem", breakable(reason))] if reason else []),
            ("Check", breakable(report.summary if report else "not made with these files")),
        ]

    def _report_of(self, plugin: PluginInfo) -> tuple[str, str]:
        """The title and text of what there is to read of a plugin: its traceback, or what the check found."""
        if plugin.traceback:
            return "What its code raised", _as_text(plugin.traceback.splitlines())
        report = self._reports.get(plugin.sha256)
        if report is None:
            return _NO_REPORT, ""
        rows = [f"{row.outcome:8}  {row.check:13} {row.subject}  {row.detail}".rstrip() for row in report.rows]
        return "What the check found", _as_text(rows)

    def _enable(self) -> None:
        plugin, free = self.chosen, self._task is None
        self.switch.setEnabled(free and plugin is not None)
        self.check.setEnabled(free and plugin is not None and bool(plugin.sha256))
        self.copy.setEnabled(bool(self.report.toPlainText()))

    # Building

    def _place(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setStretch(1, 3)
        for position, widget in enumerate(
            (self.details, self.report_title, self.report, self.notice, self.progress), 2
        ):
            layout.insertWidget(position, widget)
        layout.setStretchFactor(self.report, 2)

    def _button(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(action)
        return button

    def _place_buttons(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for button in (self.switch, self.check, self.copy):
            row.addWidget(button)
        row.addStretch(1)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.removeWidget(self.buttons)
        row.addWidget(self.buttons)
        layout.addLayout(row)


def _report_view() -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setAccessibleName("Traceback or check of the chosen plugin")
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    view.setMinimumHeight(SPACE * 14)
    return view


def _as_text(untrusted_lines: Sequence[str]) -> str:
    return "\n".join(visible(line) for line in untrusted_lines[:_LINES])


def _survey(task: Task) -> tuple[tuple[PluginInfo, ...], dict[str, CheckReport]]:
    from gauntlet_desktop.app.plugin_check import results
    from gauntlet_desktop.app.plugins import survey

    return survey(is_cancelled=lambda: task.stopped), results()
