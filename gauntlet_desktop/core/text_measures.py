"""Measures whether a text says what the records say: sentences that can be traced, and sentences that must vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from gauntlet_desktop.core.readers import DECIMAL_COMMA
from gauntlet_desktop.core.records import AnalysisRecord, Sentence
from gauntlet_desktop.core.rephrasing import numbers
from gauntlet_desktop.core.serialise import record_to_json

Narrate = Callable[[AnalysisRecord], Sequence[Sentence]]

# The text states three significant digits, and up to six where fewer would read as certainty.
_DIGITS = range(3, 7)
_LARGEST_EXPONENT = 300.0


def traceable(record: AnalysisRecord) -> tuple[int, int]:
    """(sentences whose records are all there and whose numbers all stand in records, all sentences)."""
    known, allowed = _ids(record), _Allowed(record)
    traced = [s for s in record.text if set(s.records) <= known and all(map(allowed.holds, _numbers(s)))]
    return len(traced), len(record.text)


def vanishing(record: AnalysisRecord, narrate: Narrate) -> tuple[int, int]:
    """(findings whose every sentence is gone once the finding is, findings that a sentence names): the removal test."""
    named = [each for each in record.findings if any(each.id in sentence.records for sentence in narrate(record))]
    passed = 0
    for finding in named:
        without = replace(record, findings=tuple(each for each in record.findings if each.id != finding.id))
        passed += not any(finding.id in s.records or finding.artifact in s.text for s in narrate(without))
    return passed, len(named)


def _numbers(sentence: Sentence) -> list[str]:
    """The numbers of a sentence, with a decimal point in every language."""
    comma = "," if sentence.language in DECIMAL_COMMA else "."
    return [number.replace(comma, ".") for number in numbers(sentence.text)]


def _ids(record: AnalysisRecord) -> set[str]:
    """What a sentence may name as its records."""
    whole = {"verdict": record.verdict, "image": record.image, "error": record.error, "provenance": record.provenance}
    ids = {name for name, value in whole.items() if value is not None}
    if record.provenance is not None:
        ids |= {f"provenance:{name}" for name in ("c2pa", "generator", "camera", "digital_source_type")}
    ids |= {f"detector:{each.id}" for each in record.detectors}
    ids |= {f"heatmap:{each.method}" for each in record.heatmaps}
    return ids | {each.id for each in record.findings}


class _Allowed:
    """The numbers that a record holds, as they are, in per cent, and as ratios where they are logarithms."""

    def __init__(self, record: AnalysisRecord) -> None:
        plain = record_to_json(replace(record, text=(), remarks=()))
        self._words: set[str] = set()
        self._values: set[float] = set()
        for value in _leaves(plain):
            if isinstance(value, str):
                self._words.update(numbers(value))
            else:
                self._values.update(_forms(float(value)))
        self._rounded = {float(f"{value:.{digits}g}") for value in self._values for digits in _DIGITS}

    def holds(self, number: str) -> bool:
        if number in self._words:
            return True
        try:
            return abs(float(number)) in self._rounded
        except ValueError:  # a version, such as 0.1.0
            return False


def _leaves(value: Any) -> Iterator[Any]:
    """All texts and numbers in a JSON value."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    elif value is not None and not isinstance(value, bool):
        yield value


def _forms(value: float) -> Iterator[float]:
    yield abs(value)
    yield 100.0 * abs(value)
    if abs(value) < _LARGEST_EXPONENT:
        yield 10.0 ** abs(value)
