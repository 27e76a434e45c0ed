"""Reads IPTC-IIM datasets (IIM 4.2) from their own block or from Photoshop's image resources (8BIM 0x0404)."""

from __future__ import annotations

from collections.abc import Iterator

from gauntlet_desktop.core.declarations import ProvenanceField, Source
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block

_RESOURCES = 500
_DATASETS = 200
_RESOURCE, _IPTC_RESOURCE = b"8BIM", 0x0404
_MARKER = 0x1C
# Number of the dataset in record 2 (IIM 4.2, application record) -> name for people.
_NAMES = {
    5: "Object name",
    25: "Keyword",
    40: "Instructions",
    55: "Date of content",
    65: "Software",
    70: "Software version",
    80: "Creator",
    90: "City",
    101: "Country",
    105: "Headline",
    110: "Credit",
    115: "Source",
    116: "Copyright",
    120: "Description",
    122: "Description writer",
}


def read_iptc(block: Block, limits: Limits) -> tuple[ProvenanceField, ...]:
    """The known datasets of a block, or that it holds none. Never raises for any bytes."""
    untrusted = block.untrusted_payload
    data = untrusted if untrusted[:1] == bytes([_MARKER]) else _resource(untrusted)
    found = tuple(_fields(data, block.location, limits))
    return found or (ProvenanceField("IPTC", "present", block.location, Source.IPTC),)


def _resource(untrusted: bytes) -> bytes:
    """The content of the IPTC resource; each resource is: "8BIM", id, padded name, length, padded content."""
    position = 0
    for _ in range(_RESOURCES):
        if untrusted[position : position + 4] != _RESOURCE:
            return b""
        number = int.from_bytes(untrusted[position + 4 : position + 6], "big")
        name = untrusted[position + 6] if position + 6 < len(untrusted) else 0
        start = position + 6 + (name + 2 & ~1) + 4
        size = int.from_bytes(untrusted[start - 4 : start], "big")
        if number == _IPTC_RESOURCE:
            return untrusted[start : start + size]
        position = start + (size + 1 & ~1)
    return b""


def _fields(data: bytes, location: str, limits: Limits) -> Iterator[ProvenanceField]:
    for record, number, value in _datasets(data):
        if record == 2 and number in _NAMES and value:
            text = visible(
                value[: 4 * limits.text_characters].decode("utf-8", "replace").strip(), limits.text_characters
            )
            yield ProvenanceField(_NAMES[number], text, f"IPTC {record}:{number:03d} ({location})", Source.IPTC)


def _datasets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(record, dataset, value) in order; a length above 32,767 is an extended one, which no known dataset needs."""
    position = 0
    for _ in range(_DATASETS):
        if position + 5 > len(data) or data[position] != _MARKER:
            return
        size = int.from_bytes(data[position + 3 : position + 5], "big")
        if size & 0x8000:
            return
        yield data[position + 1], data[position + 2], data[position + 5 : position + 5 + size]
        position += 5 + size
