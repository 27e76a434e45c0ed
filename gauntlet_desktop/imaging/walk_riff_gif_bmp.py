"""Walks the chunks of WebP (RFC 9649), the blocks of GIF (GIF89a) and the header of BMP."""

from __future__ import annotations

from collections.abc import Iterator

from gauntlet_desktop.imaging.metadata_blocks import STORE_HEAD, Collector, Kind, four_letters, is_c2pa_store

_CHUNKS = 50_000
_SUB_BLOCKS = 1_000_000
_EXIF_PREFIX = b"Exif\0\0"
_GIF_XMP, _GIF_C2PA = b"XMP DataXMP", b"C2PA_GIF\x01\x00\x00"
# XMP stands in a GIF as if its text were sub-blocks; 258 bytes behind it lead any reader to the end (XMP part 3).
_GIF_XMP_TRAILER = 258
_IMAGE, _EXTENSION, _TRAILER = b"\x2c", b"\x21", b"\x3b"
_COMMENT, _APPLICATION = b"\xfe", b"\xff"


def walk_webp(untrusted: bytes, found: Collector) -> None:
    """Collect the EXIF, XMP and C2PA chunks, and report what follows the RIFF container."""
    declared = 8 + int.from_bytes(untrusted[4:8], "little")
    end = min(declared, len(untrusted))
    if declared > len(untrusted):
        found.warn("The WebP file is shorter than its header says: it is cut short or damaged.")
    position = 12
    for _ in range(_CHUNKS):
        if position + 8 > end:
            break
        name = untrusted[position : position + 4]
        stop = position + 8 + int.from_bytes(untrusted[position + 4 : position + 8], "little")
        found.part(four_letters(name), position, min(stop, end) - position)
        _webp_chunk(untrusted, name, position, min(stop, end), found)
        position = stop + (stop & 1)
    found.trailing(len(untrusted) - declared - (declared & 1), declared + (declared & 1))


def _webp_chunk(untrusted: bytes, name: bytes, position: int, stop: int, found: Collector) -> None:
    start = position + 8
    if name == b"C2PA" and is_c2pa_store(untrusted[start : min(stop, start + STORE_HEAD)]):
        found.add(Kind.C2PA, f"WebP C2PA at byte {position}")
    elif name in (b"EXIF", b"XMP ") and found.has_room(stop - start):
        kind = Kind.EXIF if name == b"EXIF" else Kind.XMP
        found.add(kind, f"WebP {kind} at byte {position}", untrusted[start:stop].removeprefix(_EXIF_PREFIX))


def walk_gif(untrusted: bytes, found: Collector) -> None:
    """Collect comments, XMP and C2PA extensions, and report what follows the trailer."""
    position = 13 + _colour_table(untrusted, 10)
    steps = iter(range(_SUB_BLOCKS))
    for _ in range(_CHUNKS):
        introducer = untrusted[position : position + 1]
        if introducer == _TRAILER:
            found.trailing(len(untrusted) - position - 1, position + 1)
            return
        if introducer == _IMAGE:
            start = position + 10 + _colour_table(untrusted, position + 9) + 1
        elif introducer == _EXTENSION:
            start = position + 2
        else:
            break
        stop = min(_skip_sub_blocks(untrusted, start, steps), len(untrusted))
        found.part("image" if introducer == _IMAGE else "extension", position, stop - position)
        if introducer == _EXTENSION:
            _gif_extension(untrusted, position, stop, found)
        position = stop
    found.warn("The GIF has no trailer where one belongs: it is cut short, damaged or too long to walk.")


def _colour_table(untrusted: bytes, flags_at: int) -> int:
    """Bytes of the colour table that the packed flags announce."""
    flags = int.from_bytes(untrusted[flags_at : flags_at + 1], "big")
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _skip_sub_blocks(untrusted: bytes, position: int, steps: Iterator[int]) -> int:
    """The byte after the chain of sub-blocks; beyond the file's end when the chain is cut or too long."""
    for _ in steps:
        size = int.from_bytes(untrusted[position : position + 1], "big")
        position += size + 1
        if size == 0:
            return position
    return len(untrusted)


def _gif_extension(untrusted: bytes, position: int, stop: int, found: Collector) -> None:
    label, identifier = untrusted[position + 1 : position + 2], untrusted[position + 3 : position + 14]
    if label == _COMMENT and found.has_room(stop - position):
        text = _joined_sub_blocks(untrusted, position + 2, stop)
        found.add(Kind.TEXT, f"GIF comment at byte {position}", text, "comment")
    elif label == _APPLICATION and identifier == _GIF_XMP and found.has_room(stop - position):
        packet = untrusted[position + 14 : max(position + 14, stop - _GIF_XMP_TRAILER)]
        found.add(Kind.XMP, f"GIF application extension at byte {position}", packet)
    elif label == _APPLICATION and identifier == _GIF_C2PA:
        found.add(Kind.C2PA, f"GIF application extension at byte {position}")


def _joined_sub_blocks(untrusted: bytes, position: int, stop: int) -> bytes:
    parts = []
    while position < stop and untrusted[position]:
        parts.append(untrusted[position + 1 : position + 1 + untrusted[position]])
        position += untrusted[position] + 1
    return b"".join(parts)


def walk_bmp(untrusted: bytes, found: Collector) -> None:
    """A BMP carries no metadata; its header tells where it ends (0 where the writer left it out)."""
    declared = int.from_bytes(untrusted[2:6], "little")
    if declared >= 26:
        found.trailing(len(untrusted) - declared, declared)
