"""Reads an XMP packet (ISO 16684-1): digital source type, tools, history and IPTC fields; entities and DTDs refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from gauntlet_desktop.core.declarations import ProvenanceField, Source
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block

MANIFEST_REFERENCE = "C2PA manifest reference"

_PACKET_BYTES = 4 << 20
_DEPTH = 64
_ELEMENTS = 20_000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_IPTC_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EVENT = "{http://ns.adobe.com/xap/1.0/sType/ResourceEvent#}"
_USER_COMMENT = "{http://ns.adobe.com/exif/1.0/}UserComment"
_DIGITAL_SOURCE_TYPE = f"{_IPTC_EXT}DigitalSourceType"
# Qualified name -> (name for people, prefixed name).
_PROPERTIES = {
    _DIGITAL_SOURCE_TYPE: ("Digital source type", "Iptc4xmpExt:DigitalSourceType"),
    f"{_IPTC_EXT}AISystemUsed": ("AI system", "Iptc4xmpExt:AISystemUsed"),
    f"{_IPTC_EXT}AISystemVersionUsed": ("AI system version", "Iptc4xmpExt:AISystemVersionUsed"),
    f"{_IPTC_EXT}AIPromptInformation": ("AI prompt", "Iptc4xmpExt:AIPromptInformation"),
    f"{_XMP}CreatorTool": ("Creator tool", "xmp:CreatorTool"),
    f"{_XMP}CreateDate": ("Date created", "xmp:CreateDate"),
    f"{_XMP}ModifyDate": ("Date changed", "xmp:ModifyDate"),
    f"{_EVENT}softwareAgent": ("Software agent", "stEvt:softwareAgent"),
    f"{_PHOTOSHOP}Credit": ("Credit", "photoshop:Credit"),
    f"{_PHOTOSHOP}Source": ("Source", "photoshop:Source"),
    f"{_PHOTOSHOP}DateCreated": ("Date of content", "photoshop:DateCreated"),
    f"{_DC}creator": ("Creator", "dc:creator"),
    f"{_DC}description": ("Description", "dc:description"),
    _USER_COMMENT: ("User comment", "exif:UserComment"),
    "{http://purl.org/dc/terms/}provenance": (MANIFEST_REFERENCE, "dcterms:provenance"),
}
_SOURCE_TYPE_URI = re.compile(r"https?://(?:cv\.iptc\.org/newscodes|c2pa\.org)/digitalsourcetype/([A-Za-z]{1,64})/?")


@dataclass(frozen=True, slots=True)
class XmpFacts:
    """What one XMP packet declares; `digital_source_type` is the last part of its IPTC term, or empty,
    `untrusted_comment` the user comment, whole and raw."""

    digital_source_type: str = ""
    untrusted_comment: str = ""
    fields: tuple[ProvenanceField, ...] = ()
    warnings: tuple[str, ...] = ()


class _TooLargeError(ValueError):
    """The packet has more bytes, levels or elements than are read."""


def source_type_term(untrusted_uri: str) -> str:
    """The term of a digital source type URI (IPTC NewsCodes, C2PA 2.2), or "" for anything else."""
    match = _SOURCE_TYPE_URI.fullmatch(untrusted_uri.strip())
    return match.group(1) if match else ""


def read_xmp(block: Block, limits: Limits) -> XmpFacts:
    """The facts of the packet; what was read before a defect stands, with a warning. Never raises."""
    found: list[tuple[str, str]] = []
    warnings: list[str] = []
    try:
        for pair in _pairs(block.untrusted_payload.strip(b"\0 \t\r\n")):
            if pair not in found and len(found) < limits.metadata_fields:
                found.append(pair)
    except DefusedXmlException:
        found.clear()
        warnings.append(f"The XMP packet ({block.location}) declares entities or a DTD and was refused.")
    except _TooLargeError:
        warnings.append(f"The XMP packet ({block.location}) is too large or too deep and was not read to its end.")
    except (ParseError, ValueError, LookupError):
        warnings.append(f"The XMP packet ({block.location}) is damaged and was not read to its end.")
    terms = [source_type_term(value) for name, value in found if name == _DIGITAL_SOURCE_TYPE]
    return XmpFacts(
        digital_source_type=next((term for term in terms if term), ""),
        untrusted_comment=next((value for name, value in found if name == _USER_COMMENT), ""),
        fields=tuple(_field(name, value, block, limits) for name, value in found),
        warnings=tuple(warnings),
    )


def _field(name: str, value: str, block: Block, limits: Limits) -> ProvenanceField:
    label, prefixed = _PROPERTIES[name]
    return ProvenanceField(
        label, visible(value, limits.text_characters), f"XMP {prefixed} ({block.location})", Source.XMP
    )


def _pairs(untrusted: bytes) -> Iterator[tuple[str, str]]:
    """The known (qualified name, value) pairs inside rdf:RDF, in document order."""
    if len(untrusted) > _PACKET_BYTES:
        raise _TooLargeError
    path: list[str] = []
    elements = 0
    for event, element in iterparse(io.BytesIO(untrusted), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            elements += 1
            path.append(element.tag)
            if len(path) > _DEPTH or elements > _ELEMENTS:
                raise _TooLargeError
        if f"{_RDF}RDF" in path:
            yield from _attributes(element) if event == "start" else _content(element, path)
        if event == "end":
            path.pop()
            element.clear()


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Properties in their short form (attributes), and rdf:resource as the element's value."""
    for name, value in element.attrib.items():
        property_ = element.tag if name == f"{_RDF}resource" else name
        if property_ in _PROPERTIES and value.strip():
            yield property_, value.strip()


def _content(element: Element, path: list[str]) -> Iterator[tuple[str, str]]:
    """The element's text, as the value of the nearest property around it (rdf:li stands inside rdf:Seq inside it)."""
    property_ = next((tag for tag in reversed(path) if not tag.startswith(_RDF)), "")
    text = (element.text or "").strip()
    if property_ in _PROPERTIES and text:
        yield property_, text
