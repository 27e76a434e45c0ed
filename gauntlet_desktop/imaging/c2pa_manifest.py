"""Reads and checks a C2PA manifest store (C2PA 2.2) without any network: what was signed, by whom, and what it says."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gauntlet_desktop.core.declarations import C2paResult, C2paState, ProvenanceField, Source
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.c2pa_tree import (
    actions_of,
    agent,
    claim_generator,
    faults,
    items,
    manifest_tree,
    mapping,
    shown,
    source_type,
)
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList

GENERATIVE_TYPES = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
ABSENT = C2paResult(C2paState.ABSENT, "The file holds no C2PA manifest store.")

_GENERATIONS = 16
_THUMBNAILS = 3
_THUMBNAIL_BYTES = 4 << 20
_MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
}
# Extended key usages a claim signer may have (C2PA 2.2, 14.5.1). The library's own list lacks the first one,
# c2pa-kp-claimSigning, and would call every signer of the present generation invalid.
_KEY_USAGES = "\n".join(
    ("1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.76.59.1.9")
)
_STATES = {"Trusted": C2paState.VALID_TRUSTED, "Valid": C2paState.VALID_UNTRUSTED}


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture that a manifest holds: what it claims to show, its address in the store, its bytes."""

    name: str
    location: str
    untrusted: bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of the store, the program that its generative action names, its single values, and the thumbnails of
    the active manifest and of its parents. Actions are those of the active manifest, then of its parents."""

    result: C2paResult
    generator: str = ""
    fields: tuple[ProvenanceField, ...] = ()
    thumbnails: tuple[Thumbnail, ...] = ()


def settings(trust_anchors_pem: str) -> dict[str, Any]:
    """The reader's settings. Three locks hold the network shut: no remote manifest, no revocation query, no host."""
    return {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
        "core": {"allowed_network_hosts": [], "decode_identity_assertions": False},
        "trust": {"trust_config": _KEY_USAGES, "trust_anchors": trust_anchors_pem or None},
    }


def read_manifest(untrusted: bytes, container: str, location: str, trust: TrustList = NO_TRUST_LIST) -> Manifest:
    """The manifest of a file in which a walker found a store at `location`. Never raises for hostile content.

    A trust list that cannot be used counts as none, for the file is not to blame, and is said. Revocation is never
    checked."""
    try:
        import c2pa
    except (ImportError, OSError) as error:
        detail = f"A C2PA manifest store is present; the reader is missing ({visible(str(error), 200)})."
        return Manifest(C2paResult(C2paState.NOT_CHECKED, detail))
    try:
        with (
            c2pa.Context.from_dict(settings(trust.pem)) as context,
            c2pa.Reader(_MEDIA_TYPES.get(container), io.BytesIO(untrusted), context=context) as reader,
        ):
            store = json.loads(reader.json())
            return _manifest(store, location, trust, tuple(_thumbnails(store, reader)))
    except (c2pa.C2paError, ValueError, RecursionError) as error:
        if trust.pem:
            return _without_list(read_manifest(untrusted, container, location))
        detail = f"The C2PA manifest store cannot be read: {visible(str(error), 200)}"
        return Manifest(C2paResult(C2paState.INVALID, detail))


def _without_list(manifest: Manifest) -> Manifest:
    """The same, where the installed list was given and reading only worked without it."""
    if manifest.result.state is C2paState.INVALID:
        return manifest
    told = f"{manifest.result.detail} The installed trust list cannot be used and was left out."
    return replace(manifest, result=replace(manifest.result, detail=told))


def _manifest(store: dict[str, Any], location: str, trust: TrustList, thumbnails: tuple[Thumbnail, ...]) -> Manifest:
    lineage = list(_lineage(store))
    active = lineage[0] if lineage else {}
    actions = [action for manifest in lineage for action in actions_of(manifest)]
    state = _STATES.get(str(store.get("validation_state")), C2paState.INVALID)
    result = C2paResult(
        state=state,
        detail=_detail(state, store, bool(trust.pem)),
        claim_generator=claim_generator(active),
        signer=shown(mapping(active.get("signature_info")).get("issuer")),
        actions=tuple(shown(action.get("action")) for action in actions),
        digital_source_types=tuple(dict.fromkeys(filter(None, map(source_type, actions)))),
        trust_list=trust.words,
        manifest=manifest_tree(store),
    )
    intact = state in (C2paState.VALID_TRUSTED, C2paState.VALID_UNTRUSTED)
    fields = tuple(_fields(active, actions, location, intact))
    return Manifest(result, _generator(actions, result.claim_generator), fields, thumbnails)


def _thumbnails(store: dict[str, Any], reader: Any) -> Iterator[Thumbnail]:
    """Of the active manifest and the parents that it names: what a picture looked like when it was signed."""
    manifests = mapping(store.get("manifests"))
    active = mapping(manifests.get(str(store.get("active_manifest"))))
    parents = [
        item for item in map(mapping, items(active.get("ingredients"))) if item.get("relationship") == "parentOf"
    ]
    named = [("C2PA claim thumbnail", active)]
    named += [(f"C2PA thumbnail of the parent {shown(parent.get('title'))}".strip(), parent) for parent in parents]
    for name, owner in named[:_THUMBNAILS]:
        address = mapping(owner.get("thumbnail")).get("identifier")
        if isinstance(address, str) and (data := _resource(reader, address)):
            yield Thumbnail(name, visible(address, 300), data)


def _resource(reader: Any, address: str) -> bytes:
    """The bytes behind an address inside the store; empty where there are none or too many."""
    import c2pa

    stream = io.BytesIO()
    try:
        reader.resource_to_stream(address, stream)
    except (c2pa.C2paError, ValueError):
        return b""
    return stream.getvalue() if stream.tell() <= _THUMBNAIL_BYTES else b""


def _lineage(store: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The active manifest, then those of the picture's earlier states: parents whose own validation found no fault.
    (A service that converts a generated picture signs again; how it was made stands in the parent.)"""
    manifests, label = mapping(store.get("manifests")), str(store.get("active_manifest"))
    for _ in range(_GENERATIONS):
        manifest = mapping(manifests.get(label))
        if not manifest:
            return
        yield manifest
        ingredients = map(mapping, items(manifest.get("ingredients")))
        parents = [item for item in ingredients if item.get("relationship") == "parentOf" and not faults(item)]
        label = str(parents[0].get("active_manifest")) if parents else ""


def _detail(state: C2paState, store: dict[str, Any], anchors_given: bool) -> str:
    if state is C2paState.VALID_TRUSTED:
        return "Signature and hashes are intact; the signer chains to a given trust anchor. Revocation was not checked."
    if state is C2paState.VALID_UNTRUSTED:
        why = "does not chain to a given trust anchor" if anchors_given else "is unknown: no trust list is installed"
        return f"Signature and hashes are intact; the signer {why}. Revocation was not checked."
    return f"The manifest fails validation: {', '.join(faults(store)) or 'no reason given'}."


def _fields(
    active: dict[str, Any], actions: list[dict[str, Any]], location: str, intact: bool
) -> Iterator[ProvenanceField]:
    signature = mapping(active.get("signature_info"))
    values = [
        ("Title", active.get("title")),
        ("Claim generator", claim_generator(active)),
        ("Signer", signature.get("issuer")),
        ("Signer's certificate", signature.get("common_name")),
        ("Signed at", signature.get("time")),
        *(("Action", _action_text(action)) for action in actions),
        *(("Ingredient", _ingredient_text(mapping(item))) for item in items(active.get("ingredients"))),
    ]
    for name, value in values:
        if text := shown(value):
            label = f"C2PA {name[0].lower()}{name[1:]}"
            yield ProvenanceField(label, text, f"C2PA manifest ({location})", Source.C2PA, intact)


def _action_text(action: dict[str, Any]) -> str:
    parts = (action.get("action"), agent(action), source_type(action), action.get("when"))
    return ", ".join(str(part) for part in parts if part)


def _ingredient_text(ingredient: dict[str, Any]) -> str:
    parts = (shown(ingredient.get("title")), shown(ingredient.get("relationship")), *faults(ingredient))
    return ", ".join(filter(None, parts))


def _generator(actions: list[dict[str, Any]], claim_generator: str) -> str:
    """The agent of the first generative action, or the claim generator; empty when no action is generative."""
    for action in actions:
        if source_type(action) in GENERATIVE_TYPES:
            return f"{agent(action) or claim_generator or 'unnamed'} (C2PA action)"
    return ""
