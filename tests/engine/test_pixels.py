"""Shared pixel blocks: the same bytes on all sides, nothing left behind."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.core.errors import InputError
from gauntlet_desktop.engine.pixels import PixelBuffer, SharedCanvas, discard, write_pixels
from tests.engine.test_decode_pool import make_empty_block
from tests.factories import make_pixels


@pytest.fixture
def name() -> str:
    return f"gauntlet-test-{os.getpid()}-{os.urandom(4).hex()}"


def test_the_reader_sees_what_was_written_and_cannot_change_it(name: str) -> None:
    pixels = make_pixels(30, 40, 1)
    write_pixels(name, pixels)
    buffer = PixelBuffer(name, 30, 40, unlink=True)
    np.testing.assert_array_equal(buffer.array, pixels)
    assert buffer.size_bytes == pixels.nbytes
    with pytest.raises(ValueError, match="read-only"):
        buffer.array[0, 0, 0] = 1
    buffer.close()
    buffer.close()
    with pytest.raises(ValueError, match="closed"):
        _ = buffer.array


def test_a_canvas_takes_a_picture_band_by_band_and_keeps_it_for_those_who_look_at_it(name: str) -> None:
    pixels = make_pixels(30, 40, 5)
    canvas = SharedCanvas(name, 30, 40)
    for top in range(0, 30, 7):
        canvas.write(pixels[top : top + 7].tobytes())
    shown = canvas.pixels
    canvas.close()
    np.testing.assert_array_equal(shown, pixels)
    buffer = PixelBuffer(name, 30, 40, unlink=True)
    np.testing.assert_array_equal(buffer.array, pixels)
    buffer.close()


def test_the_owner_frees_the_name_and_others_keep_their_pixels(name: str) -> None:
    pixels = make_pixels(8, 8, 2)
    write_pixels(name, pixels)
    owner = PixelBuffer(name, 8, 8, unlink=True)
    viewer = PixelBuffer(name, 8, 8, unlink=False)
    held = viewer.array
    owner.close()
    with pytest.raises(FileNotFoundError):
        PixelBuffer(name, 8, 8, unlink=False)
    viewer.close()
    np.testing.assert_array_equal(held, pixels)


def test_a_buffer_that_is_dropped_unclosed_says_nothing_and_leaves_nothing(name: str) -> None:
    """As in a window that is closed while pictures still come. What Python ignores in the end of an object fails this
    test; what is mapped goes with its last array."""
    pixels = make_pixels(8, 8, 2)
    write_pixels(name, pixels)
    owner = PixelBuffer(name, 8, 8, unlink=True)
    dropped = PixelBuffer(name, 8, 8, unlink=False)
    held = dropped.array
    del dropped
    owner.close()
    np.testing.assert_array_equal(held, pixels)
    assert _mapped(name) == (sys.platform == "linux")
    del held
    assert not _mapped(name)


def _mapped(name: str) -> bool:
    """Whether this process has the block in its memory, as far as the system tells."""
    maps = Path("/proc/self/maps")
    return maps.exists() and name in maps.read_text(encoding="utf-8", errors="replace")


def test_buffers_may_be_closed_on_several_threads_at_once(name: str) -> None:
    names = [f"{name}-{index}" for index in range(64)]
    for one in names:
        write_pixels(one, make_pixels(2, 2, 0))
    buffers = [PixelBuffer(one, 2, 2, unlink=True) for one in names]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(PixelBuffer.close, buffers))
    for one in names:
        with pytest.raises(FileNotFoundError):
            PixelBuffer(one, 2, 2, unlink=False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system cannot tell")
def test_a_system_without_room_for_the_pixels_is_an_error_not_the_end_of_the_process(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(InputError, match="no room in the system's shared memory") as caught:
        write_pixels(name, make_pixels(8, 8, 3))
    assert caught.value.code == "decode_memory"
    discard(name)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere pixels are not written piece by piece")
def test_pixels_that_the_system_takes_piece_by_piece_arrive_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pwrite = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, offset: pwrite(file, data[:1000], offset))
    turned = np.rot90(make_pixels(30, 40, 4))  # not contiguous
    write_pixels(name, turned)
    buffer = PixelBuffer(name, 40, 30, unlink=True)
    np.testing.assert_array_equal(buffer.array, turned)
    buffer.close()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a block has its size as soon as it has its name")
def test_discard_frees_a_block_that_its_maker_had_no_time_to_size(name: str) -> None:
    make_empty_block(name)
    discard(name)
    make_empty_block(name)  # the name is free again
    discard(name)
    discard(name)


def test_discard_frees_what_was_left_behind_and_forgives(name: str) -> None:
    write_pixels(name, make_pixels(4, 4, 3))
    discard(name)
    discard(name)
    with pytest.raises(FileNotFoundError):
        PixelBuffer(name, 4, 4, unlink=False)


def test_a_system_without_shared_memory_is_an_error_not_the_end_of_the_process() -> None:
    with pytest.raises(InputError, match="no room in the system's shared memory"):
        write_pixels("x" * 1000, np.zeros((1, 1, 3), dtype=np.uint8))  # a name that no system takes


@pytest.mark.parametrize("mounted", ["size=512k", "ro"], ids=["too small", "not writable"])
def test_shared_memory_that_takes_no_pixels_is_said_with_its_own_remedy(photo: Path, mounted: str) -> None:
    """The real command with its own /dev/shm: to raise the limit of memory would help nobody there."""
    apart = ("unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o "$0" tmpfs /dev/shm && exec "$@"', mounted)
    if shutil.which(apart[0]) is None or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives nobody mounts of their own")
    command = [*apart, sys.executable, "-m", "gauntlet_desktop", "analyze", "--json", photo]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 3, done.stderr
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "decode_memory"
    assert "/dev/shm" in error["remedy"] and "limit" not in error["remedy"]
