"""Measures a PyTorch detector under adversarial attacks: how far its answers hold when someone means to mislead it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.api.protocols import Attack, ImageInput
from gauntlet_desktop.api.torch_models import CAMERA, GENERATED, TorchDetector
from gauntlet_desktop.core.errors import EnvironmentFault, InputError, UserError
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.files import choose
from gauntlet_desktop.evaluation.output import write_files
from gauntlet_desktop.evaluation.table import render
from gauntlet_desktop.evaluation.tables import Table
from gauntlet_desktop.imaging.packs import Sample, open_pack
from gauntlet_desktop.inference.loader import Registry, load

JSON_NAME, TABLE_NAME = "attack.json", "attack.md"
BATCH = 8


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
    """What the network is given of the images, float32 (N, 3, H, W), the true classes (N,), and each one's source."""

    images: Any
    labels: Any
    sources: tuple[str, ...]


def attack_detector(data: Path, out: Path | None, request: AttackRequest, context: TaskContext) -> dict[str, Any]:
    """Attack what the detector is given of each image, and tell how it does before and after; writes attack.json and
    attack.md into `out`. Raises UserError for what cannot be attacked, and when a class has no readable image."""
    registry = load()
    detector = _detector(registry, request.detector)
    attacks = [_attack(registry, name) for name in request.attacks]
    inputs = _inputs(detector, data, request, context)
    network = detector.network()
    rows = [_figures("none", {}, network, inputs, inputs.images)]
    plans = [(attack, chosen) for attack in attacks for chosen in _parameters(attack, request.epsilons)]
    for number, (attack, parameters) in enumerate(plans):
        part = context.part(0.2 + 0.8 * number / len(plans), 0.2 + 0.8 * (number + 1) / len(plans))

        def perturb(images: Any, labels: Any, seed: int, run: Attack = attack, how: Any = parameters) -> Any:
            return run.perturb(network, images, labels, how, seed)

        attacked = _attacked(perturb, inputs, request.seed, attack.name, part)
        rows.append(_figures(attack.id, parameters, network, inputs, attacked))
    document = {"detector": request.detector, "seed": request.seed, "images": len(inputs.sources), "rows": rows}
    if out is not None:
        write_files(out, {JSON_NAME: json.dumps(document, indent=2) + "\n", TABLE_NAME: table(document)})
    return document


def table(document: Mapping[str, Any]) -> str:
    """The rows in Markdown."""
    head = ["attack", "epsilon", "accuracy", "AUC", "fooled", "largest change", "L2 distance"]
    rows = [
        [
            row["attack"],
            f"{row['parameters']['epsilon']:.4f}" if "epsilon" in row["parameters"] else "–",
            f"{row['accuracy']:.3f}",
            f"{row['auc']:.3f}",
            f"{100 * row['fooled']:.1f} %",
            f"{row['largest_change']:.4f}",
            f"{row['l2']:.3f}",
        ]
        for row in document["rows"]
    ]
    title = f"# {document['detector']} under attack\n\n{document['images']} images.\n\n"
    return title + render(Table("Under attack", head, rows), titled=False) + "\n"


def _detector(registry: Registry, detector_id: str) -> TorchDetector:
    found = next((entry.detector for entry in registry.detectors if entry.detector.id == detector_id), None)
    if not isinstance(found, TorchDetector):
        able = [e.detector.id for e in registry.detectors if isinstance(e.detector, TorchDetector)]
        what = "is not installed" if found is None else "is no PyTorch network, so there is no gradient to attack by"
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


def _inputs(detector: TorchDetector, data: Path, request: AttackRequest, context: TaskContext) -> Inputs:
    import torch

    prepared, labels, sources = [], [], []
    with open_pack(data) as pack:
        chosen: Sequence[Sample] = choose(pack.samples, None, request.limit)
        for index, sample in enumerate(chosen):
            context.report(0.2 * index / len(chosen), f"Reading image {index + 1} of {len(chosen)}")
            try:
                image = ImageInput(*pack.decode(sample))
            except (InputError, EnvironmentFault):
                continue
            prepared.append(detector.prepare(image).pixels)
            labels.append(GENERATED if sample.generated else CAMERA)
            sources.append(f"{sample.label}/{sample.source}")
    if set(labels) != {CAMERA, GENERATED}:
        raise UserError("class_empty", "One of the two classes has no readable image.", "Add images of both.")
    device = next(detector.network().parameters()).device
    images = torch.from_numpy(np.stack(prepared)).to(device)
    return Inputs(images, torch.tensor(labels, device=device), tuple(sources))


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


def _figures(name: str, parameters: Mapping[str, Any], network: Any, inputs: Inputs, images: Any) -> dict[str, Any]:
    """How the network does on these images, and how far they are from the originals. `fooled` is the share of what was
    right before and is wrong now."""
    import torch

    with torch.no_grad():
        scores, before = (
            torch.cat([_scores(network, some) for some in each.split(BATCH)]).double().cpu().numpy()
            for each in (images, inputs.images)
        )
        change = (images - inputs.images).flatten(1)
        largest, l2 = float(change.abs().max()), float(change.norm(dim=1).mean())
    generated = inputs.labels.cpu().numpy() == GENERATED
    right, was_right = (scores > 0) == generated, (before > 0) == generated
    by_source = {
        source: float(np.mean(right[np.array(inputs.sources) == source])) for source in sorted(set(inputs.sources))
    }
    return {
        "attack": name,
        "parameters": dict(parameters),
        "accuracy": float(right.mean()),
        "auc": auc(scores[~generated], scores[generated]),
        "mean_score": {"camera": float(scores[~generated].mean()), "generated": float(scores[generated].mean())},
        "fooled": float((was_right & ~right).sum() / max(1, was_right.sum())),
        "largest_change": largest,
        "l2": l2,
        "accuracy_by_source": by_source,
    }


def _scores(network: Any, images: Any) -> Any:
    logits = network(images)
    return logits[:, GENERATED] - logits[:, CAMERA]
