"""A warm pool of decode processes; each costs its owner nothing but a pipe, and a bad file costs one process."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import signal
import time
from collections.abc import Iterable
from multiprocessing.connection import Connection
from typing import Any

from gauntlet_desktop.core.errors import NO_DECODER, InputCode
from gauntlet_desktop.core.perceptual import HASH_BITS
from gauntlet_desktop.engine import child, decoder
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest, unidentified
from gauntlet_desktop.engine.pixels import PixelBuffer, discard
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList

_log = logging.getLogger(__name__)

# So many processes in a row may end before they were ready: then the installation is to blame, or a limit.
GIVE_UP_AFTER = 4
# To be ready takes some hundred milliseconds, a cold disk some seconds.
_START_SECONDS = 60.0
# Wall-clock bound of one request, as a multiple of its CPU bound: waiting for a slow drive is not decoding.
_WALL_FACTOR = 3.0


class _Decoder:
    """One decode process and the request that it works on."""

    def __init__(self, limits: Limits, trust: TrustList) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self.connection: Connection[Any, Any] = ours
        self.process = context.Process(
            target=decoder.main,
            args=(theirs, decoder.as_plain(limits), decoder.as_plain(trust)),
            name="gauntlet-decode",
            daemon=True,
        )
        child.start(self.process)
        theirs.close()
        self.is_ready = False
        self.request: DecodeRequest | None = None
        self.deadline = float("inf")
        self.outdated = False  # under limits that do not count any more

    def assign(self, request: DecodeRequest, seconds: float) -> None:
        """Raises OSError when the process is no longer there."""
        self.request = request
        self.deadline = time.monotonic() + (seconds if self.is_ready else _START_SECONDS)
        self.connection.send_bytes(decoder.pack(request))

    def take_ready(self, seconds: float) -> None:
        """Hear that the process is ready: the time of its request begins. Raises as `Connection.recv_bytes`."""
        self.connection.recv_bytes(len(decoder.READY))
        self.is_ready = True
        self.deadline = time.monotonic() + seconds

    def take_request(self) -> DecodeRequest:
        request = self.request
        assert request is not None
        self.request = None
        self.deadline = float("inf")
        return request

    def end(self) -> None:
        child.end(self.process)
        self.connection.close()


class DecodePool:
    """Up to `size` decode processes. Not thread-safe: its owner's thread makes all calls.

    Wait on `connections()`, hand those that are ready to `collect`, and call `expire` at `deadline()`.
    """

    def __init__(self, size: int, limits: Limits, trust: TrustList = NO_TRUST_LIST) -> None:
        self._size = size
        self._limits = limits
        self._trust = trust
        self._decoders: list[_Decoder] = []
        self._lost_before_ready = 0

    def start(self) -> None:
        """Start all processes; they are warm some hundred milliseconds later."""
        while len(self._decoders) < self._size:
            self._decoders.append(_Decoder(self._limits, self._trust))

    def set_limits(self, limits: Limits) -> None:
        """Decode under other limits from now on; what is under way ends under those that it began with."""
        if limits != self._limits:
            self._limits = limits
            for worker in self._decoders[:]:
                if worker.request is None:
                    self._replace(worker)
                else:
                    worker.outdated = True

    def pids(self) -> list[int]:
        return [d.process.pid for d in self._decoders if d.process.pid is not None]

    def has_room(self) -> bool:
        return any(d.request is None for d in self._decoders)

    def submit(self, request: DecodeRequest) -> None:
        """Give a request to a free process, a new one if that has ended meanwhile. Call only when `has_room()`."""
        free = next(d for d in self._decoders if d.request is None)
        try:
            free.assign(request, self._wall_seconds())
        except OSError:
            self._anew(free, request)

    def connections(self) -> list[Connection[Any, Any]]:
        return [d.connection for d in self._decoders if d.request is not None]

    def deadline(self) -> float:
        """The monotonic time at which the next request runs out of time; infinite when none works."""
        return min((d.deadline for d in self._decoders), default=float("inf"))

    def collect(self, ready: Iterable[object]) -> list[DecodeAnswer]:
        """The answers on the ready connections; a process that ended gives an error for its request, or none where
        another one takes that."""
        busy = [d for d in self._decoders if d.connection in ready and d.request is not None]
        return [answer for worker in busy if (answer := self._told(worker)) is not None]

    def expire(self) -> list[DecodeAnswer]:
        """End the processes that are over their time, with an error for their requests."""
        now = time.monotonic()
        late = [d for d in self._decoders if d.deadline <= now]
        return [answer for worker in late if (answer := self._timed_out(worker)) is not None]

    def cancel(self, job: int) -> bool:
        """End the process that works on a job; False when none does."""
        for worker in self._decoders[:]:
            if worker.request is not None and worker.request.job == job:
                request = worker.take_request()
                self._replace(worker)  # first: a process that goes on could still make the block
                discard(request.pixels_name)
                return True
        return False

    def close(self) -> None:
        for worker in self._decoders:
            worker.end()
            if worker.request is not None:
                discard(worker.request.pixels_name)
        self._decoders.clear()

    def _wall_seconds(self) -> float:
        return self._limits.seconds * _WALL_FACTOR

    def _told(self, worker: _Decoder) -> DecodeAnswer | None:
        """What a process told of its request; None for no more than that it is ready."""
        try:
            if not worker.is_ready:
                worker.take_ready(self._wall_seconds())
                self._lost_before_ready = 0
                return None
            untrusted = decoder.unpack_answer(worker.connection.recv_bytes(decoder.ANSWER_BYTES))
            _check(untrusted, worker.request)
        except (EOFError, OSError, ValueError):
            return self._after_death(worker)
        request = worker.take_request()
        if worker.outdated:
            self._replace(worker)
        if untrusted.error_code:
            discard(request.pixels_name)
        return untrusted

    def _anew(self, worker: _Decoder, request: DecodeRequest) -> None:
        """Give a request to a new process in place of another."""
        fresh = self._replace(worker)
        with contextlib.suppress(OSError):  # it is gone as well, which its pipe tells `collect`
            fresh.assign(request, self._wall_seconds())

    def _replace(self, worker: _Decoder) -> _Decoder:
        worker.end()
        fresh = _Decoder(self._limits, self._trust)
        self._decoders[self._decoders.index(worker)] = fresh
        return fresh

    def _timed_out(self, worker: _Decoder) -> DecodeAnswer | None:
        request = worker.take_request()
        if not worker.is_ready:
            return self._not_started(worker, request, f"it was not ready after {_START_SECONDS:.0f} seconds")
        self._replace(worker)
        return _error(request, InputCode.DECODE_TIMEOUT, "")

    def _after_death(self, worker: _Decoder) -> DecodeAnswer | None:
        request = worker.take_request()
        if not worker.is_ready:
            return self._not_started(worker, request, child.how_it_ended(worker.process, 1.0))
        worker.process.join(1.0)
        code = worker.process.exitcode
        self._replace(worker)
        if code is not None and code == -getattr(signal, "SIGXCPU", 0):
            return _error(request, InputCode.DECODE_TIMEOUT, "")
        return _error(request, InputCode.DAMAGED, f"Its decoder ended unexpectedly ({code}).")

    def _not_started(self, worker: _Decoder, request: DecodeRequest, how: str) -> DecodeAnswer | None:
        """No file is to blame for a process that was never ready: another one takes the request. After so many in a row
        each request has one try more, so that the pool recovers when the cause is gone."""
        _log.warning("a decode process was lost before it was ready: %s", how)
        self._lost_before_ready += 1
        if self._lost_before_ready < GIVE_UP_AFTER:
            self._anew(worker, request)
            return None
        self._replace(worker)
        return _error(request, InputCode.ENGINE_CRASHED, NO_DECODER)


def _check(untrusted: DecodeAnswer, request: DecodeRequest | None) -> None:
    """Raise ValueError for an answer that does not belong to the request, or whose pixels are not there."""
    if request is None or untrusted.job != request.job:
        raise ValueError("an answer to another request")
    if untrusted.error_code:
        InputCode(untrusted.error_code)
        return
    if not request.thumbnail_side and (untrusted.facts is None or untrusted.provenance is None):
        raise ValueError("an answer without facts")
    if not 0 <= (untrusted.perceptual_hash or 0) < 1 << HASH_BITS:
        raise ValueError("no hash of 64 bits")
    if min(untrusted.height, untrusted.width) < 1:
        raise ValueError("an answer without pixels")
    PixelBuffer(request.pixels_name, untrusted.height, untrusted.width, unlink=False).close()


def _error(request: DecodeRequest, code: InputCode, detail: str) -> DecodeAnswer:
    discard(request.pixels_name)
    return DecodeAnswer(request.job, unidentified(request.raw_path), error_code=code.value, error_detail=detail)
