"""IPTC-IIM datasets inside and outside Photoshop's image resources."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.declarations import Source
from gauntlet_desktop.imaging.iptc import read_iptc
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block, Kind
from gauntlet_desktop.imaging.provenance import read_provenance
from tests.images import jpeg
from tests.unit.test_containers import with_segment


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return bytes((0x1C, record, number)) + struct.pack(">H", len(value)) + value


def resource(number: int, content: bytes) -> bytes:
    return (
        b"8BIM"
        + struct.pack(">H", number)
        + b"\0\0"
        + struct.pack(">I", len(content))
        + content
        + b"\0" * (len(content) % 2)
    )


def fields(payload: bytes, limits: Limits | None = None) -> list[tuple[str, str, str]]:
    found = read_iptc(Block(Kind.IPTC, "JPEG APP13 at byte 2", payload), limits or Limits())
    assert {field.source for field in found} == {Source.IPTC}
    return [(field.name, field.value, field.location) for field in found]


DATA = dataset(0, b"\0\4") + dataset(110, b"Made with Google AI") + dataset(80, "Åsa".encode()) + dataset(7, b"unknown")


def test_datasets_carry_their_number_and_place() -> None:
    expected = [
        ("Credit", "Made with Google AI", "IPTC 2:110 (JPEG APP13 at byte 2)"),
        ("Creator", "Åsa", "IPTC 2:080 (JPEG APP13 at byte 2)"),
    ]
    assert fields(DATA) == expected
    assert fields(resource(0x0425, b"\1" * 16) + resource(0x0404, DATA)) == expected


def test_a_block_without_known_datasets_is_present() -> None:
    for payload in (b"", b"8BIM", resource(0x0425, b"abc"), dataset(110, b"x", record=1), b"\x1c\2\x6e\x80\4abcd"):
        assert fields(payload) == [("IPTC", "present", "JPEG APP13 at byte 2")]


def test_number_and_length_are_bounded_and_text_is_made_visible() -> None:
    assert len(fields(dataset(25, b"k") * 5_000)) == 200
    assert fields(dataset(120, b"\x1b[31m" + b"a" * 500), Limits(text_characters=10))[0][1] == "‹U+001B›[31maaaaa…"


def test_a_credit_line_of_a_generator_names_it() -> None:
    data = with_segment(jpeg(), 0xED, b"Photoshop 3.0\0" + resource(0x0404, DATA))
    provenance = read_provenance(data, "JPEG", Limits())
    assert provenance.generator == "Made with Google AI (IPTC 2:110)"
    assert [field.name for field in provenance.fields] == ["Credit", "Creator"]


@given(junk=st.binary(max_size=300), inside=st.booleans())
def test_arbitrary_bytes_never_raise(junk: bytes, inside: bool) -> None:
    assert fields(resource(0x0404, junk) if inside else junk)
