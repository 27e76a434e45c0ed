"""Evaluates the detector of a finished training run on its held-out sources and writes its model card."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.protocols import Detector, ScopeJudge
from gauntlet_desktop.core.calibration import read_calibration
from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.evaluation.card import Statement, write_model_card
from gauntlet_desktop.evaluation.evaluate import evaluate, read_folds


def evaluate_trained(
    detector: Detector,
    statement: Mapping[str, Any],
    data_dir: Path,
    run_dir: Path,
    *,
    judges: Sequence[ScopeJudge] = (),
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Measure `detector` on the sources that the run in `run_dir` held out, and write evaluation.json, evaluation.md,
    model_card.json and MODEL_CARD.md there; returns the card.

    `statement` has the fields of `Statement`. Raises UserError when the run is not finished or not calibrated.
    """
    documents = {name: _document(run_dir / f"{name}.json") for name in ("training", "calibration")}
    figures = evaluate(
        detector,
        read_calibration(json.dumps(documents["calibration"])),
        data_dir,
        run_dir,
        sources=documents["training"]["parameters"]["held_out"],
        folds=read_folds(run_dir / "calibration_folds.json"),
        judges=judges,
        progress=progress,
        is_cancelled=is_cancelled,
    )
    return write_model_card(Statement(**statement), documents["training"], documents["calibration"], figures, run_dir)


def _document(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = parse_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            "run_unfinished",
            f"{path} cannot be read ({error}).",
            "Finish the training run with held-out sources first.",
        ) from error
    return document
