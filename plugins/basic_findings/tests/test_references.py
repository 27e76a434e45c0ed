"""The references: sound figures, claims that they support, and the making of them from labelled images."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_basic_findings.make_references import (
    HELD_OUT_GENERATED,
    HELD_OUT_REAL,
    TRAINING_GENERATED,
    TRAINING_REAL,
    Labelled,
    as_json,
    build,
    model_card_table,
)
from gauntlet_basic_findings.references import (
    REFERENCES_PATH,
    ReferenceFile,
    RuleReference,
    load_references,
    parse_references,
    percentile,
)
from gauntlet_basic_findings.rules import RULES
from gauntlet_desktop.api.manifest import file_sha256
from gauntlet_desktop.core.findings import MAX_FALSE_CLAIM_RATE
from gauntlet_desktop.core.intervals import rate_estimate

SHIPPED = parse_references(REFERENCES_PATH.read_text(encoding="utf-8"))
BY_ID = {reference.id: reference for reference in SHIPPED.rules}


@pytest.fixture(scope="module")
def made() -> ReferenceFile:
    return build(noise_images(), "ab" * 32)


def noise_images() -> Iterator[Labelled]:
    """Two small pictures of each source: squares of random grey under noise that is stronger in real ones."""
    rng = np.random.default_rng(9)
    for generated, sources in ((False, HELD_OUT_REAL + TRAINING_REAL), (True, HELD_OUT_GENERATED + TRAINING_GENERATED)):
        for source in sources:
            for _ in range(2):
                squares = np.kron(rng.uniform(30, 220, (8, 8, 1)), np.ones((16, 16, 3)))
                noisy = squares + rng.normal(0, 2 if generated else 3, squares.shape)
                yield source, generated, np.clip(noisy, 0, 255).astype(np.uint8)


def test_each_rule_has_its_reference() -> None:
    assert list(BY_ID) == [rule.spec.id for rule in RULES]
    assert set(load_references()) == set(BY_ID)


@pytest.mark.parametrize("reference", SHIPPED.rules, ids=lambda reference: reference.id)
def test_shipped_references_are_sound(reference: RuleReference) -> None:
    for quantiles in (reference.real, reference.generated):
        assert all(low <= high for low, high in pairwise(quantiles))
    for rate in (reference.fires_on_real, reference.fires_on_generated):
        assert rate.total >= 500
        assert rate == rate_estimate(rate.name, rate.count, rate.total)
    assert len(reference.per_source) == len(HELD_OUT_REAL + HELD_OUT_GENERATED + TRAINING_REAL + TRAINING_GENERATED)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.spec.id)
def test_a_rule_speaks_for_a_side_only_if_its_rates_tell_the_classes_apart(rule: object) -> None:
    spec = next(r.spec for r in RULES if r is rule)
    reference = BY_ID[spec.id]
    if spec.towards == "neither":
        return
    own, other = reference.fires_on_generated, reference.fires_on_real
    if spec.towards == "camera":
        own, other = other, own
    assert (reference.false_claims.count, reference.false_claims.total) == (other.count, other.total)
    assert other.rate <= MAX_FALSE_CLAIM_RATE
    assert own.low > other.high


def test_the_rates_agree_with_the_quantiles() -> None:
    for rule in RULES:
        reference = BY_ID[rule.spec.id]
        beyond = 100 - percentile(reference.real, rule.threshold)
        fired = beyond if rule.spec.fires_when == "high" else 100 - beyond
        assert fired == pytest.approx(100 * reference.fires_on_real.rate, abs=1.0)


def test_held_out_sources_set_no_threshold() -> None:
    assert not set(SHIPPED.held_out_real) & set(SHIPPED.training_real)
    assert not set(SHIPPED.held_out_generated) & set(SHIPPED.training_generated)


def test_the_model_card_states_these_figures() -> None:
    card = REFERENCES_PATH.with_name("MODEL_CARD.md").read_text(encoding="utf-8")
    assert model_card_table(SHIPPED) in card
    assert all(source in card for source in SHIPPED.held_out_real + SHIPPED.held_out_generated)


def test_the_references_were_made_from_the_pack_that_is_there() -> None:
    index = Path(__file__).resolve().parents[4] / "shared" / "data" / "index.csv"
    if not index.is_file():
        pytest.skip("the pack of labelled images is not beside this checkout")
    assert file_sha256(index) == SHIPPED.index_sha256


@given(st.lists(st.floats(-100, 100), min_size=101, max_size=101), st.floats(-150, 150))
def test_percentiles_are_shares(values: list[float], value: float) -> None:
    quantiles = tuple(sorted(values))
    share = percentile(quantiles, value)
    assert 0.0 <= share <= 100.0
    assert share <= percentile(quantiles, value + 1.0)
    below = 100.0 * sum(v <= value for v in quantiles) / len(quantiles)
    assert share == pytest.approx(below, abs=1.0)


def test_the_ends_of_the_percentiles() -> None:
    quantiles = tuple(float(i) for i in range(101))
    assert percentile(quantiles, -1.0) == 0.0
    assert percentile(quantiles, 37.5) == pytest.approx(37.5)
    assert percentile(quantiles, 100.0) == 100.0


def test_a_value_is_placed_among_both_classes() -> None:
    reference = BY_ID["finding:tonal-contrast"]
    placed = reference.at(reference.real[50])
    assert placed.real_percentile == pytest.approx(50.0, abs=1.0)
    assert (placed.real_p05, placed.real_p95) == (reference.real[5], reference.real[95])
    assert placed.false_claim_rate == reference.false_claims.rate


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data["rules"][0]["real"].pop(),
        lambda data: data["rules"][0].pop("threshold"),
        lambda data: data.update(held_out_real="bsds500"),
        lambda data: data["rules"][0].update(generated=["high"] * 101),
    ],
)
def test_damaged_references_are_refused(damage: object) -> None:
    data = json.loads(json.dumps(asdict(SHIPPED)))
    assert callable(damage)
    damage(data)
    with pytest.raises(ValueError):
        parse_references(json.dumps(data))


def test_what_is_made_can_be_read_again(made: ReferenceFile) -> None:
    assert parse_references(as_json(made)) == made


def test_thresholds_leave_one_per_cent_of_the_other_side(made: ReferenceFile) -> None:
    for rule, reference in zip(RULES, made.rules, strict=True):
        camera_side = rule.spec.towards == "camera"
        other = [
            rate
            for rate in reference.per_source
            if rate.name.startswith("train") and rate.name.endswith("generated" if camera_side else "real")
        ]
        assert sum(rate.count for rate in other) <= 1
        assert reference.fires_on_real.total <= (18 if camera_side else 8)


def test_the_table_has_a_row_for_each_rule(made: ReferenceFile) -> None:
    rows = model_card_table(made).splitlines()
    assert len(rows) == len(RULES) + 2
    assert {row.count("|") for row in rows} == {7}
