"""The papers' augmentations: images uint8 (N, H, W, 3) to float32 (N, 3, side, side), RGB in 0..1."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Generator = np.random.Generator
_TURNED_SHARE = 0.8
_SMALLEST_CROP, _ASPECTS = 0.08, (3.0 / 4.0, 4.0 / 3.0)
_JPEG_QUALITIES, _SCALES = (30, 100), (0.5, 1.5)


def plain(image: Pixels, rng: Generator) -> Pixels:
    """The image as it is."""
    return image


def turns_and_flips(image: Pixels, rng: Generator) -> Pixels:
    """Source system 004: four of five images are turned by a random number of quarters and flipped at random."""
    if rng.random() >= _TURNED_SHARE:
        return image
    turned = np.rot90(image, int(rng.integers(4)))
    turned = turned[:, ::-1] if rng.random() < 0.5 else turned
    return turned[::-1] if rng.random() < 0.5 else turned


def random_resized_crop(image: Pixels, rng: Generator) -> Pixels:
    """Source system 001: a crop of 8 to 100 % of the area at an aspect of 3:4 to 4:3, flipped half of the time."""
    height, width = image.shape[:2]
    area = height * width * rng.uniform(_SMALLEST_CROP, 1.0)
    aspect = np.exp(rng.uniform(*np.log(_ASPECTS)))
    rows = min(height, max(1, round(float(np.sqrt(area / aspect)))))
    columns = min(width, max(1, round(float(np.sqrt(area * aspect)))))
    top, left = int(rng.integers(height - rows + 1)), int(rng.integers(width - columns + 1))
    crop = image[top : top + rows, left : left + columns]
    return crop[:, ::-1] if rng.random() < 0.5 else crop


def delivery(image: Pixels, rng: Generator) -> Pixels:
    """Source system 002: random resize, random JPEG, each half of the time, and a flip half of the time."""
    picture = Image.fromarray(image)
    if rng.random() < 0.5:
        scale = rng.uniform(*_SCALES)
        picture = picture.resize((max(8, round(picture.width * scale)), max(8, round(picture.height * scale))))
    if rng.random() < 0.5:
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=int(rng.integers(_JPEG_QUALITIES[0], _JPEG_QUALITIES[1] + 1)))
        picture = Image.open(stream)
    pixels: Pixels = np.asarray(picture)
    return pixels[:, ::-1] if rng.random() < 0.5 else pixels


AUGMENTATIONS: dict[str, Callable[[Pixels, Generator], Pixels]] = {
    function.__name__: function for function in (plain, turns_and_flips, random_resized_crop, delivery)
}


def prepare(name: str, side: int) -> Callable[[Pixels, Generator | None], NDArray[np.float32]]:
    """What makes a batch: augmented where randomness is given, then resized to side x side where it has another
    size."""
    augment = AUGMENTATIONS[name]

    def batch(images: Pixels, rng: Generator | None) -> NDArray[np.float32]:
        made = [_sized(image if rng is None else augment(image, rng), side) for image in images]
        stacked = np.stack(made).transpose(0, 3, 1, 2)
        return np.ascontiguousarray(stacked, dtype=np.float32) / np.float32(255.0)

    return batch


def _sized(image: Pixels, side: int) -> Pixels:
    if image.shape[:2] == (side, side):
        return image
    resized = Image.fromarray(np.ascontiguousarray(image)).resize((side, side), Image.Resampling.BICUBIC)
    return np.asarray(resized)
