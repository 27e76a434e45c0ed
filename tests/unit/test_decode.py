"""Decoding: each container, mode and depth gives the right upright sRGB pixels; damage gives a code, never a crash."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile, ImageOps, PngImagePlugin

from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.colour import TURNS
from gauntlet_desktop.imaging.decode import decode, prepare_process
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.structure import FRAME_LIMIT, bit_depth, container_of, frame_count
from tests.images import (
    Pixels,
    animated,
    encoded,
    heic,
    icc_profile,
    jpeg,
    oriented,
    picture,
    pixels,
    png,
    png16,
    png_chunk,
    tiff_pages,
)

LIMITS = Limits()
SMALL = Limits(pixels=1_000_000)


def code_of(untrusted: bytes, limits: Limits = LIMITS) -> InputCode:
    with pytest.raises(InputError) as caught:
        decode(untrusted, limits)
    return InputCode(caught.value.code)


def grey(facts_pixels: tuple[Pixels, ImageFacts]) -> Pixels:
    """One channel of a picture whose channels are equal."""
    shown = facts_pixels[0]
    assert np.array_equal(shown[..., 0], shown[..., 1]) and np.array_equal(shown[..., 1], shown[..., 2])
    return shown[..., 0]


# --- containers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", ["PNG", "TIFF", "BMP"])
def test_lossless_containers_keep_every_pixel(container: str) -> None:
    shown, facts = decode(encoded(picture(), container), LIMITS)
    assert np.array_equal(shown, pixels())
    assert shown.flags.c_contiguous and shown.dtype == np.uint8
    assert (facts.container, facts.mode, facts.bit_depth) == (container, "RGB", 8)
    assert (facts.width, facts.height, facts.scale, facts.frames) == (64, 48, 1.0, 1)
    assert facts.jpeg is None and facts.quality == 101
    assert facts.notes == ()


@pytest.mark.parametrize("container", ["JPEG", "WEBP", "AVIF"])
def test_lossy_containers_are_near(container: str) -> None:
    shown, facts = decode(encoded(picture(), container, quality=95), LIMITS)
    assert np.abs(shown.astype(int) - pixels()).mean() < 4
    assert facts.container == container


def test_gif_and_lossless_webp() -> None:
    palette = picture().quantize(64)
    assert np.array_equal(decode(encoded(palette, "GIF"), LIMITS)[0], np.asarray(palette.convert("RGB")))
    assert np.array_equal(decode(encoded(picture(), "WEBP", lossless=True), LIMITS)[0], pixels())


def test_heic(shared_dir: Path) -> None:
    shown, facts = decode(heic(shared_dir), LIMITS)
    assert (facts.container, facts.width, facts.height) == ("HEIF", 128, 128)
    assert shown.std() > 20


def test_jpeg_facts_are_filled_in() -> None:
    _, facts = decode(jpeg(quality=82, progressive=True), LIMITS)
    assert facts.jpeg is not None
    assert (facts.jpeg.quality, facts.jpeg.progressive, facts.quality) == (82, True, 82)


def test_multi_picture_jpeg_is_a_jpeg() -> None:
    shown, facts = decode(animated("MPO", 2, quality=95), LIMITS)
    assert (facts.container, facts.frames) == ("JPEG", 2)
    assert np.abs(shown.astype(int) - pixels()).mean() < 4


def test_content_decides_not_the_name() -> None:
    for foreign in (
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\0\0\0\x0cjP  \r\n\x87\n",
        b"<svg/>",
        b"%PDF-1.7",
        b"",
        b"\xff\xd8",
    ):
        assert code_of(foreign) is InputCode.UNSUPPORTED_FORMAT


def test_a_variety_that_the_reader_does_not_know_is_unsupported_not_damaged() -> None:
    assert code_of(encoded(picture(), "TIFF", tiffinfo={339: (3, 3, 3)})) is InputCode.UNSUPPORTED_FORMAT


# --- modes and depths ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", ["PNG", "TIFF"])
def test_a_16_bit_grey_ramp_is_scaled_not_clipped(container: str) -> None:
    ramp = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    data = png16(ramp) if container == "PNG" else encoded(Image.fromarray(ramp), "TIFF")
    shown, facts = decode(data, LIMITS), decode(data, LIMITS)[1]
    assert np.array_equal(grey(shown), np.rint(ramp / 257).astype(np.uint8))
    assert facts.bit_depth == 16
    assert any("16 bits" in note for note in facts.notes)


def test_16_bit_colour_keeps_the_high_byte() -> None:
    samples = pixels().astype(np.uint16) * 257
    shown, facts = decode(png16(samples), LIMITS)
    assert np.array_equal(shown, pixels())
    assert (facts.mode, facts.bit_depth) == ("RGB", 16)


def test_one_bit_and_grey() -> None:
    bits = picture(mode="1")
    assert np.array_equal(grey(decode(png(bits), LIMITS)), np.asarray(bits.convert("L")))
    assert decode(png(bits), LIMITS)[1].bit_depth == 1
    assert np.array_equal(grey(decode(png(picture(mode="L")), LIMITS)), np.asarray(picture(mode="L")))


@pytest.mark.parametrize("container", ["JPEG", "TIFF"])
def test_cmyk(container: str) -> None:
    shown, facts = decode(encoded(picture(mode="CMYK"), container), LIMITS)
    assert facts.mode == "CMYK"
    assert np.abs(shown.astype(int) - pixels()).mean() < 6


def test_lab_goes_through_colour_management() -> None:
    neutral = Image.merge("LAB", [Image.new("L", (8, 8), value) for value in (128, 128, 128)])
    shown, _ = decode(encoded(neutral, "TIFF"), LIMITS)
    assert np.ptp(shown[0, 0].astype(int)) <= 3
    assert 100 < shown[0, 0, 0] < 140


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 51.0, 255.0], [0, 51, 255]),
        ([0.0, 25700.0, 65535.0], [0, 100, 255]),
        ([-1.0, 0.0, 1.0], [0, 128, 255]),
        ([1e6, 2e6, 3e6], [0, 128, 255]),
        ([np.nan, 0.5, np.inf], [0, 128, 255]),
        ([-np.inf, 0.25, 1.0], [0, 64, 255]),
        ([np.nan, np.nan, np.nan], [0, 0, 0]),
        ([7e30, 7e30, 7e30], [0, 0, 0]),
    ],
)
def test_float_samples_follow_the_stated_rule(values: list[float], expected: list[int]) -> None:
    data = encoded(Image.fromarray(np.array([values] * 3, dtype=np.float32)), "TIFF")
    shown, facts = decode(data, LIMITS), decode(data, LIMITS)[1]
    assert grey(shown)[0].tolist() == expected
    assert any("shown" in note for note in facts.notes)


def test_int32_samples_follow_the_stated_rule() -> None:
    for values, expected in (([0, 257, 65535], [0, 1, 255]), ([-(2**31), 0, 2**31 - 1], [0, 128, 255])):
        data = encoded(Image.fromarray(np.array([values] * 3, dtype=np.int32)), "TIFF")
        assert grey(decode(data, LIMITS))[0].tolist() == expected


def test_av1_bit_depth_is_read_from_the_container() -> None:
    data = bytearray(encoded(picture(), "AVIF"))
    assert decode(bytes(data), LIMITS)[1].bit_depth == 8
    data[data.index(b"av1C") + 6] |= 0x40
    image = Image.new("RGB", (1, 1))
    image.format = "AVIF"
    assert bit_depth(bytes(data), image) == 10


# --- transparency --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", ["PNG", "WEBP", "TIFF"])
def test_transparent_places_are_white_and_noted(container: str) -> None:
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 5, 10))
    shown, facts = decode(encoded(image, container, lossless=True), LIMITS)
    assert shown[0, 0].tolist() == [255, 255, 255] and shown[0, 9].tolist() == [255, 0, 0]
    assert facts.has_alpha and any("white" in note for note in facts.notes)


def test_opaque_alpha_is_a_fact_without_a_note() -> None:
    image = picture()
    image.putalpha(255)
    shown, facts = decode(png(image), LIMITS)
    assert np.array_equal(shown, pixels())
    assert facts.has_alpha and facts.notes == ()


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_a_transparent_colour(mode: str) -> None:
    image = Image.new(mode, (4, 4), 0)
    key: object = (0, 0, 0) if mode == "RGB" else 0
    shown, facts = decode(png(image, transparency=key), LIMITS)
    assert shown.min() == 255 and facts.has_alpha


def test_half_transparent_grey() -> None:
    shown = decode(png(Image.new("LA", (4, 4), (0, 127))), LIMITS)
    assert grey(shown)[0, 0] == 128


def test_text_that_poses_as_a_property_is_only_text() -> None:
    text = PngImagePlugin.PngInfo()
    for name in ("transparency", "icc_profile", "exif", "original_orientation", "bit_depth", "progressive"):
        text.add_text(name, "6")
    for mode in ("P", "RGB"):
        shown, facts = decode(png(picture(mode=mode), pnginfo=text), LIMITS)
        assert np.array_equal(shown, np.asarray(picture(mode=mode).convert("RGB")))
        assert not facts.has_alpha and facts.icc_profile == "" and facts.orientation == 1


# --- colour profiles -----------------------------------------------------------------------------------------------


def test_a_profile_is_applied() -> None:
    shown, facts = decode(png(Image.new("RGB", (8, 8), "red"), icc_profile=icc_profile(swapped=True)), LIMITS)
    assert shown[0, 0].tolist() == [0, 255, 0]
    assert facts.icc_profile == "Test profile"


def test_a_grey_profile_is_applied_also_beside_alpha() -> None:
    """Linear 55 of 255 is sRGB 128."""
    for image in (Image.new("L", (8, 8), 55), Image.new("LA", (8, 8), (55, 255))):
        shown = decode(png(image, icc_profile=icc_profile(b"GRAY")), LIMITS)
        assert abs(int(grey(shown)[0, 0]) - 128) <= 1


def test_an_srgb_profile_leaves_the_pixels_alone() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    shown, facts = decode(png(icc_profile=srgb), LIMITS)
    assert np.array_equal(shown, pixels())
    assert "sRGB" in facts.icc_profile


@pytest.mark.parametrize(
    ("profile", "word"), [(b"junk" * 50, "cannot be read"), (icc_profile(b"GRAY"), "another colour space")]
)
def test_an_unusable_profile_is_noted(profile: bytes, word: str) -> None:
    shown, facts = decode(png(icc_profile=profile), LIMITS)
    assert np.array_equal(shown, pixels())
    assert any(word in note for note in facts.notes)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 459), st.integers(0, 255))
def test_a_profile_with_any_byte_changed_never_costs_the_picture(at: int, value: int) -> None:
    profile = bytearray(icc_profile(swapped=True))
    profile[at] = value
    shown, facts = decode(png(icc_profile=bytes(profile)), LIMITS)
    assert shown.shape == (48, 64, 3)
    assert facts.icc_profile.isprintable()


# --- orientation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", ["PNG", "JPEG", "TIFF", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(container: str, orientation: int) -> None:
    data = oriented(container, orientation, quality=95, lossless=True)
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        expected = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    shown, facts = decode(data, LIMITS)
    assert np.array_equal(shown, expected)
    assert facts.orientation == orientation
    assert (facts.height, facts.width) == shown.shape[:2] == ((64, 48) if orientation >= 5 else (48, 64))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("factor", [1, 3])
def test_a_picture_of_many_bands_is_turned_as_if_it_were_one(orientation: int, factor: int) -> None:
    """Its sides are no multiples of the factor: what is reduced at the edge must not depend on the way it is turned."""
    scene = Image.fromarray(pixels(1101, 1205))
    shown, facts = decode(oriented("PNG", orientation, scene), replace(LIMITS, full_size_pixels=2_000_000 // factor**2))
    reduced = scene.reduce(factor)
    turn = TURNS.get(orientation)
    assert facts.scale == 1 / factor
    assert np.array_equal(shown, np.asarray(reduced if turn is None else reduced.transpose(turn)))


def test_a_turned_corner_comes_back_to_the_top_left() -> None:
    """Stored turned to the left, declared "rotate 90 degrees clockwise": the first row of the scene is red."""
    scene = Image.new("RGB", (20, 10))
    scene.paste((255, 0, 0), (0, 0, 20, 1))
    shown, _ = decode(oriented("PNG", 6, scene.transpose(Image.Transpose.ROTATE_90)), LIMITS)
    assert np.array_equal(shown, np.asarray(scene))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_undefined_orientation_is_noted(orientation: int) -> None:
    shown, facts = decode(oriented("PNG", orientation), LIMITS)
    assert np.array_equal(shown, pixels())
    assert facts.orientation == 1 and any("not defined" in note for note in facts.notes)


def test_broken_exif_never_costs_the_picture() -> None:
    shown, facts = decode(png(exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), LIMITS)
    assert np.array_equal(shown, pixels()) and facts.orientation == 1
    assert decode(jpeg(exif=b"Exif\0\0" + b"\xff" * 100), LIMITS)[1].orientation == 1


# --- several pictures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("container", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_the_first_of_several_pictures_is_examined(container: str) -> None:
    shown, facts = decode(animated(container, 3, lossless=True), LIMITS)
    assert facts.frames == 3
    assert any("3 pictures" in note for note in facts.notes)
    assert np.abs(shown.astype(int) - pixels()).mean() < 8


def test_big_tiff_pages_are_counted() -> None:
    assert decode(animated("TIFF", 4, big_tiff=True), LIMITS)[1].frames == 4


def test_counting_is_bounded_and_survives_loops() -> None:
    assert decode(tiff_pages(2), LIMITS)[1].frames == 2
    assert decode(tiff_pages(FRAME_LIMIT * 3), LIMITS)[1].frames == FRAME_LIMIT
    loop = bytearray(tiff_pages(3))
    loop[-4:] = struct.pack("<I", 72)
    assert decode(bytes(loop), LIMITS)[1].frames == 3


def test_a_declared_preview_is_noted() -> None:
    _, facts = decode(encoded(picture(), "TIFF", tiffinfo={254: 1}), LIMITS)
    assert any("preview" in note for note in facts.notes)


@given(
    st.binary(max_size=400), st.sampled_from([b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF89a", b"\0\0\0 ftypmif1"])
)
def test_structure_readers_take_any_bytes(tail: bytes, head: bytes) -> None:
    container = container_of(head + tail)
    assert container is not None
    assert 1 <= frame_count(head + tail, container, Image.new("L", (1, 1))) <= FRAME_LIMIT


# --- bounds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1, 101), (101, 1), (1001, 1000)])
def test_dimensions_out_of_bounds(size: tuple[int, int]) -> None:
    assert code_of(png(picture(*size)), SMALL) is InputCode.DIMENSIONS
    assert code_of(jpeg(picture(*size)), SMALL) is InputCode.DIMENSIONS


def test_dimensions_are_refused_before_pixels_are_decoded() -> None:
    """The headers claim what would take gigabytes; there is nothing behind them."""
    huge = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0))
    assert code_of(huge + png_chunk(b"IDAT", b"")) is InputCode.DIMENSIONS
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\x00" * 2
    assert code_of(b"RIFF" + struct.pack("<I", len(canvas) + 4) + b"WEBP" + canvas) is InputCode.DIMENSIONS


@pytest.mark.parametrize("size", [(1, 1), (1, 100), (1000, 1000)])
def test_dimensions_at_the_bounds(size: tuple[int, int]) -> None:
    assert decode(png(picture(*size)), SMALL)[0].shape == (*size, 3)


@pytest.mark.parametrize("container", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("factor", [2, 3, 5])
def test_huge_pictures_are_reduced_and_say_so(container: str, factor: int) -> None:
    limits = Limits(full_size_pixels=400 * 300 // factor**2)
    shown, facts = decode(encoded(picture(300, 400), container), limits)
    assert (facts.width, facts.height) == (400, 300)
    assert facts.scale <= 1 / factor
    assert abs(shown.shape[0] - 300 * facts.scale) <= 1 and abs(shown.shape[1] - 400 * facts.scale) <= 1
    expected = np.asarray(picture(300, 400).resize(shown.shape[1::-1], Image.Resampling.BOX)).astype(int)
    assert np.abs(shown - expected).mean() < 3
    assert any("of its size" in note for note in facts.notes)


def test_a_picture_of_many_bands_has_no_seams() -> None:
    tall = picture(3001, 2001)
    shown, _ = decode(png(tall, compress_level=1), LIMITS)
    assert np.array_equal(shown, np.asarray(tall))


@pytest.mark.parametrize("chunk", [b"zTXtComment\0\0", b"iCCPicc\0\0", b"iTXtXML\0\1\0\0\0"])
def test_compressed_metadata_cannot_grow_without_bound(chunk: bytes) -> None:
    bomb = png_chunk(chunk[:4], chunk[4:] + zlib.compress(bytes(20 << 20), 9))
    data = png()
    assert code_of(data[:33] + bomb + data[33:]) is InputCode.DAMAGED


def test_process_wide_switches_stay_safe() -> None:
    prepare_process()
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
    assert LIMITS.pixels // 2 == Image.MAX_IMAGE_PIXELS


# --- damage --------------------------------------------------------------------------------------------------------

FILES = {
    "jpeg": jpeg(),
    "progressive": jpeg(progressive=True, exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"),
    "mpo": animated("MPO", 2),
    "png": png(icc_profile=icc_profile()),
    "palette": png(picture(mode="P"), transparency=3),
    "apng": animated("PNG", 3),
    "gif": encoded(picture().quantize(64), "GIF"),
    "animation": animated("GIF", 3),
    "webp": oriented("WEBP", 6),
    "tiff": encoded(picture(), "TIFF", compression="tiff_lzw"),
    "bmp": encoded(picture(), "BMP"),
    "avif": encoded(picture(), "AVIF"),
}


@pytest.mark.parametrize("name", ["jpeg", "progressive", "png", "palette", "gif", "webp", "tiff", "bmp", "avif"])
def test_a_file_cut_in_half_is_damaged(name: str) -> None:
    assert code_of(FILES[name][: len(FILES[name]) // 2]) is InputCode.DAMAGED


@pytest.mark.parametrize("name", FILES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_any_damage_ends_in_pixels_or_a_code(name: str, data: st.DataObject) -> None:
    untrusted = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(untrusted) - 1))
        untrusted[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.none() | st.integers(0, len(untrusted)))
    try:
        shown, facts = decode(bytes(untrusted[:cut]), SMALL)
    except InputError as error:
        assert error.code in set(InputCode)
        assert error.message.isprintable()
    else:
        assert shown.ndim == 3 and shown.dtype == np.uint8
        assert 1 <= facts.orientation <= 8
        assert all(note.isprintable() for note in facts.notes)
