"""Writes output files so that a complete one stands under its name, or none."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.safe_text import visible_path

# By the number of the error, 0 for any other: a code, what happened, what to do.
FAULTS = {
    0: ("write_failed", "Writing failed ({reason})", "Try another folder or drive."),
    errno.ENOSPC: ("disk_full", "The disk is full", "Free some space, then try again."),
    errno.EDQUOT: ("disk_full", "The disk quota is used up", "Free some space, then try again."),
    errno.EFBIG: ("disk_full", "The file system takes no file of this size", "Choose another folder, then try again."),
    errno.EACCES: ("not_writable", "The folder may not be written to", "Choose a folder that you may write to."),
    errno.EPERM: ("not_writable", "The folder may not be written to", "Choose a folder that you may write to."),
    errno.EROFS: ("not_writable", "The drive is read-only", "Choose a folder that you may write to."),
    errno.ENOENT: ("folder_missing", "The folder is not there", "Create the folder, or choose another one."),
    errno.ENOTDIR: ("folder_missing", "The folder is not a folder", "Choose another folder."),
    errno.ENAMETOOLONG: ("name_too_long", "The name is too long", "Choose a shorter name."),
}
# What a drive did that gives back other bytes than it was given.
_READS_DIFFERENTLY = phrase("the file reads back differently")


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file under a temporary name beside it, flush and read it back, then give it its name.

    An existing file is replaced at once or stays as it was. Raises EnvironmentFault; nothing is left behind then.
    """
    temporary = path.with_name(f".gauntlet-{secrets.token_hex(8)}.part")
    try:
        _write_checked(temporary, data)
        temporary.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        _remove(temporary)


@contextmanager
def written_atomically(path: Path) -> Iterator[tuple[BufferedRandom, list[Callable[[], bool]]]]:
    """The same for a file that is too large to be held in memory: gives the file, empty and open for writing and
    reading, and a list for what tells, once all is flushed, whether it reads back as it was written.

    An error of the block itself is passed on, and nothing is left behind then either.
    """
    temporary = path.with_name(f".gauntlet-{secrets.token_hex(8)}.part")
    checks: list[Callable[[], bool]] = []
    try:
        with temporary.open("x+b") as file:
            yield file, checks
            file.flush()
            os.fsync(file.fileno())
            if not all(check() for check in checks):
                raise OSError(errno.EIO, _READS_DIFFERENTLY)
        temporary.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        _remove(temporary)


def write_parts_atomically(path: Path, parts: Iterable[bytes]) -> str:
    """Write a file part by part; returns the SHA-256 of what was written. Raises as `written_atomically` does."""
    written = hashlib.sha256()
    with written_atomically(path) as (file, checks):
        for part in parts:
            file.write(part)
            written.update(part)
        checks.append(lambda: digest_of(file) == written.hexdigest())
    return written.hexdigest()


def digest_of(file: BufferedRandom) -> str:
    """The SHA-256 of all that an open file holds."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def make_folder(folder: Path) -> None:
    """Create a folder and its parents; one that exists is fine. Raises EnvironmentFault."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _fault(folder, error) from error


def _write_checked(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != data:
        raise OSError(errno.EIO, _READS_DIFFERENTLY)


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; Windows cannot open folders and needs no such flush."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        return  # its folder is gone or was never one: there is nothing to remove


def _fault(path: Path, error: OSError) -> EnvironmentFault:
    code, what, remedy = FAULTS.get(error.errno or 0, FAULTS[0])
    happened, file = phrase(what, reason=system_reason(error)), visible_path(os.fsencode(path))
    return EnvironmentFault(code, phrase("{happened}: {file} was not written.", happened=happened, file=file), remedy)
