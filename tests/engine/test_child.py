"""What a spawned process does with memory that it has freed."""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.connection import Connection
from typing import Any

import pytest

from gauntlet_desktop.engine import child

# The blocks of a picture of 12 megapixels, as Pillow asks for them.
_BLOCKS, _BLOCK_BYTES = 3, 16 << 20


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
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_count_new_pages, args=(theirs,), kwargs={"keeping": keeping})
    process.start()
    theirs.close()
    first, second = ours.recv()
    process.join()
    return first, second


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is told to keep memory")
def test_the_next_picture_takes_the_memory_of_the_last_one() -> None:
    first, second = _new_pages(keeping=True)
    assert second < first / 20
    first, second = _new_pages(keeping=False)
    assert second > first / 2  # what the system does by itself: the test above can fail
