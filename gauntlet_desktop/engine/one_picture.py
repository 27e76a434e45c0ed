"""Decodes files in a limited process of their own, for commands that need their pixels and nothing else."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Generator, Iterable
from multiprocessing.connection import wait

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import InputError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import FileIdentity, ImageFacts
from gauntlet_desktop.engine.decode_pool import DecodePool
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest
from gauntlet_desktop.engine.pixels import PixelBuffer
from gauntlet_desktop.imaging.limits import Limits


def decode_one(raw_path: bytes, limits: Limits | None = None) -> tuple[FileIdentity, ImageFacts, NDArray[np.uint8]]:
    """Which bytes were decoded, the facts, and the pixels, uint8 (height, width, 3). Raises InputError."""
    pool = DecodePool(1, limits or Limits())
    try:
        pool.start()
        return _decode(pool, raw_path)
    finally:
        pool.close()


def decode_each(
    raw_paths: Iterable[bytes], limits: Limits | None = None
) -> Generator[tuple[ImageFacts, NDArray[np.uint8]], None, None]:
    """Facts and pixels of each file that can be decoded, one after the other; the others are left out."""
    pool = DecodePool(1, limits or Limits())
    try:
        pool.start()
        for raw_path in raw_paths:
            with contextlib.suppress(InputError):
                _, facts, pixels = _decode(pool, raw_path)
                yield facts, pixels
    finally:
        pool.close()


def decode_embedded(raw_path: bytes, count: int, side: int) -> tuple[NDArray[np.uint8] | None, ...]:
    """The first `count` pictures inside a file, their longer sides at most `side`, as uint8 (height, width, 3); None
    for one that cannot be decoded."""
    pool = DecodePool(1, Limits())
    try:
        pool.start()
        return tuple(_embedded(pool, raw_path, number, side) for number in range(1, count + 1))
    finally:
        pool.close()


def _embedded(pool: DecodePool, raw_path: bytes, number: int, side: int) -> NDArray[np.uint8] | None:
    name = f"gauntlet-{secrets.token_hex(6)}"
    pool.submit(DecodeRequest(number, raw_path, name, side, number))
    answer = _answer(pool)
    return None if answer.error_code else _taken(name, answer)


def _decode(pool: DecodePool, raw_path: bytes) -> tuple[FileIdentity, ImageFacts, NDArray[np.uint8]]:
    name = f"gauntlet-{secrets.token_hex(6)}"
    pool.submit(DecodeRequest(1, raw_path, name))
    answer = _answer(pool)
    if answer.error_code:
        error = InputError(answer.error_code, answer.error_detail)
        told = phrase("({file}) {detail}" if error.detail else "({file})", file=answer.source.name, detail=error.detail)
        raise InputError(answer.error_code, told, error.remedy)
    pixels = _taken(name, answer)
    assert answer.facts is not None
    return answer.source, answer.facts, pixels


def _taken(name: str, answer: DecodeAnswer) -> NDArray[np.uint8]:
    """The pixels that a process left, whose memory goes back."""
    with contextlib.closing(PixelBuffer(name, answer.height, answer.width, unlink=True)) as buffer:
        return buffer.array.copy()


def _answer(pool: DecodePool) -> DecodeAnswer:
    while True:
        ready = wait(pool.connections(), max(0.0, pool.deadline() - time.monotonic()))
        for answer in [*pool.collect(ready), *pool.expire()]:
            return answer
