"""The sentences about the current image; each one points at the records that it was built from."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QVBoxLayout,
)

from gauntlet_desktop.core.glossary import mentioned
from gauntlet_desktop.core.readers import told
from gauntlet_desktop.core.records import Sentence
from gauntlet_desktop.ui.fitting import Fitting
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.items import ImageItem, built_from, silence
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.reading import ReaderChoice, Reading
from gauntlet_desktop.ui.remarks import Remarks
from gauntlet_desktop.ui.remarks_box import RemarksBox
from gauntlet_desktop.ui.rows import PAYLOAD_ROLE, Row, RowModel
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, plain_label
from gauntlet_desktop.ui.wrapped import Wrapped

_Index = QModelIndex | QPersistentModelIndex
_NOTE = marked("Each sentence is built from records alone. Point at it to see which; choose it to go there.")
# The headings are in the language of the sentences, which the reader chooses, not in that of the window.
_SECTIONS = {
    "en": {
        "verdict": "Verdict",
        "detector": "Detectors",
        "finding": "Findings",
        "provenance": "Provenance",
        "limits": "Limits",
    },
    "de": {
        "verdict": "Ergebnis",
        "detector": "Detektoren",
        "finding": "Auffälligkeiten",
        "provenance": "Angaben der Datei",
        "limits": "Grenzen",
    },
}


class TextPanel(QFrame):
    """Sentences by section for the chosen reader, and under them, boxed, what language models said. Hovering over a
    sentence points at its records, choosing it goes there."""

    hovered = Signal(object)  # tuple of record ids; empty: none
    chosen = Signal(object)  # tuple of record ids

    def __init__(self, remarks: Remarks, reading: Reading) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("Text"))
        set_place(self, "user-guide.md#the-text")
        self._reading = reading
        self._item: ImageItem | None = None
        self._shown: tuple[str, tuple[Sentence, ...]] | None = None
        self.choice = ReaderChoice(reading)
        self.choice.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, 0)
        reading.changed.connect(self._show)
        self.model = RowModel((tr("Sentence"),), self)
        self.view = QListView()
        self.view.setObjectName("sentences")
        self.view.setModel(self.model)
        self.view.setItemDelegate(Wrapped(self.view))
        self.view.setAccessibleName(tr("Sentences, each bound to its records"))
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
        layout.addWidget(self.choice)
        layout.addWidget(self._note)
        layout.addWidget(self.view, 1)
        self.remarks = RemarksBox(remarks)
        layout.addWidget(Fitting(self.remarks))
        self.show_item(None)

    def show_item(self, item: ImageItem | None) -> None:
        """Show the sentences about an image, as far as they are written."""
        self._item = item
        self.remarks.show_item(item)
        self._show()

    def _show(self) -> None:
        item, reader = self._item, self._reading.reader
        sentences = told(item.record.text, reader) if item and item.record else ()
        self._note.setText(tr(_NOTE) if sentences else silence(item, "text", tr("Nothing was written")))
        if (reader.language, sentences) == self._shown:
            return
        self._shown = reader.language, sentences
        rows: list[Row] = []
        headings = _SECTIONS[reader.language]
        for section, group in groupby(sentences, key=lambda sentence: sentence.section):
            rows += [
                Row((headings.get(section, section),), heading=True),
                *(_row(each, reader.language) for each in group),
            ]
        self.model.set_rows(rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.hovered.emit(())
        return super().eventFilter(watched, event)

    def _choose(self, index: QModelIndex) -> None:
        if records := _records(index):
            self.chosen.emit(records)


def _row(sentence: Sentence, language: str) -> Row:
    """A sentence; its tool tip also tells what the words of the glossary in it mean."""
    text = breakable(sentence.text)
    terms = "\n".join(f"{each.term}: {each.meaning}" for each in mentioned([sentence.text], language))
    return Row((text,), sentence, built_from(text, sentence), tip=terms)


def _records(index: QModelIndex) -> tuple[str, ...]:
    sentence = index.data(PAYLOAD_ROLE)
    return sentence.records if isinstance(sentence, Sentence) else ()
