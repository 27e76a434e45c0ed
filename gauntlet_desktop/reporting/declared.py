"""Tables of a report that show how a file's declarations hang together: manifests, pictures inside it, its parts."""

from __future__ import annotations

from gauntlet_desktop.core.declarations import Provenance
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting.c2pa_words import LIKENESS, likeness
from gauntlet_desktop.reporting.provenance_tree import flat, manifest_nodes
from gauntlet_desktop.reporting.report import Report

_INDENT = "· "
_SIDE = 148.0  # points: three stand side by side
_ACROSS = 3


def tables(declared: Provenance, report: Report) -> list[t.Block]:
    """Nothing for what the file does not have."""
    return [*_manifests(declared), *_pictures(declared, report), *_structure(declared)]


def _manifests(declared: Provenance) -> list[t.Block]:
    rows = [
        (_INDENT * depth + node.name, node.value, node.location) for depth, node in flat(manifest_nodes(declared.c2pa))
    ]
    if not rows:
        return []
    facts = [
        ("Trust list", declared.c2pa.trust_list or "No trust list is installed"),
        ("Revocation", "Not checked: that would need a network"),
        ("Remote manifests", "Not fetched"),
    ]
    grid = t.grid(("Manifests", "Says", "Where it stands"), rows, (150, 202, 130))
    return [*t.table_part("C2PA manifests and their ingredients"), t.facts(facts), grid]


def _pictures(declared: Provenance, report: Report) -> list[t.Block]:
    rows = [
        (picture.name, f"{picture.width} × {picture.height} px", likeness(picture), picture.location)
        for picture in declared.pictures
    ]
    if not rows:
        return []
    grid = t.grid(("Picture", "Size", "Compared with the image", "Location in the file"), rows, (110, 66, 150, 156))
    return [*t.table_part("Pictures inside the file"), t.text(LIKENESS, "note"), *_beside(declared, report), grid]


def _beside(declared: Provenance, report: Report) -> list[t.Block]:
    """The image, and beside it each picture inside its file, all with the same longer side."""
    inside = [
        (shown, f"{told.name}: {likeness(told)}")
        for told, shown in zip(declared.pictures, report.embedded, strict=False)
        if shown is not None
    ]
    if not inside or report.picture is None:
        return []
    shown = [(report.picture, "The image, reduced"), *inside]
    rows = [shown[first : first + _ACROSS] for first in range(0, len(shown), _ACROSS)]
    return [
        t.panels([t.Picture(each, _SIDE, _SIDE, words) for each, words in row], [words for _, words in row])
        for row in rows
    ]


def _structure(declared: Provenance) -> list[t.Block]:
    rows = [(part.name, f"{part.offset:,}", f"{part.size_bytes:,}", str(part.count)) for part in declared.structure]
    if not rows:
        return []
    grid = t.grid(("Part", "Starts at byte", "Bytes", "Count"), rows, (182, 110, 110, 80))
    return [*t.table_part("Structure of the container"), grid]
