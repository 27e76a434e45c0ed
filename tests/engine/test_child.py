"""What every spawned process does at its start: it gives way to its parent, and keeps memory that it has freed."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import pytest

from gauntlet_desktop.engine import child

# The blocks of a picture of 12 megapixels, as Pillow asks for them.
_BLOCKS, _BLOCK_BYTES = 3, 16 << 20


def _tell_priority(connection: Connection[Any, Any]) -> None:
    child.begin()
    connection.send(os.getpriority(os.PRIO_PROCESS, 0))


def _count_new_pages(connection: Connection[Any, Any], *, keeping: bool) -> None:
    """Send how many pages the system had to give for one picture's blocks after the first one's were freed."""
    import resource

    if keeping:
        child.begin()
    counts = []
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        blocks = [bytearray(_BLOCK_BYTES) for _ in range(_BLOCKS)]
        for block in blocks:
            block[::4096] = b"\1" * len(block[::4096])
        del block, blocks
        counts.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    connection.send(counts)


def _new_pages(*, keeping: bool) -> tuple[int, int]:
    first, second = _told_by(_count_new_pages, keeping=keeping)
    return first, second


def _told_by(work: Callable[..., None], **options: bool) -> Any:
    """What a spawned process sends."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,), kwargs=options)
    process.start()
    theirs.close()
    told = ours.recv()
    process.join()
    return told


@pytest.mark.skipif(not hasattr(os, "nice"), reason="only Unix has priorities of this kind")
def test_work_gives_way_to_the_window() -> None:
    assert _told_by(_tell_priority) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is told to keep memory")
def test_the_next_picture_takes_the_memory_of_the_last_one() -> None:
    first, second = _new_pages(keeping=True)
    assert second < first / 20
    first, second = _new_pages(keeping=False)
    assert second > first / 2  # what the system does by itself: the test above can fail
