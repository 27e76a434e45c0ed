"""Shows one page of the help, in a text browser that loads nothing but the help's own pages and pictures."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from gauntlet_desktop.app.help_pages import anchor_of, page_named, pages_folder, text_of
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE

_SCHEME = "help"
_LINE_HEIGHT = 130  # per cent


class HelpView(QTextBrowser):
    """`arrived` carries the name of the page that is shown now, `outside` the address of a link that leads out of the
    help: it is not followed."""

    arrived = Signal(str)
    outside = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Page"))
        self.setOpenLinks(False)
        self.document().setDocumentMargin(SPACE * 3)
        self.anchorClicked.connect(self._follow)
        self.sourceChanged.connect(self._arrive)

    def go_to(self, place: str) -> None:
        """Show a page at a heading: its name, and after a # the anchor. Another place is `outside`."""
        self._follow(QUrl(f"{_SCHEME}:/{place}"))

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """The text of a page, or a picture no wider than the page; of anything else nothing."""
        name = _name(QUrl(url))
        if kind == QTextDocument.ResourceType.MarkdownResource.value:
            page = page_named(name)
            return text_of(page) if page else ""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._picture(name)
        return ""

    def _follow(self, address: QUrl) -> None:
        """Go to a page of the help; a link of a page is resolved against it."""
        resolved = self.source().resolved(address)
        if resolved.scheme() == _SCHEME and page_named(_name(resolved)):
            self.setSource(resolved, QTextDocument.ResourceType.MarkdownResource)
        else:
            self.outside.emit(_name(resolved) if resolved.scheme() == _SCHEME else resolved.toString())

    def _arrive(self, address: QUrl) -> None:
        self._set_lines()
        self._show_heading(address.fragment())
        self.arrived.emit(_name(address))

    def _show_heading(self, anchor: str) -> None:
        """Put a heading at the top; Markdown has no anchors of its own."""
        block = self.document().begin()
        while block.isValid() and not (_is_heading(block) and anchor_of(block.text()) == anchor):
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setTextCursor(QTextCursor(block if block.isValid() else self.document().begin()))
        if not block.isValid():
            self.moveCursor(QTextCursor.MoveOperation.Start)
        self.ensureCursorVisible()

    def _set_lines(self) -> None:
        """Give lines and headings room."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # else the page is laid out anew for every block
        block = self.document().begin()
        while block.isValid():
            spaced = QTextBlockFormat()
            spaced.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if _is_heading(block):
                spaced.setTopMargin(SPACE * 2)
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(spaced)
            block = block.next()
        cursor.endEditBlock()

    def _picture(self, name: str) -> QImage:
        """A picture of the pages' folder, at most as wide as there is room; an empty one for any other path."""
        folder = pages_folder().resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            return QImage()
        picture = QImage(str(path))
        room = int(self.viewport().width() - 2 * self.document().documentMargin())
        return (
            picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            if picture.width() > room > 0
            else picture
        )


def _name(address: QUrl) -> str:
    return address.path().lstrip("/")


def _is_heading(block: QTextBlock) -> bool:
    return block.blockFormat().headingLevel() > 0
