"""Walks the chunks of a PNG (W3C PNG, third edition; C2PA 2.2 for caBX) and checks the CRC of each one it keeps."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.metadata_blocks import Collector, Kind, four_letters, is_c2pa_store
from gauntlet_desktop.imaging.raw_profiles import profile_name, read_profile

_SIGNATURE = 8
_CHUNKS = 200_000
_XMP_KEYWORD = "XML:com.adobe.xmp"
_EXIF_PREFIX = b"Exif\0\0"
_INFLATED = 4 << 20
_DEFLATE_RATIO = 1032


def walk_png(untrusted: bytes, found: Collector) -> None:
    """Collect text, EXIF and C2PA chunks, and report what follows IEND."""
    position, after_data = _SIGNATURE, False
    for _ in range(_CHUNKS):
        length = int.from_bytes(untrusted[position : position + 4], "big")
        name = untrusted[position + 4 : position + 8]
        end = position + 12 + length
        if len(name) < 4 or end > len(untrusted):
            found.warn("The PNG ends before its IEND chunk: it is cut short or damaged.")
            return
        found.part(four_letters(name), position, end - position)
        if name == b"IEND":
            found.trailing(len(untrusted) - end, end)
            return
        after_data = after_data or name == b"IDAT"
        if name in _READERS:
            _read_chunk(untrusted, position, length, found, after_data)
        position = end
    found.warn(f"The PNG has more than {_CHUNKS} chunks; the rest was not read.")


def _read_chunk(untrusted: bytes, position: int, length: int, found: Collector, after_data: bool) -> None:
    name = untrusted[position + 4 : position + 8]
    location = f"PNG {name.decode('ascii')} at byte {position}"
    if length > found.limits.metadata_bytes:
        found.warn(f"The chunk {location} is larger than the limit and was left out.")
        return
    payload = untrusted[position + 8 : position + 8 + length]
    stored = int.from_bytes(untrusted[position + 8 + length : position + 12 + length], "big")
    if zlib.crc32(payload, zlib.crc32(name)) != stored:
        found.warn(f"The chunk {location} fails its checksum and was left out.")
        return
    if after_data and name in (b"eXIf", b"caBX"):
        found.warn(f"The chunk {location} stands after the image data, which is unusual.")
    _READERS[name](payload, location, found)


def _read_exif(payload: bytes, location: str, found: Collector) -> None:
    found.add(Kind.EXIF, location, payload.removeprefix(_EXIF_PREFIX))


def _read_c2pa(payload: bytes, location: str, found: Collector) -> None:
    if is_c2pa_store(payload):
        found.add(Kind.C2PA, location)
    else:
        found.warn(f"The chunk {location} holds no C2PA manifest store.")


def _read_plain_text(payload: bytes, location: str, found: Collector) -> None:
    keyword, _, text = payload.partition(b"\0")
    _add_text(keyword, text.decode("latin-1").encode(), location, found)


def _read_compressed_text(payload: bytes, location: str, found: Collector) -> None:
    keyword, _, rest = payload.partition(b"\0")
    text = _inflate(rest[1:], location, found)
    if text is not None:
        _add_text(keyword, text.decode("latin-1").encode(), location, found)


def _read_international_text(payload: bytes, location: str, found: Collector) -> None:
    """Keyword, NUL, compressed?, method, language, NUL, translated keyword, NUL, UTF-8 text."""
    keyword, _, rest = payload.partition(b"\0")
    compressed, described = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    text = described[2] if len(described) == 3 else b""
    inflated = _inflate(text, location, found) if compressed else text
    if inflated is not None:
        _add_text(keyword, inflated, location, found)


def _add_text(keyword: bytes, text: bytes, location: str, found: Collector) -> None:
    key = visible(keyword.decode("latin-1"), 79)
    if name := profile_name(key):
        _add_profile(name, text, location, found)
        return
    kind = Kind.XMP if key == _XMP_KEYWORD else Kind.TEXT
    found.add(kind, location, text, key)


def _add_profile(name: str, text: bytes, location: str, found: Collector) -> None:
    """A profile in digits; one that cannot be read is charged like one that can, for it was looked at."""
    if not found.has_room(len(text)):
        return
    profile = read_profile(text, name)
    if profile is None:
        found.charge(len(text))
        found.warn(f"The raw profile {name} ({location}) is damaged and was left out.")
    else:
        found.add(profile[0], f"{location}, raw profile {name}", profile[1])


def _inflate(packed: bytes, location: str, found: Collector) -> bytes | None:
    """The inflated bytes, or None (with a warning) when they are damaged or more than 4 MiB. What cannot be used is
    charged at what it may have inflated to: otherwise a file of many bombs would cost minutes."""
    inflater = zlib.decompressobj()
    if not found.has_room(len(packed)):
        return None
    try:
        text = inflater.decompress(packed, _INFLATED)
    except zlib.error:
        text = b""
    if inflater.eof:
        return text
    found.charge(min(_INFLATED, len(packed) * _DEFLATE_RATIO))
    found.warn(f"The chunk {location} is damaged or inflates beyond the limit, and was left out.")
    return None


_READERS: dict[bytes, Callable[[bytes, str, Collector], None]] = {
    b"eXIf": _read_exif,
    b"caBX": _read_c2pa,
    b"tEXt": _read_plain_text,
    b"zTXt": _read_compressed_text,
    b"iTXt": _read_international_text,
}
