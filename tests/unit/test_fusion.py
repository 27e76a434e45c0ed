"""Fusion: applied and refused, fitted without a leak, and conflicts that are told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.errors import PluginFault, UserError
from gauntlet_desktop.core.fusion import conflict, parse_fusion, read_fusion, side
from gauntlet_desktop.core.lr_metrics import cllr, min_cllr
from gauntlet_desktop.core.records import DetectorResult, Tier
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Scored
from gauntlet_desktop.training.fit import Identity, ScoredCells, fit
from gauntlet_desktop.training.fuse import fit_fusion, fuse
from gauntlet_desktop.training.strata import cells_for
from tests.factories import make_detector
from tests.unit.test_calibration import calibration_json

IDENTITIES = [Identity("first", "1.0", "aa" * 32), Identity("second", "2.0", "bb" * 32)]
CELLS = cells_for({Sample("", "one", True, "s"): 256})
finite = st.floats(-3, 3)


def fusion_json(**changes: Any) -> dict[str, Any]:
    document = {
        "schema": 1,
        "inputs": [
            {"detector": "first", "weights_sha256": "aa", "weight": 0.5},
            {"detector": "second", "weights_sha256": "bb", "weight": 0.75},
        ],
        "intercept": -0.1,
        "calibration": calibration_json(),
    }
    return document | changes


def inputs(*weights: float, name: str = "") -> list[dict[str, Any]]:
    return [{"detector": name or str(n), "weights_sha256": "", "weight": weight} for n, weight in enumerate(weights)]


@given(finite, finite)
def test_the_fused_score_is_the_weighted_sum(first: float, second: float) -> None:
    fusion = read_fusion(json.dumps(fusion_json()))
    assert fusion.detectors == ("first", "second")
    assert fusion.score({"first": first, "second": second, "third": 9.0}) == pytest.approx(
        0.5 * first + 0.75 * second - 0.1
    )
    assert fusion.score({"first": first}) is None


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        json.dumps(fusion_json(schema=2)),
        json.dumps(fusion_json(inputs=inputs(1.0))),
        json.dumps(fusion_json(inputs=inputs(1.0, 1.0, name="same"))),
        json.dumps(fusion_json(inputs=inputs(1.0, -0.5))),
        json.dumps(fusion_json(inputs=inputs(1.0, float("nan")))),
        json.dumps(fusion_json(intercept=float("inf"))),
        json.dumps(fusion_json(calibration={})),
    ],
)
def test_a_file_that_is_no_fusion_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(PluginFault) as caught:
        read_fusion(text)
    assert caught.value.remedy


def result(name: str, tier: Tier | None, log10_lr: float | None) -> DetectorResult:
    return replace(make_detector(log10_lr=log10_lr), id=name, tier=tier)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (Tier.AI_SUPPORTED, Tier.LEANS_CAMERA, True),
        (Tier.LEANS_AI, Tier.CAMERA_SUPPORTED, True),
        (Tier.AI_SUPPORTED, Tier.INCONCLUSIVE, False),
        (Tier.AI_SUPPORTED, Tier.LEANS_AI, False),
        (Tier.AI_SUPPORTED, None, False),
    ],
)
def test_a_conflict_is_told_where_both_sides_have_support(one: Tier, other: Tier | None, told: bool) -> None:
    sentence = conflict([result("a", one, 1.25), result("b", other, -0.5)])
    assert bool(sentence) == told
    if told:
        assert "a supports “made by a generative model” (log10 LR +1.25)" in sentence
        assert "b supports “captured by a camera” (log10 LR -0.50)" in sentence


def test_no_tier_is_on_no_side() -> None:
    assert [side(tier) for tier in (*Tier, None)] == [1, 1, 0, -1, -1, 0]


def simulated(strength: float, seed: int) -> ScoredCells:
    """Scores of one detector: unit normals, `strength` apart, of two sources a class."""
    rng = np.random.default_rng(seed)
    items = [
        Scored(Sample("", f"{label}/{source}/{index}", label == "fake", source), float(score), 90, 1)
        for label, source in (("real", "a"), ("real", "b"), ("fake", "c"), ("fake", "d"))
        for index, score in enumerate(rng.normal(strength if label == "fake" else 0.0, 1.0, 200))
    ]
    return dict.fromkeys(CELLS[:1], items)


def test_two_independent_detectors_are_worth_more_together() -> None:
    scored = [simulated(1.5, 1), simulated(1.5, 2)]
    document, folds = fit_fusion(scored, IDENTITIES)
    fusion = parse_fusion(document)
    assert [each.weight for each in fusion.inputs] == pytest.approx([1.0, 1.0], abs=0.3)
    assert fusion.intercept == pytest.approx(0.0, abs=0.2)
    assert [each.weights_sha256[:2] for each in fusion.inputs] == ["aa", "bb"]
    stratum = fusion.calibration.strata[0]
    alone = fit(scored[0], IDENTITIES[0])[0]
    costs = [each["strata"][0]["left_out_cllr"]["platt"] for each in (document["calibration"], alone)]
    assert costs[0] < costs[1] - 0.05
    assert stratum.n_real == 400
    assert sorted(folds) == ["fake/c", "fake/d", "real/a", "real/b"]
    assert parse_fusion(folds["real/a"]).calibration.strata[0].n_real == 200


def test_the_fused_ratio_is_calibrated_on_new_images() -> None:
    """Two exact log10 likelihood ratios of independent normals: their sum is the exact one of the pair."""
    fusion = parse_fusion(fit_fusion([simulated(1.5, 1), simulated(1.5, 2)], IDENTITIES)[0])
    ratios: dict[bool, list[float]] = {False: [], True: []}
    for one, two in zip(simulated(1.5, 3)[CELLS[0]], simulated(1.5, 4)[CELLS[0]], strict=True):
        exact = [(1.5 * each.score - 1.125) / np.log(10.0) for each in (one, two)]
        score = fusion.score({"first": exact[0], "second": exact[1]})
        assert score is not None
        ratios[one.sample.generated].append(fusion.calibration.strata[0].log10_lr(score))
    assert cllr(ratios[False], ratios[True]) - min_cllr(ratios[False], ratios[True]) < 0.05


def test_a_detector_that_adds_nothing_gets_no_negative_weight() -> None:
    good = simulated(2.0, 1)
    copy = {
        cell: [replace(item, score=item.score + 0.01 * n % 0.1) for n, item in enumerate(items)]
        for cell, items in good.items()
    }
    noise = simulated(0.05, 5)
    for other in (copy, noise):
        weights = [each.weight for each in parse_fusion(fit_fusion([good, other], IDENTITIES)[0]).inputs]
        assert min(weights) >= 0.0
        assert sum(weights) > 0.7


def test_one_detector_is_no_fusion(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="two different detectors"):
        fuse([], tmp_path, None, tmp_path)
