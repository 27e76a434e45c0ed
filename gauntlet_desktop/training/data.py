"""What a training recipe gets: batches of the training sources, a validation set of the same sources, and the loop."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gauntlet_desktop.core.errors import InputError, UserError
from gauntlet_desktop.core.scope import FLAT_SHARE_LIMIT, flat_share
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.delivery import Encode
from gauntlet_desktop.imaging.packs import Pack, Sample
from gauntlet_desktop.training.sampler import MIN_SIDE, Augmentation, Batch, PairedSampler, Pixels

if TYPE_CHECKING:
    from gauntlet_desktop.training.loop import Loss, Settings

# Larger pictures are kept as their centre: a run's memory is then bounded by its number of images.
STORED_SIDE = 512
_VALIDATION_SHARE = 32
_VALIDATION_STEPS = 6


@dataclass(frozen=True, slots=True)
class Crops:
    """Pixels by class and source, and how many images were left out for which reason."""

    by_class: Mapping[bool, Mapping[str, Sequence[Pixels]]]
    dropped: Mapping[str, int]

    def counts(self) -> dict[str, dict[str, int]]:
        """Number of crops by label and source."""
        return {
            label: {source: len(crops) for source, crops in sorted(self.by_class[generated].items())}
            for label, generated in (("real", False), ("fake", True))
        }


def read_crops(pack: Pack, samples: Iterable[Sample], context: TaskContext) -> Crops:
    """Decode the samples into memory, all with a JPEG past. Left out, in both classes alike: what cannot be decoded,
    what is too small and what the scope gate calls flat (graphics, blanks). Raises UserError
    when a class is left empty."""
    chosen = list(samples)
    by_class: dict[bool, dict[str, list[Pixels]]] = {False: {}, True: {}}
    dropped = {"undecodable": 0, "small": 0, "flat": 0}
    for index, sample in enumerate(chosen):
        context.report(index / len(chosen), f"Reading image {index + 1} of {len(chosen)}")
        try:
            pixels, facts = pack.decode(sample)
        except InputError:
            dropped["undecodable"] += 1
            continue
        if reason := _reason_to_drop(pixels):
            dropped[reason] += 1
            continue
        crop = _centre(pixels)
        if facts.jpeg is None:
            crop = _first_coding(sample).apply(crop)
        by_class[sample.generated].setdefault(sample.source, []).append(crop)
    if not all(by_class.values()):
        raise UserError("data_unusable", "One class has no usable image.", "Add photographs and generated images.")
    return Crops(by_class, dropped)


class TrainingData:
    """Training crops of one run. `seed` fixes every draw; `context` carries progress out and cancellation in."""

    def __init__(
        self, crops: Crops, seed: int, pairs: int, context: TaskContext, augmentation: Augmentation | None = None
    ) -> None:
        self.seed = seed
        self.context = context
        self._crops = crops
        kept, validation = _split(crops)
        self._sampler = PairedSampler(kept[False], kept[True], seed, pairs, augmentation)
        self._validation = PairedSampler(
            validation[False], validation[True], seed + 1, pairs, Augmentation(sides=(128,), composites=0.0, masked=0.0)
        )

    def batches(self, first_step: int, steps: int) -> Iterable[Batch]:
        """The batches of the steps first_step..steps - 1, each prepared while the one before it is in use."""
        with ThreadPoolExecutor(max_workers=1) as worker:
            upcoming = worker.submit(self._sampler.batch, first_step)
            for step in range(first_step, steps):
                batch = upcoming.result()
                upcoming = worker.submit(self._sampler.batch, step + 1)
                yield batch

    @cached_property
    def validation(self) -> tuple[Batch, ...]:
        """A few fixed batches of training sources that no step sees: they tell a broken run, and select nothing."""
        return tuple(self._validation.batch(step) for step in range(_VALIDATION_STEPS))

    def describe(self) -> dict[str, Any]:
        """Counts for the training manifest."""
        return {"sources": self._crops.counts(), "dropped": dict(self._crops.dropped), "seed": self.seed}

    def optimise(
        self,
        network: Any,
        loss: Loss,
        settings: Settings | Mapping[str, Any],
        out: Path,
        progress: Callable[[float, str], None],
    ) -> Any:
        """Run the shared torch loop over these batches; see `gauntlet_desktop.training.loop.optimise`."""
        from gauntlet_desktop.training.loop import Settings, optimise

        chosen = settings if isinstance(settings, Settings) else Settings(**settings)
        return optimise(network, loss, self, chosen, out=out, progress=progress)


def _centre(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    top, left = max(0, height - STORED_SIDE) // 2, max(0, width - STORED_SIDE) // 2
    return np.ascontiguousarray(pixels[top : top + STORED_SIDE, left : left + STORED_SIDE])


def _first_coding(sample: Sample) -> Encode:
    """What makes a JPEG of an image that never was one: nearly all camera images were, and "never compressed" would
    give the other class away. The quality is drawn from the image's name."""
    digest = hashlib.sha256(sample.member.encode()).digest()
    return Encode("jpeg", 80 + digest[0] % 18, full_chroma=digest[1] % 2 == 0)


def _reason_to_drop(pixels: Pixels) -> str:
    if min(pixels.shape[:2]) < MIN_SIDE:
        return "small"
    return "flat" if flat_share(pixels) > FLAT_SHARE_LIMIT else ""


def _split(crops: Crops) -> tuple[dict[bool, dict[str, list[Pixels]]], dict[bool, dict[str, list[Pixels]]]]:
    """Training and validation crops; one in 32, chosen by its pixels, is for validation, at least one of a source."""
    kept: dict[bool, dict[str, list[Pixels]]] = {False: {}, True: {}}
    validation: dict[bool, dict[str, list[Pixels]]] = {False: {}, True: {}}
    for generated, sources in crops.by_class.items():
        for source, all_crops in sources.items():
            chosen = [hashlib.sha256(pixels.tobytes()).digest()[0] % _VALIDATION_SHARE == 0 for pixels in all_crops]
            chosen[-1] |= not any(chosen)
            validation[generated][source] = [p for p, held in zip(all_crops, chosen, strict=True) if held]
            kept[generated][source] = [p for p, held in zip(all_crops, chosen, strict=True) if not held] or list(
                all_crops
            )
    return kept, validation
