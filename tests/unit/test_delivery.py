"""Tests of the delivery chain that training, calibration and evaluation share."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.imaging.delivery import Blur, Encode, Rescale, deliver, draw_delivery
from gauntlet_desktop.imaging.jpeg_tables import jpeg_facts

PICTURE = np.random.default_rng(1).integers(0, 256, (64, 96, 3), dtype=np.uint8)


def test_no_steps_change_nothing() -> None:
    assert np.array_equal(deliver(PICTURE, ()), PICTURE)


@given(st.floats(0.05, 1.5), st.sampled_from(["box", "bilinear", "hamming", "bicubic", "lanczos"]))
def test_rescale_gives_the_size_and_keeps_the_mean(factor: float, kernel: str) -> None:
    smooth = np.full((40, 60, 3), 90, dtype=np.uint8)
    scaled = Rescale(factor, kernel).apply(smooth)  # type: ignore[arg-type]
    assert scaled.shape == (max(1, round(40 * factor)), max(1, round(60 * factor)), 3)
    assert (scaled == 90).all()


@pytest.mark.parametrize("codec", ["jpeg", "webp"])
def test_lower_quality_moves_pixels_further(codec: str) -> None:
    def distance(quality: int) -> float:
        coded = Encode(codec, quality).apply(PICTURE)  # type: ignore[arg-type]
        assert coded.shape == PICTURE.shape
        return float(np.abs(coded.astype(int) - PICTURE).mean())

    assert distance(20) > distance(95) > 0


def test_an_encoded_jpeg_declares_its_quality_and_chroma() -> None:
    with Image.open(io.BytesIO(Encode("jpeg", 60, full_chroma=True).encode(PICTURE))) as image:
        facts = jpeg_facts(image)  # type: ignore[arg-type]
    assert facts is not None
    assert (facts.quality, facts.subsampling) == (60, "4:4:4")


def test_blur_smooths() -> None:
    assert Blur(1.0).apply(PICTURE).std() < PICTURE.std()


def test_steps_apply_in_order() -> None:
    steps = Rescale(0.5), Encode("jpeg", 40)
    expected = Encode("jpeg", 40).apply(Rescale(0.5).apply(PICTURE))
    assert np.array_equal(deliver(PICTURE, steps), expected)


@given(st.integers(0, 2**32), st.floats(0.3, 1.0))
def test_drawn_deliveries_repeat_and_leave_enough_pixels(seed: int, min_factor: float) -> None:
    steps = draw_delivery(np.random.default_rng(seed), min_factor)
    assert steps == draw_delivery(np.random.default_rng(seed), min_factor)
    assert all(step.factor >= min_factor for step in steps if isinstance(step, Rescale))
    assert all(30 <= step.quality <= 95 for step in steps if isinstance(step, Encode))


def test_drawn_deliveries_have_the_shares_of_the_design() -> None:
    rng = np.random.default_rng(3)
    drawn = [draw_delivery(rng, 0.4) for _ in range(3000)]
    encodes = [[step for step in steps if isinstance(step, Encode)] for steps in drawn]
    rescales = [step for steps in drawn for step in steps if isinstance(step, Rescale)]
    assert np.mean([len(found) > 0 for found in encodes]) == pytest.approx(0.85, abs=0.03)
    assert np.mean([len(found) > 1 for found in encodes]) == pytest.approx(0.85 * 0.3, abs=0.03)
    assert np.mean([e.codec == "webp" for found in encodes for e in found]) == pytest.approx(0.25, abs=0.03)
    assert len(rescales) / len(drawn) == pytest.approx(0.3 + 0.7 * 0.7, abs=0.03)
