"""What all methods share: the class to explain, the layers to look at, and a heatmap in the program's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import (
    CAMERA,
    GENERATED,
    Detector,
    ExplainRequest,
    ImageInput,
    Prepared,
    TargetLayer,
    TorchDetector,
)
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import EvidenceView, Heatmap
from gauntlet_desktop.core.task import TaskContext
from gauntlet_explanations.layers import Seen, look

if TYPE_CHECKING:
    import torch
    from torch import Tensor

FloatMap = NDArray[np.float32]
TARGETS = {"camera": CAMERA, "generated": GENERATED}
PREDICTED = "predicted"


@dataclass(frozen=True, slots=True)
class Case:
    """One image in one network: `image` (1, 3, H, W) on the network's device, the class to explain, and what the pass
    that gave the score showed at the layers, by their names."""

    network: torch.nn.Module
    image: Tensor
    prepared: Prepared
    score: float
    target: int
    seed: int
    context: TaskContext
    seen: Mapping[str, Seen]

    @property
    def target_name(self) -> str:
        return "generated" if self.target == GENERATED else "camera"


def open_case(
    image: ImageInput,
    detector: TorchDetector,
    request: ExplainRequest,
    context: TaskContext,
    layers: Sequence[TargetLayer] = (),
    *,
    gradient: bool = False,
    rest: bool = False,
) -> Case:
    """Prepare the image, pass it once, decide the class (the predicted one is that of the greater logit) and `look` at
    the layers."""
    import torch

    wanted = None if request.target == PREDICTED else _target(request.target)
    context.report(0.0, "Preparing")
    network = detector.network()
    prepared = detector.prepare(image)
    tensor = torch.from_numpy(prepared.pixels)[None].to(next(network.parameters()).device)
    found = look(
        network,
        tensor,
        layers,
        lambda logits: int(logits.argmax()) if wanted is None else wanted,
        gradient=gradient,
        rest=rest,
    )
    score = float(found.logits[GENERATED] - found.logits[CAMERA])
    return Case(network, tensor, prepared, score, found.target, request.seed, context, found.seen)


def chosen_layers(detector: TorchDetector, request: ExplainRequest) -> list[TargetLayer]:
    """The layers that were asked for, else the last. Raises UserError for one that the detector does not have."""
    known = {layer.name: layer for layer in detector.target_layers}
    if not known:
        raise UserError(
            "no_layers",
            phrase("{detector} names no layers to look at.", detector=detector.id),
            "Choose a method that needs none, such as LIME.",
        )
    if unknown := [name for name in request.layers if name not in known]:
        raise UserError(
            "unknown_layer",
            phrase("{detector} has no layer {layer!r}.", detector=detector.id, layer=unknown[0]),
            phrase("It has {known}.", known=", ".join(known)),
        )
    return [known[name] for name in dict.fromkeys(request.layers)] or [list(known.values())[-1]]


def relative(values: FloatMap) -> FloatMap:
    """Scaled so that the greatest absolute value is 1; nothing but zeros stays so."""
    top = float(np.abs(values).max(initial=0.0))
    return (values / np.float32(top)).astype(np.float32) if top > 0 else values.astype(np.float32)


def joined(maps: Sequence[FloatMap]) -> FloatMap:
    """The mean of maps of several layers, each scaled, on the finest of their grids (bilinear)."""
    from PIL import Image

    rows, columns = max((m.shape for m in maps), key=lambda shape: shape[0] * shape[1])
    scaled = [Image.fromarray(relative(m)).resize((columns, rows), Image.Resampling.BILINEAR) for m in maps]
    mean: FloatMap = np.mean([np.asarray(each, dtype=np.float32) for each in scaled], axis=0, dtype=np.float32)
    return mean


def heatmap(
    method: str,
    detector: Detector,
    case: Case,
    values: FloatMap,
    *,
    layers: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> Heatmap:
    """A relative heatmap: `values` speak for the explained class; in the result, positive speaks for "generated"."""
    told = tuple(notes)
    if not np.abs(values).any():
        told = (*told, "The map is empty: at this layer nothing speaks for the explained class.")
    side = np.float32(1.0 if case.target == GENERATED else -1.0)
    return Heatmap(
        method=method,
        detector=detector.id,
        exact=False,
        bias=0.0,
        score=case.score,
        views=(EvidenceView(case.prepared.region, 1.0, relative(values) * side),),
        sum_check=0.0,
        target=case.target_name,
        layers=tuple(layers),
        unit="relative",
        notes=told,
    )


def _target(name: str) -> int:
    if name not in TARGETS:
        raise UserError(
            "unknown_class",
            phrase("There is no class {name!r}.", name=name),
            phrase("Choose of {predicted}, {known}.", predicted=PREDICTED, known=", ".join(TARGETS)),
        )
    return TARGETS[name]


def part_after(detector: TorchDetector, layer: TargetLayer) -> float:
    """About which part of the network, 0..1, follows a layer, as if all layers took equally long: 0 for the last."""
    names = [each.name for each in detector.target_layers]
    return 1.0 - (names.index(layer.name) + 1) / len(names)


class LayerMethod:
    """A method that makes a map (h, w) of a case and a layer; several layers give the mean of their maps.

    `cost` tells from the part of the network that follows a layer how many passes the map of that layer takes besides
    the one that gives the score. `gradient` and `rest` say what the method needs to see in that one.
    """

    def __init__(
        self,
        method_id: str,
        name: str,
        explain_layer: Callable[[Case, TargetLayer], Tensor],
        cost: Callable[[float], float],
        *,
        gradient: bool = False,
        rest: bool = False,
    ) -> None:
        self._id, self._name = method_id, name
        self._explain_layer, self._cost = explain_layer, cost
        self._gradient, self._rest = gradient, rest

    @property
    def id(self) -> str:
        return self._id

    @property
    def name(self) -> str:
        return self._name

    def supports(self, detector: Detector) -> bool:
        return isinstance(detector, TorchDetector)

    def layers(self, detector: Detector) -> Sequence[str]:
        return [layer.name for layer in detector.target_layers] if isinstance(detector, TorchDetector) else []

    def passes(self, detector: Detector, request: ExplainRequest) -> float:
        assert isinstance(detector, TorchDetector)
        return 1.0 + sum(self._cost(part_after(detector, layer)) for layer in chosen_layers(detector, request))

    def explain(self, image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Heatmap:
        assert isinstance(detector, TorchDetector)
        layers = chosen_layers(detector, request)
        case = open_case(image, detector, request, context, layers, gradient=self._gradient, rest=self._rest)
        maps = []
        for number, layer in enumerate(layers):
            context.report(number / len(layers), f"{self._name}, {layer.name}")
            found = self._explain_layer(case, layer)
            maps.append(found.float().cpu().numpy().astype(np.float32))
        return heatmap(self._id, detector, case, joined(maps), layers=[layer.name for layer in layers])
