"""Turns any picture that Pillow decodes into 8-bit sRGB, band by band, so that memory stays bounded."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.canvas import MemoryCanvas, NewCanvas

# What Pillow's readers of metadata raise on malformed bytes (measured on 10,629 files).
PARSER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)

# A band and its copies stay in the cache of a core: 12 megapixels take 16 ms instead of 38 (4 million at a time).
_BAND_PIXELS = 250_000
_NAME_CHARACTERS = 120
_WIDE_MODES = ("I", "F")
_PICTURE_MODE = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}
# A transform that moves no colour further than this is sRGB in effect: the camera's own values are kept.
_SAME_COLOUR = 2

# What undoes an EXIF orientation (CIPA DC-008, tag 0x0112); 1 needs nothing.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Transform = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Profile:
    """An embedded ICC profile: its visible name, the transform to sRGB if one is needed, and what to note."""

    name: str = ""
    transform: Transform | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rendering:
    """sRGB pixels, uint8 (height, width, 3), and what was done to get them."""

    pixels: NDArray[np.uint8]
    profile: str
    has_alpha: bool
    notes: tuple[str, ...]


def render(
    image: Image.Image, factor: int = 1, orientation: int = 1, new_canvas: NewCanvas = MemoryCanvas
) -> Rendering:
    """8-bit sRGB pixels of a loaded picture, reduced `factor` times by averaging (sizes rounded up), turned upright.

    Transparent places are shown on white. An ICC profile is applied with perceptual intent; one that is broken or of
    another colour space is noted and passed over. 16-bit greyscale goes linearly from 0..65535 to 0..255. 32-bit
    integers and floating-point values go so from the narrowest of 0..1, 0..255 and 0..65535 that holds them all, else
    from their own minimum and maximum; NaN and minus infinity become black, infinity white.
    """
    _drop_text_transparency(image)
    profile = read_profile(image)
    value_range, range_note = _value_range(image) if image.mode in _WIDE_MODES else ((0.0, 65535.0), "")
    width, height = (-(-side // factor) for side in image.size)
    canvas = new_canvas(*((width, height) if orientation >= 5 else (height, width)))
    see_through = False
    for band in _bands(image, factor, orientation):
        picture, alpha = _separate(band, value_range)
        rgb = _to_rgb(picture, profile.transform)
        if alpha is not None:
            see_through = see_through or alpha.getextrema()[0] != 255
            rgb = Image.composite(rgb, Image.new("RGB", rgb.size, "white"), alpha)
        if factor > 1:
            rgb = rgb.reduce(factor)
        if orientation in TURNS:
            rgb = rgb.transpose(TURNS[orientation])
        canvas.write(rgb.tobytes())
    notes = (profile.note, range_note, "Transparent places are shown on white." if see_through else "")
    return Rendering(canvas.pixels, profile.name, _has_alpha(image), tuple(note for note in notes if note))


def read_profile(image: Image.Image) -> Profile:
    """The embedded ICC profile, ready to apply to the picture (or to its part without alpha)."""
    untrusted = image.info.get("icc_profile")
    if not isinstance(untrusted, bytes) or not untrusted:
        return Profile()
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(untrusted))
        name = visible((profile.profile.profile_description or "").strip("\0 \n") or "unnamed", _NAME_CHARACTERS)
        mode = _PICTURE_MODE.get(profile.profile.xcolor_space, "")
        if mode != _opaque_mode(image):
            return Profile(name, note="The ICC profile is for another colour space; it was not applied.")
        return Profile(name, _transform(profile, mode))
    except (*PARSER_ERRORS, ImageCms.PyCMSError):
        return Profile("unreadable", note="The ICC profile cannot be read; colours are taken as sRGB.")


def _drop_text_transparency(image: Image.Image) -> None:
    """PNG text chunks share a dictionary with real properties: a text named "transparency" is not one."""
    if isinstance(image.info.get("transparency"), str):
        del image.info["transparency"]


def _has_alpha(image: Image.Image) -> bool:
    return image.mode not in _WIDE_MODES and not image.mode.startswith("I;") and image.has_transparency_data


def _transform(profile: ImageCms.ImageCmsProfile, mode: str) -> Transform | None:
    transform = ImageCms.buildTransform(profile, _srgb(), mode, "RGB", ImageCms.Intent.PERCEPTUAL)
    if mode == "RGB" and _keeps_colours(transform):
        return None
    return lambda picture: _applied(transform, picture)


def _applied(transform: ImageCms.ImageCmsTransform, picture: Image.Image) -> Image.Image:
    converted = ImageCms.applyTransform(picture, transform)
    assert converted is not None  # only an in-place transform returns nothing
    return converted


def _keeps_colours(transform: ImageCms.ImageCmsTransform) -> bool:
    """Try the transform on a lattice of 9 x 9 x 9 colours: a profile's name is no proof of what it does."""
    levels = np.linspace(0, 255, 9).round().astype(np.uint8)
    lattice = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(27, 27, 3)
    moved = np.asarray(_applied(transform, Image.fromarray(lattice))).astype(int) - lattice
    return bool(np.abs(moved).max() <= _SAME_COLOUR)


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _opaque_mode(image: Image.Image) -> str:
    """The mode that `_separate` gives for the picture."""
    if image.mode in ("CMYK", "LAB"):
        return image.mode
    grey = image.mode in ("1", "L", "LA", "La", *_WIDE_MODES) or image.mode.startswith("I;")
    return "L" if grey else "RGB"


def _bands(image: Image.Image, factor: int = 1, orientation: int = 1) -> Iterator[Image.Image]:
    """The picture in bands of about _BAND_PIXELS, each a multiple of `factor` wide: rows, from the top of the upright
    picture on; columns of a picture that lies on its side."""
    width, height = image.size
    lying = orientation >= 5
    length, across = (width, height) if lying else (height, width)
    step = max(1, _BAND_PIXELS // (across * factor)) * factor
    starts = range(0, length, step)
    for start in reversed(starts) if orientation in (3, 4, 7, 8) else starts:
        end = min(length, start + step)
        yield image.crop((start, 0, end, height) if lying else (0, start, width, end))


def _separate(band: Image.Image, value_range: tuple[float, float]) -> tuple[Image.Image, Image.Image | None]:
    """An opaque picture in the mode of `_opaque_mode` and, where there is one, its alpha channel."""
    if band.mode in _WIDE_MODES or band.mode.startswith("I;"):
        return _eight_bit(band, value_range), None
    mode = _opaque_mode(band)
    if not _has_alpha(band):
        return (band if band.mode == mode else band.convert(mode)), None
    straight = band.convert("LA" if mode == "L" else "RGBA")
    return _without_alpha(straight, mode), straight.getchannel("A")


def _without_alpha(straight: Image.Image, mode: str) -> Image.Image:
    return straight.getchannel("L") if mode == "L" else straight.convert("RGB")


def _to_rgb(picture: Image.Image, transform: Transform | None) -> Image.Image:
    if transform is not None:
        return transform(picture)
    if picture.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return _applied(ImageCms.buildTransform(lab, _srgb(), "LAB", "RGB"), picture)
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _eight_bit(band: Image.Image, value_range: tuple[float, float]) -> Image.Image:
    """Values scaled linearly from the range to 0..255, rounded."""
    low, high = value_range
    values = np.nan_to_num(np.asarray(band).astype(np.float64), nan=low, neginf=low, posinf=high)
    scaled = (np.clip(values, low, high) - low) * (255.0 / (high - low))
    return Image.fromarray(np.rint(scaled).astype(np.uint8))


def _value_range(image: Image.Image) -> tuple[tuple[float, float], str]:
    """The values shown as black and white, by the rule that `render` states, and a note on them."""
    low, high = np.inf, -np.inf
    for band in _bands(image):
        values = np.asarray(band)
        finite = values[np.isfinite(values)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if low > high:
        return (0.0, 1.0), "The picture holds no finite value; it is shown without grey levels."
    if low >= 0:
        standard = next((top for top in (1.0, 255.0, 65535.0) if high <= top), None)
        low, high = (0.0, standard) if standard else (low, high)
    if low == high:
        high = low + max(1.0, abs(low))
    return (low, high), f"Values from {low:g} to {high:g} are shown as black to white."
