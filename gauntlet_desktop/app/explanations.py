"""Explanations on demand: one file, one detector, one method; and the ranking of methods on labelled images."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from gauntlet_desktop import __version__
from gauntlet_desktop.api.protocols import ExplainRequest, ImageInput
from gauntlet_desktop.api.tasks import Explain, Explainable
from gauntlet_desktop.app.export import export_heatmaps
from gauntlet_desktop.core.records import AnalysisRecord, Heatmap, Status
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.engine.one_picture import decode_one
from gauntlet_desktop.evaluation.explain import explain_image, explainable
from gauntlet_desktop.evaluation.explanations import PAGE_NAME, RankingRequest, rank_methods
from gauntlet_desktop.evaluation.map_tables import map_markdown

__all__ = [
    "Explain",
    "ExplainRequest",
    "Explainable",
    "RankingRequest",
    "explain",
    "explainable",
    "rank",
    "ranking_page",
]


def explain(
    raw_path: bytes,
    task: Explain,
    out: Path | None = None,
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> tuple[Heatmap, list[Path]]:
    """The heatmap of a file and, with `out`, the files that it was written to: a picture and its values.

    Raises InputError for a file that cannot be decoded, UserError for what cannot be explained so.
    """
    source, facts, pixels = decode_one(raw_path)
    context = TaskContext(progress, is_cancelled)
    heatmap = explain_image(ImageInput(pixels, facts), task, context)
    if out is None:
        return heatmap, []
    program = f"Gauntlet Desktop {__version__}"
    record = AnalysisRecord(program, source, Status.OK, image=facts, heatmaps=(heatmap,))
    return heatmap, export_heatmaps(record, pixels, out)


def rank(
    data: Path,
    out: Path | None,
    request: RankingRequest,
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> str:
    """Rank methods of explanation by what is measured of their maps; returns the tables in Markdown, writes all into
    `out`, from where the same call goes on. Raises UserError and EnvironmentFault."""
    if out is None:
        with tempfile.TemporaryDirectory(prefix="gauntlet-") as folder:
            return rank(data, Path(folder), request, progress=progress, is_cancelled=is_cancelled)
    return map_markdown(rank_methods(data, out, request, TaskContext(progress, is_cancelled)))


def ranking_page(out: Path) -> Path:
    """Where a ranking's page lies in its folder."""
    return out / PAGE_NAME
