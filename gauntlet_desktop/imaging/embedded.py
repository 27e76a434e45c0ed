"""Small pictures inside a file: found in its EXIF and C2PA blocks, decoded with bounds, compared with the image."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.core.declarations import EmbeddedPicture
from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.imaging.colour import TURNS
from gauntlet_desktop.imaging.limits import MEGA, MIB, Limits
from gauntlet_desktop.imaging.metadata_blocks import Block
from gauntlet_desktop.imaging.thumbnail import thumbnail
from gauntlet_desktop.imaging.walk_tiff import directories, read_layout

# A preview of a camera has a few megapixels; what is larger is no thumbnail.
BOUNDS = Limits(file_bytes=4 * MIB, pixels=16 * MEGA, full_size_pixels=16 * MEGA)

_OFFSET, _LENGTH = 513, 514
_MOST = 4
_GRID = 48
_SHOWN_SIDE = 256


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture inside the file: what it claims to be, where it stands, its undecoded bytes."""

    name: str
    location: str
    untrusted: bytes


def in_exif(blocks: Iterable[Block]) -> Iterator[Embedded]:
    """The JPEG thumbnails of EXIF blocks (Exif 3.0, 4.5.5: tags 513 and 514 of the directories after the first)."""
    for block in blocks:
        untrusted = block.untrusted_payload
        layout = read_layout(untrusted)
        for number, entries in enumerate(directories(untrusted)):
            values = {entry.tag: untrusted[entry.start : entry.end] for entry in entries}
            if layout is None or number == 0 or not {_OFFSET, _LENGTH} <= values.keys():
                continue
            start, size = (int.from_bytes(values[tag], layout.order) for tag in (_OFFSET, _LENGTH))
            if 0 < size <= BOUNDS.file_bytes and start + size <= len(untrusted):
                place = f"EXIF IFD{number}.JPEGInterchangeFormat ({block.location})"
                yield Embedded("EXIF thumbnail", place, untrusted[start : start + size])


def bounded(found: Iterable[Embedded]) -> tuple[Embedded, ...]:
    """The first four."""
    return tuple(each for each, _ in zip(found, range(_MOST), strict=False))


def decoded(embedded: Embedded, side: int = _SHOWN_SIDE) -> NDArray[np.uint8]:
    """Its pixels as `imaging.thumbnail` gives them; raises InputError for what cannot be decoded within BOUNDS."""
    if len(embedded.untrusted) > BOUNDS.file_bytes:
        raise InputError(InputCode.FILE_TOO_LARGE)
    return thumbnail(embedded.untrusted, BOUNDS, side)


def compared(found: Iterable[Embedded], pixels: NDArray[np.uint8], orientation: int = 1) -> tuple[EmbeddedPicture, ...]:
    """Each embedded picture against the image's own pixels, uint8 (height, width, 3), upright.

    `orientation` is the image's EXIF orientation: a thumbnail is stored turned as the image was, or upright already.
    Both are tried, and the better one counts.
    """
    pictures = tuple(found)
    if not pictures:
        return ()
    image = Image.fromarray(pixels)
    image.thumbnail((4 * _GRID, 4 * _GRID), Image.Resampling.BOX, reducing_gap=2.0)
    return tuple(_compared(each, image, orientation) for each in pictures)


def _compared(embedded: Embedded, image: Image.Image, orientation: int) -> EmbeddedPicture:
    try:
        pixels = decoded(embedded)
    except (InputError, MemoryError) as error:
        why = error.code if isinstance(error, InputError) else InputCode.DECODE_MEMORY
        return EmbeddedPicture(embedded.name, embedded.location, 0, 0, None, f"It cannot be decoded ({why}).")
    stored = Image.fromarray(pixels)
    upright = stored.transpose(TURNS[orientation]) if orientation in TURNS else stored
    tried = [(upright, "turned like the image"), (stored, "as it is stored")][: 1 if upright is stored else 2]
    answers = [(value, how) for each, how in tried for value in _similarities(each, image)]
    best, how = max(answers, default=(None, ""), key=lambda answer: answer[0])
    height, width = pixels.shape[:2]
    note = f"Compared {how}." if upright is not stored and how else ""
    return EmbeddedPicture(
        embedded.name,
        embedded.location,
        width,
        height,
        None if best is None else round(best, 4),
        note if best is not None else "One of the two is of one brightness, so that they cannot be compared.",
    )


def _similarities(small: Image.Image, image: Image.Image) -> Iterator[float]:
    """Correlations with the smaller one's bars cut off, and with the image cut to the smaller one's shape."""
    ratio, other = image.width / image.height, small.width / small.height
    for first, second in ((_cut(small, ratio), image), (small, _cut(image, other))):
        value = _correlation(_grid(first), _grid(second))
        if value is not None:
            yield value


def _cut(image: Image.Image, ratio: float) -> Image.Image:
    """The middle of the image that is `ratio` times as wide as high."""
    width = max(1, min(image.width, round(image.height * ratio)))
    height = max(1, min(image.height, round(image.width / ratio)))
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _grid(image: Image.Image) -> NDArray[np.float64]:
    """Brightness in 48 x 48 fields."""
    return np.asarray(image.convert("L").resize((_GRID, _GRID), Image.Resampling.BOX), dtype=np.float64)


def _correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> float | None:
    """Pearson's; None where one has no variance to speak of (less than one step of brightness)."""
    a, b = first - first.mean(), second - second.mean()
    if min(a.std(), b.std()) < 0.5:
        return None
    return float(np.clip((a * b).mean() / (a.std() * b.std()), -1.0, 1.0))
