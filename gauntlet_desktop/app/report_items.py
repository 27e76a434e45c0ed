"""What a report is made on: images that are analysed now, and records that were kept, with their pictures."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.core.errors import InputError, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.engine.one_picture import decode_one
from gauntlet_desktop.reporting.pictures import Shown, printed

_RECORD_SUFFIX = ".json"
_RECORD_BYTES = 256 << 20
Item = tuple[AnalysisRecord, Shown]


def gathered(raw_paths: Sequence[bytes], *, progress: Callable[[float, str], None] | None = None) -> list[Item]:
    """Records with their pictures, reduced to what a report prints, in the order of the paths. Raises UserError for a
    file of records that holds none."""
    items: list[Item] = []
    with contextlib.closing(iterate([path for path in raw_paths if not _is_record(path)], keep_pixels=True)) as images:
        for number, raw_path in enumerate(raw_paths):
            if progress is not None:
                progress(number / len(raw_paths), f"Analysing image {number + 1} of {len(raw_paths)}")
            if _is_record(raw_path):
                items += _kept(Path(os.fsdecode(raw_path)))
            else:
                record, pixels = next(images)
                items.append((record, printed(pixels)))
    return items


def with_pictures(
    records: Sequence[AnalysisRecord], first: Shown, *, is_cancelled: Callable[[], bool] | None = None
) -> list[Item]:
    """Records with their pictures, where the very files are still there; that of the first one is given. Raises
    Cancelled."""
    context = TaskContext(is_cancelled=is_cancelled)
    items: list[Item] = [(records[0], printed(first))]
    for record in records[1:]:
        context.checkpoint()
        items.append((record, _picture(record)))
    return items


def _is_record(raw_path: bytes) -> bool:
    return os.fsdecode(raw_path).lower().endswith(_RECORD_SUFFIX)


def _kept(path: Path) -> list[Item]:
    """The records in a twin of a report, or in what `gauntlet analyze --json` printed: one a line."""
    try:
        with path.open("rb") as file:
            text = file.read(_RECORD_BYTES).decode("utf-8")
        plains = [json.loads(line) for line in text.splitlines() if line.strip()]
        records = [each for plain in plains for each in plain.get("records", [plain.get("record", plain)])]
        read = [record_from_json(each, os.fsencode(each["path"])) for each in records]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(
            "record_refused",
            phrase("{file} holds no record of this release.", file=path.name),
            "Analyse the image again.",
        ) from error
    if not read:
        raise UserError("record_refused", phrase("{file} holds no record.", file=path.name), "Analyse the image again.")
    return [(record, _picture(record)) for record in read]


def _picture(record: AnalysisRecord) -> Shown:
    """The picture of a record, where the very file is still where it was."""
    if record.image is None or not record.source.raw_path:
        return None
    try:
        source, _, pixels = decode_one(record.source.raw_path)
    except InputError:
        return None
    return printed(pixels) if source.sha256 == record.source.sha256 else None
