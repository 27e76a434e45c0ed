"""Pictures for a report, made from arrays only: reduced copies and heatmap overlays."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core import colormaps, heatmaps
from gauntlet_desktop.core.records import Heatmap, ImageFacts
from gauntlet_desktop.reporting.blocks import Picture

# Long side, in pixels, of a picture in a report: about 150 dpi at the size it is printed.
PRINT_SIDE = 720
_JPEG_QUALITY = 90


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


def block(pixels: NDArray[np.uint8], max_width: float, max_height: float) -> Any:
    """A picture fitted into a box (points), embedded as JPEG from memory."""
    from reportlab.platypus import Image

    rows, columns = pixels.shape[:2]
    scale = min(max_width / columns, max_height / rows)
    return Image(io.BytesIO(encode_jpeg(pixels)), width=columns * scale, height=rows * scale)


def stored(png: bytes, max_width: float, max_height: float, words: str) -> Picture:
    """A picture that this program wrote as PNG, as a block of a report."""
    from PIL import Image

    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=np.uint8)
    return Picture(pixels, max_width, max_height, words)


def encode_jpeg(pixels: NDArray[np.uint8]) -> bytes:
    """A picture as JPEG of the quality of a report's pictures."""
    return _encode(pixels, "JPEG", quality=_JPEG_QUALITY, subsampling=0)


def _encode(pixels: NDArray[np.uint8], kind: str, **parameters: int) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, kind, **parameters)
    return buffer.getvalue()
