"""Profiles in PNG text, as ImageMagick writes them: read as what they are, refused where digits and number disagree."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Kind
from gauntlet_desktop.imaging.provenance import read_provenance
from gauntlet_desktop.imaging.raw_profiles import profile_name, read_profile
from tests.images import png
from tests.unit.test_containers import chunk, with_chunk
from tests.unit.test_provenance import TERM, XMP

XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
IPTC = b"8BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x50\0\x06Author\0"


def exif() -> bytes:
    made = Image.Exif()
    made[271], made[272] = "Canon", "EOS 5D"
    return made.tobytes()


def digits(name: str, payload: bytes, count: int | None = None) -> bytes:
    """The text of a profile: lines of 72 digits."""
    text = payload.hex()
    lines = "\n".join(text[start : start + 72] for start in range(0, len(text), 72))
    return f"\n{name}\n{len(payload) if count is None else count:8}\n{lines}\n".encode()


def profile_chunk(name: str, payload: bytes) -> bytes:
    return chunk(b"zTXt", f"Raw profile type {name}".encode() + b"\0\0" + zlib.compress(digits(name, payload)))


def test_each_profile_is_read_as_what_it_is() -> None:
    data = png()
    for name, payload in (("exif", exif()), ("xmp", XMP), ("iptc", IPTC)):
        data = with_chunk(data, profile_chunk(name, payload))
    found = read_provenance(data, "PNG", Limits())
    assert (found.camera, found.digital_source_type, found.warnings) == ("Canon EOS 5D", TERM, ())
    places = {field.name: field.location for field in found.fields}
    assert places["Camera make"].startswith("EXIF IFD0.Make (PNG zTXt at byte ")
    assert places["Camera make"].endswith(", raw profile exif)")
    assert places["Creator"].endswith(", raw profile iptc)")


def test_an_application_segment_is_of_the_kind_that_its_head_says() -> None:
    assert read_profile(digits("APP1", XMP_HEAD + XMP), "app1") == (Kind.XMP, XMP)
    assert read_profile(digits("APP1", exif()), "app1") == (Kind.EXIF, exif().removeprefix(b"Exif\0\0"))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        digits("exif", exif())[:-30],
        digits("exif", exif(), count=10),
        digits("exif", exif(), count=99_999_999),
        digits("exif", exif()).replace(b"4", b"g", 1),
        b"\nexif\n      -4\n00",
        b"\nexif\n999999999999\n00",
        exif(),
    ],
)
def test_a_damaged_profile_is_left_out_and_said(text: bytes) -> None:
    assert read_profile(text, "exif") is None
    data = with_chunk(png(), chunk(b"tEXt", b"Raw profile type exif\0" + text))
    found = read_provenance(data, "PNG", Limits())
    assert found.camera == "" and found.fields == ()
    assert "raw profile exif" in found.warnings[0] and "damaged" in found.warnings[0]


def test_many_profiles_stay_within_the_budget() -> None:
    limits = Limits(metadata_bytes=20_000)
    data = with_chunk(png(), profile_chunk("xmp", XMP) * 200)
    assert "Metadata beyond the limit of bytes or fields was left out." in read_provenance(data, "PNG", limits).warnings
    broken = chunk(b"tEXt", b"Raw profile type exif\0" + b"00" * 3_000)
    warnings = read_provenance(with_chunk(png(), broken * 200), "PNG", limits).warnings
    assert "Metadata beyond the limit of bytes or fields was left out." in warnings


def test_other_text_is_no_profile() -> None:
    assert profile_name("Raw profile type APP1") == "app1"
    assert [profile_name(key) for key in ("Raw profile type icc", "Raw profile type ", "exif", "")] == [""] * 4


@given(st.binary(max_size=300), st.sampled_from(["exif", "app1", "xmp", "iptc", "8bim"]))
def test_what_is_written_is_read(payload: bytes, name: str) -> None:
    found = read_profile(digits(name, payload), name)
    assert found is not None and found[1] in (payload, payload[6:], payload[29:])


@given(st.binary(max_size=200))
def test_arbitrary_text_never_raises(text: bytes) -> None:
    read_profile(text, "exif")
    read_profile(b"\nexif\n  4\n" + text, "exif")
