"""What happens to a picture on its way: rescaling, blurring and re-encoding, drawn from a seed and repeatable.

Training, calibration and evaluation share these steps, so that both classes go through the same chain and the
conditions of the tables are the conditions of the training.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.uint8]
Kernel = Literal["box", "bilinear", "hamming", "bicubic", "lanczos"]
Codec = Literal["jpeg", "webp"]

KERNELS: tuple[Kernel, ...] = ("box", "bilinear", "hamming", "bicubic", "lanczos")
_FULL_CHROMA, _HALF_CHROMA = 0, 2


@dataclass(frozen=True, slots=True)
class Rescale:
    """Resize both sides by `factor` with a Pillow kernel; no side falls under one pixel."""

    factor: float
    kernel: Kernel = "bicubic"

    def apply(self, pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        size = max(1, round(width * self.factor)), max(1, round(height * self.factor))
        if size == (width, height):
            return pixels
        return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling[self.kernel.upper()]))


@dataclass(frozen=True, slots=True)
class Blur:
    """Gaussian blur, `radius` in pixels (standard deviation)."""

    radius: float

    def apply(self, pixels: Pixels) -> Pixels:
        return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(self.radius)))


@dataclass(frozen=True, slots=True)
class Encode:
    """One round of lossy coding; `quality` 1..100 on the codec's own scale."""

    codec: Codec
    quality: int
    full_chroma: bool = False

    def apply(self, pixels: Pixels) -> Pixels:
        with Image.open(io.BytesIO(self.encode(pixels)), formats=[self.codec.upper()]) as image:
            return np.asarray(image.convert("RGB"))

    def encode(self, pixels: Pixels) -> bytes:
        """The coded file."""
        stream = io.BytesIO()
        image = Image.fromarray(pixels)
        if self.codec == "webp":
            image.save(stream, "WEBP", quality=self.quality, method=1)
        else:
            subsampling = _FULL_CHROMA if self.full_chroma else _HALF_CHROMA
            image.save(stream, "JPEG", quality=self.quality, subsampling=subsampling)
        return stream.getvalue()


Step = Rescale | Blur | Encode


def deliver(pixels: Pixels, steps: Iterable[Step]) -> Pixels:
    """Pixels, uint8 (height, width, 3), after all steps in order."""
    for step in steps:
        pixels = step.apply(pixels)
    return pixels


def draw_delivery(rng: np.random.Generator, min_factor: float) -> tuple[Step, ...]:
    """Steps of a plausible delivery: thumbnail or rescale, blur, one or two rounds of coding.

    `min_factor` is the least rescaling that still leaves enough pixels. Both classes draw from this one distribution.
    """
    steps: list[Step] = list(_draw_rescale(rng, min_factor))
    if rng.random() < 0.1:
        steps.append(Blur(float(rng.uniform(0.3, 1.2))))
    if rng.random() < 0.85:
        steps.append(draw_encode(rng))
        if rng.random() < 0.3:
            steps.append(draw_encode(rng))
    return tuple(steps)


def draw_encode(rng: np.random.Generator, low: int = 30, high: int = 95) -> Encode:
    """One round of coding at a quality from low to high inclusive: a quarter of them WebP, a fifth full chroma."""
    codec: Codec = "webp" if rng.random() < 0.25 else "jpeg"
    return Encode(codec, int(rng.integers(low, high + 1)), bool(rng.random() < 0.2))


def _draw_rescale(rng: np.random.Generator, min_factor: float) -> Iterable[Rescale]:
    """A strong reduction (as for thumbnails) at 0.3, a mild rescale at 0.49, none otherwise."""
    kernel = KERNELS[int(rng.integers(len(KERNELS)))]
    if rng.random() < 0.3:
        yield Rescale(float(rng.uniform(min_factor, max(min_factor, 0.6))), kernel)
    elif rng.random() < 0.7:
        yield Rescale(float(rng.uniform(max(min_factor, 0.6), 1.3)), kernel)
