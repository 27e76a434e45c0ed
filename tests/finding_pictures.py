"""Synthetic pictures with an artifact planted in them, and the same without it."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_basic_findings.rules import RULES
from gauntlet_desktop.api import Measurement
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.limits import Limits
from tests.factories import make_facts

Pixels = NDArray[np.uint8]
Luma = NDArray[np.float64]
BY_NAME = {rule.spec.id.removeprefix("finding:"): rule for rule in RULES}
SIDE = 256
Y, X = np.mgrid[0:SIDE, 0:SIDE]


def native(pixels: Pixels) -> ImageFacts:
    """Facts of an uncompressed picture that was not reduced: every condition holds from 200 px on."""
    return replace(make_facts(pixels.shape[1], pixels.shape[0]), container="PNG", jpeg=None)


def measure(name: str, pixels: Pixels, facts: ImageFacts | None = None) -> Measurement | None:
    return BY_NAME[name].measure(Planes(pixels, facts or native(pixels)))


def value(name: str, pixels: Pixels, facts: ImageFacts | None = None) -> float:
    measurement = measure(name, pixels, facts)
    assert measurement is not None
    return measurement.value


def grey(luma: NDArray[np.floating]) -> Pixels:
    levels: Pixels = np.clip(np.rint(luma), 0, 255).astype(np.uint8)
    return levels[..., None].repeat(3, axis=2)


def coloured(red: Luma, green: Luma, blue: Luma) -> Pixels:
    levels: Pixels = np.clip(np.rint(np.stack([red, green, blue], axis=2)), 0, 255).astype(np.uint8)
    return levels


def noise(sigma: float, seed: int = 1, shape: tuple[int, ...] = (SIDE, SIDE)) -> Luma:
    return np.random.default_rng(seed).normal(0.0, sigma, shape)


def photograph(seed: int = 4) -> Luma:
    """Luma with shapes of all sizes and sensor noise: its spectrum falls with frequency as that of a photograph."""
    frequency = np.hypot(np.fft.fftfreq(SIDE)[:, None], np.fft.fftfreq(SIDE)[None, :])
    frequency[0, 0] = 1.0
    shapes = np.fft.ifft2(np.fft.fft2(noise(1.0, seed)) / frequency**1.5).real
    luma: Luma = 128 + 35 * shapes / shapes.std() + noise(2.0, seed + 1)
    return luma


def blurred(luma: Luma, times: int = 1) -> Luma:
    for _ in range(times):
        luma = sum((np.roll(luma, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)), np.zeros_like(luma)) / 9
    return luma


def squares(dark: float = 60.0, bright: float = 190.0) -> Luma:
    """Squares with soft edges: strong steps with flat plateaus on either side."""
    return blurred(np.where((Y // 32 + X // 32) % 2 == 0, dark, bright))


def halves(left: Luma, right: Luma) -> Luma:
    return np.where(X < SIDE // 2, left, right)


def compressed(pixels: Pixels, *qualities: int) -> tuple[Pixels, ImageFacts]:
    """A picture after JPEG at each of the qualities in turn, decoded as any file, with the facts of the last."""
    facts = native(pixels)
    for quality in qualities:
        stream = io.BytesIO()
        Image.fromarray(pixels).save(stream, "JPEG", quality=quality, subsampling=0)
        pixels, facts = decode(stream.getvalue(), Limits())
    return pixels, facts


def enlarged(luma: Luma, factor: float) -> Pixels:
    image = Image.fromarray(grey(luma)).resize((round(SIDE * factor),) * 2, Image.Resampling.BILINEAR)
    return np.asarray(image)
