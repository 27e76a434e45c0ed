"""The list of images as a Qt model, its filter, and thumbnails."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.image_filter import ImageFilter
from gauntlet_desktop.ui.image_list import ImageListPanel
from gauntlet_desktop.ui.items import ITEM_ROLE, THUMBNAIL_ROLE, ImageItem, ImageListModel, ItemState, silence
from tests.factories import HOSTILE_NAME, make_pixels, make_record


def _items(*names: str) -> list[ImageItem]:
    return [ImageItem(b"/folder/" + name.encode()) for name in names]


def test_the_models_keep_qts_rules(qtmodeltester: object, qtbot: QtBot) -> None:
    model = ImageListModel()
    tester = qtmodeltester
    tester.check(model)  # type: ignore[attr-defined]
    items = _items("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    model.add(items)
    rows = model.remove([items[0], items[2], items[3]])
    assert list(model.items) == [items[1]]
    model.insert(rows)
    assert list(model.items) == items


def test_the_filter_keeps_qts_rules(qtmodeltester: object, qtbot: QtBot) -> None:
    model = ImageListModel()
    model.add(_items("a.jpg", "b.jpg"))
    images = ImageFilter(model)
    qtmodeltester.check(images)  # type: ignore[attr-defined]
    images.choose("B", None)
    assert images.rowCount() == 1
    images.choose("", Badge.LEANS_AI)
    assert images.rowCount() == 0
    model.items[0].record, model.items[0].state = make_record(Tier.LEANS_AI), ItemState.DONE
    model.refresh(model.items[0])
    assert images.rowCount() == 1


names = st.text("ab", min_size=3, max_size=5)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(0, 8), st.lists(names, max_size=4)),
        st.tuples(st.just("remove"), st.sets(st.integers(0, 11))),
        st.tuples(st.just("run"), st.integers(0, 11)),
        st.tuples(st.just("choose"), st.sampled_from(["", "ab", "B", "zz"]), st.sampled_from([None, Badge.RUNNING])),
    ),
    max_size=12,
)


@given(changes)
def test_the_filter_follows_the_list(changes: list[tuple[object, ...]]) -> None:
    """Whatever happens to the list, the filter shows what fits, in its order, and a view hears of every change."""
    model = ImageListModel()
    images = ImageFilter(model)
    tester = QAbstractItemModelTester(images, QAbstractItemModelTester.FailureReportingMode.Fatal)
    heard: list[ImageItem] = []  # the rows, from the signals alone

    def inserted(_: object, first: int, last: int) -> None:
        heard[first:first] = [images.item(row) for row in range(first, last + 1)]

    def removed(_: object, first: int, last: int) -> None:
        del heard[first : last + 1]

    images.rowsInserted.connect(inserted)
    images.rowsRemoved.connect(removed)
    text, badge, made = "", None, 0
    for change in changes:
        match change:
            case "insert", int(row), list(new):
                made += 1
                items = [ImageItem(f"/{made}/{number}/{name}".encode()) for number, name in enumerate(new)]
                row = min(row, len(model.items))
                model.insert([(row + offset, item) for offset, item in enumerate(items)])
            case "remove", set(rows):
                model.remove([item for row, item in enumerate(model.items) if row in rows])
            case "run", int(row) if row < len(model.items):
                item = model.items[row]
                item.state = ItemState.WAITING if item.state is ItemState.RUNNING else ItemState.RUNNING
                model.refresh(item)
            case "choose", str(text), badge:
                images.choose(text, badge)  # type: ignore[arg-type]
                heard[:] = [images.item(row) for row in range(images.rowCount())]
        expected = [
            item for item in model.items if text.casefold() in item.name and (badge is None or item.badge is badge)
        ]
        assert heard == expected
        assert [images.item(row) for row in range(images.rowCount())] == expected
        assert [images.index(row).data(ITEM_ROLE) for row in range(images.rowCount())] == expected
        assert [images.index_of(item).row() for item in expected] == list(range(len(expected)))
        assert not any(images.index_of(item).isValid() for item in set(model.items) - set(expected))
    assert tester.model() is images


def test_a_filter_keeps_what_is_selected_and_fits(qtbot: QtBot) -> None:
    model = ImageListModel()
    panel = ImageListPanel(model)
    qtbot.addWidget(panel)
    items = _items("a1.jpg", "b1.jpg", "a2.jpg", "a3.jpg")
    model.add(items)
    panel.choose(items[2])
    chosen: list[object] = []
    panel.current_changed.connect(chosen.append)
    qtbot.keyClick(panel.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert panel.selected() == items[1:3]
    panel.search.setText("a")
    assert panel.selected() == [items[2]]
    panel.search.clear()
    assert panel.selected() == [items[2]]
    assert chosen == [items[1]], "another image is shown because of a filter"


def test_the_keys_of_a_list_work(qtbot: QtBot) -> None:
    model = ImageListModel()
    panel = ImageListPanel(model)
    qtbot.addWidget(panel)
    items = _items("a.jpg", "b.jpg", "c.jpg")
    model.add(items)
    panel.choose(items[1])
    for key, expected in ((Qt.Key.Key_End, 2), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Down, 1)):
        qtbot.keyClick(panel.view, key)
        assert panel.selected() == [items[expected]]
    qtbot.keyClick(panel.view, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert panel.selected() == items[1:]
    qtbot.keyClicks(panel.view, "a")
    assert panel.selected() == [items[0]]


def test_the_rows_of_the_list_follow_the_size_of_the_text(qtbot: QtBot) -> None:
    panel = ImageListPanel(model := ImageListModel())
    qtbot.addWidget(panel)
    model.add(_items("a.jpg"))
    before = panel.view.rowHeight(0)
    font = panel.view.font()
    font.setPointSizeF(3 * font.pointSizeF())
    panel.view.setFont(font)
    assert panel.view.rowHeight(0) > before


@given(st.lists(st.integers(0, 20), unique=True))
def test_removing_and_restoring_gives_the_same_list(rows: list[int]) -> None:
    model = ImageListModel()
    items = _items(*(f"{number}.jpg" for number in range(12)))
    model.add(items)
    removed = model.remove([items[row] for row in rows if row < len(items)])
    assert len(model.items) == len(items) - len(removed)
    model.insert(removed)
    assert list(model.items) == items
    assert all(model.index_of(item).row() == row for row, item in enumerate(items))


def test_a_thumbnail_is_asked_for_once_when_it_is_first_shown(qtbot: QtBot) -> None:
    model = ImageListModel()
    model.add(_items("a.jpg"))
    wanted: list[bytes] = []
    model.thumbnail_wanted.connect(wanted.append)
    index = model.index(0)
    assert index.data(THUMBNAIL_ROLE) is None
    assert index.data(THUMBNAIL_ROLE) is None
    assert wanted == [b"/folder/a.jpg"]
    pixels = make_pixels(30, 41)
    model.set_thumbnail(b"/folder/a.jpg", pixels)
    image = index.data(THUMBNAIL_ROLE)
    assert (image.width(), image.height()) == (41, 30)
    assert image.pixelColor(40, 29).getRgb()[:3] == tuple(pixels[29, 40])


def test_a_file_without_a_thumbnail_is_not_asked_again(qtbot: QtBot) -> None:
    model = ImageListModel()
    model.add(_items("a.jpg"))
    model.set_thumbnail(b"/folder/a.jpg", None)
    wanted: list[bytes] = []
    model.thumbnail_wanted.connect(wanted.append)
    assert model.index(0).data(THUMBNAIL_ROLE) is None
    assert wanted == []


def test_hostile_names_are_shown_harmless() -> None:
    model = ImageListModel()
    model.add([ImageItem(b"/folder/" + HOSTILE_NAME.rpartition("/")[2].encode()), ImageItem(b"/x/\xff\xfe<b>.jpg")])
    name = model.items[1].name
    assert name == "‹FF›‹FE›<b>.jpg"
    tip = model.index(1).data(3)
    assert "&lt;b&gt;" in tip
    assert "<b>" not in tip
    assert "\u202e" not in model.items[0].name
    assert "\n" not in model.items[0].name


def test_what_a_panel_without_content_says() -> None:
    item = ImageItem(b"/a")
    assert silence(None, "findings", "Nothing was measured") == "Choose an image in the list."
    assert silence(item, "findings", "Nothing was measured").startswith("Nothing was measured yet")
    item.record, item.state = make_record(Tier.LEANS_AI), ItemState.DONE
    assert silence(item, "findings", "Nothing was measured") == "Nothing was measured."
    item.record = replace(item.record, left_out=("findings",))
    assert "ended with the verdict" in silence(item, "findings", "Nothing was measured")
    assert silence(item, "text", "Nothing was written") == "Nothing was written."
