"""Forged and hostile declarations: each changes nothing, or is said plainly, within bounds of work and memory."""

from __future__ import annotations

import struct
import tracemalloc
import zlib

import pytest

from gauntlet_desktop.core.declarations import C2paState
from gauntlet_desktop.imaging.limits import MIB, Limits
from gauntlet_desktop.imaging.provenance import read_provenance
from tests.images import jpeg, png
from tests.unit.test_containers import STORE, chunk, with_chunk, with_segment
from tests.unit.test_provenance import A1111, TERM, XMP

XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>"
    + XMP
)


def declares_nothing(data: bytes, container: str) -> tuple[str, ...]:
    """The warnings of a file that must declare no origin."""
    found = read_provenance(data, container, Limits())
    assert (found.digital_source_type, found.generator, found.camera) == ("", "", "")
    assert found.c2pa.state is C2paState.ABSENT and found.c2pa.manifest is None
    return found.warnings


@pytest.mark.parametrize("forged", [STORE, XMP, A1111.encode(), b"c2pa-manifest", b"Exif\0\0II*\0\x08\0\0\0"])
def test_what_stands_in_the_wrong_place_is_nothing(forged: bytes) -> None:
    picture, drawn = jpeg(), png()
    declares_nothing(with_segment(picture, 0xEC, XMP_HEAD + forged), "JPEG")
    declares_nothing(with_segment(picture, 0xEB, b"JP" + forged), "JPEG")
    declares_nothing(with_chunk(drawn, chunk(b"prIv", forged)), "PNG")
    assert declares_nothing(drawn + chunk(b"caBX", STORE), "PNG")[0].endswith("follow the end of the image.")


def test_a_segment_behind_the_start_of_the_scan_is_no_metadata() -> None:
    data = jpeg()
    segment = b"\xff\xe1" + struct.pack(">H", len(XMP_HEAD + XMP) + 2) + XMP_HEAD + XMP
    declares_nothing(data[:-2] + segment + data[-2:], "JPEG")


@pytest.mark.parametrize("packet", [BILLION, b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + XMP])
def test_entity_bombs_and_outside_entities_are_refused_in_little_memory(packet: bytes) -> None:
    data = with_segment(jpeg(), 0xE1, XMP_HEAD + packet)
    tracemalloc.start()
    warnings = declares_nothing(data, "JPEG")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "declares entities or a DTD and was refused" in warnings[0]
    assert peak < 32 * MIB


def test_nesting_without_end_is_cut_and_said() -> None:
    deep = b"<a>" * 5_000 + b"</a>" * 5_000
    packet = XMP.replace(b"<rdf:Description", deep + b"<rdf:Description")
    assert "too large or too deep" in declares_nothing(with_segment(jpeg(), 0xE1, XMP_HEAD + packet), "JPEG")[0]


def test_many_bombs_are_refused_in_little_memory_and_said() -> None:
    bomb = chunk(b"zTXt", b"parameters\0\0" + zlib.compress(A1111.encode() + bytes(64 << 20)))
    data = with_chunk(png(), bomb * 50)
    tracemalloc.start()
    warnings = declares_nothing(data, "PNG")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert any("inflates beyond the limit" in warning for warning in warnings)
    assert peak < 32 * MIB


@pytest.mark.parametrize("length", [0xFFFFFFFF, 0x7FFFFFFF, 1 << 20])
def test_a_chunk_that_claims_more_than_the_file_has_ends_the_walk(length: int) -> None:
    lying = struct.pack(">I", length) + b"caBX" + STORE
    assert "cut short or damaged" in declares_nothing(with_chunk(png(), lying), "PNG")[-1]


def test_a_file_of_very_many_parts_lists_some_and_says_so() -> None:
    data = with_chunk(png(), b"".join(chunk(b"prIv" if n % 2 else b"prIw", b"") for n in range(5_000)))
    found = read_provenance(data, "PNG", Limits())
    assert len(found.structure) == 200
    assert "The file has more than 200 parts; the list of them is cut." in found.warnings


def test_a_store_that_is_a_head_alone_is_invalid_and_lends_nothing() -> None:
    found = read_provenance(with_chunk(png(), chunk(b"caBX", STORE + TERM.encode())), "PNG", Limits())
    assert (found.c2pa.state, found.digital_source_type) == (C2paState.INVALID, "")
    assert found.c2pa.manifest is None
