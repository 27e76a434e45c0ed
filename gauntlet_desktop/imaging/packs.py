"""The only reader of labelled images: a pack (index.csv beside zip archives), folders real/ and fake/, or archives.

Folders: the class is the first folder called real or fake in any letter case; what is above it is the split, the
folder in it the source: train/REAL/<source>/picture.png. An archive counts as a folder of its name.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.archives import READ_ERRORS, Archive, archive_stem, is_archive, is_plain, open_archive
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.intake import EXTENSIONS, scan
from gauntlet_desktop.imaging.limits import MEGA, MIB, Limits

INDEX_NAME = "index.csv"
# A pack holds crops: everything in it may be far smaller than what the window opens.
PACK_LIMITS = Limits(file_bytes=32 * MIB, pixels=50 * MEGA)
_INDEX_BYTES = 256 * MIB
_MAX_SAMPLES = 1_000_000
_MAX_SIDE = 1_000_000
_LABELS = {"real": False, "fake": True}
_SUFFIXES = tuple(os.fsdecode(extension) for extension in EXTENSIONS)


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled image: where it lies and what is known of the original that it was cut from.

    `archive` is "" for a file of its own; `split` is the data's own part that it is in ("train"), "" for none;
    `original_side` is the original's long side in pixels, 0 when unknown; so is `original_sha256`, "" when unknown.
    """

    archive: str
    member: str
    generated: bool
    source: str
    generator: str = ""
    original_format: str = ""
    original_side: int = 0
    bytes: int = 0
    split: str = ""
    original_sha256: str = ""

    @property
    def label(self) -> str:
        return "fake" if self.generated else "real"


@dataclass
class Pack:
    """Labelled samples and the way to their bytes; use it as a context manager, it keeps archives open."""

    root: Path
    samples: tuple[Sample, ...]
    _archives: dict[str, Archive] = field(default_factory=dict, init=False, repr=False)

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        while self._archives:
            self._archives.popitem()[1].close()

    def read(self, sample: Sample) -> bytes:
        """The stored bytes; raises EnvironmentFault when they are missing, damaged or over the limit."""
        try:
            untrusted = self._read_bounded(sample)
        except READ_ERRORS as error:
            raise _fault(phrase("{file} cannot be read ({reason}).", file=sample.member, reason=str(error))) from error
        if len(untrusted) > PACK_LIMITS.file_bytes:
            raise _fault(
                phrase("{file} is larger than {most} MiB.", file=sample.member, most=PACK_LIMITS.file_bytes // MIB)
            )
        return untrusted

    def decode(self, sample: Sample) -> tuple[NDArray[np.uint8], ImageFacts]:
        """Pixels, uint8 (height, width, 3) in sRGB, and facts; raises what `read` does, and InputError."""
        return decode(self.read(sample), PACK_LIMITS)

    def search(self, root: Path) -> list[Sample]:
        """The images of a folder and of the archives in it, or of one archive: real ones first, in order of names."""
        found: list[Sample] = []
        for raw_path in [os.fsencode(root)] if root.is_file() else scan(os.fsencode(root), include_all=True):
            path = Path(os.fsdecode(raw_path))
            name = path.relative_to(self.root).as_posix()
            if is_archive(name):
                found += self._list(name)
            elif name.lower().endswith(_SUFFIXES) and (sample := _located("", name, path.stat().st_size)):
                found.append(sample)
            if len(found) > _MAX_SAMPLES:
                raise _usage(phrase("{folder} holds more than {most} images.", folder=str(root), most=_MAX_SAMPLES))
        return sorted(found, key=lambda sample: sample.generated)

    def _list(self, archive: str) -> list[Sample]:
        try:
            members = [item for item in self._open(archive).members() if item[0].lower().endswith(_SUFFIXES)]
        except READ_ERRORS as error:
            raise _fault(phrase("{file} cannot be read ({reason}).", file=archive, reason=str(error))) from error
        located = (_located(archive, name, size) for name, size in sorted(members))
        return [sample for sample in located if sample is not None]

    def _read_bounded(self, sample: Sample) -> bytes:
        # One byte more than allowed tells "too large" apart without trusting a declared size.
        bound = PACK_LIMITS.file_bytes + 1
        if not sample.archive:
            with (self.root / sample.member).open("rb") as stream:
                return stream.read(bound)
        return self._open(sample.archive).read(sample.member, bound)

    def _open(self, archive: str) -> Archive:
        if archive not in self._archives:
            self._archives[archive] = open_archive(self.root / archive)
        return self._archives[archive]


def open_pack(root: Path) -> Pack:
    """The labelled images of `root`: an archive; or a folder with index.csv, or with real/ and fake/, or archives.

    Raises UserError when there is nothing of that, when the index is malformed or when a class has no image.
    """
    if not root.exists():
        raise _usage(phrase("{folder} is not there.", folder=str(root)))
    index = root / INDEX_NAME
    pack = Pack(root.parent if root.is_file() else root, ())
    try:
        pack.samples = tuple(_read_index(index) if index.is_file() else pack.search(root))
        _check_classes(root, pack.samples)
    except BaseException:
        pack.close()
        raise
    return pack


def _check_classes(root: Path, samples: tuple[Sample, ...]) -> None:
    found = Counter(sample.label for sample in samples)
    missing = [label for label in _LABELS if not found[label]]
    if missing:
        counts = ", ".join(f"{label}: {found[label]}" for label in _LABELS)
        raise _usage(
            phrase(
                "{folder} does not hold labelled images of both classes ({counts}).", folder=str(root), counts=counts
            )
        )


def _read_index(path: Path) -> Iterator[Sample]:
    with path.open("rb") as stream:
        untrusted = stream.read(_INDEX_BYTES + 1)
    if len(untrusted) > _INDEX_BYTES:
        raise _usage(phrase("{file} is larger than {most} MiB.", file=path.name, most=_INDEX_BYTES // MIB))
    try:
        rows = csv.DictReader(io.StringIO(untrusted.decode("utf-8"), newline=""))
        for number, row in enumerate(rows, start=2):
            if number > _MAX_SAMPLES:
                raise ValueError(f"more than {_MAX_SAMPLES} rows")
            yield _parse_row(number, row)
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise _usage(phrase("{file} is malformed ({reason}).", file=path.name, reason=str(error))) from error


def _parse_row(number: int, row: dict[str, str | None]) -> Sample:
    try:
        untrusted_archive, untrusted_member = row["archive"] or "", row["member"] or ""
        if not is_plain(untrusted_member) or Path(untrusted_archive).name != untrusted_archive:
            raise ValueError("archive is to be a plain file name, member a name inside it")
        return Sample(
            archive=untrusted_archive,
            member=untrusted_member,
            generated=_LABELS[(row["label"] or "").lower()],
            source=row["source"] or "",
            generator=row["generator"] or "",
            original_format=row["original_format"] or "",
            original_side=max(_side(row["original_width"]), _side(row["original_height"])),
            bytes=_count(row["bytes"]),
            original_sha256=row.get("original_sha256") or "",
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


def _label_of(parts: tuple[str, ...]) -> int | None:
    """Which of a path's folders names the class."""
    return next((index for index, part in enumerate(parts[:-1]) if part.lower() in _LABELS), None)


def _located(archive: str, member: str, size: int) -> Sample | None:
    """The sample at a path inside the data, None where no folder names its class."""
    above = (*PurePosixPath(archive).parts[:-1], archive_stem(PurePosixPath(archive).name)) if archive else ()
    inside = PurePosixPath(member).parts
    parts = above + inside
    place = _label_of(parts)
    if place is None:
        return None
    label = parts[place].lower()
    # An archive of both classes is a collection, which makes a source; a folder of both is but a split.
    collection = above[-1] if above and place >= len(above) else ""
    return Sample(
        archive=archive,
        member=member,
        generated=_LABELS[label],
        source=parts[place + 1] if len(parts) > place + 2 else collection or label,
        bytes=size,
        split="/".join(
            part for index, part in enumerate(parts[:place]) if not (collection and index == len(above) - 1)
        ),
    )


def name_digest(sample: Sample) -> bytes:
    """32 bytes that depend on nothing but the image's name: what is drawn from them stays with the image."""
    return hashlib.sha256(sample.member.encode("utf-8", "surrogateescape")).digest()


def _fault(message: str) -> EnvironmentFault:
    return EnvironmentFault("data_unreadable", message, "Get a complete copy of the data.")


def _usage(message: str) -> UserError:
    remedy = "Give a folder with index.csv and its archives, a folder with real/ and fake/, or an archive of one."
    return UserError("data_unusable", message, remedy)
