"""Writes the figures of an evaluation as Markdown tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_POOLED: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = (
    ("AUC", lambda c: f"{c['auc']:.3f}"),
    ("Cllr", lambda c: f"{c['cllr']:.3f}"),
    ("min Cllr", lambda c: f"{c['min_cllr']:.3f}"),
    ("Cllr - min", lambda c: f"{c['cllr_minus_min']:.3f}"),
    ("ECE", lambda c: f"{c['ece']:.3f}"),
    ("verdicts that take a side", lambda c: percent(c["coverage"])),
    ("of these wrong", lambda c: percent(c["error_of_accepted"])),
)


def markdown_table(figures: Mapping[str, Any]) -> str:
    """The whole table of one detector; rates with their 95 % intervals."""
    conditions = figures["conditions"]
    flips = figures["clean_to_web"]
    pooled = [(name, [text(condition) for condition in conditions.values()]) for name, text in _POOLED]
    return "\n".join(
        [
            f"Detector {figures['detector']}, weights SHA-256 `{figures['weights_sha256']}`; "
            f"{figures['images']['scored']} images, {figures['images']['out_of_scope']} left out by the scope gate.",
            "",
            *_rows("Pooled", list(conditions), pooled),
            "",
            *_source_rows("Camera source", "real_sources", conditions),
            "",
            *_source_rows("Generated source", "fake_sources", conditions),
            "",
            *_source_rows("Generator", "generators", conditions),
            "",
            f"From clean to web, {percent(flips['changed_side'])} of verdicts change their side, "
            f"{percent(flips['changed_at_all'])} change their side or whether they take one.",
            "",
            f"A trivial model on format, size and bytes of the originals reaches AUC {figures['trivial_auc']:.3f} on "
            "the same images; web and hard encode both classes alike.",
            "",
        ]
    )


def percent(rate: Mapping[str, float]) -> str:
    """A rate as "5.0 % (3.1 to 7.9)"."""
    return f"{100 * rate['rate']:.1f} % ({100 * rate['low']:.1f} to {100 * rate['high']:.1f})"


def _source_rows(title: str, key: str, conditions: Mapping[str, Any]) -> list[str]:
    """One row a source or generator: its number, and per condition AUC, AI supported, LR over 1."""
    names = next(iter(conditions.values()))[key]
    header = [f"{condition}: {what}" for condition in conditions for what in ("AUC", "AI supported", "LR over 1")]
    rows = [
        (
            f"{name} ({entry['n']})",
            [cell for c in conditions.values() for cell in _cells(c[key][name])],
        )
        for name, entry in names.items()
    ]
    return _rows(title, header, rows)


def _cells(entry: Mapping[str, Any]) -> list[str]:
    return [f"{entry['auc']:.3f}", percent(entry["ai_supported"]), percent(entry["over_even"])]


def _rows(title: str, header: list[str], rows: list[tuple[str, list[str]]]) -> list[str]:
    lines = [[title, *header], ["---"] * (len(header) + 1), *([name, *cells] for name, cells in rows)]
    return ["| " + " | ".join(line) + " |" for line in lines]
