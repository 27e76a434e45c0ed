"""Model cards in a report: what matters of those behind the verdict beside the result, all of it in an annex.

A card is Markdown of which headings, paragraphs, lists and tables are set; anything else is printed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gauntlet_desktop.core.records import DetectorResult
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting import verdict_words, wording
from gauntlet_desktop.reporting.options import Card
from gauntlet_desktop.reporting.report import Report

# The parts of a card that stand beside the result, by the first words of their titles.
MAIN_PARTS = ("Intended use", "Where it fails", "Aims")
_LINE_LIMIT = 2000
_MOST_COLUMNS = 12  # of a table; more are too narrow to be set
_RULE = re.compile(r"^\|[\s:|-]+\|?$")
_MARKS = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of a card (empty before the first one) and the lines under it."""

    title: str
    lines: tuple[str, ...]


def parts(untrusted_markdown: str) -> tuple[Part, ...]:
    """A card's parts in their order, by its headings of any level."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in untrusted_markdown.splitlines()[:_LINE_LIMIT]:
        if line.startswith("#"):
            found.append((line.lstrip("#").strip(), []))
        else:
            found[-1][1].append(line.rstrip())
    return tuple(Part(title, tuple(lines)) for title, lines in found if title or any(lines))


def main_figures(report: Report) -> list[t.Block]:
    """For each detector what is to be held against it; for those that the verdict rests on, what they are for, where
    they fail and which aims they met."""
    return [block for result in report.record.detectors for block in _main(report, result)]


def annex(report: Report) -> list[t.Block]:
    """The cards in full of the detectors that the verdict rests on; without a verdict, of all."""
    blocks: list[t.Block] = []
    for result in report.record.detectors:
        if _is_second(report, result):
            continue
        card = _card_of(report, result)
        if card is not None:
            blocks.append(t.text(f"Model card of {card.detector} {card.version}", "headline"))
            blocks += [block for part in parts(card.markdown) for block in _part(part)]
    return blocks


def _main(report: Report, result: DetectorResult) -> Iterator[t.Block]:
    rests = " (the verdict rests on it)" if verdict_words.rests_on(report.record.verdict, result) else ""
    yield t.part(f"{result.id} {result.version}{rests}")
    if result.experimental:
        yield from (t.boxed([t.text(wording.EXPERIMENTAL_DETECTOR)], t.WARNING), t.Space(4))
    if not result.calibrated:
        yield from (t.boxed([t.text(wording.UNCALIBRATED_DETECTOR)], t.WARNING), t.Space(4))
    if _is_second(report, result):
        yield t.text(wording.SECOND_OPINION)
        return
    card = _card_of(report, result)
    if card is None:
        yield t.text(wording.CARD_MISSING)
        return
    yield t.facts(_identity(card))
    for part in parts(card.markdown):
        if part.title.startswith(MAIN_PARTS):
            yield from _part(part)


def _identity(card: Card) -> list[tuple[str, str]]:
    facts = [("Weights, SHA-256", card.weights_sha256)]
    return [*facts, ("Calibration installed at report time, SHA-256", card.calibration)] if card.calibration else facts


def _is_second(report: Report, result: DetectorResult) -> bool:
    """Whether there is a verdict that does not rest on this detector."""
    return report.record.verdict is not None and not verdict_words.rests_on(report.record.verdict, result)


def _card_of(report: Report, result: DetectorResult) -> Card | None:
    """The card of a detector at the very weights that scored; a card of others would state wrong figures."""
    wanted = (result.id, result.weights_sha256)
    return next((card for card in report.options.cards if (card.detector, card.weights_sha256) == wanted), None)


def _part(part: Part) -> Iterator[t.Block]:
    if part.title:
        yield from t.table_part(part.title)
    lines = list(part.lines)
    while lines:
        line = lines.pop(0)
        if line.startswith("|"):
            table = [line]
            while lines and lines[0].startswith("|"):
                table.append(lines.pop(0))
            yield from _table(table)
        elif line.startswith(("- ", "* ")):
            yield from t.bullets((_plain(line[2:]),))
        elif line:
            yield t.text(_plain(line))


def _table(lines: list[str]) -> list[t.Block]:
    rows = [_cells(line) for line in lines if not _RULE.match(line)]
    if not rows:
        return []
    header, body = rows[0], rows[1:]
    if len(header) > _MOST_COLUMNS:
        return [t.text(_plain(line)) for line in lines]
    even = [(row + [""] * len(header))[: len(header)] for row in body]
    # Columns share the width by what is in them, within bounds: neither slivers nor one that takes it all.
    longest = [max(map(len, column)) for column in zip(header, *even, strict=True)]
    return [t.grid(header, even, [20.0 if index == 0 else min(60.0, max(12.0, n)) for index, n in enumerate(longest)])]


def _cells(line: str) -> list[str]:
    return [_plain(cell.strip()) for cell in line.strip().strip("|").split("|")]


def _plain(text: str) -> str:
    """Text without the marks for bold and code."""
    return _MARKS.sub(lambda match: match.group(1) or match.group(2), text)
