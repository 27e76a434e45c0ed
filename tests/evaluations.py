"""Labelled pictures, a detector that can tell them apart, and a calibration for it, for the tests of the evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.core.calibration import Calibration, Line, Stratum
from gauntlet_desktop.core.task import TaskContext

SIDE = 224


class Smoothness:
    """A detector that finds smooth pictures generated; it counts the pictures that it saw."""

    id = "smoothness"

    def __init__(self) -> None:
        self.seen = 0

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        self.seen += 1
        return DetectorOutput(2.5 - float(np.log1p(np.abs(np.diff(image.pixels.mean(axis=2), axis=1)).mean())))


def calibration(low: int = 1, high: int = 101, **changes: Any) -> Calibration:
    """log10 LR = score, at most 2 either way, for the qualities from low to high."""
    facts = {
        "name": "all",
        "min_quality": low,
        "max_quality": high,
        "curve": Line(1.0, 0.0),
        "log10_lr_floor": -2.0,
        "log10_lr_cap": 2.0,
        "real_upper": 0.5,
        "fake_lower": -0.5,
        "n_real": 100,
        "n_fake": 100,
    }
    return Calibration("smoothness", "00", 0.05, (Stratum(**{**facts, **changes}),))


def calibration_document() -> dict[str, Any]:
    """The same calibration as a file."""
    names = ("name", "min_quality", "max_quality", "log10_lr_cap", "real_upper", "fake_lower", "n_real", "n_fake")
    stratum = calibration().strata[0]
    return {
        "schema": 1,
        "detector": "smoothness",
        "detector_version": "0.1",
        "weights_sha256": "00",
        "fitted_on": {"sources": {"real": {"slr": 4}, "fake": {"old": 4}}},
        "alpha": 0.05,
        "strata": [
            {name: getattr(stratum, name) for name in names} | {"slope": 1.0, "intercept": 0.0, "error_rates": {}}
        ],
    }


def make_labelled(root: Path, count: int = 4) -> Path:
    """Noise as real pictures and smooth noise as generated ones, two sources of each class, and one blank picture."""
    rng = np.random.default_rng(1)
    for label, source in (("real", "phone"), ("real", "slr"), ("fake", "old"), ("fake", "new")):
        (root / label / source).mkdir(parents=True)
        for index in range(count):
            side = 20 if label == "fake" else SIDE
            noise = Image.fromarray(rng.integers(0, 256, (side, side, 3), dtype=np.uint8))
            noise.resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(root / label / source / f"{index}.png")
    Image.new("RGB", (SIDE, SIDE), (7, 7, 7)).save(root / "fake" / "new" / "blank.png")
    return root
