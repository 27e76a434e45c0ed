"""The delegate of lists of sentences."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gauntlet_desktop.ui.theme import SPACE


class Wrapped(QStyledItemDelegate):
    """Gives each sentence the height for a line a little shorter than it is painted in: the stock size hint forgets
    what the style sheet adds beside the text, so that a line which just fits without it would be cut off."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        option.rect.setWidth(option.rect.width() - 3 * SPACE)
        return super().sizeHint(option, index)
