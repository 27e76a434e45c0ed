"""A detector on a model folder: prepares the image, runs the network, and lets others look into it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import (
    CAMERA,
    GENERATED,
    DetectorOutput,
    ImageInput,
    Preparation,
    Prepared,
    TargetLayer,
    prepared,
)
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_source_systems.models import ModelConfig, load_model, read_config

if TYPE_CHECKING:
    import torch

_CUDA_WAS_FULL = "CPU (CUDA memory was full)"


class NetworkDetector:
    """A `TorchDetector` whose network is loaded on first use, on CUDA where that is there and else on the processor."""

    def __init__(self, detector_id: str, folder: Path) -> None:
        self._id = detector_id
        self._folder = folder
        self._lock = threading.Lock()
        self._config: ModelConfig | None = None
        self._network: torch.nn.Module | None = None
        self._cuda_was_full = False

    @property
    def id(self) -> str:
        return self._id

    @property
    def config(self) -> ModelConfig:
        """Raises EnvironmentFault where the folder holds no model."""
        if self._config is None:
            self._config = read_config(self._folder)
        if self._config is None:
            raise EnvironmentFault(
                "weights_unusable", phrase("{folder} holds no model.", folder=self._folder.name), "Import it again."
            )
        return self._config

    @property
    def features_of(self) -> str:
        """The module whose input are the latent features."""
        return f"core.{self.config.entry.head}"

    @property
    def target_layers(self) -> Sequence[TargetLayer]:
        layers = self.config.entry.layers(self.config.settings)
        return tuple(replace(layer, module=f"core.{layer.module}") for layer in layers)

    @property
    def preparation(self) -> Preparation:
        config = self.config
        return Preparation(config.entry.input_side(config.settings), config.entry.short_side(config.settings))

    def network(self) -> torch.nn.Module:
        with self._lock:
            if self._network is None:
                self._network = self._load()
            return self._network

    def prepare(self, image: ImageInput) -> Prepared:
        return prepared(image, self.preparation)

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        logits, device = self._run(self.prepare(image).pixels)
        return DetectorOutput(float(logits[GENERATED] - logits[CAMERA]), backend=f"PyTorch, {device}")

    def features(self, image: ImageInput, context: TaskContext) -> NDArray[np.float32]:
        """What enters the last layers, float32 (D,)."""
        context.checkpoint()
        network = self.network()
        seen: list[Any] = []
        head = network.get_submodule(self.features_of)
        hook = head.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0]))
        try:
            self._run(self.prepare(image).pixels)
        finally:
            hook.remove()
        result: NDArray[np.float32] = seen[-1].detach().cpu().numpy()[0].reshape(-1)
        return result

    def build(self) -> torch.nn.Module:
        """The network on the processor; raises EnvironmentFault."""
        from gauntlet_source_systems.classifier import Classifier

        try:
            core = load_model(self._folder, self.config)
        except UserError as error:
            raise EnvironmentFault(error.code, error.message, error.remedy) from error
        return Classifier(core, self.config.entry.norm, self.config.generated)

    def _run(self, planes: NDArray[np.float32]) -> tuple[NDArray[np.float32], str]:
        """The logits (2,) and the device that gave them; a full CUDA device hands over to the processor, for good."""
        import torch

        network = self.network()
        with contextlib.suppress(torch.cuda.OutOfMemoryError):
            logits, device = _forward(network, planes)
            return logits, _CUDA_WAS_FULL if self._cuda_was_full else device
        # Only here is the error gone, and with it what its traceback held on the device.
        network.to("cpu")
        torch.cuda.empty_cache()
        self._cuda_was_full = True
        return _forward(network, planes)[0], _CUDA_WAS_FULL

    def _load(self) -> torch.nn.Module:
        try:
            import torch
        except ImportError as error:
            raise EnvironmentFault(
                "full_install_needed",
                phrase("{detector} runs on PyTorch ({reason}).", detector=self._id, reason=str(error)),
                "Run: pip install 'gauntlet-desktop[full]'",
            ) from error
        network = self.build().eval()
        network.requires_grad_(False)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        return network.to(device)


def _forward(network: torch.nn.Module, planes: NDArray[np.float32]) -> tuple[NDArray[np.float32], str]:
    import torch

    device = next(network.parameters()).device
    with torch.no_grad():
        logits = network(torch.from_numpy(planes)[None].to(device))
    values: NDArray[np.float32] = logits[0].float().cpu().numpy()
    return values, "CPU" if device.type == "cpu" else "CUDA"
