"""The triage window over one case: filter on the left, table or grid in the middle, the image on the right."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
)

from gauntlet_desktop.app.review import Details, Listing, ReviewedCase, Survey
from gauntlet_desktop.core.checklist import Answer
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.store import Decision, Filter, Row, Sort
from gauntlet_desktop.ui.asking import ask_for_text
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.review.actions import WINDOW_SPECS, make_action, place
from gauntlet_desktop.ui.review.answers import Answers
from gauntlet_desktop.ui.review.batch_bar import BatchBar, BatchDriver, Prepare, prepare_batch
from gauntlet_desktop.ui.review.case_work import CaseWork, Chosen
from gauntlet_desktop.ui.review.filter_panel import FilterPanel
from gauntlet_desktop.ui.review.histogram import BINS, HIGH, LOW
from gauntlet_desktop.ui.review.model import ReviewModel
from gauntlet_desktop.ui.review.preview import Preview
from gauntlet_desktop.ui.review.undo import Marker, given_answers
from gauntlet_desktop.ui.review.views import make_grid, make_table, places_in_view
from gauntlet_desktop.ui.selections import rows_of, selection_of
from gauntlet_desktop.ui.session import Picture, Session
from gauntlet_desktop.ui.viewer.message import MessageKind, MessageView
from gauntlet_desktop.ui.widgets import ToolBar

# Pictures are asked for when the selection has rested: the arrow keys may pass ten images a second.
_REST_MS = 120
# Counts follow marks after a pause. The list itself stays: an image that was decided does not vanish under the eyes.
_RECOUNT_MS = 400
# Counts follow a new list when it has been painted: counting and painting would keep each other waiting.
_PAINTED_MS = 30
# Of this many selected images the panel shows what they have in common.
_SHOWN_TOGETHER = 500
_SAID_MS = 15_000


class ReviewWindow(QMainWindow):
    """One case under review. `open_wanted` carries the raw path of an image to open in the main window, `complaint` a
    sentence on what went wrong; `closed` tells that the case is closed."""

    open_wanted = Signal(object)
    complaint = Signal(str)
    card_requested = Signal(str)
    closed = Signal()

    def __init__(self, case: ReviewedCase, session: Session, prepare: Prepare) -> None:
        super().__init__()
        self.case, self.session = case, session
        set_place(self, "user-guide.md#a-case-exports-imports-analysing-again")
        self.batch = BatchDriver(prepare, self)
        self.model = ReviewModel(case.rows)
        self.filter, self.preview = FilterPanel(), Preview(session.remarks, session.reading)
        self.table = make_table(self.model)
        self.grid = make_grid(self.model, self.table.selectionModel())
        self.views = QStackedWidget()
        self._view: QAbstractItemView = self.table
        self._answers = Answers(self)
        self.marker = Marker(case, self._answers, self.selected_ids, self)
        self.undo_stack = self.marker.undo_stack
        self._sort = Sort()
        self._asked = 0
        self._current: Row | None = None
        self._listing_anew = False
        self._pictures_due: dict[bytes, int] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._recounting = QTimer(self)
        self._recounting.setSingleShot(True)
        self._build()
        self._connect()
        self._show_view(self.table)
        self.refresh()
        self._answers.of(case.saved_filters(), self.filter.offer_saved)

    # Building

    def _build(self) -> None:
        self.setWindowTitle(tr("{name} - Review").format(name=visible_path(os.fsencode(self.case.path.name))))
        self.resize(1440, 880)
        self.message = MessageView()
        for page in (self.table, self.grid, self.message):
            self.views.addWidget(page)
        splitter = QSplitter()
        for widget in (self.filter, self.views, self.preview):
            splitter.addWidget(widget)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([270, 650, 540])
        splitter.setChildrenCollapsible(False)
        self.splitter = splitter
        self.setCentralWidget(splitter)
        self.status = QLabel()
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.statusBar().addWidget(self.status)
        self.statusBar().addWidget(BatchBar(self.batch), 1)
        self.setAcceptDrops(True)
        self.bar = ToolBar("review-tool-bar", self)
        self.review_actions = self._make_actions()
        self.work = CaseWork(self, self.case.path, self.chosen, self.batch, self.session)
        for action in self.work.actions_by_name.values():
            place(action, self, self.views)
        self.bar.addWidget(self.work.button)
        self.statusBar().addPermanentWidget(self.work.progress)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions of WINDOW_SPECS do."""
        decide = self._decide
        return {
            "add_folder": self._ask_for_folder,
            "watch": self._toggle_watch,
            "retry": self._retry,
            "table": lambda: self._show_view(self.table),
            "grid": lambda: self._show_view(self.grid),
            "undo": self.undo_stack.undo,
            "redo": self.undo_stack.redo,
            "open": self._open_current,
            "next": partial(self._step, 1),
            "previous": partial(self._step, -1),
            "generated": partial(decide, Decision.GENERATED),
            "camera": partial(decide, Decision.CAMERA),
            "undecided": partial(decide, Decision.UNDECIDED),
            "not_relevant": partial(decide, Decision.NOT_RELEVANT),
            "withdraw": partial(decide, Decision.OPEN),
            "bookmark": self._toggle_bookmark,
            "tag": self._ask_for_tag,
            "note": self._go_to_note,
            "find": self.filter.search.setFocus,
            "refresh": self.refresh,
            "close": self.close,
        }

    def _make_actions(self) -> dict[str, QAction]:
        made = {spec.name: make_action(spec, self) for spec in WINDOW_SPECS}
        handlers = self._handlers()
        for spec in WINDOW_SPECS:
            action = made[spec.name]
            action.triggered.connect(lambda _=False, work=handlers[spec.name]: work())
            place(action, self, self.views)
            if spec.in_bar:
                self.bar.addAction(action)
        return made

    def _connect(self) -> None:
        self.filter.filter_changed.connect(lambda _: self.refresh())
        self.filter.save_wanted.connect(
            lambda name: self._answers.of(self.case.save_filter(name, self.filter.filter), self.filter.offer_saved)
        )
        self.filter.forget_wanted.connect(
            lambda name: self._answers.of(self.case.forget_filter(name), self.filter.offer_saved)
        )
        self.model.sorting_chosen.connect(self._sort_by)
        self.model.thumbnail_wanted.connect(self._request_thumbnail)
        self.session.thumbnail_arrived.connect(self._thumbnail_arrived)
        self.session.preview_arrived.connect(self._picture_arrived)
        self._selection.currentChanged.connect(self._stand_on)
        self._selection.selectionChanged.connect(self._selected)
        self._rest.timeout.connect(self._fetch)
        self._answers.failed.connect(lambda error: self.complaint.emit(as_sentence(error)))
        self.preview.card_requested.connect(self.card_requested)
        self.preview.provenance.pictures_wanted.connect(self.session.request_embedded)
        self.session.embedded_arrived.connect(self.preview.provenance.show_pixels)
        self.table.doubleClicked.connect(lambda _: self._open_current())
        self.grid.doubleClicked.connect(lambda _: self._open_current())
        self.preview.checklist.answered.connect(self._answer)
        marks = self.preview.marks
        marks.decided.connect(lambda value: self._decide(Decision(value)))
        marks.tag_added.connect(self.marker.tag)
        marks.tag_removed.connect(self.marker.untag)
        marks.bookmark_set.connect(self.marker.bookmark)
        marks.note_written.connect(self.marker.write_note)
        self.marker.marked.connect(self._marked)
        for changed in (self.undo_stack.canUndoChanged, self.undo_stack.canRedoChanged):
            changed.connect(self._enable)
        self._recounting.timeout.connect(self._recount)
        self.batch.results_came.connect(self.refresh)
        self.batch.changed.connect(self._enable)
        self.batch.failed.connect(lambda error: self.complaint.emit(as_sentence(error)))
        self.work.done.connect(lambda said: self.statusBar().showMessage(said, _SAID_MS))
        self.work.failed.connect(self.complaint)
        self.work.changed.connect(self.refresh)
        self.work.filter_wanted.connect(self.filter.choose)
        self.work.item_wanted.connect(self.show_item)
        self.work.selection_wanted.connect(self.select_items)
        self._enable()

    @property
    def _selection(self) -> QItemSelectionModel:
        return self.table.selectionModel()

    # Folders

    def add_folders(self, raw_paths: Sequence[bytes]) -> None:
        """Analyse folders into the case, one after the other; a file stands for its folder."""
        for raw_path in raw_paths:
            path = Path(os.fsdecode(raw_path))
            self.batch.add(os.fsencode((path if path.is_dir() else path.parent).absolute()))

    def _ask_for_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, tr("Add a folder to the case")):
            self.add_folders([os.fsencode(chosen)])

    def _toggle_watch(self) -> None:
        if self.batch.watched:
            self.batch.stop_watching()
        elif chosen := QFileDialog.getExistingDirectory(self, tr("Watch a folder for new images")):
            self.batch.watch(os.fsencode(chosen))
        self._enable()

    def _retry(self) -> None:
        if self.batch.folder:
            self.batch.add(self.batch.folder, retry=True)
        else:
            self._ask_for_folder()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.add_folders(list(dict.fromkeys(os.fsencode(url.toLocalFile()) for url in urls)))
        event.acceptProposedAction()

    # The list

    def refresh(self) -> None:
        """Ask the case for what fits the filter; only the newest question's answer counts."""
        self._asked += 1
        standing = None if self._current is None else self._current.id
        listing = self.case.list(
            self.filter.filter, self._sort, places=places_in_view(self._view, self.model.rowCount()), item=standing
        )
        self._ask(listing, self._show_listing)

    def _recount(self) -> None:
        self._ask(self.case.survey(self.filter.filter), self._show_survey)

    def _ask(self, answer: Future[Any], show: Callable[[Any], None]) -> None:
        question = self._asked
        self._answers.of(answer, lambda came: show(came) if question == self._asked else None)

    def _sort_by(self, sort: Sort) -> None:
        if sort != self._sort:
            self._sort = sort
            self.refresh()

    def _show_listing(self, listing: Listing) -> None:
        """Show another list; whoever stands on an image that is still there goes on standing on it."""
        standing = self._current
        if self.model.goes_on_as(listing.ids):
            changed = self.model.go_on(listing.ids, listing.rows)
        else:
            chosen, in_view = self.selected_ids(), self._stands_in_view()
            self._listing_anew = True
            self.model.show(listing.ids, listing.rows)
            self._select(chosen, standing.id if standing else None)
            self._listing_anew = False
            if len(self.selected_ids()) != len(chosen):
                self._show_marks()
            if in_view:  # whoever looks at another part of the list goes on looking there
                self._view.scrollTo(self._selection.currentIndex())
            changed = set(chosen)
        self.filter.show_count(len(listing.ids), listing.total)
        self._show_page(listing)
        if standing is None or self.model.row_of(standing.id) is None:
            self._select_first()
        elif changed:
            self._show_again(changed)
        self._recounting.start(_PAINTED_MS)

    def _show_survey(self, survey: Survey) -> None:
        self.filter.show_survey(survey)
        self.preview.marks.offer_tags(tag for tag, _ in survey.facets.get("tags", ()))

    def _show_page(self, listing: Listing) -> None:
        """The list, or what to do where there is none."""
        if listing.ids:
            self.views.setCurrentWidget(self._view)
        elif listing.total:
            self.message.show_text(
                tr("No image fits the filter"), tr("Change it, or clear it (on the left)."), MessageKind.EMPTY
            )
            self.views.setCurrentWidget(self.message)
        else:
            self.message.show_text(
                tr("The case is empty"), tr("Drop a folder here to add its images."), MessageKind.EMPTY
            )
            self.views.setCurrentWidget(self.message)

    def _select(self, items: Sequence[int], current: int | None) -> None:
        selection = selection_of(self.model, self.model.rows_of(items), self.model.columnCount())
        self._selection.select(selection, QItemSelectionModel.SelectionFlag.Select)
        row = None if current is None else self.model.row_of(current)
        if row is not None:
            for view in (self.table, self.grid):
                view.setAutoScroll(False)
            self._selection.setCurrentIndex(self.model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
            for view in (self.table, self.grid):
                view.setAutoScroll(True)

    def _stands_in_view(self) -> bool:
        place = self._view.visualRect(self._selection.currentIndex())
        return self._view.viewport().rect().intersects(place)

    def _select_first(self) -> None:
        if self.model.rowCount():
            self._go_to(0)
        else:
            self._current = None
            self.preview.show_nothing()
            self._show_marks()

    def _go_to(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self._selection.setCurrentIndex(self.model.index(row, 0), flags)
        self._view.scrollTo(self.model.index(row, 0))

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            self._go_to(min(count - 1, max(0, self._selection.currentIndex().row() + by)))

    def _show_view(self, view: QAbstractItemView) -> None:
        self._view = view
        self.review_actions["table"].setChecked(view is self.table)
        self.review_actions["grid"].setChecked(view is self.grid)
        if self.views.currentWidget() is not self.message:
            self.views.setCurrentWidget(view)
        view.setFocus()
        view.scrollTo(self._selection.currentIndex())

    def selected_ids(self) -> list[int]:
        """The ids of the selected images in the order of the list."""
        return [self.model.ids[row] for row in rows_of(self._selection.selection())]

    def selected(self, most: int = _SHOWN_TOGETHER) -> list[Row]:
        """The first `most` of the selected images."""
        rows = rows_of(self._selection.selection())[:most]
        return [item for row in rows if (item := self.model.item(row)) is not None]

    def chosen(self) -> Chosen:
        """Which images something can be done with."""
        return Chosen(self.selected_ids(), self.filter.filter, self._sort, len(self.model.ids), self._current)

    def show_item(self, item: int, name: str) -> None:
        """Go to an image; one that is not listed is shown alone."""
        row = self.model.row_of(item)
        if row is None:
            self.filter.choose(Filter(items=(item,)), tr("Only {name}").format(name=name))
        else:
            self._go_to(row)

    def select_items(self, items: Sequence[int]) -> None:
        """Select images in both views; where some are not listed, they become the list first."""
        rows = self.model.rows_of(items)
        if len(rows) < len(set(items)):
            self.filter.choose(Filter(items=tuple(items)), tr("%Ln selected image(s)", "", len(items)))
            return
        self._selection.clearSelection()
        self._select(items, self.model.ids[rows[0]])
        self._view.scrollTo(self._selection.currentIndex())

    # The image that the examiner stands on

    def _stand_on(self, index: QModelIndex, _: QModelIndex) -> None:
        row = self.model.item(index.row()) if index.isValid() else None
        if row is None or (self._current is not None and row.id == self._current.id):
            return
        self._current = row
        self.preview.show_waiting(row)
        self._rest.start()
        self._enable()

    def _fetch(self) -> None:
        """The record and the picture, once the selection has rested."""
        row = self._current
        if row is None:
            return
        self._answers.of(self.case.details(row.id), partial(self._show_details, row.id))
        if row.missing:
            self.preview.show_picture(None, tr("{path} is not there any more.").format(path=visible_path(row.raw_path)))
        else:
            self.session.request_preview(row.raw_path)

    def _show_details(self, item: int, details: Details) -> None:
        if self._current is not None and self._current.id == item:
            self.preview.show_record(self._current.raw_path, details.record)
            self._show_marks(details)

    def _picture_arrived(self, raw_path: bytes, picture: Picture | None, why: str) -> None:
        if self._current is not None and self._current.raw_path == raw_path:
            self.preview.show_picture(picture, why)

    def _request_thumbnail(self, row: Row) -> None:
        self._pictures_due[row.raw_path] = row.id
        self.session.request_thumbnail(row.raw_path)

    def _thumbnail_arrived(self, raw_path: bytes, pixels: object) -> None:
        item = self._pictures_due.pop(raw_path, None)
        if item is not None:
            self.model.set_thumbnail(item, pixels)  # type: ignore[arg-type]

    def _open_current(self) -> None:
        if self._current is not None:
            self.open_wanted.emit(self._current.raw_path)

    # Marks

    def _selected(self, *_: object) -> None:
        """Others are selected; not so while the same ones are found again in a new list."""
        if not self._listing_anew:
            self._show_marks()

    def _show_marks(self, details: Details | None = None) -> None:
        count, rows = len(self.selected_ids()), self.selected()
        note = rows[0].note if count == 1 else ""
        history = details.history if details and count == 1 else ()
        self.preview.marks.show_rows(rows, count, note, history)
        answers = given_answers(history) if details and count == 1 else None
        self.preview.checklist.show_answers(answers, rows[0].id if rows else None)
        self.status.setText(tr("%Ln selected", "", count) if count > 1 else "")
        self._enable()

    def _decide(self, decision: Decision) -> None:
        self.marker.decide(decision, second=self.preview.marks.second.isChecked())
        if len(self.selected_ids()) == 1 and decision is not Decision.OPEN:
            self._step(1)

    def _answer(self, answer: Answer) -> None:
        if self._current is not None:
            self.marker.answer(self._current.id, answer)

    def _toggle_bookmark(self) -> None:
        self.marker.bookmark(not all(row.bookmarked for row in self.selected()))

    def _ask_for_tag(self) -> None:
        if self.selected_ids():
            ask_for_text(self, tr("Tag"), tr("Tag for the selected images:"), self._tag)

    def _tag(self, tag: str) -> None:
        if tag.strip():
            self.marker.tag(tag.strip())

    def _go_to_note(self) -> None:
        self.preview.tabs.setCurrentIndex(0)
        self.preview.marks.note.setFocus()

    def _marked(self, items: set[int]) -> None:
        self.model.refresh(items)
        self._recounting.start(_RECOUNT_MS)
        self._show_again(items)

    def _show_again(self, items: set[int]) -> None:
        """Images are not what they were: say anew what is said of those that are selected."""
        if self._current is not None and self._current.id in items:
            self._answers.of(self.case.details(self._current.id), partial(self._show_details, self._current.id))
        else:
            self._show_marks()

    def _enable(self) -> None:
        actions = self.review_actions
        actions["undo"].setEnabled(self.undo_stack.canUndo())
        actions["redo"].setEnabled(self.undo_stack.canRedo())
        undone, redone = self.undo_stack.undoText(), self.undo_stack.redoText()
        actions["undo"].setText(tr("Undo {what}").format(what=undone) if undone else tr("Undo"))
        actions["redo"].setText(tr("Redo {what}").format(what=redone) if redone else tr("Redo"))
        self.work.enable()
        actions["open"].setEnabled(self._current is not None)
        actions["watch"].setChecked(bool(self.batch.watched))
        actions["watch"].setText(tr("Stop watching") if self.batch.watched else tr("Watch folder…"))

    # The end

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preview.marks.flush_note()
        for timer in (self._rest, self._recounting):
            timer.stop()
        self.filter.blockSignals(True)
        self.batch.close()
        self.work.close()
        self._answers.end()
        self.case.close()
        super().closeEvent(event)
        self.closed.emit()


def open_review(path: Path, actor: str, session: Session, prepare: Prepare | None = None) -> ReviewWindow:
    """The triage window of a case; `prepare` begins its batches, by default real ones. Raises UserError and
    EnvironmentFault where the case cannot be opened."""
    case = ReviewedCase(path, actor, low=LOW, high=HIGH, bins=BINS)
    return ReviewWindow(case, session, prepare or prepare_batch(path, actor))
