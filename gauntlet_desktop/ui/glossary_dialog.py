"""The glossary: a field to search in, and the terms with their meanings in the language of the sentences."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from gauntlet_desktop.core.glossary import containing
from gauntlet_desktop.core.readers import LANGUAGES
from gauntlet_desktop.ui.dialogs import ListDialog, Roomy
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import open_at


class _Apart(Roomy):
    """Keeps the lines of one meaning apart from those of the next."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(0, SPACE)


class GlossaryDialog(ListDialog):
    """The terms whose name or meaning holds what is typed."""

    def __init__(self, parent: QWidget | None, language: str) -> None:
        remark = tr("What the words of the program mean ({language}). The Text panel chooses the language.")
        columns = (tr("Term"), tr("Meaning"))
        nothing = tr("No term and no meaning holds these words. Try fewer or other ones.")
        super().__init__(parent, tr("Glossary"), columns, remark.format(language=LANGUAGES[language]), nothing)
        open_at(self, 760, 560)
        self._language = language
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search the glossary"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show)
        self.body.column.insertWidget(1, self.search)
        self.table.setItemDelegate(_Apart(self.table))
        self.table.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._show()
        self.table.setColumnWidth(0, 220)
        self.search.setFocus()

    def _show(self) -> None:
        self.show_rows([(each.term, each.meaning) for each in containing(self.search.text(), self._language)])
