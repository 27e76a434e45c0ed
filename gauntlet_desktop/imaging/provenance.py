"""What a file declares about itself, gathered from its container's structure: facts that can be forged or removed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gauntlet_desktop.core.records import C2paResult, C2paState, Provenance, ProvenanceField
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging import generators
from gauntlet_desktop.imaging.c2pa_manifest import ABSENT, GENERATIVE_TYPES, Manifest, read_manifest
from gauntlet_desktop.imaging.containers import walk
from gauntlet_desktop.imaging.exif import ExifFacts, read_exif
from gauntlet_desktop.imaging.generators import Generator
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Block, Collector, Kind
from gauntlet_desktop.imaging.xmp import MANIFEST_REFERENCE, XmpFacts, read_xmp

_VALID = (C2paState.VALID_TRUSTED, C2paState.VALID_UNTRUSTED)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What each kind of metadata declares."""

    exif: tuple[tuple[Block, ExifFacts], ...]
    xmp: tuple[XmpFacts, ...]
    texts: tuple[Block, ...]
    manifest: Manifest

    @property
    def signed_types(self) -> tuple[str, ...]:
        """The digital source types of an intact manifest; those of a broken one are only listed."""
        result = self.manifest.result
        return result.digital_source_types if result.state in _VALID else ()


def read_provenance(untrusted: bytes, container: str, limits: Limits, trust_anchors_pem: str = "") -> Provenance:
    """The declared provenance of a file. A pure function of its bytes; never raises for hostile content.

    `container` is Pillow's format name. `trust_anchors_pem` holds the C2PA trust anchors, none by default."""
    found = walk(untrusted, container, limits)
    facts = _Facts(
        exif=tuple((block, read_exif(block, limits)) for block in found.of_kind(Kind.EXIF)),
        xmp=tuple(read_xmp(block, limits) for block in found.of_kind(Kind.XMP)),
        texts=tuple(found.of_kind(Kind.TEXT)),
        manifest=_manifest(untrusted, container, found, trust_anchors_pem),
    )
    generator = _embedded_generator(facts)
    return Provenance(
        c2pa=_c2pa(facts),
        digital_source_type=_source_type(facts),
        generator=_generator_name(facts, generator),
        camera=_camera(facts),
        fields=_fields(facts, generator, found, limits),
        warnings=_warnings(facts, found),
    )


def _manifest(untrusted: bytes, container: str, found: Collector, trust_anchors_pem: str) -> Manifest:
    """Plain files never load the reader: only a store that a walker saw is read."""
    stores = found.of_kind(Kind.C2PA)
    if not stores:
        return Manifest(ABSENT)
    return read_manifest(untrusted, container, stores[0].location, trust_anchors_pem)


def _c2pa(facts: _Facts) -> C2paResult:
    """The manifest's state; where there is none, whether the file points to one on a server."""
    result = facts.manifest.result
    references = [field for read in facts.xmp for field in read.fields if field.name == MANIFEST_REFERENCE]
    remote = any(field.value.startswith(("http://", "https://")) for field in references)
    if result.state is C2paState.ABSENT and remote:
        return replace(result, detail=f"{result.detail} It names one on a server, which was not fetched.")
    return result


def _embedded_generator(facts: _Facts) -> Generator | None:
    """The generator whose own text form the file holds."""
    generator = generators.from_text_blocks(facts.texts)
    for block, exif in facts.exif:
        generator = (
            generator
            or generators.from_user_comment(exif.untrusted_comment, block.location)
            or generators.from_camera_tags(exif.untrusted_make, exif.untrusted_model, block.location)
        )
    return generator


def _generator_name(facts: _Facts, embedded: Generator | None) -> str:
    """An intact manifest first, then the generator's own form, then a name in a software field."""
    if facts.signed_types and facts.manifest.generator:
        return facts.manifest.generator
    named = embedded or generators.from_names((*_declared(facts), *_text_fields(facts.texts, 200)))
    return named.name if named else ""


def _source_type(facts: _Facts) -> str:
    """The signed type before the XMP one; among several signed ones, a generative one."""
    generative = [term for term in facts.signed_types if term in GENERATIVE_TYPES]
    declared = [xmp.digital_source_type for xmp in facts.xmp if xmp.digital_source_type]
    return next(iter((*generative, *facts.signed_types, *declared)), "")


def _camera(facts: _Facts) -> str:
    """The first camera named in EXIF, unless a generator wrote its own text there."""
    for block, exif in facts.exif:
        if exif.camera and not generators.from_camera_tags(exif.untrusted_make, exif.untrusted_model, block.location):
            return exif.camera
    return ""


def _declared(facts: _Facts) -> tuple[ProvenanceField, ...]:
    exif = (field for _, read in facts.exif for field in read.fields)
    return (*exif, *(field for read in facts.xmp for field in read.fields))


def _fields(
    facts: _Facts, generator: Generator | None, found: Collector, limits: Limits
) -> tuple[ProvenanceField, ...]:
    notes = (ProvenanceField("IPTC", "present", block.location) for block in found.of_kind(Kind.IPTC))
    fields = (
        *facts.manifest.fields,
        *(generator.fields if generator else ()),
        *_declared(facts),
        *notes,
        *_text_fields(facts.texts, limits.text_characters),
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
    declared = {xmp.digital_source_type for xmp in facts.xmp} - {""}
    differ = declared and facts.signed_types and not declared & set(facts.signed_types)
    return (
        *found.warnings,
        *(warning for _, exif in facts.exif for warning in exif.warnings),
        *(warning for xmp in facts.xmp for warning in xmp.warnings),
        *(("The C2PA manifest and the XMP packet declare different digital source types.",) if differ else ()),
    )
