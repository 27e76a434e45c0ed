"""The features: finite whatever the picture, stable, and each says what its name says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gauntlet_measured_features.features import (
    FEATURES,
    GROUPS,
    MAX_WINDOWS,
    NAMES,
    WINDOW_SIDE,
    choose_windows,
    measure,
    measure_window,
)

Pixels = NDArray[np.uint8]


def natural(height: int, width: int, noise: float = 6.0, seed: int = 0) -> Pixels:
    """Large soft shapes with independent noise in every channel."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[:height, :width] / 40.0
    shape = 120.0 + 50.0 * np.sin(down + 0.3) * np.cos(across * 0.7 + 0.1)
    colour = shape[..., None] * np.array([1.0, 0.9, 0.7]) + rng.normal(0.0, noise, (height, width, 3))
    return colour.clip(0, 255).astype(np.uint8)


def value(name: str, pixels: Pixels) -> float:
    return float(measure(pixels)[NAMES.index(name)])


def test_names_are_unique_and_every_feature_explains_itself() -> None:
    assert len(set(NAMES)) == len(NAMES) == 66
    for feature in FEATURES:
        assert feature.meaning.endswith(".")
        assert feature.unit
        assert feature.source
    assert {name.split(".")[0] for name in NAMES} >= {"noise", "colour", "period", "spectrum", "structure"}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_a_group_gives_one_value_for_each_of_its_features(group: object) -> None:
    assert len(measure_window(natural(64, 64))) == len(FEATURES)
    from gauntlet_measured_features.window import Window

    assert len(group.measure(Window(natural(64, 64)))) == len(group.features)  # type: ignore[attr-defined]


PICTURES: dict[str, Callable[[int, int], Pixels]] = {
    "black": lambda h, w: np.zeros((h, w, 3), dtype=np.uint8),
    "white": lambda h, w: np.full((h, w, 3), 255, dtype=np.uint8),
    "one red pixel": lambda h, w: np.eye(h, w, dtype=np.uint8)[..., None] * np.array([255, 0, 0], dtype=np.uint8),
    "ramp": lambda h, w: np.repeat(np.linspace(0, 255, w).astype(np.uint8)[None, :, None], h, 0).repeat(3, 2),
    "chequerboard": lambda h, w: (np.indices((h, w)).sum(0) % 2 * 255).astype(np.uint8)[..., None].repeat(3, 2),
    "stripes": lambda h, w: np.repeat((np.arange(h) % 8 // 4 * 255).astype(np.uint8)[:, None], w, 1)[..., None].repeat(
        3, 2
    ),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("size", [(64, 64), (65, 300), (256, 256)])
def test_every_feature_is_finite_on_degenerate_pictures(name: str, size: tuple[int, int]) -> None:
    values = measure(PICTURES[name](*size))
    assert np.isfinite(values).all(), [n for n, v in zip(NAMES, values, strict=True) if not np.isfinite(v)]


@settings(max_examples=20, deadline=None)
@given(
    size=st.tuples(st.integers(64, 150), st.integers(64, 150)),
    low=st.integers(0, 255),
    span=st.integers(0, 255),
    seed=st.integers(0, 1000),
    per_channel=st.booleans(),
)
def test_every_feature_is_finite_on_noise_of_any_range(
    size: tuple[int, int], low: int, span: int, seed: int, per_channel: bool
) -> None:
    rng = np.random.default_rng(seed)
    noise = rng.integers(low, min(255, low + span) + 1, (*size, 3 if per_channel else 1))
    values = measure(np.broadcast_to(noise, (*size, 3)).astype(np.uint8))
    assert np.isfinite(values).all()
    assert np.abs(values).max() < 100.0


@settings(max_examples=40, deadline=None)
@given(st.integers(64, 1500), st.integers(64, 1500))
def test_windows_lie_on_the_block_grid_and_are_bounded(height: int, width: int) -> None:
    # Two channels tell the row and the column of each pixel in its 8 x 8 block.
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[..., 0] = (np.arange(height) % 8)[:, None]
    pixels[..., 1] = (np.arange(width) % 8)[None, :]
    windows = choose_windows(pixels)
    assert 1 <= len(windows) <= MAX_WINDOWS
    for window in windows:
        assert window.shape[0] == min(height // 8 * 8, WINDOW_SIDE)
        assert window.shape[1] == min(width // 8 * 8, WINDOW_SIDE)
        assert tuple(window[0, 0, :2]) == (0, 0)


def test_a_small_side_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 64 px"):
        measure(natural(63, 200))


def test_the_same_pixels_give_the_same_bytes() -> None:
    picture = natural(700, 900)
    assert measure(picture).tobytes() == measure(picture.copy()).tobytes()


def test_measuring_leaves_the_picture_alone() -> None:
    picture = natural(256, 256)
    picture.setflags(write=False)
    before = picture.copy()
    measure(picture)
    np.testing.assert_array_equal(picture, before)


def test_one_odd_window_in_a_large_picture_decides_nothing() -> None:
    calm, disturbed = natural(768, 768), natural(768, 768)
    disturbed[:256, :256] = np.random.default_rng(1).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    name = "noise.level.full"
    assert value(name, disturbed) == pytest.approx(value(name, calm), abs=0.1)
    assert value(name, disturbed[:256, :256]) > value(name, calm) + 2.0


def test_noise_is_measured_in_grey_levels() -> None:
    quiet, loud = (value("noise.level.full", natural(256, 256, noise)) for noise in (4.0, 16.0))
    assert loud - quiet == pytest.approx(2.0, abs=0.2)


def test_white_noise_and_blurred_noise_differ_in_their_correlation() -> None:
    rng = np.random.default_rng(3)
    white = rng.normal(128.0, 20.0, (257, 257, 3))
    blurred = (white[1:, 1:] + white[:-1, 1:] + white[1:, :-1] + white[:-1, :-1]) / 4.0
    name = "noise.correlation.beside.full"
    sharp = value(name, white[:256, :256].clip(0, 255).astype(np.uint8))
    soft = value(name, blurred.clip(0, 255).astype(np.uint8))
    assert soft > sharp + 0.15


def test_noise_that_grows_with_brightness_is_seen() -> None:
    rng = np.random.default_rng(4)
    ramp = np.repeat(np.linspace(30.0, 220.0, 256)[None, :], 256, axis=0)[..., None].repeat(3, 2)
    noise = rng.normal(0.0, 1.0, ramp.shape)
    growing, even = (r.clip(0, 255).astype(np.uint8) for r in (ramp + noise * ramp / 20.0, ramp + noise * 6.0))
    assert value("noise.brightness", growing) > value("noise.brightness", even) + 1.0


def test_a_demosaicing_trace_is_seen() -> None:
    picture = natural(256, 256, noise=12.0).astype(np.float64)
    green = picture[..., 1].copy()
    odd = np.indices(green.shape).sum(0) % 2 == 1
    near = np.pad(green, 1, mode="edge")
    green[odd] = ((near[:-2, 1:-1] + near[2:, 1:-1] + near[1:-1, :-2] + near[1:-1, 2:]) / 4.0)[odd]
    traced = picture.copy()
    traced[..., 1] = green
    name = "period.cfa.green"
    assert value(name, traced.astype(np.uint8)) > value(name, picture.astype(np.uint8)) + 2.0


def test_the_grid_of_blocks_is_seen() -> None:
    picture = natural(256, 256, noise=2.0).astype(np.int16)
    picture += (
        np.repeat(np.random.default_rng(5).integers(-6, 7, (32, 32)), 8, 0).repeat(8, 1)[..., None].astype(np.int16)
    )
    blocked = picture.clip(0, 255).astype(np.uint8)
    name = "period.blocking"
    assert value(name, blocked) > value(name, natural(256, 256, noise=2.0)) + 0.5


@pytest.mark.parametrize(("period", "name"), [(2, "spectrum.peak.2"), (4, "spectrum.peak.4"), (8, "spectrum.peak.8")])
def test_a_lattice_gives_its_peak(period: int, name: str) -> None:
    picture = natural(256, 256, noise=3.0)
    latticed = picture.copy()
    latticed[::period, ::period] += 12
    assert value(name, latticed) > value(name, picture) + 1.0


def test_scaled_pictures_leave_periodic_residuals() -> None:
    rng = np.random.default_rng(6)
    small = rng.normal(128.0, 30.0, (192, 192))
    places = np.arange(256) * 0.7
    low = places.astype(int)
    share = places - low
    rows = small[low] * (1 - share)[:, None] + small[low + 1] * share[:, None]
    scaled = rows[:, low] * (1 - share) + rows[:, low + 1] * share
    name = "period.peak"
    plain = rng.normal(128.0, 30.0, (256, 256))
    pictures = [p.clip(0, 255).astype(np.uint8)[..., None].repeat(3, 2) for p in (scaled, plain)]
    assert value(name, pictures[0]) > value(name, pictures[1]) + 1.0


def test_a_steeper_spectrum_has_a_lower_slope() -> None:
    rng = np.random.default_rng(8)
    radius = np.hypot(np.fft.fftfreq(256)[:, None], np.fft.rfftfreq(256)[None, :])
    noise = np.fft.rfft2(rng.normal(0.0, 1.0, (256, 256)))
    slopes = []
    for fall in (0.5, 1.5):
        plane = np.fft.irfft2(noise / np.maximum(radius, 1 / 256) ** fall)
        plane = 128.0 + 40.0 * (plane - plane.mean()) / plane.std()
        slopes.append(value("spectrum.slope", plane.clip(0, 255).astype(np.uint8)[..., None].repeat(3, 2)))
    # Power falls with the square of the amplitude.
    assert slopes == pytest.approx([-1.0, -3.0], abs=0.4)


def test_noise_shared_by_the_channels_is_correlated() -> None:
    shared = natural(256, 256, noise=0.0).astype(np.float64) + np.random.default_rng(7).normal(0, 8, (256, 256, 1))
    name = "colour.residual.red-green"
    assert value(name, shared.clip(0, 255).astype(np.uint8)) > 0.8
    assert abs(value(name, natural(256, 256, noise=8.0))) < 0.1
