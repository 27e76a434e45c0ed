"""Small building blocks of the panels. Every label is plain text: what comes from a file is never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from PySide6.QtCore import QEvent, QMetaMethod, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QActionEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.ui.badges import Badge, paint_badge
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.terms import tell_words
from gauntlet_desktop.ui.theme import SPACE, colours, text_scale

TEXT_LIMIT = 2000
_FRAME = QSize(8, 40)


def plain_label(text: str = "", role: str = "") -> QLabel:
    """A wrapping plain-text label; `role` picks its style ("headline", "title", "muted")."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def breakable(untrusted_text: str, limit: int = TEXT_LIMIT) -> str:
    """Text made visible and bounded, with break opportunities in long runs so that no label grows sideways."""
    words = visible(untrusted_text, limit).split(" ")
    parted = " ".join("\u200b".join(word[i : i + 24] for i in range(0, len(word), 24)) or word for word in words)
    return parted.replace(" %", "\u00a0%")  # no line begins with the sign


class ToolBar(QToolBar):
    """A tool bar that stays as it is, in memory and time, however often its actions change; they have no menus.

    With each change of an action without a menu, Qt connects its button once more, to hear of a menu: after 10,000
    changes, a further one takes a hundred times as long.
    """

    def __init__(self, name: str, window: QMainWindow) -> None:
        super().__init__(tr("Tools"), window)
        self.setObjectName(name)
        self.setMovable(False)
        window.addToolBar(self)

    def actionEvent(self, event: QActionEvent) -> None:
        super().actionEvent(event)
        action = event.action()
        button = self.widgetForAction(action)
        if button is not None:
            QObject.disconnect(action, QMetaMethod.fromSignal(action.changed), button, QMetaMethod())


def set_highlighted(widget: QWidget, on: bool) -> None:
    """Outline a panel; the style rules look at the property."""
    if widget.property("highlighted") == on:
        return
    widget.setProperty("highlighted", on)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def room_for(window: QWidget) -> QSize:
    """What the screen has for a window, without the frame that the system puts around it."""
    return window.screen().availableSize() - _FRAME


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in pixels, and as much more as its text is larger; less where the screen has less."""
    window.resize((QSize(width, height) * text_scale()).boundedTo(room_for(window)))


def set_column_widths(table: QTableView, widths: Iterable[int]) -> None:
    """Give the columns these widths in pixels, and more where text is larger or a title needs it in the language of the
    window."""
    for column, width in enumerate(widths):
        table.setColumnWidth(column, max(round(width * text_scale()), table.horizontalHeader().sectionSizeHint(column)))


class BadgeView(QWidget):
    """A badge's shape, as large as the widget."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._badge = Badge.WAITING
        self._usual_side = side
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """It grows with the text beside it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._side = round(self._usual_side * text_scale())
        self.setFixedSize(QSize(self._side, self._side))

    def set_badge(self, badge: Badge) -> None:
        self._badge = badge
        self.setAccessibleName(badge.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_badge(painter, QRectF(1, 1, self._side - 2, self._side - 2), self._badge, colours(self.palette()))


class Notice(QFrame):
    """A boxed remark with an optional title; hidden while it has nothing to say."""

    def __init__(self, role: str = "notice") -> None:
        super().__init__()
        self.setProperty("role", role)
        self._title = plain_label(role="title")
        self._body = plain_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 3 // 2, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self._title)
        layout.addWidget(self._body)
        self.hide()

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._body.text()}".strip()

    def set_role(self, role: str) -> None:
        """Look like a "notice", a "warning" or an "error" from now on."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def show_text(self, body: str, title: str = "") -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._body.setText(body)
        self._body.setVisible(bool(body))
        self.setVisible(bool(body or title))


class Section(QWidget):
    """A titled group of rows; each row is a tuple of cell texts. Hidden while it has no rows.

    With a `header` it is a table: the titles of its columns stand above the rows.
    """

    def __init__(self, title: str, stretches: Sequence[int] = (1, 1), header: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._stretches = stretches
        self._cells: list[QLabel] = []
        self._shape: list[int] = []
        self._note = plain_label(role="muted")
        self._grid_box = QWidget()
        self._grid = QGridLayout(self._grid_box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE * 3 // 2)
        self._grid.setVerticalSpacing(SPACE // 2)
        for column, stretch in enumerate(stretches):
            self._grid.setColumnStretch(column, stretch)
        for column, name in enumerate(header):
            self._grid.addWidget(plain_label(name, "muted"), 0, column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(plain_label(title, "title"))
        layout.addWidget(self._note)
        layout.addWidget(self._grid_box)
        self._note.hide()
        self.hide()

    @property
    def text(self) -> str:
        return "\n".join(cell.text() for cell in self._cells)

    def show_rows(self, rows: Sequence[tuple[str, ...]], note: str = "") -> None:
        """Show rows; the first cell of a row of two is its muted name. Cells are kept while the shape of the
        rows is the same, because making and styling labels is slow."""
        if rows:
            self.prepare([len(row) for row in rows])
        for cell, text in zip(self._cells, chain.from_iterable(rows), strict=False):
            if cell.text() != text:
                cell.setText(text)
        self._grid_box.setVisible(bool(rows))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setVisible(bool(rows or note))

    def prepare(self, shape: Sequence[int]) -> None:
        """Make and style the cells of rows of so many cells each, unless they are there: done early, the first
        result does not have to wait for it."""
        if list(shape) == self._shape:
            return
        self._shape = list(shape)
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._cells = []
        for index, width in enumerate(shape):
            for column in range(width):
                cell = plain_label(role="muted" if column == 0 and width == 2 else "")
                cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self._grid.addWidget(cell, index + 1, column, 1, len(self._stretches) if width == 1 else 1)
                cell.ensurePolished()
                self._cells.append(cell)


class Scrolled(QWidget):
    """What a panel scrolls, as high as its text is at the width it has; labels ask for the height of a narrow one."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class ScrollPanel(QFrame):
    """A panel whose content scrolls; subclasses add to `body`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(name)
        content = Scrolled()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        self.body.setSpacing(SPACE * 2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        scroll.setAccessibleName(tr("{name}, scrolled").format(name=name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def event(self, event: QEvent) -> bool:
        return tell_words(self, event) or super().event(event)
