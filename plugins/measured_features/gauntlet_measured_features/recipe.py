"""The training recipe of the second opinion: measure delivered pictures, choose the penalty on unseen sources, fit."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.api import Detector, Parameter
from gauntlet_desktop.core.errors import UserError
from gauntlet_measured_features.detector import DETECTOR_ID, MeasuredFeaturesDetector
from gauntlet_measured_features.features import GROUPS, NAMES, measure
from gauntlet_measured_features.fit import Penalty, Table, fit, unseen_auc
from gauntlet_measured_features.model import write_model

RECIPE_ID = DETECTOR_ID
VERSION = "0.1.0"
WEIGHTS_NAME = "model.json"
ABLATION_NAME = "ablation.json"
LOG_NAME = "log.jsonl"
STATEMENT = Path(__file__).parent / "statement.toml"
CONDITIONS = ("clean", "web", "hard")

# Never trained on: the calibration and every stated figure come from these sources alone.
HELD_OUT: Mapping[str, tuple[str, ...]] = {
    "real": ("bsds500", "dreambooth", "pexels", "urban100"),
    "fake": ("evolink", "picotrex", "supagruen"),
}
PARAMETERS = (
    Parameter("per_source", 200, "pictures of each source, at most", minimum=2, maximum=100_000),
    Parameter("draws", 3, "random deliveries of each picture", minimum=2, maximum=64),
    Parameter("ridges", [0.3, 3.0, 10.0], "strengths of the ridge to choose from, on sources left out"),
    Parameter("delivery", [0.0, 3.0, 10.0], "strengths of the penalty on what delivery changes, to choose from"),
    Parameter(
        "held_out",
        {label: list(sources) for label, sources in HELD_OUT.items()},
        "label to sources that are never trained on: calibration and figures rest on them",
    ),
)

Progress = Callable[[float, str], None]


class MeasuredFeaturesRecipe:
    """Fits the logistic model on measured features and writes it as JSON."""

    id = RECIPE_ID
    parameters = PARAMETERS
    version = VERSION
    weights_name = WEIGHTS_NAME

    @property
    def statement(self) -> Mapping[str, Any]:
        """What the model card says beyond figures."""
        return tomllib.loads(STATEMENT.read_text(encoding="utf-8"))

    def detector(self, out: Path) -> Detector:
        """The detector on the model in `out`."""
        return MeasuredFeaturesDetector(out / WEIGHTS_NAME)

    def train(self, data: Any, out: Path, parameters: Mapping[str, Any], progress: Progress) -> None:
        """Write model.json, and ablation.json: how each group of features does on training sources left out.

        `data.delivered(per_source, draws)` gives the pictures of the training sources in the conditions clean, web and
        hard, and `draws` times drawn at random, both classes through the same chains.
        """
        start = time.monotonic()
        penalties = _penalties(parameters["ridges"], parameters["delivery"])
        table = measure_all(data.delivered(parameters["per_source"], parameters["draws"]))
        progress(0.9, "Choosing the penalty on sources left out")
        chosen = choose(table, penalties)
        progress(0.95, "Leaving out each group of features")
        _write(out / ABLATION_NAME, ablation(table, penalties, chosen))
        write_model(fit(table, NAMES, chosen, VERSION), out / WEIGHTS_NAME)
        entry = {"step": len(table.values), "seconds": round(time.monotonic() - start, 1)}
        (out / LOG_NAME).write_text(json.dumps(entry) + "\n", encoding="utf-8")


def measure_all(pictures: Iterable[Any]) -> Table:
    """The features of delivered pictures, which have `pixels`, `generated`, `source`, `index` and `condition`."""
    rows = [(measure(p.pixels), p.generated, p.source, p.index, p.condition) for p in pictures]
    values, generated, source, index, condition = zip(*rows, strict=True)
    return Table(np.array(values), np.array(generated), np.array(source), np.array(index), np.array(condition))


def choose(table: Table, penalties: Sequence[Penalty]) -> Penalty:
    """The penalty with the best mean AUC over the conditions on training sources left out; the strongest one where
    there are too few sources to tell."""
    figures = {penalty: _mean(unseen_auc(table, NAMES, penalty, CONDITIONS)) for penalty in reversed(penalties)}
    return max(figures, key=lambda penalty: figures[penalty])


def ablation(table: Table, penalties: Sequence[Penalty], chosen: Penalty) -> dict[str, Any]:
    """AUC on training sources left out, in three conditions: of all features by penalty, without each group, and of
    each group alone."""

    def figures(names: Sequence[str], penalty: Penalty = chosen) -> dict[str, float]:
        return {name: round(value, 4) for name, value in unseen_auc(table, names, penalty, CONDITIONS).items()}

    groups = {group.name: [feature.name for feature in group.features] for group in GROUPS}
    return {
        "measure": "mean AUC over pairs of a real and a generated training source, both left out of the fit",
        "sources": {"real": table.sources(False), "fake": table.sources(True)},
        "chosen": {"ridge": chosen.ridge, "delivery": chosen.delivery},
        "penalties": [{"ridge": p.ridge, "delivery": p.delivery, **figures(NAMES, p)} for p in penalties],
        "all": figures(NAMES),
        "without": {group: figures([n for n in NAMES if n not in names]) for group, names in groups.items()},
        "alone": {group: figures(names) for group, names in groups.items()},
    }


def _penalties(ridges: Sequence[Any], delivery: Sequence[Any]) -> list[Penalty]:
    """All pairs of strengths, the weakest first; raises UserError for what is no strength."""
    numbers = all(isinstance(value, (int, float)) and value >= 0 for value in (*ridges, *delivery))
    if not (numbers and ridges and delivery and min(ridges) > 0):
        raise UserError(
            "bad_parameter",
            "The parameters ridges and delivery are to be lists of numbers, the ridges over 0.",
            "For example: ridges=[0.3,3] delivery=[0,3]",
        )
    return [Penalty(float(ridge), float(strength)) for ridge, strength in product(sorted(ridges), sorted(delivery))]


def _mean(figures: Mapping[str, float]) -> float:
    return float(np.mean(list(figures.values()))) if figures else 0.5


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
