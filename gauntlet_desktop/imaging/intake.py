"""Reads files without trusting them: regular files only, opened read-only, read once, hashed as read."""

from __future__ import annotations

import hashlib
import heapq
import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from gauntlet_desktop.core.errors import BYTES_TOLD, InputCode, InputError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.records import FileIdentity
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.imaging.limits import Limits

Thing = TypeVar("Thing")

_logger = logging.getLogger(__name__)

EXTENSIONS = tuple(
    b".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .tif .tiff .bmp .dib .gif .heic .heif .hif .avif".split()
)

_HEAD_BYTES = 4096
_SORTED = 4096
_STRETCH = 64

# A symbolic link is not followed, a pipe put in the file's place does not block, no child inherits the descriptor.
_READ_ONLY = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_file(raw_path: bytes, limits: Limits) -> tuple[FileIdentity, bytes]:
    """The bytes of a regular file and their identity; the SHA-256 is of these very bytes.

    Raises InputError: not_found, not_a_file, unreadable, empty, file_too_large or changed_during_read.
    """
    try:
        before = os.lstat(raw_path)
        _check(before, limits)
        untrusted, opened, after = _read(raw_path, before.st_size)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(InputCode.NOT_FOUND) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
        raise InputError(InputCode.UNREADABLE, system_reason(error)) from error
    # On Windows lstat and fstat fill the change time differently: only the two fstat results compare all of it.
    same_file = os.path.samestat(before, opened)
    if not same_file or _version(opened) != _version(after) or len(untrusted) != before.st_size:
        raise InputError(InputCode.CHANGED_DURING_READ)
    return _identity(raw_path, untrusted, after), untrusted


def scan(
    raw_root: bytes,
    *,
    include_all: bool = False,
    on_unreadable: Callable[[bytes, OSError], None] | None = None,
    wants_folder: Callable[[bytes], bool] = lambda folder: True,
    between: Callable[[], None] = lambda: None,
) -> Iterator[bytes]:
    """Paths of the regular files under a folder: each folder's own files by name, then its folders by name.

    Only files with one of EXTENSIONS, unless `include_all`; only folders that `wants_folder` accepts. Links are not
    followed, and a folder that was listed already (mounted again below itself, for instance) is not listed twice.
    Folders that cannot be listed are handed to `on_unreadable` and passed over. `between` is called every 64 entries,
    while a folder is read and sorted: 100,000 files come in a row otherwise, before the first is told of.
    """
    waiting = [raw_root]
    listed: set[tuple[int, int]] = set()
    while waiting:
        folder = waiting.pop()
        try:
            if not _is_new(folder, listed):
                continue
            files, folders = _list(folder, include_all, between)
        except OSError as error:
            if on_unreadable is not None:
                on_unreadable(folder, error)
            continue
        yield from files
        waiting.extend(path for path in reversed(folders) if wants_folder(path))


def looks_like_image(raw_path: bytes) -> bool:
    """Whether the first bytes of a regular file speak for a supported format; False for what cannot be read."""
    from gauntlet_desktop.imaging.structure import container_of  # it loads Pillow, which a mere walk does without

    try:
        if not stat.S_ISREG(os.lstat(raw_path).st_mode):
            return False
        with os.fdopen(_open(raw_path), "rb") as stream:
            return container_of(stream.read(_HEAD_BYTES)) is not None
    except (OSError, ValueError):
        return False


def _check(status: os.stat_result, limits: Limits) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise InputError(InputCode.NOT_A_FILE)
    if status.st_size == 0:
        raise InputError(InputCode.EMPTY)
    if status.st_size > limits.file_bytes:
        raise InputError(InputCode.FILE_TOO_LARGE, phrase(BYTES_TOLD, size=status.st_size, allowed=limits.file_bytes))


def _read(raw_path: bytes, size: int) -> tuple[bytes, os.stat_result, os.stat_result]:
    """Up to size + 1 bytes, so that growth shows, between two looks at the open file."""
    with os.fdopen(_open(raw_path), "rb") as stream:
        opened = os.fstat(stream.fileno())
        untrusted = stream.read(size + 1) if stat.S_ISREG(opened.st_mode) else b""
        return untrusted, opened, os.fstat(stream.fileno())


def _open(raw_path: bytes) -> int:
    """Open without touching the access time where the system lets us: only a file's owner may ask for that."""
    without_atime = getattr(os, "O_NOATIME", 0)
    try:
        return os.open(raw_path, _READ_ONLY | without_atime)
    except PermissionError:
        if not without_atime:
            raise
    descriptor = os.open(raw_path, _READ_ONLY)
    _logger.info("reading may update the access time of %s", visible_path(raw_path))
    return descriptor


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _identity(raw_path: bytes, untrusted: bytes, status: os.stat_result) -> FileIdentity:
    return FileIdentity(
        path=visible_path(raw_path),
        raw_path=raw_path,
        name=visible_path(os.path.split(raw_path)[1]),
        size_bytes=len(untrusted),
        sha256=hashlib.sha256(untrusted).hexdigest(),
        modified_ns=status.st_mtime_ns,
    )


def _is_new(folder: bytes, listed: set[tuple[int, int]]) -> bool:
    """Whether a folder is met for the first time; Windows may tell no inode, and has no such loops without links."""
    status = os.stat(folder)  # noqa: PTH116 - Path knows no bytes
    key = status.st_dev, status.st_ino
    if status.st_ino and key in listed:
        return False
    listed.add(key)
    return True


def _list(folder: bytes, include_all: bool, between: Callable[[], None]) -> tuple[list[bytes], list[bytes]]:
    """Sorted paths of the wanted regular files and of the folders in a folder."""
    files: list[bytes] = []
    folders: list[bytes] = []
    with os.scandir(folder) as entries:
        for entry in _in_stretches(entries, between):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif (include_all or entry.name.lower().endswith(EXTENSIONS)) and entry.is_file(follow_symlinks=False):
                files.append(entry.path)
    return _in_order(files, between), _in_order(folders, between)


def _in_order(paths: list[bytes], between: Callable[[], None]) -> list[bytes]:
    """Sorted in portions that are merged: one sort of 100,000 paths keeps every other thread waiting for a tenth of a
    second, the window's among them."""
    portions = (sorted(paths[start : start + _SORTED]) for start in range(0, len(paths), _SORTED))
    return list(_in_stretches(heapq.merge(*portions), between))


def _in_stretches(things: Iterable[Thing], between: Callable[[], None]) -> Iterator[Thing]:
    for number, thing in enumerate(things, start=1):
        yield thing
        if number % _STRETCH == 0:
            between()
