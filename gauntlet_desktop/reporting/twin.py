"""The JSON twin of a report: the whole record and the report's own settings, byte-identical for the same input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.serialise import dumps, record_to_json, to_plain
from gauntlet_desktop.reporting.options import ReportOptions

TWIN_SCHEMA = 2
ID_LENGTH = 12


def render_twin(record: AnalysisRecord, options: ReportOptions | None = None) -> bytes:
    """UTF-8 JSON {"schema", "report": the options, "record": the record with its evidence maps}, sorted keys.

    Bytes of a name that are no text (lone surrogates) cannot be UTF-8: they are written as JSON escapes.
    """
    return _rendered(options, {"record": record_to_json(record, include_maps=True)})


def render_joint_twin(records: Sequence[AnalysisRecord], options: ReportOptions | None = None) -> bytes:
    """The same of a report on several files: "records" in place of "record"."""
    return _rendered(options, {"records": [record_to_json(record, include_maps=True) for record in records]})


def report_id(twin: bytes) -> str:
    """The report's id: the first 12 hexadecimal digits of its twin's SHA-256."""
    return hashlib.sha256(twin).hexdigest()[:ID_LENGTH]


def _rendered(options: ReportOptions | None, content: dict[str, Any]) -> bytes:
    twin = {"schema": TWIN_SCHEMA, "report": to_plain(options or ReportOptions()), **content}
    return (dumps(twin) + "\n").encode("utf-8", "backslashreplace")
