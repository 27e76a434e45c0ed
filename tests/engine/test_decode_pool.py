"""The pool trusts nothing that a decode process says."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from multiprocessing import spawn, util
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.core.errors import NO_DECODER
from gauntlet_desktop.engine import child, decode_pool, decoder
from gauntlet_desktop.engine.decode_pool import GIVE_UP_AFTER, DecodePool
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest, pack, unidentified, unpack_answer
from gauntlet_desktop.engine.pixels import write_pixels
from gauntlet_desktop.imaging.limits import Limits
from tests.engine.conftest import PATIENCE_SECONDS
from tests.engine.test_service import end_at_once, no_more_processes
from tests.factories import make_facts, make_pixels, make_provenance

# What a decoder that a hostile file has taken over might answer to the request for a file of this name.
LIES: dict[str, Any] = {
    "no_json": b"\x80\x04pickle?",
    "not_a_number": b'{"job": 1, "height": NaN}',
    "another_shape": b'{"job": 1}',
    "another_job": {"job": 99},
    "unknown_code": {"error_code": "all_is_well"},
    "no_facts": {"facts": None},
    "no_pixels": {"height": 0},
    "negative": {"height": -4},
    "a_hash_that_fits_no_column": {"perceptual_hash": 1 << 64},
    "more_pixels_than_written": {"height": 40_000},
    "a_block_without_a_size": {},
}


def liar(connection: Connection[Any, Any], limits: dict[str, Any], trust: dict[str, Any]) -> None:
    """A decode process that answers with the lie that the file's name asks for."""
    child.begin()
    connection.send_bytes(decoder.READY)
    request = decoder.from_plain(DecodeRequest, decoder.json.loads(connection.recv_bytes()))
    name = request.raw_path.decode()
    if name == "a_block_without_a_size":
        make_empty_block(request.pixels_name)
    else:
        write_pixels(request.pixels_name, make_pixels(4, 4, 0))
    lie = LIES[name]
    honest = DecodeAnswer(request.job, unidentified(b"x"), 4, 4, make_facts(4, 4), make_provenance())
    connection.send_bytes(lie if isinstance(lie, bytes) else pack(replace(honest, **lie)))
    connection.recv_bytes()


def answered(pool: DecodePool) -> DecodeAnswer:
    """The next answer, as an owner of the pool waits for it."""
    while ready := wait(pool.connections(), PATIENCE_SECONDS):
        for answer in pool.collect(ready):
            return answer
    raise AssertionError("no answer came")


def make_empty_block(name: str) -> None:
    """As a process leaves it that is ended between giving a block its name and its size."""
    import _posixshmem

    os.close(_posixshmem.shm_open(f"/{name}", os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600))


@pytest.mark.parametrize("lie", sorted(LIES))
def test_a_lying_decoder_costs_its_file_and_itself(lie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "main", liar)
    pool = DecodePool(1, Limits())
    pool.start()
    try:
        (pid,) = pool.pids()
        pool.submit(DecodeRequest(1, lie.encode(), f"gauntlet-test-{os.urandom(6).hex()}"))
        assert not pool.has_room()
        answer = answered(pool)
        assert (answer.job, answer.error_code) == (1, "damaged")
        assert answer.error_detail == "Its decoder ended unexpectedly (None).", "it did not end before it had lied"
        assert pool.has_room()
        assert pool.pids() != [pid]
    finally:
        pool.close()


def test_an_honest_answer_survives_the_crossing(tmp_path: Path) -> None:
    answer = DecodeAnswer(7, unidentified(b"/tmp/\xff"), 4, 4, make_facts(4, 4), make_provenance(), (1 << 64) - 1)
    assert unpack_answer(pack(answer)) == answer


def test_a_cancelled_request_ends_its_process(tmp_path: Path) -> None:
    pool = DecodePool(1, Limits())
    pool.start()
    try:
        (pid,) = pool.pids()
        pool.submit(DecodeRequest(5, os.fsencode(tmp_path / "absent"), "gauntlet-test-unused"))
        assert not pool.cancel(6)
        assert pool.cancel(5)
        assert pool.pids() != [pid]
    finally:
        pool.close()


def test_other_limits_begin_with_other_processes_and_what_is_under_way_ends_first(tmp_path: Path) -> None:
    pool = DecodePool(2, Limits())
    pool.start()
    try:
        busy, idle = pool.pids()
        pool.submit(DecodeRequest(5, os.fsencode(tmp_path / "absent"), "gauntlet-test-unused"))
        pool.set_limits(Limits())
        assert pool.pids() == [busy, idle], "they are the same"
        pool.set_limits(Limits(pixels=7))
        assert pool.pids()[0] == busy and pool.pids()[1] != idle
        answer = answered(pool)
        assert (answer.job, answer.error_code) == (5, "not_found")
        assert pool.pids()[0] != busy
    finally:
        pool.close()


@pytest.mark.parametrize(
    "fault",
    [
        "ends at once",
        pytest.param("no memory to start in", marks=pytest.mark.skipif(sys.platform != "linux", reason="no bound")),
        "no Python",
        "no more processes",
    ],
)
def test_a_process_that_never_starts_blames_no_file_and_is_waited_for(
    fault: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each file is then answered with the first process that does not start, until one does."""
    breaks = {
        "ends at once": lambda: monkeypatch.setattr(decoder, "main", end_at_once),
        "no memory to start in": lambda: pool.set_limits(Limits(memory_bytes=1)),
        "no Python": lambda: monkeypatch.setattr(spawn, "_python_exe", b"/nowhere/python"),
        "no more processes": lambda: monkeypatch.setattr(util, "spawnv_passfds", no_more_processes),
    }
    pool = DecodePool(1, Limits())
    try:
        breaks[fault]()
        pool.start()
        for job in (1, 2):
            pool.submit(DecodeRequest(job, b"absent", "gauntlet-test-unused"))
            answer = answered(pool)
            assert (answer.job, answer.error_code, answer.error_detail) == (job, "engine_crashed", NO_DECODER)
        assert len(caplog.messages) == GIVE_UP_AFTER + 1
        monkeypatch.undo()
        pool.set_limits(Limits(pixels=7))
        for job in (3, 4):
            pool.submit(DecodeRequest(job, b"absent", "gauntlet-test-unused"))
            assert answered(pool).error_code == "not_found"
    finally:
        pool.close()


def test_a_process_that_does_not_start_once_costs_nothing() -> None:
    pool = DecodePool(1, Limits())
    try:
        pool.start()
        for job in range(2 * GIVE_UP_AFTER):
            pool.set_limits(Limits(pixels=100 + job))  # a new process, which has told nothing yet
            (pid,) = pool.pids()
            pool.submit(DecodeRequest(job, b"absent", "gauntlet-test-unused"))
            os.kill(pid, signal.SIGKILL)
            assert answered(pool).error_code == "not_found"
    finally:
        pool.close()


def test_a_process_that_hangs_before_it_is_ready_is_ended_as_one_that_never_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decode_pool, "_START_SECONDS", 0.0)
    monkeypatch.setattr(decoder, "main", hang)
    pool = DecodePool(1, Limits())
    try:
        pool.start()
        pool.submit(DecodeRequest(1, b"absent", "gauntlet-test-unused"))
        answers = [answer for _ in range(GIVE_UP_AFTER) for answer in pool.expire()]
        assert [answer.error_detail for answer in answers] == [NO_DECODER]
    finally:
        pool.close()


def hang(connection: Connection[Any, Any], *_: object) -> None:
    connection.recv_bytes()
    connection.recv_bytes()
