"""The checklist with real widgets: answering by keys and buttons, regions drawn in the picture, undoing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.core.checklist import Answer, Reply
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.ui.checklist import SessionChecklist
from gauntlet_desktop.ui.checklist_panel import ChecklistPanel
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.viewer import ViewerPanel
from gauntlet_desktop.ui.viewer.region_drawer import RegionDrawer
from tests.factories import make_facts, make_pixels

ONE, TWO = ImageItem(b"/one.jpg"), ImageItem(b"/two.jpg")


class Stand:
    """A viewer with a picture, a checklist over it, and their undo stack."""

    def __init__(self, qtbot: QtBot) -> None:
        self.viewer = ViewerPanel()
        self.undo_stack = QUndoStack()
        self.panel = SessionChecklist(self.viewer, self.undo_stack)
        for widget in (self.viewer, self.panel):
            qtbot.addWidget(widget)
            widget.resize(640, 700)
            widget.show()
        self.viewer.set_picture(make_pixels(), make_facts())
        self.panel.show_item(ONE)

    def key(self, qtbot: QtBot, key: Qt.Key) -> None:
        self.panel.view.setFocus()
        qtbot.keyClick(self.panel.view, key)


@pytest.fixture
def stand(qtbot: QtBot) -> Stand:
    return Stand(qtbot)


def test_keys_answer_and_go_on(stand: Stand, qtbot: QtBot) -> None:
    first = stand.panel.question
    for reply in (Reply.YES, Reply.NO, Reply.CANNOT_TELL):
        stand.panel.answer(reply)
    replies = [answer.reply for answer in stand.panel.answers(ONE.raw_path).values()]
    assert replies == [Reply.YES, Reply.NO, Reply.CANNOT_TELL]
    assert stand.panel.question != first
    heading = stand.panel.model.index(0, 1)
    assert heading.data() == "3 of 3"
    keys = {action.shortcut().toString() for action in stand.panel.view.actions()}
    assert keys == {"Y", "N", "T", "Backspace"}


def test_each_answer_can_be_undone(stand: Stand) -> None:
    first = stand.panel.question
    stand.panel.answer(Reply.YES)
    stand.panel._go_to(first)
    stand.panel.buttons[Reply.NO].click()
    assert stand.panel.answers(ONE.raw_path)[first].reply is Reply.NO
    stand.undo_stack.undo()
    assert stand.panel.answers(ONE.raw_path)[first].reply is Reply.YES
    stand.undo_stack.undo()
    assert stand.panel.answers(ONE.raw_path) == {}
    stand.undo_stack.redo()
    stand.panel._go_to(first)
    stand.panel.clear.click()
    assert stand.panel.answers(ONE.raw_path) == {}


def test_answers_belong_to_their_image(stand: Stand) -> None:
    stand.panel.answer(Reply.YES)
    stand.panel.show_item(TWO)
    assert stand.panel.answers(TWO.raw_path) == {}
    stand.undo_stack.undo()
    stand.panel.show_item(ONE)
    assert stand.panel.answers(ONE.raw_path) == {}
    stand.panel.show_item(None)
    assert not stand.panel.isEnabled()


def test_a_region_is_drawn_in_the_picture(stand: Stand, qtbot: QtBot) -> None:
    question = stand.panel.question
    stand.panel.answer(Reply.YES)
    stand.panel._go_to(question)
    stand.panel.draw.click()
    (drawer,) = stand.viewer.canvas.findChildren(RegionDrawer)
    canvas = stand.viewer.canvas
    placement = canvas.placement
    left, top = placement.to_pane(20 * canvas.scale, 10 * canvas.scale)
    right, bottom = placement.to_pane(120 * canvas.scale, 70 * canvas.scale)
    qtbot.mousePress(drawer, Qt.MouseButton.LeftButton, pos=QPoint(round(left), round(top)))
    qtbot.mouseMove(drawer, QPoint(round(right), round(bottom)))
    drawer.grab()
    qtbot.mouseRelease(drawer, Qt.MouseButton.LeftButton, pos=QPoint(round(right), round(bottom)))
    box = stand.panel.answers(ONE.raw_path)[question].box
    assert box is not None
    assert abs(box.x - 20) <= 4 and abs(box.y - 10) <= 4 and abs(box.width - 100) <= 6 and abs(box.height - 60) <= 6
    with qtbot.waitSignal(stand.panel.region_requested) as requested:
        stand.panel._go_to(question)
        stand.panel.reveal.click()
    assert requested.args == [box]


def test_drawing_can_be_given_up_and_a_click_draws_nothing(stand: Stand, qtbot: QtBot) -> None:
    drawer = stand.viewer.draw_region()
    assert drawer is not None
    qtbot.mouseClick(drawer, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    with qtbot.waitSignal(drawer.ended) as ended:
        qtbot.keyClick(drawer, Qt.Key.Key_Escape)
    assert ended.args == [None]
    stand.viewer.set_picture(None, None)
    assert stand.viewer.draw_region() is None


def test_a_region_can_be_typed_and_a_wrong_one_is_refused(stand: Stand) -> None:
    question = stand.panel.question
    stand.panel.region.setText("1, 2, 3")
    stand.panel.answer(Reply.YES)
    assert stand.panel.answers(ONE.raw_path) == {}
    assert "four whole numbers" in stand.panel.complaint.text() and stand.panel.complaint.isVisibleTo(stand.panel)
    stand.panel.region.setText("1 2 3 4")
    stand.panel.note.setText("  By the window. ")
    stand.panel.answer(Reply.YES)
    expected = Answer(question, Reply.YES, Box(1, 2, 3, 4), "By the window.")
    assert stand.panel.answers(ONE.raw_path) == {question: expected}
    assert stand.panel.observations(ONE.raw_path)[0].note == "By the window."


def test_a_note_of_an_answered_question_is_kept_when_it_is_left(stand: Stand) -> None:
    question = stand.panel.question
    stand.panel.answer(Reply.NO)
    stand.panel._go_to(question)
    stand.panel.note.setText("Looked twice.")
    stand.panel.note.editingFinished.emit()
    assert stand.panel.answers(ONE.raw_path)[question] == Answer(question, Reply.NO, None, "Looked twice.")
    count = stand.undo_stack.count()
    stand.panel.note.editingFinished.emit()
    assert stand.undo_stack.count() == count, "nothing was changed"


def test_every_question_is_there_in_its_group(qtbot: QtBot) -> None:
    panel = ChecklistPanel(load_artifacts())
    qtbot.addWidget(panel)
    panel.show_answers({})
    groups = panel.model.rowCount()
    total = sum(panel.model.rowCount(panel.model.index(row, 0)) for row in range(groups))
    assert groups >= 6 and total == len([each for each in load_artifacts() if each.judged_by == "person"])
