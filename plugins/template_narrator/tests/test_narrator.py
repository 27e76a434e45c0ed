"""The narrator's account: what is told of each part of a record, and when, and where in the picture it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gauntlet_template_narrator
from gauntlet_desktop.api import Narrator
from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.manifest import read_manifest
from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    Box,
    C2paState,
    EvidenceView,
    Heatmap,
    Sentence,
    Status,
    Tier,
)
from gauntlet_template_narrator import gauntlet_narrators
from gauntlet_template_narrator.narrator import RELEVANT_RATES, heatmap_zones, narrated
from gauntlet_template_narrator.places import box_zone, strongest_zone
from gauntlet_template_narrator.wording import number, percent
from gauntlet_template_narrator.words.en_technical import TEMPLATES, WORDING
from tests.factories import (
    failed_record,
    make_detector,
    make_facts,
    make_provenance,
    make_record,
    make_verdict,
    out_of_scope_record,
)
from tests.verdicts import CAP, FLOOR, a_verdict, conflict_record, told_record, unstable_record


def narrate(record: AnalysisRecord) -> tuple[Sentence, ...]:
    """The account for English experts."""
    return tuple(narrated(record, WORDING, heatmap_zones(record)))


def texts(record: AnalysisRecord) -> str:
    return "\n".join(sentence.text for sentence in narrate(record))


def test_the_plugin_offers_one_narrator() -> None:
    (narrator,) = gauntlet_narrators()
    assert isinstance(narrator, Narrator)
    manifest = read_manifest(Path(gauntlet_template_narrator.__file__).with_name("plugin.toml"), API_VERSION)
    assert manifest.id == narrator.id


@pytest.mark.parametrize("tier", list(Tier))
def test_each_tier_has_its_sentence_and_its_own_error_rate(tier: Tier) -> None:
    sentences = [s.text for s in narrate(make_record(tier)) if s.section == "verdict"]
    assert sentences[0] == TEMPLATES.tiers[tier].format(generated=GENERATED, camera=CAMERA)
    rate = next(r for r in make_verdict(tier).error_rates if r.name == RELEVANT_RATES[tier][0])
    assert f"{rate.count} of {rate.total}" in sentences[-1]


def test_the_ratio_is_stated_for_the_side_it_favours() -> None:
    camera = texts(make_record(Tier.CAMERA_SUPPORTED))
    ratio = number(10 ** -make_verdict(Tier.CAMERA_SUPPORTED).log10_lr)
    assert f"{ratio} times more probable if the picture was captured by a camera" in camera
    assert "about as probable" in texts(make_record(Tier.INCONCLUSIVE))


def test_why_an_answer_is_inconclusive_is_told() -> None:
    verdict = make_verdict(Tier.INCONCLUSIVE)
    assert verdict.reasons
    assert all(reason in texts(make_record(Tier.INCONCLUSIVE)) for reason in verdict.reasons)


def test_an_unvalidated_rate_is_not_stated() -> None:
    verdict = make_verdict()
    rates = tuple(replace(rate, count=0, total=0) for rate in verdict.error_rates)
    assert "nan" not in texts(replace(make_record(), verdict=replace(verdict, error_rates=rates)))


def test_out_of_scope_gives_reasons_and_no_answer() -> None:
    record = out_of_scope_record()
    sentences = narrate(record)
    assert record.scope_reasons[0] in sentences[0].text
    assert sentences[0].records == ("image",)
    assert not any("verdict" in sentence.records for sentence in sentences)


def test_a_failed_file_is_told_with_what_to_do() -> None:
    record = failed_record()
    assert record.status is Status.FAILED
    (sentence,) = narrate(record)
    assert record.error is not None
    assert record.error.message in sentence.text
    assert record.error.remedy in sentence.text


def test_uncalibrated_and_disagreeing_detectors() -> None:
    second = replace(make_detector(-1.0, -0.8), id="second")
    third = replace(make_detector(0.1, None), id="third")
    record = replace(make_record(), detectors=(make_detector(), second, third))
    told = narrate(record)
    assert any("patch-evidence and second point to opposite sides" in s.text for s in told)
    assert sum("opposite" in s.text for s in told) == 1
    assert any("third is uncalibrated" in s.text for s in told)


def test_a_conflict_is_told_with_both_ratios_and_on_the_verdict() -> None:
    told = narrate(conflict_record())
    pair = next(s for s in told if "opposite sides" in s.text)
    assert "log10 LRs of 0.9 and -0.7" in pair.text
    assert pair.records == ("detector:patch-evidence", "detector:measured-features")
    verdict = conflict_record().verdict
    assert verdict is not None
    assert [s.records for s in told if s.text == verdict.conflict] == [("verdict",)]
    assert "opposite sides" not in texts(told_record()), "a weak answer is no conflict"


def test_an_unstable_answer_names_the_change_and_what_was_not_scored() -> None:
    told = [s for s in narrate(unstable_record()) if s.records == ("verdict",)]
    assert any("“JPEG 60”" in s.text and "log10 LR of -0.62" in s.text for s in told)
    assert any("“0.75x”" in s.text and "not scored" in s.text for s in told)
    assert not any("does not move the answer" in s.text for s in told)


def test_a_stable_answer_tells_how_far_it_moves() -> None:
    text = texts(told_record())
    assert "stays between 1.47 and 1.73" in text
    assert "the answer is not stable" not in text


@pytest.mark.parametrize(("log10_lr", "reached"), [(CAP, True), (FLOOR, True), (1.0, False)])
def test_a_ratio_at_its_bound_is_told(log10_lr: float, reached: bool) -> None:
    verdict = a_verdict(Tier.LEANS_AI, log10_lr)
    text = texts(replace(told_record(), verdict=verdict))
    assert (TEMPLATES.bound_reached in text) == reached
    assert f"over {number(10**CAP)} for" in text and f"over {number(10**-FLOOR)} for" in text


def test_on_whom_the_verdict_rests_is_told() -> None:
    assert "rests on the likelihood ratios of the detectors patch-evidence, measured-features, fused" in texts(
        told_record()
    )
    alone = replace(told_record(), verdict=a_verdict(detectors=("patch-evidence",)))
    assert "rests on the detector patch-evidence." in texts(alone)


def test_an_observation_takes_no_side() -> None:
    (text,) = [s.text for s in narrate(make_record()) if s.records == ("finding:noise-level",)]
    assert "neither side" in text
    assert "resembles" not in text


@pytest.mark.parametrize("state", list(C2paState))
def test_each_state_of_a_manifest_is_told(state: C2paState) -> None:
    provenance = make_provenance()
    record = replace(make_record(), provenance=replace(provenance, c2pa=replace(provenance.c2pa, state=state)))
    assert TEMPLATES.c2pa[state] in texts(record)


def test_declarations_are_quoted_as_declarations() -> None:
    provenance = replace(
        make_provenance(), generator="ComfyUI", digital_source_type="trainedAlgorithmicMedia", camera=""
    )
    named = {s.records[0]: s.text for s in narrate(replace(make_record(), provenance=provenance))}
    assert "declares the generator “ComfyUI”, which can be forged" in named["provenance:generator"]
    assert "trainedAlgorithmicMedia" in named["provenance:digital_source_type"]
    assert "provenance:camera" not in named


def test_a_reduced_picture_is_told() -> None:
    assert "50 % of its size" in texts(replace(make_record(), image=replace(make_facts(), scale=0.5)))


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(0, 0, "upper left"), (1, 1, "centre"), (1, 2, "middle right"), (2, 1, "lower centre")],
)
def test_places_have_names(row: int, column: int, name: str) -> None:
    assert TEMPLATES.places[row][column] == name
    box = Box(column * 200 + 50, row * 160 + 40, 100, 80)
    assert box_zone(box, make_facts(600, 480)) == (row, column)
    values = np.zeros((3, 3), np.float32)
    values[row, column] = -2.0
    heatmap = Heatmap("m", "d", True, 0.0, -1.0, (EvidenceView(Box(0, 0, 600, 480), 1.0, values),), 0.0)
    assert strongest_zone(heatmap, make_facts(600, 480), -1.0) == (row, column)


def test_an_even_map_names_no_place() -> None:
    view = EvidenceView(Box(0, 0, 600, 480), 1.0, np.full((3, 3), 0.4, np.float32))
    heatmap = Heatmap("m", "d", True, 0.0, 0.4, (view,), 0.0)
    record = replace(make_record(), heatmaps=(heatmap,), image=make_facts(600, 480))
    assert "The heatmap “m” of d is even" in texts(record)


@given(st.integers(1, 4), st.integers(1, 4))
def test_a_picture_of_a_few_pixels_still_has_places(width: int, height: int) -> None:
    view = EvidenceView(Box(0, 0, width, height), 1.0, np.arange(4, dtype=np.float32).reshape(2, 2))
    heatmap = Heatmap("m", "d", True, 0.0, 1.5, (view,), 0.0)
    assert strongest_zone(heatmap, make_facts(width, height), 1.0) == (2, 2)


@given(st.floats(0.0, 1.0))
def test_only_certainty_reads_as_a_hundred_per_cent(share: float) -> None:
    shown = percent(share)
    if share < 0.99999:
        assert shown != "100"
    assert float(shown) == pytest.approx(100 * share, rel=0.006)
