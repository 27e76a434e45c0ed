"""The triage window over real cases: list, filter, marks, undo, pictures."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.prompts import artifact_names
from gauntlet_desktop.core.checklist import Answer, Reply
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import Box, Tier
from gauntlet_desktop.store import (
    Addition,
    Case,
    Decision,
    Filter,
    Mark,
    MarkKind,
    Row,
    SortColumn,
    answers_by_history,
)
from gauntlet_desktop.ui.language import size
from gauntlet_desktop.ui.review import open_review
from gauntlet_desktop.ui.review.columns import COLUMNS, changed
from gauntlet_desktop.ui.review.delegates import CARD
from gauntlet_desktop.ui.review.facets import Facet, FacetModel, FacetValue
from gauntlet_desktop.ui.review.histogram import BINS, HIGH, LOW, Histogram
from gauntlet_desktop.ui.review.model import THUMBNAIL_ROLE, ReviewModel
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.theme import apply_theme
from tests.cases import WHEN, make_case, varied_records
from tests.factories import make_facts, make_pixels, make_record
from tests.gui.conftest import changes_pile_nothing_up, type_into
from tests.gui.fake_service import FakeService

COUNT = 120


class Bench:
    """A window over a case of its own, with a service that the test drives."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.qtbot = qtbot
        self.services: list[FakeService] = []
        self.session = Session(self._service)
        self.session.start_service()
        self.complaints: list[str] = []
        self.window = open_review(path, "An examiner", self.session)
        self.window.complaint.connect(self.complaints.append)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.until(lambda: self.window.model.rowCount() > 0)

    @property
    def service(self) -> FakeService:
        return self.services[0]

    def _service(self, listener: Callable[..., None]) -> FakeService:
        self.services.append(FakeService(listener))
        return self.services[0]

    def until(self, happened: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(happened)

    def names(self) -> list[str]:
        rows = (self.window.model.item(row) for row in range(self.window.model.rowCount()))
        return [row.name for row in rows if row]

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.window.table, key)

    def state(self, item: int) -> tuple[str, str, tuple[str, ...], bool, str]:
        (row,) = self.window.case.rows([item])
        return row.decision, row.second_decision, row.tags, row.bookmarked, row.note


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_case(tmp_path_factory.mktemp("made") / "made.gauntlet", COUNT).read_bytes()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path, made: bytes) -> Iterator[Bench]:
    path = tmp_path / "case.gauntlet"
    path.write_bytes(made)
    opened = Bench(qtbot, path)
    yield opened
    opened.window.close()
    opened.session.close()
    with Case.open(path) as case:
        assert case.verify_log().intact


def test_a_case_opens_on_its_first_image(bench: Bench) -> None:
    window = bench.window
    assert window.model.rowCount() == COUNT
    assert window.filter.count.text() == f"{COUNT} images"
    assert [row.name for row in window.selected()] == ["IMG_00000.jpg"]
    assert window.preview.marks.title.text() == "IMG_00000.jpg"


def test_columns_sort_in_the_case(bench: Bench) -> None:
    column = next(number for number, each in enumerate(COLUMNS) if each.sort is SortColumn.LOG10_LR)
    bench.window.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)

    def ratios() -> list[float]:
        rows = (bench.window.model.item(row) for row in range(20))
        return [row.log10_lr for row in rows if row and row.log10_lr is not None]

    bench.until(lambda: len(ratios()) == 20 and ratios() == sorted(ratios(), reverse=True))
    # Whoever stood on an image still does.
    assert [row.name for row in bench.window.selected()] == ["IMG_00000.jpg"]


def test_text_facets_switches_and_range_filter(bench: Bench) -> None:
    window, panel = bench.window, bench.window.filter
    panel.search.setText("img_0001")
    bench.until(lambda: window.model.rowCount() == 10)
    assert panel.count.text() == f"10 of {COUNT} images"
    panel.clear.click()
    bench.until(lambda: window.model.rowCount() == COUNT)
    panel.choose(Filter(tiers=(Tier.AI_SUPPORTED.value,)))
    bench.until(lambda: 0 < window.model.rowCount() < COUNT)
    assert {row.tier for row in map(window.model.item, range(window.model.rowCount())) if row} == {"ai_supported"}
    panel.choose(Filter())
    panel.conflict.click()
    bench.until(lambda: 0 < window.model.rowCount() < 10)
    panel.choose(Filter(log10_lr_from=1.0, log10_lr_to=HIGH))

    def ratios() -> list[float]:
        return [row.log10_lr or 0.0 for row in map(window.model.item, range(window.model.rowCount())) if row]

    bench.until(lambda: len(ratios()) > 10 and min(ratios()) >= 1.0)
    assert panel.histogram.chosen == (1.0, HIGH)


def add_results(bench: Bench, count: int) -> None:
    """What a batch that goes on meanwhile adds to the case."""
    with Case.open(bench.window.case.path) as case:
        records = (
            replace(each, source=replace(each.source, sha256=f"{number:064x}"))
            for number, each in enumerate(varied_records(count, b"/more/"), start=1)
        )
        case.add_records([Addition(each) for each in records], actor="A", when=WHEN)


def test_new_results_leave_the_list_as_it_stands(bench: Bench) -> None:
    window = bench.window
    bar = window.table.verticalScrollBar()
    bar.setValue(40)
    resets: list[None] = []
    window.model.modelReset.connect(lambda: resets.append(None))
    add_results(bench, 30)
    window.refresh()
    bench.until(lambda: window.model.rowCount() == COUNT + 30)
    assert not resets
    assert bar.value() == 40
    assert [row.name for row in window.selected()] == ["IMG_00000.jpg"]


def test_new_results_among_the_others_do_not_scroll_the_list(bench: Bench) -> None:
    window = bench.window
    column = next(number for number, each in enumerate(COLUMNS) if each.sort is SortColumn.LOG10_LR)
    window.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    bench.until(lambda: window.model.row_of(1) not in (0, None))
    row = window.model.row_of(1)
    assert row is not None
    bar = window.table.verticalScrollBar()
    assert window.table.viewport().rect().intersects(window.table.visualRect(window.model.index(row, 0)))
    elsewhere = 0 if row > COUNT // 2 else bar.maximum()
    bar.setValue(elsewhere)
    assert not window.table.viewport().rect().intersects(window.table.visualRect(window.model.index(row, 0)))
    add_results(bench, 30)
    window.refresh()
    bench.until(lambda: window.model.rowCount() == COUNT + 30)
    assert bar.value() == elsewhere
    assert [row.name for row in window.selected()] == ["IMG_00000.jpg"]


def test_an_image_that_is_analysed_again_is_shown_anew(bench: Bench) -> None:
    window = bench.window
    window.preview.tabs.setCurrentIndex(1)
    bench.until(lambda: "Inconclusive" in window.preview.verdict.headline.text())
    row = window.model.item(0)
    assert row is not None
    with Case.open(window.case.path) as case:
        stored = case.record_by_id(row.record)
        assert stored is not None
        record = record_from_json(stored.body, stored.raw_path)
        again = make_record(Tier.AI_SUPPORTED, heatmap=False)
        case.add_records([Addition(replace(again, source=record.source))], actor="A", when=WHEN)
    window.refresh()
    bench.until(lambda: window.model.data(window.model.index(0, 1)) == "Supports generated")
    bench.until(lambda: "Inconclusive" not in window.preview.verdict.headline.text())
    assert [each.name for each in window.selected()] == ["IMG_00000.jpg"]


@pytest.mark.parametrize("sort", [SortColumn.ADDED, SortColumn.LOG10_LR])
def test_what_is_being_written_stays_while_results_come(bench: Bench, sort: SortColumn) -> None:
    """A batch lists anew every two seconds, and what is known of the image may change, as its near duplicates do."""
    window, note, answer = bench.window, bench.window.preview.marks.note, bench.window.preview.checklist.note
    first = window.model.ids[0]
    if sort is not SortColumn.ADDED:
        column = next(number for number, each in enumerate(COLUMNS) if each.sort is sort)
        window.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        bench.until(lambda: window.model.row_of(first) not in (0, None))
    bench.until(window.preview.checklist.isEnabled)
    note.setPlainText("Half a sen")
    note.document().setModified(True)
    answer.setText("By the d")
    add_results(bench, 30)
    with Case.open(window.case.path) as case:
        case.mark([Mark(first, MarkKind.TAG, "elsewhere")], actor="B", when="2026-02-01T00:00:00+00:00")
    window.refresh()
    bench.until(lambda: window.model.rowCount() == COUNT + 30)
    bench.until(lambda: "elsewhere" in window.preview.marks.history.text())
    assert window.selected_ids() == [first]
    assert (note.toPlainText(), answer.text()) == ("Half a sen", "By the d")
    assert bench.state(first)[4] == "", "kept when the keyboard leaves it"
    note.left.emit()
    bench.until(lambda: bench.state(first)[4] == "Half a sen")


def test_nothing_fitting_says_what_to_do(bench: Bench) -> None:
    bench.window.filter.search.setText("nothing is called so")
    bench.until(lambda: bench.window.model.rowCount() == 0)
    assert bench.window.views.currentWidget() is bench.window.message
    assert bench.window.selected() == []
    bench.window.filter.clear.click()
    bench.until(lambda: bench.window.views.currentWidget() is bench.window.table)


def test_an_empty_case_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    with Case.create(tmp_path / "empty.gauntlet", actor="A", when="2026-01-31T12:00:00+00:00"):
        pass
    session = Session(FakeService)
    window = open_review(tmp_path / "empty.gauntlet", "A", session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "empty" in window.message.title.text())
    window.close()


def test_rows_and_columns_follow_the_size_of_text_in_the_open_window(bench: Bench, qapp: QApplication) -> None:
    table, grid = bench.window.table, bench.window.grid
    apply_theme(qapp, "light", 100)
    heights, width = (table.rowHeight(0), table.rowHeight(COUNT - 1)), table.columnWidth(0)
    try:
        apply_theme(qapp, "light", 200)
        bench.until(lambda: table.rowHeight(0) >= table.fontMetrics().height() + 10 > 1.5 * heights[0])
        assert table.rowHeight(COUNT - 1) == table.rowHeight(0)
        assert 1.7 * width < table.columnWidth(0) < 2.3 * width
        card = grid.visualRect(grid.model().index(0, 0))
        assert card.width() == 2 * CARD and card.height() > 4.5 * heights[0]
    finally:
        apply_theme(qapp, "light", 100)
    bench.until(lambda: (table.rowHeight(0), table.rowHeight(COUNT - 1)) == heights)


def test_a_key_decides_and_goes_on_to_the_next(bench: Bench) -> None:
    first, second = bench.window.model.ids[:2]
    bench.press(Qt.Key.Key_G)
    bench.until(lambda: bench.state(first)[0] == Decision.GENERATED)
    assert [row.id for row in bench.window.selected()] == [second]
    bench.window.undo_stack.undo()
    bench.until(lambda: bench.state(first)[0] == Decision.OPEN)
    bench.window.undo_stack.redo()
    bench.until(lambda: bench.state(first)[0] == Decision.GENERATED)


def test_several_images_are_decided_tagged_and_bookmarked_together(bench: Bench) -> None:
    window = bench.window
    window.table.selectAll()
    bench.press(Qt.Key.Key_T)
    type_into(window, " urgent ")
    bench.press(Qt.Key.Key_B)
    bench.press(Qt.Key.Key_C)
    items = list(window.model.ids)
    bench.until(lambda: all(bench.state(item) == ("camera", "", ("urgent",), True, "") for item in items[::17]))
    assert window.preview.marks.title.text() == f"{COUNT} images"
    bench.until(window.preview.marks.buttons[Decision.CAMERA].isChecked)
    for _ in range(3):
        window.undo_stack.undo()
    bench.until(lambda: all(bench.state(item) == ("", "", (), False, "") for item in items[::17]))


def test_the_second_reviewer_has_a_column_of_their_own(bench: Bench) -> None:
    first = bench.window.model.ids[0]
    bench.press(Qt.Key.Key_G)
    bench.press(Qt.Key.Key_P)
    bench.window.preview.marks.second.click()
    bench.window.preview.marks.buttons[Decision.CAMERA].click()
    bench.until(lambda: bench.state(first)[:2] == ("generated", "camera"))


def test_a_note_is_kept_when_the_keyboard_leaves_it_and_when_the_window_closes(bench: Bench) -> None:
    window = bench.window
    first, second = window.model.ids[:2]
    note = window.preview.marks.note
    note.setPlainText("Look at the hands.")
    note.document().setModified(True)
    note.left.emit()
    bench.until(lambda: bench.state(first)[4] == "Look at the hands.")
    bench.press(Qt.Key.Key_N)
    bench.until(lambda: window.preview.marks.title.text() == "IMG_00001.jpg" and note.toPlainText() == "")
    note.setPlainText("And at the sky.")
    note.document().setModified(True)
    window.close()
    with Case.open(window.case.path) as case:
        assert [row.note for row in case.rows([first, second])] == ["Look at the hands.", "And at the sky."]


def test_tags_are_shown_and_taken_away(bench: Bench) -> None:
    marks = bench.window.preview.marks
    first = bench.window.model.ids[0]
    marks.tag_edit.setText("hands")
    bench.qtbot.keyClick(marks.tag_edit, Qt.Key.Key_Return)
    bench.until(lambda: bench.state(first)[2] == ("hands",) and marks.tags.isVisible())
    marks.tag_removed.emit("hands")
    bench.until(lambda: bench.state(first)[2] == () and not marks.tags.isVisible())


def test_the_history_of_an_image_is_told(bench: Bench) -> None:
    bench.press(Qt.Key.Key_B)
    bench.until(lambda: "An examiner: bookmark set" in bench.window.preview.marks.history.text())
    bench.press(Qt.Key.Key_B)
    bench.until(lambda: "bookmark withdrawn" in bench.window.preview.marks.history.text())


def test_what_the_case_refuses_is_said_and_changes_nothing(bench: Bench) -> None:
    bench.window.preview.marks.tag_added.emit("x" * 101)
    bench.until(lambda: bool(bench.complaints))
    assert "cannot be kept" in bench.complaints[0]
    bench.window.undo_stack.undo()
    assert bench.state(bench.window.model.ids[0])[2] == ()


def test_counts_follow_decisions_and_the_list_stays(bench: Bench) -> None:
    window = bench.window
    window.filter.choose(Filter(decisions=("",)))
    bench.until(lambda: window.filter.filter.decisions == ("",) and window.model.rowCount() == COUNT)
    bench.press(Qt.Key.Key_X)
    bench.until(lambda: window.filter.count.text() == f"{COUNT - 1} of {COUNT} images")
    assert window.model.rowCount() == COUNT
    window.refresh()
    bench.until(lambda: window.model.rowCount() == COUNT - 1)


def test_filters_are_saved_chosen_and_forgotten(bench: Bench) -> None:
    panel = bench.window.filter
    panel.search.setText("_0003")
    bench.until(lambda: bench.window.model.rowCount() == 10)
    panel.save_wanted.emit("Thirties")
    bench.until(lambda: panel.saved.count() == 2)
    panel.choose(Filter())
    bench.until(lambda: bench.window.model.rowCount() == COUNT)
    panel.saved.setCurrentIndex(1)
    bench.until(lambda: bench.window.model.rowCount() == 10)
    assert panel.search.text() == "_0003"
    panel.forget.click()
    bench.until(lambda: panel.saved.count() == 1)


def test_the_picture_comes_when_the_selection_rests(bench: Bench) -> None:
    window, viewer = bench.window, bench.window.preview.viewer
    bench.until(lambda: bool(bench.service.pictures))
    job, raw_path = next(iter(bench.service.pictures.items()))
    assert raw_path == b"/evidence/IMG_00000.jpg"
    buffer = bench.service.decode(job, make_pixels(40, 60), facts=make_facts(60, 40))
    bench.until(viewer.canvas.isVisible)
    assert buffer.closed
    bench.press(Qt.Key.Key_N)
    assert not viewer.canvas.isVisible()
    bench.until(lambda: len(bench.service.pictures) == 2)
    bench.press(Qt.Key.Key_N)
    bench.until(lambda: len(bench.service.pictures) == 3)
    assert list(bench.service.pictures)[1] in bench.service.cancelled
    window.preview.tabs.setCurrentIndex(1)
    bench.until(lambda: "Inconclusive" in window.preview.verdict.headline.text())


def test_the_window_fits_a_small_screen_with_a_picture_too(bench: Bench) -> None:
    window = bench.window
    bench.until(lambda: bool(bench.service.pictures))
    job = next(iter(bench.service.pictures))
    bench.service.decode(job, make_pixels(40, 60), facts=make_facts(60, 40))
    bench.until(window.preview.viewer.canvas.isVisible)
    window.resize(1280, 720)
    bench.until(lambda: (window.width(), window.height()) == (1280, 720))
    for page in range(window.preview.tabs.count()):
        window.preview.tabs.setCurrentIndex(page)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1280, 720)


def test_a_picture_that_is_gone_is_said(bench: Bench) -> None:
    with Case.open(bench.window.case.path) as case:
        case.set_missing([b"/evidence/IMG_00001.jpg"])
    bench.window.model.refresh(bench.window.model.ids[:3])
    bench.press(Qt.Key.Key_N)
    bench.until(lambda: "is not there any more" in bench.window.preview.viewer.message.detail.text())


def test_the_grid_shows_the_same_selection_and_asks_for_pictures(bench: Bench) -> None:
    window = bench.window
    window.review_actions["grid"].trigger()
    assert window.views.currentWidget() is window.grid
    bench.until(lambda: b"/evidence/IMG_00000.jpg" in bench.service.thumbnails)
    bench.service.thumbnail(b"/evidence/IMG_00000.jpg", make_pixels(20, 30))
    index = window.model.index(0, 0)
    bench.until(lambda: window.model.data(index, THUMBNAIL_ROLE) is not None)
    assert window.grid.selectionModel().isRowSelected(0)
    assert not window.grid.grab().isNull()


def test_an_image_opens_in_the_main_window(bench: Bench) -> None:
    with bench.qtbot.waitSignal(bench.window.open_wanted) as wanted:
        bench.window.review_actions["open"].trigger()
    assert wanted.args == [b"/evidence/IMG_00000.jpg"]


def test_letters_in_a_search_are_letters(bench: Bench) -> None:
    first = bench.window.model.ids[0]
    bench.window.filter.search.setFocus()
    bench.qtbot.keyClicks(bench.window.filter.search, "gcux")
    assert bench.window.filter.search.text() == "gcux"
    assert bench.state(first)[0] == ""


def test_every_action_has_a_key_of_its_own(bench: Bench) -> None:
    keys = [action.shortcut().toString() for action in bench.window.review_actions.values()]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_changes_of_actions_pile_nothing_up_in_the_tool_bar(bench: Bench) -> None:
    changes_pile_nothing_up(bench.window.bar)


def test_a_case_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not there"):
        open_review(tmp_path / "absent.gauntlet", "A", Session(FakeService))


# The parts by themselves


def test_the_models_keep_qts_rules(qtmodeltester: object, qtbot: QtBot, tmp_path: Path, made: bytes) -> None:
    path = tmp_path / "case.gauntlet"
    path.write_bytes(made)
    with Case.open(path, read_only=True) as case:
        model = ReviewModel(case.rows)
        qtmodeltester.check(model)  # type: ignore[attr-defined]
        model.show(array("q", [3, 1, 2]))
        qtmodeltester.check(model)  # type: ignore[attr-defined]
        assert [model.row_of(item) for item in (1, 2, 3, 4)] == [1, 2, 0, None]
        model.go_on(array("q", [3, 1, 2, 5, 4]), ())
        qtmodeltester.check(model)  # type: ignore[attr-defined]
        model.show(array("q", [1, 999_999]))
        assert model.item(1) is None
        assert model.data(model.index(1, 0)) is None


def test_a_list_that_goes_on_is_read_no_further_than_what_came_with_it(
    qtbot: QtBot, tmp_path: Path, made: bytes
) -> None:
    path = tmp_path / "case.gauntlet"
    path.write_bytes(made)
    read: list[int] = []
    with Case.open(path) as case:

        def fetch(items: Sequence[int]) -> list[Row]:
            read.extend(items)
            return case.rows(items)

        model = ReviewModel(fetch)
        model.show(array("q", [3, 1, 2]), case.rows([3, 1, 2]))
        assert [model.data(model.index(row, 0)) for row in range(3)] == [
            case.rows([item])[0].name for item in (3, 1, 2)
        ]
        assert not read
        assert not model.goes_on_as(array("q", [3, 2, 1]))
        assert not model.goes_on_as(array("q", [3, 1]))
        more = array("q", [3, 1, 2, 5, 4])
        assert model.goes_on_as(more)
        case.mark([Mark(1, MarkKind.TAG, "seen")], actor="A", when=WHEN)
        painted: list[tuple[int, int]] = []
        model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
        with qtbot.waitSignal(model.rowsInserted) as inserted:
            changed = model.go_on(more, case.rows([3, 1, 5, 4]))
        assert changed == {1, 2}  # the one is another, of the other nothing is known
        assert inserted.args is not None
        assert inserted.args[1:] == [3, 4]
        assert painted == [(1, 2)]
        assert not read
        assert [row.tags for row in map(model.item, range(5)) if row] == [(), ("seen",), (), (), ()]
        assert read == list(more)  # one was not there any more: its page is read
        read.clear()
        assert model.go_on(more, case.rows(more)) == set()
        assert not read


def facets() -> list[Facet]:
    values = (FacetValue("a", "A", 3), FacetValue("b", "B", 1))
    return [Facet("letters", "Letters", values), Facet("none", "None", ()), Facet("one", "One", values[:1])]


def test_the_facets_keep_qts_rules_and_tell_what_is_ticked(qtmodeltester: object, qtbot: QtBot) -> None:
    model = FacetModel(QApplication.instance())  # type: ignore[arg-type]
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    model.set_facets(facets())
    qtmodeltester.check(model)  # type: ignore[attr-defined]
    index = model.index(1, 0, model.index(0, 0))
    with qtbot.waitSignal(model.chosen_changed):
        assert model.setData(index, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert model.chosen == {"letters": frozenset("b")}
    assert not model.setData(model.index(0, 0), 2, Qt.ItemDataRole.CheckStateRole)
    model.choose({"one": frozenset("a")})
    assert model.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    model.set_facets(facets())
    assert model.chosen == {"one": frozenset("a")}


@given(st.floats(LOW, HIGH))
def test_the_histogram_knows_where_a_ratio_stands(log10_lr: float) -> None:
    assert QApplication.instance() is not None
    histogram = Histogram()
    histogram.resize(300, 80)
    assert histogram.value(histogram.position(log10_lr)) == pytest.approx(log10_lr, abs=(HIGH - LOW) / BINS / 2 + 1e-9)


def test_a_range_is_dragged_moved_by_keys_and_taken_away(qtbot: QtBot) -> None:
    histogram = Histogram()
    qtbot.addWidget(histogram)
    histogram.resize(402, 80)
    histogram.set_counts([number % 7 for number in range(BINS)])
    told: list[object] = []
    histogram.range_chosen.connect(told.append)

    def mouse(kind: QMouseEvent.Type, log10_lr: float) -> None:
        place = QPointF(histogram.position(log10_lr), 20)
        buttons = Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, place, place, buttons, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(histogram, event)

    mouse(QMouseEvent.Type.MouseButtonPress, 2.0)
    mouse(QMouseEvent.Type.MouseMove, -1.0)
    mouse(QMouseEvent.Type.MouseButtonRelease, -1.0)
    assert told == [(-1.0, 2.0)]
    qtbot.keyClick(histogram, Qt.Key.Key_Right)
    qtbot.keyClick(histogram, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert told[-1] == (-0.75, 1.75)
    assert "−0.75 to +1.75 chosen" in histogram.accessibleDescription()
    qtbot.keyClick(histogram, Qt.Key.Key_Escape)
    assert told[-1] is None
    assert not histogram.grab().isNull()
    mouse(QMouseEvent.Type.MouseButtonDblClick, 0.0)
    assert told[-1] is None


def test_sizes_and_times_are_said_as_people_say_them() -> None:
    assert [size(each) for each in (0, 999, 1500, 2_500_000, 3_200_000_000)] == [
        "0 B",
        "999 B",
        "1.5 kB",
        "2.5 MB",
        "3.2 GB",
    ]
    assert changed(1_700_000_000_000_000_000) == "2023-11-14 22:13"
    assert changed(10**30) == str(10**30)


def test_marks_made_elsewhere_show_after_a_refresh(bench: Bench) -> None:
    first = bench.window.model.ids[0]
    with Case.open(bench.window.case.path) as case:
        case.mark([Mark(first, MarkKind.TAG, "elsewhere")], actor="B", when="2026-02-01T00:00:00+00:00")
    bench.window.refresh()
    bench.until(lambda: "elsewhere" in (bench.window.model.item(0).tags if bench.window.model.item(0) else ()))  # type: ignore[union-attr]


def test_the_checklist_is_answered_kept_and_undone(bench: Bench) -> None:
    window, checklist = bench.window, bench.window.preview.checklist
    first = window.model.ids[0]
    window.preview.tabs.setCurrentWidget(checklist)
    bench.until(checklist.isEnabled)
    question = checklist.question
    checklist.region.setText("1, 2, 3, 4")
    checklist.note.setText("By the door.")
    checklist.buttons[Reply.YES].click()

    def given() -> list[Answer]:
        return [each for each in window.preview.checklist._answers.values() if each.question == question]

    bench.until(lambda: given() == [Answer(question, Reply.YES, Box(1, 2, 3, 4), "By the door.")])
    with Case.open(window.case.path, read_only=True) as case:
        assert [entry.actor for entry in answers_by_history(case.history(first))] == ["An examiner"]
    assert checklist.question != question, "the next question waits"
    history = window.preview.marks.history
    bench.until(lambda: f"answer: “{artifact_names()[question]}” yes, at x 1, y 2, 3 × 4 px" in history.text())
    window.undo_stack.undo()
    bench.until(lambda: given() == [])
    bench.until(lambda: f"“{artifact_names()[question]}” withdrawn" in history.text())
    window.undo_stack.redo()
    bench.until(lambda: len(given()) == 1)
    bench.press(Qt.Key.Key_N)
    bench.until(lambda: window.preview.marks.title.text() == "IMG_00001.jpg" and checklist.isEnabled())
    assert given() == []
    window.table.selectAll()
    bench.until(lambda: not checklist.isEnabled())
