"""Reads an EXIF block: camera, lens, software, dates, whether a position is recorded, and the user comment."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Any

import exifread

from gauntlet_desktop.core.declarations import ProvenanceField, Source
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block
from gauntlet_desktop.imaging.walk_tiff import Entry, directory, read_layout

_READS = 20_000
_EMPTY_READS = 400  # beyond the end: a directory of a camera, cut off, has some 60 entries, each read twice
_WHOLE = ("Image Make", "Image Model", "Image ImageDescription")
_WORD = 16
_EXIF_IFD, _USER_COMMENT, _MAKER_NOTE = 34665, 37510, 37500
# Name for people, exifread's key, place in the block (Exif 3.0 / CIPA DC-008).
_TAGS = (
    ("Camera make", "Image Make", "IFD0.Make"),
    ("Camera model", "Image Model", "IFD0.Model"),
    ("Lens make", "EXIF LensMake", "Exif.LensMake"),
    ("Lens", "EXIF LensModel", "Exif.LensModel"),
    ("Camera serial number", "EXIF BodySerialNumber", "Exif.BodySerialNumber"),
    ("Software", "Image Software", "IFD0.Software"),
    ("Artist", "Image Artist", "IFD0.Artist"),
    ("Copyright", "Image Copyright", "IFD0.Copyright"),
    ("Description", "Image ImageDescription", "IFD0.ImageDescription"),
    ("Date changed", "Image DateTime", "IFD0.DateTime"),
    ("Date taken", "EXIF DateTimeOriginal", "Exif.DateTimeOriginal"),
    ("Date digitised", "EXIF DateTimeDigitized", "Exif.DateTimeDigitized"),
    ("Exposure time", "EXIF ExposureTime", "Exif.ExposureTime"),
    ("Aperture", "EXIF FNumber", "Exif.FNumber"),
    ("Sensitivity", "EXIF ISOSpeedRatings", "Exif.PhotographicSensitivity"),
    ("Focal length", "EXIF FocalLength", "Exif.FocalLength"),
    ("Stated width", "EXIF ExifImageWidth", "Exif.PixelXDimension"),
    ("Stated height", "EXIF ExifImageLength", "Exif.PixelYDimension"),
)

# Its messages quote the file's own text, which must not reach a log.
logging.getLogger("exifread").disabled = True


@dataclass(frozen=True, slots=True)
class ExifFacts:
    """What one EXIF block declares. The fields that start with `untrusted_` are whole and raw; `untrusted_note` is the
    maker note where it is a word, as generators write it."""

    camera: str = ""
    untrusted_make: str = ""
    untrusted_model: str = ""
    untrusted_description: str = ""
    untrusted_comment: str = ""
    untrusted_note: str = ""
    fields: tuple[ProvenanceField, ...] = ()
    warnings: tuple[str, ...] = ()


def read_exif(block: Block, limits: Limits) -> ExifFacts:
    """The facts of the block; a damaged or too costly one gives a warning instead. Never raises."""
    layout = read_layout(block.untrusted_payload)
    if layout is None or layout.word_bytes != 4:
        return ExifFacts(warnings=(f"The EXIF block ({block.location}) has no header that can be read.",))
    untrusted_tags, warnings = _read_tags(block, limits)
    untrusted_raw, untrusted_first = _raw_values(block.untrusted_payload)
    make, model, description = (_text(untrusted_tags.get(key)) for key in _WHOLE)
    either = untrusted_first | untrusted_raw
    return ExifFacts(
        camera=_camera(visible(make, 100), visible(model, 100)),
        untrusted_make=make,
        untrusted_model=model,
        untrusted_description=description,
        untrusted_comment=_user_comment(either.get(_USER_COMMENT, b"")),
        untrusted_note=_word(either.get(_MAKER_NOTE, b"")),
        fields=_fields(untrusted_tags, untrusted_raw, block, limits),
        warnings=warnings,
    )


class _Metered(io.BytesIO):
    """A stream that refuses further reads when its budgets are used up: exifread reads as much as a file asks for."""

    def __init__(self, untrusted: bytes, budget_bytes: int) -> None:
        super().__init__(untrusted)
        self._reads, self._empty_reads, self._bytes = _READS, _EMPTY_READS, budget_bytes

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(min(self._bytes, size) if size is not None and size >= 0 else self._bytes)
        self._reads -= 1
        self._empty_reads -= not data
        self._bytes -= len(data)
        if min(self._reads, self._empty_reads, self._bytes) <= 0:
            raise ValueError("too costly")
        return data


def _read_tags(block: Block, limits: Limits) -> tuple[dict[str, Any], tuple[str, ...]]:
    stream = _Metered(block.untrusted_payload, limits.metadata_bytes)
    try:
        return exifread.process_file(stream, details=False, extract_thumbnail=False), ()
    except Exception:  # noqa: BLE001 - exifread raises whatever a damaged block provokes; the block is then left out
        return {}, (f"The EXIF block ({block.location}) is damaged or too large and was not read.",)


def _text(tag: Any) -> str:
    """The text of an ASCII tag (bytes when it is no UTF-8), or the printable form of any other."""
    values = getattr(tag, "values", "")
    if isinstance(values, bytes):
        return values.decode("latin-1").strip()
    return (values if isinstance(values, str) else str(tag)).strip()


def _camera(make: str, model: str) -> str:
    """ "Make Model"; many models repeat the make, which then stands once."""
    repeated = model.lower().startswith(make.lower())
    return model if repeated else f"{make} {model}".strip()


def _fields(
    untrusted_tags: dict[str, Any], untrusted_raw: dict[int, bytes], block: Block, limits: Limits
) -> tuple[ProvenanceField, ...]:
    found = [
        ProvenanceField(name, visible(text, limits.text_characters), f"EXIF {place} ({block.location})", Source.EXIF)
        for name, key, place in _TAGS
        if (text := _text(untrusted_tags.get(key)))
    ]
    if any(key.startswith("GPS GPSLatitude") for key in untrusted_tags):
        found.append(ProvenanceField("Position", "recorded", f"EXIF GPS ({block.location})", Source.EXIF))
    if note := untrusted_raw.get(_MAKER_NOTE):
        size = f"{len(note)} bytes"
        found.append(ProvenanceField("Maker note", size, f"EXIF Exif.MakerNote ({block.location})", Source.EXIF))
    return tuple(found)


def _raw_values(untrusted: bytes) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """The raw user comment and maker note, which exifread leaves out of a quick reading: those of the EXIF directory,
    and those of the first one, where Fooocus writes them."""
    layout = read_layout(untrusted)
    if layout is None:
        return {}, {}
    first = directory(untrusted, layout, layout.first)[0]
    pointers = [untrusted[entry.start : entry.end] for entry in first if entry.tag == _EXIF_IFD]
    offsets = [int.from_bytes(pointer, layout.order) for pointer in pointers[:1]]
    inner = [entry for offset in offsets for entry in directory(untrusted, layout, offset)[0]]
    return _values_of(untrusted, inner), _values_of(untrusted, first)


def _values_of(untrusted: bytes, entries: list[Entry]) -> dict[int, bytes]:
    wanted = [entry for entry in reversed(entries) if entry.tag in (_USER_COMMENT, _MAKER_NOTE)]
    return {entry.tag: untrusted[entry.start : entry.end] for entry in wanted}


def _word(untrusted: bytes) -> str:
    """A maker note of a few letters, as text; "" for any other."""
    text = untrusted[: _WORD + 1].rstrip(b"\0").decode("latin-1")
    return text if len(text) <= _WORD and text.isalnum() and text.isascii() else ""


def _user_comment(untrusted: bytes) -> str:
    """The comment behind its eight-byte character code. Writers disagree on the byte order of UNICODE: a text that
    starts with a zero byte is big-endian. Some write JSON without a code."""
    if untrusted[:1] == b"{":
        return untrusted.decode("utf-8", "replace").strip("\0 ")
    code, body = untrusted[:8], untrusted[8:]
    if code == b"UNICODE\0":
        return body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace").strip("\0 ")
    return body.decode("utf-8", "replace").strip("\0 ") if code in (b"ASCII\0\0\0", bytes(8)) else ""
