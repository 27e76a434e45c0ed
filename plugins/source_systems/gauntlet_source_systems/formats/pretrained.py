"""Loads a network from a local folder of the transformers library: from safetensors alone, without code of the folder,
and with no more memory than its weights account for, whatever its configuration asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_source_systems.formats.folder import tensor_sizes

if TYPE_CHECKING:
    import torch

CONFIG_NAME = "config.json"
MOST_LABELS = 100_000
_FILE_BYTES = 1 << 22
# A network may hold a tensor under two names, and some that are computed and not learnt: of these, few.
_NAMES_OF_A_TENSOR, _SPARE_NUMBERS, _SPARE_TENSORS = 2, 1 << 20, 100
_AGAIN = "Get a complete copy of the folder."


def load_pretrained(class_name: str, folder: Path, may_lack: tuple[str, ...] = (), **options: Any) -> Any:
    """The network of a folder by a class of the transformers library. Tensors whose names begin as one of `may_lack`
    may be missing and are random then. Raises UserError for weights that are not the configuration's, and whatever the
    library raises."""
    import transformers

    _check_labels(folder)
    sizes = [size for file in folder.glob("*.safetensors") for size in tensor_sizes(file)]
    with _quiet(), _no_larger_than(sizes, folder.name):
        network, info = getattr(transformers, class_name).from_pretrained(
            folder,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **options,
        )
    if wrong := sorted(name for name, *_ in info["mismatched_keys"]):
        raise UserError(
            "weights_other",
            phrase(
                "The weights of {folder} do not fit its configuration: {count} have another shape, among them {name}.",
                folder=folder.name,
                count=len(wrong),
                name=wrong[0],
            ),
            _AGAIN,
        )
    if missing := sorted(name for name in info["missing_keys"] if not name.startswith(may_lack)):
        raise UserError(
            "weights_incomplete",
            phrase(
                "{folder} lacks {count} tensors, among them {name}.",
                folder=folder.name,
                count=len(missing),
                name=missing[0],
            ),
            _AGAIN,
        )
    return network


def document(path: Path) -> dict[str, Any]:
    """A JSON object, empty where there is none."""
    try:
        with path.open("rb") as file:
            read = json.loads(file.read(_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _check_labels(folder: Path) -> None:
    """The library makes a name for each of as many outputs as the configuration says, before any network is built."""
    config = document(folder / CONFIG_NAME)
    if not config:
        raise ValueError(f"there is no {CONFIG_NAME} that can be read")
    parts = [config, *(part for part in config.values() if isinstance(part, dict))]
    if any(isinstance(count := part.get("num_labels"), int) and count > MOST_LABELS for part in parts):
        raise UserError(
            "config_too_large",
            phrase("{folder} says that it has more than {most:,} outputs.", folder=folder.name, most=MOST_LABELS),
            _AGAIN,
        )


@contextmanager
def _no_larger_than(sizes: list[int], name: str) -> Iterator[None]:
    """Stop a network that is being built as soon as it has more numbers, or more tensors, than the weights `sizes`
    account for. The library builds it without memory first."""
    from torch.nn.modules import module

    numbers = _NAMES_OF_A_TENSOR * sum(sizes) + _SPARE_NUMBERS
    tensors = _NAMES_OF_A_TENSOR * len(sizes) + _SPARE_TENSORS
    held: dict[tuple[int, str], int] = {}  # by module and name: what is loaded takes the place of what was built
    total = 0

    def count(owner: torch.nn.Module, tensor_name: str, tensor: torch.Tensor | None) -> None:
        nonlocal total
        size = 0 if tensor is None else tensor.numel()
        total += size - held.get((id(owner), tensor_name), 0)
        held[id(owner), tensor_name] = size
        if total > numbers or len(held) > tensors:
            raise UserError(
                "config_too_large",
                phrase("The configuration of {name} asks for a larger network than its weights are for.", name=name),
                _AGAIN,
            )

    with ExitStack() as stack:
        stack.callback(module.register_module_parameter_registration_hook(count).remove)
        stack.callback(module.register_module_buffer_registration_hook(count).remove)
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's bars, and without its report, which quotes names of the folder to the terminal."""
    from transformers.utils import logging

    level, shown = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if shown:
            logging.enable_progress_bar()
