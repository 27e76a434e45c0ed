"""What records say of themselves beyond their fields."""

from __future__ import annotations

from dataclasses import replace

from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult
from tests.factories import make_record


def detector(name: str, *, experimental: bool) -> DetectorResult:
    return replace(make_record().detectors[0], id=name, experimental=experimental)


def record(experimental: dict[str, bool], behind: tuple[str, ...] | None) -> AnalysisRecord:
    """A record of these detectors; `behind` are those that the verdict rests on, None: there is no verdict."""
    made = make_record()
    assert made.verdict is not None
    verdict = None if behind is None else replace(made.verdict, detectors=behind)
    results = tuple(detector(name, experimental=value) for name, value in experimental.items())
    return replace(made, detectors=results, verdict=verdict)


def test_a_verdict_is_experimental_when_all_behind_it_are() -> None:
    mixed = {"good": False, "weak": True}
    assert not record(mixed, ("good", "weak")).is_experimental
    assert not record(mixed, ("good",)).is_experimental
    assert record(mixed, ("weak",)).is_experimental
    assert record({"weak": True, "poor": True}, ("weak", "poor")).is_experimental


def test_without_a_verdict_all_detectors_count() -> None:
    assert not record({"good": False, "weak": True}, None).is_experimental
    assert record({"weak": True}, None).is_experimental
    assert not record({}, None).is_experimental
