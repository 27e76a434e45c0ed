"""Writes what a case holds as a table, as JSON Lines, and as a list of hashes; the log says that it was done."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.app.files import write_parts_atomically
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.safe_text import csv_cell, visible, visible_path
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.store import Case, Filter, Row, Sort, answers_by_history

FORMATS = ("csv", "jsonl", "hashes")
_PAGE = 500
_HEADER = [
    "item",
    "name",
    "path",
    "sha256",
    "status",
    "tier",
    "log10_lr",
    "conflict",
    "stratum",
    "container",
    "width",
    "height",
    "size_bytes",
    "modified_ns",
    "camera",
    "generator",
    "c2pa",
    "error_code",
    "decision",
    "second_decision",
    "bookmarked",
    "note",
    "tags",
    "paths",
    "missing",
    "answers",
]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, with the number of items in it and its SHA-256, which the custody log names."""

    path: Path
    items: int
    sha256: str


def export_case(
    case_path: Path,
    target: Path,
    kind: str,
    actor: str,
    when: str,
    *,
    wanted: Filter | None = None,
    sort: Sort | None = None,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write the items that fit a filter (all without one) in one of FORMATS, whole or not at all.

    "csv" is a table that no spreadsheet takes for formulas, "jsonl" the newest record of each item with what examiners
    said of it, "hashes" one SHA-256 a line. Raises Cancelled, UserError for a name that is evidence, EnvironmentFault
    when it cannot be written.
    """
    context = TaskContext(progress, is_cancelled)
    with Case.open(case_path) as case:
        refuse_evidence(case, target)
        items = case.ids(wanted or Filter(), sort or Sort())
        pages = _pages(items, context)
        parts = (part for page in pages for part in _WRITERS[kind](case, case.rows(page)))
        header = [_line(_HEADER)] if kind == "csv" else []
        digest = write_parts_atomically(target, (part for group in (header, parts) for part in group))
        case.log_action(f"{kind} exported", subject=digest, actor=actor, when=when)
        return Exported(target, len(items), digest)


def refuse_evidence(case: Case, target: Path) -> None:
    """Raise UserError where the file that would be replaced is one that the case has."""
    if not target.is_file():
        return
    try:
        with target.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:  # it cannot be read: writing will say why it cannot be replaced
        return
    if case.items_of([digest]):
        raise UserError(
            "would_replace_evidence",
            phrase("{file} is evidence of this case.", file=visible_path(target.name)),
            "Choose another name or folder.",
        )


def _pages(items: Sequence[int], context: TaskContext) -> Iterator[Sequence[int]]:
    for first in range(0, len(items), _PAGE):
        context.report(first / len(items), f"Image {first + 1:,} of {len(items):,}")
        yield items[first : first + _PAGE]


def _csv(case: Case, rows: list[Row]) -> Iterator[bytes]:
    for row in rows:
        yield _line(_cells(row, _answers(case, row)))


def _cells(row: Row, answers: list[dict[str, str]]) -> list[str]:
    values = [getattr(row, name, None) for name in _HEADER]
    values[0], values[2] = row.id, visible_path(row.raw_path)
    values[_HEADER.index("tags")] = "; ".join(row.tags)
    told = (f"{each['value']} ({each['note']})" if each["note"] else each["value"] for each in answers)
    values[_HEADER.index("answers")] = "; ".join(told)
    return ["" if value is None else _text(value) for value in values]


def _text(value: object) -> str:
    """Numbers stay numbers, negative ones too; what others wrote is made safe."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return csv_cell(visible(value)) if isinstance(value, str) else str(value)


def _line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def _jsonl(case: Case, rows: list[Row]) -> Iterator[bytes]:
    for row, record in zip(rows, case.newest_records([row.id for row in rows]), strict=True):
        marks = {
            "decision": row.decision,
            "second_decision": row.second_decision,
            "bookmarked": row.bookmarked,
            "note": row.note,
            "tags": list(row.tags),
            "answers": _answers(case, row),
        }
        paths = [visible_path(path) for path in case.paths(row.id)]
        line = dumps({"item": row.id, "paths": paths, "examiner": marks, "record": record.body})
        yield line.encode("utf-8", "backslashreplace") + b"\n"


def _answers(case: Case, row: Row) -> list[dict[str, str]]:
    """The answers of the checklist that stand, with who gave them and when."""
    return [
        {"value": entry.value, "note": entry.note, "actor": entry.actor, "occurred": entry.occurred}
        for entry in answers_by_history(case.history(row.id))
    ]


def _hashes(case: Case, rows: list[Row]) -> Iterator[bytes]:
    return (f"{row.sha256}\n".encode() for row in rows if row.sha256)


_WRITERS = {"csv": _csv, "jsonl": _jsonl, "hashes": _hashes}
