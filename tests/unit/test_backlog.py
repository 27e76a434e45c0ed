"""Jobs that wait to be decoded: their order, over lanes, against a plain list that is searched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.app.backlog import Backlog
from gauntlet_desktop.app.jobs import Job
from gauntlet_desktop.app.lane import Lane

LANES = (Lane(lambda _: None), Lane(lambda _: None, on_demand=True), None)
lanes = st.sampled_from(LANES)
full = st.sets(st.sampled_from(LANES[:2])).map(list)
numbers = st.integers(1, 12)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), lanes, st.booleans()),
        st.tuples(st.just("take"), full),
        st.tuples(st.just("move_first"), numbers),
        st.tuples(st.just("drop"), numbers),
    ),
    max_size=60,
)


def job(number: int) -> Job:
    return Job(number, b"/a.png", f"pixels-{number}")


@given(steps)
def test_it_keeps_the_order_of_a_single_queue(taken: list[tuple[object, ...]]) -> None:
    backlog, queue = Backlog(), list[tuple[int, Lane | None]]()
    added = 0
    for what, *rest in taken:
        match what, rest:
            case "add", [lane, first]:
                added += 1
                backlog.add(job(added), lane, first=first)  # type: ignore[arg-type]
                queue.insert(0 if first else len(queue), (added, lane))  # type: ignore[arg-type]
            case "take", [closed]:
                expected = next((entry for entry in queue if entry[1] not in closed), None)  # type: ignore[operator]
                got = backlog.take(closed)  # type: ignore[arg-type]
                assert (got.id if got else None) == (expected[0] if expected else None)
                if expected:
                    queue.remove(expected)
            case "move_first", [number]:
                backlog.move_first(number)  # type: ignore[arg-type]
                queue.sort(key=lambda entry: entry[0] != number)
            case "drop", [number]:
                there = [entry for entry in queue if entry[0] == number]
                assert backlog.drop(number) is bool(there)  # type: ignore[arg-type]
                queue = [entry for entry in queue if entry not in there]
        assert bool(backlog) is bool(queue)
        assert {waiting.id for waiting in backlog} == {number for number, _ in queue}


def test_what_waits_for_a_full_lane_is_not_looked_at() -> None:
    class Counted(Job):
        looked = 0

        def __getattribute__(self, name: str) -> object:
            if name == "turn":
                Counted.looked += 1
            return super().__getattribute__(name)

    lane, _, _ = LANES
    backlog = Backlog()
    for number in range(1, 1001):
        backlog.add(Counted(number, b"/a.png", "pixels"), lane)
    assert lane is not None
    Counted.looked = 0
    assert backlog.take([lane]) is None
    assert Counted.looked == 0
    assert backlog.take([]) is not None
    assert Counted.looked == 1


def test_thumbnails_take_turns_with_the_rest_the_newest_first() -> None:
    lane, _, _ = LANES
    assert lane is not None
    backlog = Backlog()
    for number in range(1, 4):
        backlog.add(job(number), lane)
    for number in range(11, 15):
        backlog.add(Job(number, b"/a.png", f"pixels-{number}", thumbnail_side=96), None)
    assert backlog.drop(13)
    taken = [backlog.take([]) for _ in range(4)]
    assert [waiting.id for waiting in taken if waiting] == [14, 1, 12, 2]
    assert {waiting.id for waiting in backlog} == {3, 11}
    last = [backlog.take([lane]) for _ in range(2)]
    assert last[0] is not None
    assert last[0].id == 11
    assert last[1] is None
    assert backlog
