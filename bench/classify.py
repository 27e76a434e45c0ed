"""Classification as the published systems time it: PyTorch eager, ONNX Runtime in float32 and int8, on one thread.

Random weights: CPU time does not depend on them. The published figures are of other machines; ratios compare.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bench.common import LESS, row
from gauntlet_desktop.api import Preparation
from gauntlet_desktop.inference.onnx_export import export_network, torch_network
from gauntlet_desktop.inference.onnx_files import file_network
from gauntlet_desktop.inference.onnx_int8 import quantise
from gauntlet_source_systems.classifier import Classifier
from gauntlet_source_systems.models import ARCHITECTURES, CLIP_TOWERS

SIDE = 224
REPEATS = 7


class Subject:
    """As much of a detector as an export looks at."""

    def __init__(self, architecture: str, settings: dict[str, Any]) -> None:
        torch.manual_seed(1)
        entry = ARCHITECTURES[architecture]
        self.id = architecture
        self.preparation = Preparation(SIDE, SIDE)
        self._network = Classifier(entry.build(settings), entry.norm).eval().requires_grad_(False)

    def network(self) -> Classifier:
        return self._network


def main() -> None:
    # With its text tower, which no image needs, CLIP has 149.6 and 151.3 million parameters.
    for tower in ("ViT-B/16", "ViT-B/32"):
        three_forms(f"CLIP + {tower}", Subject("clip", {"tower": CLIP_TOWERS[tower]}))
    for tower in ("TinyCLIP-8M/16", "TinyCLIP-40M/32"):
        three_forms(f"RINE over {tower}", Subject("rine", {"tower": CLIP_TOWERS[tower]}))


def three_forms(name: str, subject: Subject) -> None:
    """Size, CPU and wall time of a network as PyTorch runs it, as ONNX, and as ONNX with int8 linear layers."""
    network = subject.network()
    parameters = sum(each.numel() for each in network.parameters())
    row(f"{name}: parameters", parameters / 1e6, "million")
    image = np.random.default_rng(1).random((1, 3, SIDE, SIDE), dtype=np.float32)
    with tempfile.TemporaryDirectory() as scratch:
        exact, reduced = Path(scratch) / "float32.onnx", Path(scratch) / "int8.onnx"
        difference = export_network(subject, subject.preparation, name, exact)  # type: ignore[arg-type]
        row("  ONNX against PyTorch, largest difference of a logit", difference * 1e6, "1e-6")
        quantise(exact, reduced)
        forms = {
            "PyTorch eager, float32": (4 * parameters, torch_network(network)),
            "ONNX Runtime, float32": (exact.stat().st_size, file_network(exact)),
            "ONNX Runtime, int8": (reduced.stat().st_size, file_network(reduced)),
        }
        timings = interleaved({form: lambda run=run: run(image) for form, (_, run) in forms.items()})
        answers = {form: run(image) for form, (_, run) in forms.items()}
    eager = "PyTorch eager, float32"
    for form, (size, _) in forms.items():
        cpu, wall = timings[form]
        row(f"  {form}: size", size / 1e6, "MB")
        row(f"  {form}: CPU time", 1000 * cpu, "ms")
        row(f"  {form}: wall time", 1000 * wall, "ms")
        if form != eager:
            row("    CPU time over eager", cpu / timings[eager][0], "", better=LESS)
            row("    largest difference of a logit", float(np.abs(answers[form] - answers[eager]).max()), "")


def interleaved(calls: dict[str, Callable[[], Any]]) -> dict[str, tuple[float, float]]:
    """Median CPU and wall seconds of each call, taken in turns so that a busy machine treats all alike."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for repeat in range(REPEATS + 1):
        for name, call in calls.items():
            cpu, wall = time.process_time(), time.perf_counter()
            call()
            taken = time.process_time() - cpu, time.perf_counter() - wall
            if repeat:
                found[name].append(taken)
    return {
        name: (statistics.median(c for c, _ in each), statistics.median(w for _, w in each))
        for name, each in found.items()
    }


if __name__ == "__main__":
    main()
