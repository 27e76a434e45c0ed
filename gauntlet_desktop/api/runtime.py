"""Which library computes the exported nets of this process: the one that they were written for, or another that must
come to the same result."""

from __future__ import annotations

import os

RUNTIME_VARIABLE = "GAUNTLET_RUNTIME"
ONNX, TORCH = "onnx", "torch"
RUNTIMES = (ONNX, TORCH)


def chosen_runtime() -> str:
    """One of RUNTIMES: "onnx" (ONNX Runtime) unless GAUNTLET_RUNTIME names another."""
    chosen = os.environ.get(RUNTIME_VARIABLE, ONNX)
    return chosen if chosen in RUNTIMES else ONNX
