"""The report of all figures: what was measured, on what machine, and which figures are worse than the last time.

Figures are compared as ratios, and only with those of the same processor: seconds of two machines say nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.common import LESS, MORE

FILE_NAME = "figures.json"
PAGE_NAME = "figures.md"
# Two runs on a quiet machine differ by up to a tenth; only more than this is called a regression.
TOLERANCE = 1.25


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a benchmark. `name` holds the names it belongs to, from the outermost on; `better` is the way that it
    should go, empty for a fact."""

    name: str
    value: float
    unit: str
    better: str


@dataclass(frozen=True, slots=True)
class Run:
    """A benchmark that ran: when (local time), at which commit, on what machine, how long, and what it measured."""

    when: str
    commit: str
    processor: str
    machine: dict[str, str]
    seconds: float
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of the last run; `worse` is how many times worse it is (below 1: better), None where the two
    cannot be compared."""

    figure: Figure
    before: float | None
    worse: float | None

    @property
    def is_regression(self) -> bool:
        return self.worse is not None and self.worse > TOLERANCE


def figures_of(lines: Iterable[str]) -> tuple[Figure, ...]:
    """The rows that a benchmark told, as lines of JSON, each under the names that it is indented below."""
    figures: list[Figure] = []
    above: list[tuple[int, str]] = []
    for line in lines:
        plain = json.loads(line)
        name = plain["name"].strip()
        indent = len(plain["name"]) - len(plain["name"].lstrip())
        above = [each for each in above if each[0] < indent]
        figures.append(
            Figure(": ".join([*(n for _, n in above), name]), plain["value"], plain["unit"], plain["better"])
        )
        above.append((indent, name))
    return tuple(figures)


def compared(run: Run, last: Run | None) -> list[Compared]:
    """Every figure of a run beside the same one of the last run."""
    before = {figure.name: figure.value for figure in last.figures} if last else {}
    same_machine = last is not None and last.processor == run.processor
    return [
        Compared(
            figure,
            before.get(figure.name),
            _worse(figure, before[figure.name]) if same_machine and figure.name in before else None,
        )
        for figure in run.figures
    ]


def _worse(figure: Figure, before: float) -> float | None:
    now = figure.value
    if figure.better not in (LESS, MORE) or not all(math.isfinite(each) and each > 0 for each in (now, before)):
        return None
    return now / before if figure.better == LESS else before / now


def read_runs(path: Path) -> dict[str, Run]:
    """The runs of a file that `write_runs` made, by benchmark; none where it is not there."""
    if not path.exists():
        return {}
    plain = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Run(**{**run, "figures": tuple(Figure(**figure) for figure in run["figures"])})
        for name, run in plain.items()
    }


def write_runs(path: Path, runs: dict[str, Run]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = {name: asdict(runs[name]) for name in sorted(runs)}
    path.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def page(runs: dict[str, Run], last: dict[str, Run], without: Mapping[str, str]) -> str:
    """The report in Markdown: what ran `without` figures and why, and what got worse; then a table a benchmark."""
    sections, worse = [], []
    for name in sorted(runs):
        rows = compared(runs[name], last.get(name))
        worse += [f"- {name}: {each.figure.name}: {_ratio(each)} times worse" for each in rows if each.is_regression]
        sections += ["", f"## {name}", "", *_facts(runs[name]), "", *_table(rows)]
    verdict = worse or [f"No figure is more than {TOLERANCE:g} times worse than the last time."]
    broken = [
        f"- {name} {why}: its figures are those of an earlier run, if it has any" for name, why in without.items()
    ]
    return "\n".join(["# Figures", "", *broken, *verdict, *sections, ""])


def _facts(run: Run) -> list[str]:
    facts = "; ".join(f"{name} {value}" for name, value in run.machine.items())
    return [f"{run.when}, commit {run.commit}, {run.seconds:.1f} s. {run.processor}. {facts}."]


def _table(rows: Sequence[Compared]) -> list[str]:
    lines = ["| figure | now | unit | last | times worse |", "| --- | ---: | --- | ---: | ---: |"]
    for each in rows:
        last = "" if each.before is None else f"{each.before:.4g}"
        mark = f"**{_ratio(each)}**" if each.is_regression else _ratio(each)
        name = each.figure.name.replace("|", "\\|")
        lines.append(f"| {name} | {each.figure.value:.4g} | {each.figure.unit} | {last} | {mark} |")
    return lines


def _ratio(each: Compared) -> str:
    return "" if each.worse is None else f"{each.worse:.2f}"
