"""Measures a detector on labelled images in the conditions clean, web and hard, and writes the table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.protocols import Detector
from gauntlet_desktop.core.calibration import Calibration, read_calibration
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.conditions import CONDITIONS
from gauntlet_desktop.evaluation.measures import condition_figures, flip_figures, judge, trivial_auc
from gauntlet_desktop.evaluation.table import markdown_table
from gauntlet_desktop.imaging.packs import Sample, open_pack
from gauntlet_desktop.inference.scoring import in_scope, score_delivered

EVALUATION_NAME = "evaluation.json"
TABLE_NAME = "evaluation.md"


def evaluate(
    detector: Detector,
    calibration: Calibration,
    data_dir: Path,
    out_dir: Path,
    *,
    sources: Mapping[str, Sequence[str]] | None = None,
    folds: Mapping[str, Calibration] | None = None,
    caution: str = "",
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Score the images of `data_dir` and write evaluation.json and evaluation.md into `out_dir`; returns the figures.

    `sources` (label "real" and "fake" to names) limits the images: give the held-out ones for a detector that was
    trained on this data. `folds` ("label/source" to calibration) judge the sources that `calibration` was fitted on.
    `caution` is said above the table.
    """
    context = TaskContext(progress, is_cancelled)
    with open_pack(data_dir) as pack:
        wanted = [
            sample for sample in pack.samples if sources is None or sample.source in sources.get(sample.label, ())
        ]
        samples = in_scope(pack, wanted, context)
        scored = {name: score_delivered(detector, pack, samples, chain, context) for name, chain in CONDITIONS.items()}
    known = folds or {}

    def calibration_for(sample: Sample) -> Calibration:
        return known.get(f"{sample.label}/{sample.source}", calibration)

    judged = {name: judge(items, calibration_for) for name, items in scored.items()}
    figures = {
        "detector": detector.id,
        "weights_sha256": calibration.weights_sha256,
        "images": {"scored": len(samples), "out_of_scope": len(wanted) - len(samples)},
        "conditions": {name: condition_figures(items) for name, items in judged.items()},
        "clean_to_web": flip_figures(judged["clean"], judged["web"]),
        "trivial_auc": trivial_auc(scored["clean"]),
    }
    out_dir.mkdir(parents=True, exist_ok=True)
    table = markdown_table(figures)
    (out_dir / EVALUATION_NAME).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    (out_dir / TABLE_NAME).write_text(f"{caution}\n\n{table}" if caution else table, encoding="utf-8")
    return figures


def read_folds(path: Path) -> dict[str, Calibration]:
    """The calibrations that leave one source out each, as `gauntlet_desktop.training.calibrate` writes them."""
    documents = json.loads(path.read_text(encoding="utf-8"))
    return {source: read_calibration(json.dumps(document)) for source, document in documents.items()}
