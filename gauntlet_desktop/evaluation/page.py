"""Typesets an evaluation as one offline page: no script, nothing fetched, light and dark, made to be printed too."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.evaluation import charts, map_tables, tables
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
    """The whole page of an evaluation."""
    systems = document["systems"]
    return whole_page(
        f"Evaluation: {', '.join(systems)}",
        _head(document),
        [
            section("leaks", "Leak checks", table_block(tables.leak_table(document["leaks"]), titled=False)),
            section("overview", "Overview", table_block(tables.overview_table(systems), titled=False)),
            *(_system(figures, f"system-{number}") for number, figures in enumerate(systems.values(), start=1)),
            section(
                "time", "Time and memory", table_block(tables.latency_table(document["performance"]), titled=False)
            ),
            _missing(document),
            section("reading", "How to read this page", definitions(_READING)),
        ],
    )


def explanations_page(document: Mapping[str, Any]) -> str:
    """The whole page of a ranking of methods of explanation."""
    detectors = document["detectors"]
    links = [(f"detector-{number}", name) for number, name in enumerate(detectors, start=1)]
    failed = map_tables.failed_maps(document)
    head = (
        f"<header><h1>Explanations</h1><p>{escaped(map_tables.image_sentence(document))} "
        f'{escaped(document["program"])}.</p><p class="caution">{escaped(map_tables.CAVEAT)}</p>'
        f"{_contents([*links, ('reading', 'How to read this page')])}</header>"
    )
    sections = [section(key, name, _explained(document, detectors[name])) for key, name in links]
    if failed is not None:
        sections.append(section("missing", failed.title, table_block(failed, titled=False)))
    sections.append(section("reading", "How to read this page", definitions(map_tables.READING)))
    return whole_page(f"Explanations: {', '.join(detectors)}", head, sections)


def _explained(document: Mapping[str, Any], figures: Mapping[str, Any]) -> str:
    """One detector: the ranking first."""
    weights = f"<p>Weights SHA-256 {escaped(figures['weights_sha256'])}.</p>"
    shown = (
        map_tables.ranking_table(figures),
        map_tables.agreement_table(figures),
        map_tables.strength_table(document, figures),
    )
    return weights + "".join(table_block(table) for table in shown)


def whole_page(
    title: str, head: str, sections: Sequence[str], *, styles: Sequence[str] = (), pictures: bool = False
) -> str:
    """A closed document, in the common style and further ones of the resources. Names in it come from folders and
    files: each is escaped, and the page forbids itself scripts, requests and foreign styles; with `pictures` it shows
    those that it holds, and no others."""
    resources = files("gauntlet_desktop.resources")
    style = "".join(resources.joinpath(name).read_text(encoding="utf-8") for name in ("evaluation.css", *styles))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    images = "img-src data:; " if pictures else ""
    policy = f"default-src 'none'; {images}style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escaped(title)}</title>",
            f"<style>{style}</style>\n</head>\n<body>",
            head,
            "<main>",
            *sections,
            "</main>\n</body>\n</html>\n",
        ]
    )


def _head(document: Mapping[str, Any]) -> str:
    caution = f'<p class="caution">{escaped(document["caution"])}</p>' if document["caution"] else ""
    links = [("leaks", "Leak checks"), ("overview", "Overview")]
    links += [(f"system-{n}", name) for n, name in enumerate(document["systems"], start=1)]
    links += [("time", "Time and memory"), ("reading", "How to read this page")]
    return (
        f"<header><h1>Evaluation</h1><p>{escaped(tables.image_sentence(document))} "
        f"{escaped(document['program'])}.</p>{caution}{_contents(links)}</header>"
    )


def _contents(links: Sequence[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="#{key}">{escaped(name)}</a></li>' for key, name in links)
    return f'<nav aria-label="Contents"><ul>{items}</ul></nav>'


def _system(figures: Mapping[str, Any], key: str) -> str:
    notes = [f"Weights SHA-256 {figures['weights_sha256'] or 'none'}.", figures["note"]]
    if not figures["calibrated"]:
        notes.append("Uncalibrated: there are scores, no likelihood ratios and no verdicts.")
    parts = [f"<p>{escaped(' '.join(note for note in notes if note))}</p>"]
    if not figures["conditions"]:
        parts.append("<p>There are no scores of both classes: see the pictures without a score.</p>")
        return section(key, figures["detector"], "".join(parts))
    first, *others = system_tables(figures, complete=True)
    parts.append(table_block(first))
    parts.append(f'<div class="plots">{"".join(_plot(plot) for plot in plots(figures, key))}</div>')
    parts += [table_block(table) for table in others]
    return section(key, figures["detector"], "".join(parts))


def _missing(document: Mapping[str, Any]) -> str:
    found = tables.failure_table(document)
    return "" if found is None else section("missing", found.title, table_block(found, titled=False))


def _plot(plot: Plot) -> str:
    legend = "".join(f"<li>{charts.swatch(style, kind)} {escaped(name)}</li>" for style, name, kind in plot.legend)
    return (
        f'<figure><h3>{escaped(plot.values.title)}</h3>{plot.svg}<ul class="legend">{legend}</ul>'
        f"<figcaption>{escaped(plot.caption)}</figcaption>"
        f"<details><summary>Values</summary>{table_block(plot.values, titled=False)}</details></figure>"
    )


def table_block(table: Table, *, titled: bool = True) -> str:
    """A table that scrolls by itself where the page is narrow."""
    title = f"<h3>{escaped(table.title)}</h3>" if titled else ""
    kinds = ["sentence" if index in table.prose else "figure" for index in range(len(table.header))]
    header = "".join(
        f'<th scope="col" class="{kind}">{escaped(name)}</th>' for kind, name in zip(kinds, table.header, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{escaped(row[0])}</th>{"".join(map(_cell, kinds[1:], row[1:]))}</tr>'
        for row in table.rows
    )
    note = f'<p class="note">{escaped(table.note)}</p>' if table.note else ""
    return (
        f'{title}<div class="scroll" role="region" aria-label="{escaped(table.title)}" tabindex="0"><table>'
        f"<thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _cell(kind: str, text: str) -> str:
    """A cell of its column's kind; the name of a leak stands out."""
    shown = f"{kind} severity-{text}" if text in ("severe", "strong", "mild") else kind
    return f'<td class="{shown}">{escaped(text)}</td>'


def definitions(reading: Sequence[tuple[str, str]]) -> str:
    """Terms and what they mean."""
    entries = "".join(f"<dt>{escaped(term)}</dt><dd>{escaped(text)}</dd>" for term, text in reading)
    return f"<dl>{entries}</dl>"


def section(key: str, title: str, content: str) -> str:
    """A titled part of the page that links can lead to."""
    return f'<section id="{key}"><h2>{escaped(title)}</h2>{content}</section>'


def escaped(text: str) -> str:
    """Text for a page: no tag or entity in it survives."""
    return html.escape(visible(text))
