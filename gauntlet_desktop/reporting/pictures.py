"""Pictures for a report, made from arrays only: reduced copies and heatmap overlays, kept as JPEG.

A report on many images holds a picture of each: as JPEG it takes a tenth of the memory.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core import colormaps, heatmaps
from gauntlet_desktop.core.records import Heatmap, ImageFacts

# Long side, in pixels, of a picture in a report: about 150 dpi at the size it is printed.
PRINT_SIDE = 720
_JPEG_QUALITY = 90


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """A picture as a report holds it: a JPEG of this program's, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int

    def pixels(self) -> NDArray[np.uint8]:
        """The picture, uint8 (rows, columns, 3)."""
        from PIL import Image

        with Image.open(io.BytesIO(self.jpeg), formats=("JPEG",)) as image:
            return np.asarray(image, dtype=np.uint8)


# What a report can be given: a picture as it was decoded, uint8 (rows, columns, 3), one that is kept, or none.
Shown: TypeAlias = NDArray[np.uint8] | Print | None


def printed(shown: Shown) -> Print | None:
    """The picture as a report holds it, its long side at most PRINT_SIDE pixels."""
    return shown if shown is None or isinstance(shown, Print) else print_of(reduced(shown))


def print_of(pixels: NDArray[np.uint8]) -> Print:
    """The same of a picture that is small enough."""
    return Print(_encode(pixels, "JPEG", quality=_JPEG_QUALITY, subsampling=0), pixels.shape[1], pixels.shape[0])


def reduced(pixels: NDArray[np.uint8], side: int = PRINT_SIDE) -> NDArray[np.uint8]:
    """A copy, uint8 (rows, columns, 3), whose long side is at most `side` pixels (area average: no ringing)."""
    from PIL import Image

    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    # `reducing_gap` halves huge pictures first: a tenth of the time for 50 megapixels.
    small = picture if scale == 1.0 else picture.resize(size, Image.Resampling.BOX, reducing_gap=3.0)
    return np.array(small, dtype=np.uint8)  # a picture of Pillow may share the memory of `pixels`


def overlay(
    heatmap: Heatmap, picture: NDArray[np.uint8], image: ImageFacts, colour_map: str, opacity: float
) -> NDArray[np.uint8]:
    """The heatmap of an image over a (reduced) picture of it, uint8 of the picture's shape."""
    from PIL import Image

    coloured = colormaps.colourise(heatmaps.compose(heatmap, image.width, image.height), colour_map)
    rows, columns = picture.shape[:2]
    # Nearest neighbour: a cell keeps its exact colour, so that it can be compared with the legend.
    cells = Image.fromarray(coloured).resize((columns, rows), Image.Resampling.NEAREST)
    return colormaps.blend(picture, np.asarray(cells, dtype=np.uint8), opacity)


def blank(width: int, height: int) -> NDArray[np.uint8]:
    """A white picture of an image's proportions, for reports that leave the picture out."""
    scale = min(1.0, PRINT_SIDE / max(width, height))
    return np.full((max(1, round(height * scale)), max(1, round(width * scale)), 3), 255, dtype=np.uint8)


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """A picture as PNG, without metadata."""
    return _encode(pixels, "PNG")


def block(shown: Print, max_width: float, max_height: float) -> Any:
    """A picture fitted into a box (points), embedded as it is, from memory."""
    scale = min(max_width / shown.width, max_height / shown.height)
    return _flowable()(shown.jpeg, shown.width * scale, shown.height * scale)


@cache
def _flowable() -> Any:
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Flowable

    class Jpeg(ImageReader):  # type: ignore[misc]
        """What a canvas asks of a picture to embed it; nothing is decoded for that, and nothing refers to itself."""

        _dataA = None  # no transparency

        def __init__(self, jpeg: bytes) -> None:
            self.jpeg = jpeg

        def jpeg_fh(self) -> io.BytesIO:
            return io.BytesIO(self.jpeg)

        def getRGBData(self) -> bytes:
            return self.jpeg  # pictures are told apart by it

    class Embedded(Flowable):  # type: ignore[misc]
        hAlign = "CENTER"

        def __init__(self, jpeg: bytes, width: float, height: float) -> None:
            super().__init__()
            self.jpeg, self.width, self.height = jpeg, width, height

        def draw(self) -> None:
            self.canv.drawImage(Jpeg(self.jpeg), 0, 0, self.width, self.height)

    return Embedded


def stored(png: bytes) -> Print:
    """A picture that this program wrote as PNG."""
    from PIL import Image

    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return print_of(np.asarray(image.convert("RGB"), dtype=np.uint8))


def _encode(pixels: NDArray[np.uint8], kind: str, **parameters: int) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, kind, **parameters)
    return buffer.getvalue()
