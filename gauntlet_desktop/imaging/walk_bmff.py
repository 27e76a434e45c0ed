"""Walks the boxes of HEIF and AVIF (ISO/IEC 14496-12 and 23008-12; C2PA 2.2 for its uuid box)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gauntlet_desktop.imaging.metadata_blocks import STORE_HEAD, Collector, Kind, four_letters, is_c2pa_store

_BOXES = 4096
_ITEMS = 4096
_EXTENTS = 64
_C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_C2PA_PURPOSE = b"manifest\0"
_XMP_TYPE = b"application/rdf+xml"
_TIFF_HEADERS = (b"II*\0", b"MM\0*")


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: its four-letter type, and where its content starts and ends in the file."""

    type: bytes
    head: int
    start: int
    end: int


@dataclass(slots=True)
class _Items:
    """What the `meta` box says of the items: their type (iinf) and their extents in the file (iloc)."""

    kinds: dict[int, Kind] = field(default_factory=dict)
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


class _Cursor:
    """Reads big-endian numbers one after the other; beyond the end they are 0."""

    def __init__(self, untrusted: bytes, position: int, end: int) -> None:
        self._data, self.position, self._end = untrusted, position, end

    def take(self, width: int) -> int:
        """The next number of `width` bytes (0 bytes make 0)."""
        stop = min(self.position + width, self._end)
        number = int.from_bytes(self._data[self.position : stop], "big")
        self.position += width
        return number

    @property
    def exhausted(self) -> bool:
        return self.position >= self._end


def walk_bmff(untrusted: bytes, found: Collector) -> None:
    """Collect the EXIF and XMP items of the `meta` box and note C2PA `uuid` boxes of the top level."""
    end = 0
    for box in _boxes(untrusted, 0, len(untrusted)):
        end = box.end
        found.part(four_letters(box.type), box.head, box.end - box.head)
        if box.type == b"meta":
            _read_meta(untrusted, box, found)
        elif box.type == b"uuid" and _is_c2pa(untrusted, box):
            found.add(Kind.C2PA, f"uuid box at byte {box.head}")
    found.trailing(len(untrusted) - end, end)


def _boxes(data: bytes, position: int, end: int) -> Iterator[_Box]:
    for _ in range(_BOXES):
        if position + 8 > end:
            return
        cursor = _Cursor(data, position, end)
        size = cursor.take(4)
        type_ = data[position + 4 : position + 8]
        cursor.take(4)
        size = cursor.take(8) if size == 1 else size or end - position
        if position + size > end or cursor.position > position + size:
            return
        yield _Box(type_, position, cursor.position, position + size)
        position += size


def _is_c2pa(data: bytes, box: _Box) -> bool:
    """The extended type, version and flags, the purpose, an offset of 8 bytes, then the manifest store."""
    purpose = box.start + 16 + 4
    store = purpose + len(_C2PA_PURPOSE) + 8
    named = data[box.start : box.start + 16] == _C2PA_UUID and data.startswith(_C2PA_PURPOSE, purpose)
    return named and is_c2pa_store(data[store : min(store + STORE_HEAD, box.end)])


def _read_meta(data: bytes, meta: _Box, found: Collector) -> None:
    items = _Items()
    for box in _boxes(data, meta.start + 4, meta.end):
        if box.type == b"iinf":
            _read_item_types(data, box, items)
        elif box.type == b"iloc":
            _read_locations(data, box, items)
    for item, kind in items.kinds.items():
        _collect_item(data, item, kind, items.extents.get(item, []), found)


def _read_item_types(data: bytes, box: _Box, items: _Items) -> None:
    """Each entry: version and flags, item id (2 bytes, 4 from version 3), protection (2), type, name, content type."""
    version = _Cursor(data, box.start, box.end).take(1)
    start = box.start + (6 if version == 0 else 8)
    for entry in _boxes(data, start, box.end):
        cursor = _Cursor(data, entry.start, entry.end)
        entry_version = cursor.take(4) >> 24
        item = cursor.take(4 if entry_version >= 3 else 2)
        cursor.take(2)
        type_ = data[cursor.position : cursor.position + 4]
        rest = data[cursor.position + 4 : min(entry.end, cursor.position + 260)]
        if type_ == b"Exif":
            items.kinds[item] = Kind.EXIF
        elif type_ == b"mime" and rest.split(b"\0")[1:2] == [_XMP_TYPE]:
            items.kinds[item] = Kind.XMP


def _read_locations(data: bytes, box: _Box, items: _Items) -> None:
    """The item location box, versions 0 to 2 (ISO/IEC 14496-12, 8.11.3); only extents in the file are kept."""
    cursor = _Cursor(data, box.start, box.end)
    version, sizes = cursor.take(4) >> 24, cursor.take(2)
    offset_bytes, length_bytes, base_bytes = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_bytes = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    for _ in range(min(cursor.take(wide), _ITEMS)):
        item = cursor.take(wide)
        in_file = (cursor.take(2) & 15 if version else 0) == 0
        cursor.take(2)
        base = cursor.take(base_bytes)
        count = cursor.take(2)
        if cursor.exhausted or count > _EXTENTS:
            return
        for _ in range(count):
            cursor.take(index_bytes)
            extent = (base + cursor.take(offset_bytes), cursor.take(length_bytes))
            if in_file:
                items.extents.setdefault(item, []).append(extent)


def _collect_item(data: bytes, item: int, kind: Kind, extents: list[tuple[int, int]], found: Collector) -> None:
    if not extents or not found.has_room(sum(length for _, length in extents)):
        return
    payload = b"".join(data[start : start + length] for start, length in extents)
    location = f"item {item} at byte {extents[0][0]}"
    if kind is Kind.XMP:
        found.add(kind, location, payload)
        return
    skip = 4 + int.from_bytes(payload[:4], "big")
    if payload[skip : skip + 4] in _TIFF_HEADERS:
        found.add(kind, location, payload[skip:])
    else:
        found.charge(len(payload))  # any number of items may lie at the same bytes
        found.warn(f"The EXIF {location} has no TIFF header and was left out.")
