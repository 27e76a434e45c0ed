"""What a file declares about itself, gathered from its container's structure: facts that can be forged or removed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gauntlet_desktop.core.declarations import C2paResult, C2paState, Provenance, ProvenanceField
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging import generators
from gauntlet_desktop.imaging.c2pa_manifest import ABSENT, GENERATIVE_TYPES, Manifest, read_manifest
from gauntlet_desktop.imaging.containers import walk
from gauntlet_desktop.imaging.embedded import Embedded, bounded, in_exif
from gauntlet_desktop.imaging.exif import ExifFacts, read_exif
from gauntlet_desktop.imaging.generators import Generator
from gauntlet_desktop.imaging.iptc import read_iptc
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block, Collector, Kind
from gauntlet_desktop.imaging.stealth import Hidden, hidden_blocks
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList
from gauntlet_desktop.imaging.xmp import MANIFEST_REFERENCE, XmpFacts, read_xmp

# A block of some hundred bytes can take as long to read as a large one: its directories may lead anywhere in it.
_EXIF_BLOCKS = 8
_VALID = (C2paState.VALID_TRUSTED, C2paState.VALID_UNTRUSTED)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What each kind of metadata declares."""

    exif: tuple[tuple[Block, ExifFacts], ...]
    xmp: tuple[tuple[Block, XmpFacts], ...]
    iptc: tuple[ProvenanceField, ...]
    texts: tuple[Block, ...]
    hidden: tuple[Block, ...]
    manifest: Manifest

    @property
    def signed_types(self) -> tuple[str, ...]:
        """The digital source types of an intact manifest; those of a broken one are only listed."""
        result = self.manifest.result
        return result.digital_source_types if result.state in _VALID else ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file declares, and the undecoded pictures inside it."""

    provenance: Provenance
    embedded: tuple[Embedded, ...]


def read_provenance(untrusted: bytes, container: str, limits: Limits, trust: TrustList = NO_TRUST_LIST) -> Provenance:
    """The declared provenance of a file. A pure function of its bytes and the list of C2PA trust anchors; never raises
    for hostile content. `container` is Pillow's format name. Pictures inside the file are not compared."""
    return read_declared(untrusted, container, limits, trust).provenance


def read_declared(
    untrusted: bytes,
    container: str,
    limits: Limits,
    trust: TrustList = NO_TRUST_LIST,
    hidden: Hidden | None = None,
) -> Declared:
    """The same with the pictures inside the file, and with what its alpha channel announces."""
    found = walk(untrusted, container, limits)
    if hidden is not None:
        hidden_blocks(hidden, found)
    exif_blocks = _bounded_exif(found)
    facts = _Facts(
        exif=tuple((block, read_exif(block, limits)) for block in exif_blocks),
        xmp=tuple((block, read_xmp(block, limits)) for block in found.of_kind(Kind.XMP)),
        iptc=tuple(field for block in found.of_kind(Kind.IPTC) for field in read_iptc(block, limits)),
        texts=tuple(found.of_kind(Kind.TEXT)),
        hidden=tuple(found.of_kind(Kind.HIDDEN)),
        manifest=_manifest(untrusted, container, found, trust),
    )
    generator = _embedded_generator(facts)
    provenance = Provenance(
        c2pa=_c2pa(facts),
        digital_source_type=_source_type(facts),
        generator=_generator_name(facts, generator),
        camera=_camera(facts),
        fields=_fields(facts, generator, limits),
        warnings=_warnings(facts, found),
        structure=tuple(found.parts),
    )
    signed = (Embedded(each.name, each.location, each.untrusted) for each in facts.manifest.thumbnails)
    return Declared(provenance, bounded((*in_exif(exif_blocks), *signed)))


def _bounded_exif(found: Collector) -> list[Block]:
    """The EXIF blocks that are read: a camera writes one."""
    blocks = found.of_kind(Kind.EXIF)
    if len(blocks) > _EXIF_BLOCKS:
        found.warn(f"The file has {len(blocks)} EXIF blocks; the first {_EXIF_BLOCKS} were read.")
    return blocks[:_EXIF_BLOCKS]


def _manifest(untrusted: bytes, container: str, found: Collector, trust: TrustList) -> Manifest:
    """Plain files never load the reader: only a store that a walker saw is read."""
    stores = found.of_kind(Kind.C2PA)
    if not stores:
        return Manifest(ABSENT)
    return read_manifest(untrusted, container, stores[0].location, trust)


def _c2pa(facts: _Facts) -> C2paResult:
    """The manifest's state; where there is none, whether the file points to one on a server."""
    result = facts.manifest.result
    references = [field for _, read in facts.xmp for field in read.fields if field.name == MANIFEST_REFERENCE]
    remote = any(field.value.startswith(("http://", "https://")) for field in references)
    if result.state is C2paState.ABSENT and remote:
        return replace(result, detail=f"{result.detail} It names one on a server, which was not fetched.")
    return result


def _embedded_generator(facts: _Facts) -> Generator | None:
    """The generator whose own text form the file holds."""
    generator = generators.from_text_blocks(facts.texts)
    for block, exif in facts.exif:
        generator = generator or _exif_generator(exif, block.location)
    for block, xmp in facts.xmp:
        generator = generator or generators.from_xmp_comment(xmp.untrusted_comment, block.location)
    return generator or generators.from_text_blocks(facts.hidden)


def _exif_generator(exif: ExifFacts, location: str) -> Generator | None:
    return generators.from_user_comment(
        exif.untrusted_comment, location, exif.untrusted_note
    ) or generators.from_camera_tags(exif.untrusted_make, exif.untrusted_model, location, exif.untrusted_description)


def _generator_name(facts: _Facts, embedded: Generator | None) -> str:
    """An intact manifest first, then the generator's own form, then a name in a software field."""
    if facts.signed_types and facts.manifest.generator:
        return facts.manifest.generator
    named = embedded or generators.from_names((*_declared(facts), *_text_fields(facts.texts, 200)))
    return named.name if named else ""


def _source_type(facts: _Facts) -> str:
    """The signed type before the XMP one; among several signed ones, a generative one."""
    generative = [term for term in facts.signed_types if term in GENERATIVE_TYPES]
    declared = [xmp.digital_source_type for _, xmp in facts.xmp if xmp.digital_source_type]
    return next(iter((*generative, *facts.signed_types, *declared)), "")


def _camera(facts: _Facts) -> str:
    """The first camera named in EXIF, unless a generator wrote its own text there."""
    for block, exif in facts.exif:
        if exif.camera and not generators.from_camera_tags(exif.untrusted_make, exif.untrusted_model, block.location):
            return exif.camera
    return ""


def _declared(facts: _Facts) -> tuple[ProvenanceField, ...]:
    exif = (field for _, read in facts.exif for field in read.fields)
    return (*exif, *(field for _, read in facts.xmp for field in read.fields), *facts.iptc)


def _fields(facts: _Facts, generator: Generator | None, limits: Limits) -> tuple[ProvenanceField, ...]:
    fields = (
        *facts.manifest.fields,
        *(generator.fields if generator else ()),
        *_declared(facts),
        *_text_fields(facts.texts, limits.text_characters),
        *(
            replace(field, name=f"Hidden text: {field.name}")
            for field in _text_fields(facts.hidden, limits.text_characters)
        ),
    )
    return fields[: limits.metadata_fields]


def _text_fields(texts: tuple[Block, ...], characters: int) -> tuple[ProvenanceField, ...]:
    return tuple(
        ProvenanceField(
            block.key or "text",
            visible(block.untrusted_payload[: 4 * characters].decode("utf-8", "replace"), characters),
            block.location,
        )
        for block in texts
    )


def _warnings(facts: _Facts, found: Collector) -> tuple[str, ...]:
    declared = {xmp.digital_source_type for _, xmp in facts.xmp} - {""}
    differ = declared and facts.signed_types and not declared & set(facts.signed_types)
    return (
        *found.warnings,
        *(warning for _, exif in facts.exif for warning in exif.warnings),
        *(warning for _, xmp in facts.xmp for warning in xmp.warnings),
        *(("The C2PA manifest and the XMP packet declare different digital source types.",) if differ else ()),
    )
