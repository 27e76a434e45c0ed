"""A record back from its public JSON form, as a case or a report's twin holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.records import (
    RECORD_SCHEMA,
    AnalysisRecord,
    Box,
    DetectorResult,
    ErrorRecord,
    EvidenceView,
    FileIdentity,
    Finding,
    Heatmap,
    HeatmapAudit,
    ImageFacts,
    ModelRemarks,
    PluginFailure,
    Provenance,
    Sentence,
    Status,
    UsedPlugin,
    Verdict,
)

T = TypeVar("T")

# Older schemas that are still read: what they lack has a default that says the same.
READ_SCHEMAS = (4, 5, 6, RECORD_SCHEMA)
_WITH_PLUGINS = 7


def record_from_json(plain: Mapping[str, Any], raw_path: bytes) -> AnalysisRecord:
    """The record that `core.serialise.record_to_json` wrote, of the file at `raw_path`.

    Heatmaps whose values were left out are left out here too; the record keeps its schema. Raises ValueError for
    anything that is no record of a schema that this release reads: an older one's fields may mean something else.
    """
    schema = plain.get("schema")
    if type(schema) is not int or schema not in READ_SCHEMAS:
        raise ValueError(f"a record of schema {schema!r}, not one of {READ_SCHEMAS}")
    try:
        return _record(plain if schema >= _WITH_PLUGINS else {**plain, "plugins": []}, raw_path)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a record: {error!r}") from error


def _record(plain: Mapping[str, Any], raw_path: bytes) -> AnalysisRecord:
    return AnalysisRecord(
        program=from_plain(str, plain["program"]),
        source=_source(plain, raw_path),
        status=Status(plain["status"]),
        complete=from_plain(bool, plain["complete"]),
        error=_optional(ErrorRecord, plain["error"]),
        image=_optional(ImageFacts, plain["image"]),
        scope_reasons=tuple(from_plain(str, each) for each in plain["scope_reasons"]),
        verdict=_verdict(plain["verdict"]),
        detectors=tuple(from_plain(DetectorResult, each) for each in plain["detectors"]),
        heatmaps=tuple(_heatmap(each) for each in plain["heatmaps"] if _has_values(each)),
        findings=tuple(from_plain(Finding, each) for each in plain["findings"]),
        provenance=_optional(Provenance, plain["provenance"]),
        text=tuple(_sentence(each) for each in plain["text"]),
        failures=tuple(from_plain(PluginFailure, each) for each in plain["failures"]),
        plugins=tuple(from_plain(UsedPlugin, each) for each in plain["plugins"]),
        left_out=tuple(from_plain(str, each) for each in plain["left_out"]),
        remarks=tuple(_remarks(each) for each in plain["remarks"]),
        environment=tuple((name, from_plain(str, value)) for name, value in sorted(plain["environment"].items())),
        schema=from_plain(int, plain["schema"]),
    )


def _source(plain: Mapping[str, Any], raw_path: bytes) -> FileIdentity:
    return FileIdentity(
        path=from_plain(str, plain["path"]),
        raw_path=raw_path,
        name=from_plain(str, plain["name"]),
        size_bytes=from_plain(int, plain["size_bytes"]),
        sha256=from_plain(str, plain["sha256"] or ""),
        modified_ns=from_plain(int, plain["modified_ns"]),
    )


def _optional(kind: type[T], value: Any) -> T | None:
    return None if value is None else from_plain(kind, value)


def _verdict(plain: Any) -> Verdict | None:
    """A rate is written with its quotient, which follows from the counts."""
    if plain is None:
        return None
    rates = [{name: value for name, value in rate.items() if name != "rate"} for rate in plain["error_rates"]]
    return from_plain(Verdict, {**plain, "error_rates": rates})


def _has_values(plain: Mapping[str, Any]) -> bool:
    return all("values" in view for view in plain["views"])


def _heatmap(plain: Mapping[str, Any]) -> Heatmap:
    return Heatmap(
        method=from_plain(str, plain["method"]),
        detector=from_plain(str, plain["detector"]),
        exact=from_plain(bool, plain["exact"]),
        bias=from_plain(float, plain["bias"]),
        score=from_plain(float, plain["score"]),
        views=tuple(_view(view) for view in plain["views"]),
        sum_check=from_plain(float, plain["sum_check"]),
        target=from_plain(str, plain["target"]),
        layers=tuple(from_plain(str, each) for each in plain["layers"]),
        unit=from_plain(str, plain["unit"]),
        notes=tuple(from_plain(str, each) for each in plain["notes"]),
        audit=_optional(HeatmapAudit, plain["audit"]),
    )


def _view(plain: Mapping[str, Any]) -> EvidenceView:
    values = np.asarray(plain["values"], dtype=np.float32)
    if values.ndim != 2 or list(values.shape) != plain["grid"]:
        raise ValueError(f"a map of {values.shape}, not of {plain['grid']}")
    if not np.isfinite(values).all():
        raise ValueError("a map with values that are not finite")
    return EvidenceView(from_plain(Box, plain["region"]), from_plain(float, plain["weight"]), values)


def _sentence(plain: Mapping[str, Any]) -> Sentence:
    return Sentence(
        text=from_plain(str, plain["sentence"]),
        records=tuple(from_plain(str, each) for each in plain["records"]),
        section=from_plain(str, plain["section"]),
        language=from_plain(str, plain.get("language", "")),
        register=from_plain(str, plain.get("register", "")),
    )


def _remarks(plain: Mapping[str, Any]) -> ModelRemarks:
    found: ModelRemarks = from_plain(ModelRemarks, {**plain, "settings": [], "rephrased": []})
    settings = tuple((name, from_plain(str, value)) for name, value in sorted(plain["settings"].items()))
    return replace(found, settings=settings, rephrased=tuple(_sentence(each) for each in plain["rephrased"]))
