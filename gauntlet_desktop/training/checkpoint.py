"""The state of a run, and the checkpoint that it is kept in: whole or not at all, at any moment."""

from __future__ import annotations

import copy
import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.training.files import write_file

if TYPE_CHECKING:
    import torch

CHECKPOINT_NAME = "checkpoint.pt"


@dataclass
class Best:
    """The averaged weights that did best on the selection sources so far, and for how many validations they stand."""

    auc: float = -math.inf
    step: int = 0
    stale: int = 0
    weights: dict[str, Any] | None = None

    def offer(self, auc: float, step: int, averaged: Any) -> None:
        """Keep the weights if their AUC is a gain."""
        if auc > self.auc:
            self.auc, self.step, self.stale = auc, step, 0
            self.weights = copy.deepcopy(averaged.state_dict())
        else:
            self.stale += 1


@dataclass
class Run:
    """All that a step depends on besides its batch, which is drawn from the seed and `step` alone."""

    network: Any
    averaged: Any
    optimiser: torch.optim.Optimizer
    best: Best
    step: int = 0
    seconds: float = 0.0


def save(run: Run, path: Path, fingerprint: str) -> None:
    """Write the checkpoint. Raises EnvironmentFault, on a full disk too: the one before then stands."""
    import torch

    state = {
        "fingerprint": fingerprint,
        "step": run.step,
        "seconds": run.seconds,
        "network": run.network.state_dict(),
        "averaged": run.averaged.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "random": torch.get_rng_state(),
        "best": {"auc": run.best.auc, "step": run.best.step, "stale": run.best.stale, "weights": run.best.weights},
    }
    write(path, state)


def restore(run: Run, path: Path, fingerprint: str) -> None:
    """Set a run to its checkpoint. Raises UserError when it is another run's, EnvironmentFault when it is damaged."""
    import torch

    state = read(path, fingerprint)
    run.network.load_state_dict(state["network"])
    run.averaged.load_state_dict(state["averaged"])
    run.optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"])
    run.step, run.seconds, run.best = state["step"], state["seconds"], Best(**state["best"])


def read(path: Path, fingerprint: str) -> dict[str, Any]:
    """What a checkpoint holds. Raises UserError when it is another run's, EnvironmentFault when it is damaged."""
    import torch

    try:
        state: dict[str, Any] = torch.load(path, weights_only=True)
        belongs = state["fingerprint"] == fingerprint
    except Exception as error:  # PyTorch's reader raises whatever a damaged file provokes
        raise EnvironmentFault(
            "checkpoint_damaged", f"{path} cannot be read as a checkpoint.", "Move it away to train from the start."
        ) from error
    if not belongs:
        raise UserError(
            "other_run",
            f"{path} belongs to a run with another recipe, other data or settings.",
            "Choose an empty folder, or the settings of that run.",
        )
    return state


def write(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint. Raises EnvironmentFault, on a full disk too: the one before then stands."""
    import torch

    stream = io.BytesIO()
    torch.save(state, stream)
    write_file(path, stream.getvalue())
