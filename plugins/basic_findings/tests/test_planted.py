"""Every rule answers to its artifact: planted at a known strength it moves the value, absent it does not fire."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_basic_findings.camera_rules import EXIF_CHECKS, known_tables
from gauntlet_basic_findings.history_rules import QUALITIES, error_level, ghost_curves
from gauntlet_basic_findings.rules import FILE_RULES, RULES, TILE_RULES
from gauntlet_basic_findings.signal_rules import peak_bins
from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.core.artifacts import MEASURED
from gauntlet_desktop.core.findings import examine, fires
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import (
    C2paResult,
    C2paState,
    Finding,
    ImageFacts,
    JpegFacts,
    Provenance,
    ProvenanceField,
)
from gauntlet_desktop.core.task import TaskContext
from tests.factories import make_facts
from tests.finding_pictures import (
    BY_NAME,
    SIDE,
    Luma,
    Pixels,
    X,
    Y,
    blurred,
    coloured,
    compressed,
    enlarged,
    grey,
    halves,
    measure,
    native,
    noise,
    photograph,
    squares,
    value,
)


def wave(period: float) -> Luma:
    return np.cos(2 * np.pi * X / period) + np.cos(2 * np.pi * Y / period)


def ragged() -> Luma:
    """Squares whose rows are shifted at random."""
    shifts = np.random.default_rng(3).integers(-2, 3, SIDE)
    return blurred(np.stack([np.roll(row, shift) for row, shift in zip(squares(), shifts, strict=True)]))


def textured_steps(*, shared: bool) -> Luma:
    """Strips, bright and dark in turn, whose texture goes on over their borders or is each strip's own."""
    rng = np.random.default_rng(5)
    along = np.repeat(rng.uniform(0.5, 25, (32, 1 if shared else 8)), 8, axis=0).repeat(SIDE if shared else 32, axis=1)
    return np.where(X // 32 % 2 == 0, 70.0, 180.0) + along * noise(1.0)


def haloed(strength: float) -> Luma:
    """Clipped lights on a dark ground with light around them."""
    light = np.where(((X % 64) < 20) & ((Y % 64) < 20), 1.0, 0.0)
    return 30 + 240 * blurred(light) + strength * 40 * blurred(light, 12) + noise(0.5)


def one_light_in_two_hues() -> Pixels:
    """Squares of two hues and the same luma."""
    hue = np.where((X // 32 + Y // 32) % 2 == 0, 40.0, -40.0)
    return coloured(120 + hue, 120 - hue * 0.299 / 0.587, np.full_like(hue, 120.0))


def warm_lights() -> Pixels:
    luma = photograph()
    return coloured(luma + (luma - 128), luma, luma - (luma - 128))


def red_interpolated() -> Pixels:
    """Red known at one of four pixels and interpolated between, as a camera makes it; green known everywhere."""
    red = photograph(9)
    beside = (np.roll(red, 1, 1) + np.roll(red, -1, 1)) / 2
    above = (np.roll(red, 1, 0) + np.roll(red, -1, 0)) / 2
    mosaic = np.where((X % 2 == 0) & (Y % 2 == 0), red, np.where(Y % 2 == 0, beside, above))
    return coloured(mosaic, np.full_like(red, 128.0), np.full_like(red, 128.0))


# The artifact, and the same picture without it.
PLANTED: dict[str, tuple[Callable[[], Pixels], Callable[[], Pixels]]] = {
    "repeated-elements": (
        lambda: grey(128 + np.tile(blurred(noise(90, shape=(48, 48)), 3), (6, 6))[:SIDE, :SIDE]),
        lambda: grey(photograph()),
    ),
    "over-smoothing": (lambda: grey(blurred(photograph(), 4)), lambda: grey(photograph())),
    "uniform-area-noise": (
        lambda: grey(128 + np.tile(noise(3, shape=(4, 4)), (64, 64))),
        lambda: grey(128 + noise(3)),
    ),
    "detail-noise": (lambda: grey(128 + noise(30)), lambda: grey(128 + 60 * np.sin(X / 2.0))),
    "detail-loss": (lambda: grey(blurred(photograph(), 2)), lambda: grey(photograph())),
    "texture-bleeding": (
        lambda: grey(textured_steps(shared=True)),
        lambda: grey(textured_steps(shared=False)),
    ),
    "edge-aliasing": (
        lambda: coloured(np.roll(squares(), 2, 1), squares(), squares()),
        lambda: grey(squares()),
    ),
    "jagged-edges": (lambda: grey(ragged()), lambda: grey(squares())),
    "blurred-boundaries": (lambda: grey(blurred(squares(), 3)), lambda: grey(squares())),
    "ghosting": (
        lambda: grey(photograph() + 0.5 * np.roll(photograph(), (11, 13), (0, 1)) - 60),
        lambda: grey(photograph()),
    ),
    "resolution-mismatch": (
        lambda: grey(halves(photograph(), blurred(photograph(), 2))),
        lambda: grey(photograph()),
    ),
    "glow": (lambda: grey(haloed(1.5)), lambda: grey(haloed(0.0))),
    "frequency-peaks-2": (lambda: grey(photograph() + 4 * (-1.0) ** (X + Y)), lambda: grey(photograph())),
    "frequency-peaks-4": (lambda: grey(photograph() + 4 * wave(4)), lambda: grey(photograph())),
    "frequency-peaks-8": (lambda: grey(photograph() + 4 * wave(8)), lambda: grey(photograph())),
    "grid-pattern": (
        lambda: grey(photograph() + 6 * ((X % 8 == 0) & (Y % 8 == 0))),
        lambda: grey(photograph()),
    ),
    "local-contrast": (lambda: grey(photograph() + 25 * wave(10)), lambda: grey(photograph())),
    "colour-distribution": (
        lambda: grey(photograph()),
        lambda: coloured(photograph(), photograph(7), photograph(9)),
    ),
    "colour-coherence": (one_light_in_two_hues, lambda: grey(photograph())),
    "colour-transitions": (
        lambda: grey(np.floor((60 + X / 4.0) / 4) * 4),
        lambda: grey(60 + X / 4.0 + noise(1.0)),
    ),
    "lighting-gradient": (lambda: grey(40 + X * 0.6 + noise(5)), lambda: grey(photograph())),
    "glossiness": (
        lambda: grey(80 + 175 * ((X % 16 < 3) & (Y % 16 < 3))),
        lambda: grey(np.full((SIDE, SIDE), 80.0)),
    ),
    "fake-depth-of-field": (
        lambda: grey(128 + halves(noise(25), noise(0.5))),
        lambda: grey(128 + noise(25)),
    ),
    "cinematic-look": (warm_lights, lambda: coloured(photograph(), photograph(7), photograph(9))),
    "filter-phases": (red_interpolated, lambda: coloured(photograph(9), *[np.full((SIDE, SIDE), 128.0)] * 2)),
    "noise-whiteness": (lambda: grey(128 + noise(4)), lambda: grey(128 + 2 * blurred(noise(6)))),
    "resampling": (lambda: enlarged(photograph(), 1.37), lambda: grey(photograph())),
}
FROM_FILES = {"jpeg-quality", "jpeg-ghost", "double-compression"}
LEVELS = {rule.spec.id.removeprefix("finding:") for rule in TILE_RULES[:10]}


def test_every_rule_is_tested() -> None:
    tile_names = {rule.spec.id.removeprefix("finding:") for rule in TILE_RULES}
    assert set(PLANTED) | FROM_FILES | LEVELS == tile_names
    assert set(BY_NAME) - tile_names == {"jpeg-tables", "exif-consistency"}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_artifact_moves_the_value_to_where_the_rule_fires(name: str) -> None:
    artifact, plain = (make() for make in PLANTED[name])
    sign = 1.0 if BY_NAME[name].spec.fires_when == "high" else -1.0
    assert sign * value(name, artifact) > sign * value(name, plain) + 1e-3


@pytest.mark.parametrize("name", PLANTED)
def test_where_nothing_is_planted_the_rule_is_silent(name: str) -> None:
    if name in ("colour-distribution", "glossiness", "detail-noise", "noise-whiteness"):
        pytest.skip("its plain picture is as extreme as few photographs are")
    plain = PLANTED[name][1]()
    measured = measure(name, plain)
    assert measured is None or not fires(BY_NAME[name], measured.value)


@pytest.mark.parametrize("name", ["frequency-peaks-2", "grid-pattern", "ghosting", "resampling"])
def test_a_strong_artifact_fires(name: str) -> None:
    assert fires(BY_NAME[name], value(name, PLANTED[name][0]()))


@settings(max_examples=10, deadline=None)
@given(st.floats(0.5, 3.0), st.floats(1.2, 3.0))
def test_the_stronger_the_wave_the_higher_its_peak(strength: float, factor: float) -> None:
    weak, strong = (grey(photograph() + amount * wave(8)) for amount in (strength, strength * factor))
    assert value("frequency-peaks-8", strong) > value("frequency-peaks-8", weak) - 0.3


def test_the_place_of_an_artifact_is_its_region() -> None:
    pixels = grey(np.tile(photograph(), (2, 3)))
    pixels[256:512, 256:512] = grey(photograph() + 8 * wave(8))
    found = measure("frequency-peaks-8", pixels)
    assert found is not None and found.region is not None
    assert (found.region.x, found.region.y) == (256, 256)


def test_fractions_share_no_bin() -> None:
    bins = [set(peak_bins(part)) for part in (2, 4, 8)]
    assert [len(each) for each in bins] == [3, 8, 28]
    assert len(set.union(*bins)) == 8 * 5 - 1


@pytest.mark.parametrize("quality", [50, 70, 85])
def test_the_pixels_tell_the_quality_of_a_file_that_was_saved_again_without_loss(quality: int) -> None:
    pixels, _ = compressed(grey(photograph()), quality)
    assert value("jpeg-quality", pixels) == pytest.approx(quality, abs=1)  # tables of 50 and 51 are nearly equal


def test_an_earlier_compression_leaves_a_ghost_at_its_quality() -> None:
    once, once_facts = compressed(grey(photograph()), 95)
    twice, twice_facts = compressed(grey(photograph()), 60, 95)
    assert value("jpeg-ghost", twice, twice_facts) > value("jpeg-ghost", once, once_facts) + 1.0
    curve = Planes(twice, twice_facts).once(ghost_curves)[0]
    assert QUALITIES[int(np.argmin(curve[:40]))] == pytest.approx(60, abs=1)


def test_two_compressions_leave_gaps_in_the_histograms() -> None:
    scene = grey(photograph() + noise(12, 8))
    once, once_facts = compressed(scene, 95)
    twice, twice_facts = compressed(scene, 70, 95)
    assert value("double-compression", twice, twice_facts) > value("double-compression", once, once_facts) + 3.0


def test_error_levels_are_low_where_the_quality_was_low() -> None:
    luma = photograph()
    before, _ = compressed(grey(luma), 90)
    half = halves(before[..., 0].astype(np.float64), luma)
    level = error_level(half.astype(np.float32), 90)
    assert level.shape == (32, 32)
    assert level[:, :16].mean() < level[:, 16:].mean()


def declared(camera: str = "Maker Model", **values: str) -> Provenance:
    fields = tuple(ProvenanceField(name.replace("_", " "), text, "EXIF") for name, text in values.items())
    return Provenance(C2paResult(C2paState.ABSENT), camera=camera, fields=fields)


SOUND = {
    "Stated_width": "320",
    "Stated_height": "240",
    "Exposure_time": "1/60",
    "Date_taken": "2024:05:01 10:00:00",
    "Date_changed": "2024:05:01 10:00:00",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 0),
        ({"Stated_width": "4000"}, 1),
        ({"Stated_width": "240", "Stated_height": "320"}, 0),
        ({"Stated_width": "many"}, 0),
        ({"Stated_width": "9" * 5000}, 1),
        ({"Date_changed": "2023:05:01 10:00:00"}, 1),
        ({"Software": "Adobe Photoshop 25.0"}, 1),
        ({"Exposure_time": None, "Date_taken": None}, 2),
    ],
)
def test_contradictions_are_counted(change: dict[str, str | None], expected: int) -> None:
    stated = {name: text for name, text in (SOUND | change).items() if text is not None}
    planes = Planes(np.zeros((240, 320, 3), np.uint8), make_facts(320, 240), declared(**stated))
    found = BY_NAME["exif-consistency"].measure(planes)
    assert found is not None and found.value == expected
    assert len(EXIF_CHECKS) == 5


@pytest.mark.parametrize("provenance", [None, declared(camera="")])
def test_a_file_without_a_camera_cannot_contradict_itself(provenance: Provenance | None) -> None:
    planes = Planes(np.zeros((240, 320, 3), np.uint8), make_facts(320, 240), provenance)
    assert BY_NAME["exif-consistency"].measure(planes) is None


def test_tables_of_known_cameras_are_recognised() -> None:
    known = sorted(known_tables())[0]
    for jpeg, expected in [
        (JpegFacts(92, False, "4:2:2", False, known), 1.0),
        (JpegFacts(92, True, "4:2:0", False, known), 0.0),
        (JpegFacts(92, False, "4:2:2", False, "0" * 64), 0.0),
    ]:
        facts = replace(make_facts(320, 240), jpeg=jpeg)
        assert value("jpeg-tables", np.zeros((240, 320, 3), np.uint8), facts) == expected
    assert measure("jpeg-tables", np.zeros((240, 320, 3), np.uint8)) is None


def test_rules_on_files_claim_nothing() -> None:
    facts = make_facts(320, 240)
    planes = Planes(np.zeros((240, 320, 3), np.uint8), facts, declared(Software="GIMP"))
    findings = examined(FILE_RULES, planes, facts)
    assert [finding.id for finding in findings] == ["finding:jpeg-tables", "finding:exif-consistency"]
    assert findings[1].claim == "observation"
    assert all(finding.reference is None and finding.towards == "neither" for finding in findings)


def examined(rules: tuple[object, ...], planes: Planes, facts: ImageFacts) -> tuple[Finding, ...]:
    failures: list[str] = []
    found = examine(rules, planes, facts, TaskContext(), lambda rule, error: failures.append(f"{rule}: {error!r}"))  # type: ignore[arg-type]
    assert failures == []
    return found


@pytest.mark.parametrize("level", [0, 77, 255])
@pytest.mark.parametrize("shape", [(1, 1), (2, 1), (2, 2), (3, 700), (9, 9), (201, 17), (256, 256)])
def test_hostile_sizes_are_left_out_by_the_conditions(shape: tuple[int, int], level: int) -> None:
    pixels = np.full((*shape, 3), level, np.uint8)
    facts = native(pixels)
    for finding in examined(RULES, Planes(pixels, facts), facts):
        assert min(shape) >= 200 or finding.id.removeprefix("finding:") in {"jpeg-tables", "exif-consistency"}
        assert math.isfinite(finding.value)


def test_the_same_picture_gives_the_same_findings() -> None:
    pixels = grey(photograph())
    facts = native(pixels)
    assert examined(RULES, Planes(pixels, facts), facts) == examined(RULES, Planes(pixels.copy(), facts), facts)


def test_rules_name_artifacts_of_the_load_artifacts() -> None:
    artifacts = {each.id: each for each in load_artifacts()}
    named = {rule.spec.listed for rule in RULES} - {""}
    assert named == {each.id for each in artifacts.values() if each.judged_by == MEASURED}
    assert all(rule.spec.listed for rule in RULES if rule.spec.subject == "artifact")


def test_histories_and_weak_rules_claim_nothing() -> None:
    pixels = enlarged(photograph(), 1.37)
    facts = native(pixels)
    for finding in examined(RULES, Planes(pixels, facts), facts):
        if finding.subject == "history" or finding.strength == "weak":
            assert finding.claim != "finding"
