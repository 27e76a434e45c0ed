"""Every wording of the narrator: sentences rest on records, numbers come from them, and no wording claims more."""

from __future__ import annotations

import dataclasses
import itertools
import math
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum

import numpy as np
import pytest
from hypothesis import given

from gauntlet_basic_findings import gauntlet_finding_rules
from gauntlet_desktop.api import FindingRule
from gauntlet_desktop.core.errors import NO_SHARED_MEMORY, InputCode, InputError
from gauntlet_desktop.core.readers import LANGUAGES, REGISTERS, Reader, told
from gauntlet_desktop.core.records import AnalysisRecord, Finding, Provenance, Sentence, Tier
from gauntlet_desktop.core.scope import scope_reasons
from gauntlet_template_narrator.narrator import TemplateNarrator, heatmap_zones, narrated
from gauntlet_template_narrator.wording import Wording, number, percent
from gauntlet_template_narrator.words import WORDINGS, de_plain, de_technical, en_plain, en_technical
from tests.factories import HOSTILE_VALUES, hostile_record, make_calibration, make_facts, make_record
from tests.made_up_records import COMPLETE, findings, records
from tests.verdicts import conflict_record, told_record, uncalibrated_record, unstable_record

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]\d+)?(?!\w|\.\d)")
_INSIDE_TEXT = re.compile(r"-?\d+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SECTIONS = ("verdict", "detector", "finding", "provenance", "limits")
# Words that no sentence may hold, whatever was measured.
_NEVER = {
    "en": r"fake|genuine|authentic|prove[sd]?|proof|certain(ly)?|manipulated|confirm(s|ed)?|is real|definite(ly)?",
    "de": r"fälschung|fake|echt|authentisch|beweist|bewiesen|beweis|sicher|manipuliert|bestätigt|eindeutig",
}
_DENIED = re.compile(r"nicht eindeutig")
# Findings are told alike with and without heatmaps, which take long to look at.
_PLAIN_RECORD = replace(COMPLETE[False], heatmaps=())
_SAME_IN_GERMAN = ("dB", "px", "1/px", "log2")
_CAVEATS = ("experimental", "uncalibrated", "conflict", "limit_verdict", "limit_population", "limit_findings")


def by_wording(test: Callable[..., None]) -> Callable[..., None]:
    names = [f"{wording.language}-{wording.register}" for wording in WORDINGS]
    marked: Callable[..., None] = pytest.mark.parametrize("w", WORDINGS, ids=names)(test)
    return marked


def narrate(record: AnalysisRecord, wording: Wording) -> tuple[Sentence, ...]:
    return tuple(narrated(record, wording, heatmap_zones(record)))


def by_each(record: AnalysisRecord) -> Iterator[tuple[Wording, Sentence]]:
    """All sentences about a record, each with its wording."""
    zones = heatmap_zones(record)
    for wording in WORDINGS:
        for sentence in narrated(record, wording, zones):
            yield wording, sentence


def test_each_language_and_register_that_a_reader_can_choose_is_written_once() -> None:
    written = TemplateNarrator().narrate(make_record())
    assert {(w.language, w.register) for w in WORDINGS} == set(itertools.product(LANGUAGES, REGISTERS))
    for w in WORDINGS:
        assert told(written, Reader(w.language, w.register)) == narrate(make_record(), w)
    assert sum(len(narrate(make_record(), w)) for w in WORDINGS) == len(written)


@given(records())
def test_every_sentence_rests_on_records_that_are_there(record: AnalysisRecord) -> None:
    there = set(parts(record))
    for w, sentence in by_each(record):
        assert sentence.records
        assert set(sentence.records) <= there, sentence
        assert sentence.section in _SECTIONS
        assert sentence.text.strip()
        assert (sentence.language, sentence.register) == (w.language, w.register)


@given(records())
def test_every_number_stands_in_the_records_of_its_sentence(record: AnalysisRecord) -> None:
    available = parts(record)
    for w, sentence in by_each(record):
        values = [leaf for name in sentence.records for leaf in leaves(available[name])]
        text = sentence.text
        # What a record holds as text is quoted; longest first, so that no value is cut by one inside it.
        for quoted in sorted({str(v) for v in values if isinstance(v, str) and v}, key=len, reverse=True):
            text = text.replace(quoted, " ")
        allowed = {shown for value in values if isinstance(value, float | int) for shown in renderings(float(value))}
        # What is reworded keeps its numbers.
        allowed |= {found for value in values if isinstance(value, str) for found in inside(value)}
        if w.decimal == ",":
            assert not re.search(r"\d\.\d", text), "a German number has a comma"
            text = _DECIMAL_COMMA.sub(".", text)
        assert set(_NUMBER.findall(text)) <= allowed, text


REMOVALS: dict[str, Callable[[AnalysisRecord], AnalysisRecord]] = {
    "verdict": lambda record: replace(record, verdict=None),
    "detector:": lambda record: replace(record, detectors=()),
    "heatmap:": lambda record: replace(record, heatmaps=()),
    "finding:": lambda record: replace(record, findings=()),
    "image": lambda record: replace(record, image=None),
    "provenance:": lambda record: replace(record, provenance=None),
}


@by_wording
@pytest.mark.parametrize("prefix", REMOVALS)
def test_without_a_record_its_sentences_vanish_and_the_others_stay(w: Wording, prefix: str) -> None:
    record = make_record(experimental=True)
    kept = [s for s in narrate(record, w) if not any(name.startswith(prefix) for name in s.records)]
    assert len(kept) < len(narrate(record, w))
    assert list(narrate(REMOVALS[prefix](record), w)) == kept


@given(findings())
def test_without_a_finding_its_sentences_vanish(found: tuple[Finding, ...]) -> None:
    record = replace(_PLAIN_RECORD, findings=found)
    for gone in found:
        others = tuple(each for each in found if each is not gone)
        for w, sentence in by_each(replace(record, findings=others)):
            assert gone.id not in sentence.records
            named_alike = any(w.artifact(gone) in w.artifact(each) for each in others)
            assert named_alike or w.artifact(gone) not in sentence.text


@given(records())
def test_no_wording_asserts_more_than_evidence(record: AnalysisRecord) -> None:
    for w, sentence in by_each(record):
        text = _DENIED.sub("", sentence.text.lower())
        assert not re.search(rf"\b({_NEVER[w.language]})\b", text), text


@given(findings())
def test_only_a_finding_takes_a_side(found: tuple[Finding, ...]) -> None:
    resembling = {"en": "resembles", "de": "gleicht"}
    claimed = {each.id for each in found if each.claim == "finding"}
    for w, sentence in by_each(replace(_PLAIN_RECORD, findings=found)):
        if resembling[w.language] in sentence.text:
            assert set(sentence.records) <= claimed


@by_wording
@pytest.mark.parametrize("tier", list(Tier))
def test_a_sentence_on_the_tier_names_no_other_side_first(w: Wording, tier: Tier) -> None:
    """An answer that leans is not told as one that supports, and none that decides nothing takes a side."""
    first = narrate(told_record(tier), w)[0].text
    others = {narrate(told_record(other), w)[0].text for other in Tier if other is not tier}
    assert first not in others
    t = w.templates
    if tier in (Tier.AI_SUPPORTED, Tier.CAMERA_SUPPORTED):
        named = (t.generated, t.camera) if tier is Tier.AI_SUPPORTED else (t.camera, t.generated)
        assert first.index(named[0]) < first.index(named[1])
    elif tier is not Tier.INCONCLUSIVE:
        assert (t.generated in first, t.camera in first) == (tier is Tier.LEANS_AI, tier is Tier.LEANS_CAMERA)


@by_wording
def test_no_register_leaves_out_what_limits_an_answer(w: Wording) -> None:
    for name in _CAVEATS:
        assert getattr(w.templates, name)
    for template in (w.templates.ladder_changed, w.templates.ladder_outside, w.templates.observation):
        assert template
    assert "{rate}" in w.templates.error_rate and "{rate}" in w.templates.observation
    assert all("{rate}" in claim for claim in w.templates.claims.values())
    assert "{prior}" in w.templates.prior, "no probability without its prior"


@by_wording
def test_all_wordings_speak_of_the_same_records(w: Wording) -> None:
    """Plain words may say less of a record, but no record with a caveat is passed over."""
    for record in (conflict_record(), unstable_record(), uncalibrated_record(), told_record(experimental=True)):
        named = {name for sentence in narrate(record, w) for name in sentence.records}
        every = {name for sentence in narrate(record, en_technical.WORDING) for name in sentence.records}
        silent = {f"detector:{each.id}" for each in record.detectors if each.calibrated}
        assert every - named <= silent


@by_wording
def test_templates_hold_no_digit_of_their_own(w: Wording) -> None:
    for field in dataclasses.fields(w.templates):
        for template in _strings(getattr(w.templates, field.name)):
            literal = "".join(part for part, *_ in string.Formatter().parse(template))
            assert not _NUMBER.findall(literal), template


@by_wording
def test_rewordings_hold_no_digit_that_the_record_has_not(w: Wording) -> None:
    names = [(artifact, words.name) for artifact, words in w.rules.items()]
    for original, words in (*w.phrases, *w.units.items(), *names):
        assert set(_INSIDE_TEXT.findall(words)) <= set(_INSIDE_TEXT.findall(original)), words
    for words in w.rules.values():
        assert not _INSIDE_TEXT.findall(words.plain + words.technical)


@by_wording
def test_a_rule_without_words_of_its_own_is_told_by_its_own_name(w: Wording) -> None:
    (finding, *_) = make_record().findings
    unheard = replace(finding, id="finding:new", artifact="Something {new}", unit="furlongs")
    text = " ".join(s.text for s in narrate(replace(make_record(), findings=(unheard,)), w))
    assert "Something {new}" in text
    assert w.number(finding.value) in text
    assert ("furlongs" in text) == (w.register == "technical")


def test_a_rule_that_is_known_is_told_in_its_language() -> None:
    (finding, *_) = make_record().findings
    record = replace(make_record(), findings=(replace(finding, artifact="Texture repetition", unit="correlation"),))
    plain = " ".join(s.text for s in narrate(record, de_plain.WORDING))
    technical = " ".join(s.text for s in narrate(record, de_technical.WORDING))
    assert "Wiederholte Textur: Messwert 3,42" in plain and "Fassaden" in plain
    assert "Wiederholte Textur: 3,42 (Korrelation)" in technical
    assert "facades" in " ".join(s.text for s in narrate(record, en_plain.WORDING))


@pytest.mark.parametrize("rule", gauntlet_finding_rules(), ids=lambda rule: str(rule.spec.id))
def test_every_built_in_rule_has_words_for_laymen_and_a_german_name(rule: FindingRule) -> None:
    artifact = rule.spec.artifact
    for w in (en_plain.WORDING, de_plain.WORDING):
        assert w.rules[artifact].plain.endswith(".")
    assert de_plain.WORDING.rules[artifact].name
    assert rule.spec.unit in de_plain.WORDING.units or rule.spec.unit in _SAME_IN_GERMAN


def test_what_a_record_says_in_english_is_said_in_german() -> None:
    german = [s.text for s in narrate(unstable_record(), de_technical.WORDING)]
    assert "Die Antwort wechselt auf einem Ausschnitt des Bildes die Seite (JPEG 60): Sie ist nicht stabil." in german
    assert any("„0,75x“ liegt das Bild außerhalb" in text for text in german)
    assert any("Stratum „kurze Seite ab 256 px, JPEG-Qualität 86 bis 100“" in text for text in german)
    conflict = [s.text for s in narrate(conflict_record(), de_technical.WORDING)]
    assert (
        "Kalibrierte Detektoren widersprechen sich: patch-evidence spricht für „von einem generativen Modell "
        "erzeugt“ (log10 LR +0,90), measured-features spricht für „mit einer Kamera aufgenommen“ (log10 LR -0,70)."
    ) in conflict


def test_a_reason_that_is_not_known_is_quoted_as_it_stands() -> None:
    verdict = told_record().verdict
    assert verdict is not None
    record = replace(told_record(), verdict=replace(verdict, reasons=("A plugin's own reason, 1.5 of it.",)))
    german = [s.text for s in narrate(record, de_plain.WORDING)]
    assert "Im Wortlaut des Protokolls (englisch): „A plugin's own reason, 1.5 of it.“" in german
    assert "A plugin's own reason, 1.5 of it." in [s.text for s in narrate(record, en_plain.WORDING)]


@pytest.mark.parametrize("code", list(InputCode))
def test_every_failure_of_a_file_is_told_in_german_and_only_its_detail_quoted(code: InputCode) -> None:
    plain, detailed = InputError(code), InputError(code, "Marker 0xFFD8.")
    for w in (de_plain.WORDING, de_technical.WORDING):
        assert "englisch" not in w.sentence(plain.message) + w.sentence(plain.remedy)
        assert w.sentence(detailed.message) == (
            f"{w.sentence(plain.message)} Im Wortlaut des Protokolls (englisch): „Marker 0xFFD8.“"
        )
    assert en_technical.WORDING.sentence(detailed.message) == detailed.message


def test_a_lack_of_shared_memory_is_told_in_german_with_its_own_remedy() -> None:
    error = InputError(InputCode.DECODE_MEMORY, NO_SHARED_MEMORY)
    assert error.remedy != InputError(InputCode.DECODE_MEMORY).remedy
    for w in (de_plain.WORDING, de_technical.WORDING):
        assert w.sentence(error.message).endswith("fanden im gemeinsamen Speicher des Systems keinen Platz.")
        assert w.sentence(error.remedy).startswith("Vergrößern Sie den gemeinsamen Speicher")


@pytest.mark.parametrize("score", [-9.0, -1.0, -0.2, 0.0, 0.2, 1.0, 9.0])
def test_every_reason_of_a_calibration_is_told_in_german(score: float) -> None:
    for stratum in make_calibration().strata:
        for reason in stratum.reasons(score, 0.05):
            assert "englisch" not in de_plain.WORDING.sentence(reason) + de_technical.WORDING.sentence(reason)


@pytest.mark.parametrize("shade", [0, 255])
def test_reasons_for_being_out_of_scope_are_told_in_german(shade: int) -> None:
    blank = np.full((64, 64, 3), shade, np.uint8)
    reasons = scope_reasons(blank, make_facts(64, 64))
    assert len(reasons) == 2
    for reason in reasons:
        german = de_technical.WORDING.sentence(reason)
        assert "englisch" not in german
        assert _INSIDE_TEXT.findall(german) == _INSIDE_TEXT.findall(reason)


@by_wording
def test_hostile_values_are_shown_bounded_and_visible(w: Wording) -> None:
    for sentence in narrate(hostile_record(), w):
        assert len(sentence.text) < 1000
        assert "\u202e" not in sentence.text
        assert "\n" not in sentence.text


@by_wording
@pytest.mark.parametrize("hostile", HOSTILE_VALUES)
def test_hostile_texts_of_plugins_are_bounded_and_visible_too(w: Wording, hostile: str) -> None:
    record = told_record()
    assert record.verdict is not None
    finding = replace(record.findings[0], artifact=hostile, unit=hostile)
    verdict = replace(record.verdict, reasons=(hostile,), stratum=hostile, conflict=hostile + ".")
    detectors = tuple(replace(each, version=hostile) for each in record.detectors)
    hurt = replace(record, findings=(finding,), verdict=verdict, detectors=detectors)
    for sentence in narrate(hurt, w):
        assert len(sentence.text) < 1000
        assert sentence.text.isprintable()


def test_numbers_in_german_have_a_comma_and_no_wording_rounds_otherwise() -> None:
    for value in (0.5, 47.863, -1.25e-7, 123456.0):
        assert de_plain.WORDING.number(value) == number(value).replace(".", ",")
        assert en_plain.WORDING.number(value) == number(value)
    assert de_technical.WORDING.percent(0.9996) == "99,96"


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


def inside(text: str) -> set[str]:
    """The numbers in a text, with their sign and without."""
    found = set(_INSIDE_TEXT.findall(text))
    return found | {each.lstrip("-") for each in found}


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
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        yield from _strings(tuple(value.values()))
