"""Walks the marker segments of a JPEG (ITU-T T.81, annex B; Exif 3.0; XMP part 3; C2PA 2.2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gauntlet_desktop.imaging.metadata_blocks import Collector, Kind, is_c2pa_store

_SEGMENTS = 4096
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_SOS, _EOI, _APP1, _APP11, _APP13, _COM = 0xDA, 0xD9, 0xE1, 0xEB, 0xED, 0xFE
_NAMES = {
    _SOS: "SOS and scan",
    _EOI: "EOI",
    _COM: "COM",
    0xDB: "DQT",
    0xC4: "DHT",
    0xDD: "DRI",
    0xC0: "SOF0",
    0xC2: "SOF2",
}
# A marker is FF and a byte that is neither stuffing (00), a fill (FF) nor a restart (D0-D7): anywhere in a scan,
# otherwise right here after fill bytes.
_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_HERE = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


@dataclass(slots=True)
class _ExtendedXmp:
    """The extended XMP packet of a file (it has one at most): MD5 as hex digits, length, parts keyed by offset."""

    guid: bytes = b""
    length: int = 0
    parts: dict[int, bytes] = field(default_factory=dict)


def walk_jpeg(untrusted: bytes, found: Collector, multi_picture: bool = False) -> None:
    """Collect the metadata segments before the first scan, and report what follows the end-of-image marker.
    `multi_picture`: further images after the first are normal (CIPA DC-007)."""
    extended = _ExtendedXmp()
    for marker, start, payload in _segments(untrusted, found):
        if marker == _EOI:
            _report_rest(len(untrusted), start, found, multi_picture)
        elif marker == _APP1:
            _app1(payload, start, found, extended)
        elif marker == _APP11 and payload[:2] == b"JP" and is_c2pa_store(payload[8:]):
            found.add(Kind.C2PA, f"JPEG APP11 at byte {start}")
        elif marker == _APP13 and payload.startswith(_PHOTOSHOP):
            found.add(Kind.IPTC, f"JPEG APP13 at byte {start}", payload[len(_PHOTOSHOP) :])
        elif marker == _COM:
            found.add(Kind.TEXT, f"JPEG COM at byte {start}", payload, "comment")
    if extended.guid:
        _join(extended, found)


def _segments(data: bytes, found: Collector) -> Iterator[tuple[int, int, bytes]]:
    """(marker, byte of the marker, payload) up to the first scan, then end of image with the byte after it."""
    position, scanning = 2, False
    for _ in range(_SEGMENTS):
        match = _IN_SCAN.search(data, position) if scanning else _HERE.match(data, position)
        if match is None:
            where = "has no end-of-image marker" if scanning else f"has no marker at byte {position}, where one belongs"
            found.warn(f"The JPEG {where}: it is cut short or damaged.")
            return
        head = match.end() - 2
        marker = data[head + 1]
        if scanning:
            found.stretch_last(head)  # the coded data up to this marker belong to the part before it
        if marker == _EOI:
            found.part(_name(marker), head, 2)
            yield marker, head + 2, b""
            return
        end = head + 2 + int.from_bytes(data[head + 2 : head + 4], "big")
        if end < head + 4 or end > len(data):
            found.warn(f"The JPEG segment at byte {head} has an impossible length; what follows was not read.")
            return
        found.part(_name(marker), head, end - head)
        scanning = scanning or marker == _SOS
        if not scanning:
            yield marker, head, data[head + 4 : end]
        position = end
    found.warn(f"The JPEG has more than {_SEGMENTS} segments; the rest was not read.")


def _name(marker: int) -> str:
    return _NAMES.get(marker) or (f"APP{marker - 0xE0}" if 0xE0 <= marker <= 0xEF else f"FF{marker:02X}")


def _app1(payload: bytes, start: int, found: Collector, extended: _ExtendedXmp) -> None:
    location = f"JPEG APP1 at byte {start}"
    if payload.startswith(_EXIF):
        found.add(Kind.EXIF, location, payload[len(_EXIF) :])
    elif payload.startswith(_XMP):
        found.add(Kind.XMP, location, payload[len(_XMP) :])
    elif payload.startswith(_EXTENDED_XMP):
        _collect_part(payload[len(_EXTENDED_XMP) :], found, extended)


def _collect_part(part: bytes, found: Collector, extended: _ExtendedXmp) -> None:
    """A part is: MD5 of the packet as 32 hex digits, its length (4 bytes), the part's offset (4), data (XMP part 3)."""
    guid, length, offset = part[:32], int.from_bytes(part[32:36], "big"), int.from_bytes(part[36:40], "big")
    if not extended.guid and found.has_room(length):
        extended.guid, extended.length = guid, length
    if guid == extended.guid and offset + len(part) - 40 <= extended.length:
        extended.parts[offset] = part[40:]


def _join(packet: _ExtendedXmp, found: Collector) -> None:
    joined = b"".join(packet.parts[offset] for offset in sorted(packet.parts))
    digest = hashlib.md5(joined, usedforsecurity=False).hexdigest()
    if len(joined) == packet.length and digest.encode() == packet.guid.lower():
        found.add(Kind.XMP, "JPEG APP1 extended XMP", joined)
    else:
        found.warn("An extended XMP packet is incomplete or altered and was left out.")


def _report_rest(size: int, end: int, found: Collector, multi_picture: bool) -> None:
    if multi_picture and size > end:
        found.part("further images", end, size - end)
        found.warn(
            f"{size - end} bytes follow the end of the first image; a multi-picture file keeps further images there."
        )
    else:
        found.trailing(size - end, end)
