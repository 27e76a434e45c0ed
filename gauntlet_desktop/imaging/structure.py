"""Reads from a container's structure what needs no decoding: its format, number of pictures and bits per sample."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile

FRAME_LIMIT = 1000

_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
_HEVC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}
_GENERIC_BRANDS = {b"mif1", b"msf1"}
_BITS_PER_SAMPLE = 258
_NEW_SUBFILE_TYPE = 254


def container_of(untrusted: bytes) -> str | None:
    """The Pillow format name that the first bytes speak for, or None for anything that is not supported."""
    if untrusted[:4] == b"RIFF" and untrusted[8:12] == b"WEBP":
        return "WEBP"
    known = next((name for signature, name in _SIGNATURES if untrusted.startswith(signature)), None)
    return _bmff_format(untrusted) if known is None and untrusted[4:8] == b"ftyp" else known


def frame_count(untrusted: bytes, container: str, image: Image.Image) -> int:
    """The number of pictures in the file, counted up to FRAME_LIMIT without decoding any of them."""
    if container == "GIF":
        return _gif_frames(untrusted)
    if container == "TIFF":
        return _tiff_pages(untrusted)
    return max(1, min(FRAME_LIMIT, int(getattr(image, "n_frames", 1))))


def bit_depth(untrusted: bytes, image: Image.Image) -> int:
    """Bits per sample as stored; 8 for formats that know nothing else or do not say."""
    if image.format == "PNG":
        return untrusted[24]
    if isinstance(image, JpegImageFile):
        return image.bits
    if isinstance(image, TiffImageFile):
        return int(image.tag_v2.get(_BITS_PER_SAMPLE, (1,))[0])
    if image.format == "AVIF":
        return _av1_depth(untrusted)
    return int(image.info.get("bit_depth", 1 if image.mode == "1" else 8))


def is_preview(image: Image.Image) -> bool:
    """Whether the first picture of a TIFF is declared a reduced version of another, as in most camera raw files."""
    if not isinstance(image, TiffImageFile):
        return False
    kind = image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)
    return isinstance(kind, int) and bool(kind & 1)


def _bmff_format(untrusted: bytes) -> str | None:
    """ISO/IEC 14496-12: the file type box holds a major brand, a version and compatible brands, four bytes each."""
    major = untrusted[8:12]
    size = min(int.from_bytes(untrusted[:4], "big"), 256)
    compatible = {untrusted[at : at + 4] for at in range(16, size, 4)}
    if major in _AVIF_BRANDS or (major in _GENERIC_BRANDS and compatible & _AVIF_BRANDS and not compatible & _HEVC):
        return "AVIF"
    return "HEIF" if major in _HEVC | _GENERIC_BRANDS else None


def _av1_depth(untrusted: bytes) -> int:
    """AV1 in ISO BMFF, 2.3.3: the third byte of the av1C property flags high bit depth and, in it, twelve bits."""
    start, end = 0, len(untrusted)
    for name, header in ((b"meta", 4), (b"iprp", 0), (b"ipco", 0), (b"av1C", 0)):
        found = next((box for box in _boxes(untrusted, start, end) if box[0] == name), None)
        if found is None:
            return 8
        start, end = found[1] + header, found[2]
    flags = untrusted[start + 2] if start + 2 < end else 0
    return 8 if not flags & 0x40 else 12 if flags & 0x20 else 10


def _boxes(untrusted: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the content of each box (32-bit sizes; a damaged or larger one ends the walk)."""
    for _ in range(FRAME_LIMIT):
        size = int.from_bytes(untrusted[start : start + 4], "big")
        if size < 8 or start + size > end:
            return
        yield untrusted[start + 4 : start + 8], start + 8, start + size
        start += size


def _tiff_pages(untrusted: bytes) -> int:
    """Follow the chain of image file directories (TIFF 6.0, section 2; BigTIFF doubles all widths)."""
    order = "<" if untrusted[:2] == b"II" else ">"
    big = untrusted[2:4] in (b"+\0", b"\0+")
    count_type, offset_type, entry_bytes = (order + "Q", order + "Q", 20) if big else (order + "H", order + "I", 12)
    offset_bytes = struct.calcsize(offset_type)
    seen: set[int] = set()
    position = 8 if big else 4
    while len(seen) < FRAME_LIMIT and position + offset_bytes <= len(untrusted):
        (directory,) = struct.unpack_from(offset_type, untrusted, position)
        if directory == 0 or directory in seen or directory + struct.calcsize(count_type) > len(untrusted):
            break
        seen.add(directory)
        (entries,) = struct.unpack_from(count_type, untrusted, directory)
        position = directory + struct.calcsize(count_type) + entries * entry_bytes
    return max(1, len(seen))


def _gif_frames(untrusted: bytes) -> int:
    """Step over the blocks of a GIF (GIF89a specification, section 12) and count the image descriptors."""
    frames = 0
    position = 13 + _colour_table_bytes(untrusted, 10)
    while frames < FRAME_LIMIT and position < len(untrusted):
        kind = untrusted[position]
        if kind == 0x2C:
            frames += 1
            position = _after_sub_blocks(untrusted, position + 11 + _colour_table_bytes(untrusted, position + 9))
        elif kind == 0x21:
            position = _after_sub_blocks(untrusted, position + 2)
        else:
            break
    return max(1, frames)


def _colour_table_bytes(untrusted: bytes, flags_at: int) -> int:
    flags = untrusted[flags_at] if flags_at < len(untrusted) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_sub_blocks(untrusted: bytes, position: int) -> int:
    """The position after a chain of length-prefixed blocks; the end of the file when it is cut off."""
    while position < len(untrusted):
        length = untrusted[position]
        position += 1 + length
        if length == 0:
            break
    return position
