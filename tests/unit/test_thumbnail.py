"""Thumbnails: bounded, upright, never enlarged, and refused for the same reasons as the picture itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.thumbnail import thumbnail
from tests.images import encoded, jpeg, oriented, picture, png

LIMITS = Limits()


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 100), st.sampled_from(["JPEG", "PNG"]))
def test_size_and_aspect(height: int, width: int, side: int, container: str) -> None:
    if max(height, width) > LIMITS.aspect * min(height, width):
        return
    small = thumbnail(encoded(picture(height, width), container), LIMITS, side)
    assert small.dtype == np.uint8 and small.shape[2] == 3
    assert max(small.shape[:2]) == min(side, max(height, width))
    scale = max(small.shape[:2]) / max(height, width)
    assert abs(small.shape[0] - height * scale) <= 1
    assert abs(small.shape[1] - width * scale) <= 1


@pytest.mark.parametrize("container", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_it_shows_the_picture(container: str) -> None:
    source = picture(480, 640)
    small = thumbnail(encoded(source, container), LIMITS, 32).astype(int)
    expected = np.asarray(source.resize((32, 24))).astype(int)
    assert np.abs(small - expected).mean() < 6


def test_it_is_upright() -> None:
    small = thumbnail(oriented("JPEG", 6, picture(48, 96)), LIMITS, 24)
    assert small.shape == (24, 12, 3)


def test_it_is_never_enlarged() -> None:
    assert np.array_equal(thumbnail(png(), LIMITS, 1000), np.asarray(picture()))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no picture", InputCode.UNSUPPORTED_FORMAT),
        (jpeg()[:400], InputCode.DAMAGED),
        (png(picture(1, 400)), InputCode.DIMENSIONS),
    ],
)
def test_refusals(data: bytes, code: InputCode) -> None:
    with pytest.raises(InputError) as caught:
        thumbnail(data, LIMITS, 64)
    assert caught.value.code == code
