"""What a recipe for whole small images gets: all of them in memory at one size, batches with random crops and flips,
and the data's own test split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.core.errors import EnvironmentFault, InputError, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import Pack, Sample, open_pack
from gauntlet_desktop.training.sampler import CELL, Batch

TEST_SPLIT = "test"
_SHIFT = 4
_VALIDATION_IMAGES = 256
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """Images as uint8 (N, side, side, 3) in sRGB, whether each is generated (N,), and the source of each."""

    pixels: NDArray[np.uint8]
    generated: NDArray[np.bool_]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadImages:
    """The images to learn from and to test on; how many could not be read, and the first of these."""

    train: Labelled
    test: Labelled
    unreadable: tuple[str, ...]


def read_whole_images(
    pack: Pack, samples: Iterable[Sample], side: int, context: TaskContext, *, needs_test: bool = True
) -> ReadImages:
    """Read the samples; those of the split "test" are for testing. Raises UserError when a class of either is empty,
    but for data without any test images where none are needed."""
    chosen = list(samples)
    decoded = dict(_decoded(pack, chosen, side, context))
    unreadable = tuple(sample.member for sample in chosen if sample not in decoded)
    test = {sample: pixels for sample, pixels in decoded.items() if _is_for_testing(sample)}
    train = {sample: pixels for sample, pixels in decoded.items() if sample not in test}
    for name, part in (("train", train), (TEST_SPLIT, test)):
        if part is test and not test and not needs_test:
            continue
        if {sample.generated for sample in part} != {False, True}:
            raise UserError(
                "data_unusable",
                f"There are no usable images of both classes to {name} on.",
                "This recipe needs train/ and test/ with both classes each.",
            )
    return ReadImages(_labelled(train, side), _labelled(test, side), unreadable)


class WholeImages:
    """The images of one run. `seed` fixes every draw; `context` carries progress out and cancellation in."""

    def __init__(
        self, images: ReadImages, seed: int, pairs: int, context: TaskContext, *, identity: Mapping[str, Any]
    ) -> None:
        self.seed = seed
        self.context = context
        self.selection: tuple[Batch, ...] = ()
        self._images = images
        self._side = images.train.pixels.shape[1]
        self._pairs = pairs
        self._identity = identity
        train = images.train.generated
        classes = [
            np.random.default_rng([seed, 0]).permutation(np.flatnonzero(train == side)) for side in (False, True)
        ]
        self._watched = [members[: min(_VALIDATION_IMAGES, len(members) // 2)] for members in classes]
        self._learnt = [members[len(watched) :] for members, watched in zip(classes, self._watched, strict=True)]

    @property
    def test(self) -> Labelled:
        """The data's own test split; no step sees it."""
        return self._images.test

    def split(self, share: float) -> tuple[Labelled, Labelled]:
        """The training images as two parts, the second with `share` of each source of each class, at least one."""
        train = self._images.train
        rng = np.random.default_rng([self.seed, 3])
        aside = np.zeros(len(train.generated), dtype=bool)
        sources = np.array(train.sources)
        for source in sorted(set(train.sources)):
            members = rng.permutation(np.flatnonzero(sources == source))
            aside[members[: max(1, round(share * len(members)))]] = True
        return _part(train, ~aside), _part(train, aside)

    def fit_epochs(
        self,
        network: Any,
        prepare: Any,
        loss: Any,
        schedule: Mapping[str, Any],
        out: Path,
        *,
        stage: str,
        validation_share: float = 0.2,
    ) -> dict[str, dict[str, float]]:
        """Train over epochs with a stratified validation split; see `gauntlet_desktop.training.epochs.train_epochs`.
        Returns figures of the validation split, and of the data's own test split where there is one."""
        from gauntlet_desktop.training.epochs import Learner, Schedule, measure, train_epochs

        learner = Learner(network, prepare, loss, Schedule(**schedule), self.seed, self.context)
        train, validation = self.split(validation_share)
        found = {"validation": train_epochs(learner, train, validation, stage=stage, identity=self.describe(), out=out)}
        return {**found, "test": measure(learner, self.test)} if len(self.test.pixels) else found

    def batches(self, first_step: int, steps: int) -> Iterable[Batch]:
        """The batches of the steps first_step..steps - 1, each prepared while the one before it is in use."""
        with ThreadPoolExecutor(max_workers=1) as worker:
            upcoming = worker.submit(self._batch, first_step)
            for step in range(first_step, steps):
                batch = upcoming.result()
                upcoming = worker.submit(self._batch, step + 1)
                yield batch

    @cached_property
    def validation(self) -> tuple[Batch, ...]:
        """Images of the training split that no step sees, as they are: they tell a broken run, and select nothing."""
        pixels, generated = self._images.train.pixels, self._images.train.generated
        return (
            _as_batch(np.concatenate([pixels[m] for m in self._watched]), generated[np.concatenate(self._watched)]),
        )

    def describe(self) -> dict[str, Any]:
        """Counts and names for the training manifest, which also tell this run from others."""
        return {
            **self._identity,
            "seed": self.seed,
            "sources": {"train": _counts(self._images.train), TEST_SPLIT: _counts(self._images.test)},
            "dropped": {"unreadable": len(self._images.unreadable)},
            "unreadable": list(self._images.unreadable[:_NAMED]),
        }

    def others(self, folder: Path) -> Labelled:
        """All images of another folder or pack at the same size, to test on; what cannot be read is left out."""
        with open_pack(folder) as pack:
            return _labelled(dict(_decoded(pack, pack.samples, self._side, self.context)), self._side)

    def optimise(
        self,
        network: Any,
        loss: Any,
        settings: Mapping[str, Any],
        out: Path,
        progress: Callable[[float, str], None],
    ) -> Any:
        """Run the shared torch loop over these batches; see `gauntlet_desktop.training.loop.optimise`."""
        from gauntlet_desktop.training.loop import Settings, optimise

        return optimise(network, loss, self, Settings(**settings), out=out, progress=progress)

    def _batch(self, step: int) -> Batch:
        """As many images of either class, each shifted by up to 4 px under a mirrored edge and flipped half of the time
        (He et al., CVPR 2016, section 4.2)."""
        rng = np.random.default_rng([self.seed, 1, step])
        members = np.concatenate([rng.choice(learnt, self._pairs) for learnt in self._learnt])
        pixels = np.stack([self._augmented(self._images.train.pixels[member], rng) for member in members])
        return _as_batch(pixels, self._images.train.generated[members])

    def _augmented(self, pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        wide = np.pad(pixels, ((_SHIFT, _SHIFT), (_SHIFT, _SHIFT), (0, 0)), mode="reflect")
        top, left = rng.integers(2 * _SHIFT + 1, size=2)
        moved = wide[top : top + self._side, left : left + self._side]
        return moved[:, ::-1] if rng.random() < 0.5 else moved


def _decoded(
    pack: Pack, samples: Iterable[Sample], side: int, context: TaskContext
) -> Iterable[tuple[Sample, NDArray[np.uint8]]]:
    """What can be read, resized to side x side where it has another size."""
    chosen = list(samples)
    for index, sample in enumerate(chosen):
        context.report(index / len(chosen), f"Reading image {index + 1} of {len(chosen)}")
        try:
            pixels, _ = pack.decode(sample)
        except (InputError, EnvironmentFault):
            continue
        if pixels.shape[:2] != (side, side):
            pixels = np.asarray(Image.fromarray(pixels).resize((side, side), Image.Resampling.BICUBIC))
        yield sample, pixels


def _is_for_testing(sample: Sample) -> bool:
    return sample.split.split("/")[-1].lower() == TEST_SPLIT


def _labelled(decoded: Mapping[Sample, NDArray[np.uint8]], side: int) -> Labelled:
    pixels = np.stack(list(decoded.values())) if decoded else np.zeros((0, side, side, 3), dtype=np.uint8)
    return Labelled(
        pixels, np.array([s.generated for s in decoded], dtype=bool), tuple(f"{s.label}/{s.source}" for s in decoded)
    )


def _part(images: Labelled, chosen: NDArray[np.bool_]) -> Labelled:
    sources = tuple(source for source, take in zip(images.sources, chosen, strict=True) if take)
    return Labelled(images.pixels[chosen], images.generated[chosen], sources)


def _counts(images: Labelled) -> dict[str, int]:
    return {"real": int((~images.generated).sum()), "fake": int(images.generated.sum())}


def _as_batch(pixels: NDArray[np.uint8], generated: NDArray[np.bool_]) -> Batch:
    labels = generated.astype(np.float32)
    cells = pixels.shape[1] // CELL
    return Batch(
        images=np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), dtype=np.float32) / np.float32(255.0),
        labels=labels,
        cells=np.broadcast_to(labels[:, None, None], (len(labels), cells, cells)).copy(),
    )
