"""The pool trusts nothing that a decode process says."""

from __future__ import annotations

import os
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.engine import child, decoder
from gauntlet_desktop.engine.decode_pool import DecodePool
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest, pack, unidentified, unpack_answer
from gauntlet_desktop.engine.pixels import write_pixels
from gauntlet_desktop.imaging.limits import Limits
from tests.engine.conftest import PATIENCE_SECONDS
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
        (connection,) = pool.connections()
        assert connection.poll(PATIENCE_SECONDS)
        (answer,) = pool.collect([connection])
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
        (connection,) = pool.connections()
        assert connection.poll(PATIENCE_SECONDS)
        (answer,) = pool.collect([connection])
        assert (answer.job, answer.error_code) == (5, "not_found")
        assert pool.pids()[0] != busy
    finally:
        pool.close()
