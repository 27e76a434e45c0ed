"""Composites of two pictures: part of one in the other, with the region known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Pixels = NDArray[np.uint8]


def draw_region(side: int, rng: np.random.Generator) -> Pixels:
    """A rectangle or an ellipse over part of a square, 255 inside, with an edge between hard and soft."""
    width, height = (int(side * rng.uniform(0.35, 0.85)) for _ in range(2))
    left, top = int(rng.integers(side - width)), int(rng.integers(side - height))
    region = Image.new("L", (side, side))
    draw = ImageDraw.Draw(region)
    shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
    shape((left, top, left + width, top + height), fill=255)
    return np.asarray(region.filter(ImageFilter.GaussianBlur(float(rng.uniform(0.0, 3.0)))))


def blend(base: Pixels, other: Pixels, region: Pixels) -> Pixels:
    """`other` where the region is 255, `base` where it is 0."""
    share = region[..., None].astype(np.float32) / np.float32(255.0)
    blended: Pixels = np.rint(base * (1.0 - share) + other * share).astype(np.uint8)
    return blended
