"""The report builder: a form on the left, the report as it will be on the right, and the export in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QThreadPool, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.report_memory import load_remembered
from gauntlet_desktop.app.settings import load_settings, start_folder
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, GauntletError
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pictures import Shown
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.flow import button_row
from gauntlet_desktop.ui.halves import Halves
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.progress_row import ProgressRow
from gauntlet_desktop.ui.report_form import ReportForm
from gauntlet_desktop.ui.report_matter import ReportMatter
from gauntlet_desktop.ui.report_preview import Preview
from gauntlet_desktop.ui.report_tools import ReportTools
from gauntlet_desktop.ui.theme import SPACE, text_scale
from gauntlet_desktop.ui.widgets import Notice, open_at

_SETTLE_MS = 350
_LETTERS = 84  # below this width the form stands above the preview
_SHOWN = 3  # images in the preview of a report on many


class ReportDialog(QDialog):
    """`written` carries a sentence for the status bar."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None, pool: QThreadPool, matter: ReportMatter) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export report"))
        open_at(self, 1200, 760)
        self._pool, self._matter = pool, matter
        self._preview_task: Task | None = None
        self._export_task: Task | None = None
        self._inside: tuple[Shown, ...] | None = None  # the pictures inside the first image's file, once read
        settings = load_settings()
        self._folder = start_folder(settings.report_folder)
        self.form = ReportForm(settings, load_remembered(), matter.figures)
        self.tools = ReportTools(self, pool, self.form)
        self.preview = Preview()
        self.notice = Notice("error")
        self.progress = ProgressRow()
        self.joined = QCheckBox(tr("One report on all %Ln image(s)", "", len(matter.records)))
        self.joined.setChecked(True)
        self.joined.setVisible(len(matter.records) > 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.export = self.buttons.addButton(tr("Export…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.export.setDefault(True)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._build()
        self._connect()
        self.tools.read_template(settings.report_template)
        self._render()

    def _build(self) -> None:
        split = Halves(self.form, self.preview, _LETTERS, (round(400 * text_scale()), 800))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.addWidget(split, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.progress)
        layout.addLayout(button_row((self.tools.keep, self.tools.sign, self.joined), self.buttons))

    def _connect(self) -> None:
        self.form.changed.connect(self._timer.start)
        self.tools.complained.connect(self._complain)
        self.joined.toggled.connect(lambda _: self._timer.start())
        self._timer.timeout.connect(self._render)
        self.export.clicked.connect(self._export)
        self.buttons.rejected.connect(self.close)
        self.progress.cancelled.connect(self._stop_export)

    @property
    def options(self) -> ReportOptions:
        """What the form says, shown as the views of the window show it."""
        matter = self._matter
        return replace(
            self.form.options,
            colour_map=matter.colour_map,
            opacity=matter.opacity,
            prior=matter.prior,
            reader=matter.reader,
            observations=matter.observations,
        )

    @property
    def busy(self) -> bool:
        """Whether an export is under way."""
        return self._export_task is not None

    # Preview

    def _render(self) -> None:
        """Make the preview anew in the background; a change meanwhile asks for another one."""
        if self._preview_task is not None:
            self._timer.start()
            return
        options, matter = self.options, self._matter
        several = len(matter.records) > 1 and self.joined.isChecked()
        records = matter.records[: _SHOWN if several else 1]

        def work(_: Task) -> tuple[str, tuple[Shown, ...]]:
            from gauntlet_desktop.app.reports import pictures_inside
            from gauntlet_desktop.reporting.document import content, make_document
            from gauntlet_desktop.reporting.page import html

            items: list[tuple[AnalysisRecord, Shown]] = [(record, None) for record in records]
            items[0] = (records[0], matter.pixels)
            first = pictures_inside(records[0]) if inside is None else inside
            embedded = [first, *(() for _ in records[1:])]
            return html(content(make_document(items, options, several, embedded))), first

        inside = self._inside
        self._preview_task = self._start(work, self._show_preview, self._preview_failed)

    def _show_preview(self, made: tuple[str, tuple[Shown, ...]]) -> None:
        self._preview_task = None
        html, self._inside = made
        self.preview.show_html(html)

    def _preview_failed(self, error: GauntletError) -> None:
        self._preview_task = None
        self.notice.show_text(as_sentence(error))

    # Export

    def _export(self) -> None:
        """Ask for a name, or a folder for one report an image, and write in the background."""
        path = self._target()
        if path is not None:
            self.tools.with_passphrase(lambda passphrase: self._write(path, passphrase))

    def _write(self, path: Path, passphrase: str) -> None:
        self._remember()
        self.notice.show_text("")
        self.export.setEnabled(False)
        self.progress.begin(tr("Writing the report"))
        work = _writing(self._matter, self.options, path, self._joins(), self.form.html.isChecked())
        certificate = self.tools.certificate
        task = self._start(
            lambda task: work(task, certificate, passphrase), self._exported, self._export_failed, tell=True
        )
        self._export_task = task

    def _joins(self) -> bool:
        return len(self._matter.records) > 1 and self.joined.isChecked()

    def _target(self) -> Path | None:
        if len(self._matter.records) > 1 and not self._joins():
            folder = QFileDialog.getExistingDirectory(self, tr("Folder for the reports"), self._folder)
            return Path(folder) if folder else None
        proposed = str(Path(self._folder, self._matter.file_name))
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export report"), proposed, tr("PDF report (*.pdf)"))
        path = Path(chosen)
        return path.with_name(path.name if path.suffix.lower() == ".pdf" else f"{path.name}.pdf") if chosen else None

    def _remember(self) -> None:
        try:
            self.form.remember()
        except EnvironmentFault as fault:
            self.notice.show_text(as_sentence(fault))

    def _exported(self, sentence: str) -> None:
        self._export_ended()
        self.written.emit(sentence)

    def _export_failed(self, error: GauntletError) -> None:
        self._export_ended()
        if not isinstance(error, Cancelled):
            self._complain(error)

    def _export_ended(self) -> None:
        self._export_task = None
        self.export.setEnabled(True)
        self.progress.end()

    def _complain(self, error: GauntletError) -> None:
        self.notice.show_text(as_sentence(error))

    def _stop_export(self) -> None:
        if self._export_task is not None:
            self._export_task.stop()

    def _start(
        self,
        work: Callable[[Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[GauntletError], None],
        *,
        tell: bool = False,
    ) -> Task:
        task = Task(work)
        task.finished.connect(done)
        task.failed.connect(failed)
        if tell:
            task.progressed.connect(self.progress.show_progress)
        task.start(self._pool)
        return task

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is under way goes on to its end, and tells nobody."""
        self._timer.stop()
        self._stop_export()
        super().closeEvent(event)


def _writing(
    matter: ReportMatter, options: ReportOptions, path: Path, joined: bool, html: bool
) -> Callable[[Task, Path | None, str], str]:
    """The export as work for the background: one report, or one an image into the folder `path`."""

    def work(task: Task, certificate: Path | None, passphrase: str) -> str:
        from gauntlet_desktop.app.report_items import with_pictures
        from gauntlet_desktop.app.reports import ReportRequest, write_each, write_report
        from gauntlet_desktop.app.signing import load_signing

        signing = load_signing(certificate, passphrase) if certificate else None

        def stopped() -> bool:
            return task.stopped

        items = with_pictures(matter.records, matter.pixels, is_cancelled=stopped)
        request = ReportRequest(joined, html, signing)
        if len(items) > 1 and not joined:
            count = write_each(items, path, options, request, progress=task.tell_progress, is_cancelled=stopped)
            return tr("%Ln report(s) written to {folder}", "", count).format(folder=path.name)
        written = write_report(items, path, options, request, progress=task.tell_progress, is_cancelled=stopped)
        return tr("Report written: {names}").format(names=", ".join(each.name for each in written))

    return work
