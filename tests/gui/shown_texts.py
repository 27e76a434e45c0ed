"""What a window shows and says, and what of it does not fit, for the tests of its languages."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

_SPOKEN_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def shown_texts(window: QWidget) -> set[str]:
    """All texts of a window and of what is in it: shown, in tool tips and for screen readers; without mnemonics."""
    texts: set[str] = set()
    for thing in (window, *window.findChildren(QObject)):
        texts.update(_texts(thing))
    return {text.replace("&", "") for text in texts if text}


def cut_off(window: QWidget) -> list[str]:
    """The texts that have less room than they need."""
    return [text for widget in window.findChildren(QWidget) if _can_be_seen(widget) for text in _cut_off(widget)]


def _can_be_seen(widget: QWidget) -> bool:
    """Tabs of docks behind another one are "visible" with Qt."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def _texts(thing: QObject) -> Iterator[str]:
    match thing:
        case QAction() | QAbstractButton() | QLabel():
            yield thing.text()
        case QMenu():
            yield thing.title()
        case QLineEdit() | QPlainTextEdit():
            yield thing.placeholderText()
        case QTabBar():
            yield from (thing.tabText(index) for index in range(thing.count()))
        case QComboBox():
            yield from (thing.itemText(index) for index in range(thing.count()))
        case QAbstractItemView():
            yield from _of_model(thing.model())
    if isinstance(thing, QAction | QWidget):
        yield from (thing.toolTip(), thing.statusTip())
    if isinstance(thing, QWidget):
        yield from (thing.windowTitle(), thing.accessibleName(), thing.accessibleDescription())


def _of_model(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    for column in range(_columns(model, QModelIndex())):
        for role in _SPOKEN_ROLES:
            yield _as_text(model.headerData(column, Qt.Orientation.Horizontal, role))
    yield from _of_rows(model, QModelIndex())


def _of_rows(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        for column in range(_columns(model, parent)):
            index = model.index(row, column, parent)
            yield from (_as_text(index.data(role)) for role in _SPOKEN_ROLES)
            if not isinstance(model, QAbstractListModel):
                yield from _of_rows(model, index)


def _columns(model: QAbstractItemModel, parent: QModelIndex) -> int:
    """Lists have one column, and say so to nobody."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)


def _as_text(data: object) -> str:
    return data if isinstance(data, str) else ""


def _cut_off(widget: QWidget) -> Iterator[str]:
    """Labels that wrap need height, all others width. A text in an area that scrolls has what it needs."""
    match widget:
        case QLabel() if widget.wordWrap():
            if widget.text() and widget.heightForWidth(widget.width()) > widget.height():
                yield widget.text()
        case QLabel() | QAbstractButton():
            if widget.text() and widget.sizeHint().width() > widget.width():
                yield widget.text()
        case QHeaderView() if widget.orientation() == Qt.Orientation.Horizontal:
            for section in range(widget.count()):
                if not widget.isSectionHidden(section) and widget.sectionSizeHint(section) > widget.sectionSize(
                    section
                ):
                    yield str(widget.model().headerData(section, Qt.Orientation.Horizontal))
