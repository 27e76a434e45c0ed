"""Brings lists of other programs into a case: hashes of known files as tags, and files to analyse into the queue.

A list is a CSV file with a header that has a column for SHA-256 (as Autopsy exports it), or plain lines that begin with
a hash. Nothing of it is trusted: what is no SHA-256 is counted and left out.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.store import Case, FoundFile, Mark, MarkKind

KNOWN_GOOD, KNOWN_BAD, LISTED = "known-good", "known-bad", "listed"
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_HASH_COLUMNS = {"sha256", "sha256hash", "hashsha256"}
_KNOWN_COLUMNS = {"known", "hashsetstatus", "knownstatus"}
_PATH_COLUMNS = {"path", "fullpath", "location", "filepath"}
_STEP = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of a list says: a SHA-256 in lower case or "", a tag, and a path or ""."""

    sha256: str
    tag: str
    path: str


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines a list has, how many items of the case were tagged, how many files now wait, and how many lines
    say nothing that the case can use."""

    lines: int
    tagged: int
    queued: int
    unusable: int


def import_list(
    case_path: Path, list_path: Path, actor: str, when: str, *, tag: str = "", queue: bool = False
) -> Imported:
    """Tag the items whose SHA-256 a list holds: with `tag`, or by the list's own column "Known", else as "listed".

    With `queue`, files of the list that are on this machine wait to be analysed. Raises UserError for a list that has
    neither hashes nor paths, EnvironmentFault where it cannot be read.
    """
    lines, digest = list(_read(list_path, tag)), _sha256(list_path)
    with Case.open(case_path) as case:
        tagged = _tag(case, lines, actor, when)
        queued = _queue(case, lines) if queue else 0
        case.log_action("list imported", subject=digest, actor=actor, when=when)
    unusable = sum(1 for line in lines if not line.sha256 and not (queue and line.path))
    return Imported(len(lines), tagged, queued, unusable)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tag(case: Case, lines: list[Line], actor: str, when: str) -> int:
    tags = {line.sha256: line.tag for line in lines if line.sha256 and line.tag}
    marks = [Mark(item, MarkKind.TAG, tags[sha256]) for sha256, item in sorted(case.items_of(tags).items())]
    return sum(len(case.mark(marks[at : at + _STEP], actor=actor, when=when)) for at in range(0, len(marks), _STEP))


def _queue(case: Case, lines: list[Line]) -> int:
    found = (_found(line.path) for line in lines if line.path)
    enqueued = case.enqueue(file for file in found if file is not None)
    return enqueued.new + enqueued.changed


def _found(path: str) -> FoundFile | None:
    """The file as a scan would list it; only regular files are."""
    try:
        seen = Path(path).lstat()
    except (OSError, ValueError):
        return None
    if not Path(path).is_absolute() or not stat.S_ISREG(seen.st_mode):
        return None
    return FoundFile(os.fsencode(path), seen.st_size, seen.st_mtime_ns)


def _read(path: Path, tag: str) -> Iterator[Line]:
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            first = file.readline()
            file.seek(0)
            columns = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in next(csv.reader([first]), [])]
            is_table = bool({*_HASH_COLUMNS, *_PATH_COLUMNS} & set(columns))
            yield from _table(csv.reader(file), columns, tag) if is_table else _plain(file, tag)
    except csv.Error as error:
        raise UserError(
            "list_invalid", phrase("The list cannot be read ({reason}).", reason=str(error)), "Export it again as CSV."
        ) from error
    except OSError as error:
        why = phrase("The list cannot be read ({reason}).", reason=system_reason(error))
        raise EnvironmentFault("list_unreadable", why, "Check its path and permissions.") from error


def _plain(file: Iterator[str], tag: str) -> Iterator[Line]:
    """Lines as sha256sum and hash sets have them: the hash first, whatever follows; # begins a comment."""
    for line in file:
        text = line.strip().strip('"')
        if text and not text.startswith("#"):
            found = _SHA256.match(text)
            yield Line(found[0].lower() if found else "", tag or LISTED, "")


def _table(reader: Iterator[list[str]], columns: list[str], tag: str) -> Iterator[Line]:
    places = [_place(columns, names) for names in (_HASH_COLUMNS, _KNOWN_COLUMNS, _PATH_COLUMNS)]
    next(reader)
    for cells in reader:
        sha256, known, path = (cells[at] if at is not None and at < len(cells) else "" for at in places)
        is_hash = _SHA256.fullmatch(sha256.strip())
        yield Line(sha256.strip().lower() if is_hash else "", tag or _tag_of(known, places[1] is not None), path)


def _place(columns: list[str], names: set[str]) -> int | None:
    return next((at for at, column in enumerate(columns) if column in names), None)


def _tag_of(known: str, says: bool) -> str:
    """The tag for Autopsy's words; a file that it calls unknown gets none."""
    if not says:
        return LISTED
    word = known.strip().lower()
    if "bad" in word or "notable" in word:
        return KNOWN_BAD
    return KNOWN_GOOD if word in ("known", "known: good", "known good") else ""
