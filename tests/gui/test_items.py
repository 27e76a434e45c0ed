"""The list of images as a Qt model, its filter, and thumbnails."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.image_list import ImageFilter
from gauntlet_desktop.ui.items import THUMBNAIL_ROLE, ImageItem, ImageListModel, ItemState, silence
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
