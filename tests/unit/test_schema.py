"""The published JSON Schema describes exactly what the program prints."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import InputCode
from gauntlet_desktop.core.records import AnalysisRecord, HeatmapAudit, PluginFailure, Tier
from gauntlet_desktop.core.serialise import dumps, record_to_json
from tests.factories import (
    failed_record,
    hostile_record,
    make_record,
    make_remarks,
    make_signed_provenance,
    out_of_scope_record,
)

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "analysis-record.schema.json"
FAILURE = PluginFailure("third-party", "detect", "ValueError: nonsense")


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def printed(record: AnalysisRecord, *, include_maps: bool = False) -> Any:
    return json.loads(dumps(record_to_json(record, include_maps=include_maps)))


@pytest.mark.parametrize(
    "record",
    [
        *(make_record(tier) for tier in Tier),
        replace(make_record(), remarks=(make_remarks(), replace(make_remarks(), weights_sha256="", subject=""))),
        make_record(experimental=True, heatmap=False, failures=(FAILURE,)),
        out_of_scope_record(),
        replace(make_record(), provenance=make_signed_provenance()),
        *(failed_record(code) for code in InputCode),
        hostile_record(),
    ],
)
def test_every_kind_of_record_fits(validator: jsonschema.Draft202012Validator, record: AnalysisRecord) -> None:
    validator.validate(printed(record))
    validator.validate(printed(record, include_maps=True))


def test_an_audited_heatmap_fits(validator: jsonschema.Draft202012Validator) -> None:
    audit = HeatmapAudit(0.9, (-0.1, 0.5), 0.25, (("JPEG 90", 0.11),), ("It fails.",), (("all layers", 0.21),))
    record = make_record()
    audited = dataclasses.replace(record, heatmaps=tuple(dataclasses.replace(m, audit=audit) for m in record.heatmaps))
    plain = printed(audited)
    validator.validate(plain)
    assert from_plain(HeatmapAudit, plain["heatmaps"][0]["audit"]) == audit


def test_the_fields_that_are_promised_are_there() -> None:
    plain = printed(make_record())
    promised = (
        "path",
        "sha256",
        "status",
        "error",
        "verdict",
        "detectors",
        "heatmaps",
        "findings",
        "provenance",
        "text",
    )
    assert set(promised) <= set(plain)
    assert {"tier", "log10_lr", "log10_lr_cap", "prior", "probability", "stratum", "error_rates"} <= set(
        plain["verdict"]
    )
    assert {"method", "detector", "grid", "sum_check"} <= set(plain["heatmaps"][0])
    assert {"sentence", "records"} <= set(plain["text"][0])


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"status": "fine"},
        {"sha256": "no hash"},
        {"status": "failed"},
        {"error": {"code": "x", "message": "y", "remedy": "z"}},
        {"status": "out_of_scope"},
        {"text": [{"sentence": "From nothing.", "records": [], "section": "finding"}]},
    ],
)
def test_what_the_program_never_prints_is_refused(
    validator: jsonschema.Draft202012Validator, change: dict[str, Any]
) -> None:
    assert not validator.is_valid({**printed(make_record()), **change})


def test_every_object_is_closed_and_every_record_field_described() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    objects = [schema, *schema["$defs"].values()]
    assert all(part["additionalProperties"] is False and part["description"] for part in objects)
    flattened = {"path", "name", "size_bytes", "modified_ns", "sha256"}  # of `source`
    fields = {field.name for field in dataclasses.fields(AnalysisRecord)} - {"source"} | flattened
    assert set(schema["properties"]) == fields
    assert all("description" in part for part in schema["properties"].values())
