"""Lays the ranking of the methods of explanation out as tables, Markdown and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from gauntlet_desktop.core.safe_text import csv_cell, visible
from gauntlet_desktop.evaluation.map_figures import CRITERIA
from gauntlet_desktop.evaluation.table import cell, render
from gauntlet_desktop.evaluation.tables import NOT_MEASURED, Table, number, percent
from gauntlet_desktop.inference.variants import ALL_LAYERS, LAST_LAYER

Figures = Mapping[str, Any]

CAVEAT = (
    "A map shows what moved the detector. On composites it is right where the detector is right: compare methods of "
    "one detector, not detectors."
)
READING = (
    ("Mean rank", "The mean of a method’s ranks, 1 the best, by: " + ", ".join(each.name for each in CRITERIA) + "."),
    ("Audit passed", "Images whose map passed the whole audit that the program prints with a heatmap."),
    ("Beats chance", "Images where replacing what the map marks moves the score further than 95 % of random rankings."),
    ("Gain", "How much further than random places, in units of the score, on average."),
    ("Pixel AUC", "How often a generated place of a composite is marked higher than another: 0.5 is chance."),
    ("Pointing", "How often the highest place is in the generated part; in brackets its share, which is chance."),
    ("NISSIM", "(1 - SSIM) / 2 of the maps before and after a change that says nothing about the origin."),
    ("MOD, VID", "Mean NISSIM over attacked images, and its standard deviation over the strengths of the attack."),
    ("Shuffled weights", "Rank correlation with the map of the same network after its last layer’s, or all, weights "
     "were shuffled: near 0 for a map that shows what the network learnt."),
)  # fmt: skip


def image_sentence(document: Figures) -> str:
    """How many images the figures rest on."""
    counts = document["images"]
    return (
        f"{counts['measured']} images and {counts['composites']} composites of them; {counts['out_of_scope']} images "
        f"out of scope, {counts['unreadable']} unreadable, {document['failures']['count']} maps failed. "
        f"Seed {document['seed']}."
    )


def ranking_table(figures: Figures) -> Table:
    """The methods of one detector, best first."""
    rows = [
        [
            f"{place}. {entry['name']}",
            number(entry["mean_rank"], 1),
            percent(entry["audit_passed"]),
            percent(entry["deletion_passed"]),
            number(entry["deletion_gain"], 2),
            _auc(entry),
            _pointing(entry),
            number(entry["nissim_jpeg"], 2),
            number(entry["nissim_shift"], 2),
            number(entry["mod"], 3),
            number(entry["vid"], 3),
            number(entry["randomised"].get(LAST_LAYER), 2),
            number(entry["randomised"].get(ALL_LAYERS), 2),
        ]
        for place, entry in enumerate(figures["methods"], start=1)
    ]
    header = [
        "Method", "Mean rank", "Audit passed", "Beats chance", "Gain", "Pixel AUC", "Pointing", "NISSIM, JPEG 90",
        "NISSIM, shift", "MOD", "VID", "Last layer shuffled", "All shuffled",
    ]  # fmt: skip
    note = f"MOD and VID under {figures['attack']}. In brackets: 95 % intervals; for pointing, chance."
    return Table("Ranking", header, rows, note)


def agreement_table(figures: Figures) -> Table:
    """The mean rank correlation of each method's maps with each other's."""
    names = [entry["name"] for entry in figures["methods"]]
    rows = [[name, *(number(value, 2) for value in row)] for name, row in zip(names, figures["agreement"], strict=True)]
    return Table("Agreement", ["Rank correlation", *names], rows)


def strength_table(document: Figures, figures: Figures) -> Table:
    """Mean NISSIM at each strength of the attack."""
    rows = [[entry["name"], *(number(value) for value in entry["nissim_by_strength"])] for entry in figures["methods"]]
    return Table(f"NISSIM under {figures['attack']}", ["Method", *document["strengths"]], rows)


def failed_maps(document: Figures) -> Table | None:
    """The first maps that could not be made, and why; None where all could."""
    rows = [[each["detector"], each["method"], each["image"], each["reason"]] for each in document["failures"]["first"]]
    header = ["Detector", "Method", "Image", "Why"]
    return Table("Maps that failed", header, rows, prose=frozenset(range(4))) if rows else None


def map_markdown(document: Figures) -> str:
    """The whole ranking."""
    parts = ["# Explanations", CAVEAT, image_sentence(document)]
    for name, figures in document["detectors"].items():
        parts += [f"## {cell(name)}", render(ranking_table(figures), titled=False), render(agreement_table(figures))]
        parts.append(render(strength_table(document, figures)))
    if (failed := failed_maps(document)) is not None:
        parts += [f"## {failed.title}", render(failed, titled=False)]
    parts += ["## How to read this", "\n".join(f"- {term}: {text}" for term, text in READING)]
    return "\n\n".join(parts) + "\n"


def csv_table(document: Figures) -> str:
    """One row a figure; empty cells mean "no interval"."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("detector", "method", "measure", "value", "low", "high", "n"))
    for detector, figures in document["detectors"].items():
        for entry in figures["methods"]:
            for row in _rows(entry, document["strengths"]):
                writer.writerow([csv_cell(visible(detector)), csv_cell(visible(entry["method"])), *row])
        for entry, row in zip(figures["methods"], figures["agreement"], strict=True):
            for other, value in zip(figures["methods"], row, strict=True):
                names = (csv_cell(visible(each)) for each in (detector, entry["method"]))
                measure = csv_cell(f"agreement with {visible(other['method'])}")
                writer.writerow([*names, measure, "" if value is None else value, "", "", ""])
    return stream.getvalue()


def _rows(entry: Figures, strengths: list[str]) -> Iterator[tuple[Any, ...]]:
    for name in ("audit_passed", "deletion_passed"):
        yield name, entry[name]["rate"], entry[name]["low"], entry[name]["high"], entry[name]["total"]
    for name in ("mean_rank", "deletion_gain", "nissim_jpeg", "nissim_shift", "mod", "vid"):
        yield name, entry[name], "", "", entry["images"]
    for part, value in entry["randomised"].items():
        yield f"shuffled, {part}", value, "", "", entry["images"]
    for strength, value in zip(strengths, entry["nissim_by_strength"], strict=True):
        yield f"nissim at {strength}", value, "", "", entry["images"]
    if entry["pixel_auc"] is not None:
        yield "pixel_auc", entry["pixel_auc"], *entry["pixel_auc_interval"], entry["composites"]
        for name in ("pointing", "pointing_by_chance"):
            yield name, entry[name], "", "", entry["composites"]


def _auc(entry: Figures) -> str:
    interval = entry["pixel_auc_interval"]
    return number(entry["pixel_auc"], 2) + (f" ({interval[0]:.2f} to {interval[1]:.2f})" if interval else "")


def _pointing(entry: Figures) -> str:
    if entry["pointing"] is None:
        return NOT_MEASURED
    return f"{entry['pointing']:.2f} ({entry['pointing_by_chance']:.2f})"
