"""XMP packets: digital source type in all its spellings, tools, and refusal of hostile XML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block, Kind
from gauntlet_desktop.imaging.xmp import XmpFacts, read_xmp, source_type_term

TERM = "trainedAlgorithmicMedia"
URI = f"http://cv.iptc.org/newscodes/digitalsourcetype/{TERM}"
SPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:mm="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:ev="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def packet(inside: str, attributes: str = "") -> bytes:
    description = f"<rdf:Description {attributes}>{inside}</rdf:Description>"
    text = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {SPACES}>{description}</rdf:RDF></x:xmpmeta>'
    return f'<?xpacket begin="\ufeff" id="x"?>{text}<?xpacket end="w"?>'.encode() + b"\0"


def read(payload: bytes, limits: Limits | None = None) -> XmpFacts:
    return read_xmp(Block(Kind.XMP, "JPEG APP1 at byte 20", payload), limits or Limits())


@pytest.mark.parametrize(
    "payload",
    [
        packet("", f'e:DigitalSourceType="{URI}"'),
        packet(f"<e:DigitalSourceType>\n{URI}\n</e:DigitalSourceType>"),
        packet(f'<e:DigitalSourceType rdf:resource="{URI}"/>'),
        packet(f"<e:DigitalSourceType><rdf:Bag><rdf:li>{URI}</rdf:li></rdf:Bag></e:DigitalSourceType>"),
    ],
)
def test_digital_source_type_in_every_form(payload: bytes) -> None:
    facts = read(payload)
    assert facts.digital_source_type == TERM
    assert [(field.name, field.value) for field in facts.fields] == [("Digital source type", URI)]
    assert facts.fields[0].location == "XMP Iptc4xmpExt:DigitalSourceType (JPEG APP1 at byte 20)"
    assert facts.warnings == ()


@pytest.mark.parametrize(
    ("uri", "term"),
    [
        (URI, TERM),
        (f" {URI.replace('http:', 'https:')}/ ", TERM),
        ("http://c2pa.org/digitalsourcetype/empty", "empty"),
        (TERM, ""),
        (f"http://example.org/{TERM}", ""),
        (f"{URI}?x=1", ""),
        (URI + "1", ""),
    ],
)
def test_only_terms_of_the_vocabularies_count(uri: str, term: str) -> None:
    assert source_type_term(uri) == term


def test_the_property_counts_in_its_own_namespace_and_inside_rdf_only() -> None:
    foreign = packet(f'<q:DigitalSourceType xmlns:q="http://example.org/">{URI}</q:DigitalSourceType>')
    outside = f'<a xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="{URI}"/>'.encode()
    comment = packet(f"<!-- <e:DigitalSourceType>{URI}</e:DigitalSourceType> -->")
    assert [read(payload).digital_source_type for payload in (foreign, outside, comment)] == ["", "", ""]


def test_tools_and_history() -> None:
    history = '<mm:History><rdf:Seq><rdf:li ev:softwareAgent="Tool A"/><rdf:li><ev:softwareAgent>Tool B'
    facts = read(
        packet(
            history + "</ev:softwareAgent></rdf:li></rdf:Seq></mm:History>"
            "<dc:description><rdf:Alt><rdf:li>A cat</rdf:li></rdf:Alt></dc:description>",
            'xmp:CreatorTool="Adobe Firefly"',
        )
    )
    shown = [(field.name, field.value) for field in facts.fields]
    assert shown == [
        ("Creator tool", "Adobe Firefly"),
        ("Software agent", "Tool A"),
        ("Software agent", "Tool B"),
        ("Description", "A cat"),
    ]


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE a>",
    ],
)
def test_entities_and_document_types_are_refused(prolog: str) -> None:
    facts = read(prolog.encode() + packet("", f'e:DigitalSourceType="{URI}"'))
    assert facts.fields == () and facts.digital_source_type == ""
    assert "was refused" in facts.warnings[0]


def test_depth_elements_and_size_are_bounded() -> None:
    deep = packet("<dc:a>" * 5000 + "</dc:a>" * 5000)
    many = packet("<dc:a/>" * 30_000)
    large = packet(" " * (5 << 20))
    for payload in (deep, many, large):
        assert "too large or too deep" in read(payload).warnings[0]


def test_what_stands_before_a_defect_is_kept() -> None:
    facts = read(packet("<dc:title>", f'e:DigitalSourceType="{URI}"'))
    assert facts.digital_source_type == TERM
    assert "damaged" in facts.warnings[0]


def test_number_and_length_of_fields_are_bounded() -> None:
    many = "".join(f"<e:AISystemUsed>{number:0500}</e:AISystemUsed>" for number in range(50))
    facts = read(packet(many), Limits(metadata_fields=7, text_characters=20))
    assert len(facts.fields) == 7
    assert all(len(field.value) == 21 for field in facts.fields)


@pytest.mark.parametrize("encoding", ["utf-16", "no-such-code", "utf-7", "cp037"])
def test_odd_encodings_never_raise(encoding: str) -> None:
    read(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode())


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 700))
def test_arbitrary_bytes_never_raise(junk: bytes, position: int) -> None:
    whole = packet("<dc:creator>x</dc:creator>", f'e:DigitalSourceType="{URI}"')
    read(junk)
    read(whole[:position] + junk + whole[position:])
