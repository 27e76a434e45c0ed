"""Calibrates a detector on labelled images of held-out sources: from files to calibration.json and its folds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.protocols import Detector, ScopeJudge
from gauntlet_desktop.api.whole_files import write_whole
from gauntlet_desktop.core.calibration import Calibration, parse_calibration
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.duplicates import distinct
from gauntlet_desktop.imaging.packs import Pack, Sample, open_pack
from gauntlet_desktop.inference.scoring import Losses, Scored, score_delivered, short_sides
from gauntlet_desktop.training.fit import Identity, fit
from gauntlet_desktop.training.strata import SIDE_STARTS, Cell, cells_for, delivery_into, members

CALIBRATION_NAME = "calibration.json"
FOLDS_NAME = "calibration_folds.json"


def calibrate(
    detector: Detector,
    identity: Identity,
    data_dir: Path,
    held_out: Mapping[str, Sequence[str]] | None,
    out_dir: Path,
    *,
    seed: int = 1,
    min_images: int = 1,
    judges: Sequence[ScopeJudge] = (),
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Calibration:
    """Fit on the held-out sources (label "real" and "fake" to names; None: every source) of `data_dir`; write
    calibration.json, and calibration_folds.json with one calibration for each source left out, into `out_dir`. What
    `judges` call out of scope does not count.

    Raises UserError when a class has fewer than `min_images` images or two sources, more than 1 % of the images cannot
    be scored, or scores do not rise towards generated images.
    """
    context = TaskContext(progress, is_cancelled)
    losses = Losses()
    with open_pack(data_dir) as pack:
        sides = measured_sides(pack, held_out, context, min_images=min_images, losses=losses, judges=judges)
        scored = score_cells(detector, pack, sides, context, seed=seed, losses=losses)
    document, folds = fit(scored, identity)
    document["fitted_on"]["lost"] = losses.reasons
    write_json(out_dir / CALIBRATION_NAME, document)
    write_json(out_dir / FOLDS_NAME, folds)
    return parse_calibration(document)


def measured_sides(
    pack: Pack,
    held_out: Mapping[str, Sequence[str]] | None,
    context: TaskContext,
    *,
    min_images: int,
    losses: Losses,
    judges: Sequence[ScopeJudge] = (),
) -> dict[Sample, int]:
    """The images of the held-out sources that are in scope and large enough, with their short sides in px; of the same
    image several times, one counts, and none where both classes hold it."""
    chosen = [sample for sample in pack.samples if held_out is None or sample.source in held_out.get(sample.label, ())]
    found = short_sides(pack, distinct(pack, chosen, context).samples, context, losses, judges)
    sides = {sample: side for sample, side in found.items() if side >= SIDE_STARTS[0]}
    losses.check(len(chosen))
    _check_count(sides, min_images)
    return sides


def score_cells(
    detector: Detector, pack: Pack, sides: Mapping[Sample, int], context: TaskContext, *, seed: int, losses: Losses
) -> dict[Cell, list[Scored]]:
    """The scores of all images that can be delivered into each cell; raises UserError when too many are lost."""
    scored = {}
    cells = cells_for(sides)
    for number, cell in enumerate(cells):
        part = context.part(number / len(cells), (number + 1) / len(cells))
        scored[cell] = score_delivered(
            detector, pack, members(cell, sides), delivery_into(cell, seed), part, losses=losses
        )
        losses.check(len(sides))
    return scored


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write a whole file or none; raises EnvironmentFault where the disk is full or the folder is not writable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (json.dumps(document, indent=2) + "\n").encode())
    except OSError as error:
        raise EnvironmentFault(
            "not_written",
            phrase("{file} cannot be written ({reason}).", file=path.name, reason=system_reason(error)),
            "Free some space, or choose another folder.",
        ) from error


def _check_count(samples: Iterable[Sample], least: int) -> None:
    found = Counter(sample.label for sample in samples)
    if min(found["real"], found["fake"]) < least:
        raise UserError(
            "too_few_images",
            phrase(
                "Calibration needs {least} images of each class that are in scope; found {real} real and {fake} fake.",
                least=least,
                real=found["real"],
                fake=found["fake"],
            ),
            phrase(
                "Add images: {least} give bounds on the likelihood ratio of 1/{least} and {least} at best.", least=least
            ),
        )
