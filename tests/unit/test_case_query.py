"""Sorting, filtering and counting in SQL give what a plain loop over the rows gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import EnvironmentFault, InputCode
from gauntlet_desktop.core.records import AnalysisRecord, Tier
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.store import (
    FACETS,
    Addition,
    Case,
    Decision,
    Filter,
    FoundFile,
    Mark,
    MarkKind,
    Row,
    Sighting,
    Sort,
    SortColumn,
)
from tests.cases import make_case
from tests.factories import failed_record, make_record, out_of_scope_record

WHO = {"actor": "A", "when": "2026-01-31T12:00:00+00:00"}
TIERS = [tier.value for tier in Tier]
NAMES = ["Übung 1.JPG", "übung 2.jpg", "holiday.jpg", "b.jpg", "A.jpg", "\u202egpj.exe", "100%_[x].jpg", "c'est.jpg"]
CAMERAS = ["", "Canon EOS 80D", "Kodak' OR 1=1 --"]


def records() -> Iterator[AnalysisRecord]:
    for number, name in enumerate(NAMES):
        base = make_record(list(Tier)[number % 5], name=name, heatmap=False)
        assert base.verdict is not None and base.provenance is not None
        verdict = replace(base.verdict, log10_lr=(number - 4) / 2, conflict="They differ." if number == 3 else "")
        yield replace(
            base,
            verdict=verdict,
            source=replace(base.source, size_bytes=number % 3, modified_ns=-number),
            provenance=replace(base.provenance, camera=CAMERAS[number % 3], generator="X" * (number == 5)),
        )
    yield out_of_scope_record()
    yield failed_record(InputCode.DAMAGED)
    yield failed_record(InputCode.NOT_FOUND)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    path = tmp_path_factory.mktemp("query") / "case.gauntlet"
    with Case.create(path, **WHO) as made:
        made.add_records([Addition(record) for record in records()], **WHO)
        copy = FoundFile("/elsewhere/Straße.jpg".encode(), 1, 2)
        made.add_records([], sightings=[Sighting(next(records()).source.sha256, copy)], **WHO)
        made.mark([Mark(2, MarkKind.TAG, "a"), Mark(3, MarkKind.TAG, "a"), Mark(3, MarkKind.TAG, "b")], **WHO)
        made.mark([Mark(4, MarkKind.DECISION, Decision.CAMERA), Mark(5, MarkKind.NOTE, "Ask the WITNESS")], **WHO)
        made.mark([Mark(6, MarkKind.BOOKMARK, "1"), Mark(7, MarkKind.BOOKMARK, "1")], **WHO)
        made.set_stacks({2: 2, 3: 2, 5: 2, 7: 7, 8: 7})
        made.set_missing([b"/evidence/case-17/b.jpg"])
    with Case.open(path, read_only=True) as reader:
        yield reader


def all_rows(case: Case) -> list[Row]:
    return case.rows(case.ids(Filter(), Sort()))


def named(case: Case, wanted: Filter) -> list[int]:
    return list(case.ids(wanted, Sort()))


def fits(row: Row, wanted: Filter) -> bool:
    """What a filter means, said once more without SQL; `text` and stacks are tested apart."""
    lr = row.log10_lr
    return (
        all(not getattr(wanted, name) or getattr(row, FACETS[name]) in getattr(wanted, name) for name in FACETS)
        and (not wanted.tags or bool(set(wanted.tags) & set(row.tags)))
        and (wanted.log10_lr_from is None or (lr is not None and lr >= wanted.log10_lr_from))
        and (wanted.log10_lr_to is None or (lr is not None and lr <= wanted.log10_lr_to))
        and (wanted.conflict is None or row.conflict is wanted.conflict)
        and (wanted.bookmarked is None or row.bookmarked is wanted.bookmarked)
    )


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


FILTERS = st.builds(
    Filter,
    tiers=some(["", *TIERS]),
    statuses=some(["ok", "failed", "out_of_scope"]),
    cameras=some([*CAMERAS, "' OR 1=1 --"]),
    generators=some(["", "X"]),
    decisions=some(["", "camera", "generated"]),
    tags=some(["a", "b", "c"]),
    log10_lr_from=st.none() | st.floats(-3, 3),
    log10_lr_to=st.none() | st.floats(-3, 3),
    conflict=st.none() | st.booleans(),
    bookmarked=st.none() | st.booleans(),
)


@given(wanted=FILTERS)
def test_filters_mean_what_they_say(case: Case, wanted: Filter) -> None:
    expected = [row.id for row in all_rows(case) if fits(row, wanted)]
    assert named(case, wanted) == expected
    assert case.count(wanted) == len(expected)


@given(wanted=FILTERS)
def test_of_each_stack_the_first_that_fits_stands_for_it(case: Case, wanted: Filter) -> None:
    first: dict[int, int] = {}
    for row in all_rows(case):
        if fits(row, wanted):
            first.setdefault(row.stack, row.id)
    once = replace(wanted, stacked_once=True)
    assert named(case, once) == list(first.values())
    assert case.count(once) == len(first)


@given(wanted=FILTERS)
def test_facets_count_what_their_own_choice_would_leave(case: Case, wanted: Filter) -> None:
    facets = case.facets(wanted)
    for name, column in FACETS.items():
        rest = replace(wanted, **{name: ()})
        expected = Counter(getattr(row, column) for row in all_rows(case) if fits(row, rest))
        assert dict(facets[name]) == expected
        assert [count for _, count in facets[name]] == sorted(expected.values(), reverse=True)
    rest = replace(wanted, tags=())
    assert dict(facets["tags"]) == Counter(tag for row in all_rows(case) if fits(row, rest) for tag in row.tags)


@pytest.mark.parametrize("column", list(SortColumn))
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_stably_with_missing_values_last(case: Case, column: SortColumn, descending: bool) -> None:
    rows = all_rows(case)
    key = "id" if column is SortColumn.ADDED else column.value

    def value(row: Row) -> Any:
        found = getattr(row, key)
        return found.lower() if column is SortColumn.NAME else found

    present = sorted((row for row in rows if value(row) is not None), key=lambda row: (value(row), row.id))
    absent = sorted((row for row in rows if value(row) is None), key=lambda row: row.id)
    if descending:
        present, absent = present[::-1], absent[::-1]
    assert list(case.ids(Filter(), Sort(column, descending))) == [row.id for row in present + absent]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("übung", [1, 2]),
        ("UBUNG", []),
        ("Übung 2", [2]),
        ("strasse", [1]),
        ("elsewhere jpg", [1]),
        ("elsewhere übung", []),
        ("witness", [5]),
        ("100%_[x]", [7]),
        ("%", [7]),
        ("'", [8]),
        ("‹u+202e›gpj", [6]),
        ("nowhere", []),
        ("  ", list(range(1, 12))),
    ],
)
def test_text_is_found_in_paths_and_notes(case: Case, text: str, expected: list[int]) -> None:
    assert named(case, Filter(text=text)) == expected


def test_a_hash_is_found_by_its_beginning(case: Case) -> None:
    sha256 = all_rows(case)[2].sha256
    assert named(case, Filter(text=sha256)) == [3]
    assert named(case, Filter(text=sha256[:12].upper())) == [3]
    assert named(case, Filter(text=sha256[:12], tags=("a",))) == [3]


def test_of_a_stack_the_first_that_fits_is_shown(case: Case) -> None:
    assert named(case, Filter(stacked_once=True)) == [1, 2, 4, 6, 7, 9, 10, 11]
    assert named(case, Filter(stacked_once=True, tags=("b",))) == [3]
    assert case.count(Filter(stacked_once=True)) == 8


def test_one_stack_and_chosen_items_can_be_wanted(case: Case) -> None:
    assert named(case, Filter(stack=2)) == [2, 3, 5]
    assert named(case, Filter(stack=2, tags=("b",))) == [3]
    assert named(case, Filter(items=(7, 99, 2, 7))) == [2, 7]
    assert named(case, Filter(items=(7, 2), stack=7)) == [7]
    assert len(named(case, Filter(items=tuple(range(1, 100_000))))) == case.count(Filter())
    assert [row.stacked for row in case.rows([1, 2, 3, 5, 7, 8])] == [1, 3, 3, 3, 2, 2]


def test_filters_saved_before_there_were_stacks_are_read(case: Case) -> None:
    plain = {**to_plain(Filter(text="x"))}
    del plain["stack"], plain["items"]
    assert from_plain(Filter, plain) == Filter(text="x")


def test_rows_come_in_the_order_in_which_they_are_asked_for(case: Case) -> None:
    rows = case.rows([4, 99, 1, 11])
    assert [row.id for row in rows] == [4, 1, 11]
    assert [row.missing for row in rows] == [True, False, False]
    assert [row.paths for row in rows] == [1, 2, 1]
    assert rows[1].raw_path == b"/evidence/case-17/" + NAMES[0].encode()
    assert (rows[2].sha256, rows[2].error_code) == ("", "not_found")
    assert case.rows([]) == []


def test_the_histogram_counts_every_likelihood_ratio_once(case: Case) -> None:
    assert case.histogram(Filter(), low=-2, high=2, bins=4) == (2, 2, 2, 2)
    assert case.histogram(Filter(), low=-0.5, high=0.5, bins=2) == (4, 4)
    assert case.histogram(Filter(tiers=("ai_supported",)), low=-2, high=2, bins=1) == (2,)
    assert sum(case.histogram(Filter(log10_lr_from=0.0), low=-9, high=9, bins=7)) == 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=FILTERS, name=st.text(st.characters(exclude_categories=["Cs"])))
def test_saved_filters_come_back(tmp_path_factory: pytest.TempPathFactory, wanted: Filter, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / "filters.gauntlet"
    with Case.open(path) if path.exists() else Case.create(path, **WHO) as case:
        case.save_filter(name, wanted)
        assert case.saved_filters() == {name: wanted}
        case.forget_filter(name)
        assert case.saved_filters() == {}


@pytest.mark.parametrize(
    "body", ['{"tiers": 3}', '{"tiers": ["likely"]}', '{"statuses": [""]}', '{"decisions": ["x"]}']
)
def test_a_damaged_saved_filter_is_named(tmp_path: Path, body: str) -> None:
    with Case.create(tmp_path / "case.gauntlet", **WHO) as case:
        case.save_filter("mine", Filter())
        case._connection.execute("UPDATE saved_filter SET body = ?", (body,))
        with pytest.raises(EnvironmentFault) as caught:
            case.saved_filters()
    assert caught.value.code == "case_damaged"


def test_a_filter_of_a_number_that_no_item_has_is_named(case: Case) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        case.ids(Filter(stack=10**30), Sort())
    assert caught.value.code == "case_damaged"


@pytest.mark.parametrize("column", ["tier", "status", "decision", "second_decision"])
def test_items_with_words_that_nothing_gives_them_are_damage(tmp_path: Path, column: str) -> None:
    with Case.open(make_case(tmp_path / "case.gauntlet", 2)) as case:
        case._connection.execute(f"UPDATE item SET {column} = 'perhaps' WHERE id = 2")
        assert [row.id for row in case.rows([1])] == [1]
        with pytest.raises(EnvironmentFault, match=f"'perhaps' is no {column}"):
            case.rows([2])


@pytest.mark.parametrize("column", ["tier", "status", "decision"])
def test_facets_of_words_that_nothing_gives_an_item_are_damage(tmp_path: Path, column: str) -> None:
    with Case.open(make_case(tmp_path / "case.gauntlet", 2)) as case:
        case._connection.execute(f"UPDATE item SET {column} = 'perhaps' WHERE id = 2")
        with pytest.raises(EnvironmentFault, match=f"'perhaps' is no {column}"):
            case.facets(Filter())


def test_a_reader_cannot_write(case: Case) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        case.save_filter("mine", Filter())
    assert caught.value.code == "case_read_only"
