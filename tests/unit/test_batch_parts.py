"""The parts of a batch without processes: what waits, how fast it goes, what is counted, the thread of the ledger."""

from __future__ import annotations

import hashlib
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.batch.agenda import Agenda
from gauntlet_desktop.app.batch.book import CaseBook, Ledger, MemoryBook, Outcome
from gauntlet_desktop.app.batch.bookkeeper import COMMIT_FILES, PORTION, Bookkeeper
from gauntlet_desktop.app.batch.events import How, State
from gauntlet_desktop.app.batch.faults import Root
from gauntlet_desktop.app.batch.pace import Pace
from gauntlet_desktop.app.batch.settings import BatchSettings, configuration_of
from gauntlet_desktop.app.batch.tally import Tally
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.store import Case, Configuration, Enqueued, FoundFile
from tests.engine.conftest import PATIENCE_SECONDS
from tests.factories import failed_record, make_record, make_source

ROOT = Path(__file__).parents[2]
WHEN = "2026-01-31T12:00:00+00:00"
CONFIGURATION = Configuration("Gauntlet Desktop 0.1.0")


def file(name: str) -> FoundFile:
    return FoundFile(b"/photos/" + name.encode(), 1, 2)


def names(files: Iterable[FoundFile | None]) -> str:
    return " ".join(each.raw_path[8:].decode() for each in files if each is not None)


def taken(agenda: Agenda) -> str:
    return names(iter(agenda.take, None))


# What waits


def test_files_come_in_order_and_each_once() -> None:
    agenda = Agenda()
    agenda.add([file("a"), file("b")])
    assert names([agenda.take()]) == "a"
    agenda.add([file("a"), file("b"), file("c")])
    assert len(agenda) == 2
    assert taken(agenda) == "b c"
    assert agenda.take() is None


def test_what_somebody_looks_at_comes_first_until_they_look_elsewhere() -> None:
    agenda = Agenda()
    agenda.add(map(file, "abcdef"))
    agenda.prioritise([file("e"), file("d")])
    assert names([agenda.take()]) == "e"
    agenda.prioritise([file("f"), file("e"), file("new")])
    assert taken(agenda) == "f new a b c d"


def test_what_is_put_back_comes_next() -> None:
    agenda = Agenda()
    agenda.add(map(file, "ab"))
    first = agenda.take()
    assert first is not None
    agenda.put_back(first)
    assert taken(agenda) == "a b"


@given(st.lists(st.tuples(st.sampled_from(["add", "first", "take"]), st.sampled_from("abcdefgh"))))
def test_nothing_is_lost_and_nothing_comes_twice(steps: list[tuple[str, str]]) -> None:
    agenda, added, given_out = Agenda(), set(), []
    for step, name in steps:
        if step == "take":
            given_out += names([agenda.take()])
        else:
            added.add(name)
            (agenda.add if step == "add" else agenda.prioritise)([file(name)])
    given_out += taken(agenda).replace(" ", "")
    assert sorted(given_out) == sorted(added)


# How fast it goes


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_is_that_of_the_last_files_and_pauses_do_not_count() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.rate() is None
    for _ in range(300):
        clock.now += 0.5
        pace.note(1)
    assert pace.rate() == pytest.approx(2.0)
    pace.forget()
    clock.now += 1000.0
    pace.note(4)
    assert pace.rate() is None
    clock.now += 2.0
    pace.note(8)
    assert pace.rate() == pytest.approx(4.0)


def test_files_that_all_come_at_once_tell_no_pace() -> None:
    pace = Pace(Clock())
    pace.note(50)
    assert pace.rate() is None


def test_the_tally_adds_up_and_tells_what_is_left() -> None:
    clock = Clock()
    tally = Tally(Pace(clock))
    tally.add_waiting(2)
    tally.listed(Enqueued(new=18, unchanged=5, changed=1))
    assert tally.snapshot(State.RUNNING).remaining is None
    tally.listing_ended()
    for hows in ([How.ANALYSED] * 5, [How.KNOWN] * 3, [How.FAILED, How.ANALYSED]):
        clock.now += 1.0
        tally.done(hows)
    progress = tally.snapshot(State.PAUSED)
    assert (progress.listed, progress.unchanged, progress.changed) == (24, 5, 1)
    assert (progress.analysed, progress.known, progress.failed, progress.done) == (6, 3, 1, 10)
    assert (progress.waiting, progress.state, progress.listing) == (11, State.PAUSED, False)
    assert progress.rate == pytest.approx(2.5)
    assert progress.remaining == pytest.approx(11 / 2.5)
    tally.pace_broken()
    assert tally.snapshot(State.RUNNING).remaining is None


# The thread of the ledger


class Reader:
    """Notes what the bookkeeper tells, and waits for it."""

    def __init__(self) -> None:
        self.told: queue.Queue[tuple[str, Any]] = queue.Queue()

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self.told.put((name, arguments[0] if arguments else None))

    def until(self, wanted: str) -> Any:
        while True:
            name, value = self.told.get(timeout=PATIENCE_SECONDS)
            if name == wanted:
                return value


def outcome(name: str, *, known: bool = False, failed: bool = False) -> Outcome:
    record = failed_record() if failed else make_record(name=name)
    sha256 = make_source(name).sha256
    return Outcome(file(name), None if known else record, sha256, CONFIGURATION, None if known or failed else 1 << 63)


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def bookkeeper(book: MemoryBook, files: Sequence[FoundFile], reader: Reader, clock: Clock) -> Bookkeeper:
    keeper = Bookkeeper(book, files, reader, clock)  # type: ignore[arg-type]
    keeper.start()
    return keeper


def test_the_folder_is_listed_and_handed_out_in_portions(reader: Reader, clock: Clock) -> None:
    files = [file(str(number)) for number in range(PORTION + 10)]
    keeper = bookkeeper(MemoryBook(), files, reader, clock)
    assert reader.until("opened") == 0
    assert reader.until("listed") == Enqueued(PORTION, 0, 0)
    keeper.want(10)
    assert len(reader.until("handed_out")) == 10
    keeper.want(10 * PORTION)
    handed = 10
    while handed < 10 + len(files):
        handed += len(reader.until("handed_out"))  # the second pass brings the first ten again
    reader.until("all_handed_out")
    keeper.close()


def test_results_are_written_by_number_and_the_rest_at_the_end(reader: Reader, clock: Clock) -> None:
    book = MemoryBook()
    keeper = bookkeeper(book, [], reader, clock)
    reader.until("listed_all")
    for number in range(COMMIT_FILES + 1):
        keeper.keep(outcome(f"{number}.jpg"))
    assert len(reader.until("written")) >= COMMIT_FILES
    keeper.close()
    assert len(book.outcomes) == COMMIT_FILES + 1


def test_a_result_is_not_held_back_for_long(reader: Reader) -> None:
    class Running(Clock):
        def __call__(self) -> float:
            self.now += 0.3
            return self.now

    keeper = bookkeeper(MemoryBook(), [], reader, Running())
    keeper.keep(outcome("a.jpg"))
    assert len(reader.until("written")) == 1
    keeper.close()


class FullDisk(MemoryBook):
    """Refuses to write so many times."""

    def __init__(self, refusals: int) -> None:
        super().__init__()
        self.refusals = refusals

    def write(self, outcomes: Sequence[Outcome]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise EnvironmentFault("disk_full", "The disk is full.", "Free some space.")
        super().write(outcomes)


def test_what_the_disk_refuses_is_kept_and_tried_again(reader: Reader, clock: Clock) -> None:
    book = FullDisk(2)
    keeper = bookkeeper(book, [], reader, clock)
    for number in range(COMMIT_FILES):
        keeper.keep(outcome(f"{number}.jpg"))
    for _ in range(2):
        assert reader.until("suspended").code == "disk_full"
        assert book.outcomes == []
        keeper.retry()
    assert len(reader.until("written")) == COMMIT_FILES == len(book.outcomes)
    keeper.close()


def test_a_batch_can_be_closed_while_the_disk_is_full(reader: Reader, clock: Clock) -> None:
    book = FullDisk(1_000_000)
    keeper = bookkeeper(book, [], reader, clock)
    for number in range(COMMIT_FILES):
        keeper.keep(outcome(f"{number}.jpg"))
    reader.until("suspended")
    keeper.close()
    assert book.outcomes == []


def test_a_case_that_cannot_be_opened_ends_the_batch(tmp_path: Path, reader: Reader, clock: Clock) -> None:
    path = tmp_path / "c.gauntlet"
    Case.create(path, actor="a", when=WHEN).close()
    data = bytearray(path.read_bytes())
    data[68:72] = b"NOPE"  # the application's id
    path.write_bytes(data)
    book = CaseBook(path, b"/photos", actor="a", now=lambda: WHEN)
    keeper = bookkeeper(book, [], reader, clock)  # type: ignore[arg-type]
    error = reader.until("broken")
    assert isinstance(error, UserError)
    keeper.close()


# Books


@pytest.fixture(params=["memory", "case"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> MemoryBook | CaseBook:
    if request.param == "memory":
        return MemoryBook()
    return CaseBook(tmp_path / "c.gauntlet", b"/photos", actor="examiner", now=lambda: WHEN)


def test_both_books_keep_the_queue_and_the_results(book: MemoryBook | CaseBook) -> None:
    files = [file(name) for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg")]
    other = Configuration("another")
    with book.ledger() as ledger:
        assert ledger.enqueue(files) == Enqueued(4, 0, 0)
        assert ledger.enqueue(files[:1]) == Enqueued(0, 1, 0)
        waiting = ledger.waiting(3, 0)
        assert [each.raw_path for each in waiting] == [each.raw_path for each in files[:3]]
        assert [each.raw_path for each in ledger.waiting(3, waiting[0].id)] == [each.raw_path for each in files[1:]]
        record = make_record(name="a.jpg")
        written = _at(outcome("a.jpg"), record)
        ledger.write([written, Outcome(file("b.jpg"), None, written.sha256, CONFIGURATION)])
        assert dict(ledger.counts()) == {"waiting": 2, "done": 2, "failed": 0}
        with book.index() as index:
            assert index.knows(written.sha256, CONFIGURATION)
            assert not index.knows(written.sha256, other)
            assert not index.knows("00" * 32, CONFIGURATION)
        stack_all(ledger, 10)


def _at(made: Outcome, record: Any) -> Outcome:
    """The outcome with the path of its file in its record too."""
    source = replace(record.source, raw_path=made.file.raw_path)
    return replace(made, record=replace(record, source=source))


def near(name: str, value: int) -> Outcome:
    """A result of a picture of its own whose perceptual hash is this one."""
    record = make_record(name=name)
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    made = replace(outcome(name), sha256=sha256, perceptual_hash=value)
    return _at(made, replace(record, source=replace(record.source, sha256=sha256)))


def stacks_of(path: Path) -> list[int]:
    """For each item the number, from 1, of the item that names its stack."""
    with Case.open(path, read_only=True) as case:
        rows = case._connection.execute("SELECT id, stack FROM item ORDER BY id").fetchall()
    places = {item: number for number, (item, _) in enumerate(rows, 1)}
    return [places[stack] for _, stack in rows]


def stack_all(ledger: Ledger, limit: int) -> None:
    while ledger.stack(limit):
        pass


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_near_duplicates_are_stacked_on_the_first(tmp_path: Path, limit: int) -> None:
    book = CaseBook(tmp_path / "c.gauntlet", b"/photos", actor="examiner", now=lambda: WHEN)
    values = (0, (1 << 40) - 1, 0b11, (1 << 40) - 2)
    with book.ledger() as ledger:
        ledger.write([near(f"{number}.jpg", value) for number, value in enumerate(values[:3])])
        assert ledger.stack(limit)
        ledger.write([near("3.jpg", values[3])])
        stack_all(ledger, limit)
    assert stacks_of(tmp_path / "c.gauntlet") == [1, 2, 1, 2]


KILLED = """
import os, signal, sys
from pathlib import Path
from gauntlet_desktop.app.batch import bookkeeper
from gauntlet_desktop.app.batch.book import CaseBook
from tests.unit.test_batch_parts import Clock, Reader, near

bookkeeper.COMMIT_FILES, bookkeeper.STACK_FILES, how = 1, int(sys.argv[2]), sys.argv[3]
reader = Reader()
book = CaseBook(Path(sys.argv[1]), b"/photos", actor="examiner", now=lambda: "2026-01-31T12:00:00+00:00")
keeper = bookkeeper.Bookkeeper(book, [], reader, Clock())
keeper.start()
for number in range(12):
    if number == 8 and how == "paused":
        keeper.stack()
    keeper.keep(near(f"{number}.jpg", number % 4))
    reader.until("written")  # and what was written before the last one is stacked
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("files", "how"), [(4, "running"), (1000, "paused")])
def test_a_batch_that_is_killed_has_its_stacks(tmp_path: Path, files: int, how: str) -> None:
    path = tmp_path / "c.gauntlet"
    ended = subprocess.run([sys.executable, "-c", KILLED, path, str(files), how], check=False, cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    assert stacks_of(path)[:8] == [1] * 8
    with CaseBook(path, b"/photos", actor="examiner", now=lambda: WHEN).ledger() as ledger:
        stack_all(ledger, 5)
    assert stacks_of(path) == [1] * 12


def test_what_the_folder_no_longer_holds_does_not_wait(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    kept = folder / "kept.jpg"
    kept.touch()
    book = CaseBook(tmp_path / "c.gauntlet", bytes(folder), actor="examiner", now=lambda: WHEN)
    with book.ledger() as ledger:
        elsewhere = FoundFile(b"/elsewhere/gone.jpg", 1, 1)
        ledger.enqueue([FoundFile(bytes(kept), 1, 1), FoundFile(bytes(folder / "gone.jpg"), 1, 1), elsewhere])
        ledger.note_missing()
        assert [each.raw_path for each in ledger.waiting(9, 0)] == [bytes(kept), elsewhere.raw_path]


# What stops a batch, what makes its records


def test_a_folder_that_is_replaced_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    assert not Root(bytes(folder)).is_gone(), "it never was there"
    folder.mkdir()
    root = Root(bytes(folder))
    assert not root.is_gone()
    folder.rename(tmp_path / "unplugged")
    assert root.is_gone()
    folder.mkdir()
    assert root.is_gone()


def test_limits_steps_and_setup_make_the_configuration() -> None:
    settings = BatchSettings()
    base = configuration_of(Setup(), settings).digest()
    others = [
        configuration_of(Setup(), BatchSettings(verdict_only=False)),
        configuration_of(Setup(), BatchSettings(limits=Limits(pixels=5))),
        configuration_of(Setup(weights=(("d", "00"),)), settings),
        configuration_of(Setup(packages=(("numpy", "9"),)), settings),
    ]
    assert len({base, *(each.digest() for each in others)}) == 5
    assert configuration_of(Setup(), BatchSettings(jobs=7, decoders=3)).digest() == base
