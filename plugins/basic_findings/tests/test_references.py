"""The references: sound figures, claims that they support, and the making of them from labelled images."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gauntlet_basic_findings.make_references import (
    HELD_OUT_GENERATED,
    HELD_OUT_REAL,
    MIN_HELD_OUT,
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
from gauntlet_basic_findings.rule import TileRule
from gauntlet_basic_findings.rules import TILE_RULES
from gauntlet_desktop.api.manifest import file_sha256
from gauntlet_desktop.core.findings import MAX_FALSE_CLAIM_RATE
from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.records import ImageFacts, JpegFacts
from tests.finding_pictures import Pixels, native

CODED = JpegFacts(quality=96, standard_tables=True, subsampling="4:4:4", progressive=False, table_sha256="ab" * 32)
SHIPPED = parse_references(REFERENCES_PATH.read_text(encoding="utf-8"))
BY_ID = {reference.id: reference for reference in SHIPPED.rules}


@pytest.fixture(scope="module")
def made() -> ReferenceFile:
    return build(noise_images(), "ab" * 32, {"mirrored": mirrored})


def mirrored(pixels: Pixels) -> tuple[Pixels, ImageFacts]:
    changed = np.ascontiguousarray(pixels[:, ::-1])
    return changed, facts_of(changed)


def noise_images() -> Iterator[Labelled]:
    """Two small pictures of each source: squares of random colour under noise that is stronger in real ones."""
    rng = np.random.default_rng(9)
    for generated, sources in ((False, HELD_OUT_REAL + TRAINING_REAL), (True, HELD_OUT_GENERATED + TRAINING_GENERATED)):
        for source in sources:
            for _ in range(2):
                squares = np.kron(rng.uniform(30, 220, (8, 8, 3)), np.ones((16, 16, 1)))
                squares += (
                    40 * np.sin(np.arange(128) / 5 + rng.uniform(0, 6))[None, :, None]
                )  # steps within blocks of 8
                squares[32:64, 32:64] = 290.0  # lights that clip, whatever the noise
                noisy = squares + rng.normal(0, 2 if generated else 3, squares.shape)
                yield labelled(source, generated, coded(np.clip(noisy, 0, 255).astype(np.uint8)))


def coded(pixels: Pixels) -> Pixels:
    """As a JPEG file gives them, which some rules look for."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=CODED.quality, subsampling=0)
    return np.asarray(Image.open(stream))


def labelled(source: str, generated: bool, pixels: Pixels) -> Labelled:
    """Small pictures of noise stand for crops of 256 px: their facts say so, for the conditions to hold."""
    return Labelled(source, generated, pixels, facts_of(pixels))


def facts_of(pixels: Pixels) -> ImageFacts:
    return replace(native(pixels), width=256, height=256, container="JPEG", jpeg=CODED)


def told_rules(made: ReferenceFile) -> list[tuple[TileRule, RuleReference]]:
    """The rules that the small pictures could be measured by, most of all, with their references."""
    by_id = {reference.id: reference for reference in made.rules}
    told = [(rule, by_id[rule.spec.id]) for rule in TILE_RULES if rule.spec.id in by_id]
    assert len(told) == len(by_id) > len(TILE_RULES) // 2
    return told


def test_each_rule_has_its_reference() -> None:
    assert list(BY_ID) == [rule.spec.id for rule in TILE_RULES]
    assert set(load_references()) == set(BY_ID)


@pytest.mark.parametrize("reference", SHIPPED.rules, ids=lambda reference: reference.id)
def test_shipped_references_are_sound(reference: RuleReference) -> None:
    for quantiles in (reference.real, reference.generated):
        assert all(low <= high for low, high in pairwise(quantiles))
    for rate in (reference.fires_on_real, reference.fires_on_generated):
        assert rate == rate_estimate(rate.name, rate.count, rate.total)
    assert reference.speaks_for in ("generated", "camera", "neither")
    names = {rate.name.removeprefix("train ").rsplit(" ", 1)[0] for rate in reference.per_source}
    assert names <= set(HELD_OUT_REAL + HELD_OUT_GENERATED + TRAINING_REAL + TRAINING_GENERATED)


def test_the_shipped_references_are_small() -> None:
    assert REFERENCES_PATH.stat().st_size < 250_000


@pytest.mark.parametrize("rule", TILE_RULES, ids=lambda rule: rule.declared.id)
def test_a_rule_speaks_for_a_side_only_if_its_rates_tell_the_classes_apart(rule: TileRule) -> None:
    reference = BY_ID[rule.declared.id]
    assert rule.spec.towards == reference.speaks_for
    if reference.speaks_for == "neither":
        return
    assert reference.speaks_for == rule.declared.towards
    own, other = reference.fires_on_generated, reference.fires_on_real
    if reference.speaks_for == "camera":
        own, other = other, own
    assert (reference.false_claims.count, reference.false_claims.total) == (other.count, other.total)
    assert reference.false_claims.total >= MIN_HELD_OUT
    assert max(rate.rate for rate in (other, *reference.changed)) <= MAX_FALSE_CLAIM_RATE
    assert own.low > other.high


def test_the_rates_agree_with_the_quantiles() -> None:
    for rule in TILE_RULES:
        reference = BY_ID[rule.declared.id]
        if rule.declared.towards == "camera":
            continue  # its rate counts more real images than its quantiles
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
    for rule, reference in told_rules(made):
        camera_side = rule.declared.towards == "camera"
        other = [
            rate
            for rate in reference.per_source
            if rate.name.startswith("train") and rate.name.endswith("generated" if camera_side else "real")
        ]
        assert sum(rate.count for rate in other) <= 1
        assert reference.fires_on_real.total <= (18 if camera_side else 8)


def test_claims_are_counted_again_after_every_change(made: ReferenceFile) -> None:
    for rule, reference in told_rules(made):
        if rule.declared.towards == "camera" or not reference.false_claims.total:
            continue
        assert [rate.name for rate in reference.changed] == ["mirrored"]
        assert reference.changed[0].total == reference.false_claims.total // 2


def test_too_few_images_let_no_rule_speak(made: ReferenceFile) -> None:
    assert {reference.speaks_for for reference in made.rules} == {"neither"}


def test_the_table_has_a_row_for_each_rule(made: ReferenceFile) -> None:
    rows = model_card_table(made).splitlines()
    assert len(rows) == len(told_rules(made)) + 2
    assert {row.count("|") for row in rows} == {8}
