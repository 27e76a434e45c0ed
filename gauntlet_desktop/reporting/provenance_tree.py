"""Everything that a file declares as one tree of plain rows, for the window and for reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gauntlet_desktop.core.declarations import (
    C2paAction,
    C2paIngredient,
    C2paManifest,
    C2paResult,
    C2paState,
    ContainerPart,
    EmbeddedPicture,
    Provenance,
    ProvenanceField,
    Source,
)
from gauntlet_desktop.reporting.c2pa_words import STATES, check_words, code_words, likeness

ALTERABLE = "can be altered by anybody"
SIGNED = "covered by an intact signature: whoever alters it has to sign anew"
_GROUPS = (
    (Source.GENERATOR, "Generator (untrusted)"),
    (Source.EXIF, "EXIF"),
    (Source.XMP, "XMP"),
    (Source.IPTC, "IPTC"),
    (Source.TEXT, "Text of the container"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """One row: its name, its value, where it stands in the file, whether it can be altered, and the rows below it."""

    name: str
    value: str = ""
    location: str = ""
    altered: str = ""
    children: tuple[Node, ...] = ()


def tree(declared: Provenance) -> tuple[Node, ...]:
    """All sources that the file has, C2PA first, the container's structure last."""
    groups = [_group(declared.fields, source, title) for source, title in _GROUPS]
    c2pa = Node("C2PA", STATES[declared.c2pa.state], "", "", tuple(_c2pa(declared.c2pa, declared.fields)))
    pictures = tuple(map(_picture, declared.pictures))
    parts = tuple(map(_part, declared.structure))
    return (
        c2pa,
        *(group for group in groups if group.children),
        *([Node("Pictures inside the file", f"{len(pictures)}", children=pictures)] if pictures else []),
        *([Node("Container structure", _count(len(parts), "part"), children=parts)] if parts else []),
    )


def matching(nodes: Iterable[Node], wanted: str) -> tuple[Node, ...]:
    """The rows that hold a text, whatever its case, with those above and below them; all for an empty one."""
    text = wanted.casefold()
    return tuple(kept for node in nodes if (kept := _kept(node, text)) is not None)


def count(nodes: Iterable[Node]) -> int:
    """How many rows there are, those below included."""
    return sum(1 + count(node.children) for node in nodes)


def flat(nodes: Iterable[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    """(depth, row) from top to bottom."""
    for node in nodes:
        yield depth, node
        yield from flat(node.children, depth + 1)


def manifest_nodes(result: C2paResult) -> tuple[Node, ...]:
    """The tree of manifests alone."""
    return (_manifest(result.manifest, result.state, "Active manifest"),) if result.manifest else ()


def _kept(node: Node, text: str) -> Node | None:
    if any(text in each.casefold() for each in (node.name, node.value, node.location)):
        return node
    below = matching(node.children, text)
    return Node(node.name, node.value, node.location, node.altered, below) if below else None


def _group(fields: Iterable[ProvenanceField], source: Source, title: str) -> Node:
    chosen = tuple(map(_field, (field for field in fields if field.source is source)))
    return Node(title, _count(len(chosen), "value"), children=chosen)


def _field(field: ProvenanceField) -> Node:
    return Node(field.name, field.value, field.location, SIGNED if field.signed else ALTERABLE)


def _c2pa(result: C2paResult, fields: Iterable[ProvenanceField]) -> Iterator[Node]:
    yield Node("State", result.detail)
    if result.state is not C2paState.ABSENT:
        yield Node("Trust list", result.trust_list or "no trust list is installed")
        yield Node("Revocation", "not checked: that would need a network")
        yield Node("Remote manifests", "not fetched")
    if result.manifest is not None:
        yield _manifest(result.manifest, result.state, "Active manifest")
    else:
        yield from (_field(field) for field in fields if field.source is Source.C2PA)


def _manifest(manifest: C2paManifest, of_store: C2paState, title: str) -> Node:
    """A manifest; what it says is covered by its signature where it and the store above it are intact."""
    intact = {manifest.state, of_store} <= {C2paState.VALID_TRUSTED, C2paState.VALID_UNTRUSTED}
    altered = SIGNED if intact else ALTERABLE
    place = f"manifest {manifest.label}"
    signer = manifest.signer
    said = (
        ("Title", manifest.title),
        ("Claim generator", manifest.claim_generator),
        ("Signer: issuer", signer.issuer),
        ("Signer: name", signer.name),
        ("Signer: serial number", signer.serial),
        ("Signature algorithm", signer.algorithm),
        ("Signed at (claimed)", signer.time),
        ("Assertions", ", ".join(manifest.assertions)),
    )
    checks = tuple(Node(check.code, check_words(check), place) for check in manifest.checks)
    children = (
        *(Node(name, value, place, altered) for name, value in said if value),
        *(_action(action, place, altered) for action in manifest.actions),
        *(_ingredient(ingredient, of_store, place, altered) for ingredient in manifest.ingredients),
        *([Node("Checks", _count(len(checks), "code"), place, "", checks)] if checks else []),
        *([Node("Left out", manifest.omitted, place)] if manifest.omitted else []),
    )
    return Node(title, STATES[manifest.state], place, "", children)


def _action(action: C2paAction, place: str, altered: str) -> Node:
    said = (("Software agent", action.agent), ("Digital source type", action.source_type), ("When", action.when))
    children = [Node(name, value, place, altered) for name, value in said if value]
    children += [Node(f"Parameter {name}", value, place, altered) for name, value in action.parameters]
    shown = ", ".join(filter(None, (action.action, action.source_type)))
    return Node("Action", shown, place, altered, tuple(children))


def _ingredient(ingredient: C2paIngredient, of_store: C2paState, place: str, altered: str) -> Node:
    below = ingredient.manifest
    state = STATES[below.state] if below else STATES[C2paState.ABSENT]
    faults = (Node("Failed check", f"{code}: {code_words(code)}", place) for code in ingredient.faults)
    said = (("Relationship", ingredient.relationship), ("Format", ingredient.format))
    children = (
        *(Node(name, value, place, altered) for name, value in said if value),
        *faults,
        *([_manifest(below, of_store, "Its manifest")] if below else []),
    )
    return Node("Ingredient", f"{ingredient.title or 'untitled'}: {state}", place, altered, children)


def _picture(picture: EmbeddedPicture) -> Node:
    size = f"{picture.width} × {picture.height} px, " if picture.width else ""
    return Node(picture.name, f"{size}{likeness(picture)}", picture.location, ALTERABLE)


def _part(part: ContainerPart) -> Node:
    times = f", {part.count} of them" if part.count > 1 else ""
    return Node(part.name, f"{part.size_bytes:,} bytes{times}", f"byte {part.offset:,}")


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
