"""Loads a model's network, tokenizer and picture processor: from safetensors in its folder, without code."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.api.language_store import StoredLanguageModel, verify_language_model
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext


@dataclass(frozen=True, slots=True)
class Loaded:
    """A network on its device with what turns prompts into its input; `processor` is the tokenizer where it sees no
    pictures."""

    network: Any
    processor: Any
    tokenizer: Any
    device: str
    dtype: str


def choose_device(device: str) -> str:
    """ "cuda" or "cpu"; raises EnvironmentFault where CUDA was asked for and is not there."""
    torch = _torch()
    if device == "cuda" and not torch.cuda.is_available():
        raise EnvironmentFault("no_cuda", "There is no CUDA device.", "Choose the device cpu or auto.")
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return device


def choose_dtype(dtype: str, device: str) -> str:
    """The number format: by default bfloat16 on CUDA, float32 elsewhere."""
    if dtype != "auto":
        return dtype
    return "bfloat16" if device == "cuda" else "float32"


def load_network(stored: StoredLanguageModel, device: str, dtype: str, context: TaskContext) -> Loaded:
    """Check the files against their sums, then load. Raises PluginFault for altered files, EnvironmentFault where the
    model cannot be loaded or memory is short."""
    verify_language_model(stored, context.part(0.0, 0.4))
    context.report(0.4, f"Loading: {stored.name}")
    torch = _torch()
    remedy = "See that the folder is complete and that there is enough memory."
    with library_errors(
        EnvironmentFault, "model_not_loaded", phrase("{model} cannot be loaded", model=stored.name), remedy
    ):
        with _no_progress_bars():
            processor = _processor(stored)
            network = _network_class(stored).from_pretrained(
                stored.folder, dtype=getattr(torch, dtype), use_safetensors=True, **_LOCAL
            )
        network = network.to(device).eval()
    return Loaded(network, processor, getattr(processor, "tokenizer", processor), device, dtype)


# Nothing is fetched, and no code that comes with weights is run.
_LOCAL = {"local_files_only": True, "trust_remote_code": False}


@contextlib.contextmanager
def _no_progress_bars() -> Iterator[None]:
    """transformers draws bars on the terminal; the program shows progress of its own."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _torch() -> Any:
    with library_errors(
        EnvironmentFault, "model_not_loaded", phrase("Language models cannot be run"), "Install them again."
    ):
        import torch
        import transformers  # noqa: F401 - asked for here, so that the message is the same for both
    return torch


def _processor(stored: StoredLanguageModel) -> Any:
    from transformers import AutoProcessor, AutoTokenizer

    if stored.sees_images:
        return AutoProcessor.from_pretrained(stored.folder, backend="pil", **_LOCAL)
    return AutoTokenizer.from_pretrained(stored.folder, **_LOCAL)


def _network_class(stored: StoredLanguageModel) -> Any:
    from transformers import AutoModelForCausalLM, AutoModelForImageTextToText

    return AutoModelForImageTextToText if stored.sees_images else AutoModelForCausalLM
