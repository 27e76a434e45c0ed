"""Records back from their JSON form."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import AnalysisRecord, Box, ModelRemarks, Remark, Sentence, Tier
from gauntlet_desktop.core.serialise import dumps, record_to_json
from tests.factories import failed_record, hostile_record, make_record, make_signed_provenance, out_of_scope_record
from tests.verdicts import conflict_record, uncalibrated_record, unstable_record

REMARKS = ModelRemarks(
    model="stub",
    name="A stub",
    weights_sha256="",
    prompts_sha256="ab" * 32,
    settings=(("dtype", "float32"), ("num_beams", "5")),
    subject="picture",
    remarks=(Remark("texture-repetition", "Texture repetition", "The wall repeats.", Box(1, 2, 3, 4), 2, 3),),
    rephrased=(Sentence("In other words.", ("verdict",), "verdict"),),
    notes=("One remark was left out.",),
)
MADE: list[Callable[[], AnalysisRecord]] = [
    *(lambda tier=tier: make_record(tier) for tier in Tier),  # type: ignore[misc]
    out_of_scope_record,
    failed_record,
    hostile_record,
    conflict_record,
    uncalibrated_record,
    unstable_record,
    lambda: replace(make_record(), provenance=make_signed_provenance()),
    lambda: replace(make_record(), remarks=(REMARKS,), left_out=("text",)),
]
PLAIN = record_to_json(make_record(), include_maps=True)


def there_and_back(record: AnalysisRecord, *, include_maps: bool = True) -> AnalysisRecord:
    plain = json.loads(dumps(record_to_json(record, include_maps=include_maps)).encode("utf-8", "backslashreplace"))
    return record_from_json(plain, record.source.raw_path)


@pytest.mark.parametrize("make", MADE)
def test_a_record_comes_back_as_it_was(make: Callable[[], AnalysisRecord]) -> None:
    record = make()
    back = there_and_back(record)
    assert back == replace(record, environment=tuple(sorted(record.environment)))
    for before, after in zip(record.heatmaps, back.heatmaps, strict=True):
        for one, other in zip(before.views, after.views, strict=True):
            np.testing.assert_array_equal(one.values, other.values)
            assert other.values.dtype == np.float32


def test_a_record_without_maps_comes_back_without_heatmaps() -> None:
    record = make_record()
    assert there_and_back(record, include_maps=False).heatmaps == ()
    assert there_and_back(record, include_maps=False).verdict == record.verdict


def test_records_of_older_schemas_are_read_with_what_they_lack_empty() -> None:
    older = copy.deepcopy(PLAIN)
    del older["plugins"]
    for result in older["detectors"]:
        del result["calibration_sha256"]
    del older["verdict"]["fusion_sha256"]
    sixth = record_from_json({**older, "schema": 6}, b"/a")
    assert (sixth.schema, sixth.plugins, sixth.detectors[0].calibration_sha256) == (6, (), "")
    for sentence in older["text"]:
        del sentence["language"], sentence["register"]
    assert record_from_json({**older, "schema": 5}, b"/a").text[0].language == ""
    older["schema"] = 4
    for name in ("structure", "pictures"):
        del older["provenance"][name]
    for name in ("trust_list", "manifest"):
        del older["provenance"]["c2pa"][name]
    for field in older["provenance"]["fields"]:
        del field["source"], field["signed"]
    record = record_from_json(older, b"/a")
    assert record.schema == 4 and record.provenance is not None
    assert (record.provenance.structure, record.provenance.pictures, record.provenance.c2pa.manifest) == ((), (), None)


@pytest.mark.parametrize("schema", [None, 1, 3, "5", True, 5.0])
def test_another_schema_is_refused(schema: object) -> None:
    with pytest.raises(ValueError, match="schema"):
        record_from_json({**PLAIN, "schema": schema}, b"/a")


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All places in a JSON value, but for the cells of maps beyond the first."""
    found = [path]
    if isinstance(value, dict):
        for name, item in value.items():
            found += places(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value[:1]):
            found += places(item, (*path, number))
    return found


@given(st.sampled_from(places(PLAIN)[1:]), st.sampled_from([None, [], {}, "x", -1, 1.5, [[["a"]]]]))
def test_nonsense_anywhere_is_refused_or_a_record(place: tuple[Any, ...], nonsense: object) -> None:
    plain = copy.deepcopy(PLAIN)
    target = plain
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = nonsense
    try:
        assert isinstance(record_from_json(plain, b"/a"), AnalysisRecord)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize("values", [[0.5, 0.5], [[0.5]], []])
def test_a_map_of_another_size_than_it_says_is_refused(values: object) -> None:
    plain = copy.deepcopy(PLAIN)
    plain["heatmaps"][0]["views"][0]["values"] = values
    with pytest.raises(ValueError, match="a map of"):
        record_from_json(plain, b"/a")


@pytest.mark.parametrize("name", sorted(set(PLAIN) - {"schema"}))
def test_a_missing_part_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a record"):
        record_from_json({key: value for key, value in PLAIN.items() if key != name}, b"/a")
