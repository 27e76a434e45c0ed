"""The torch training loop that recipes share: AdamW on a cosine schedule, averaged weights, exact resumption."""

from __future__ import annotations

import copy
import json
import math
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.training.sampler import Batch

if TYPE_CHECKING:
    import torch

CHECKPOINT_NAME = "checkpoint.pt"
LOG_NAME = "log.jsonl"


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
    def validation(self) -> tuple[Batch, ...]: ...

    def batches(self, first_step: int, steps: int) -> Iterable[Batch]: ...

    def describe(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Settings:
    """A run's budget. The learning rate rises over `warm_up` steps, then falls to 0 along a cosine; the averaged
    weights (decay `averaging` a step) are the result. There is no early stopping: nothing is selected."""

    steps: int
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    warm_up: int = 100
    averaging: float = 0.998
    checkpoint_every: int = 100
    validate_every: int = 200
    threads: int = 2

    def rate(self, step: int) -> float:
        """The learning rate of a step."""
        rise = min(1.0, (step + 1) / max(1, self.warm_up))
        return self.learning_rate * rise * 0.5 * (1.0 + math.cos(math.pi * step / self.steps))

    def decay(self, step: int) -> float:
        """The averaging of a step: short at first, so that the start is forgotten."""
        return min(self.averaging, (1.0 + step) / (10.0 + step))


@dataclass
class _Run:
    """The state that a checkpoint holds."""

    network: Any
    averaged: Any
    optimiser: torch.optim.Optimizer
    step: int = 0
    seconds: float = 0.0


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
    and uninterrupted runs end in the same weights, bit for bit. Raises UserError when it is of another run."""
    import torch

    torch.set_num_threads(settings.threads)
    run = _start(network, settings)
    path = out / CHECKPOINT_NAME
    fingerprint = json.dumps([asdict(settings), data.describe()], sort_keys=True)
    if path.is_file():
        _restore(run, path, fingerprint)
    clock = time.monotonic() - run.seconds
    for batch in data.batches(run.step, settings.steps):
        data.context.checkpoint()
        value = _advance(run, loss, batch, settings)
        run.seconds = time.monotonic() - clock
        if run.step % settings.checkpoint_every == 0 or run.step == settings.steps:
            _save(run, path, fingerprint)
        if run.step % settings.validate_every == 0 or run.step == settings.steps:
            _log(run, loss, data, value, out)
        progress(run.step / settings.steps, f"Step {run.step} of {settings.steps}, loss {value:.3f}")
    return run.averaged


def last_entry(out: Path) -> dict[str, Any]:
    """The last line of a run's log (step, seconds, losses); empty where there is no log."""
    log = out / LOG_NAME
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    entry: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return entry


def _start(network: Any, settings: Settings) -> _Run:
    import torch

    network.to(memory_format=torch.channels_last).train()
    averaged = copy.deepcopy(network).eval().requires_grad_(False)
    # Weight decay is for convolutions: normalisation and single numbers keep their scale.
    groups = [
        {"params": [p for p in network.parameters() if p.dim() > 1], "weight_decay": settings.weight_decay},
        {"params": [p for p in network.parameters() if p.dim() <= 1], "weight_decay": 0.0},
    ]
    return _Run(network, averaged, torch.optim.AdamW(groups, lr=settings.learning_rate))


def _advance(run: _Run, loss: Loss, batch: Batch, settings: Settings) -> float:
    """One step of the optimiser; returns the loss."""
    import torch

    for group in run.optimiser.param_groups:
        group["lr"] = settings.rate(run.step)
    run.optimiser.zero_grad()
    _, value = loss(run.network, *_tensors(batch))
    value.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimiser.step()
    _average(run, settings.decay(run.step))
    run.step += 1
    return float(value.detach())


def _average(run: _Run, decay: float) -> None:
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


def _save(run: _Run, path: Path, fingerprint: str) -> None:
    """Write the checkpoint whole or not at all: a kill at any moment leaves the one before."""
    import torch

    state = {
        "fingerprint": fingerprint,
        "step": run.step,
        "seconds": run.seconds,
        "network": run.network.state_dict(),
        "averaged": run.averaged.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "random": torch.get_rng_state(),
    }
    temporary = path.with_suffix(".partial")
    with temporary.open("wb") as stream:
        torch.save(state, stream)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _restore(run: _Run, path: Path, fingerprint: str) -> None:
    import torch

    state = torch.load(path, weights_only=True)
    if state["fingerprint"] != fingerprint:
        raise UserError(
            "other_run",
            f"{path} belongs to a run with other data or settings.",
            "Choose an empty folder, or the settings of that run.",
        )
    run.network.load_state_dict(state["network"])
    run.averaged.load_state_dict(state["averaged"])
    run.optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"])
    run.step = state["step"]
    run.seconds = state["seconds"]


def _log(run: _Run, loss: Loss, data: RunData, value: float, out: Path) -> None:
    """Append one line: the training loss and how the averaged weights do on crops of the training sources."""
    import torch

    with torch.no_grad():
        results = [loss(run.averaged, *_tensors(batch)) for batch in data.validation]
    scores = np.concatenate([scores.numpy() for scores, _ in results])
    labels = np.concatenate([batch.labels for batch in data.validation]) > 0.5
    entry = {
        "step": run.step,
        "seconds": round(run.seconds, 1),
        "loss": value,
        "validation_loss": float(np.mean([float(v) for _, v in results])),
        "validation_auc": auc(scores[~labels], scores[labels]),
    }
    with (out / LOG_NAME).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry) + "\n")
