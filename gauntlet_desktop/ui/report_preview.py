"""Shows a report as it will be, in a text browser that loads nothing: pictures and drawings come with the text."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QPainter, QResizeEvent, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QTextBrowser

from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import text_scale

_POINTS = re.compile(r"(\d+)pt")
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
_SIZES = re.compile(r'width="(\d+)" height="(\d+)"')
_SCHEME = "drawing"
# Qt knows no figures, and lets pictures float only by themselves.
_IN_QT = (
    ('<figure class="side"><img ', '<div><img style="float: right" '),
    ("<figure", "<div"),
    ("</figure>", "</div>"),
    ("<figcaption>", '<p class="note">'),
    ("</figcaption>", "</p>"),
)
_SCALE = 3  # as finely as drawings are painted, for sharp lines on fine screens
_PIXELS_A_POINT = 4 / 3
# Paper is white in either theme: so is the preview.
_STYLE = """
body { color: #1b1f24 } h1 { font-size: 20pt } h2 { font-size: 14pt; margin-top: 18px } h3 { font-size: 12pt }
h4 { font-size: 10pt; margin-top: 10px } p, li, td, th { font-size: 10pt } th { color: #5b6470; text-align: left }
.note, .ids, figcaption, .subtitle { color: #5b6470; font-size: 9pt } .headline { font-size: 14pt; font-weight: bold }
.box { background-color: #f3f5f8 } td, th { padding: 2px 10px 2px 0 } .mono, .ids { font-family: monospace }
"""


class Preview(QTextBrowser):
    """A page of HTML that this program wrote. Links within it work; all others, and all resources, are refused."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report-preview")
        self.setAccessibleName(tr("Preview of the report"))
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # everything in it wraps or shrinks
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that its width is one for all pages
        self.setStyleSheet("QTextBrowser { background: #ffffff; color: #1b1f24; padding: 12px; }")
        scale = text_scale()
        self.document().setDefaultStyleSheet(_POINTS.sub(lambda size: f"{int(size[1]) * scale:.1f}pt", _STYLE))
        self._drawings: list[bytes] = []
        self._page, self._widest, self._room = "", 0, 0

    def show_html(self, html: str) -> None:
        """Show a page's content, and stay at the place where the reader is."""
        self._drawings = []
        for ours, theirs in _IN_QT:
            html = html.replace(ours, theirs)
        self._page = _SVG.sub(self._drawing, html)
        self._widest = max((int(width) for width, _ in _SIZES.findall(self._page)), default=0)
        self._show()

    def _show(self) -> None:
        """Pictures that are wider than the view are made smaller: nothing has to be scrolled sideways."""
        self._room = self._room_for_pictures()
        place = self.verticalScrollBar().value()
        self.setHtml(_SIZES.sub(self._fitted, self._page))
        self.verticalScrollBar().setValue(place)

    def _room_for_pictures(self) -> int:
        """The width in pixels that the widest picture has."""
        margins = 2 * round(self.document().documentMargin())
        return min(self._widest, max(1, self.viewport().width() - margins))

    def _fitted(self, found: re.Match[str]) -> str:
        width, height = int(found[1]), int(found[2])
        fitted = min(width, self._room)
        return f'width="{fitted}" height="{max(1, height * fitted // max(1, width))}"'

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room_for_pictures() != self._room:
            self._show()

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        address = QUrl(url)
        if address.scheme() == _SCHEME:
            return self._painted(int(address.path()))
        if address.scheme() == "data" and kind == QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, address)
        return None

    def _drawing(self, found: re.Match[str]) -> str:
        self._drawings.append(found[0].encode())
        size = QSvgRenderer(QByteArray(self._drawings[-1])).defaultSize() * _PIXELS_A_POINT
        return f'<img src="{_SCHEME}:{len(self._drawings) - 1}" width="{size.width()}" height="{size.height()}">'

    def _painted(self, number: int) -> QImage:
        renderer = QSvgRenderer(QByteArray(self._drawings[number]))
        image = QImage(renderer.defaultSize() * _SCALE, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0xFFFFFFFF)
        with QPainter(image) as painter:
            renderer.render(painter)
        return image

    def sizeHint(self) -> QSize:
        return QSize(620, 640)
