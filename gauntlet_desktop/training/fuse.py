"""Fits the fusion of calibrated detectors on held-out sources: from files to fusion.json and its folds.

An image's log10 likelihood ratios come from calibrations without its source, and its fused score from weights without
its source, so that the fused score is calibrated as it will come out on sources never seen.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector, ScopeJudge
from gauntlet_desktop.core.calibration import Calibration, parse_calibration
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.fusion import Fusion, parse_fusion
from gauntlet_desktop.core.logistic import fit_logistic
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import Sample, open_pack
from gauntlet_desktop.inference.scoring import Losses, Scored
from gauntlet_desktop.training.calibrate import measured_sides, score_cells, write_json
from gauntlet_desktop.training.fit import Identity, ScoredCells, balanced_by_source, fit, source_key
from gauntlet_desktop.training.strata import Cell

FUSION_NAME = "fusion.json"
FOLDS_NAME = "fusion_folds.json"
FUSED_ID = "fusion"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Row:
    """One image in one cell with its log10 LR by each detector, (D,)."""

    cell: Cell
    scored: Scored
    ratios: Floats

    @property
    def sample(self) -> Sample:
        return self.scored.sample


def fuse(
    detectors: Sequence[tuple[Detector, Identity]],
    data_dir: Path,
    held_out: Mapping[str, Sequence[str]] | None,
    out_dir: Path,
    *,
    seed: int = 1,
    judges: Sequence[ScopeJudge] = (),
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Fusion:
    """Fuse on the held-out sources (label "real" and "fake" to names; None: every source) of `data_dir`; write
    fusion.json, and fusion_folds.json with one fusion for each source left out, into `out_dir`.

    Raises what `calibrate` raises, for each detector and for the fused score, and UserError for fewer than two
    detectors.
    """
    if len({identity.detector for _, identity in detectors}) < 2:
        raise UserError("too_few_detectors", "A fusion needs two different detectors.", "Name two or more.")
    context = TaskContext(progress, is_cancelled)
    losses = Losses()
    scored = []
    with open_pack(data_dir) as pack:
        sides = measured_sides(pack, held_out, context, min_images=1, losses=losses, judges=judges)
        for number, (detector, _) in enumerate(detectors):
            part = context.part(number / len(detectors), (number + 1) / len(detectors))
            scored.append(score_cells(detector, pack, sides, part, seed=seed, losses=losses))
    document, folds = fit_fusion(scored, [identity for _, identity in detectors])
    document["calibration"]["fitted_on"]["lost"] = losses.reasons
    write_json(out_dir / FUSION_NAME, document)
    write_json(out_dir / FOLDS_NAME, folds)
    return parse_fusion(document)


def fit_fusion(
    scored: Sequence[ScoredCells], identities: Sequence[Identity]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The fusion document (schema 1) of the detectors' scores of the same images, and the folds: the document without
    each source, by its "label/source"."""
    rows = _rows(scored, identities)
    sources = sorted({source_key(row.sample) for row in rows})
    weights = {source: _weights([row for row in rows if source_key(row.sample) != source]) for source in sources}
    fused: dict[Cell, list[Scored]] = {}
    for row in rows:
        *slopes, intercept = weights[source_key(row.sample)]
        score = float(intercept + np.dot(slopes, row.ratios))
        fused.setdefault(row.cell, []).append(replace(row.scored, score=score))
    calibration, folds = fit(fused, _fused_identity(identities))
    document = _document(_weights(rows), identities, calibration)
    return document, {source: _document(weights[source], identities, folds[source]) for source in sources}


def _rows(scored: Sequence[ScoredCells], identities: Sequence[Identity]) -> list[_Row]:
    """Every image that all detectors scored, with likelihood ratios of calibrations without its source."""
    left_out = []
    for cells, identity in zip(scored, identities, strict=True):
        _, folds = fit(cells, identity)
        calibrations = {source: parse_calibration(fold) for source, fold in folds.items()}
        left_out.append({cell: _ratios(cell, items, calibrations) for cell, items in cells.items()})
    return [
        _Row(cell, item, np.array([ratios[cell][item.sample] for ratios in left_out]))
        for cell, items in scored[0].items()
        for item in items
        if all(item.sample in ratios[cell] for ratios in left_out)
    ]


def _ratios(cell: Cell, items: Sequence[Scored], calibrations: Mapping[str, Calibration]) -> dict[Sample, float]:
    ratios = {}
    for item in items:
        stratum = calibrations[source_key(item.sample)].stratum_at(cell.min_side, cell.min_quality)
        assert stratum is not None
        ratios[item.sample] = stratum.log10_lr(item.score)
    return ratios


def _weights(rows: Sequence[_Row]) -> Floats:
    """Weights (D,) and intercept of the fused log10 LR. A detector whose weight would be negative gets none: less
    evidence for a side is never evidence for it."""
    ratios = np.array([row.ratios for row in rows])
    generated = np.array([row.sample.generated for row in rows])
    mass = balanced_by_source([row.sample for row in rows])
    fitted = np.zeros(ratios.shape[1] + 1)
    kept = list(range(ratios.shape[1]))
    while kept:
        found = fit_logistic(ratios[:, kept], generated, mass) / math.log(10.0)
        worst = int(np.argmin(found[:-1]))
        if found[worst] >= 0.0:
            fitted[[*kept, -1]] = found
            break
        del kept[worst]
    return fitted


def _document(weights: Floats, identities: Sequence[Identity], calibration: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "schema": 1,
        "inputs": [
            {"detector": each.detector, "weights_sha256": each.weights_sha256, "weight": float(weight)}
            for each, weight in zip(identities, weights[:-1], strict=True)
        ],
        "intercept": float(weights[-1]),
        "calibration": dict(calibration),
    }


def _fused_identity(identities: Sequence[Identity]) -> Identity:
    """The weights of a fusion are those of all its inputs."""
    digests = "\n".join(each.weights_sha256 for each in identities)
    version = ", ".join(f"{each.detector} {each.version}" for each in identities)
    return Identity(FUSED_ID, version, hashlib.sha256(digests.encode()).hexdigest())
