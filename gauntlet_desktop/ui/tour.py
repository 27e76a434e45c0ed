"""The tour: a few steps that point at the real parts of the window while a sample image is really analysed."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QToolBar, QWidget

from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.ui.items import ImageItem, ItemState
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.tour_card import TourCard

if TYPE_CHECKING:
    from gauntlet_desktop.ui.main_window import MainWindow

_FRAME = 3
_SAMPLE_STEP = 1  # where the sample is opened, or chosen where it is listed already
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is said, and what it points at: the button of the action `tool`, the result panel `panel`, which
    is brought to the front, or else the choices of the heatmap."""

    title: str
    text: str
    tool: str = ""
    panel: str = ""

    def target(self, window: MainWindow) -> QWidget:
        """The widget that it points at, be it shown or not."""
        if self.tool:
            bar = window.findChild(QToolBar, "tool-bar")
            assert isinstance(bar, QToolBar)
            return bar.widgetForAction(window.actions_by_id[self.tool])
        return window.panels[self.panel] if self.panel else window.viewer.heatmap_strip


class Tour(QObject):
    """The tour over one window, which stays in use all the time; `step` is None while it is not under way."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._watched: list[QObject] = []
        self._focused_before: QWidget | None = None
        self.step: int | None = None
        self.card = TourCard(window)
        self.pointer = Pointer(window)
        self.card.next.connect(lambda: self._move(1))
        self.card.back.connect(lambda: self._move(-1))
        self.card.left.connect(self.end)
        window.session.current_changed.connect(self._tell_progress)

    def start(self) -> None:
        """Begin at the first step; from now on the tour counts as seen."""
        memory = self._window.memory
        memory.state = replace(memory.state, tour_seen=True)
        self._focused_before = QApplication.focusWidget()
        self._show(0)

    def end(self) -> None:
        """Take the tour away; the focus goes back to where it was."""
        self.step = None
        self._watch(None)
        self.card.hide()
        self.pointer.hide()
        if self._focused_before is not None and self._focused_before.isVisible():
            self._focused_before.setFocus()

    def _move(self, by: int) -> None:
        if self.step is None:
            return
        if self.step + by < len(STEPS):
            self._show(max(0, self.step + by))
        else:
            self.end()

    def _show(self, number: int) -> None:
        step = STEPS[number]
        self.step = number
        if number == _SAMPLE_STEP:
            self._window.opener.open_paths([os.fsencode(sample_files()[0])])
        if step.panel:
            self._window.show_result(step.panel)
        title, text = tr(step.title), tr(step.text)
        self.card.show_step(title, text, number, len(STEPS))
        self._tell_progress()
        self._watch(step.target(self._window))
        self._place()
        for widget in (self.pointer, self.card):
            widget.show()
            widget.raise_()
        self.card.take_focus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.card, f"{title}. {text}"))

    def _tell_progress(self) -> None:
        if self.step is not None:
            self.card.show_progress(_progress(self._window.session.current) if self.step else "")

    # Where things are

    def _watch(self, target: QWidget | None) -> None:
        """Follow the target, what it stands in, and the window, whenever one of them moves."""
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched = []
        widget = target
        while widget is not None:
            self._watched.append(widget)
            widget.installEventFilter(self)
            widget = None if widget is self._window else widget.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            self.end()
        elif event.type() in _MOVES and self.step is not None:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Put the frame around the target, or around what holds it while it is not shown, and the card beside it."""
        assert self.step is not None
        target = _shown(STEPS[self.step].target(self._window))
        place = QRect(target.mapTo(self._window, QPoint()), target.size())
        self.pointer.setGeometry(place.adjusted(-_FRAME, -_FRAME, _FRAME, _FRAME) & self._window.rect())
        room = self._window.rect().adjusted(SPACE, SPACE, -SPACE, -SPACE)
        self.card.resize(self.card.size_in(room.size()))
        self.card.move(beside(place, self.card.size(), room))


class Pointer(QWidget):
    """A frame around what a step is about; it takes neither clicks nor the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line of the accent on one of the background, so that it stands out on any picture."""
        inside = self.rect().adjusted(2, 2, -2, -2)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for role, width in ((QPalette.ColorRole.Base, 4), (QPalette.ColorRole.Accent, 2)):
                painter.setPen(QPen(self.palette().color(role), width))
                painter.drawRoundedRect(inside, 4, 4)


def beside(target: QRect, size: QSize, room: QRect) -> QPoint:
    """Where a box of a size stands in a room without covering the target: left, right, below or above it, the first
    that fits; where none does, in the room's lower left corner."""
    middle_x = target.center().x() - size.width() // 2
    middle_y = target.center().y() - size.height() // 2
    for x, y in (
        (target.left() - size.width() - SPACE, middle_y),
        (target.right() + SPACE, middle_y),
        (middle_x, target.bottom() + SPACE),
        (middle_x, target.top() - size.height() - SPACE),
    ):
        box = QRect(_held(QPoint(x, y), size, room), size)
        if room.contains(box) and not box.intersects(target):
            return box.topLeft()
    return _held(room.bottomLeft(), size, room)


def _held(place: QPoint, size: QSize, room: QRect) -> QPoint:
    """The place nearest to one at which a box of a size is inside the room."""
    right, bottom = room.right() - size.width() + 1, room.bottom() - size.height() + 1
    return QPoint(max(room.left(), min(place.x(), right)), max(room.top(), min(place.y(), bottom)))


def _shown(widget: QWidget) -> QWidget:
    """The widget, or the nearest one around it that is shown."""
    parent = widget.parentWidget()
    return widget if widget.isVisible() or parent is None else _shown(parent)


def _progress(item: ImageItem | None) -> str:
    if item is None:
        return tr("The sample is being opened.")
    if item.state is ItemState.RUNNING:
        return tr("The sample is being analysed: {percent} %").format(percent=f"{100 * item.fraction:.0f}")
    return tr("The sample is analysed.") if item.complete else tr("The sample waits for its analysis.")


STEPS = (
    Step(
        "Open images",
        "Open images or folders with these buttons, or drop them on the window. They are opened read-only, and nothing "
        "leaves this computer. Go on to have a sample image analysed.",
        tool="open_files",
    ),
    Step(
        "Read the verdict",
        "It says how strongly the evidence supports that a generative model made the image, over that a camera "
        "captured it. “Inconclusive” is an answer as well: the evidence does not decide, and the first sentence under "
        "it says why. It is not the probability that the image is generated.",
        panel="Verdict",
    ),
    Step(
        "See what the detector used",
        "The heatmap over the picture shows what moved the detector's score, not where an image was altered. The "
        "slider sets how much it covers; the keys [ and ] do the same while the picture has the focus.",
    ),
    Step(
        "Look at the findings",
        "Findings are measured on the picture, apart from the detector. Choose one to see its place in the picture; "
        "the return key opens what is behind its number.",
        panel="Findings",
    ),
    Step(
        "See what the file declares",
        "Provenance holds everything that the file says about itself. What no intact signature covers can be written "
        "by anybody, so it never enters the verdict.",
        panel="Provenance",
    ),
    Step(
        "Export a report",
        "This makes a PDF with a JSON twin that can be verified later. Help > Tour shows these steps again, and F1 "
        "explains the part of the window that you are in.",
        tool="export_report",
    ),
)
