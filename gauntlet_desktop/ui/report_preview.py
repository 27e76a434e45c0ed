"""Shows a report as it will be, in a text browser that loads nothing: pictures and drawings come with the text."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QByteArray, QSize, QUrl
from PySide6.QtGui import QImage, QPainter, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QTextBrowser

from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import text_scale

_POINTS = re.compile(r"(\d+)pt")
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
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
        self.setStyleSheet("QTextBrowser { background: #ffffff; color: #1b1f24; padding: 12px; }")
        scale = text_scale()
        self.document().setDefaultStyleSheet(_POINTS.sub(lambda size: f"{int(size[1]) * scale:.1f}pt", _STYLE))
        self._drawings: list[bytes] = []

    def show_html(self, html: str) -> None:
        """Show a page's content, and stay at the place where the reader is."""
        self._drawings = []
        place = self.verticalScrollBar().value()
        for ours, theirs in _IN_QT:
            html = html.replace(ours, theirs)
        self.setHtml(_SVG.sub(self._drawing, html))
        self.verticalScrollBar().setValue(place)

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
