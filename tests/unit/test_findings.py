"""The engine of findings: which rules run, what they may claim, and that one broken rule costs only itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api import FindingRule, Measurement, RuleSpec
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.findings import MAX_FALSE_CLAIM_RATE, conditions_hold, examine
from gauntlet_desktop.core.planes import MAX_SIDE, TILE, Planes, block_means, second_difference
from gauntlet_desktop.core.records import Box, Finding, ImageFacts, Reference
from gauntlet_desktop.core.task import TaskContext
from tests.factories import make_facts, make_pixels

SPEC = RuleSpec("finding:level", "level", "grey levels", "mean", "none", "high", "generated")
BOX = Box(8, 16, 24, 32)


@dataclass
class FixedRule:
    """Measures what it is told to."""

    value: float = 1.0
    spec: RuleSpec = SPEC
    false_claim_rate: float = 0.01
    error: BaseException | None = None
    high: float = 0.5
    low: float = -1.0

    @property
    def threshold(self) -> float:
        return self.high if self.spec.fires_when == "high" else self.low

    def measure(self, planes: Planes) -> Measurement | None:
        if self.error is not None:
            raise self.error
        return Measurement(self.value, BOX)

    def reference(self, value: float) -> Reference:
        return Reference(97.0, 40.0, -1.0, 0.5, 100, 90, self.false_claim_rate)


class SilentRule(FixedRule):
    def measure(self, planes: Planes) -> Measurement | None:
        return None


def run(*rules: FixedRule, facts: ImageFacts | None = None) -> tuple[tuple[Finding, ...], list[str]]:
    facts = facts or make_facts(320, 240)
    failures: list[str] = []
    planes = Planes(make_pixels(facts.height, facts.width), facts)
    found = examine(rules, planes, facts, TaskContext(), lambda rule, error: failures.append(f"{rule} {error}"))
    return found, failures


def test_the_rules_of_these_tests_keep_the_contract() -> None:
    assert isinstance(FixedRule(), FindingRule)


def test_a_finding_carries_all_that_was_measured() -> None:
    (finding,), failures = run(FixedRule())
    assert failures == []
    assert finding == Finding(
        "finding:level",
        "level",
        1.0,
        "grey levels",
        BOX,
        FixedRule().reference(1.0),
        "finding",
        "generated",
        "mean",
        source="none",
    )


@pytest.mark.parametrize("change", [{"subject": "history"}, {"strength": "weak"}])
def test_a_history_and_a_weak_rule_only_observe(change: dict[str, str]) -> None:
    (finding,), _ = run(FixedRule(spec=replace(SPEC, **change)))  # type: ignore[arg-type]
    assert (finding.claim, finding.towards) == ("observation", "neither")


class AloneRule(FixedRule):
    def reference(self, value: float) -> None:  # type: ignore[override]
        return None


def test_without_held_out_images_nothing_is_claimed() -> None:
    (finding,), failures = run(AloneRule())
    assert failures == []
    assert (finding.claim, finding.towards, finding.reference) == ("observation", "neither", None)


@pytest.mark.parametrize(
    ("value", "direction", "rate", "side", "expected"),
    [
        (1.0, "high", 0.05, "generated", ("finding", "generated")),
        (1.0, "high", 0.01, "camera", ("finding", "camera")),
        (1.0, "high", 0.051, "generated", ("observation", "neither")),
        (1.0, "high", float("nan"), "generated", ("observation", "neither")),
        (1.0, "high", 0.01, "neither", ("observation", "neither")),
        (0.5, "high", 0.01, "generated", ("unremarkable", "neither")),
        (1.0, "low", 0.01, "generated", ("unremarkable", "neither")),
        (-1.5, "low", 0.01, "generated", ("finding", "generated")),
        (-1.5, "high", 0.01, "generated", ("unremarkable", "neither")),
    ],
)
def test_claims(value: float, direction: str, rate: float, side: str, expected: tuple[str, str]) -> None:
    spec = replace(SPEC, fires_when=direction, towards=side)
    (finding,), _ = run(FixedRule(value, spec, rate))
    assert (finding.claim, finding.towards) == expected


@pytest.mark.parametrize(("value", "claim"), [(1.0, "unremarkable"), (2.0, "unremarkable"), (2.1, "finding")])
def test_the_threshold_counts_and_not_the_range_of_the_reference(value: float, claim: str) -> None:
    (finding,), _ = run(FixedRule(value, high=2.0))
    assert finding.claim == claim


@given(st.floats(-5, 5), st.floats(0, 1), st.sampled_from(["generated", "camera", "neither"]))
def test_no_side_is_taken_without_a_finding_and_none_by_a_rule_that_errs_too_often(
    value: float, rate: float, side: str
) -> None:
    facts = make_facts(256, 256)
    planes = Planes(np.zeros((8, 8, 3), np.uint8), facts)
    rule = FixedRule(value, replace(SPEC, towards=side), rate)
    (finding,) = examine([rule], planes, facts, TaskContext(), lambda *_: None)
    assert (finding.towards == "neither") == (finding.claim != "finding")
    assert finding.claim != "finding" or rate <= MAX_FALSE_CLAIM_RATE


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({}, True),
        ({"width": 199}, False),
        ({"scale": 0.5}, False),
        ({"jpeg": None}, True),
        ({"jpeg": replace(make_facts().jpeg, quality=74)}, False),  # type: ignore[type-var]
        ({"jpeg": replace(make_facts().jpeg, quality=75)}, True),  # type: ignore[type-var]
    ],
)
def test_conditions(change: dict[str, object], holds: bool) -> None:
    spec = replace(SPEC, native_only=True, min_quality=75)
    facts = replace(make_facts(320, 240), **change)  # type: ignore[arg-type]
    assert conditions_hold(spec, facts) == holds
    found, failures = run(FixedRule(spec=spec, error=None if holds else RuntimeError("must not run")), facts=facts)
    assert (len(found), failures) == (int(holds), [])


def test_a_reduced_picture_suits_rules_that_need_no_native_pixels() -> None:
    assert conditions_hold(SPEC, replace(make_facts(320, 240), scale=0.5))


@pytest.mark.parametrize("error", [KeyError("boom"), SystemExit("boom"), MemoryError("boom")])
def test_a_rule_that_raises_is_reported_and_the_others_go_on(error: BaseException) -> None:
    found, failures = run(FixedRule(error=error), FixedRule(3.0))
    assert [finding.value for finding in found] == [3.0]
    assert len(failures) == 1
    assert failures[0].startswith("finding:level")
    assert "boom" in failures[0]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_is_a_failure(value: float) -> None:
    found, failures = run(FixedRule(value))
    assert found == ()
    assert str(value) in failures[0]


def test_a_rule_that_does_not_apply_says_nothing() -> None:
    assert run(SilentRule()) == ((), [])


def test_cancelling_is_no_failure_of_a_rule() -> None:
    with pytest.raises(Cancelled):
        run(FixedRule(error=Cancelled()))


def test_cancelling_between_rules() -> None:
    facts = make_facts(64, 64)
    planes = Planes(np.zeros((64, 64, 3), np.uint8), facts)
    with pytest.raises(Cancelled):
        examine([FixedRule()], planes, facts, TaskContext(is_cancelled=lambda: True), lambda *_: None)


def planes_of(height: int, width: int, scale: float = 1.0) -> Planes:
    facts = replace(make_facts(round(width / scale), round(height / scale)), scale=scale)
    return Planes(make_pixels(height, width), facts)


@given(st.integers(1, 1300), st.integers(1, 1300))
def test_tiles_cover_the_central_crop_on_the_block_grid(height: int, width: int) -> None:
    facts = make_facts(width, height)
    pixels = np.zeros((height, width, 3), np.uint8)
    planes = Planes(pixels, facts)
    count = len(planes.stack(planes.rgb8[..., 0]))
    boxes = [planes.tile_region(index) for index in range(count)]
    seen = np.zeros((height, width), bool)
    for box in boxes:
        assert box.x % 8 == 0
        assert box.y % 8 == 0
        assert (box.height, box.width) == planes.tile_shape
        seen[box.y : box.y + box.height, box.x : box.x + box.width] = True
    # Whole tiles on an 8 px grid leave at most 7 px of the crop's far edges out.
    assert seen.sum() >= max(1, min(height, MAX_SIDE) - 7) * max(1, min(width, MAX_SIDE) - 7)
    assert count <= (MAX_SIDE // TILE) ** 2


def test_tiles_hold_the_pixels_of_their_region() -> None:
    planes = planes_of(700, 1500)
    for index, tile in enumerate(planes.tiles):
        box = planes.tile_region(index)
        original = make_pixels(700, 1500)[box.y : box.y + box.height, box.x : box.x + box.width]
        np.testing.assert_allclose(tile, original @ np.array([0.299, 0.587, 0.114]), atol=1e-3)


def test_regions_are_pixels_of_the_original() -> None:
    assert planes_of(256, 256, scale=0.5).region(8, 16, 64, 32) == Box(16, 32, 128, 64)


def test_noise_keeps_its_standard_deviation_and_shading_has_none() -> None:
    rng = np.random.default_rng(1)
    facts = make_facts(256, 256)
    ramp = np.repeat(np.linspace(40, 200, 256)[None, :, None], 256, axis=0).repeat(3, axis=2)
    noisy = Planes(np.clip(128 + rng.normal(0, 5, (256, 256, 1)).repeat(3, axis=2), 0, 255).astype(np.uint8), facts)
    assert np.std(noisy.noise) == pytest.approx(5.0, rel=0.05)
    assert np.abs(Planes(ramp.astype(np.uint8), facts).noise).max() < 0.5


def test_the_spectrum_of_noise_is_flat_at_its_variance() -> None:
    rng = np.random.default_rng(2)
    grey = np.clip(128 + rng.normal(0, 8, (512, 512, 1)).repeat(3, axis=2), 0, 255).astype(np.uint8)
    spectrum = Planes(grey, make_facts(512, 512)).spectrum
    assert spectrum.shape == (4, 256, 129)
    assert spectrum[:, 2:, 2:].mean() == pytest.approx(64.0, rel=0.05)


def test_block_statistics_agree_with_numpy() -> None:
    planes = planes_of(256, 256)
    block = planes.tiles[0, 16:24, 40:48]
    assert planes.block_mean[0, 2, 5] == pytest.approx(block.mean(), rel=1e-4)
    assert planes.block_std[0, 2, 5] == pytest.approx(block.std(), rel=1e-2)
    assert planes.gradient.shape == (1, 254, 254)


@given(st.integers(2, 8), st.integers(8, 40), st.integers(8, 40))
def test_block_means_keep_the_mean_of_what_they_cover(side: int, rows: int, columns: int) -> None:
    stack = np.random.default_rng(rows).normal(size=(2, rows, columns)).astype(np.float32)
    means = block_means(stack, side)
    covered = stack[:, : rows // side * side, : columns // side * side]
    assert means.shape == (2, rows // side, columns // side)
    assert means.mean() == pytest.approx(covered.mean(), abs=1e-5)


@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(-10, 10))
def test_second_differences_of_a_parabola_are_constant(a: float, b: float, c: float) -> None:
    x = np.arange(12, dtype=np.float32)
    stack = np.broadcast_to((a * x * x + b * x + c)[None, :, None], (1, 12, 3)).astype(np.float32)
    np.testing.assert_allclose(second_difference(stack, 1), 2 * a, atol=0.01)
    np.testing.assert_allclose(second_difference(stack, 2), 0.0, atol=0.01)
