"""Declarations as one tree of rows: every source with its place, and what a search leaves of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gauntlet_desktop.core.declarations import C2paCheck, C2paState, EmbeddedPicture
from gauntlet_desktop.reporting.c2pa_words import check_words, code_words, likeness
from gauntlet_desktop.reporting.provenance_tree import ALTERABLE, SIGNED, Node, count, flat, matching, tree
from tests.factories import make_provenance, make_signed_provenance


def rows(nodes: tuple[Node, ...]) -> dict[str, Node]:
    return {node.name: node for _, node in flat(nodes)}


def test_every_source_has_its_rows_with_places() -> None:
    shown = rows(tree(make_provenance()))
    assert shown["C2PA"].value == "no manifest"
    assert (shown["Make"].value, shown["Make"].location, shown["Make"].altered) == (
        "Canon",
        "EXIF IFD0 0x010F",
        ALTERABLE,
    )
    assert shown["DQT"].value == "138 bytes, 2 of them" and shown["DQT"].location == "byte 9,002"
    assert shown["EXIF thumbnail"].value == "160 × 120 px, alike (0.97)."


def test_the_tree_of_manifests_tells_signers_actions_and_the_state_of_each() -> None:
    nodes = tree(make_signed_provenance())
    told = [(depth, node.name, node.value) for depth, node in flat(nodes)]
    assert (1, "Active manifest", "valid, signer not trusted") in told
    assert (2, "Ingredient", "generated.png: valid, signer not trusted") in told
    assert (3, "Its manifest", "valid, signer not trusted") in told
    assert (4, "Action", "c2pa.created, trainedAlgorithmicMedia") in told
    assert (3, "Parameter scale.x", "0.5") in told
    mismatch = "assertion.dataHash.mismatch: the picture's bytes are not the ones that were signed"
    assert (3, "Failed check", mismatch) in told
    assert (1, "Trust list", "no trust list is installed") in told
    assert rows(nodes)["Signer: issuer"].altered == SIGNED


def test_nothing_of_a_broken_store_counts_as_signed() -> None:
    declared = make_signed_provenance()
    broken = replace(declared, c2pa=replace(declared.c2pa, state=C2paState.INVALID))
    assert {node.altered for _, node in flat(tree(broken)) if node.name.startswith("Signer")} == {ALTERABLE}


def test_a_search_keeps_what_fits_and_what_stands_above_it() -> None:
    nodes = tree(make_signed_provenance())
    found = matching(nodes, "MODEL 3")
    assert [node.name for _, node in flat(found)] == [
        "C2PA", "Active manifest", "Ingredient", "Its manifest", "Action", "Software agent",
    ]  # fmt: skip
    assert matching(nodes, "") == nodes
    assert count(matching(nodes, "nowhere to be found")) == 0


@pytest.mark.parametrize(
    ("similarity", "note", "words"),
    [
        (0.95, "", "alike (0.95)."),
        (0.8, "", "partly alike (0.80)."),
        (-0.2, "Compared as it is stored.", "unlike (-0.20). Compared as it is stored."),
        (None, "It cannot be decoded (damaged).", "It cannot be decoded (damaged)."),
    ],
)
def test_likeness_in_words(similarity: float | None, note: str, words: str) -> None:
    assert likeness(EmbeddedPicture("x", "y", 8, 8, similarity, note)) == words


def test_codes_have_words_and_unknown_ones_stay_as_they_are() -> None:
    assert check_words(C2paCheck("claimSignature.mismatch", "failed")).startswith("failed: the signature")
    assert code_words("vendor.unheardOf") == "vendor.unheardOf"
