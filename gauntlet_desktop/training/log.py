"""The log of a run: one JSON line a validation, cut back to the checkpoint when a run goes on, and its picture."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.training.files import unwritten, write_file

LOG_NAME = "log.jsonl"
PLOT_NAME = "log.svg"
_WIDTH, _HEIGHT, _GAP = 720, 260, 60
_LEFT, _RIGHT, _TOP = 70, 150, 30
# Okabe and Ito's colours, told apart by colour-blind readers too.
_COLOURS = {"training step": "#0072b2", "training sources": "#d55e00", "selection sources": "#009e73"}
_PANELS: Mapping[str, Mapping[str, str]] = {
    "Loss": {"loss": "training step", "validation_loss": "training sources", "selection_loss": "selection sources"},
    "AUC": {"validation_auc": "training sources", "selection_auc": "selection sources"},
}

Entry = Mapping[str, Any]


def read_log(out: Path) -> list[dict[str, Any]]:
    """The entries of a run's log up to the first line that is none: a kill may have cut one off."""
    log = out / LOG_NAME
    entries = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else ():
        try:
            entry = parse_json(line)
        except ValueError:
            break
        if not isinstance(entry, dict):
            break
        entries.append(entry)
    return entries


def last_entry(out: Path) -> dict[str, Any]:
    """The last line of a run's log (step, seconds, losses, AUCs); empty where there is no log."""
    entries = read_log(out)
    return entries[-1] if entries else {}


def selected_entry(out: Path) -> dict[str, Any]:
    """The line of the weights that were kept, the first with the best AUC on the selection sources; empty without."""
    entries = [entry for entry in read_log(out) if "selection_auc" in entry]
    return max(entries, key=lambda entry: float(entry["selection_auc"]), default={})


def append_entry(out: Path, entry: Entry) -> None:
    """Add one line. Raises EnvironmentFault."""
    path = out / LOG_NAME
    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")
    except OSError as error:
        raise unwritten(path, error) from error


def cut_back(out: Path, step: int) -> None:
    """Drop what was logged after a step: a run that goes on from there will log it again."""
    lines = [json.dumps(entry) + "\n" for entry in read_log(out) if entry["step"] <= step]
    write_file(out / LOG_NAME, "".join(lines).encode())


def write_plot(out: Path) -> None:
    """Draw the log as an SVG picture: losses above, AUCs below, over steps. Nothing is drawn of an empty log."""
    if entries := read_log(out):
        write_file(out / PLOT_NAME, draw(entries).encode())


def draw(entries: Sequence[Entry]) -> str:
    """The picture of a log, as SVG text."""
    height = len(_PANELS) * (_HEIGHT + _GAP) + _TOP
    panels = "".join(
        _panel(title, series, entries, _TOP + index * (_HEIGHT + _GAP))
        for index, (title, series) in enumerate(_PANELS.items())
    )
    width = _LEFT + _WIDTH + _RIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="white"/>{panels}</svg>\n'
    )


def _panel(title: str, series: Mapping[str, str], entries: Sequence[Entry], top: float) -> str:
    values = [float(entry[name]) for name in series for entry in entries if name in entry]
    low, high = min(values, default=0.0), max(values, default=1.0)
    low, high = (low - 0.05, high + 0.05) if low == high else (low, high)
    last: int = max(1, *(entry["step"] for entry in entries))

    def x(step: float) -> float:
        return _LEFT + _WIDTH * step / last

    def y(value: float) -> float:
        return top + _HEIGHT * (high - value) / (high - low)

    parts = [_axes(title, last, (low, high), x, y)]
    for index, (name, label) in enumerate(series.items()):
        points = [(x(entry["step"]), y(float(entry[name]))) for entry in entries if name in entry]
        if points:
            parts.append(_line(points, _COLOURS[label]))
            parts.append(_text(_LEFT + _WIDTH + 12, top + 14 + 20 * index, label, "start", _COLOURS[label]))
    return "".join(parts)


def _axes(
    title: str, last: int, span: tuple[float, float], x: Callable[[float], float], y: Callable[[float], float]
) -> str:
    """A frame, the title, five marks along each side."""
    low, high = span
    parts = [
        f'<rect x="{_LEFT}" y="{y(high):.1f}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="#888"/>',
        _text(_LEFT, y(high) - 8, title, "start"),
        _text(_LEFT + _WIDTH, y(low) + 34, "step", "end"),
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        value, step = low + share * (high - low), share * last
        parts.append(_text(_LEFT - 8, y(value) + 4, f"{value:.3f}", "end"))
        parts.append(_text(x(step), y(low) + 18, f"{step:.0f}", "middle"))
        parts.append(
            f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#ddd"/>'
        )
    return "".join(parts)


def _line(points: Sequence[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
