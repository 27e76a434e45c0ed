"""Makes image files in memory: every container, mode and depth that the program reads, and a few broken ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_HEIC_MEMBER = "f6dbd1b4775035a4555dfa7078c11bb322b46e18.heif"
_ORIENTATION = 0x0112

Pixels = NDArray[np.uint8]


def pixels(height: int = 48, width: int = 64, seed: int = 1) -> Pixels:
    """Smooth colours with no symmetry, uint8 (height, width, 3): lossy codecs keep them nearly as they are."""
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    phase = seed * 0.7
    planes = [np.sin(3 * x + phase) + y, np.cos(2 * y - phase) + x * y, np.sin(4 * (x + y) + phase) - x]
    stacked = np.stack([(plane - plane.min()) / max(1e-9, np.ptp(plane)) for plane in planes], axis=-1)
    return np.asarray(20 + 215 * stacked, dtype=np.uint8)


def picture(height: int = 48, width: int = 64, mode: str = "RGB", seed: int = 1) -> Image.Image:
    """The smooth picture in a mode that Pillow converts RGB to."""
    return Image.fromarray(pixels(height, width, seed)).convert(mode)


def encoded(image: Image.Image, container: str, **options: Any) -> bytes:
    """A picture in a container, named as Pillow names it."""
    stream = io.BytesIO()
    image.save(stream, container, **options)
    return stream.getvalue()


def jpeg(image: Image.Image | None = None, quality: int = 95, **options: Any) -> bytes:
    return encoded(image or picture(), "JPEG", quality=quality, **options)


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    return encoded(image or picture(), "PNG", **options)


def oriented(container: str, orientation: int, image: Image.Image | None = None, **options: Any) -> bytes:
    """A file whose EXIF data declare an orientation; any integer, defined or not."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    return encoded(image or picture(), container, exif=exif, **options)


def animated(container: str, frames: int, **options: Any) -> bytes:
    """A file of several pictures, the first of them `picture()`."""
    others = [picture(seed=seed) for seed in range(2, frames + 1)]
    return encoded(picture(), container, save_all=True, append_images=others, **options)


def png16(samples: NDArray[np.uint16]) -> bytes:
    """A PNG of 16 bits a sample: greyscale from (height, width), colour from (height, width, 3)."""
    height, width = samples.shape[:2]
    colour_type = 2 if samples.ndim == 3 else 0
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(rows))
        + png_chunk(b"IEND", b"")
    )


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def tiff_pages(pages: int) -> bytes:
    """A TIFF with a chain of directories that all show the same 8 x 8 grey pixels; it takes 126 bytes a page."""
    tags = ((256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8), (279, 64))
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    size = len(directory) + 4
    first = 8 + 64
    chain = b"".join(
        directory + struct.pack("<I", first + size * (page + 1) if page + 1 < pages else 0) for page in range(pages)
    )
    return b"II*\0" + struct.pack("<I", first) + bytes(range(0, 256, 4)) + chain


def heic(shared_dir: Path) -> bytes:
    """A small HEIC photograph; it is read from the shared corpus, for no light library writes the format."""
    with zipfile.ZipFile(shared_dir / "fixtures" / "hostile" / "corpus.zip") as archive:
        member = next(name for name in archive.namelist() if name.endswith(_HEIC_MEMBER))
        return archive.read(member)


def icc_profile(space: bytes = b"RGB ", *, swapped: bool = False) -> bytes:
    """A minimal ICC version 2 profile: sRGB primaries with gamma 1 (or red and green `swapped`), or linear grey."""
    red, green, blue = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
    if swapped:
        red, green = green, red
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, 256) + bytes(2)
    tags = {b"desc": _icc_text(b"Test profile"), b"wtpt": _icc_xyz(0.9642, 1.0, 0.8249)}
    if space == b"GRAY":
        tags[b"kTRC"] = curve
    else:
        tags |= {b"rXYZ": _icc_xyz(*red), b"gXYZ": _icc_xyz(*green), b"bXYZ": _icc_xyz(*blue)}
        tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    table, content = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(content), len(data))
        content += data + bytes(-len(data) % 4)
    header = bytes(8) + b"\x02\x40\0\0mntr" + space + b"XYZ " + bytes(12) + b"acsp" + bytes(28)
    header += struct.pack(">iii", 63190, 65536, 54061) + bytes(48)
    return struct.pack(">I", start + len(content)) + header[4:] + table + content


def _icc_xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">iii", *(round(value * 65536) for value in (x, y, z)))


def _icc_text(text: bytes) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(78)
