"""Prepares images for networks of a fixed size as a `Preparation` says, for all that run or export them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.api.portable import NATIVE, SQUASHED, Preparation
from gauntlet_desktop.api.protocols import ImageInput
from gauntlet_desktop.api.torch_models import Prepared
from gauntlet_desktop.core.records import Box


def prepared(image: ImageInput, how: Preparation) -> Prepared:
    """What a network is given of an image."""
    if how.short == SQUASHED:
        pixels, box = _squashed(image, how.side)
    else:
        least = min(image.pixels.shape[:2])
        pixels, box = _cropped(image, how.side, max(how.side, least) if how.short == NATIVE else how.short)
    return Prepared(planes_of(pixels), box)


def planes_of(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Pixels (height, width, 3) as a network takes them: float32 (3, height, width) in 0..1."""
    return np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32) / np.float32(255.0)


def _squashed(image: ImageInput, side: int) -> tuple[NDArray[np.uint8], Box]:
    """The whole image at side x side, and its place in the original."""
    resized = Image.fromarray(image.pixels).resize((side, side), Image.Resampling.BICUBIC)
    return np.asarray(resized), Box(0, 0, image.facts.width, image.facts.height)


def _cropped(image: ImageInput, side: int, short: int) -> tuple[NDArray[np.uint8], Box]:
    """The centre of the image, resized so that its short side has `short` pixels, and its place in the original."""
    height, width = image.pixels.shape[:2]
    scale = short / min(height, width)
    size = max(side, round(width * scale)), max(side, round(height * scale))
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    resized = Image.fromarray(image.pixels).resize(size, Image.Resampling.BICUBIC)
    pixels: NDArray[np.uint8] = np.asarray(resized.crop((left, top, left + side, top + side)))
    original = width / image.facts.scale / size[0], height / image.facts.scale / size[1]
    box = Box(round(left * original[0]), round(top * original[1]), round(side * original[0]), round(side * original[1]))
    return pixels, box
