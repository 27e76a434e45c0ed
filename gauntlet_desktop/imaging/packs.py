"""The only reader of labelled images: a pack (index.csv beside zip archives) or folders real/ and fake/."""

from __future__ import annotations

import csv
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.limits import MEGA, MIB, Limits

INDEX_NAME = "index.csv"
# A pack holds crops: everything in it may be far smaller than what the window opens.
PACK_LIMITS = Limits(file_bytes=32 * MIB, pixels=50 * MEGA)
_INDEX_BYTES = 256 * MIB
_MAX_SAMPLES = 1_000_000
_MAX_SIDE = 1_000_000
# What zipfile lets through when a directory or a member is damaged.
_READ_ERRORS = (
    OSError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)
_LABELS = {"real": False, "fake": True}
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".heic", ".avif"})


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled image: where it lies and what is known of the original that it was cut from.

    `archive` is "" for a file of its own; `original_side` is the original's long side in pixels, 0 when unknown.
    """

    archive: str
    member: str
    generated: bool
    source: str
    generator: str = ""
    original_format: str = ""
    original_side: int = 0
    bytes: int = 0

    @property
    def label(self) -> str:
        return "fake" if self.generated else "real"


@dataclass
class Pack:
    """Labelled samples and the way to their bytes; use it as a context manager, it keeps archives open."""

    root: Path
    samples: tuple[Sample, ...]
    _archives: dict[str, zipfile.ZipFile] = field(default_factory=dict, init=False, repr=False)

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, *_: object) -> None:
        while self._archives:
            self._archives.popitem()[1].close()

    def read(self, sample: Sample) -> bytes:
        """The stored bytes; raises EnvironmentFault when they are missing, damaged or over the limit."""
        try:
            untrusted = self._read_bounded(sample)
        except _READ_ERRORS as error:
            raise _fault(f"{sample.member} cannot be read ({error}).") from error
        if len(untrusted) > PACK_LIMITS.file_bytes:
            raise _fault(f"{sample.member} is larger than {PACK_LIMITS.file_bytes // MIB} MiB.")
        return untrusted

    def decode(self, sample: Sample) -> tuple[NDArray[np.uint8], ImageFacts]:
        """Pixels, uint8 (height, width, 3) in sRGB, and facts; raises what `read` does, and InputError."""
        return decode(self.read(sample), PACK_LIMITS)

    def _read_bounded(self, sample: Sample) -> bytes:
        # One byte more than allowed tells "too large" apart without trusting a declared size.
        bound = PACK_LIMITS.file_bytes + 1
        if not sample.archive:
            with (self.root / sample.member).open("rb") as stream:
                return stream.read(bound)
        if sample.archive not in self._archives:
            self._archives[sample.archive] = zipfile.ZipFile(self.root / sample.archive)
        with self._archives[sample.archive].open(sample.member) as member:
            return member.read(bound)


def open_pack(root: Path) -> Pack:
    """The labelled images under `root`: its index.csv where there is one, else its folders real/ and fake/.

    In folders, the name of a sub-folder is the source: fake/<source>/picture.png. Raises UserError when there is
    neither, when the index is malformed or when one of the two classes has no image.
    """
    index = root / INDEX_NAME
    samples = tuple(_read_index(index) if index.is_file() else _walk(root))
    if len({sample.generated for sample in samples}) < 2:
        raise _usage(f"{root} does not hold labelled images of both classes.")
    return Pack(root, samples)


def _read_index(path: Path) -> Iterator[Sample]:
    with path.open("rb") as stream:
        untrusted = stream.read(_INDEX_BYTES + 1)
    if len(untrusted) > _INDEX_BYTES:
        raise _usage(f"{path.name} is larger than {_INDEX_BYTES // MIB} MiB.")
    try:
        rows = csv.DictReader(io.StringIO(untrusted.decode("utf-8"), newline=""))
        for number, row in enumerate(rows, start=2):
            if number > _MAX_SAMPLES:
                raise ValueError(f"more than {_MAX_SAMPLES} rows")
            yield _parse_row(number, row)
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise _usage(f"{path.name} is malformed ({error}).") from error


def _parse_row(number: int, row: dict[str, str | None]) -> Sample:
    try:
        untrusted_archive, untrusted_member = row["archive"] or "", row["member"] or ""
        if not untrusted_member or Path(untrusted_archive).name != untrusted_archive:
            raise ValueError("archive is to be a plain file name, member a name inside it")
        return Sample(
            archive=untrusted_archive,
            member=untrusted_member,
            generated=_LABELS[row["label"] or ""],
            source=row["source"] or "",
            generator=row["generator"] or "",
            original_format=row["original_format"] or "",
            original_side=max(_side(row["original_width"]), _side(row["original_height"])),
            bytes=_count(row["bytes"]),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"line {number}: {error}") from error


def _side(text: str | None) -> int:
    side = _count(text)
    if side > _MAX_SIDE:
        raise ValueError(f"a side of {side} px")
    return side


def _count(text: str | None) -> int:
    if not text or len(text) > 12 or not text.isdecimal():
        raise ValueError(f"{text!r} is no count")
    return int(text)


def _walk(root: Path) -> Iterable[Sample]:
    """Regular image files under real/ and fake/, in order of their names; links are left alone."""
    found = 0
    for label, generated in _LABELS.items():
        for path in sorted((root / label).rglob("*")):
            if path.is_symlink() or not path.is_file() or path.suffix.lower() not in _SUFFIXES:
                continue
            found += 1
            if found > _MAX_SAMPLES:
                raise _usage(f"{root} holds more than {_MAX_SAMPLES} images.")
            inside = path.relative_to(root / label).parts
            yield Sample(
                archive="",
                member=path.relative_to(root).as_posix(),
                generated=generated,
                source=inside[0] if len(inside) > 1 else label,
                bytes=path.stat().st_size,
            )


def _fault(message: str) -> EnvironmentFault:
    return EnvironmentFault("data_unreadable", message, "Get a complete copy of the data.")


def _usage(message: str) -> UserError:
    remedy = "Give a folder with index.csv and its archives, or with real/ and fake/."
    return UserError("data_unusable", message, remedy)
