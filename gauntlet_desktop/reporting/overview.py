"""The first pages of a report on several files: what was found of each, with the page where it is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gauntlet_desktop.reporting import answer, verdict_words, wording
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting.report import Report

# The contents of a report on very many files would be longer than what it leads to.
_LISTED = 2000
_NAME = 70


def key_of(part: Report) -> str:
    """The key of a part's heading."""
    return f"image-{part.number}"


def number_of(key: str) -> int | None:
    """The number of the part whose heading has this key; None for other headings."""
    name, _, number = key.partition("-")
    return int(number) if name == "image" and number.isdecimal() else None


def title_of(part: Report) -> str:
    """The heading of a part."""
    return f"Image {part.number}: {_short(part.record.source.name)}"


def front(whole: Report, parts: Sequence[Report]) -> list[t.Block]:
    """Title, case, how many answers of each kind there are, and the contents with each file's answer."""
    counts = Counter(answer.headline(part.record) for part in parts)
    entries = [(_entry(part), key_of(part)) for part in parts[:_LISTED]]
    rows = [(words, str(count)) for words, count in counts.most_common()]
    return [
        *answer.letterhead(whole.options),
        t.text(f"Examination of {len(parts)} digital images", "title"),
        t.text(answer.SUBTITLE, "subtitle"),
        *answer.redaction(whole.options),
        t.facts(answer.case_facts(whole)),
        t.part("Answers"),
        t.grid(("Answer", "Images"), rows, (400, 82)),
        t.text(wording.NO_SUMMARY, "note"),
        t.part("Contents"),
        t.Contents(tuple(entries)),
    ]


def _entry(part: Report) -> str:
    record = part.record
    ratio = f", LR {verdict_words.ratio(record.verdict.log10_lr)}" if record.verdict else ""
    return f"{part.number}. {_short(record.source.name)}: {answer.headline(record)}{ratio}"


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[:_NAME]}…"
