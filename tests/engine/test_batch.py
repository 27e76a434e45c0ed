"""Batches with real processes, files and cases: results, duplicates, order, pauses, losses of every kind."""

from __future__ import annotations

import hashlib
import os
import queue
import random
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gauntlet_desktop.app.batch import bookkeeper
from gauntlet_desktop.app.batch.book import Book, CaseBook, MemoryBook
from gauntlet_desktop.app.batch.engine import BatchEngine
from gauntlet_desktop.app.batch.events import BatchEvent, FileDone, How, State, StateChanged
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.folders import FolderScan
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.core.errors import NO_DECODER
from gauntlet_desktop.core.records import C2paState
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.engine import decoder, worker
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList
from gauntlet_desktop.store import Case
from tests.engine.conftest import PATIENCE_SECONDS
from tests.engine.test_service import end_at_once
from tests.factories import make_pixels
from tests.unit.test_c2pa import CREATED, Authority, picture

WHEN = "2026-01-31T12:00:00+00:00"
ONE = BatchSettings(jobs=1, decoders=1)


class Listener:
    """Collects events and waits for those that a test asks for."""

    def __init__(self) -> None:
        self._queue: queue.Queue[BatchEvent] = queue.Queue()
        self.done: dict[str, FileDone] = {}
        self.order: list[str] = []
        self._reaction: Callable[[], None] | None = None

    def __call__(self, event: BatchEvent) -> None:
        if isinstance(event, FileDone) and self._reaction is not None:
            self._reaction()
            self._reaction = None
        self._queue.put(event)

    def at_the_first_file(self, reaction: Callable[[], None]) -> None:
        """Do something the moment that the first file is told, before the batch can do anything else."""
        self._reaction = reaction

    def until(self, wanted: Callable[[BatchEvent], bool]) -> Any:
        while True:
            event = self._queue.get(timeout=PATIENCE_SECONDS)
            if isinstance(event, FileDone):
                name = Path(os.fsdecode(event.raw_path)).name
                self.done[name] = event
                self.order.append(name)
            if wanted(event):
                return event

    def state(self, state: State) -> StateChanged:
        event = self.until(lambda event: isinstance(event, StateChanged) and event.state is state)
        assert isinstance(event, StateChanged)
        return event

    def file(self) -> FileDone:
        event = self.until(lambda event: isinstance(event, FileDone))
        assert isinstance(event, FileDone)
        return event

    def hows(self) -> dict[str, str]:
        return {name: event.how.value for name, event in sorted(self.done.items())}


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures that need inference, two that are too small for it, and one that is none."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(3):
        Image.fromarray(make_pixels(256, 320, number)).save(folder / f"{number}.jpg", quality=92)
    small(folder, "small-1.png", 8)
    small(folder, "small-2.png", 9)
    (folder / "text.jpg").write_text("no image")
    return folder


def small(folder: Path, name: str, seed: int) -> Path:
    """A picture that is out of scope for its size: it costs hardly any time."""
    Image.fromarray(make_pixels(60, 80, seed)).save(folder / name)
    return folder / name


def engine(folder: Path, book: Book, listener: Listener, settings: BatchSettings = ONE) -> BatchEngine:
    raw = os.fsencode(folder)
    return BatchEngine(raw, FolderScan(raw), book, listener, settings)


def case_book(folder: Path) -> CaseBook:
    return CaseBook(folder.parent / "c.gauntlet", os.fsencode(folder), actor="examiner", now=lambda: WHEN)


def run(folder: Path, book: Book, settings: BatchSettings = ONE) -> Listener:
    listener = Listener()
    with engine(folder, book, listener, settings):
        listener.state(State.FINISHED)
    return listener


def test_a_folder_ends_in_the_case_as_analyze_would_have_it(folder: Path) -> None:
    (folder / "sub").mkdir()
    shutil.copy(folder / "1.jpg", folder / "sub" / "copy.jpg")
    Image.open(folder / "2.jpg").save(folder / "sub" / "near.jpg", quality=70)
    first = run(folder, case_book(folder), BatchSettings(jobs=2, decoders=2))
    expected = dict.fromkeys(("0.jpg", "1.jpg", "2.jpg", "near.jpg", "small-1.png", "small-2.png"), "analysed")
    known = {name for name in ("1.jpg", "copy.jpg") if first.done[name].how is How.KNOWN}
    assert len(known) == 1, "of identical bytes only the first are inferred"
    expected |= {"1.jpg": "analysed", "copy.jpg": "analysed", "text.jpg": "failed"} | dict.fromkeys(known, "known")
    assert first.hows() == dict(sorted(expected.items()))

    paths = [folder / f"{number}.jpg" for number in (0, 2)] + [folder / "small-1.png", folder / "text.jpg"]
    with Case.open(folder.parent / "c.gauntlet") as case:
        assert case.verify_log().problems == ()
        stored = {Path(os.fsdecode(each.raw_path)).name: each for each in case.records()}
        assert case.queue_counts() == {"waiting": 0, "done": 7, "failed": 1}
        items = dict(case._connection.execute("SELECT name, stack FROM item").fetchall())
        assert items["near.jpg"] == items["2.jpg"], "near duplicates lie on one stack"
    for path, (whole, _) in zip(paths, iterate(map(os.fsencode, paths)), strict=True):
        record = first.done[path.name].record
        assert record is not None
        left_out = () if whole.error else ("heatmaps", "findings", "text")
        assert record == replace(whole, heatmaps=(), findings=(), text=(), left_out=left_out)
        assert stored[path.name].body == record_to_json(record)

    again = run(folder, case_book(folder))
    assert again.done == {}, "what was done or has failed is not done again"


def test_whole_records_are_those_of_analyze(folder: Path) -> None:
    listener = run(folder, MemoryBook(), replace(ONE, verdict_only=False))
    for number in (0, 1):
        path = os.fsencode(folder / f"{number}.jpg")
        ((whole, _),) = iterate([path])
        record = listener.done[f"{number}.jpg"].record
        assert record is not None
        assert record_to_json(record, include_maps=True) == record_to_json(whole, include_maps=True)


def test_a_batch_checks_manifests_against_the_trust_list(tmp_path: Path) -> None:
    authority = Authority()
    folder = tmp_path / "signed"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(authority.sign(picture("JPEG"), "JPEG", [CREATED]))
    trusting = TrustList(authority.root_pem, 1)
    for trust, state in ((trusting, C2paState.VALID_TRUSTED), (NO_TRUST_LIST, C2paState.VALID_UNTRUSTED)):
        record = run(folder, MemoryBook(), replace(ONE, trust=trust)).done["a.jpg"].record
        assert record is not None and record.provenance is not None
        assert record.provenance.c2pa.state is state


def test_what_somebody_looks_at_comes_first(folder: Path, listener: Listener) -> None:
    batch = engine(folder, MemoryBook(), listener)
    batch.pause()
    batch.prioritise([os.fsencode(folder / "small-2.png"), os.fsencode(folder / "absent.png")])
    batch.resume()
    with batch:
        listener.state(State.FINISHED)
    assert listener.order[0] == "small-2.png"
    assert len(listener.order) == 6


@pytest.fixture
def each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every result is written in a transaction of its own, so that the first is told while others are under way."""
    monkeypatch.setattr(bookkeeper, "COMMIT_FILES", 1)


@pytest.mark.usefixtures("each_by_itself")
def test_a_paused_batch_begins_nothing_and_goes_on(folder: Path, listener: Listener) -> None:
    batch = engine(folder, MemoryBook(), listener)
    listener.at_the_first_file(batch.pause)
    with batch:
        listener.state(State.PAUSED)
        assert batch.progress().state is State.PAUSED
        waiting = len(batch._agenda)
        batch.pause()
        batch.resume()
        listener.state(State.RUNNING)
        assert len(batch._agenda) <= waiting
        listener.state(State.FINISHED)
        progress = batch.progress()
    assert (progress.listed, progress.done, progress.failed, progress.waiting) == (6, 6, 1, 0)
    assert batch.wait(0)


@pytest.mark.usefixtures("each_by_itself")
def test_a_cancelled_batch_is_taken_up_where_it_ended(folder: Path, listener: Listener) -> None:
    batch = engine(folder, case_book(folder), listener)
    listener.at_the_first_file(batch.cancel)
    with batch:
        listener.state(State.CANCELLED)
        batch.resume()
        batch.cancel()
    done = set(listener.done)
    while not listener._queue.empty():  # what was written on the way out
        done.add(Path(os.fsdecode(listener.file().raw_path)).name)
    rest = run(folder, case_book(folder))
    assert set(rest.done) == {path.name for path in folder.iterdir()} - done


def test_an_inference_process_that_is_killed_costs_nothing(folder: Path, listener: Listener) -> None:
    with engine(folder, MemoryBook(), listener) as batch:

        def kill() -> None:
            """On the batch's own thread, which has a process whenever it tells of a file."""
            pid = batch._lanes[0].pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)

        for _ in range(2):
            listener.at_the_first_file(kill)
            listener.file()
        listener.state(State.FINISHED)
    assert [how for how in listener.hows().values() if how != "analysed"] == ["failed"]  # the one that is no image


def test_an_engine_that_never_starts_ends_the_batch(
    folder: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "main", end_at_once)
    with engine(folder, MemoryBook(), listener):
        error = listener.state(State.FAILED).error
    assert error is not None
    assert error.code == "engine_unusable"
    assert "status 7" in error.message


def test_a_decoder_that_never_starts_ends_the_batch_and_its_files_wait(
    folder: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = case_book(folder)
    with monkeypatch.context() as broken:
        broken.setattr(decoder, "main", end_at_once)
        with engine(folder, book, listener):
            error = listener.state(State.FAILED).error
    assert error is not None
    assert (error.code, listener.done) == ("engine_unusable", {})
    assert NO_DECODER in error.message and "gauntlet doctor" in error.remedy
    with Case.open(folder.parent / "c.gauntlet", read_only=True) as case:
        assert case.queue_counts() == {"waiting": 6, "done": 0, "failed": 0}
    hows = run(folder, book).hows()
    assert Counter(hows.values()) == {"analysed": 5, "failed": 1}


@pytest.mark.usefixtures("each_by_itself")
def test_files_that_go_or_change_meanwhile_are_told(folder: Path, listener: Listener) -> None:
    book = case_book(folder)
    small(folder, "small-3.png", 10)
    small(folder, "small-4.png", 11)

    def meanwhile() -> None:
        """All files are listed and handed out, and the last ones are not read yet."""
        (folder / "small-3.png").unlink()
        small(folder, "small-4.png", 77)

    batch = engine(folder, book, listener)
    listener.at_the_first_file(meanwhile)
    with batch:
        listener.state(State.FINISHED)
    assert listener.done["small-3.png"].how is How.FAILED
    failed = listener.done["small-3.png"].record
    assert failed is not None and failed.error is not None and failed.error.code == "not_found"
    new = listener.done["small-4.png"].record
    assert new is not None and new.source.modified_ns == (folder / "small-4.png").stat().st_mtime_ns

    small(folder, "small-4.png", 78)
    os.utime(folder / "small-4.png", ns=(1, 1))
    again = Listener()
    with engine(folder, book, again) as batch:
        again.state(State.FINISHED)
        assert batch.progress().changed == 1
    assert again.hows() == {"small-4.png": "analysed"}


class Restless:
    """Somebody who changes and replaces files of a folder until told to stop, renames and deletes a fifth of them, and
    knows by their SHA-256 all contents that there ever were."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder, self._rng, self._fifth = folder, random.Random(4), count // 5
        self.versions: set[str] = set()
        self.done: Counter[str] = Counter()
        self._paths = [folder / f"{number:03}.png" for number in range(count)]
        for path in self._paths:
            self._put(path)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            what, path = self._rng.choice(("put", "grow", "rename", "delete")), self._rng.choice(self._paths)
            if what in ("rename", "delete") and self.done[what] == self._fifth:
                continue
            self.done[what] += 1
            getattr(self, f"_{what}")(path)

    def _rename(self, path: Path) -> None:
        self._paths[self._paths.index(path)] = path.rename(path.with_stem(f"{path.stem}-{self.done.total()}"))

    def _delete(self, path: Path) -> None:
        self._paths.remove(path)
        path.unlink()

    def _grow(self, path: Path) -> None:
        self._know(path.read_bytes() + b"x")
        with path.open("ab", buffering=0) as file:
            file.write(b"x")

    def _put(self, path: Path) -> None:
        """Another picture at once, of a size that no other has."""
        number = len(self.versions)
        small(self._folder.parent, "next.png", number)
        whole = (self._folder.parent / "next.png").read_bytes() + bytes(number)
        self._know(whole)
        (self._folder.parent / "next.png").write_bytes(whole)
        (self._folder.parent / "next.png").replace(path)

    def _know(self, content: bytes) -> None:
        self.versions.add(hashlib.sha256(content).hexdigest())


def test_every_result_is_of_one_version_of_its_file_whatever_happens_to_it_meanwhile(
    tmp_path: Path, listener: Listener
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    somebody = Restless(folder, 300)
    batch = engine(folder, case_book(folder), listener)
    listener.at_the_first_file(somebody.start)
    with batch:
        listener.state(State.FINISHED)
    somebody.stop()
    assert len(somebody.done) == 4
    records = [event.record for event in listener.done.values()]
    failed = Counter(str(record.error.code) for record in records if record is not None and record.error is not None)
    assert failed["not_found"] > 0 and set(failed) <= {"not_found", "changed_during_read"}
    told = {record.source.sha256 for record in records if record is not None} - {""}
    assert len(told) > 100 and told <= somebody.versions

    run(folder, case_book(folder))
    on_disk = {os.fsencode(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    with Case.open(tmp_path / "c.gauntlet") as case:
        assert case.verify_log().problems == ()
        items = case.items_of(on_disk.values())
        assert [path for path, content in on_disk.items() if path not in case.paths(items[content])] == []


def test_a_drive_that_is_unplugged_pauses_the_batch(folder: Path, listener: Listener) -> None:
    raw = os.fsencode(folder)
    batch = BatchEngine(raw, list(FolderScan(raw)), MemoryBook(), listener, ONE)
    away = folder.rename(folder.with_name("away"))
    with batch:
        error = listener.state(State.PAUSED).error
        assert error is not None and error.code == "folder_gone"
        away.rename(folder)
        batch.resume()
        listener.state(State.FINISHED)
    assert len(listener.done) == 6
    assert listener.hows()["0.jpg"] == "analysed"


class BoundedBook(CaseBook):
    """A case whose database may have so many pages: SQLite refuses more as it does on a full disk."""

    pages = 0

    @contextmanager
    def ledger(self) -> Iterator[Any]:
        with super().ledger() as ledger:
            ledger._case._connection.execute("VACUUM")  # type: ignore[attr-defined] # no free pages in it
            yield _Bounded(ledger, self)


class _Bounded:
    def __init__(self, ledger: Any, book: BoundedBook) -> None:
        self._ledger = ledger
        self._book = book

    def __getattr__(self, name: str) -> Any:
        self._ledger._case._connection.execute(f"PRAGMA max_page_count = {self._book.pages}")
        return getattr(self._ledger, name)


def test_a_full_disk_pauses_the_batch_and_loses_nothing(folder: Path, listener: Listener) -> None:
    path = folder.parent / "c.gauntlet"
    book = BoundedBook(path, os.fsencode(folder), actor="examiner", now=lambda: WHEN)
    book.pages = 1  # the least that SQLite takes is what the database has
    with engine(folder, book, listener) as batch:
        error = listener.state(State.PAUSED).error
        assert error is not None and error.code == "disk_full"
        book.pages = 1_000_000
        batch.resume()
        listener.state(State.FINISHED)
    with Case.open(path) as case:
        assert case.verify_log().problems == ()
        assert case.queue_counts() == {"waiting": 0, "done": 5, "failed": 1}
        assert len(list(case.records())) == 6


@pytest.mark.usefixtures("each_by_itself")
def test_a_clock_that_jumps_while_a_batch_runs_costs_nothing(folder: Path, listener: Listener) -> None:
    """The log keeps the times that the clock told, in the order in which things happened."""
    path = folder.parent / "c.gauntlet"
    told: list[str] = []

    def now() -> str:
        year = (2026, 1999, 2040)[len(told) % 3]
        told.append(f"{year}-01-31T12:00:{len(told) % 60:02}+00:00")
        return told[-1]

    os.utime(folder / "0.jpg", (4e9, 4e9))  # a file from the year 2096
    with engine(folder, CaseBook(path, os.fsencode(folder), actor="examiner", now=now), listener) as batch:
        listener.state(State.FINISHED)
        rate = batch.progress().rate
        assert rate is None or rate > 0
    assert len(listener.done) == 6
    with Case.open(path) as case:
        assert case.verify_log().problems == ()
        occurred = [entry.occurred for entry in case.log()]
    assert len({moment[:4] for moment in occurred}) == 3 and occurred != sorted(occurred)
    assert run(folder, case_book(folder)).done == {}, "nothing is done again"
