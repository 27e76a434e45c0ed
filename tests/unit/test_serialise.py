"""Records become JSON and come back; nothing else comes back."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Box, FileIdentity, ImageFacts, JpegFacts, Provenance, Tier
from gauntlet_desktop.core.serialise import dumps, record_to_json, to_plain
from tests.factories import failed_record, hostile_record, make_record, out_of_scope_record


@pytest.mark.parametrize("tier", list(Tier))
def test_the_json_form_holds_the_promised_fields(tier: Tier) -> None:
    record = make_record(tier)
    plain = json.loads(dumps(record_to_json(record)))
    assert plain["verdict"]["tier"] == tier.value
    assert plain["detectors"][0]["id"] == record.detectors[0].id
    heatmap = plain["heatmaps"][0]
    assert heatmap["sum_check"] < 1e-4
    total = heatmap["bias"] + sum(view["weight"] * view["mean"] for view in heatmap["views"])
    assert total == pytest.approx(heatmap["score"], abs=1e-4)
    assert "values" not in heatmap["views"][0]
    assert plain["provenance"]["c2pa"]["state"]
    assert all(sentence["records"] for sentence in plain["text"])


def test_maps_are_included_on_request_and_are_complete() -> None:
    record = make_record()
    view = record_to_json(record, include_maps=True)["heatmaps"][0]["views"][0]
    np.testing.assert_array_equal(np.float32(view["values"]), record.heatmaps[0].views[0].values)


@pytest.mark.parametrize("record", [failed_record(), out_of_scope_record(), hostile_record()])
def test_every_kind_of_record_is_json(record: object) -> None:
    text = dumps(record_to_json(record))  # type: ignore[arg-type]
    text.encode("utf-8")
    assert "\n" not in text


def test_numbers_that_are_not_finite_become_null() -> None:
    assert to_plain([math.nan, math.inf, np.float32(1.5), np.int64(3)]) == [None, None, 1.5, 3]


boxes = st.builds(Box, *(st.integers(0, 10**6),) * 4)
facts = st.builds(
    ImageFacts,
    container=st.text(max_size=5),
    mode=st.text(max_size=5),
    bit_depth=st.integers(1, 32),
    width=st.integers(1, 10**5),
    height=st.integers(1, 10**5),
    orientation=st.integers(1, 8),
    frames=st.integers(1, 9),
    has_alpha=st.booleans(),
    icc_profile=st.text(max_size=5),
    scale=st.floats(0.01, 1.0),
    jpeg=st.none() | st.builds(JpegFacts, st.integers(1, 100), st.booleans(), st.text(), st.booleans(), st.text()),
    notes=st.lists(st.text(max_size=9), max_size=3).map(tuple),
)


@given(facts)
def test_facts_survive_the_round_trip(one: ImageFacts) -> None:
    assert from_plain(ImageFacts, json.loads(json.dumps(to_plain(one)))) == one


@given(st.binary(max_size=20))
def test_file_names_that_are_no_text_survive(raw: bytes) -> None:
    identity = FileIdentity("p", raw, "n", 1, "00", 2)
    assert from_plain(FileIdentity, json.loads(json.dumps(to_plain(identity)))) == identity


def test_provenance_survives_with_its_enumeration() -> None:
    provenance = make_record().provenance
    assert from_plain(Provenance, json.loads(json.dumps(to_plain(provenance)))) == provenance


@pytest.mark.parametrize(
    "value",
    [None, [], {"x": 1}, {"x": "1", "y": 2, "width": 3, "height": 4}, {"x": 1, "y": 2, "width": 3, "height": True}],
)
def test_a_value_of_another_shape_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"expected|has no|missing"):
        from_plain(Box, value)


@pytest.mark.parametrize("value", [{"x": 1, "y": 2, "width": 3, "height": 4, "z": 5}])
def test_an_unknown_field_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="has no"):
        from_plain(Box, value)


def test_tuples_of_fixed_length_keep_it() -> None:
    assert from_plain(tuple[str, int], ["a", 1]) == ("a", 1)
    with pytest.raises(ValueError):
        from_plain(tuple[str, int], ["a"])
    with pytest.raises(ValueError, match="expected a list"):
        from_plain(tuple[str, ...], "ab")
    with pytest.raises(ValueError, match="not a valid"):
        from_plain(Tier, "certain")


def test_a_record_keeps_the_english_text_of_a_phrase_alone() -> None:
    error = InputError(InputCode.DAMAGED, phrase("The decoder says: {reason}", reason="no end")).record()
    kept = to_plain(error)
    assert kept == {"code": "damaged", "message": error.message, "remedy": error.remedy}
    assert {type(value) for value in kept.values()} == {str}
