"""Signed colour maps for evidence, on a fixed scale: the same colour is the same evidence in every image.

Negative values (towards "captured by a camera") take the first colour, positive ones (towards "made by a generative
model") the second; opacity grows with the magnitude, so that places without evidence leave the picture untouched.
The end colours of "blue-orange" and "purple-green" stay apart for all common colour-vision deficiencies
(ColorBrewer 2, Harrower and Brewer 2003: PuOr and PRGn families).
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.heatmaps import FIXED_RANGE
from gauntlet_desktop.core.records import FloatMap

DEFAULT = "blue-orange"

_ENDS: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "blue-orange": ((33, 102, 172), (230, 97, 1)),
    "purple-green": ((118, 42, 131), (27, 120, 55)),
    "blue-red": ((5, 48, 160), (190, 10, 30)),
    "black-white": ((0, 0, 0), (255, 255, 255)),
}

# Cividis, which stays apart for all common colour-vision deficiencies (Nunez, Anderton, Renslow, PLOS ONE 13, 2018).
_CIVIDIS = ((0, 32, 76), (49, 68, 107), (102, 105, 112), (149, 143, 120), (203, 186, 105), (255, 234, 70))

NAMES = tuple(_ENDS)
COLOUR_BLIND_SAFE = ("blue-orange", "purple-green", "black-white")


def colourise(values: FloatMap, name: str = DEFAULT, limit: float = FIXED_RANGE) -> NDArray[np.uint8]:
    """Signed values (rows, columns) as uint8 RGBA (rows, columns, 4), not premultiplied.

    Values at or beyond `limit` are opaque, 0 is transparent. Raises KeyError for an unknown map.
    """
    signed = np.clip(np.nan_to_num(values, nan=0.0) / np.float32(limit), -1.0, 1.0)
    steps = np.rint(signed * 255.0).astype(np.intp) + 255
    rgba: NDArray[np.uint8] = np.ascontiguousarray(_table(name)[steps]).view(np.uint8)
    return rgba.reshape(*values.shape, 4)


def sequential(values: FloatMap, low: float, high: float) -> NDArray[np.uint8]:
    """Values (rows, columns) from `low` (dark) to `high` (light) as uint8 RGBA; what is not finite is transparent."""
    share = np.clip((np.nan_to_num(values) - low) / (high - low), 0.0, 1.0) * (len(_CIVIDIS) - 1)
    places = np.arange(len(_CIVIDIS))
    channels = [np.interp(share, places, [stop[i] for stop in _CIVIDIS]) for i in range(3)]
    alpha = np.where(np.isfinite(values), 255.0, 0.0)
    rgba: NDArray[np.uint8] = np.rint(np.stack([*channels, alpha], axis=-1)).astype(np.uint8)
    return rgba


@functools.cache
def _table(name: str) -> NDArray[np.uint32]:
    """The 511 colours from -limit to +limit, four bytes each: looked up, a map costs a tenth of computing it."""
    camera, generated = _ENDS[name]
    table = np.empty((511, 4), dtype=np.uint8)
    table[:255, :3] = camera
    table[255:, :3] = generated
    table[:, 3] = np.abs(np.arange(-255, 256))
    return table.view(np.uint32)[:, 0]


def blend(pixels: NDArray[np.uint8], overlay: NDArray[np.uint8], opacity: float) -> NDArray[np.uint8]:
    """The overlay over a picture: both of the same height and width; `opacity` in 0..1 scales the overlay's alpha."""
    alpha = overlay[..., 3:].astype(np.float32) * (opacity / 255.0)
    mixed = pixels.astype(np.float32) * (1.0 - alpha) + overlay[..., :3].astype(np.float32) * alpha
    return np.round(mixed).astype(np.uint8)


def legend_stops(name: str, count: int = 33) -> list[tuple[float, tuple[int, int, int, int]]]:
    """(value, RGBA) pairs from -FIXED_RANGE to +FIXED_RANGE for drawing a legend."""
    values = np.linspace(-FIXED_RANGE, FIXED_RANGE, count, dtype=np.float32)
    colours = colourise(values[None, :], name)[0]
    return [
        (float(value), (int(colour[0]), int(colour[1]), int(colour[2]), int(colour[3])))
        for value, colour in zip(values, colours, strict=True)
    ]
