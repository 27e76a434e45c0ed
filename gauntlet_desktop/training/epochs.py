"""The training loop of published recipes: epochs over whole images, Adam with a stepped rate, early stopping on a
validation split, the best weights kept, exact resumption from the last whole epoch."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.training import checkpoint
from gauntlet_desktop.training.log import append_entry
from gauntlet_desktop.training.whole_images import Labelled

if TYPE_CHECKING:
    import torch

# From images uint8 (N, H, W, 3), and randomness (None: as for evaluation), to float32 (N, 3, h, w), RGB in 0..1.
Prepare = Callable[[NDArray[np.uint8], "np.random.Generator | None"], NDArray[np.float32]]
# From the network, images and labels (1: generated) as tensors to the logits (N, 2) of camera and generated, and the
# loss.
Loss = Callable[[Any, Any, Any], tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A run: at most `epochs` of batches of `batch`; the rate falls by `decay` every `decay_every` epochs (0: never);
    it stops after `patience` epochs (0: never) without a better validation `watch`, "loss" or "accuracy"."""

    epochs: int
    batch: int
    learning_rate: float
    optimiser: str = "adam"
    weight_decay: float = 0.0
    decay_every: int = 0
    decay: float = 0.1
    patience: int = 0
    watch: str = "loss"
    threads: int = 2

    def rate(self, epoch: int) -> float:
        """The learning rate of an epoch, from 0."""
        return self.learning_rate * self.decay ** (epoch // self.decay_every if self.decay_every else 0)


@dataclass(frozen=True, slots=True)
class Learner:
    """What is trained and how: `seed` fixes every draw, `context` carries progress out and cancellation in."""

    network: Any
    prepare: Prepare
    loss: Loss
    schedule: Schedule
    seed: int
    context: TaskContext


@dataclass
class Progressing:
    """All that the next epoch depends on besides its data, which is drawn from the seed and `epoch` alone."""

    epoch: int = 0
    best: float = math.inf
    best_epoch: int = 0
    weights: dict[str, Any] | None = None

    def is_over(self, schedule: Schedule) -> bool:
        stale = self.epoch - self.best_epoch
        return self.epoch >= schedule.epochs or bool(schedule.patience and stale >= schedule.patience)


def train_epochs(
    learner: Learner, train: Labelled, validation: Labelled, *, stage: str, identity: Mapping[str, Any], out: Path
) -> dict[str, float]:
    """Train in place and leave the best weights in the network, in evaluation mode; returns what the validation split
    says of them. `checkpoint-STAGE.pt` in `out` is resumed; resumed and uninterrupted runs end in the same weights, bit
    for bit.

    Raises UserError when the checkpoint is of another run or the loss is no number any more, EnvironmentFault when the
    disk takes no more.
    """
    import torch

    schedule, network = learner.schedule, learner.network
    torch.set_num_threads(schedule.threads)
    torch.manual_seed(learner.seed)
    optimiser = _optimiser(network, schedule)
    state = Progressing()
    path = out / f"checkpoint-{stage}.pt"
    fingerprint = json.dumps([asdict(schedule), stage, learner.seed, dict(identity)], sort_keys=True)
    if path.is_file():
        _restore(network, optimiser, state, path, fingerprint)
    started, first = time.monotonic(), state.epoch
    while not state.is_over(schedule):
        mean = _epoch(learner, optimiser, train, state.epoch)
        state.epoch += 1
        found = measure(learner, validation)
        _note(state, found, schedule, network)
        seconds = time.monotonic() - started
        entry = {"step": state.epoch, "stage": stage, "seconds": round(seconds, 1), "loss": mean}
        append_entry(out, {**entry, "validation_loss": found["loss"], "validation_auc": found["auc"]})
        _save(network, optimiser, state, path, fingerprint)
        remaining = seconds / (state.epoch - first) * (schedule.epochs - state.epoch) / 60.0
        said = f"{stage}, epoch {state.epoch}: accuracy {found['accuracy']:.3f}, at most {remaining:.0f} min left"
        learner.context.report(state.epoch / schedule.epochs, said)
    assert state.weights is not None
    network.load_state_dict(state.weights)
    network.eval()
    return {"epochs": state.epoch, "best_epoch": state.best_epoch, **measure(learner, validation)}


def measure(learner: Learner, images: Labelled) -> dict[str, float]:
    """Mean loss, accuracy at score 0 and AUC on labelled images; the score is the difference of the logits."""
    import torch

    learner.network.eval()
    batch = learner.schedule.batch
    scores, total = [], 0.0
    with torch.no_grad():
        for start in range(0, len(images.pixels), batch):
            learner.context.checkpoint()
            part = slice(start, start + batch)
            labels = torch.from_numpy(images.generated[part].astype(np.int64))
            prepared = torch.from_numpy(learner.prepare(images.pixels[part], None))
            logits, value = learner.loss(learner.network, prepared, labels)
            scores.append((logits[:, 1] - logits[:, 0]).numpy().astype(np.float64))
            total += float(value) * len(labels)
    score = np.concatenate(scores)
    generated = images.generated
    return {
        "loss": total / len(score),
        "accuracy": float(np.mean((score > 0) == generated)),
        "auc": auc(score[~generated], score[generated]),
    }


def _optimiser(network: Any, schedule: Schedule) -> torch.optim.Optimizer:
    import torch

    learnt = [parameter for parameter in network.parameters() if parameter.requires_grad]
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[schedule.optimiser]
    optimiser: torch.optim.Optimizer = kind(learnt, lr=schedule.learning_rate, weight_decay=schedule.weight_decay)
    return optimiser


def _epoch(learner: Learner, optimiser: torch.optim.Optimizer, train: Labelled, epoch: int) -> float:
    """One pass over the images in a random order; returns the mean loss."""
    import torch

    learner.network.train()
    for group in optimiser.param_groups:
        group["lr"] = learner.schedule.rate(epoch)
    values = []
    for number, members in enumerate(_batches(len(train.pixels), learner.schedule.batch, learner.seed, epoch)):
        learner.context.checkpoint()
        rng = np.random.default_rng([learner.seed, 2, epoch, number])
        images = torch.from_numpy(learner.prepare(train.pixels[members], rng))
        labels = torch.from_numpy(train.generated[members].astype(np.int64))
        optimiser.zero_grad()
        _, value = learner.loss(learner.network, images, labels)
        if not math.isfinite(float(value.detach())):
            raise UserError(
                "training_diverged",
                f"The loss is no number any more in epoch {epoch + 1}. The last checkpoint stands.",
                "Train into an empty folder with a lower learning_rate.",
            )
        value.backward()
        optimiser.step()
        values.append(float(value.detach()))
    return float(np.mean(values))


def _batches(count: int, batch: int, seed: int, epoch: int) -> Iterator[NDArray[np.intp]]:
    """Members of each batch; a last batch of one is left out, for a normalisation over it would mean nothing."""
    order = np.random.default_rng([seed, 1, epoch]).permutation(count)
    for start in range(0, count, batch):
        members = order[start : start + batch]
        if len(members) > 1:
            yield members


def _note(state: Progressing, found: Mapping[str, float], schedule: Schedule, network: Any) -> None:
    """Keep the weights if they are the best so far."""
    value = found["loss"] if schedule.watch == "loss" else -found["accuracy"]
    if value < state.best:
        state.best, state.best_epoch = value, state.epoch
        state.weights = copy.deepcopy(network.state_dict())


def _save(network: Any, optimiser: torch.optim.Optimizer, state: Progressing, path: Path, fingerprint: str) -> None:
    import torch

    document = {
        "fingerprint": fingerprint,
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "random": torch.get_rng_state(),
        "state": {**vars(state)},
    }
    checkpoint.write(path, document)


def _restore(network: Any, optimiser: torch.optim.Optimizer, state: Progressing, path: Path, fingerprint: str) -> None:
    import torch

    document = checkpoint.read(path, fingerprint)
    network.load_state_dict(document["network"])
    optimiser.load_state_dict(document["optimiser"])
    torch.set_rng_state(document["random"])
    for name, value in document["state"].items():
        setattr(state, name, value)
