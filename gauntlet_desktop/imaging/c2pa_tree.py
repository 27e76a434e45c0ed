"""Builds the tree of the manifests in a C2PA store (C2PA 2.2) from the reader's JSON, bounded in depth and number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.declarations import (
    C2paAction,
    C2paCheck,
    C2paIngredient,
    C2paManifest,
    C2paSigner,
    C2paState,
)
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.imaging.xmp import source_type_term

UNTRUSTED = "signingCredential.untrusted"
TRUSTED = "signingCredential.trusted"

_ITEMS = 100
_MANIFESTS = 60
_DEPTH = 8
_CHARACTERS = 500
_PARAMETERS = 20
_PARAMETER_DEPTH = 3
_OUTCOMES = {"success": "passed", "informational": "noted", "failure": "failed"}
_LABEL = re.compile(r"self#jumbf=/c2pa/([^/]{1,300})")


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The first 100 elements where the value is a list, else none."""
    return value[:_ITEMS] if isinstance(value, list) else []


def shown(value: Any) -> str:
    """A text or a number, made safe and cut at 500 characters; "" for anything else."""
    return visible(str(value), _CHARACTERS) if isinstance(value, str | int | float) else ""


def faults(untrusted_validated: dict[str, Any]) -> list[str]:
    """The codes of failed checks of a store or an ingredient (older and newer form), each once. That nobody vouches
    for the signer is a state of its own, no fault."""
    newer = mapping(mapping(untrusted_validated.get("validation_results")).get("activeManifest"))
    statuses = [*items(untrusted_validated.get("validation_status")), *items(newer.get("failure"))]
    codes = (shown(mapping(status).get("code")) for status in statuses)
    return list(dict.fromkeys(code for code in codes if code != UNTRUSTED))


def actions_of(untrusted_manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The actions of all action assertions (c2pa.actions, c2pa.actions.v2)."""
    for assertion in items(untrusted_manifest.get("assertions")):
        if str(mapping(assertion).get("label")).startswith("c2pa.actions"):
            yield from map(mapping, items(mapping(mapping(assertion).get("data")).get("actions")))


def source_type(untrusted_action: dict[str, Any]) -> str:
    """The term of the action's digital source type, or ""."""
    return source_type_term(str(untrusted_action.get("digitalSourceType", "")))


def agent(untrusted_action: dict[str, Any]) -> str:
    """The software agent: a name in version 1, a name with a version in version 2."""
    named = untrusted_action.get("softwareAgent")
    if isinstance(named, dict):
        return " ".join(shown(named.get(key)) for key in ("name", "version")).strip()
    return shown(named)


def claim_generator(untrusted_manifest: dict[str, Any]) -> str:
    """The text of version 1 claims, or the first entry of the list of version 2."""
    if isinstance(untrusted_manifest.get("claim_generator"), str):
        return shown(untrusted_manifest["claim_generator"])
    for info in items(untrusted_manifest.get("claim_generator_info")):
        return " ".join(shown(mapping(info).get(key)) for key in ("name", "version")).strip()
    return ""


def manifest_tree(untrusted_store: dict[str, Any]) -> C2paManifest | None:
    """The active manifest with its ingredients, theirs, and so on; None where the store has no active one."""
    builder = _Builder(mapping(untrusted_store.get("manifests")), _checks(untrusted_store))
    return builder.manifest(str(untrusted_store.get("active_manifest")), ())


@dataclass(slots=True)
class _Builder:
    """What is known of all manifests, and how many are in the tree so far."""

    manifests: dict[str, Any]
    checks: dict[str, tuple[C2paCheck, ...]]
    count: int = 0

    def manifest(self, label: str, above: tuple[str, ...]) -> C2paManifest | None:
        """The manifest of a label, below those of `above`."""
        untrusted = mapping(self.manifests.get(label))
        if not untrusted or self.count >= _MANIFESTS:
            return None
        self.count += 1
        all_items = untrusted.get("ingredients")
        path = (*above, label)
        ingredients = [self._ingredient(mapping(item), path) for item in items(all_items)]
        checks = self.checks.get(label, ())
        return C2paManifest(
            label=visible(label, 200),
            title=shown(untrusted.get("title")),
            claim_generator=claim_generator(untrusted),
            state=_state(checks),
            signer=_signer(mapping(untrusted.get("signature_info"))),
            actions=tuple(map(_action, actions_of(untrusted))),
            assertions=tuple(shown(mapping(each).get("label")) for each in items(untrusted.get("assertions"))),
            ingredients=tuple(ingredients),
            checks=checks,
            omitted=self._omitted(all_items, path),
        )

    def _ingredient(self, untrusted: dict[str, Any], above: tuple[str, ...]) -> C2paIngredient:
        label = str(untrusted.get("active_manifest") or "")
        below = self.manifest(label, above) if len(above) < _DEPTH and label not in above else None
        now = [check.code for check in self.checks.get(label, ()) if check.outcome == "failed"]
        codes = dict.fromkeys([*faults(untrusted), *(code for code in now if code != UNTRUSTED)])
        return C2paIngredient(
            title=shown(untrusted.get("title")),
            format=shown(untrusted.get("format")),
            relationship=shown(untrusted.get("relationship")),
            faults=tuple(codes),
            manifest=below,
        )

    def _omitted(self, untrusted_ingredients: Any, path: tuple[str, ...]) -> str:
        """Why parts of the tree below this manifest are not shown."""
        labels = [str(mapping(item).get("active_manifest") or "") for item in items(untrusted_ingredients)]
        if any(label in path for label in labels):
            return "An ingredient names a manifest that contains it."
        if len(path) >= _DEPTH and any(label in self.manifests for label in labels):
            return f"Ingredients below {_DEPTH} levels are left out."
        if self.count >= _MANIFESTS:
            return f"Manifests beyond {_MANIFESTS} are left out."
        beyond = len(untrusted_ingredients) - _ITEMS if isinstance(untrusted_ingredients, list) else 0
        return f"{beyond} further ingredients are left out." if beyond > 0 else ""


def _checks(untrusted_store: dict[str, Any]) -> dict[str, tuple[C2paCheck, ...]]:
    """By manifest the codes that its validation gave, each once. A status names its manifest in its URL. Of a manifest
    below the active one, the reader tells what differs from the results that the claim above it recorded."""
    found: dict[str, dict[C2paCheck, None]] = defaultdict(dict)
    active = str(untrusted_store.get("active_manifest"))
    results = mapping(untrusted_store.get("validation_results"))
    recorded = (
        mapping(mapping(ingredient.get("validation_results")).get("activeManifest"))
        for manifest in list(mapping(untrusted_store.get("manifests")).values())[:_MANIFESTS]
        for ingredient in map(mapping, items(mapping(manifest).get("ingredients")))
    )
    deltas = (mapping(mapping(delta).get("validationDeltas")) for delta in items(results.get("ingredientDeltas")))
    for statuses in (mapping(results.get("activeManifest")), *recorded, *deltas):
        for key, outcome in _OUTCOMES.items():
            for status in map(mapping, items(statuses.get(key))):
                _note(found, status, outcome, active)
    for status in map(mapping, items(untrusted_store.get("validation_status"))):
        _note(found, status, "failed", active)
    return {label: tuple(checks) for label, checks in found.items()}


def _note(found: dict[str, dict[C2paCheck, None]], status: dict[str, Any], outcome: str, active: str) -> None:
    match = _LABEL.match(str(status.get("url", "")))
    label = match.group(1) if match else active
    if len(found[label]) < _ITEMS:
        found[label][C2paCheck(shown(status.get("code")), outcome)] = None


def _state(checks: Iterable[C2paCheck]) -> C2paState:
    """Of one manifest by its own checks; without any it was not checked."""
    failed = {check.code for check in checks if check.outcome == "failed"}
    if failed - {UNTRUSTED}:
        return C2paState.INVALID
    if failed:
        return C2paState.VALID_UNTRUSTED
    trusted = any(check.code == TRUSTED for check in checks)
    return C2paState.VALID_TRUSTED if trusted else C2paState.NOT_CHECKED


def _signer(untrusted: dict[str, Any]) -> C2paSigner:
    keys = ("issuer", "common_name", "cert_serial_number", "alg", "time")
    return C2paSigner(*(shown(untrusted.get(key)) for key in keys))


def _action(untrusted: dict[str, Any]) -> C2paAction:
    parameters = _pairs(mapping(untrusted.get("parameters")), "", 1)
    return C2paAction(
        action=shown(untrusted.get("action")),
        agent=agent(untrusted),
        source_type=source_type(untrusted),
        when=shown(untrusted.get("when")),
        parameters=tuple(pair for pair, _ in zip(parameters, range(_PARAMETERS), strict=False)),
    )


def _pairs(untrusted: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """The texts and numbers below a value with the path to each, at most three levels deep."""
    if isinstance(untrusted, dict | list) and depth <= _PARAMETER_DEPTH:
        named = untrusted.items() if isinstance(untrusted, dict) else enumerate(untrusted[:_ITEMS])
        for key, value in named:
            inner = f"{path}.{visible(str(key), 60)}" if path else visible(str(key), 60)
            yield from _pairs(value, inner, depth + 1)
    elif text := shown(untrusted):
        yield path, text
