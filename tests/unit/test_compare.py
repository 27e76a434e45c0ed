"""Two analyses held against each other."""

from __future__ import annotations

import copy
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.reporting.compare import RELATIVE_TOLERANCE, SCORE_TOLERANCE, Difference, differences
from tests.factories import make_record

PLAIN = record_to_json(make_record(), include_maps=True)


def places(changed: object) -> list[str]:
    return [each.place for each in differences(PLAIN, changed)]


def test_a_record_equals_itself() -> None:
    assert places(copy.deepcopy(PLAIN)) == []


def test_where_the_file_lies_and_what_it_ran_on_does_not_matter() -> None:
    record = make_record()
    moved = replace(
        record,
        source=replace(record.source, path="/elsewhere/b.jpg", name="b.jpg", modified_ns=5),
        environment=(("python", "3.13.1"),),
        detectors=tuple(replace(each, backend="torch 2.12, cpu") for each in record.detectors),
    )
    assert places(record_to_json(moved, include_maps=True)) == []


def test_another_verdict_is_told_by_its_place() -> None:
    other = copy.deepcopy(PLAIN)
    other["verdict"]["tier"] = Tier.INCONCLUSIVE.value
    assert list(differences(PLAIN, other)) == [
        Difference("verdict.tier", Tier.AI_SUPPORTED.value, Tier.INCONCLUSIVE.value)
    ]


@given(st.floats(-3 * SCORE_TOLERANCE, 3 * SCORE_TOLERANCE))
def test_scores_may_differ_by_their_tolerance(by: float) -> None:
    other = copy.deepcopy(PLAIN)
    other["detectors"][0]["score"] += by
    score = abs(PLAIN["detectors"][0]["score"])
    expected = abs(by) <= SCORE_TOLERANCE * max(1.0, score, abs(other["detectors"][0]["score"]))
    assert (places(other) == []) == expected


def test_one_cell_of_a_map_counts() -> None:
    other = copy.deepcopy(PLAIN)
    other["heatmaps"][0]["views"][0]["values"][3][2] += 0.1
    assert places(other) == ["heatmaps[0].views[0].values[3][2]"]


def test_measurements_may_differ_by_rounding_alone() -> None:
    other = copy.deepcopy(PLAIN)
    value = other["findings"][0]["value"]
    other["findings"][0]["value"] = value * (1 + RELATIVE_TOLERANCE / 2)
    assert places(other) == []
    other["findings"][0]["value"] = value * (1 + RELATIVE_TOLERANCE * 4)
    assert places(other) == ["findings[0].value"]


def test_lists_of_other_lengths_missing_values_and_kinds_differ() -> None:
    other = copy.deepcopy(PLAIN)
    other["findings"] = other["findings"][1:]
    other["image"]["jpeg"] = None
    other["complete"] = 1
    del other["sha256"]
    assert set(places(other)) == {"findings", "image.jpeg", "complete", "sha256"}
    assert [each.after for each in differences(PLAIN, other) if each.place == "findings"] == [
        f"a list of {len(other['findings'])}"
    ]


def test_long_texts_are_cut() -> None:
    (found,) = differences({"a": "x" * 500}, {"a": "y"})
    assert len(found.before) == 80
