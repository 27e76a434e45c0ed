"""Pictures for a report, made from arrays only: reduced copies, heatmap overlays, the legend and the LR gauge."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core import colormaps, heatmaps
from gauntlet_desktop.core.likelihood import SUPPORT_STARTS
from gauntlet_desktop.core.records import Heatmap, ImageFacts, Verdict
from gauntlet_desktop.reporting.typesetting import BOLD, GREY, INK, REGULAR, RULE, Block, prepare

# Long side, in pixels, of a picture in a report: about 150 dpi at the size it is printed.
PRINT_SIDE = 720
_JPEG_QUALITY = 90

_GAUGE_END = 4.0
_STEPS = tuple(zip((0.0, *SUPPORT_STARTS[:-1]), ("", "weak", "moderate", "mod. strong", "strong"), strict=True))


def reduced(pixels: NDArray[np.uint8], side: int = PRINT_SIDE) -> NDArray[np.uint8]:
    """A copy, uint8 (rows, columns, 3), whose long side is at most `side` pixels (area average: no ringing)."""
    from PIL import Image

    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    # `reducing_gap` halves huge pictures first: a tenth of the time for 50 megapixels.
    small = picture if scale == 1.0 else picture.resize(size, Image.Resampling.BOX, reducing_gap=3.0)
    return np.asarray(small, dtype=np.uint8)


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


def block(pixels: NDArray[np.uint8], max_width: float, max_height: float) -> Block:
    """A picture fitted into a box (points), embedded as JPEG from memory."""
    from reportlab.platypus import Image

    rows, columns = pixels.shape[:2]
    scale = min(max_width / columns, max_height / rows)
    data = _encode(pixels, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return Image(io.BytesIO(data), width=columns * scale, height=rows * scale)


def legend(colour_map: str, opacity: float, width: float) -> Block:
    """The fixed signed scale as a bar, in the colours that it gives over white."""
    drawing, shapes = _drawing(width, 30)
    stops = colormaps.legend_stops(colour_map, 97)
    left, bar = 110.0, width - 220.0
    for index, (_, (red, green, blue, alpha)) in enumerate(stops):
        share = alpha / 255 * opacity
        colour = [(1 - share) + share * channel / 255 for channel in (red, green, blue)]
        x = left + bar * index / len(stops)
        drawing.add(shapes.Rect(x, 14, bar / len(stops) + 0.3, 10, fillColor=_rgb(*colour), strokeColor=None))
    drawing.add(shapes.Rect(left, 14, bar, 10, fillColor=None, strokeColor=_hex(RULE), strokeWidth=0.5))
    limit = heatmaps.FIXED_RANGE
    for value in (-limit, -limit / 2, 0.0, limit / 2, limit):
        x = left + bar * (value + limit) / (2 * limit)
        drawing.add(_label(f"{value:+g}" if value else "0", x, 4, "middle"))
    drawing.add(_label("towards “camera”", left - 8, 16, "end"))
    drawing.add(_label("towards “model”", left + bar + 8, 16, "start"))
    return drawing


def gauge(verdict: Verdict, width: float) -> Block:
    """The likelihood ratio on its verbal scale, from -4 to +4 in log10 LR, with the cap on either side."""
    drawing, shapes = _drawing(width, 66)
    bar, middle = width - 8.0, width / 2

    def place(log10_lr: float) -> float:
        return middle + bar / 2 * max(-1.0, min(1.0, log10_lr / _GAUGE_END))

    (_, camera), (_, generated) = colormaps.legend_stops(colormaps.DEFAULT, 2)
    for side, colour in ((-1, camera[:3]), (1, generated[:3])):
        for index, (start, words) in enumerate(_STEPS):
            end = _STEPS[index + 1][0] if index + 1 < len(_STEPS) else _GAUGE_END
            low, high = sorted((place(side * start), place(side * end)))
            tint = 0.07 + 0.13 * index
            fill = _rgb(*[(1 - tint) + tint * channel / 255 for channel in colour])
            drawing.add(shapes.Rect(low, 26, high - low, 14, fillColor=fill, strokeColor=_hex("#ffffff")))
            drawing.add(_label(words, (low + high) / 2, 30.5, "middle", 6.6))
    drawing.add(_label("none", middle, 30.5, "middle", 6.6))
    for value in range(-4, 5):
        words = "1" if value == 0 else f"1/{10**-value:,}" if value < 0 else f"{10**value:,}"
        drawing.add(_label(words, max(17.0, min(width - 17.0, place(value))), 16, "middle", 6.6))
    drawing.add(_label("LR for “captured by a camera”", 4, 4, "start"))
    drawing.add(_label("LR for “made by a generative model”", width - 4, 4, "end"))
    for cap, anchor in ((-verdict.log10_lr_cap, "end"), (verdict.log10_lr_cap, "start")):
        x = place(cap)
        drawing.add(shapes.Line(x, 24, x, 44, strokeColor=_hex(INK), strokeWidth=1.1, strokeDashArray=(2, 1.5)))
        drawing.add(_label(" cap ", x, 43, anchor, 6.6))
    x = place(verdict.log10_lr)
    points = [x, 39, x - 4.5, 48, x + 4.5, 48]
    drawing.add(shapes.Polygon(points, fillColor=_hex(INK), strokeColor=_hex("#ffffff"), strokeWidth=0.6))
    drawing.add(_label(f"LR {ratio(verdict.log10_lr)}", x, 51, _anchor(x, width), 8, font=BOLD, colour=INK))
    return drawing


def ratio(log10_lr: float) -> str:
    """A likelihood ratio with three digits; under 1 as a fraction, so that both sides read alike."""
    size = abs(log10_lr)
    value = f"{10.0**size:.3g}" if size < 12 else f"10^{size:.3g}"
    return value if log10_lr >= 0 else f"1/{value}"


def _anchor(x: float, width: float) -> str:
    return "start" if x < 40 else "end" if x > width - 40 else "middle"


def _drawing(width: float, height: float) -> tuple[Any, Any]:
    from reportlab.graphics import shapes

    prepare()
    # Without it the drawing would ask for a font that is not embedded.
    return shapes.Drawing(width, height, initialFontName=REGULAR), shapes


def _label(
    words: str, x: float, y: float, anchor: str, size: float = 7.0, *, font: str = REGULAR, colour: str = GREY
) -> Any:
    from reportlab.graphics import shapes

    return shapes.String(x, y, words, textAnchor=anchor, fontName=font, fontSize=size, fillColor=_hex(colour))


def _rgb(red: float, green: float, blue: float) -> Any:
    from reportlab.lib.colors import Color

    return Color(red, green, blue)


def _hex(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)


def _encode(pixels: NDArray[np.uint8], kind: str, **parameters: int) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, kind, **parameters)
    return buffer.getvalue()
