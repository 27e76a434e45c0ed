"""200 mutations of a report, its twin, the case and the examined file: how many of them `gauntlet verify` finds.

Bytes are flipped, taken out, put in and appended; fields of the twin and of the case are given other values. A change
of the case that no query can see (every row of every table reads as before) carries no content and is counted apart;
so is one of working state, which no log names (docs/case-format.md): when and how large files were when they were
listed, how often they were tried and why that failed, which images are stacked, and saved filters.

`python -m bench.verify [--mutations 200]`.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np

from bench.common import LESS, row
from gauntlet_desktop.app.checks import State, overall
from gauntlet_desktop.app.reports import write_report
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.core.checklist import Answer, Reply
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.store import Case, Decision, Mark, MarkKind

WHO = {"actor": "bench", "when": "2026-01-31T12:00:00+00:00"}
_WORKING = {
    "file.size_bytes", "file.modified_ns", "file.tries", "file.missing", "file.error_code", "file.error_message",
    "item.stack", "saved_filter.name", "saved_filter.body",
}  # fmt: skip
Change = Callable[[Path, np.random.Generator], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=200)
    count = parser.parse_args().mutations
    with tempfile.TemporaryDirectory() as folder:
        parts = written(Path(folder))
        untouched = outcome(parts)
        print(f"untouched: {untouched}", flush=True)
        measure(parts, count)


def written(folder: Path) -> dict[str, Path]:
    """A sample's report, twin, case and copy of the file, as they are verified."""
    image = folder / "sample.jpg"
    copyfile(next(path for path in sample_files() if path.suffix == ".jpg"), image)
    ((record, pixels),) = list(_kept(image))
    with closing(Case.create(folder / "case.gauntlet", **WHO)) as case:
        item = case.add_record(record, **WHO)
        answer = Answer("finger-count", Reply.CANNOT_TELL)
        case.mark(
            [
                Mark(item, MarkKind.DECISION, Decision.CAMERA, "seen"),
                Mark(item, MarkKind.TAG, "urgent"),
                Mark(item, MarkKind.NOTE, "ask the witness"),
                Mark(item, MarkKind.ANSWER, answer.value),
            ],
            **WHO,
        )
        head = case.custody_head()
    pdf, twin = write_report([(record, pixels)], folder / "report.pdf", ReportOptions(custody_head=head))
    return {"report": pdf, "twin": twin, "case": folder / "case.gauntlet", "file": image}


def _kept(image: Path) -> Iterator[tuple[Any, Any]]:
    for record, pixels in iterate([bytes(image)], keep_pixels=True):
        yield record, None if pixels is None else pixels.copy()


def measure(parts: dict[str, Path], count: int) -> None:
    rng, found, missed = np.random.default_rng(6), Counter[tuple[str, str]](), []
    plan: list[tuple[str, Change]] = [
        ("report", byte), ("twin", byte), ("case", byte), ("file", byte), ("twin", twin_field), ("case", case_field),
    ]  # fmt: skip
    content = content_of(parts["case"])
    for number in range(count):
        name, change = plan[number % len(plan)]
        path = parts[name]
        before = path.read_bytes()
        told = change(path, rng)
        state = outcome(parts)
        if state == State.IDENTICAL:
            state = kind_of_silence(content, content_of(path)) if name == "case" else "MISSED"
            missed += [f"{name}: {told}"] if state == "MISSED" else []
        found[f"{name}, {change.__name__}", state] += 1
        path.write_bytes(before)
        for leaving in path.parent.glob("case.gauntlet-*"):  # the journal of a case that was changed
            leaving.unlink()
    for (what, state), times in sorted(found.items()):
        row(f"{what}: {state}", times, "")
    row(f"missed, of {count}", len(missed), "", better=LESS)
    print(*(f"  {each}\n" for each in missed), sep="", end="")


def kind_of_silence(before: Any, after: Any) -> str:
    """Why a change of a case was not found: it carries no content, is working state only, or it was missed."""
    if before == after:
        return "no content"
    if before is None or after is None or before[:2] != after[:2]:
        return "MISSED"
    return "working state" if _changed(before[2], after[2]) <= _WORKING else "MISSED"


def _changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The columns, as table.column, in which two states of a case differ; a table with more or fewer rows is one."""
    found = set()
    for table, (columns, rows) in before.items():
        now = after[table][1]
        found |= {table} if len(rows) != len(now) else set()
        for one, other in zip(rows, now, strict=False):
            found |= {f"{table}.{column}" for column, x, y in zip(columns, one, other, strict=True) if x != y}
    return found


def outcome(parts: dict[str, Path]) -> str:
    """What verification says of everything together, "identical" only where nothing was found."""
    checks = verify(parts["report"], VerifyRequest(parts["file"], parts["case"]))
    return overall(checks).value


def byte(path: Path, rng: np.random.Generator) -> str:
    """One byte flipped, taken out, put in, or appended."""
    data, kind = bytearray(path.read_bytes()), int(rng.integers(4))
    at, value = int(rng.integers(len(data))), int(rng.integers(256))
    if kind == 0:
        data[at] ^= 1 << int(rng.integers(8))
    elif kind == 1:
        del data[at]
    else:
        data.insert(at if kind == 2 else len(data), value)
    path.write_bytes(data)
    return f"{('flip', 'delete', 'insert', 'append')[kind]} at {at}"


def twin_field(path: Path, rng: np.random.Generator) -> str:
    """Another value in one field of the twin, written as the program writes."""
    twin = json.loads(path.read_bytes())
    places = list(_places(twin))
    holder, key = places[int(rng.integers(len(places)))]
    holder[key] = _other(holder[key])
    path.write_bytes((dumps(twin) + "\n").encode("utf-8", "backslashreplace"))
    return f"{key}"


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every value that is no list and no object, as its holder and key."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        if isinstance(value, dict | list):
            yield from _places(value)
        else:
            yield node, key


def _other(value: Any) -> Any:
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1, *value[1:]]) if value else b"\0"
    if isinstance(value, bool | None):
        return not value
    return value + 1 if isinstance(value, int | float) else f"{value}x"


def case_field(path: Path, rng: np.random.Generator) -> str:
    """Another value in one cell of the case. Triggers that guard it are taken off and put back."""
    with closing(sqlite3.connect(path)) as case, case:
        triggers = case.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            case.execute(f"DROP TRIGGER {name}")
        cells = [
            (table, row, number)
            for table in _tables(case)
            for row in case.execute(f"SELECT * FROM {table}").fetchall()
            for number in range(len(row))
        ]
        table, row, number = cells[int(rng.integers(len(cells)))]
        columns = _columns(case, table)
        this_row = " AND ".join(f'"{column}" IS ?' for column in columns)
        case.execute(
            f'UPDATE OR REPLACE {table} SET "{columns[number]}" = ? WHERE {this_row}', (_other(row[number]), *row)
        )
        for _, sql in triggers:
            case.execute(sql)
    return f"{table}.{columns[number]}"


def content_of(path: Path) -> Any:
    """All that a reader of the case can see: tables, definitions, version; None where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as case:
            case.text_factory = bytes
            pragmas = [case.execute(f"PRAGMA {name}").fetchall() for name in ("application_id", "user_version")]
            definitions = case.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
            tables = {
                name: (_columns(case, name), case.execute(f"SELECT * FROM {name}").fetchall()) for name in _tables(case)
            }
        return pragmas, definitions, tables
    except sqlite3.Error:
        return None


def _tables(case: sqlite3.Connection) -> list[str]:
    rows = case.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    names = [name.decode() if isinstance(name, bytes) else name for (name,) in rows]
    return [name for name in names if not name.startswith("sqlite_")]


def _columns(case: sqlite3.Connection, table: str) -> list[str]:
    rows = case.execute(f"PRAGMA table_info({table})").fetchall()
    return [name.decode() if isinstance(name, bytes) else name for _, name, *_ in rows]


if __name__ == "__main__":
    main()
