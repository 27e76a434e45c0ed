"""Typesets an evaluation as one offline page: no script, nothing fetched, light and dark, made to be printed too."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.evaluation import charts, tables
from gauntlet_desktop.evaluation.plots import Plot, plots
from gauntlet_desktop.evaluation.table import system_tables
from gauntlet_desktop.evaluation.tables import Table

_READING = (
    ("LR", "The likelihood ratio of “made by a generative model” over “captured by a camera”; 1 says nothing."),
    ("AUC", "How often a generated image scores over a camera image: 0.5 is guessing, 1 is perfect."),
    ("AP", "Average precision: mean precision over all recalls, both classes weighing the same."),
    ("Cllr, min Cllr", "Cost of the likelihood ratios in bits, 0 to 1 for any use, and what it could be at best with "
     "these answers in this order. The difference is what calibration loses."),
    ("ECE", "Mean gap between stated probability and frequency, at an even prior."),
    ("Takes a side", "The verdict is not “inconclusive”."),
    ("clean, web, hard", "As stored; long side at most 768 px and JPEG 60; long side at most 512 px and JPEG 40. "
     "Web and hard treat both classes alike."),
)  # fmt: skip


def page(document: Mapping[str, Any]) -> str:
    """The whole page. Names in it come from folders and files: each is escaped, and the page forbids itself scripts,
    requests and foreign styles."""
    style = files("gauntlet_desktop.resources").joinpath("evaluation.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    systems = document["systems"]
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>Evaluation: {_escape(', '.join(systems))}</title>",
            f"<style>{style}</style>\n</head>\n<body>",
            _head(document),
            "<main>",
            _section("leaks", "Leak checks", _table(tables.leak_table(document["leaks"]), titled=False)),
            _section("overview", "Overview", _table(tables.overview_table(systems), titled=False)),
            *(_system(figures, f"system-{number}") for number, figures in enumerate(systems.values(), start=1)),
            _section("time", "Time and memory", _table(tables.latency_table(document["performance"]), titled=False)),
            _missing(document),
            _section("reading", "How to read this page", _definitions()),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _head(document: Mapping[str, Any]) -> str:
    caution = f'<p class="caution">{_escape(document["caution"])}</p>' if document["caution"] else ""
    links = [("leaks", "Leak checks"), ("overview", "Overview")]
    links += [(f"system-{n}", name) for n, name in enumerate(document["systems"], start=1)]
    links += [("time", "Time and memory"), ("reading", "How to read this page")]
    items = "".join(f'<li><a href="#{key}">{_escape(name)}</a></li>' for key, name in links)
    return (
        f"<header><h1>Evaluation</h1><p>{_escape(tables.image_sentence(document))} "
        f'{_escape(document["program"])}.</p>{caution}<nav aria-label="Contents"><ul>{items}</ul></nav></header>'
    )


def _system(figures: Mapping[str, Any], key: str) -> str:
    notes = [f"Weights SHA-256 {figures['weights_sha256'] or 'none'}.", figures["note"]]
    if not figures["calibrated"]:
        notes.append("Uncalibrated: there are scores, no likelihood ratios and no verdicts.")
    parts = [f"<p>{_escape(' '.join(note for note in notes if note))}</p>"]
    if not figures["conditions"]:
        parts.append("<p>There are no scores of both classes: see the pictures without a score.</p>")
        return _section(key, figures["detector"], "".join(parts))
    first, *others = system_tables(figures, complete=True)
    parts.append(_table(first))
    parts.append(f'<div class="plots">{"".join(_plot(plot) for plot in plots(figures, key))}</div>')
    parts += [_table(table) for table in others]
    return _section(key, figures["detector"], "".join(parts))


def _missing(document: Mapping[str, Any]) -> str:
    found = tables.failure_table(document)
    return "" if found is None else _section("missing", found.title, _table(found, titled=False))


def _plot(plot: Plot) -> str:
    legend = "".join(f"<li>{charts.swatch(style, kind)} {_escape(name)}</li>" for style, name, kind in plot.legend)
    return (
        f'<figure><h3>{_escape(plot.values.title)}</h3>{plot.svg}<ul class="legend">{legend}</ul>'
        f"<figcaption>{_escape(plot.caption)}</figcaption>"
        f"<details><summary>Values</summary>{_table(plot.values, titled=False)}</details></figure>"
    )


def _table(table: Table, *, titled: bool = True) -> str:
    title = f"<h3>{_escape(table.title)}</h3>" if titled else ""
    kinds = ["sentence" if index in table.prose else "figure" for index in range(len(table.header))]
    header = "".join(
        f'<th scope="col" class="{kind}">{_escape(name)}</th>' for kind, name in zip(kinds, table.header, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{_escape(row[0])}</th>{"".join(map(_cell, kinds[1:], row[1:]))}</tr>'
        for row in table.rows
    )
    note = f'<p class="note">{_escape(table.note)}</p>' if table.note else ""
    return (
        f'{title}<div class="scroll" role="region" aria-label="{_escape(table.title)}" tabindex="0"><table>'
        f"<thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _cell(kind: str, text: str) -> str:
    """A cell of its column's kind; the name of a leak stands out."""
    shown = f"{kind} severity-{text}" if text in ("severe", "strong", "mild") else kind
    return f'<td class="{shown}">{_escape(text)}</td>'


def _definitions() -> str:
    entries = "".join(f"<dt>{_escape(term)}</dt><dd>{_escape(text)}</dd>" for term, text in _READING)
    return f"<dl>{entries}</dl>"


def _section(key: str, title: str, content: str) -> str:
    return f'<section id="{key}"><h2>{_escape(title)}</h2>{content}</section>'


def _escape(text: str) -> str:
    return html.escape(visible(text))
