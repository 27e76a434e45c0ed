"""The tour: it points at what is there, leaves the window in use, and is shown by itself only once."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.app.window_state import load_state
from gauntlet_desktop.ui.tour import STEPS, beside
from tests.factories import make_record
from tests.gui.conftest import Desk

SAMPLE = os.fsencode(sample_files()[0])


def _target(desk: Desk) -> QRect:
    """Where the widget of the step is in the window."""
    assert desk.window.tour.step is not None
    target = STEPS[desk.window.tour.step].target(desk.window)
    assert target.isVisible()
    return QRect(target.mapTo(desk.window, QPoint()), target.size())


def _go(desk: Desk, qtbot: QtBot, number: int) -> None:
    """Start the tour and go to a step, from 0."""
    desk.window.actions_by_id["tour"].trigger()
    for _ in range(number):
        qtbot.keyClick(desk.window.tour.card.next_button, Qt.Key.Key_Return)
    if number:
        qtbot.waitUntil(lambda: desk.session.current is not None)


def test_every_step_points_at_its_part_and_never_covers_it(desk: Desk, qtbot: QtBot) -> None:
    _go(desk, qtbot, 1)
    item = desk.session.current
    assert item is not None and item.raw_path == SAMPLE
    desk.finish(item, make_record())
    tour = desk.window.tour
    desk.window.actions_by_id["tour"].trigger()
    for number, step in enumerate(STEPS):
        assert tour.step == number
        assert tour.card.title.text() == step.title
        desk.settle()
        place = _target(desk)
        assert tour.pointer.isVisible() and tour.pointer.geometry().contains(place & desk.window.rect())
        assert desk.window.rect().contains(tour.card.geometry())
        assert not tour.card.geometry().intersects(place)
        assert QApplication.focusWidget() is tour.card.next_button
        qtbot.keyClick(tour.card.next_button, Qt.Key.Key_Return)
    assert tour.step is None and not tour.card.isVisible() and not tour.pointer.isVisible()


def test_the_sample_is_really_analysed_and_the_card_says_how_far(desk: Desk, qtbot: QtBot) -> None:
    _go(desk, qtbot, 1)
    card = desk.window.tour.card
    item = desk.session.current
    assert item is not None and item.job is not None and desk.service.submitted[item.job] == SAMPLE
    assert card.progress.text() == "The sample waits for its analysis."
    desk.service.progress(item.job, 0.4, "Detecting")
    desk.settle()
    assert card.progress.text() == "The sample is being analysed: 40 %"
    desk.finish(item, make_record())
    assert card.progress.text() == "The sample is analysed."


def test_until_there_is_a_heatmap_the_viewer_is_pointed_at(desk: Desk, qtbot: QtBot) -> None:
    _go(desk, qtbot, 2)
    viewer, pointer = desk.window.viewer, desk.window.tour.pointer
    assert not viewer.heatmap_strip.isVisible()
    assert pointer.geometry().contains(QRect(viewer.mapTo(desk.window, QPoint()), viewer.size()))
    assert desk.session.current is not None
    desk.finish(desk.session.current, make_record())
    qtbot.waitUntil(lambda: pointer.height() < viewer.height() // 2)
    assert pointer.geometry().contains(_target(desk))


def test_back_and_escape_by_keyboard(desk: Desk, qtbot: QtBot) -> None:
    desk.window.images.search.setFocus()
    _go(desk, qtbot, 2)
    tour = desk.window.tour
    qtbot.keyClick(tour.card.next_button, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is tour.card.back_button
    qtbot.keyClick(tour.card.back_button, Qt.Key.Key_Return)
    assert tour.step == 1
    qtbot.keyClick(tour.card.next_button, Qt.Key.Key_Escape)
    assert tour.step is None
    assert desk.service.cancelled == [], "Escape ends the tour, not the analysis"
    assert QApplication.focusWidget() is desk.window.images.search


def test_a_screen_reader_hears_the_step(desk: Desk, qtbot: QtBot) -> None:
    _go(desk, qtbot, 0)
    card = desk.window.tour.card
    assert card.accessibleName() == f"Tour, step 1 of {len(STEPS)}: {STEPS[0].title}"
    assert STEPS[0].text in card.next_button.accessibleDescription()


def test_the_card_follows_the_window_and_its_font(desk: Desk, qtbot: QtBot) -> None:
    _go(desk, qtbot, 0)
    tour = desk.window.tour
    tour.card.setFont(QFont(desk.window.font().family(), 2 * desk.window.font().pointSize()))
    for size in (QSize(1024, 600), QSize(1900, 1000)):
        desk.window.resize(size)
        qtbot.waitUntil(lambda: tour.pointer.geometry().contains(_target(desk)))
        assert desk.window.rect().contains(tour.card.geometry())
        assert tour.card.text.height() >= tour.card.text.heightForWidth(tour.card.text.width()), "no text is cut off"


def test_it_is_shown_by_itself_only_once(desk: Desk, qtbot: QtBot) -> None:
    assert not load_state().tour_seen
    _go(desk, qtbot, 0)
    desk.window.close()
    assert load_state().tour_seen


ROOM = QRect(0, 0, 1000, 600)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (QRect(700, 0, 300, 600), QPoint(391, 200)),  # left of a panel at the right
        (QRect(0, 0, 300, 600), QPoint(307, 200)),  # right of one at the left
        (QRect(0, 0, 1000, 50), QPoint(349, 57)),  # below a bar on top
        (QRect(0, 550, 1000, 50), QPoint(349, 342)),  # above one at the bottom
        (ROOM, QPoint(0, 400)),  # there is no room beside it
    ],
)
def test_the_card_stands_beside_what_it_is_about(target: QRect, expected: QPoint) -> None:
    place = beside(target, QSize(301, 200), ROOM)
    assert (place - expected).manhattanLength() <= 4
    assert ROOM.contains(QRect(place, QSize(301, 200)))
