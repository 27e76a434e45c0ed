"""Icons drawn from the package's SVG files in the colours of the palette."""

from __future__ import annotations

from importlib import resources

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 20, 24, 32, 48, 64, 96)  # 48 on a screen of two pixels for one
_STROKE = b"#000000"


def icon(name: str, palette: QPalette) -> QIcon:
    """The icon of that name with lines in the palette's text colour, paler where it is disabled."""
    source = _source(name)
    result = QIcon()
    for group, mode in (
        (QPalette.ColorGroup.Active, QIcon.Mode.Normal),
        (QPalette.ColorGroup.Disabled, QIcon.Mode.Disabled),
    ):
        colour = palette.color(group, QPalette.ColorRole.ButtonText).name().encode("ascii")
        _render(result, source.replace(_STROKE, colour), mode)
    return result


def program_icon() -> QIcon:
    result = QIcon()
    _render(result, _source("gauntlet"), QIcon.Mode.Normal)
    return result


def _source(name: str) -> bytes:
    return (resources.files("gauntlet_desktop.resources") / "icons" / f"{name}.svg").read_bytes()


def _render(target: QIcon, svg: bytes, mode: QIcon.Mode) -> None:
    renderer = QSvgRenderer(QByteArray(svg))
    for side in _SIZES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            renderer.render(painter)
        target.addPixmap(pixmap, mode)
