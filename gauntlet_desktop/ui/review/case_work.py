"""What is done with a case as a whole from the triage window: exports, imports, analysing again, what that changed."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox, QToolButton, QWidget

from gauntlet_desktop.app.review import now
from gauntlet_desktop.app.settings import load_settings, start_folder
from gauntlet_desktop.core.errors import Cancelled, GauntletError
from gauntlet_desktop.core.safe_text import visible, visible_path
from gauntlet_desktop.store import Filter, Row, Sort
from gauntlet_desktop.ui.background import Pool, Task, in_own_process
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.language import listed, tr
from gauntlet_desktop.ui.progress_row import ProgressRow
from gauntlet_desktop.ui.review.actions import CASE_SPECS, make_action
from gauntlet_desktop.ui.review.batch_bar import BatchDriver
from gauntlet_desktop.ui.session import Session

if TYPE_CHECKING:
    from gauntlet_desktop.app.case_report import CaseReportRequest
    from gauntlet_desktop.ui.review.report_dialog import ReportDialog

_PARTS_SHOWN = 12
_PROGRESS_WIDTH = 560


@dataclass(frozen=True, slots=True)
class Chosen:
    """The selected images, the filter and order of the list, how many are listed, and the one that the examiner stands
    on."""

    selected: Sequence[int]
    wanted: Filter
    sort: Sort
    listed: int
    current: Row | None


class CaseWork(QObject):
    """The menu “Case” of a window, and the work that it begins, one at a time. `done` carries a sentence, `failed` one
    on what went wrong; `changed` tells that the case is another; `filter_wanted` carries a Filter and its words,
    `item_wanted` an id and a name."""

    done = Signal(str)
    failed = Signal(str)
    changed = Signal()
    filter_wanted = Signal(object, str)
    item_wanted = Signal(object, str)
    selection_wanted = Signal(object)

    def __init__(
        self, window: QWidget, case: Path, chosen: Callable[[], Chosen], batch: BatchDriver, session: Session
    ) -> None:
        super().__init__(window)
        self._window, self._case, self._chosen = window, case, chosen
        self._batch, self._session = batch, session
        self._pool = Pool(self)
        self._task: Task | None = None
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._cancel)
        self.progress.text.setWordWrap(False)  # in a status bar a second line would raise the whole bar
        self.progress.setMinimumWidth(_PROGRESS_WIDTH)
        self.menu = QMenu(tr("Case"), window)
        self.button = QToolButton()
        self.button.setText(tr("&Case"))
        self.button.setToolTip(tr("Export, import, analyse again, compare"))
        self.button.setMenu(self.menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.about = self.menu.addAction("")
        self.about.setEnabled(False)
        self.actions_by_name: dict[str, QAction] = {}
        handlers = self._handlers()
        for spec in CASE_SPECS:
            if spec.separated:
                self.menu.addSeparator()
            action = self.actions_by_name[spec.name] = make_action(spec, window)
            action.triggered.connect(lambda _=False, work=handlers[spec.name]: work())
            self.menu.addAction(action)
        self.menu.aboutToShow.connect(self.enable)
        self.enable()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions of CASE_SPECS do."""
        return {
            "csv": partial(self._export, "csv", tr("CSV (*.csv)")),
            "jsonl": partial(self._export, "jsonl", tr("JSON Lines (*.jsonl)")),
            "hashes": partial(self._export, "hashes", tr("Text (*.txt)")),
            "sheet": self._export_sheet,
            "report": self._ask_for_report,
            "import_hashes": partial(self._import, queue=False),
            "import_files": partial(self._import, queue=True),
            "near": self.show_near,
            "again": self._ask_to_analyse,
            "differences": self.show_differences,
            "clusters": self._ask_for_clusters,
        }

    def enable(self) -> None:
        """Say which images the menu is about, and offer what can be done."""
        chosen = self._chosen()
        several = len(chosen.selected) > 1
        count = len(chosen.selected) if several else chosen.listed
        self.about.setText(
            tr("Of the %Ln selected image(s)", "", count) if several else tr("Of the %Ln listed image(s)", "", count)
        )
        idle = self._task is None
        for name, action in self.actions_by_name.items():
            action.setEnabled(idle)
            if name in ("csv", "jsonl", "hashes", "sheet", "report", "clusters"):
                action.setEnabled(idle and chosen.listed > 0)
        self.actions_by_name["near"].setEnabled(_has_others(chosen.current))
        self.actions_by_name["again"].setEnabled(idle and not self._batch.active)

    def close(self) -> None:
        """Stop what is under way, and wait until it has ended."""
        for dialog in self._window.findChildren(QDialog):
            dialog.close()
        self._cancel()
        self._pool.close()

    def show_near(self) -> None:
        """Only the stack of near duplicates of the image that the examiner stands on."""
        row = self._chosen().current
        if row is not None and _has_others(row):
            self.filter_wanted.emit(Filter(stack=row.stack), tr("Like {name}").format(name=visible(row.name, 26)))

    def show_differences(self) -> None:
        """Show the verdicts that changed between configurations, in a window beside this one."""
        from gauntlet_desktop.ui.review.differences import DifferencesDialog

        dialog = DifferencesDialog(self._window, self._case, self._pool)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.item_chosen.connect(self.item_wanted)
        dialog.items_wanted.connect(
            lambda items: self.filter_wanted.emit(
                Filter(items=tuple(items)), tr("%Ln verdict(s) that changed", "", len(items))
            )
        )
        dialog.begin()
        dialog.show()

    def _ask_for_clusters(self) -> None:
        from gauntlet_desktop.app.cases import pictures_of

        images = self._images()
        task = Task(lambda _: pictures_of(self._case, images["wanted"], images["sort"]))
        task.finished.connect(self.show_clusters)
        task.failed.connect(lambda error: self.failed.emit(as_sentence(error)))
        task.start(self._pool)

    def show_clusters(self, items: dict[bytes, int]) -> None:
        """Clusters of images, given by raw path with their ids, beside this window: a mark leads to its image, a
        cluster chosen in the table becomes the list, images that a line is drawn around are selected."""
        from gauntlet_desktop.ui.clusters_dialog import ClustersDialog

        dialog = ClustersDialog(self._window, self._pool, list(items))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def show_image(path: bytes) -> None:
            if path in items:  # not so for one of a folder that was chosen in the dialog
                self.item_wanted.emit(items[path], Path(os.fsdecode(path)).name)

        def show_cluster(number: int, paths: list[bytes]) -> None:
            known = tuple(items[path] for path in paths if path in items)
            if known:
                self.filter_wanted.emit(
                    Filter(items=known),
                    tr("Cluster {number}: %Ln image(s)", "", len(known)).format(number=number + 1),
                )

        def select_images(paths: list[bytes]) -> None:
            if known := [items[path] for path in paths if path in items]:
                self.selection_wanted.emit(known)

        dialog.image_chosen.connect(show_image)
        dialog.cluster_chosen.connect(show_cluster)
        dialog.images_chosen.connect(select_images)
        dialog.begin()
        dialog.show()

    # Exports

    def _images(self) -> dict[str, Any]:
        """Which images: the selected ones where there are several, else those of the filter; in the list's order."""
        chosen = self._chosen()
        several = len(chosen.selected) > 1
        return {"wanted": Filter(items=tuple(chosen.selected)) if several else chosen.wanted, "sort": chosen.sort}

    def _export(self, kind: str, pattern: str) -> None:
        from gauntlet_desktop.app.case_export import export_case

        path = self._ask(tr("Export"), pattern)
        if path is not None:
            work = in_own_process(export_case, self._case, path, kind, getpass.getuser(), now(), **self._images())
            self._start(
                tr("Export"),
                work,
                lambda written: tr("%Ln image(s) written to {path}", "", written.items).format(path=_shown(path)),
            )

    def _export_sheet(self) -> None:
        from gauntlet_desktop.app.case_report import export_sheets

        path = self._ask(tr("Contact sheet"), tr("PDF (*.pdf)"), "-sheet")
        if path is not None:
            work = in_own_process(export_sheets, self._case, path, getpass.getuser(), now(), **self._images())
            self._start(
                tr("Contact sheet"),
                work,
                lambda written: tr("%Ln sheet(s) written to {path}", "", len(written)).format(path=_shown(path)),
            )

    def _ask_for_report(self) -> None:
        from gauntlet_desktop.ui.review.report_dialog import ReportDialog

        self.enable()
        dialog = ReportDialog(self._window, self._pool, f"{self.about.text()}.", tuple(self._chosen().selected))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._ask_for_report_file, dialog))
        dialog.open()

    def _ask_for_report_file(self, dialog: ReportDialog) -> None:
        request = dialog.request(**self._images(), reader=self._session.reading.reader)
        path = self._ask(tr("Report on the case"), tr("PDF report (*.pdf)"), "-report")
        if path is not None:
            self.export_report(path, request, dialog.tools.certificate, dialog.passphrase)

    def export_report(
        self, path: Path, request: CaseReportRequest, certificate: Path | None = None, passphrase: str = ""
    ) -> None:
        """Write a report that was asked for, signed where a certificate is named."""

        def work(task: Task) -> Any:
            from gauntlet_desktop.app.case_report import export_case_report
            from gauntlet_desktop.app.signing import load_signing

            signed = replace(request, signing=load_signing(certificate, passphrase)) if certificate else request
            return in_own_process(export_case_report, self._case, path, signed, getpass.getuser(), now())(task)

        self._start(
            tr("Report on the case"),
            work,
            lambda written: tr("Report written: {path}").format(path=_shown(written.path)),
        )

    def _ask(self, title: str, pattern: str, suffix: str = "") -> Path | None:
        extension = pattern[pattern.index("*") + 1 : -1]
        folder = start_folder(load_settings().report_folder)
        proposed = str(Path(folder, f"{self._case.stem}{suffix}{extension}"))
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, proposed, pattern)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == extension else path.with_name(path.name + extension)

    # Imports

    def _import(self, *, queue: bool) -> None:
        from gauntlet_desktop.app.case_import import import_list

        title = tr("Import a list of files") if queue else tr("Tag by a list of hashes")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, "", tr("Lists (*.csv *.txt *.tsv);;All files (*)"))
        if chosen:
            who = getpass.getuser()
            work = lambda _: import_list(self._case, Path(chosen), who, now(), queue=queue)  # noqa: E731
            self._start(tr("Reading {name}").format(name=visible_path(os.fsencode(Path(chosen).name))), work, _imported)

    # Analysing again

    def _ask_to_analyse(self) -> None:
        from gauntlet_desktop.app.case_changes import plan_again

        setup = self._session.setup
        if setup is None:
            self.failed.emit(tr("The analysis process is not ready yet. Try again in a moment."))
            return
        task = Task(lambda _: plan_again(self._case, setup))
        task.finished.connect(self._confirm)
        task.failed.connect(lambda error: self.failed.emit(as_sentence(error)))
        task.start(self._pool)

    def _confirm(self, plan: Any) -> None:
        """Ask with an app.case_changes.Plan before the eyes, and begin."""
        if plan.changed:
            why = tr("What is installed differs from what made the newest results: {parts}.").format(
                parts=listed(plan.changed, _PARTS_SHOWN)
            )
        else:
            why = tr(
                "What is installed is what made the newest results: files with such a result are not analysed again."
            )
        box = QMessageBox(QMessageBox.Icon.Question, tr("Analyse again"), "", parent=self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("Analyse %Ln file(s) of the case again?", "", plan.files))
        box.setInformativeText("\n\n".join((why, tr("Older results are kept and can be compared."))))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.button(QMessageBox.StandardButton.Yes).setText(tr("Analyse again"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(partial(self._batch.add, b""))
        box.open()

    # Work

    def _start(self, what: str, work: Callable[[Task], Any], sentence: Callable[[Any], str]) -> None:
        task = Task(work)
        self._task = task
        self.progress.begin(what)
        task.progressed.connect(self.progress.show_progress)
        task.finished.connect(lambda result: self._ended(sentence(result)))
        task.failed.connect(self._failed)
        task.start(self._pool)
        self.enable()

    def _ended(self, said: str) -> None:
        self._task = None
        self.progress.end()
        self.enable()
        if said:
            self.done.emit(said)
        self.changed.emit()

    def _failed(self, error: GauntletError) -> None:
        self._task = None
        self.progress.end()
        self.enable()
        if isinstance(error, Cancelled):
            self.done.emit(tr("Cancelled: nothing was written."))
        else:
            self.failed.emit(as_sentence(error))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.stop()


def _has_others(row: Row | None) -> bool:
    """Whether there are near duplicates of an image."""
    return row is not None and row.stacked > 1


def _imported(found: Any) -> str:
    """The result of an import (an app.case_import.Imported) as a sentence."""
    said = [tr("%Ln line(s) read", "", found.lines), tr("%Ln image(s) tagged", "", found.tagged)]
    if found.queued:
        said.append(tr("%Ln file(s) wait for the next analysis", "", found.queued))
    if found.unusable:
        said.append(tr("%Ln line(s) without a SHA-256 left out", "", found.unusable))
    return ", ".join(said)


def _shown(path: Path) -> str:
    return visible_path(os.fsencode(path))
