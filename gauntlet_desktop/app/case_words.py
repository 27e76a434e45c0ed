"""What a case holds, in the words and records of a report: filters, configurations, items, histories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gauntlet_desktop.app.prompts import artifact_names
from gauntlet_desktop.core.artifacts import Artifact
from gauntlet_desktop.core.checklist import Observation, answer_in_words, observations, parse_answer
from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.core.records import Status, Tier
from gauntlet_desktop.core.safe_text import visible, visible_path
from gauntlet_desktop.reporting.case_model import (
    DECISION_WORDS,
    CaseItem,
    Said,
    UsedConfiguration,
    answer_of,
)
from gauntlet_desktop.store import Filter, MarkEntry, MarkKind, Row, StoredConfiguration, answers_by_history

_LISTS = {
    "tiers": "answer",
    "statuses": "analysis",
    "strata": "stratum",
    "containers": "format",
    "cameras": "declared camera",
    "generators": "declared generator",
    "error_codes": "problem",
    "decisions": "decision",
    "tags": "tag",
}
_SHOWN = 8


def filter_in_words(wanted: Filter) -> str:
    """Which images a filter wants, as a sentence."""
    parts = [*_values(wanted), *_ratios(wanted), *_switches(wanted)]
    return f"Images with {'; '.join(parts)}." if parts else "All images of the case."


def _values(wanted: Filter) -> Iterator[str]:
    for name, word in _LISTS.items():
        if values := getattr(wanted, name):
            shown = [_value(name, value) for value in values[:_SHOWN]]
            more = f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""
            yield f"{word} {' or '.join(shown)}{more}"
    if wanted.text:
        yield f"“{visible(wanted.text, 80)}” in path, note or SHA-256"


def _value(name: str, value: str) -> str:
    if name == "tiers":
        return f"“{answer_of(Status.OK, Tier(value)) if value else 'no verdict'}”"
    if name == "decisions":
        return f"“{DECISION_WORDS.get(value, visible(value, 40))}”"
    return f"“{visible(value, 40)}”"


def _ratios(wanted: Filter) -> Iterator[str]:
    if wanted.log10_lr_from is not None:
        yield f"log10 LR from {wanted.log10_lr_from:+.2f}"
    if wanted.log10_lr_to is not None:
        yield f"log10 LR up to {wanted.log10_lr_to:+.2f}"


def _switches(wanted: Filter) -> Iterator[str]:
    for flag, word in ((wanted.conflict, "conflict between detectors"), (wanted.bookmarked, "bookmark")):
        if flag is not None:
            yield f"a {word}" if flag else f"no {word}"
    if wanted.stacked_once:
        yield "one of each stack of near duplicates"
    if wanted.stack is not None:
        yield "one stack of near duplicates"
    if wanted.items:
        yield f"{len(wanted.items):,} chosen ones" if len(wanted.items) > 1 else "one chosen"


def used_configuration(stored: StoredConfiguration) -> UsedConfiguration:
    """A configuration with its parts by name; a description that is none is shown as it is."""
    try:
        parts = tuple(_parts(parse_json(stored.description)))
    except (ValueError, TypeError, KeyError):
        parts = (("Description", visible(stored.description, 400)),)
    return UsedConfiguration(stored.digest, stored.records, stored.first_used, parts)


def _parts(plain: dict[str, list[list[str]]]) -> Iterator[tuple[str, str]]:
    yield "Program", visible(str(plain["program"]), 200)
    for name, version, sha256 in plain["plugins"]:
        yield f"Plugin {name}", f"{version} {sha256}".strip()
    for what in ("weights", "calibrations"):
        for name, sha256 in plain[what]:
            yield f"{what.capitalize()} of {name}", sha256
    for name, value in plain["parameters"]:
        yield name.capitalize(), value


def item_of(row: Row) -> CaseItem:
    """A row as reports show it."""
    return CaseItem(
        id=row.id,
        name=row.name,
        path=visible_path(row.raw_path),
        sha256=row.sha256,
        status=row.status,
        tier=row.tier,
        log10_lr=row.log10_lr,
        stratum=row.stratum,
        conflict=row.conflict,
        missing=row.missing,
        error_code=row.error_code,
        decision=row.decision,
        second_decision=row.second_decision,
        bookmarked=row.bookmarked,
        stacked=row.stacked,
        tags=tuple(visible(tag) for tag in row.tags),
        note=visible(row.note),
    )


def said(entry: MarkEntry) -> Said:
    """A line of an image's history in words."""
    decisions = (MarkKind.DECISION, MarkKind.SECOND_DECISION)
    value = DECISION_WORDS.get(entry.value, entry.value) if entry.kind in decisions else entry.value
    if entry.kind == MarkKind.BOOKMARK:
        value = "set" if entry.value else ""
    if entry.kind == MarkKind.ANSWER:
        value = answer_in_words(entry.value, artifact_names())
    what = f"{entry.kind}: {visible(value, 400)}" if entry.value else f"{entry.kind} withdrawn"
    reason = f" ({visible(entry.note, 400)})" if entry.note else ""
    return Said(entry.occurred, visible(entry.actor, 60), what + reason)


def observed(artifacts: Iterable[Artifact], entries: Iterable[MarkEntry]) -> tuple[Observation, ...]:
    """Of an image's marks from the oldest on: the answers of the checklist that stand, in the order of the questions,
    with who gave them and when."""
    given = [(parse_answer(entry.value, entry.note), entry) for entry in answers_by_history(entries)]
    by_question = {answer.question: (answer, entry) for answer, entry in given}
    return tuple(
        replace(observation, actor=visible(entry.actor, 60), occurred=entry.occurred)
        for artifact in artifacts
        if artifact.id in by_question
        for answer, entry in [by_question[artifact.id]]
        for observation in observations([artifact], {artifact.id: answer})
    )
