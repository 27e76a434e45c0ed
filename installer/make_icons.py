"""Draws the program's icon in the sizes and formats that desktops ask for: `python -m installer.make_icons`."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from installer.desktop_files import HERE, ICON, ICON_SIDES, png_icon


def main() -> None:
    application = QGuiApplication([])
    (HERE / "icons").mkdir(exist_ok=True)
    for side in ICON_SIDES:
        png_icon(side).write_bytes(draw(side))
    with Image.open(BytesIO(draw(1024))) as largest:  # as large as macOS asks for
        largest.save(HERE / "icons" / "gauntlet.ico", sizes=[(side, side) for side in ICON_SIDES if side <= 256])
        largest.save(HERE / "icons" / "gauntlet.icns")
    application.quit()


def draw(side: int) -> bytes:
    """The icon as PNG, that many pixels wide and high, on a transparent ground."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        QSvgRenderer(str(ICON)).render(painter)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


if __name__ == "__main__":
    main()
