"""Typesets the figures of an evaluation as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.evaluation import tables
from gauntlet_desktop.evaluation.tables import Table


def markdown(document: Mapping[str, Any], *, complete: bool = True) -> str:
    """The whole evaluation: leaks first, then every system; `complete` as for `system_markdown`."""
    parts = ["# Evaluation", document["caution"], tables.image_sentence(document)]
    parts += ["## Leak checks", render(tables.leak_table(document["leaks"]), titled=False)]
    if len(document["systems"]) > 1:
        parts += ["## Overview", render(tables.overview_table(document["systems"]), titled=False)]
    parts += [system_markdown(figures, complete=complete) for figures in document["systems"].values()]
    parts += ["## Time and memory", render(tables.latency_table(document["performance"]), titled=False)]
    if (missing := tables.failure_table(document)) is not None:
        parts += [f"## {missing.title}", render(missing, titled=False)]
    return "\n\n".join(part for part in parts if part) + "\n"


def system_markdown(figures: Mapping[str, Any], *, complete: bool = False) -> str:
    """The tables of one system; `complete` adds the decisions at LR 1 of every group in every condition."""
    parts = [
        f"## {cell(figures['detector'])}",
        f"Weights SHA-256 `{figures['weights_sha256']}`.{'' if figures['calibrated'] else ' **Uncalibrated**: '}"
        + ("" if figures["calibrated"] else "there are scores, no likelihood ratios and no verdicts."),
        figures["note"],
        *(render(table) for table in system_tables(figures, complete=complete)),
    ]
    return "\n\n".join(part for part in parts if part)


def system_tables(figures: Mapping[str, Any], *, complete: bool) -> list[Table]:
    """The tables of a system in the order in which a reader needs them."""
    if not figures["conditions"]:
        return []
    found: list[Table | None] = [
        tables.pooled_table(figures),
        tables.flip_table(figures),
        tables.false_alarm_table(figures),
    ]
    found += [tables.separation_table(figures, key) for key in tables.GROUPS]
    if complete:
        found += [tables.decision_table(figures, key, name) for name in figures["conditions"] for key in tables.GROUPS]
    return [table for table in found if table is not None]


def render(table: Table, *, titled: bool = True) -> str:
    """A Markdown table with its note and, where nothing else says it, its title."""
    lines = [table.header, ["---"] * len(table.header), *table.rows]
    body = "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines)
    return "\n\n".join(part for part in (f"**{cell(table.title)}**" if titled else "", body, table.note) if part)


def cell(text: str) -> str:
    """Names come from folders and files: nothing in them may be taken for Markdown or HTML."""
    shown = visible(text)
    for character in ("\\", "|", "`", "*", "_", "[", "]", "<", ">"):
        shown = shown.replace(character, _escaped(character))
    return shown


def _escaped(character: str) -> str:
    return {"<": "&lt;", ">": "&gt;"}.get(character, f"\\{character}")


def bullet_list(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
