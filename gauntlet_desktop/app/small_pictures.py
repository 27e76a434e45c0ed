"""Small pictures of many files, one after the other, through a pool of decode processes: nothing is kept."""

from __future__ import annotations

import os
import secrets
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from multiprocessing.connection import wait

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.engine.decode_pool import DecodePool
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest
from gauntlet_desktop.engine.pixels import PixelBuffer
from gauntlet_desktop.imaging.limits import Limits

_LOOK_SECONDS = 0.5
_AHEAD = 3  # pictures for each process that are decoded or asked for before it is their turn

Picture = NDArray[np.uint8] | None


def small_pictures(raw_paths: Iterable[bytes], side: int, context: TaskContext, *, count: int) -> Iterator[Picture]:
    """For each of `count` paths, in order, sRGB pixels, uint8 (height, width, 3), the longer side at most `side`; None
    where the file gives none, and for an empty path. Raises Cancelled."""
    size = min(4, os.cpu_count() or 1, count)
    token = secrets.token_hex(6)
    remaining = enumerate(raw_paths)
    due: deque[int] = deque()
    done: dict[int, Picture] = {}
    with closing(DecodePool(size, Limits())) as pool:
        pool.start()
        while True:
            while pool.has_room() and len(due) < _AHEAD * size and (asked := next(remaining, None)) is not None:
                due.append(asked[0])
                if asked[1]:
                    pool.submit(DecodeRequest(asked[0], asked[1], f"gauntlet-{token}-{asked[0]}", side))
                else:
                    done[asked[0]] = None
            if not due:
                return
            if due[0] in done:
                yield done.pop(due.popleft())
            else:
                done.update(_answered(pool, token, context))


def _answered(pool: DecodePool, token: str, context: TaskContext) -> Iterator[tuple[int, Picture]]:
    """What the pool has done after a short wait."""
    context.checkpoint()
    ready = wait(pool.connections(), min(_LOOK_SECONDS, max(0.0, pool.deadline() - time.monotonic())))
    for answer in [*pool.collect(ready), *pool.expire()]:
        yield answer.job, _pixels(answer, f"gauntlet-{token}-{answer.job}")


def _pixels(answer: DecodeAnswer, name: str) -> Picture:
    if answer.error_code:
        return None
    with closing(PixelBuffer(name, answer.height, answer.width, unlink=True)) as buffer:
        return buffer.array.copy()
