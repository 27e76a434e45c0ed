"""Reads the tensors of weight files that a stranger made: safetensors, or torch checkpoints of tensors alone."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import phrase

SAFETENSORS, TORCH = (".safetensors",), (".pt", ".pth", ".bin", ".ckpt")
MAX_BYTES = 16 << 30
_AGAIN = "Get a complete copy of the file."
_WRAPPERS = ("state_dict", "model", "model_state_dict", "net", "network")
_PREFIXES = ("module.", "model.")

Tensors = Mapping[str, Any]


def is_weights(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SAFETENSORS + TORCH


def read_tensors(path: Path) -> Tensors:
    """The named tensors of a file, on the processor, out of the usual wrappers. Nothing in it is executed: pickles that
    hold anything but tensors and plain values are refused. Raises UserError."""
    if path.stat().st_size > MAX_BYTES:
        raise UserError(
            "weights_too_large", phrase("{file} is larger than 16 GiB.", file=path.name), "Choose another file."
        )
    loaded = _safetensors(path) if path.suffix.lower() in SAFETENSORS else _checkpoint(path)
    return unwrapped(loaded, path.name)


def unwrapped(loaded: Any, name: str) -> Tensors:
    """The state dictionary itself, without the prefix that wrappers of a network put before every name."""
    import torch

    while isinstance(loaded, Mapping) and (inner := next((loaded[k] for k in _WRAPPERS if k in loaded), None)):
        if not isinstance(inner, Mapping):
            break
        loaded = inner
    if not isinstance(loaded, Mapping) or not loaded:
        raise _unusable(name, phrase("it holds no named tensors"))
    tensors = {str(key): value for key, value in loaded.items() if isinstance(value, torch.Tensor)}
    for prefix in _PREFIXES:
        if tensors and all(key.startswith(prefix) for key in tensors):
            tensors = {key.removeprefix(prefix): value for key, value in tensors.items()}
    if not tensors:
        raise _unusable(name, phrase("it holds no named tensors"))
    return tensors


def _safetensors(path: Path) -> Tensors:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        loaded: Tensors = load_file(str(path))
    except (OSError, SafetensorError) as error:
        raise _unusable(path.name, str(error)) from error
    return loaded


def _checkpoint(path: Path) -> Any:
    with library_errors(
        UserError, "weights_unusable", phrase("The weights {file} cannot be read", file=path.name), _AGAIN
    ):
        import torch

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the age of the file's layout, which is not the user's business
            try:
                return torch.load(path, map_location="cpu", weights_only=True)
            except pickle.UnpicklingError as error:
                raise UserError(
                    "weights_unsafe",
                    phrase(
                        "{file} holds more than tensors: loading it could run code, so it is refused.", file=path.name
                    ),
                    "Ask its author for safetensors, or for a state dictionary alone.",
                ) from error


def _unusable(name: str, why: str) -> UserError:
    return UserError(
        "weights_unusable", phrase("The weights {name} cannot be read ({why}).", name=name, why=why), _AGAIN
    )
