"""Records as plain JSON values, for the command line, the report's twin and the case store.

Evidence maps are left out unless asked for: `include_maps` adds their values as lists, so that a twin is complete.
"""

from __future__ import annotations

import dataclasses
import json
import math
from enum import Enum
from typing import Any

import numpy as np

from gauntlet_desktop.core.records import (
    AnalysisRecord,
    EvidenceView,
    Heatmap,
    ModelRemarks,
    RateEstimate,
    Sentence,
    Verdict,
)

_JSON_SAFE = (str, int, bool, type(None))


def record_to_json(record: AnalysisRecord, *, include_maps: bool = False) -> dict[str, Any]:
    """The public JSON form of a record (docs/analysis-record.schema.json); every value is JSON-safe."""
    source = record.source
    return {
        "schema": record.schema,
        "program": record.program,
        "path": source.path,
        "name": source.name,
        "size_bytes": source.size_bytes,
        "modified_ns": source.modified_ns,
        "sha256": source.sha256 or None,
        "status": record.status.value,
        "complete": record.complete,
        "left_out": list(record.left_out),
        "error": to_plain(record.error),
        "image": to_plain(record.image),
        "scope_reasons": list(record.scope_reasons),
        "verdict": _verdict(record.verdict),
        "detectors": to_plain(record.detectors),
        "heatmaps": [_heatmap(heatmap, include_maps) for heatmap in record.heatmaps],
        "findings": to_plain(record.findings),
        "provenance": to_plain(record.provenance),
        "text": [_sentence(sentence) for sentence in record.text],
        "failures": to_plain(record.failures),
        "plugins": to_plain(record.plugins),
        "environment": dict(record.environment),
        "remarks": [_remarks(remarks) for remarks in record.remarks],
    }


def dumps(value: Any, *, indent: int | None = None) -> str:
    """Deterministic JSON text: sorted keys, no NaN, non-ASCII kept (lone surrogates cannot occur: see safe_text)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=indent)


def to_plain(value: Any) -> Any:
    """Dataclasses, enums, tuples and numpy numbers as JSON values; numbers that are not finite become None."""
    if type(value) in _JSON_SAFE:  # nearly all values are
        return value
    if isinstance(value, RateEstimate):
        return _rate(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)  # of a phrase the English text alone
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, np.generic):
        return to_plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _rate(rate: RateEstimate) -> dict[str, Any]:
    return {
        "name": rate.name,
        "count": rate.count,
        "total": rate.total,
        "rate": to_plain(rate.rate),
        "low": rate.low,
        "high": rate.high,
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    return None if verdict is None else to_plain(verdict)


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "sentence": sentence.text,
        "records": list(sentence.records),
        "section": sentence.section,
        "language": sentence.language,
        "register": sentence.register,
    }


def _remarks(remarks: ModelRemarks) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(remarks)
    return {
        **plain,
        "settings": dict(remarks.settings),
        "rephrased": [_sentence(sentence) for sentence in remarks.rephrased],
    }


def _heatmap(heatmap: Heatmap, include_maps: bool) -> dict[str, Any]:
    return {
        "method": heatmap.method,
        "detector": heatmap.detector,
        "exact": heatmap.exact,
        "bias": heatmap.bias,
        "score": heatmap.score,
        "sum_check": heatmap.sum_check,
        "target": heatmap.target,
        "layers": list(heatmap.layers),
        "unit": heatmap.unit,
        "notes": list(heatmap.notes),
        "audit": to_plain(heatmap.audit),
        "grid": list(heatmap.views[0].values.shape) if heatmap.views else [0, 0],
        "views": [_view(view, include_maps) for view in heatmap.views],
    }


def _view(view: EvidenceView, include_maps: bool) -> dict[str, Any]:
    plain = {
        "region": to_plain(view.region),
        "weight": view.weight,
        "grid": list(view.values.shape),
        "mean": float(view.values.mean(dtype=np.float64)),
    }
    if include_maps:
        plain["values"] = [[float(v) for v in row] for row in view.values]
    return plain
