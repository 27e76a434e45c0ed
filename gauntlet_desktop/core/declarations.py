"""Records of what a file declares: its C2PA manifests as a tree, its container's parts, the pictures inside it.

All texts come from the file and are made safe to show; none of them is a fact about the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class C2paState(StrEnum):
    """The four states of a C2PA manifest, and the one in which the reader itself is missing."""

    ABSENT = "absent"
    INVALID = "invalid"
    VALID_UNTRUSTED = "valid_untrusted"
    VALID_TRUSTED = "valid_trusted"
    NOT_CHECKED = "not_checked"


class Source(StrEnum):
    """The kind of metadata that a value comes from."""

    C2PA = "C2PA"
    GENERATOR = "Generator"
    EXIF = "EXIF"
    XMP = "XMP"
    IPTC = "IPTC"
    TEXT = "Text"


@dataclass(frozen=True, slots=True)
class ProvenanceField:
    """One value that the file declares, with the place in the container where it stands. It can be altered; `signed`
    says that an intact C2PA signature covers it, so that whoever alters it has to sign anew."""

    name: str
    value: str
    location: str
    source: Source = Source.TEXT
    signed: bool = False


@dataclass(frozen=True, slots=True)
class C2paCheck:
    """A status code of C2PA 2.2 (15.2.2) that the validation of a manifest gave; `outcome` is "passed", "noted" or
    "failed"."""

    code: str
    outcome: str


@dataclass(frozen=True, slots=True)
class C2paSigner:
    """Whose certificate signed a manifest, as the certificate says. `time` is the time stamp's, "" without one."""

    issuer: str = ""
    name: str = ""
    serial: str = ""
    algorithm: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class C2paAction:
    """One action that a manifest claims. `parameters` are (path, value)."""

    action: str
    agent: str = ""
    source_type: str = ""
    when: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class C2paIngredient:
    """A picture that another one was made from. `faults` are the codes of checks that it failed, when it was taken in
    or now; `manifest` is its own, None where it has none or the tree was cut."""

    title: str
    format: str
    relationship: str
    faults: tuple[str, ...] = ()
    manifest: C2paManifest | None = None


@dataclass(frozen=True, slots=True)
class C2paManifest:
    """One manifest of a store. `omitted` says what was left out of the tree, "" for nothing."""

    label: str
    title: str
    claim_generator: str
    state: C2paState
    signer: C2paSigner = C2paSigner()
    actions: tuple[C2paAction, ...] = ()
    assertions: tuple[str, ...] = ()
    ingredients: tuple[C2paIngredient, ...] = ()
    checks: tuple[C2paCheck, ...] = ()
    omitted: str = ""


@dataclass(frozen=True, slots=True)
class C2paResult:
    """State of the C2PA manifest store, checked offline: revocation is never checked, nothing is fetched.

    `trust_list` describes the installed list of trust anchors, "" for none. `manifest` is the active one, the root of
    the tree of all that were read."""

    state: C2paState
    detail: str = ""
    claim_generator: str = ""
    signer: str = ""
    actions: tuple[str, ...] = ()
    digital_source_types: tuple[str, ...] = ()
    trust_list: str = ""
    manifest: C2paManifest | None = None


@dataclass(frozen=True, slots=True)
class ContainerPart:
    """`count` neighbouring parts of one name in a container (a PNG's IDAT chunks, for instance): where the first one
    starts in the file, and the bytes of all of them, headers included."""

    name: str
    offset: int
    size_bytes: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class EmbeddedPicture:
    """A small picture inside the file. `similarity` is the correlation (-1..1) of its brightness with that of the
    image, both reduced alike; None where it could not be decoded or one of them is flat. `note` says why, or how they
    were laid over each other."""

    name: str
    location: str
    width: int
    height: int
    similarity: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the file declares about itself. Facts about the container, never proof; absence says nothing.

    `structure` are the container's parts in file order; `pictures` those inside the file other than the image."""

    c2pa: C2paResult
    digital_source_type: str = ""
    generator: str = ""
    camera: str = ""
    fields: tuple[ProvenanceField, ...] = ()
    warnings: tuple[str, ...] = ()
    structure: tuple[ContainerPart, ...] = ()
    pictures: tuple[EmbeddedPicture, ...] = ()
