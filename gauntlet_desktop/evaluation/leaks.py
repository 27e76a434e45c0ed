"""Checks whether labelled files give their class away without anybody looking at the picture.

Each check is one feature of the file and nothing else: the classes' shares in each of its cells are counted on four
fifths of the files and tried on the rest, in turn. An AUC well over 0.5 says that a detector could have earned its
figures that way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.evaluation.files import LabelledFile

_FOLDS = 5
_QUANTILE_BINS = 10
_NAMED = 20
# AUC from which a leak is called by this name.
_SEVERITIES = ((0.90, "severe"), (0.75, "strong"), (0.60, "mild"), (0.0, "none"))
_WORDS = {
    "severe": "a severe leak: figures in the clean condition prove little about the pictures.",
    "strong": "a strong leak: read figures in the clean condition with doubt.",
    "mild": "a mild leak.",
    "none": "no leak to speak of.",
}

Cells = Sequence[str]


def _format(files: Sequence[LabelledFile]) -> Cells:
    return [file.sample.original_format or file.container for file in files]


def _size(files: Sequence[LabelledFile]) -> Cells:
    """The long side of the original where it is known, else both sides: generators have favourite sizes."""
    return [
        f"long side {file.sample.original_side}" if file.sample.original_side else f"{file.width} x {file.height}"
        for file in files
    ]


def _tables(files: Sequence[LabelledFile]) -> Cells:
    return [f"tables {file.table}" for file in files]


def _quality(files: Sequence[LabelledFile]) -> Cells:
    return ["no JPEG" if file.quality > 100 else f"quality {file.quality}" for file in files]


def _metadata(files: Sequence[LabelledFile]) -> Cells:
    return [" and ".join(file.metadata) or "no metadata" for file in files]


def _bytes_per_pixel(files: Sequence[LabelledFile]) -> Cells:
    """Tenths of the distribution of bytes per pixel."""
    ratio = np.array([file.size_bytes / max(1, file.width * file.height) for file in files])
    edges = np.unique(np.quantile(ratio, np.linspace(0, 1, _QUANTILE_BINS + 1)[1:-1]))
    place = np.searchsorted(edges, ratio, side="right")
    return [f"{'from' if index else 'under'} {edges[max(0, index - 1)]:.2f} bytes a pixel" for index in place]


_CHECKS: tuple[tuple[str, str, Callable[[Sequence[LabelledFile]], Cells]], ...] = (
    ("format", "the container format", _format),
    ("size", "the size in pixels", _size),
    ("quantisation", "the quantisation tables", _tables),
    ("quality", "the JPEG quality", _quality),
    ("metadata", "the presence of metadata", _metadata),
    ("bytes_per_pixel", "the number of bytes a pixel", _bytes_per_pixel),
)


def leak_checks(files: Sequence[LabelledFile]) -> dict[str, Any]:
    """All checks as plain data: `checks` (one a feature, each with its AUC, severity and sentence), `together` (the
    features combined) and `duplicates`. Raises ValueError when a class is empty."""
    generated = np.array([file.sample.generated for file in files])
    evidence = {key: cells(files) for key, _, cells in _CHECKS}
    odds = {key: held_out_log_odds(cells, generated) for key, cells in evidence.items()}
    checks = [_check(key, subject, evidence[key], odds[key], generated) for key, subject, _ in _CHECKS]
    together = _auc(np.sum(list(odds.values()), axis=0), generated)
    return {
        "checks": checks,
        "together": {"auc": together, "severity": severity(together), "sentence": _together(together)},
        "duplicates": duplicates(files),
    }


def held_out_log_odds(cells: Cells, generated: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Natural log odds of "made by a generative model" in each file's cell, counted on the other four fifths of the
    files. Both classes weigh the same; every cell is given one image of the smaller one, so 0 for a cell never seen.
    """
    folds = _folds(generated)
    odds = np.zeros(len(cells))
    for fold in range(_FOLDS):
        counts = [Counter(c for c, g, f in zip(cells, generated, folds, strict=True) if g == side and f != fold)
                  for side in (False, True)]  # fmt: skip
        totals = [max(1, group.total()) for group in counts]
        floor = 1.0 / min(totals)
        for index in np.flatnonzero(folds == fold).tolist():
            real, fake = (counts[side][cells[index]] / totals[side] + floor for side in (0, 1))
            odds[index] = np.log(fake / real)
    return odds


def severity(value: float) -> str:
    """The name of a leak of this AUC."""
    return next(name for least, name in _SEVERITIES if value >= least)


def duplicates(files: Sequence[LabelledFile]) -> dict[str, Any]:
    """Exact repetitions: how many files repeat another one of their class, and which pictures are in both classes,
    by the bytes of the original where they are known."""
    within = len(files) - len({(file.sample.generated, file.sha256) for file in files})
    groups: dict[str, list[LabelledFile]] = defaultdict(list)
    for file in files:
        groups[file.sample.original_sha256 or file.sha256].append(file)
    across = [group for group in groups.values() if len({file.sample.generated for file in group}) == 2]
    sentence = (
        f"{len(across)} pictures stand in both classes, byte for byte: at least one label of each is wrong."
        if across
        else "No picture stands in both classes."
    )
    if within:
        sentence += f" {within} files repeat another one of their class, byte for byte."
    return {
        "within_a_class": within,
        "across_classes": len(across),
        "members": [[file.sample.member for file in group] for group in across[:_NAMED]],
        "sentence": sentence,
    }


def _check(
    key: str, subject: str, cells: Cells, odds: NDArray[np.float64], generated: NDArray[np.bool_]
) -> dict[str, Any]:
    value = _auc(odds, generated)
    found = severity(value)
    sentence = f"From {subject} alone, the classes are told apart with AUC {value:.2f}: {_WORDS[found]}"
    if found != "none":
        sentence += " " + _most_telling(cells, generated)
    return {"check": key, "auc": value, "severity": found, "sentence": sentence}


def _most_telling(cells: Cells, generated: NDArray[np.bool_]) -> str:
    """The cell in which the shares of the two classes differ most."""
    shares: list[Mapping[str, float]] = []
    for side in (False, True):
        counts = Counter(cell for cell, label in zip(cells, generated, strict=True) if label == side)
        shares.append({cell: count / counts.total() for cell, count in counts.items()})
    real, fake = shares
    cell = max(sorted(set(cells)), key=lambda name: abs(fake.get(name, 0.0) - real.get(name, 0.0)))
    return (
        f"Most telling: {cell}, in {100 * real.get(cell, 0.0):.0f} % of the camera images and "
        f"{100 * fake.get(cell, 0.0):.0f} % of the generated ones."
    )


def _together(value: float) -> str:
    return f"From all of these together, they are told apart with AUC {value:.2f}: {_WORDS[severity(value)]}"


def _auc(odds: NDArray[np.float64], generated: NDArray[np.bool_]) -> float:
    return auc(odds[~generated], odds[generated])


def _folds(generated: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A fifth of each class a fold, in the order of the files: neighbours, which are often alike, part."""
    folds = np.zeros(generated.size, dtype=np.int64)
    for side in (False, True):
        places = np.flatnonzero(generated == side)
        folds[places] = np.arange(places.size) % _FOLDS
    return folds
