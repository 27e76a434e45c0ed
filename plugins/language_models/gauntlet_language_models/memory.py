"""How much memory a model takes, from the headers of its weight files alone."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.phrases import phrase

BYTES_OF = {"float32": 4, "bfloat16": 2, "float16": 2}
# What the libraries take, and what activations and the cache of keys and values add to the weights.
_LIBRARIES = 600 << 20
_BESIDE_WEIGHTS = 1.2
_HEADER_BYTES = 100 << 20
_MOST_OF_A_BYTE = 8  # no number takes less than a bit


def parameter_count(folder: Path) -> int:
    """The number of parameters in all safetensors files of a folder. Raises PluginFault for a damaged header."""
    return sum(_count(path) for path in sorted(folder.glob("*.safetensors")))


def estimate(parameters: int, dtype: str) -> int:
    """Bytes that a model of so many parameters takes in memory."""
    return int(_LIBRARIES + _BESIDE_WEIGHTS * parameters * BYTES_OF[dtype])


def _count(path: Path) -> int:
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if length > _HEADER_BYTES:
                raise ValueError("its header is too long")
            header = json.loads(file.read(length))
        counted = sum(_numbers(entry["shape"]) for name, entry in header.items() if name != "__metadata__")
        if counted > _MOST_OF_A_BYTE * path.stat().st_size:
            raise ValueError("it says that it holds more than it does")
        return counted
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PluginFault(
            "weights_damaged",
            phrase("{file} cannot be read ({reason}).", file=path.name, reason=str(error)),
            "Get the weights again.",
        ) from error


def _numbers(shape: Any) -> int:
    """How many numbers a tensor of that shape holds."""
    if not all(type(side) is int and side >= 0 for side in shape):
        raise ValueError("a shape is no list of sizes")
    return math.prod(shape)
