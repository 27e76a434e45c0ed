"""Evaluation as the command line asks for it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.app.settings import own_calibrations
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.conditions import CONDITIONS
from gauntlet_desktop.evaluation.evaluate import PAGE_NAME, Plan
from gauntlet_desktop.evaluation.installed import evaluate_installed
from gauntlet_desktop.evaluation.table import markdown

ALL_CONDITIONS = tuple(CONDITIONS)

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What to evaluate: the named detectors (none: all installed), in these conditions, on at most `limit` images of a
    source, with `ten_crop` on ten crops as well."""

    detectors: Sequence[str] = ()
    conditions: Sequence[str] = ALL_CONDITIONS
    limit: int | None = None
    ten_crop: bool = False


def evaluate(
    data: Path,
    out: Path | None,
    request: EvaluationRequest = EvaluationRequest(),
    *,
    progress: Progress,
    is_cancelled: Callable[[], bool] | None = None,
) -> str:
    """Measure installed detectors on labelled images; returns the chief tables as Markdown, writes all into `out`.

    What was scored before is in `out`: the same call goes on from there. Raises UserError and EnvironmentFault.
    """
    if out is None:
        with tempfile.TemporaryDirectory(prefix="gauntlet-") as folder:
            return evaluate(data, Path(folder), request, progress=progress, is_cancelled=is_cancelled)
    document = evaluate_installed(
        data,
        out,
        Plan(conditions=request.conditions, limit=request.limit),
        TaskContext(progress, is_cancelled),
        detectors=request.detectors,
        ten_crop=request.ten_crop,
        own_calibrations=own_calibrations(),
    )
    return markdown(document, complete=False)


def page_of(out: Path) -> Path:
    """Where an evaluation's page lies in its folder."""
    return out / PAGE_NAME
