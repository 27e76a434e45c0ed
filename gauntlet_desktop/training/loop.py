"""The torch training loop that recipes share: AdamW on a cosine schedule, averaged weights, early stopping on sources
that no step sees, exact resumption."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.training.checkpoint import CHECKPOINT_NAME, Best, Run, restore, save
from gauntlet_desktop.training.log import append_entry, cut_back
from gauntlet_desktop.training.sampler import Batch

if TYPE_CHECKING:
    import torch


class Loss(Protocol):
    """From a network and a batch (its three arrays as tensors) to the scores (N,) and the scalar to minimise."""

    def __call__(
        self, network: Any, images: torch.Tensor, labels: torch.Tensor, cells: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]: ...


class RunData(Protocol):
    """What the loop needs of the data of a run."""

    @property
    def context(self) -> TaskContext: ...

    @property
    def validation(self) -> tuple[Batch, ...]:
        """Of training sources: they tell a broken run, and select nothing."""
        ...

    @property
    def selection(self) -> tuple[Batch, ...]:
        """Of sources set aside for early stopping; none where there is to be none."""
        ...

    def batches(self, first_step: int, steps: int) -> Iterable[Batch]: ...

    def describe(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """A run's budget. The learning rate rises over `warm_up` steps, then falls to 0 along a cosine; the averaged
    weights (decay `averaging` a step) are the result.

    Where the data set sources aside, the averaged weights with the best AUC on them are the result, and the run stops
    after `patience` validations without a gain.
    """

    steps: int
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    warm_up: int = 100
    averaging: float = 0.998
    checkpoint_every: int = 100
    validate_every: int = 200
    patience: int = 10
    threads: int = 2

    def rate(self, step: int) -> float:
        """The learning rate of a step."""
        rise = min(1.0, (step + 1) / max(1, self.warm_up))
        return self.learning_rate * rise * 0.5 * (1.0 + math.cos(math.pi * step / self.steps))

    def decay(self, step: int) -> float:
        """The averaging of a step: short at first, so that the start is forgotten."""
        return min(self.averaging, (1.0 + step) / (10.0 + step))


def optimise(
    network: Any,
    loss: Loss,
    data: RunData,
    settings: Settings,
    *,
    out: Path,
    progress: Callable[[float, str], None],
) -> Any:
    """Train in place and return the averaged network, in evaluation mode. A checkpoint in `out` is resumed; resumed
    and uninterrupted runs end in the same weights, bit for bit.

    Raises UserError when the checkpoint is of another run or the loss is no number any more, EnvironmentFault when
    the disk takes no more; the last checkpoint then stands.
    """
    import torch

    torch.set_num_threads(settings.threads)
    run = _start(network, settings)
    path = out / CHECKPOINT_NAME
    fingerprint = json.dumps([asdict(settings), data.describe()], sort_keys=True)
    if path.is_file():
        restore(run, path, fingerprint)
    cut_back(out, run.step)
    clock = _Clock(run, settings)
    last = run.step if run.best.stale >= settings.patience else settings.steps
    for batch in data.batches(run.step, last):
        data.context.checkpoint()
        value = _advance(run, loss, batch, settings)
        clock.tick()
        # Validation comes before the checkpoint: a run that goes on from there has done it.
        if run.step % settings.validate_every == 0 or run.step == settings.steps:
            _validate(run, loss, data, value, out)
        stopped = run.best.stale >= settings.patience
        if stopped or run.step % settings.checkpoint_every == 0 or run.step == settings.steps:
            save(run, path, fingerprint)
        progress(run.step / settings.steps, f"Step {run.step} of {settings.steps}, loss {value:.3f}, {clock.pace()}")
        if stopped:
            break
    if run.best.weights is not None:
        run.averaged.load_state_dict(run.best.weights)
    return run.averaged


class _Clock:
    """Counts the seconds of a run over all its parts, and tells its pace in this one."""

    def __init__(self, run: Run, settings: Settings) -> None:
        self._run, self._settings = run, settings
        self._first = run.step
        self._began = time.monotonic()
        self._before = run.seconds

    def tick(self) -> None:
        self._run.seconds = self._before + time.monotonic() - self._began

    def pace(self) -> str:
        rate = (self._run.step - self._first) / max(1e-9, self._run.seconds - self._before)
        minutes, seconds = divmod(round((self._settings.steps - self._run.step) / rate), 60)
        return f"{rate:.2f} steps/s, {minutes} min {seconds:02d} s left"


def _start(network: Any, settings: Settings) -> Run:
    import torch

    network.to(memory_format=torch.channels_last).train()
    averaged = copy.deepcopy(network).eval().requires_grad_(False)
    # Weight decay is for convolutions: normalisation and single numbers keep their scale.
    groups = [
        {"params": [p for p in network.parameters() if p.dim() > 1], "weight_decay": settings.weight_decay},
        {"params": [p for p in network.parameters() if p.dim() <= 1], "weight_decay": 0.0},
    ]
    return Run(network, averaged, torch.optim.AdamW(groups, lr=settings.learning_rate), Best())


def _advance(run: Run, loss: Loss, batch: Batch, settings: Settings) -> float:
    """One step of the optimiser; returns the loss."""
    import torch

    for group in run.optimiser.param_groups:
        group["lr"] = settings.rate(run.step)
    run.optimiser.zero_grad()
    _, value = loss(run.network, *_tensors(batch))
    value.backward()  # type: ignore[no-untyped-call]
    norm = torch.nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    if not (math.isfinite(float(value.detach())) and math.isfinite(float(norm))):
        # Before the optimiser's step: no checkpoint ever holds such weights.
        raise UserError(
            "training_diverged",
            f"The loss or its gradient is no number any more at step {run.step + 1}. The last checkpoint stands.",
            "Train into an empty folder with a lower learning_rate.",
        )
    run.optimiser.step()
    _average(run, settings.decay(run.step))
    run.step += 1
    return float(value.detach())


def _average(run: Run, decay: float) -> None:
    import torch

    with torch.no_grad():
        for mean, new in zip(run.averaged.state_dict().values(), run.network.state_dict().values(), strict=True):
            if mean.is_floating_point():
                mean.lerp_(new, 1.0 - decay)
            else:
                mean.copy_(new)


def _tensors(batch: Batch) -> tuple[Any, Any, Any]:
    import torch

    images = torch.from_numpy(batch.images).contiguous(memory_format=torch.channels_last)
    return images, torch.from_numpy(batch.labels), torch.from_numpy(batch.cells)


def _validate(run: Run, loss: Loss, data: RunData, value: float, out: Path) -> None:
    """Log the training loss and how the averaged weights do, and keep them if they are the best so far."""
    entry: dict[str, Any] = {"step": run.step, "seconds": round(run.seconds, 1), "loss": value}
    entry["validation_loss"], entry["validation_auc"] = _measure(run, loss, data.validation)
    if data.selection:
        entry["selection_loss"], entry["selection_auc"] = _measure(run, loss, data.selection)
        run.best.offer(entry["selection_auc"], run.step, run.averaged)
    append_entry(out, entry)


def _measure(run: Run, loss: Loss, batches: tuple[Batch, ...]) -> tuple[float, float]:
    """Mean loss and AUC of the averaged weights."""
    import torch

    with torch.no_grad():
        results = [loss(run.averaged, *_tensors(batch)) for batch in batches]
    scores = np.concatenate([scores.numpy() for scores, _ in results])
    labels = np.concatenate([batch.labels for batch in batches]) > 0.5
    return float(np.mean([float(value) for _, value in results])), auc(scores[~labels], scores[labels])
