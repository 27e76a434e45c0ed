"""The JSON twin of a report: the whole record and the report's own settings, byte-identical for the same input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.serialise import dumps, record_to_json, to_plain
from gauntlet_desktop.reporting.options import ReportOptions

TWIN_SCHEMA = 2
ID_LENGTH = 12


def render_twin(record: AnalysisRecord, options: ReportOptions | None = None) -> bytes:
    """UTF-8 JSON {"schema", "report": the options, "record": the record with its evidence maps}, sorted keys.

    Bytes of a name that are no text (lone surrogates) cannot be UTF-8: they are written as JSON escapes.
    """
    return b"".join(twin_parts([record], options or ReportOptions(), joined=False))


def twin_parts(records: Sequence[AnalysisRecord], options: ReportOptions, joined: bool) -> Iterator[bytes]:
    """The same in parts, a record each, so that the whole need not be held; `joined`: of a report on several files,
    with "records" in place of "record"."""
    yield b'{"records": [' if joined else b'{"record": '
    for number, record in enumerate(records):
        yield _encoded((", " if number else "") + dumps(record_to_json(record, include_maps=True)))
    report = dumps({"report": to_plain(options), "schema": TWIN_SCHEMA})
    yield _encoded(f"{']' if joined else ''}, {report[1:]}\n")


def report_id(twin_sha256: str) -> str:
    """The report's id: the first 12 hexadecimal digits of its twin's SHA-256."""
    return twin_sha256[:ID_LENGTH]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
