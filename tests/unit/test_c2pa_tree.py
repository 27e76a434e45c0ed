"""The tree of manifests: states of each, ingredients, bounds, and stores that mean harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.declarations import C2paManifest, C2paState, Source
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.imaging.c2pa_manifest import read_manifest
from gauntlet_desktop.imaging.c2pa_tree import manifest_tree
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.provenance import read_provenance
from gauntlet_desktop.imaging.trust import TrustList
from tests.unit.test_c2pa import CREATED, TERM, Authority, picture, read


def flat(tree: C2paManifest | None) -> list[C2paManifest]:
    """The manifest and all below it."""
    if tree is None:
        return []
    return [tree, *(each for ingredient in tree.ingredients for each in flat(ingredient.manifest))]


def store(manifests: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"active_manifest": next(iter(manifests), ""), "manifests": manifests, **more}


def naming(*labels: str) -> dict[str, Any]:
    return {"ingredients": [{"title": label, "active_manifest": label, "relationship": "parentOf"} for label in labels]}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def signed(authority: Authority) -> bytes:
    return authority.sign(picture("JPEG"), "JPEG", [CREATED])


def test_the_tree_of_a_picture_that_was_signed_twice(authority: Authority, signed: bytes) -> None:
    tree = read(authority.sign(signed, "JPEG", [], edit=True)).c2pa.manifest
    assert tree is not None
    assert [each.state for each in flat(tree)] == [C2paState.VALID_UNTRUSTED] * 2
    assert [ingredient.relationship for ingredient in tree.ingredients] == ["parentOf"]
    parent = flat(tree)[1]
    created = parent.actions[0]
    assert (created.action, created.agent, created.source_type) == ("c2pa.created", "Test Model 2", TERM)
    assert (parent.signer.issuer, parent.signer.name, parent.signer.serial) == ("Test Organisation", "Test Signer", "2")
    assert parent.signer.algorithm and "c2pa.actions.v2" in parent.assertions
    codes = {check.code: check.outcome for check in parent.checks}
    assert codes["claimSignature.validated"] == "passed" and codes["signingCredential.untrusted"] == "failed"


def test_a_parent_that_was_altered_is_told_at_its_ingredient(authority: Authority, signed: bytes) -> None:
    changed = bytearray(signed)
    changed[-20] ^= 1
    tree = read(authority.sign(bytes(changed), "JPEG", [], edit=True)).c2pa.manifest
    assert tree is not None and "assertion.dataHash.mismatch" in tree.ingredients[0].faults
    assert tree.state is C2paState.VALID_UNTRUSTED


def test_an_installed_trust_list_makes_a_signer_trusted_and_is_named(authority: Authority, signed: bytes) -> None:
    trust = TrustList(authority.root_pem, 1, "2026-01-02", "ab" * 32)
    result = read_manifest(signed, "JPEG", "x", trust).result
    assert result.state is C2paState.VALID_TRUSTED and result.manifest is not None
    assert result.manifest.state is C2paState.VALID_TRUSTED
    assert result.trust_list == f"1 certificate, file of 2026-01-02, SHA-256 {'ab' * 32}"


def test_a_trust_list_that_cannot_be_used_is_said(signed: bytes) -> None:
    broken = TrustList("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", 1, "2026-01-02", "ab" * 32)
    result = read_manifest(signed, "JPEG", "x", broken).result
    assert result.state is C2paState.VALID_UNTRUSTED
    assert "does not chain" in result.detail or "cannot be used" in result.detail


def test_values_are_signed_as_long_as_the_manifest_is_intact(signed: bytes) -> None:
    changed = bytearray(signed)
    changed[-20] ^= 1
    for data, intact in ((signed, True), (bytes(changed), False)):
        fields = [field for field in read_provenance(data, "JPEG", Limits()).fields if field.source is Source.C2PA]
        assert fields and {field.signed for field in fields} == {intact}


def test_a_manifest_that_contains_itself_ends() -> None:
    tree = manifest_tree(store({"a": naming("b"), "b": naming("a", "b")}))
    assert [each.label for each in flat(tree)] == ["a", "b"]
    assert flat(tree)[1].omitted == "An ingredient names a manifest that contains it."


def test_depth_is_bounded_and_said() -> None:
    tree = manifest_tree(store({str(number): naming(str(number + 1)) for number in range(50)}))
    assert [each.label for each in flat(tree)] == [str(number) for number in range(8)]
    assert flat(tree)[-1].omitted == "Ingredients below 8 levels are left out."


def test_a_store_that_would_grow_without_end_is_cut_and_said() -> None:
    wide = {str(number): naming(*[str(number + 1)] * 90) for number in range(8)}
    tree = manifest_tree(store(wide))
    assert len(flat(tree)) == 60
    assert tree is not None and tree.omitted == "Manifests beyond 60 are left out."


def test_more_ingredients_than_are_read_are_counted() -> None:
    tree = manifest_tree(store({"a": {"ingredients": [{"title": "x"}] * 130}}))
    assert tree is not None and len(tree.ingredients) == 100
    assert tree.omitted == "30 further ingredients are left out."


def test_parameters_are_flat_bounded_and_safe() -> None:
    deep = {"a": {"b": {"c": {"d": "too deep"}}}, "e": ["x\u202e", 2], "f": True, "g": None}
    deep |= {f"p{number}": number for number in range(50)}
    tree = manifest_tree(store({"m": {"assertions": [{"label": "c2pa.actions", "data": {"actions": [
        {"action": "c2pa.edited", "parameters": deep}]}}]}}))  # fmt: skip
    assert tree is not None
    parameters = tree.actions[0].parameters
    assert parameters[:3] == (("e.0", "x‹U+202E›"), ("e.1", "2"), ("f", "True"))
    assert len(parameters) == 20


def test_without_an_active_manifest_there_is_no_tree() -> None:
    assert manifest_tree({}) is None
    assert manifest_tree({"active_manifest": "b", "manifests": {"a": {}}}) is None


_KEYS = [
    "a", "manifests", "ingredients", "active_manifest", "assertions", "validation_status", "validation_results",
    "activeManifest", "ingredientDeltas", "validationDeltas", "success", "failure", "code", "url", "label", "data",
    "actions", "parameters", "signature_info", "claim_generator_info",
]  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=5), inner),
    max_leaves=30,
)


@given(manifest=_JSON, more=_JSON)
def test_any_store_gives_a_tree_that_can_be_written_and_read(manifest: Any, more: Any) -> None:
    rest = more if isinstance(more, dict) else {}
    tree = manifest_tree({**rest, "active_manifest": "a", "manifests": {"a": manifest}})
    if tree is not None:
        assert from_plain(C2paManifest, json.loads(json.dumps(to_plain(tree)))) == tree


@pytest.mark.parametrize(
    ("name", "states", "faults"),
    [
        ("CAICA", ["valid_untrusted", "valid_untrusted"], []),
        ("CIE-sig-CA", ["valid_untrusted", "valid_untrusted"], ["timeStamp.mismatch", "claimSignature.mismatch"]),
        ("XCA", ["invalid"], []),
        ("E-uri-CIE-sig-CA", ["valid_untrusted", "invalid"], ["claimSignature.mismatch"]),
    ],
)
def test_published_files(shared_dir: Path, name: str, states: list[str], faults: list[str]) -> None:
    data = (shared_dir / "fixtures" / "provenance" / f"image__jpeg__adobe-20220124-{name}.jpg").read_bytes()
    tree = read(data).c2pa.manifest
    assert tree is not None
    assert [each.state.value for each in flat(tree)] == states
    told = {code for ingredient in tree.ingredients for code in ingredient.faults}
    assert told >= set(faults)
