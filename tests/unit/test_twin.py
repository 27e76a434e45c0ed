"""The JSON twin: complete, deterministic, and named by its hash in the report."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace

import numpy as np
import pytest

from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.twin import render_twin, report_id
from tests.factories import failed_record, hostile_record, make_record, out_of_scope_record


def id_of(twin: bytes) -> str:
    return report_id(hashlib.sha256(twin).hexdigest())


@pytest.mark.parametrize("record", [make_record(), out_of_scope_record(), failed_record(), hostile_record()])
def test_the_twin_holds_the_whole_record(record: object) -> None:
    twin = json.loads(render_twin(record))  # type: ignore[arg-type]
    assert twin["schema"] == 2
    assert twin["record"] == json.loads(json.dumps(record_to_json(record, include_maps=True)))  # type: ignore[arg-type]


def test_evidence_maps_are_kept_without_loss() -> None:
    record = make_record()
    view = json.loads(render_twin(record))["record"]["heatmaps"][0]["views"][1]
    assert np.array_equal(np.array(view["values"], dtype=np.float32), record.heatmaps[0].views[1].values)


def test_the_same_record_gives_the_same_bytes_and_id() -> None:
    first, second = render_twin(make_record()), render_twin(make_record())
    assert first == second
    assert id_of(first) == hashlib.sha256(first).hexdigest()[:12]


def test_another_record_or_another_setting_gives_another_id() -> None:
    ids = {id_of(render_twin(make_record(tier))) for tier in Tier}
    ids.add(id_of(render_twin(make_record(), ReportOptions(case_number="17"))))
    assert len(ids) == 6


def test_options_are_part_of_the_twin() -> None:
    twin = json.loads(render_twin(make_record(), ReportOptions(case_number="17", remarks="Seen.")))
    assert (twin["report"]["case_number"], twin["report"]["remarks"]) == ("17", "Seen.")


def test_names_that_are_no_text_and_numbers_that_are_none_stay_json() -> None:
    record = make_record()
    odd = replace(record, source=replace(record.source, name=os.fsdecode(b"caf\xe9.jpg")))
    detector = replace(record.detectors[0], score=float("nan"))
    twin = json.loads(render_twin(replace(odd, detectors=(detector,))))
    assert twin["record"]["name"] == os.fsdecode(b"caf\xe9.jpg")
    assert twin["record"]["detectors"][0]["score"] is None
