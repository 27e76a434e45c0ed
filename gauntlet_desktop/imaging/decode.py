"""Decodes untrusted bytes into bounded 8-bit sRGB pixels; all that can go wrong becomes one InputError."""

from __future__ import annotations

import contextlib
import functools
import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from gauntlet_desktop.core.errors import DECODER_TOLD, PIXELS_TOLD, SIDES_TOLD, InputCode, InputError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging import colour, structure
from gauntlet_desktop.imaging.canvas import MemoryCanvas, NewCanvas
from gauntlet_desktop.imaging.jpeg_tables import jpeg_facts
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.stealth import Hidden, hidden_in

# Loaded here, so that no hostile file makes Pillow import its forty other plugins (one of them starts Ghostscript).
_PLUGINS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
_UNSUPPORTED_WORDS = ("unsupported", "not supported", "not yet supported", "unknown pixel mode", "cannot handle")
_DETAIL_CHARACTERS = 200
_WARNING_NOTES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """Upright sRGB pixels, uint8 (height, width, 3), C-contiguous, the facts, and what the alpha channel announces."""

    pixels: NDArray[np.uint8]
    facts: ImageFacts
    hidden: Hidden | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """Upright pixels and how they came about: the original's upright size and how often it was reduced."""

    pixels: NDArray[np.uint8]
    width: int
    height: int
    factor: int
    orientation: int
    profile: str
    has_alpha: bool
    notes: tuple[str, ...]


def prepare_process(limits: Limits | None = None) -> None:
    """Set, for this process, what Pillow keeps for all: limits of pixels and text, one thread each, the HEIF reader.

    The only place with process-wide effects. A decode process calls it at its start; `decode` calls it again.
    """
    bounds = limits or Limits()
    # Pillow warns above this number and refuses above twice of it, before the WebP reader allocates its canvas.
    Image.MAX_IMAGE_PIXELS = bounds.pixels // 2
    # Readers keep the reason of a refusal in a warning; without it, an unknown variety looks like damage.
    Image.WARN_POSSIBLE_FORMATS = True
    PngImagePlugin.MAX_TEXT_CHUNK = bounds.metadata_bytes
    PngImagePlugin.MAX_TEXT_MEMORY = bounds.metadata_bytes
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    _register_heif()


def decode(untrusted: bytes, limits: Limits) -> tuple[NDArray[np.uint8], ImageFacts]:
    """Upright sRGB pixels, uint8 (height, width, 3), C-contiguous, of the first picture in the bytes, and its facts.

    Pictures over `limits.full_size_pixels` come reduced by a whole factor, `facts.scale` = 1 / factor.
    Raises InputError: unsupported_format, dimensions, damaged (cut off included) or decode_memory.
    """
    decoded = decode_all(untrusted, limits)
    return decoded.pixels, decoded.facts


def decode_all(untrusted: bytes, limits: Limits, new_canvas: NewCanvas = MemoryCanvas) -> Decoded:
    """The same with what is hidden in the alpha channel, which the pixels do without; they go to a new canvas."""
    with open_bounded(untrusted, limits) as (image, caught):
        container = _container(image)
        mode, depth = image.mode, structure.bit_depth(untrusted, image)
        jpeg = jpeg_facts(image) if isinstance(image, JpegImagePlugin.JpegImageFile) else None
        frames = structure.frame_count(untrusted, container, image)
        preview = structure.is_preview(image)
        factor = math.ceil(math.sqrt(image.width * image.height / limits.full_size_pixels))
        rendered = render(image, factor, limits, new_canvas)
        facts = ImageFacts(
            container=container,
            mode=mode,
            bit_depth=depth,
            width=rendered.width,
            height=rendered.height,
            orientation=rendered.orientation,
            frames=frames,
            has_alpha=rendered.has_alpha,
            icc_profile=rendered.profile,
            scale=1.0 / rendered.factor,
            jpeg=jpeg,
            notes=(
                *_structure_notes(container, frames, preview, depth),
                *rendered.notes,
                *_warning_notes(caught),
            ),
        )
        return Decoded(rendered.pixels, facts, hidden_in(image))


@contextlib.contextmanager
def open_bounded(untrusted: bytes, limits: Limits) -> Iterator[tuple[Image.Image, list[warnings.WarningMessage]]]:
    """The picture with its header read and its dimensions checked, not decoded yet, and the warnings so far.

    Every failure inside the `with` block leaves it as an InputError. Not for use in several threads at once: Python
    keeps the capture of warnings per process.
    """
    container = structure.container_of(untrusted)
    if container is None:
        raise InputError(InputCode.UNSUPPORTED_FORMAT)
    prepare_process(limits)
    with warnings.catch_warnings(record=True) as caught, _as_input_errors(caught, limits):
        warnings.simplefilter("always")
        for quiet in (Image.DecompressionBombWarning, DeprecationWarning):
            warnings.simplefilter("ignore", quiet)
        with Image.open(io.BytesIO(untrusted), formats=[container]) as image:
            _check_dimensions(image.size, limits)
            yield image, caught


def render(image: Image.Image, factor: int, limits: Limits, new_canvas: NewCanvas = MemoryCanvas) -> Rendered:
    """Load an opened picture, reduced at least `factor` times (in the JPEG decoder itself where it can), upright."""
    declared, note = _orientation(image)
    width, height = image.size
    drafted = _draft(image, factor)
    image.load()
    if drafted == 1:
        width, height = image.size
        _check_dimensions(image.size, limits)  # only a HEIF decoder can still change them
    # The readers of TIFF and HEIF turn the picture themselves and drop the tag; PNG may have it behind the pixels.
    pending, _ = _orientation(image)
    rest = -(-factor // drafted)
    rendering = colour.render(image, rest, pending, new_canvas)
    if pending >= 5:
        width, height = height, width
    total = drafted * rest
    reduced = f"The picture is decoded at 1/{total} of its size; detail under {total} pixels is lost."
    return Rendered(
        pixels=rendering.pixels,
        width=width,
        height=height,
        factor=total,
        orientation=declared if declared != 1 else pending,
        profile=rendering.profile,
        has_alpha=rendering.has_alpha,
        notes=tuple(text for text in (reduced if total > 1 else "", note, *rendering.notes) if text),
    )


@functools.cache
def _register_heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


@contextlib.contextmanager
def _as_input_errors(caught: list[warnings.WarningMessage], limits: Limits) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except MemoryError as error:
        raise InputError(InputCode.DECODE_MEMORY) from error
    except Image.DecompressionBombError as error:
        raise InputError(InputCode.DIMENSIONS, phrase(PIXELS_TOLD, pixels=limits.pixels)) from error
    except Exception as error:  # the decoders raise dozens of types on malformed bytes
        raise _refusal(error, caught) from error


def _refusal(error: Exception, caught: list[warnings.WarningMessage]) -> InputError:
    """Tell a variety that the decoder does not know from damage, by what it says itself."""
    reason = str(error)
    if isinstance(error, UnidentifiedImageError):
        reason = str(caught[-1].message) if caught else ""
    unsupported = any(word in reason.lower() for word in _UNSUPPORTED_WORDS)
    detail = phrase(DECODER_TOLD, reason=visible(reason, _DETAIL_CHARACTERS)) if reason else ""
    return InputError(InputCode.UNSUPPORTED_FORMAT if unsupported else InputCode.DAMAGED, detail)


def _check_dimensions(size: tuple[int, int], limits: Limits) -> None:
    """Refuse pictures without pixels, with too many, or so narrow that any resizing of them explodes."""
    width, height = size
    narrow = max(size) > limits.aspect * min(size)
    if min(size) < 1 or width * height > limits.pixels or narrow:
        raise InputError(InputCode.DIMENSIONS, phrase(SIDES_TOLD, width=width, height=height))


def _container(image: Image.Image) -> str:
    """The format's name; a multi-picture JPEG is a JPEG that others follow."""
    return "JPEG" if isinstance(image, JpegImagePlugin.JpegImageFile) else str(image.format)


def _draft(image: Image.Image, factor: int) -> int:
    """Ask the JPEG decoder for a picture reduced 2, 4 or 8 times, at most `factor`; returns the factor it takes."""
    if factor < 2 or not isinstance(image, JpegImagePlugin.JpegImageFile):
        return 1
    width = image.width
    answer = image.draft(None, (max(1, width // factor), max(1, image.height // factor)))
    return round(width / answer[1][2]) if answer else 1


def _orientation(image: Image.Image) -> tuple[int, str]:
    """The EXIF orientation, 1 to 8, that the file declares; 1 and a note where the value is not one of them."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except colour.PARSER_ERRORS:
        return 1, "The EXIF data cannot be read; the picture is shown as stored."
    if isinstance(value, int) and 1 <= value <= 8:
        return value, ""
    return 1, f"The EXIF orientation {visible(str(value), 20)} is not defined; the picture is shown as stored."


def _structure_notes(container: str, frames: int, preview: bool, depth: int) -> Iterator[str]:
    if frames > 1:
        more = " or more" if frames == structure.FRAME_LIMIT else ""
        which = "primary" if container == "HEIF" else "first"
        yield f"The file holds {frames:,}{more} pictures; only the {which} one is examined."
    if preview:
        yield "The first picture of this TIFF is declared a preview of another picture."
    if depth > 8:
        yield f"The picture has {depth} bits per sample; it is examined at 8."


def _warning_notes(caught: list[warnings.WarningMessage]) -> list[str]:
    texts = dict.fromkeys(visible(str(warning.message), _DETAIL_CHARACTERS) for warning in caught)
    return [f"The decoder warns: {text}" for text in list(texts)[:_WARNING_NOTES]]
