"""Reads and checks a C2PA manifest store (C2PA 2.2) without any network: what was signed, by whom, and what it says."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.records import C2paResult, C2paState, ProvenanceField
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.xmp import source_type_term

GENERATIVE_TYPES = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
ABSENT = C2paResult(C2paState.ABSENT, "The file holds no C2PA manifest store.")

_ITEMS = 100
_GENERATIONS = 16
_CHARACTERS = 500
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
_UNTRUSTED = "signingCredential.untrusted"
_STATES = {"Trusted": C2paState.VALID_TRUSTED, "Valid": C2paState.VALID_UNTRUSTED}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of the store, the program that its generative action names, and its single values. Actions are
    those of the active manifest, then of its parents."""

    result: C2paResult
    generator: str = ""
    fields: tuple[ProvenanceField, ...] = ()


def settings(trust_anchors_pem: str) -> dict[str, Any]:
    """The reader's settings. Three locks hold the network shut: no remote manifest, no revocation query, no host."""
    return {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
        "core": {"allowed_network_hosts": [], "decode_identity_assertions": False},
        "trust": {"trust_config": _KEY_USAGES, "trust_anchors": trust_anchors_pem or None},
    }


def read_manifest(untrusted: bytes, container: str, location: str, trust_anchors_pem: str = "") -> Manifest:
    """The manifest of a file in which a walker found a store at `location`. Never raises for hostile content.

    `trust_anchors_pem`: root certificates that make a signer trusted; anchors that cannot be read count as none, for
    the file is not to blame. Revocation is never checked."""
    try:
        import c2pa
    except (ImportError, OSError) as error:
        detail = f"A C2PA manifest store is present; the reader is missing ({visible(str(error), 200)})."
        return Manifest(C2paResult(C2paState.NOT_CHECKED, detail))
    try:
        with (
            c2pa.Context.from_dict(settings(trust_anchors_pem)) as context,
            c2pa.Reader(_MEDIA_TYPES.get(container), io.BytesIO(untrusted), context=context) as reader,
        ):
            store = json.loads(reader.json())
    except (c2pa.C2paError, ValueError, RecursionError) as error:
        if trust_anchors_pem:
            return read_manifest(untrusted, container, location)
        detail = f"The C2PA manifest store cannot be read: {visible(str(error), 200)}"
        return Manifest(C2paResult(C2paState.INVALID, detail))
    return _manifest(store, location, bool(trust_anchors_pem))


def _manifest(store: dict[str, Any], location: str, anchors_given: bool) -> Manifest:
    lineage = list(_lineage(store))
    active = lineage[0] if lineage else {}
    actions = [action for manifest in lineage for action in _actions(manifest)]
    state = _STATES.get(str(store.get("validation_state")), C2paState.INVALID)
    result = C2paResult(
        state=state,
        detail=_detail(state, store, anchors_given),
        claim_generator=_claim_generator(active),
        signer=_shown(_mapping(active.get("signature_info")).get("issuer")),
        actions=tuple(_shown(action.get("action")) for action in actions),
        digital_source_types=tuple(dict.fromkeys(filter(None, map(_source_type, actions)))),
    )
    return Manifest(result, _generator(actions, result.claim_generator), tuple(_fields(active, actions, location)))


def _lineage(store: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The active manifest, then those of the picture's earlier states: parents whose own validation found no fault.
    (A service that converts a generated picture signs again; how it was made stands in the parent.)"""
    manifests, label = _mapping(store.get("manifests")), str(store.get("active_manifest"))
    for _ in range(_GENERATIONS):
        manifest = _mapping(manifests.get(label))
        if not manifest:
            return
        yield manifest
        ingredients = map(_mapping, _items(manifest.get("ingredients")))
        parents = [item for item in ingredients if item.get("relationship") == "parentOf" and not _faults(item)]
        label = str(parents[0].get("active_manifest")) if parents else ""


def _faults(validated: dict[str, Any]) -> list[str]:
    """The codes of failed checks of a store or an ingredient (older and newer form), each once. That nobody vouches
    for the signer is a state of its own, no fault."""
    newer = _mapping(_mapping(validated.get("validation_results")).get("activeManifest"))
    statuses = [*_items(validated.get("validation_status")), *_items(newer.get("failure"))]
    codes = (_shown(_mapping(status).get("code")) for status in statuses)
    return list(dict.fromkeys(code for code in codes if code != _UNTRUSTED))


def _detail(state: C2paState, store: dict[str, Any], anchors_given: bool) -> str:
    if state is C2paState.VALID_TRUSTED:
        return "Signature and hashes are intact; the signer chains to a given trust anchor. Revocation was not checked."
    if state is C2paState.VALID_UNTRUSTED:
        why = "does not chain to a given trust anchor" if anchors_given else "is unknown: no trust list is installed"
        return f"Signature and hashes are intact; the signer {why}. Revocation was not checked."
    return f"The manifest fails validation: {', '.join(_faults(store)) or 'no reason given'}."


def _fields(active: dict[str, Any], actions: list[dict[str, Any]], location: str) -> Iterator[ProvenanceField]:
    signature = _mapping(active.get("signature_info"))
    values = [
        ("Title", active.get("title")),
        ("Claim generator", _claim_generator(active)),
        ("Signer", signature.get("issuer")),
        ("Signer's certificate", signature.get("common_name")),
        ("Signed at", signature.get("time")),
        *(("Action", _action_text(action)) for action in actions),
        *(("Ingredient", _ingredient_text(_mapping(item))) for item in _items(active.get("ingredients"))),
    ]
    for name, value in values:
        if text := _shown(value):
            yield ProvenanceField(f"C2PA {name[0].lower()}{name[1:]}", text, f"C2PA manifest ({location})")


def _actions(active: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The actions of all action assertions (c2pa.actions, c2pa.actions.v2)."""
    for assertion in _items(active.get("assertions")):
        if str(_mapping(assertion).get("label")).startswith("c2pa.actions"):
            yield from map(_mapping, _items(_mapping(_mapping(assertion).get("data")).get("actions")))


def _action_text(action: dict[str, Any]) -> str:
    parts = (action.get("action"), _agent(action), _source_type(action), action.get("when"))
    return ", ".join(str(part) for part in parts if part)


def _ingredient_text(ingredient: dict[str, Any]) -> str:
    parts = (_shown(ingredient.get("title")), _shown(ingredient.get("relationship")), *_faults(ingredient))
    return ", ".join(filter(None, parts))


def _source_type(action: dict[str, Any]) -> str:
    return source_type_term(str(action.get("digitalSourceType", "")))


def _agent(action: dict[str, Any]) -> str:
    """The software agent: a name in version 1, a name with a version in version 2."""
    agent = action.get("softwareAgent")
    if isinstance(agent, dict):
        return " ".join(_shown(agent.get(key)) for key in ("name", "version")).strip()
    return _shown(agent)


def _generator(actions: list[dict[str, Any]], claim_generator: str) -> str:
    """The agent of the first generative action, or the claim generator; empty when no action is generative."""
    for action in actions:
        if _source_type(action) in GENERATIVE_TYPES:
            return f"{_agent(action) or claim_generator or 'unnamed'} (C2PA action)"
    return ""


def _claim_generator(active: dict[str, Any]) -> str:
    """The text of version 1 claims, or the first entry of the list of version 2."""
    if isinstance(active.get("claim_generator"), str):
        return _shown(active["claim_generator"])
    for info in _items(active.get("claim_generator_info")):
        return " ".join(_shown(_mapping(info).get(key)) for key in ("name", "version")).strip()
    return ""


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> list[Any]:
    return value[:_ITEMS] if isinstance(value, list) else []


def _shown(value: Any) -> str:
    return visible(str(value), _CHARACTERS) if isinstance(value, str | int | float) else ""
