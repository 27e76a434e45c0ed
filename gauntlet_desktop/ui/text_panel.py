"""The sentences about the current image; each one points at the records that it was built from."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from gauntlet_desktop.core.records import Sentence
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.rows import PAYLOAD_ROLE, Row, RowModel
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, plain_label

_Index = QModelIndex | QPersistentModelIndex
_NOTE = "Each sentence is built from records alone. Point at it to see which; choose it to go there."
_SECTIONS = {
    "verdict": "Verdict",
    "detector": "Detectors",
    "finding": "Findings",
    "provenance": "Provenance",
    "limits": "Limits",
}


class _Wrapped(QStyledItemDelegate):
    """Gives each sentence the height for a line a little shorter than it is painted in: the stock size hint forgets
    what the style sheet adds beside the text, so that a line which just fits without it would be cut off."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        option.rect.setWidth(option.rect.width() - 3 * SPACE)
        return super().sizeHint(option, index)


class TextPanel(QFrame):
    """Sentences by section. Hovering over one points at its records, choosing it goes there."""

    hovered = Signal(object)  # tuple of record ids; empty: none
    chosen = Signal(object)  # tuple of record ids

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("Text")
        self._shown: tuple[Sentence, ...] | None = None
        self.model = RowModel(("Sentence",), self)
        self.view = QListView()
        self.view.setObjectName("sentences")
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Wrapped(self.view))
        self.view.setAccessibleName("Sentences, each bound to its records")
        self.view.setWordWrap(True)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setSpacing(SPACE // 2)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.entered.connect(lambda index: self.hovered.emit(_records(index)))
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.view.viewport().installEventFilter(self)
        self._note = plain_label(role="muted")
        self._note.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._note)
        layout.addWidget(self.view, 1)
        self.show_item(None)

    def show_item(self, item: ImageItem | None) -> None:
        """Show the sentences about an image, as far as they are written."""
        sentences = item.record.text if item and item.record else ()
        nothing = "Nothing was written about this image." if item and item.complete else "Nothing was written yet."
        self._note.setText(_NOTE if sentences else nothing)
        if sentences == self._shown:
            return
        self._shown = sentences
        rows: list[Row] = []
        for section, group in groupby(sentences, key=lambda sentence: sentence.section):
            rows += [Row((_SECTIONS.get(section, section),), heading=True), *map(_row, group)]
        self.model.set_rows(rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hovered.emit(())
        return super().eventFilter(watched, event)

    def _choose(self, index: QModelIndex) -> None:
        if records := _records(index):
            self.chosen.emit(records)


def _row(sentence: Sentence) -> Row:
    text = breakable(sentence.text)
    return Row((text,), sentence, f"{text} Built from {', '.join(sentence.records)}")


def _records(index: QModelIndex) -> tuple[str, ...]:
    sentence = index.data(PAYLOAD_ROLE)
    return sentence.records if isinstance(sentence, Sentence) else ()
