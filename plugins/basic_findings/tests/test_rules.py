"""The rules on levels: each answers to its artifact, holds on any picture, and means the same at any size."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import gauntlet_basic_findings
from gauntlet_basic_findings import gauntlet_finding_rules, level_rules
from gauntlet_basic_findings.rule import TileRule
from gauntlet_basic_findings.rules import RULES, TILE_RULES
from gauntlet_desktop.api import FindingRule
from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.manifest import read_manifest, verify_files
from gauntlet_desktop.core.findings import examine
from gauntlet_desktop.core.planes import Planes, second_difference
from gauntlet_desktop.core.task import TaskContext
from tests.finding_pictures import (
    BY_NAME,
    Pixels,
    X,
    Y,
    grey,
    halves,
    measure,
    native,
    noise,
    photograph,
    squares,
    value,
)

FOLDER = Path(gauntlet_basic_findings.__file__).parent
LEVELS = {rule.spec.id.removeprefix("finding:"): rule for rule in level_rules.RULES}


def sharpened(luma: NDArray[np.float64], amount: float) -> NDArray[np.float64]:
    blurred = sum(np.roll(luma, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)) / 9
    return luma + amount * (luma - blurred)


def bayer_interpolated() -> Pixels:
    """Green known on one half of the chequerboard and interpolated on the other, as a camera makes it."""
    green = photograph()
    mean = sum(np.roll(green, shift, axis) for shift, axis in ((1, 0), (-1, 0), (1, 1), (-1, 1))) / 4
    return grey(np.where((X + Y) % 2 == 0, green, mean))


def two_noise_levels(left: float, right: float) -> Pixels:
    """Strong texture above; below, a smooth surface with one noise level on the left and another on the right."""
    smooth = 128 + np.where(X < 128, noise(left), noise(right))
    return grey(np.where(Y < 128, 128 + noise(30.0), smooth))


# Artifact and the same picture without it: the first must measure higher.
HIGHER: dict[str, tuple[Callable[[], Pixels], Callable[[], Pixels]]] = {
    "edge-texture-contrast": (lambda: grey(squares() + noise(0.5)), lambda: grey(squares() + noise(12.0))),
    "uneven-detail": (lambda: grey(halves(photograph(), 128 + noise(0.1))), lambda: grey(photograph())),
    "noise-level": (lambda: grey(128 + noise(6.0)), lambda: grey(128 + noise(1.0))),
    "noise-inconsistency": (lambda: two_noise_levels(4.0, 0.4), lambda: two_noise_levels(2.0, 2.0)),
    "repetition": (lambda: grey(128 + np.tile(noise(20, shape=(32, 32)), (8, 8))), lambda: grey(128 + noise(20))),
    "spectral-peaks": (
        lambda: grey(photograph() + 2.0 * ((X % 8 == 0) | (Y % 8 == 0))),
        lambda: grey(photograph()),
    ),
    "over-sharpening": (lambda: grey(sharpened(squares(), 1.5)), lambda: grey(squares())),
    "tonal-contrast": (lambda: grey(128 + 2.0 * (photograph() - 128)), lambda: grey(photograph())),
    "texture-everywhere": (lambda: grey(photograph() + noise(10.0)), lambda: grey(photograph())),
    "demosaicing": (bayer_interpolated, lambda: grey(photograph())),
}


def test_the_plugin_offers_rules_that_keep_the_contract() -> None:
    rules = gauntlet_finding_rules()
    assert len(rules) == len({rule.spec.id for rule in rules}) > len(TILE_RULES)
    for rule in rules:
        assert isinstance(rule, FindingRule)
        assert rule.spec.id.startswith("finding:")
        assert rule.spec.fires_when in ("high", "low")
        assert rule.spec.towards in ("generated", "camera", "neither")
        assert rule.spec.method
        assert rule.spec.source
        assert rule.spec.conditions


def test_the_manifest_states_the_digest_of_the_references() -> None:
    manifest = read_manifest(FOLDER / "plugin.toml", API_VERSION)
    verify_files(manifest, FOLDER)
    assert manifest.files[0].bytes == (FOLDER / manifest.files[0].path).stat().st_size


def test_every_rule_has_a_picture_of_its_artifact() -> None:
    assert set(HIGHER) == set(LEVELS)


@pytest.mark.parametrize("name", HIGHER)
def test_the_artifact_raises_the_value(name: str) -> None:
    artifact, plain = (make() for make in HIGHER[name])
    assert value(name, artifact) > value(name, plain) + 1e-3


@pytest.mark.parametrize("name", ["repetition", "spectral-peaks", "demosaicing", "uneven-detail"])
def test_a_plain_picture_stays_under_the_threshold_and_the_artifact_above(name: str) -> None:
    artifact, plain = (make() for make in HIGHER[name])
    if name == "uneven-detail":  # even an empty half beside a photograph is less than its threshold asks for
        artifact = grey(halves(128 + noise(60), 128 + noise(0.0)))
    assert value(name, plain) < BY_NAME[name].threshold < value(name, artifact)


def test_measured_quantities_have_their_units() -> None:
    assert value("noise-level", grey(128 + noise(6.0))) == pytest.approx(6.0, rel=0.2)
    assert value("tonal-contrast", grey(np.where(X < 128, 50.0, 150.0))) == pytest.approx(50.0, abs=0.1)
    assert value("repetition", grey(128 + np.tile(noise(20, shape=(32, 32)), (8, 8)))) == pytest.approx(1.0, abs=0.1)


def test_values_do_not_depend_on_the_size_of_the_picture() -> None:
    small = grey(photograph())
    large = np.tile(small, (4, 4, 1))
    for name in LEVELS:
        one, many = measure(name, small), measure(name, large)
        assert (one is None) == (many is None), name
        if one is not None and many is not None:
            assert many.value == pytest.approx(one.value, rel=1e-3), name


def test_the_region_is_the_most_extreme_tile() -> None:
    pixels = grey(np.tile(photograph(), (2, 3)))
    clean = pixels[256:512, 512:768]
    clean[:] = 128
    rows = {name: measure(name, pixels) for name in ("noise-level", "tonal-contrast")}
    assert rows["noise-level"] is not None
    region = rows["noise-level"].region
    assert region is not None
    assert (region.x, region.y, region.width, region.height) == (512, 256, 256, 256)


def test_a_single_tile_is_no_place() -> None:
    measurement = measure("tonal-contrast", grey(photograph()))
    assert measurement is not None
    assert measurement.region is None


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("rule", TILE_RULES, ids=lambda rule: rule.spec.id)
def test_an_empty_picture_gives_a_finite_value_or_none(rule: TileRule, level: int) -> None:
    pixels = np.full((256, 320, 3), level, np.uint8)
    measurement = rule.measure(Planes(pixels, native(pixels)))
    assert measurement is None or math.isfinite(measurement.value)


def test_clipped_pictures_have_no_noise_to_measure() -> None:
    assert measure("noise-level", np.full((256, 256, 3), 255, np.uint8)) is None
    assert measure("noise-inconsistency", np.zeros((256, 256, 3), np.uint8)) is None


@settings(max_examples=25)
@given(st.integers(200, 300), st.integers(200, 600), st.integers(0, 2**32 - 1), st.floats(0, 100))
def test_any_picture_from_200_px_gives_sound_findings(height: int, width: int, seed: int, sigma: float) -> None:
    pixels = grey(128 + noise(sigma, seed, (height, width)))
    facts = native(pixels)
    failures: list[str] = []
    findings = examine(
        RULES, Planes(pixels, facts), facts, TaskContext(), lambda rule, error: failures.append(f"{rule}: {error!r}")
    )
    assert failures == []
    for finding in findings:
        assert math.isfinite(finding.value)
        assert 0 <= finding.reference.real_percentile <= 100
        if finding.region is not None:
            assert 0 <= finding.region.x <= width - finding.region.width
            assert 0 <= finding.region.y <= height - finding.region.height


def test_measuring_leaves_the_pixels_alone() -> None:
    pixels = grey(photograph())
    before = pixels.copy()
    pixels.flags.writeable = False
    for rule in RULES:
        rule.measure(Planes(pixels, native(pixels)))
    np.testing.assert_array_equal(pixels, before)


def test_the_repetition_filter_is_the_response_of_the_noise_mask() -> None:
    impulse = np.zeros((1, 64, 64), np.float32)
    impulse[0, 32, 32] = 1.0
    response = np.abs(np.fft.fft2(second_difference(second_difference(impulse, 1), 2)[0], (64, 64))) ** 2
    down, across = np.fft.fftfreq(64)[:, None], np.fft.fftfreq(64)[None, :]
    np.testing.assert_allclose(response / 256, (np.sin(np.pi * down) * np.sin(np.pi * across)) ** 4, atol=1e-6)
