"""Measures what each part of the embedded nets' recipes is worth, on training sources left out whole.

Usage: python scripts/ablation.py DATA OUT [NAME ...]. Each row leaves out one fold of training sources, trains on the
others and gives the AUC on the fold in the conditions clean, web and hard. The held-out sources of the recipes, on
which every stated figure rests, are never touched. Rows go to OUT/rows.jsonl and are not measured twice; the table of
all of them to OUT/ablation.md.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from gauntlet_deep_evidence.head import Head, Moments, load_moments, save_moments
from gauntlet_deep_evidence.trunk import CHANNELS, Trunk
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.conditions import CONDITIONS
from gauntlet_desktop.imaging.delivery import deliver
from gauntlet_desktop.imaging.packs import Pack, Sample, open_pack
from gauntlet_desktop.training import sampler
from gauntlet_desktop.training.data import Crops, TrainingData, read_crops
from gauntlet_desktop.training.loop import Settings
from gauntlet_desktop.training.sampler import Augmentation
from gauntlet_patch_evidence.network import InputChannels, PatchEvidenceNet
from gauntlet_patch_evidence.recipe import HELD_OUT, evidence_loss

Pixels = NDArray[np.uint8]
Score = Callable[[Pixels], float]

# Sources that are left out together. The third holds images of the same subjects in both classes.
FOLDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "A": {"real": ("camera-originals",), "fake": ("songguoxs",)},
    "B": {"real": ("imagenet-sample", "clothing"), "fake": ("dcsan",)},
    "C": {"real": ("dhanush",), "fake": ("dhanush",)},
}
IMAGES_PER_SOURCE = 120
STEPS, PAIRS, BATCHES = 300, 16, 100


@dataclass(frozen=True)
class Row:
    """One line of the table: a net and what is different from its full recipe."""

    name: str
    train: Callable[[TrainingData, Path], Score]
    augmentation: Augmentation
    views: int = 1
    seeds: tuple[int, ...] = (1,)
    drawing: type[sampler.PairedSampler] = sampler.PairedSampler


@dataclass
class Fold:
    """The training samples without a fold, and the fold's images in each condition."""

    name: str
    training: list[Sample]
    delivered: dict[str, list[tuple[bool, Pixels]]] = field(default_factory=dict)


class Undelivered(sampler.PairedSampler):
    """Crops as they are stored: nothing is rescaled, blurred or coded."""

    def batch(self, step: int) -> sampler.Batch:
        kept = sampler.draw_delivery
        sampler.draw_delivery = lambda rng, factor: ()
        try:
            return super().batch(step)
        finally:
            sampler.draw_delivery = kept


class Unbalanced(sampler.PairedSampler):
    """Every crop of a class is as likely as every other, whatever its source."""

    def __init__(self, real: Any, generated: Any, *others: Any) -> None:
        pooled = [{"": [crop for crops in sources.values() for crop in crops]} for sources in (real, generated)]
        super().__init__(*pooled, *others)


class Unpaired(sampler.PairedSampler):
    """The two crops of a pair go through chains of their own."""

    def _pair(self, rng: np.random.Generator, side: int) -> Any:
        (real, _), (_, generated) = (super(Unpaired, self)._pair(own, side) for own in rng.spawn(2))
        return real, generated


class WithoutResiduals(InputChannels):
    """RGB alone: the residual channels are zero."""

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        channels = super().forward(image)
        return torch.cat([channels[:, :3], torch.zeros_like(channels[:, 3:])], dim=1)


class SignedNet(PatchEvidenceNet):
    """Evidence may also take away."""

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.stages(torch.relu(self.stem(self.channels(image))))
        evidence = torch.nn.functional.conv2d(features, self.weight)
        return evidence, self.bias + evidence.mean(dim=(1, 2, 3))


def train_patch(make: Callable[[], PatchEvidenceNet], data: TrainingData, out: Path) -> Score:
    torch.manual_seed(data.seed)
    settings = Settings(steps=STEPS, averaging=0.99, validate_every=STEPS)
    return _patch_score(data.optimise(make(), evidence_loss, settings, out, _quiet))


def _patch_score(network: PatchEvidenceNet) -> Score:
    network.eval()

    def score(pixels: Pixels) -> float:
        height, width = (side // 8 * 8 for side in pixels.shape[:2])
        image = np.ascontiguousarray(pixels[:height, :width].transpose(2, 0, 1)[None], dtype=np.float32) / 255.0
        with torch.no_grad():
            return float(network(torch.from_numpy(image))[1])

    return score


def averaged_patch(data: TrainingData, out: Path) -> Score:
    """Two runs from the same start over crops drawn with two seeds; their weights are averaged."""
    settings = Settings(steps=STEPS, averaging=0.99, validate_every=STEPS)
    states = []
    for seed in (1, 2):
        torch.manual_seed(1)
        (out / "checkpoint.pt").unlink(missing_ok=True)
        drawn = TrainingData(data._crops, seed, PAIRS, TaskContext(), PATCH)
        states.append(drawn.optimise(PatchEvidenceNet(), evidence_loss, settings, out, _quiet).state_dict())
    network = PatchEvidenceNet()
    network.load_state_dict({name: (value + states[1][name]) / 2 for name, value in states[0].items()})
    return _patch_score(network)


def train_deep(ridge: float, non_negative: bool, data: TrainingData, out: Path) -> Score:
    trunk = Trunk()
    head = _moments(data, trunk, out / "moments.npz").head(ridge)
    if non_negative:
        head = Head(np.maximum(head.weights, 0.0), head.bias)

    def score(pixels: Pixels) -> float:
        image = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], dtype=np.float32) / np.float32(255.0)
        return float(trunk.mean_features(image)[0] @ head.weights + head.bias)

    return score


def _moments(data: TrainingData, trunk: Trunk, path: Path) -> Moments:
    """The features' sums over this data; rows that draw the same crops share them."""
    if path.is_file():
        return load_moments(path)
    moments = Moments.empty(CHANNELS)
    for batch in data.batches(0, BATCHES):
        moments.add(trunk.mean_features(batch.images), batch.labels)
    save_moments(moments, path)
    return moments


def plain_patch(data: TrainingData, out: Path) -> Score:
    return train_patch(PatchEvidenceNet, data, out)


def plain_deep(data: TrainingData, out: Path) -> Score:
    return train_deep(25.0, False, data, out)


def signed_patch(data: TrainingData, out: Path) -> Score:
    return train_patch(SignedNet, data, out)


def rgb_patch(data: TrainingData, out: Path) -> Score:
    def make() -> PatchEvidenceNet:
        network = PatchEvidenceNet()
        network.channels = WithoutResiduals()
        return network

    return train_patch(make, data, out)


PATCH = Augmentation(sides=(96, 128))
DEEP = Augmentation(sides=(160,), composites=0.0, turned=False)
ROWS = (
    Row("deep", plain_deep, DEEP),
    Row("deep, no delivery chain", plain_deep, DEEP, drawing=Undelivered),
    Row("deep, not balanced by source", plain_deep, DEEP, drawing=Unbalanced),
    Row("deep, unpaired chains", plain_deep, DEEP, drawing=Unpaired),
    Row("deep, quarter turns", plain_deep, Augmentation(sides=(160,), composites=0.0, turned=True)),
    Row("deep, hardly regularised", lambda data, out: train_deep(0.01, False, data, out), DEEP),
    Row("deep, non-negative head", lambda data, out: train_deep(25.0, True, data, out), DEEP),
    Row("deep, two seeds averaged", plain_deep, DEEP, seeds=(1, 2)),
    Row("deep, five views", plain_deep, DEEP, views=5),
    Row("patch", plain_patch, PATCH),
    Row("patch, no composites", plain_patch, Augmentation(sides=(96, 128), composites=0.0)),
    Row("patch, RGB alone", rgb_patch, PATCH),
    Row("patch, signed head", signed_patch, PATCH),
    Row("patch, no delivery chain", plain_patch, PATCH, drawing=Undelivered),
    Row("patch, weights of two seeds averaged", averaged_patch, PATCH),
)


def measure(row: Row, fold: Fold, crops: Crops, out: Path) -> dict[str, float]:
    """AUC in each condition of the mean score over seeds and views: for linear heads the average of their weights."""
    scores = [row.train(_data(row, crops, seed), _folder(out, row, fold.name, seed)) for seed in row.seeds]

    def judged(pixels: Pixels) -> float:
        return float(np.mean([score(view) for score in scores for view in _views(pixels, row.views)]))

    figures = {}
    for condition, images in fold.delivered.items():
        results = np.array([judged(pixels) for _, pixels in images])
        generated = np.array([label for label, _ in images])
        figures[condition] = round(auc(results[~generated], results[generated]), 4)
    return figures


def _data(row: Row, crops: Crops, seed: int) -> TrainingData:
    data = TrainingData(crops, seed, PAIRS, TaskContext(), row.augmentation)
    if row.drawing is not sampler.PairedSampler:
        data._sampler = row.drawing(crops.by_class[False], crops.by_class[True], seed, PAIRS, row.augmentation)
    return data


def _folder(out: Path, row: Row, fold: str, seed: int) -> Path:
    """A place for all rows that draw the same crops."""
    key = f"{fold} {seed} {row.drawing.__name__} {row.augmentation}"
    folder = out / hashlib.sha256(key.encode()).hexdigest()[:16]
    folder.mkdir(exist_ok=True)
    (folder / "checkpoint.pt").unlink(missing_ok=True)
    return folder


def _views(pixels: Pixels, count: int) -> Iterator[Pixels]:
    """The whole crop, or its four corners and its centre at three quarters of its sides."""
    yield pixels
    if count == 1:
        return
    height, width = (side * 3 // 4 // 32 * 32 for side in pixels.shape[:2])
    down, right = pixels.shape[0] - height, pixels.shape[1] - width
    for top, left in ((0, 0), (0, right), (down, 0), (down, right)):
        yield pixels[top : top + height, left : left + width]


def _fold(pack: Pack, name: str, out_sources: Mapping[str, Sequence[str]]) -> Fold:
    def left_out(sample: Sample) -> bool:
        return sample.source in out_sources[sample.label]

    usable = [s for s in pack.samples if s.source not in HELD_OUT[s.label]]
    fold = Fold(name, [s for s in usable if not left_out(s)])
    chosen = list(_some(s for s in usable if left_out(s)))
    for condition, chain in CONDITIONS.items():
        fold.delivered[condition] = []
        for sample in chosen:
            pixels, facts = pack.decode(sample)
            fold.delivered[condition].append((sample.generated, deliver(pixels, chain(sample, facts))))
    return fold


def _some(samples: Iterable[Sample]) -> Iterator[Sample]:
    by_source: dict[tuple[str, str], list[Sample]] = {}
    for sample in samples:
        by_source.setdefault((sample.label, sample.source), []).append(sample)
    for _, members in sorted(by_source.items()):
        random.Random(0).shuffle(members)
        yield from members[:IMAGES_PER_SOURCE]


def _quiet(share: float, message: str) -> None:
    pass


def table(lines: Sequence[Mapping[str, Any]]) -> str:
    """AUC by row: the mean over the folds in each condition, and each fold in the condition web."""
    text = ["| recipe | clean | web | hard | " + " | ".join(f"web, fold {name}" for name in FOLDS) + " |"]
    text.append("| --- |" + " ---: |" * (3 + len(FOLDS)))
    for name in dict.fromkeys(line["name"] for line in lines):
        folds = {line["fold"]: line for line in lines if line["name"] == name}
        if len(folds) < len(FOLDS):
            continue
        means = [float(np.mean([folds[f][condition] for f in FOLDS])) for condition in CONDITIONS]
        cells = [f"{value:.3f}" for value in (*means, *(folds[f]["web"] for f in FOLDS))]
        text.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(text) + "\n"


def main(data: Path, out: Path, names: Sequence[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    log = out / "rows.jsonl"
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.is_file() else []
    known = {(line["name"], line["fold"]) for line in lines}
    with open_pack(data) as pack:
        for fold_name, sources in FOLDS.items():
            fold = _fold(pack, fold_name, sources)
            crops = read_crops(pack, fold.training, TaskContext())
            for row in ROWS:
                if (row.name, fold_name) in known or (names and row.name not in names):
                    continue
                line = {"name": row.name, "fold": fold_name, **measure(row, fold, crops, out)}
                lines.append(line)
                with log.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(line) + "\n")
                print(line, flush=True)
    (out / "ablation.md").write_text(table(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
