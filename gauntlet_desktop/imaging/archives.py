"""Archives of images, read in place: nothing is unpacked by name, so that no path, link or device in one can do harm.

A zip or a plain tar is read where it lies. A compressed tar is first decompressed, within bounds, into an unnamed
temporary file.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Protocol, cast

from gauntlet_desktop.imaging.limits import MIB

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
# What the standard library lets through when a directory or a member is damaged.
READ_ERRORS = (
    OSError,
    EOFError,
    LookupError,
    ValueError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
)
MAX_MEMBERS = 1_000_000
# Images hardly shrink: a tar that grows more than this is a bomb.
_MAX_RATIO = 100
_MAX_TAR_BYTES = 16 << 30
_MAX_READ = 64 * MIB
_CHUNK = MIB


class Archive(Protocol):
    """Regular files by name. Everything may raise READ_ERRORS."""

    def members(self) -> Iterator[tuple[str, int]]:
        """Names and declared sizes in bytes, in the archive's order; more than MAX_MEMBERS raise ValueError."""
        ...

    def read(self, name: str, bound: int) -> bytes:
        """At most `bound` bytes of a member, whatever size it declares."""
        ...

    def close(self) -> None: ...


def open_archive(path: Path) -> Archive:
    """The archive at `path`, by its suffix; raises READ_ERRORS, ValueError among them when it unpacks to too much."""
    if path.name.lower().endswith(".zip"):
        return _Zip(path.open("rb"))
    if path.name.lower().endswith(".tar"):
        return _Tar(path.open("rb"))
    return _Tar(_decompressed(path))


def is_archive(name: str) -> bool:
    """Whether a file name ends as an archive's does."""
    return name.lower().endswith(SUFFIXES)


def archive_stem(name: str) -> str:
    """The name without the archive's suffix."""
    return next(name[: -len(suffix)] for suffix in sorted(SUFFIXES, key=len)[::-1] if name.lower().endswith(suffix))


def is_plain(name: str) -> bool:
    """Whether a member's name stays inside its archive."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and ".." not in parts and not parts[0].startswith("/") and ":" not in parts[0]


class _Bounded:
    """A file that never hands out more than a bound at once: no hostile header makes a reader fill the memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.seek, self.tell, self.close = stream.seek, stream.tell, stream.close

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > _MAX_READ:
            raise ValueError(f"it wants {size} bytes at once")
        untrusted = self._stream.read(_MAX_READ + 1 if size < 0 else size)
        if len(untrusted) > _MAX_READ:
            raise ValueError("its directory is too large")
        return untrusted


class _Zip:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        try:
            self._zip = zipfile.ZipFile(cast(BinaryIO, _Bounded(stream)))
        except BaseException:
            stream.close()
            raise

    def members(self) -> Iterator[tuple[str, int]]:
        for count, member in enumerate(self._zip.infolist(), start=1):
            _check_count(count)
            kind = stat.S_IFMT(member.external_attr >> 16)
            if not member.is_dir() and kind in (0, stat.S_IFREG) and is_plain(member.filename):
                yield member.filename, member.file_size

    def read(self, name: str, bound: int) -> bytes:
        with self._zip.open(name) as member:
            return member.read(bound)

    def close(self) -> None:
        self._zip.close()
        self._stream.close()


class _Tar:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        try:
            # Plain tar only: a second layer of compression is not looked into.
            self._tar = tarfile.open(fileobj=cast(BinaryIO, _Bounded(stream)), mode="r:")  # noqa: SIM115 - see close
        except BaseException:
            stream.close()
            raise
        self._found: dict[str, tarfile.TarInfo] = {}

    def members(self) -> Iterator[tuple[str, int]]:
        for count, member in enumerate(self._tar, start=1):
            _check_count(count)
            if member.isreg() and not member.issparse() and is_plain(member.name):
                self._found[member.name] = member
        for name, member in self._found.items():
            yield name, member.size

    def read(self, name: str, bound: int) -> bytes:
        if not self._found:
            list(self.members())
        stream = self._tar.extractfile(self._found[name])
        assert stream is not None  # only regular files are kept
        with stream:
            return stream.read(bound)

    def close(self) -> None:
        self._tar.close()
        self._stream.close()


def _check_count(count: int) -> None:
    if count > MAX_MEMBERS:
        raise ValueError(f"it holds more than {MAX_MEMBERS} files")


def _decompressed(path: Path) -> IO[bytes]:
    """The plain tar in a compressed one, in a temporary file without a name."""
    openers: dict[bytes, Callable[[Path, str], Any]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
    with path.open("rb") as stream:
        opener = openers.get(stream.read(2))
    if opener is None:
        raise ValueError("it is no compressed tar")
    bound = min(_MAX_TAR_BYTES, max(MIB, _MAX_RATIO * path.stat().st_size))
    target = tempfile.TemporaryFile(prefix="gauntlet-")  # noqa: SIM115 - closed with the archive
    try:
        with opener(path, "rb") as source:
            while untrusted := source.read(_CHUNK):
                target.write(untrusted)
                if target.tell() > bound:
                    raise ValueError(f"it unpacks to more than {bound // MIB} MiB")
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target
