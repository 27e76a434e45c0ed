"""Walks the directories (IFD) of a TIFF or of an EXIF block (TIFF 6.0; BigTIFF; XMP part 3; C2PA 2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gauntlet_desktop.imaging.metadata_blocks import STORE_HEAD, Collector, Kind, is_c2pa_store

_DIRECTORIES = 64
_ENTRIES = 1024
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_XMP, _IPTC, _PHOTOSHOP, _C2PA = 700, 33723, 34377, 52545


@dataclass(frozen=True, slots=True)
class Entry:
    """One directory entry: its tag number and the bounds of its value in the block."""

    tag: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Byte order and field widths: classic TIFF (magic 42) or BigTIFF (43)."""

    order: Literal["little", "big"]
    count_bytes: int
    word_bytes: int
    first: int

    @property
    def entry_bytes(self) -> int:
        return 4 + 2 * self.word_bytes


def read_layout(untrusted: bytes) -> Layout | None:
    """The layout that the header declares; None when it is no TIFF header."""
    if untrusted[:2] not in (b"II", b"MM"):
        return None
    order: Literal["little", "big"] = "little" if untrusted[:2] == b"II" else "big"
    magic = int.from_bytes(untrusted[2:4], order)
    if magic == 42 and len(untrusted) >= 8:
        return Layout(order, 2, 4, int.from_bytes(untrusted[4:8], order))
    if magic == 43 and len(untrusted) >= 16:
        return Layout(order, 8, 8, int.from_bytes(untrusted[8:16], order))
    return None


def directory(untrusted: bytes, layout: Layout, offset: int) -> tuple[list[Entry], int]:
    """The entries of the directory at `offset` whose values lie inside the block, and the next directory's offset
    (0 for none). Never raises; at most 1,024 entries are read."""
    count = int.from_bytes(untrusted[offset : offset + layout.count_bytes], layout.order)
    start = offset + layout.count_bytes
    readable = min(count, _ENTRIES, max(0, len(untrusted) - start) // layout.entry_bytes)
    places = (start + index * layout.entry_bytes for index in range(readable))
    entries = [entry for place in places if (entry := _entry(untrusted, layout, place)) is not None]
    after = start + count * layout.entry_bytes
    return entries, int.from_bytes(untrusted[after : after + layout.word_bytes], layout.order)


def directories(untrusted: bytes) -> Iterator[list[Entry]]:
    """The chained directories in order; a loop or the 64th ends the chain."""
    layout = read_layout(untrusted)
    offset, seen = (layout.first if layout else 0), set[int]()
    while layout and 0 < offset < len(untrusted) and offset not in seen and len(seen) < _DIRECTORIES:
        seen.add(offset)
        entries, offset = directory(untrusted, layout, offset)
        yield entries


def walk_tiff(untrusted: bytes, found: Collector) -> None:
    """Collect XMP, IPTC and C2PA entries of all directories; the file itself is the EXIF block.
    A TIFF has no end of its own, so appended bytes cannot be told from image data."""
    for number, entries in enumerate(directories(untrusted)):
        if number == 0:
            found.add_file(Kind.EXIF, "TIFF", untrusted)
        for entry in entries:
            found.part(f"IFD{number} tag {entry.tag}", entry.start, entry.end - entry.start)
            _collect(untrusted, entry, f"TIFF IFD{number} at byte {entry.start}", found)


def _collect(untrusted: bytes, entry: Entry, location: str, found: Collector) -> None:
    kind = {_XMP: Kind.XMP, _IPTC: Kind.IPTC, _PHOTOSHOP: Kind.IPTC}.get(entry.tag)
    if kind and found.has_room(entry.end - entry.start):
        found.add(kind, location, untrusted[entry.start : entry.end])
    elif entry.tag == _C2PA and is_c2pa_store(untrusted[entry.start : min(entry.end, entry.start + STORE_HEAD)]):
        found.add(Kind.C2PA, location)


def _entry(untrusted: bytes, layout: Layout, place: int) -> Entry | None:
    def number(offset: int, width: int) -> int:
        return int.from_bytes(untrusted[place + offset : place + offset + width], layout.order)

    size = _SIZES.get(number(2, 2), 0) * number(4, layout.word_bytes)
    inline = 4 + layout.word_bytes
    start = place + inline if size <= layout.word_bytes else number(inline, layout.word_bytes)
    return Entry(number(0, 2), start, start + size) if size and start + size <= len(untrusted) else None
