"""Measures a detector under adversarial attacks: how far its answers hold when someone means to mislead it, beside how
far they hold when someone only re-encodes or reduces the image."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.api.protocols import Attack, ImageInput
from gauntlet_desktop.api.torch_models import CAMERA, GENERATED, DifferentiableDetector
from gauntlet_desktop.core.errors import EnvironmentFault, InputError, UserError
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.files import choose
from gauntlet_desktop.evaluation.output import write_files
from gauntlet_desktop.evaluation.table import render
from gauntlet_desktop.evaluation.tables import Table
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step, deliver
from gauntlet_desktop.imaging.packs import Sample, open_pack
from gauntlet_desktop.inference.loader import Registry, load

JSON_NAME, TABLE_NAME = "attack.json", "attack.md"
BATCH = 8
# The share of the camera images that may pass the threshold before the attack.
FALSE_POSITIVE_RATE = 0.05
# What happens to images without any ill will.
DELIVERIES: Mapping[str, Sequence[Step]] = {
    "JPEG 90": (Encode("jpeg", 90),),
    "JPEG 60": (Encode("jpeg", 60),),
    "resize 0.75": (Rescale(0.75),),
    "resize 0.5": (Rescale(0.5),),
}


@dataclass(frozen=True, slots=True)
class AttackRequest:
    """What to measure: a detector, attacks, several values of epsilon where an attack has one (none: its own), at most
    `limit` images of a source, and the seed."""

    detector: str
    attacks: tuple[str, ...]
    epsilons: tuple[float, ...] = ()
    limit: int | None = 20
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the network is given of the images, float32 (N, 3, H, W), the true classes (N,), each one's source, and its
    scores (N,) after each of DELIVERIES."""

    images: Any
    labels: Any
    sources: tuple[str, ...]
    delivered: Mapping[str, NDArray[np.float64]]


def attack_detector(data: Path, out: Path | None, request: AttackRequest, context: TaskContext) -> dict[str, Any]:
    """Attack what the detector is given of each image, and tell how it does before and after; writes attack.json and
    attack.md into `out`. Raises UserError for what cannot be attacked, and when a class has no readable image."""
    registry = load()
    detector = _detector(registry, request.detector)
    attacks = [_attack(registry, name) for name in request.attacks]
    network = detector.network()
    inputs = _inputs(detector, network, data, request, context)
    before = _scores(network, inputs.images)
    rows = [_figures("none", {}, inputs, before, before) | _distances(inputs, inputs.images)]
    rows += [_figures(name, {}, inputs, before, scores) for name, scores in inputs.delivered.items()]
    plans = [(attack, chosen) for attack in attacks for chosen in _parameters(attack, request.epsilons)]
    for number, (attack, parameters) in enumerate(plans):
        part = context.part(0.2 + 0.8 * number / len(plans), 0.2 + 0.8 * (number + 1) / len(plans))

        def perturb(images: Any, labels: Any, seed: int, run: Attack = attack, how: Any = parameters) -> Any:
            return run.perturb(network, images, labels, how, seed)

        attacked = _attacked(perturb, inputs, request.seed, attack.name, part)
        figures = _figures(attack.id, parameters, inputs, before, _scores(network, attacked))
        rows.append(figures | _distances(inputs, attacked))
    document = {"detector": request.detector, "seed": request.seed, "images": len(inputs.sources), "rows": rows}
    if out is not None:
        write_files(out, {JSON_NAME: json.dumps(document, indent=2) + "\n", TABLE_NAME: table(document)})
    return document


def table(document: Mapping[str, Any]) -> str:
    """The rows in Markdown."""
    head = ["attack", "epsilon", "accuracy", "AUC", "TPR", "FPR", "fooled", "largest change", "L2 distance"]
    rows = [
        [
            row["attack"],
            f"{row['parameters']['epsilon']:.4f}" if "epsilon" in row["parameters"] else "–",
            f"{row['accuracy']:.3f}",
            f"{row['auc']:.3f}",
            f"{100 * row['tpr']:.1f} %",
            f"{100 * row['fpr']:.1f} %",
            f"{100 * row['fooled']:.1f} %",
            f"{row['largest_change']:.4f}" if "largest_change" in row else "–",
            f"{row['l2']:.3f}" if "l2" in row else "–",
        ]
        for row in document["rows"]
    ]
    title = (
        f"# {document['detector']} under attack\n\n{document['images']} images. TPR and FPR are of the threshold that "
        f"{100 * FALSE_POSITIVE_RATE:g} % of the camera images pass before the attack.\n\n"
    )
    return title + render(Table("Under attack", head, rows), titled=False) + "\n"


def _detector(registry: Registry, detector_id: str) -> DifferentiableDetector:
    found = next((entry.detector for entry in registry.detectors if entry.detector.id == detector_id), None)
    if not isinstance(found, DifferentiableDetector):
        able = [e.detector.id for e in registry.detectors if isinstance(e.detector, DifferentiableDetector)]
        what = "is not installed" if found is None else "has no gradient for an attack to follow"
        raise UserError(
            "not_attackable", f"{detector_id} {what}.", f"Can be attacked: {', '.join(able) or 'none; import a model'}."
        )
    return found


def _attack(registry: Registry, attack_id: str) -> Attack:
    known = {attack.id: attack for attack in registry.attacks}
    if attack_id not in known:
        raise UserError("no_such_attack", f"There is no attack {attack_id!r}.", f"There are: {', '.join(known)}.")
    return known[attack_id]


def _parameters(attack: Attack, epsilons: Sequence[float]) -> list[dict[str, Any]]:
    """The parameters of each run: one for every epsilon, where the attack has one."""
    has_epsilon = any(parameter.name == "epsilon" for parameter in attack.parameters)
    given: list[dict[str, Any]] = [{"epsilon": value} for value in epsilons] if has_epsilon else []
    return [complete(attack.parameters, values) for values in given or [{}]]


def _inputs(
    detector: DifferentiableDetector, network: Any, data: Path, request: AttackRequest, context: TaskContext
) -> Inputs:
    import torch

    weights = next(network.parameters(), None)
    device = None if weights is None else weights.device

    def given(pixels: NDArray[np.uint8], facts: ImageFacts) -> Any:
        height, width = pixels.shape[:2]
        prepared = detector.prepare(ImageInput(pixels, replace(facts, width=width, height=height))).pixels
        return torch.from_numpy(prepared).to(device)

    images, labels, sources = [], [], []
    delivered: dict[str, list[float]] = {name: [] for name in DELIVERIES}
    with open_pack(data) as pack:
        chosen: Sequence[Sample] = choose(pack.samples, None, request.limit)
        for index, sample in enumerate(chosen):
            context.report(0.2 * index / len(chosen), f"Reading image {index + 1} of {len(chosen)}")
            try:
                pixels, facts = pack.decode(sample)
            except (InputError, EnvironmentFault):
                continue
            images.append(given(pixels, facts))
            for name, steps in DELIVERIES.items():
                delivered[name] += _scores(network, given(deliver(pixels, steps), facts)[None]).tolist()
            labels.append(GENERATED if sample.generated else CAMERA)
            sources.append(f"{sample.label}/{sample.source}")
    if set(labels) != {CAMERA, GENERATED}:
        raise UserError("class_empty", "One of the two classes has no readable image.", "Add images of both.")
    if len({image.shape for image in images}) > 1:
        raise UserError(
            "sizes_differ", f"{request.detector} takes images as they are, and these differ in size.", "Cut them alike."
        )
    scores = {name: np.array(values) for name, values in delivered.items()}
    return Inputs(torch.stack(images), torch.tensor(labels, device=device), tuple(sources), scores)


def _attacked(
    perturb: Callable[[Any, Any, int], Any], inputs: Inputs, seed: int, name: str, context: TaskContext
) -> Any:
    """All images after the attack, some at a time."""
    import torch

    parts = []
    count = len(inputs.sources)
    for start in range(0, count, BATCH):
        context.report(start / count, f"{name}: image {start + 1} of {count}")
        part = slice(start, start + BATCH)
        try:
            parts.append(perturb(inputs.images[part], inputs.labels[part], seed + start))
        except RuntimeError as error:
            raise UserError(
                "attack_failed", f"{name} failed on this network ({error}).", "Choose another attack."
            ) from error
    return torch.cat(parts)


def _figures(
    name: str, parameters: Mapping[str, Any], inputs: Inputs, before: NDArray[np.float64], scores: NDArray[np.float64]
) -> dict[str, Any]:
    """How the network does by these scores. `fooled` is the share of what was right before and is wrong now; `tpr` and
    `fpr` are the shares of either class over the threshold that FALSE_POSITIVE_RATE of the camera images pass before.
    """
    generated = inputs.labels.cpu().numpy() == GENERATED
    threshold = np.quantile(before[~generated], 1.0 - FALSE_POSITIVE_RATE)
    right, was_right = (scores > 0) == generated, (before > 0) == generated
    by_source = {
        source: float(np.mean(right[np.array(inputs.sources) == source])) for source in sorted(set(inputs.sources))
    }
    return {
        "attack": name,
        "parameters": dict(parameters),
        "accuracy": float(right.mean()),
        "auc": auc(scores[~generated], scores[generated]),
        "tpr": float((scores[generated] > threshold).mean()),
        "fpr": float((scores[~generated] > threshold).mean()),
        "mean_score": {"camera": float(scores[~generated].mean()), "generated": float(scores[generated].mean())},
        "fooled": float((was_right & ~right).sum() / max(1, was_right.sum())),
        "accuracy_by_source": by_source,
    }


def _distances(inputs: Inputs, images: Any) -> dict[str, float]:
    """How far attacked images are from the originals."""
    change = (images - inputs.images).flatten(1)
    return {"largest_change": float(change.abs().max()), "l2": float(change.norm(dim=1).mean())}


def _scores(network: Any, images: Any) -> NDArray[np.float64]:
    import torch

    with torch.no_grad():
        logits = torch.cat([network(some) for some in images.split(BATCH)]).double().cpu().numpy()
    scores: NDArray[np.float64] = logits[:, GENERATED] - logits[:, CAMERA]
    return scores
