"""Figures of a two-class score: accuracy with its interval, AUC, and both for each source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.intervals import clopper_pearson
from gauntlet_desktop.core.lr_metrics import auc

Scores = NDArray[np.float64]


def figures(scores: Scores, generated: NDArray[np.bool_]) -> dict[str, Any]:
    """Accuracy at score 0 (probability 0.5) with its 95 % Clopper-Pearson interval, and the AUC, None for one class."""
    right = int(((scores > 0.0) == generated).sum())
    low, high = clopper_pearson(right, len(scores))
    both = bool(generated.any() and not generated.all())
    return {
        "images": len(scores),
        "accuracy": right / len(scores),
        "accuracy_95": [low, high],
        "auc": auc(scores[~generated], scores[generated]) if both else None,
    }


def by_source(scores: Scores, generated: NDArray[np.bool_], sources: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The figures of each source; its AUC is against all images of the other class."""
    named = np.array(sources)
    table = {}
    for source in sorted(set(sources)):
        own = named == source
        others = generated != generated[own][0]
        table[source] = figures(scores[own], generated[own])
        table[source]["auc"] = figures(scores[own | others], generated[own | others])["auc"]
    return table
