"""The narrator: sentences rest on records, numbers come from them, and nothing is said that they do not hold."""

from __future__ import annotations

import dataclasses
import math
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gauntlet_template_narrator
from gauntlet_desktop.api import Narrator
from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.manifest import read_manifest
from gauntlet_desktop.core.likelihood import verbal_scale
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    Box,
    C2paState,
    EvidenceView,
    Finding,
    Heatmap,
    Provenance,
    Reference,
    Rung,
    Sentence,
    Status,
    Tier,
)
from gauntlet_template_narrator import gauntlet_narrators, templates
from gauntlet_template_narrator.narrator import TemplateNarrator, number, percent
from gauntlet_template_narrator.places import box_place, strongest_place, zone_name
from tests.factories import (
    failed_record,
    hostile_record,
    make_detector,
    make_facts,
    make_provenance,
    make_record,
    make_verdict,
    out_of_scope_record,
)
from tests.verdicts import CAP, FLOOR, a_verdict, conflict_record, told_record, unstable_record

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]\d+)?(?![\w])")
_COMPLETE = {experimental: make_record(experimental=experimental) for experimental in (False, True)}
_SECTIONS = ("verdict", "detector", "finding", "provenance", "limits")

numbers = st.floats(-1e6, 1e6, allow_nan=False)
shares = st.floats(0.0, 1.0)


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    names = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=4))
    return tuple(draw(_finding(name)) for name in names)


@st.composite
def _finding(draw: st.DrawFn, name: str) -> Finding:
    claim = draw(st.sampled_from(["finding", "observation", "unremarkable"]))
    towards = draw(st.sampled_from(["generated", "camera"])) if claim == "finding" else "neither"
    percentile = st.floats(0, 100)
    reference = Reference(
        draw(percentile), draw(percentile), draw(numbers), draw(numbers), 100, 90, draw(st.floats(0, 1))
    )
    region = draw(st.none() | st.builds(Box, *[st.integers(0, 500)] * 2, *[st.integers(1, 500)] * 2))
    return Finding(f"finding:{name}", f"artifact {name}", draw(numbers), "dB", region, reference, claim, towards, "m")


def rungs() -> st.SearchStrategy[Rung]:
    changes = st.sampled_from(["as it is", "JPEG 60", "0.75x", "shifted crop"])
    scored = st.builds(Rung, changes, st.floats(-4, 4), st.sampled_from(list(Tier)))
    return scored | st.builds(Rung, changes, st.none(), st.none())


@st.composite
def records(draw: st.DrawFn) -> AnalysisRecord:
    """Records in which any part may be missing and the measured parts hold any values."""
    log10_lr = draw(st.floats(-4, 4))
    verdict = replace(
        make_verdict(draw(st.sampled_from(list(Tier)))),
        log10_lr=log10_lr,
        verbal=verbal_scale(log10_lr),
        probability=draw(shares),
        prior=draw(shares),
        detectors=draw(st.sampled_from([(), ("patch-evidence",), ("patch-evidence", "second")])),
        conflict=draw(st.sampled_from(["", "One detector leans to one side, the other to the other."])),
        ladder=tuple(draw(st.lists(rungs(), max_size=6))),
    )
    complete = _COMPLETE[draw(st.booleans())]
    return replace(
        complete,
        verdict=draw(st.sampled_from([verdict, None])),
        image=draw(st.sampled_from([complete.image, None])),
        provenance=draw(st.sampled_from([complete.provenance, None])),
        heatmaps=draw(st.sampled_from([complete.heatmaps, ()])),
        detectors=draw(st.sampled_from([complete.detectors, ()])),
        findings=draw(findings()),
    )


def narrate(record: AnalysisRecord) -> tuple[Sentence, ...]:
    return TemplateNarrator().narrate(record)


def texts(record: AnalysisRecord) -> str:
    return "\n".join(sentence.text for sentence in narrate(record))


def test_the_plugin_offers_one_narrator() -> None:
    (narrator,) = gauntlet_narrators()
    assert isinstance(narrator, Narrator)
    manifest = read_manifest(Path(gauntlet_template_narrator.__file__).with_name("plugin.toml"), API_VERSION)
    assert manifest.id == narrator.id


@given(records())
def test_every_sentence_rests_on_records_that_are_there(record: AnalysisRecord) -> None:
    there = set(parts(record))
    for sentence in narrate(record):
        assert sentence.records
        assert set(sentence.records) <= there, sentence
        assert sentence.section in _SECTIONS
        assert sentence.text.strip()


@given(records())
def test_every_number_stands_in_the_records_of_its_sentence(record: AnalysisRecord) -> None:
    available = parts(record)
    for sentence in narrate(record):
        values = [leaf for name in sentence.records for leaf in leaves(available[name])]
        text = sentence.text
        # What a record holds as text is quoted; longest first, so that no value is cut by one inside it.
        for quoted in sorted({str(v) for v in values if isinstance(v, str) and v}, key=len, reverse=True):
            text = text.replace(quoted, " ")
        allowed = {shown for value in values if isinstance(value, float | int) for shown in renderings(float(value))}
        assert set(_NUMBER.findall(text)) <= allowed, text


REMOVALS: dict[str, Callable[[AnalysisRecord], AnalysisRecord]] = {
    "verdict": lambda record: replace(record, verdict=None),
    "detector:": lambda record: replace(record, detectors=()),
    "heatmap:": lambda record: replace(record, heatmaps=()),
    "finding:": lambda record: replace(record, findings=()),
    "image": lambda record: replace(record, image=None),
    "provenance:": lambda record: replace(record, provenance=None),
}


@pytest.mark.parametrize("prefix", REMOVALS)
def test_without_a_record_its_sentences_vanish_and_the_others_stay(prefix: str) -> None:
    record = make_record(experimental=True)
    kept = [s for s in narrate(record) if not any(name.startswith(prefix) for name in s.records)]
    assert len(kept) < len(narrate(record))
    assert list(narrate(REMOVALS[prefix](record))) == kept


@given(findings())
def test_without_a_finding_its_sentences_vanish(found: tuple[Finding, ...]) -> None:
    record = replace(_COMPLETE[False], findings=found)
    for gone in found:
        left = narrate(replace(record, findings=tuple(f for f in found if f is not gone)))
        assert not any(gone.id in sentence.records for sentence in left)
        assert not any(gone.artifact in sentence.text for sentence in left)


@given(records())
def test_no_wording_asserts_more_than_evidence(record: AnalysisRecord) -> None:
    text = texts(record).lower()
    for forbidden in ("is fake", "is real", "is genuine", "is authentic", "proves", "certain"):
        assert forbidden not in text


def test_templates_hold_no_digit_of_their_own() -> None:
    for name, value in vars(templates).items():
        for template in _strings(value) if name.isupper() else ():
            literal = "".join(part for part, *_ in string.Formatter().parse(template))
            assert not _NUMBER.findall(literal), template


@pytest.mark.parametrize("tier", list(Tier))
def test_each_tier_has_its_sentence_and_its_own_error_rate(tier: Tier) -> None:
    sentences = [s.text for s in narrate(make_record(tier)) if s.section == "verdict"]
    assert sentences[0] == templates.TIERS[tier]
    rate = next(r for r in make_verdict(tier).error_rates if r.name == templates.RELEVANT_RATES[tier][0])
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
    assert (templates.BOUND_REACHED in text) == reached
    assert f"over {number(10**CAP)} for" in text and f"over {number(10**-FLOOR)} for" in text


def test_on_whom_the_verdict_rests_is_told() -> None:
    assert "rests on the likelihood ratios of the detectors patch-evidence, measured-features, fused" in texts(
        told_record()
    )
    alone = replace(told_record(), verdict=a_verdict(detectors=("patch-evidence",)))
    assert "rests on the detector patch-evidence." in texts(alone)


def test_an_observation_takes_no_side() -> None:
    (text,) = [s.text for s in narrate(make_record()) if "finding:noise-level" in s.records and "Artificial" in s.text]
    assert "neither side" in text
    assert "resembles" not in text


@pytest.mark.parametrize("state", list(C2paState))
def test_each_state_of_a_manifest_is_told(state: C2paState) -> None:
    provenance = make_provenance()
    record = replace(make_record(), provenance=replace(provenance, c2pa=replace(provenance.c2pa, state=state)))
    assert templates.C2PA[state] in texts(record)


def test_declarations_are_quoted_as_declarations() -> None:
    provenance = replace(
        make_provenance(), generator="ComfyUI", digital_source_type="trainedAlgorithmicMedia", camera=""
    )
    named = {s.records[0]: s.text for s in narrate(replace(make_record(), provenance=provenance))}
    assert "declares the generator “ComfyUI”, which can be forged" in named["provenance:generator"]
    assert "trainedAlgorithmicMedia" in named["provenance:digital_source_type"]
    assert "provenance:camera" not in named


def test_hostile_values_are_shown_bounded_and_visible() -> None:
    for sentence in narrate(hostile_record()):
        assert len(sentence.text) < 1000
        assert "\u202e" not in sentence.text
        assert "\n" not in sentence.text


def test_a_reduced_picture_is_told() -> None:
    assert "50 % of its size" in texts(replace(make_record(), image=replace(make_facts(), scale=0.5)))


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(0, 0, "upper left"), (1, 1, "centre"), (1, 2, "middle right"), (2, 1, "lower centre")],
)
def test_places_have_names(row: int, column: int, name: str) -> None:
    assert zone_name(row, column) == name
    box = Box(column * 200 + 50, row * 160 + 40, 100, 80)
    assert box_place(box, make_facts(600, 480)) == name
    values = np.zeros((3, 3), np.float32)
    values[row, column] = -2.0
    heatmap = Heatmap("m", "d", True, 0.0, -1.0, (EvidenceView(Box(0, 0, 600, 480), 1.0, values),), 0.0)
    assert strongest_place(heatmap, make_facts(600, 480), -1.0) == name


def test_an_even_map_names_no_place() -> None:
    view = EvidenceView(Box(0, 0, 600, 480), 1.0, np.full((3, 3), 0.4, np.float32))
    heatmap = Heatmap("m", "d", True, 0.0, 0.4, (view,), 0.0)
    record = replace(make_record(), heatmaps=(heatmap,), image=make_facts(600, 480))
    assert "The heatmap “m” of d is even" in texts(record)


@given(st.integers(1, 4), st.integers(1, 4))
def test_a_picture_of_a_few_pixels_still_has_places(width: int, height: int) -> None:
    view = EvidenceView(Box(0, 0, width, height), 1.0, np.arange(4, dtype=np.float32).reshape(2, 2))
    heatmap = Heatmap("m", "d", True, 0.0, 1.5, (view,), 0.0)
    assert strongest_place(heatmap, make_facts(width, height), 1.0) == "lower right"


@given(shares)
def test_only_certainty_reads_as_a_hundred_per_cent(share: float) -> None:
    shown = percent(share)
    if share < 0.99999:
        assert shown != "100"
    assert float(shown) == pytest.approx(100 * share, rel=0.006)


def parts(record: AnalysisRecord) -> dict[str, object]:
    """The records that a sentence may name, by id."""
    named: dict[str, object] = {
        "verdict": record.verdict,
        # The reasons for being out of scope are facts about the picture.
        "image": (record.image, record.scope_reasons) if record.image else None,
        "error": record.error,
        **{f"detector:{d.id}": d for d in record.detectors},
        **{f"heatmap:{h.method}": h for h in record.heatmaps},
        **{f.id: f for f in record.findings},
        **_provenance_parts(record.provenance),
    }
    return {name: value for name, value in named.items() if value is not None}


def _provenance_parts(provenance: Provenance | None) -> dict[str, object]:
    names = ("c2pa", "generator", "camera", "digital_source_type")
    return {f"provenance:{name}": getattr(provenance, name) for name in names} if provenance else {}


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    elif dataclasses.is_dataclass(value):
        yield from leaves(tuple(getattr(value, f.name) for f in dataclasses.fields(value)))
        if hasattr(value, "rate"):
            yield value.rate
    elif isinstance(value, str | float | int) and not isinstance(value, Enum):
        yield value


def renderings(value: float) -> set[str]:
    """A record's value as the narrator may state it: plain, in per cent, and as a ratio where it is a logarithm."""
    shown = {number(value), f"{value:g}"}
    if 0.0 <= value <= 1.0:
        shown.add(percent(value))
    if math.isfinite(value) and abs(value) < 10:
        shown.add(number(10.0 ** abs(value)))
    return shown


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
