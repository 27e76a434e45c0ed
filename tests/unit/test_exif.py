"""EXIF blocks: camera text, fields with their place, and every kind of damage."""

from __future__ import annotations

import logging
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gauntlet_desktop.imaging.exif import ExifFacts, read_exif
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block, Kind


def block_of(tags: dict[int, object], sub_tags: dict[int, object] | None = None) -> bytes:
    exif = Image.Exif()
    exif.update(tags)
    exif.get_ifd(0x8769).update(sub_tags or {})
    return exif.tobytes().removeprefix(b"Exif\0\0")


def read(payload: bytes, limits: Limits | None = None) -> ExifFacts:
    return read_exif(Block(Kind.EXIF, "JPEG APP1 at byte 20", payload), limits or Limits())


def test_fields_carry_their_place_in_the_file() -> None:
    facts = read(block_of({271: "Maker", 272: "X100", 305: "Firmware 2"}, {0x9003: "2024:01:02 03:04:05"}))
    shown = {field.name: (field.value, field.location) for field in facts.fields}
    assert shown["Camera make"] == ("Maker", "EXIF IFD0.Make (JPEG APP1 at byte 20)")
    assert shown["Software"] == ("Firmware 2", "EXIF IFD0.Software (JPEG APP1 at byte 20)")
    assert shown["Date taken"] == ("2024:01:02 03:04:05", "EXIF Exif.DateTimeOriginal (JPEG APP1 at byte 20)")
    assert facts.warnings == ()


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 40D", "Canon EOS 40D"),
        ("SONY", "DSC-D700", "SONY DSC-D700"),
        ("", "X", "X"),
        ("M", "", "M"),
    ],
)
def test_camera_names_the_make_once(make: str, model: str, camera: str) -> None:
    assert read(block_of({271: make, 272: model})).camera == camera


def test_a_recorded_position_is_told_without_its_coordinates() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    facts = read(exif.tobytes().removeprefix(b"Exif\0\0"))
    assert [(field.name, field.value) for field in facts.fields] == [("Position", "recorded")]


def test_maker_note_is_noted_and_not_parsed() -> None:
    facts = read(block_of({271: "Nikon"}, {0x927C: b"Nikon\0" + bytes(range(200))}))
    assert ("Maker note", "206 bytes") in [(field.name, field.value) for field in facts.fields]


@pytest.mark.parametrize(
    "raw",
    [
        b"UNICODE\0" + "Steps: 20".encode("utf-16-be"),
        b"UNICODE\0" + "Steps: 20".encode("utf-16-le"),
        b"ASCII\0\0\0Steps: 20",
        bytes(8) + b"Steps: 20\0",
    ],
)
def test_user_comment_in_each_character_code(raw: bytes) -> None:
    assert read(block_of({}, {0x9286: raw})).untrusted_comment == "Steps: 20"


def test_hostile_text_is_made_visible_and_cut() -> None:
    block = block_of({271: "evilRLO\nmaker", 305: "x" * 50_000}).replace(b"RLO", "\u202e".encode())
    facts = read(block, Limits(text_characters=100))
    values = {field.name: field.value for field in facts.fields}
    assert values["Camera make"] == "evil‹U+202E›‹U+000A›maker"
    assert len(values["Software"]) == 101
    assert facts.camera == "evil‹U+202E›‹U+000A›maker"


def test_a_block_that_is_no_tiff_is_refused_before_it_is_parsed() -> None:
    for payload in (b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"II+\0" + bytes(20)):
        facts = read(payload)
        assert facts.fields == () and "no header that can be read" in facts.warnings[0]


def test_a_block_that_asks_for_too_much_reading_is_refused() -> None:
    entries = 60_000
    header = b"II*\0\x08\0\0\0" + struct.pack("<H", entries)
    text = struct.pack("<HHII", 271, 2, 100_000_000, 8)
    facts = read(header + text * entries + bytes(4))
    assert facts.fields == () and "damaged or too large" in facts.warnings[0]


@pytest.mark.parametrize(("claimed", "is_read"), [(60, True), (1_000, False)])
def test_a_directory_that_is_cut_off_is_read_unless_it_claims_to_be_huge(claimed: int, is_read: bool) -> None:
    """Each entry that is not there costs two reads, so that few bytes could cost a tenth of a second."""
    text = struct.pack("<HHI4s", 271, 2, 4, b"abc\0")
    facts = read(b"II*\0\x08\0\0\0" + struct.pack("<H", claimed) + text)
    assert [field.value for field in facts.fields] == (["abc"] if is_read else [])
    assert bool(facts.warnings) is not is_read


def test_nothing_of_the_file_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 271, 2, 30, 4, 8) + b"\xff\x1b[31m")
    assert caplog.records == []


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_mutated_blocks_never_raise(data: st.DataObject) -> None:
    mutant = bytearray(block_of({271: "Maker", 272: "Model", 306: "2024"}, {0x9286: b"ASCII\0\0\0text", 0x829D: 2.8}))
    for _ in range(data.draw(st.integers(1, 6))):
        mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(mutant))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_raise(payload: bytes) -> None:
    read(payload)
    read(b"MM\0*\0\0\0\x08" + payload)
