"""What a training recipe gets: batches of the training sources, batches to watch and to select by, and the loop."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gauntlet_desktop.core.errors import EnvironmentFault, InputError, UserError
from gauntlet_desktop.core.scope import FLAT_SHARE_LIMIT, flat_share
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.delivery import Encode
from gauntlet_desktop.imaging.packs import Pack, Sample, name_digest
from gauntlet_desktop.training.delivered import Delivered, deliver_crops
from gauntlet_desktop.training.sampler import MIN_SIDE, Augmentation, Batch, PairedSampler, Pixels

if TYPE_CHECKING:
    from gauntlet_desktop.training.loop import Loss

# Larger pictures are kept as their centre: a run's memory is then bounded by its number of images.
STORED_SIDE = 512
_VALIDATION_SHARE = 32
_VALIDATION_STEPS = 6
# Early stopping compares AUCs: this many pairs put their standard error near 0.015, more are slow.
_MOST_SELECTION_PAIRS = 384
_NAMED = 20
_PLAIN = Augmentation(sides=(128,), composites=0.0, masked=0.0)


@dataclass(frozen=True, slots=True)
class Crops:
    """Pixels by class and source, how many images were left out for which reason, and the first unreadable ones."""

    by_class: Mapping[bool, Mapping[str, Sequence[Pixels]]]
    dropped: Mapping[str, int]
    unreadable: tuple[str, ...] = ()

    def counts(self) -> dict[str, dict[str, int]]:
        """Number of crops by label and source."""
        return {
            label: {source: len(crops) for source, crops in sorted(self.by_class[generated].items())}
            for label, generated in (("real", False), ("fake", True))
        }


def read_crops(pack: Pack, samples: Iterable[Sample], context: TaskContext, purpose: str = "to train on") -> Crops:
    """Decode the samples into memory, all with a JPEG past. Left out, in both classes alike: what cannot be read, what
    is too small and what the scope gate calls flat (graphics, blanks). Raises UserError when a class is left empty."""
    chosen = list(samples)
    by_class: dict[bool, dict[str, list[Pixels]]] = {False: {}, True: {}}
    dropped = {"unreadable": 0, "small": 0, "flat": 0}
    unreadable: list[str] = []
    for index, sample in enumerate(chosen):
        context.report(index / len(chosen), f"Reading image {index + 1} of {len(chosen)}")
        try:
            pixels, facts = pack.decode(sample)
        except (InputError, EnvironmentFault):
            dropped["unreadable"] += 1
            unreadable.append(sample.member)
            continue
        if reason := _reason_to_drop(pixels):
            dropped[reason] += 1
            continue
        crop = _centre(pixels)
        if facts.jpeg is None:
            crop = _first_coding(sample).apply(crop)
        by_class[sample.generated].setdefault(sample.source, []).append(crop)
    crops = Crops(by_class, dropped, tuple(unreadable[:_NAMED]))
    _check_classes(crops, purpose)
    return crops


def _check_classes(crops: Crops, purpose: str) -> None:
    for label, sources in crops.counts().items():
        if not sources:
            left_out = ", ".join(f"{count} {reason}" for reason, count in crops.dropped.items())
            raise UserError(
                "data_unusable",
                f"No usable {label} image is left {purpose} (left out in both classes: {left_out}).",
                f"Add {'photographs' if label == 'real' else 'generated images'}, or set fewer sources aside.",
            )


class TrainingData:
    """Training crops of one run. `seed` fixes every draw; `context` carries progress out and cancellation in.

    `selection` are crops of other sources, for early stopping; `identity` is what else tells this run from others.
    """

    def __init__(
        self,
        crops: Crops,
        seed: int,
        pairs: int,
        context: TaskContext,
        augmentation: Augmentation | None = None,
        *,
        selection: Crops | None = None,
        identity: Mapping[str, Any] | None = None,
    ) -> None:
        self.seed = seed
        self.context = context
        self._crops = crops
        self._pairs = pairs
        self._selection = selection
        self._identity = identity or {}
        kept, validation = _split(crops)
        self._sampler = PairedSampler(kept[False], kept[True], seed, pairs, augmentation)
        self._validation = PairedSampler(validation[False], validation[True], seed + 1, pairs, _PLAIN)

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

    @cached_property
    def selection(self) -> tuple[Batch, ...]:
        """Fixed batches of sources that no step sees, drawn evenly from them; none where no source is set aside."""
        if self._selection is None:
            return ()
        real, generated = self._selection.by_class[False], self._selection.by_class[True]
        sampler = PairedSampler(real, generated, self.seed + 2, self._pairs, _PLAIN)
        crops = max(sum(map(len, sources.values())) for sources in (real, generated))
        steps = math.ceil(min(crops, _MOST_SELECTION_PAIRS) / self._pairs)
        return tuple(sampler.batch(step) for step in range(steps))

    def delivered(self, per_source: int, draws: int) -> Iterator[Delivered]:
        """Whole crops of every training source after delivery; see `gauntlet_desktop.training.delivered`."""
        return deliver_crops(self._crops.by_class, self.seed, per_source, draws, self.context)

    def describe(self) -> dict[str, Any]:
        """Counts and names for the training manifest, which also tell this run from others."""
        return {
            **self._identity,
            "seed": self.seed,
            "sources": self._crops.counts(),
            "selection_sources": self._selection.counts() if self._selection else {},
            "dropped": dict(self._crops.dropped),
            "unreadable": list(self._crops.unreadable),
        }

    def optimise(
        self,
        network: Any,
        loss: Loss,
        settings: Mapping[str, Any],
        out: Path,
        progress: Callable[[float, str], None],
    ) -> Any:
        """Run the shared torch loop over these batches; see `gauntlet_desktop.training.loop.optimise`."""
        from gauntlet_desktop.training.loop import Settings, optimise

        return optimise(network, loss, self, Settings(**settings), out=out, progress=progress)


def _centre(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    top, left = max(0, height - STORED_SIDE) // 2, max(0, width - STORED_SIDE) // 2
    return np.ascontiguousarray(pixels[top : top + STORED_SIDE, left : left + STORED_SIDE])


def _first_coding(sample: Sample) -> Encode:
    """What makes a JPEG of an image that never was one: nearly all camera images were, and "never compressed" would
    give the other class away. The quality is drawn from the image's name."""
    digest = name_digest(sample)
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
