"""Sorts the images of a run: which are learnt from, which select, which are held out, and what cannot be done so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.duplicates import Distinct, distinct
from gauntlet_desktop.imaging.packs import Pack, Sample

LABELS = ("real", "fake")
# Calibration is measured with each source left out in turn: what is left must still hold both classes.
SOURCES_TO_CALIBRATE = 2

BySource = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Intake:
    """The images of a run without exact duplicates, by what they are for; `digest` is one SHA-256 over all of them.

    `notes` are sentences for the user, `no_calibration` is among them: why the run cannot be calibrated, "" if it can.
    """

    training: tuple[Sample, ...]
    selection: tuple[Sample, ...]
    repeated: int
    contradictory: int
    digest: str
    no_calibration: str
    notes: tuple[str, ...]

    def describe(self) -> dict[str, Any]:
        """For the training manifest."""
        return {
            "data_sha256": self.digest,
            "duplicates": {"one_kept": self.repeated, "dropped_from_both_classes": self.contradictory},
        }


def sort_images(pack: Pack, held_out: BySource | None, selection: BySource, context: TaskContext) -> Intake:
    """Sort all images of a pack by source; `held_out` is None where nothing can be.

    Raises UserError when a source is both to be held out and to select.
    """
    calibratable, held_out = held_out is not None, held_out or {}
    for label in LABELS:
        if both := set(held_out.get(label, ())) & set(selection.get(label, ())):
            raise UserError(
                "selection_held_out",
                f"The {label} source {', '.join(sorted(both))} is held out and is to select the weights.",
                "Figures on a source that selected the weights flatter them: name it in one of the two only.",
            )
    # Of the same image under two sources, the one that is never trained on is kept.
    found = distinct(pack, sorted(pack.samples, key=lambda sample: not _in(held_out, sample)), context)
    unique = frozenset(found.samples)
    kept = [sample for sample in pack.samples if sample in unique]
    no_calibration = _no_calibration(kept, held_out) if calibratable else ""
    return Intake(
        training=tuple(s for s in kept if not _in(held_out, s) and not _in(selection, s)),
        selection=tuple(s for s in kept if _in(selection, s)),
        repeated=len(found.repeated),
        contradictory=len(found.contradictory),
        digest=found.digest(),
        no_calibration=no_calibration,
        notes=tuple(_notes(found, no_calibration)),
    )


def _in(sources: BySource, sample: Sample) -> bool:
    return sample.source in sources.get(sample.label, ())


def _no_calibration(samples: Sequence[Sample], held_out: BySource) -> str:
    """Why no calibration can be fitted, said before a long run and not after it; "" if one can."""
    for label in LABELS:
        present = sorted({sample.source for sample in samples if sample.label == label})
        named = [source for source in present if source in held_out.get(label, ())]
        if len(present) == 1:
            return (
                f"There is one source of {label} images only ({present[0]}): none can be left out to measure on, "
                "so the model stays uncalibrated. Add sources, as sub-folders of the class."
            )
        if len(named) < SOURCES_TO_CALIBRATE:
            return (
                f"Of the {label} sources {', '.join(named) or 'none'} is held out, and calibration needs "
                f"{SOURCES_TO_CALIBRATE}: the model stays uncalibrated. Name them with --held-out; there are "
                f"{', '.join(present)}."
            )
    return ""


def _notes(found: Distinct, no_calibration: str) -> Iterator[str]:
    if found.repeated:
        yield f"{len(found.repeated)} exact duplicates were left out; one of each stays."
    if found.contradictory:
        yield f"{len(found.contradictory)} images are in both classes and were left out: their label says nothing."
    if no_calibration:
        yield no_calibration
