"""Fits the gate that tells drawn, painted and typeset pictures from photographs, real or generated.

Usage: python scripts/fit_art_gate.py DATA. The labels are in art_labels.json beside this file: members of the training
pack that a person sorted by their look on contact sheets (1: drawn, painted or typeset; 0: photograph-like; what is
neither is left out), to which photographs of every camera source are added as 0. Features are of each picture as
stored, in the condition web, and after three random deliveries. Only sources that detectors are trained on are fitted;
the figures in the file are of sources left out one by one, and of the held-out sources. The threshold is where one
photograph in twenty of the training sources, left out one by one, is refused.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_deep_evidence.art import GATE
from gauntlet_deep_evidence.trunk import Trunk
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.evaluation.conditions import CONDITIONS
from gauntlet_desktop.imaging.delivery import deliver
from gauntlet_desktop.imaging.packs import Pack, Sample, open_pack
from gauntlet_desktop.training.sampler import draw_delivery
from gauntlet_patch_evidence.recipe import HELD_OUT

LABELS = Path(__file__).with_name("art_labels.json")
PHOTOGRAPHS_PER_SOURCE = 200
DELIVERIES = 3
RIDGE = 1.0
REFUSED_SHARE = 0.05

Array = NDArray[np.float64]


class Table:
    """One row a picture and delivery: features (N, 320), art (N,), camera (N,), source, condition, held out."""

    def __init__(self, rows: Sequence[tuple[Array, bool, Sample, str]]) -> None:
        self.features = np.array([features for features, _, _, _ in rows])
        self.art = np.array([art for _, art, _, _ in rows])
        self.camera = np.array([not sample.generated for _, _, sample, _ in rows])
        self.source = np.array([f"{sample.label}/{sample.source}" for _, _, sample, _ in rows])
        self.condition = np.array([condition for _, _, _, condition in rows])
        self.held_out = np.array([sample.source in HELD_OUT[sample.label] for _, _, sample, _ in rows])

    def weights(self) -> Array:
        """Half for art, a quarter each for generated pictures that look like photographs, and for photographs: whether
        a picture is generated must not tell."""
        groups = (self.art, ~self.art & ~self.camera, ~self.art & self.camera)
        shares = zip(groups, (0.5, 0.25, 0.25), strict=True)
        return np.sum([group * share / max(1, group.sum()) for group, share in shares], axis=0)


def labelled(pack: Pack) -> Iterator[tuple[Sample, bool]]:
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    yield from ((sample, bool(labels[sample.member])) for sample in pack.samples if sample.member in labels)
    sources: dict[str, list[Sample]] = {}
    for sample in pack.samples:
        if not sample.generated and not sample.split:
            sources.setdefault(sample.source, []).append(sample)
    for _, members in sorted(sources.items()):
        chosen = sorted(members, key=lambda sample: sample.member)
        random.Random(5).shuffle(chosen)
        yield from ((sample, False) for sample in chosen[:PHOTOGRAPHS_PER_SOURCE])


def rows(pack: Pack, chosen: Iterable[tuple[Sample, bool]]) -> Iterator[tuple[Array, bool, Sample, str]]:
    trunk = Trunk()
    for number, (sample, art) in enumerate(chosen):
        pixels, facts = pack.decode(sample)
        rng = np.random.default_rng([9, number])
        chains = [("clean", ()), ("web", CONDITIONS["web"](sample, facts))]
        chains += [("random", draw_delivery(rng, 1.0)) for _ in range(DELIVERIES)]
        for condition, chain in chains:
            view = deliver(pixels, chain)
            if min(view.shape[:2]) < 96:
                continue
            batch = np.ascontiguousarray(view.transpose(2, 0, 1)[None], dtype=np.float32) / np.float32(255.0)
            yield trunk.mean_features(batch)[0].astype(np.float64), art, sample, condition


def fit(table: Table, chosen: NDArray[np.bool_]) -> tuple[Array, float]:
    """The ridge-regularised linear discriminant (Friedman, JASA 1989) of the rows, as (weights, bias)."""
    weights, art = table.weights()[chosen], table.art[chosen]
    features = table.features[chosen]
    means, within = [], np.zeros((features.shape[1], features.shape[1]))
    for side in (False, True):
        share = weights[art == side] / weights[art == side].sum()
        means.append(share @ features[art == side])
        centred = features[art == side] - means[-1]
        within += (centred * share[:, None]).T @ centred / 2.0
    difference = means[1] - means[0]
    scale = np.sqrt(np.diag(within) + difference**2 / 4.0 + 1e-12)
    direction = (
        np.linalg.solve(within / np.outer(scale, scale) + RIDGE * np.eye(len(scale)), difference / scale) / scale
    )
    direction *= float(direction @ difference) / float(direction @ within @ direction)
    return direction, -float(direction @ (means[0] + means[1])) / 2.0


def scores(table: Table) -> Array:
    """Training rows by a gate without their source, held-out rows by the gate of all training rows."""
    result = np.zeros(len(table.art))
    for source in sorted(set(table.source)):
        rows_of = table.source == source
        direction, bias = fit(table, ~table.held_out & ~rows_of)
        result[rows_of] = table.features[rows_of] @ direction + bias
    return result


def figures(table: Table, result: Array, threshold: float) -> dict[str, Any]:
    found = {}
    for name, group in (("training_sources_left_out", ~table.held_out), ("held_out_sources", table.held_out)):
        for condition in ("clean", "web"):
            rows_of = group & (table.condition == condition)
            art, camera = rows_of & table.art, rows_of & table.camera
            alike = rows_of & ~table.art & ~table.camera
            found[f"{name}, {condition}"] = {
                "auc_against_photographs": round(auc(result[camera], result[art]), 3),
                "auc_against_generated_photograph_like": round(auc(result[alike], result[art]), 3),
                **{
                    key: {
                        "images": int(rows_of_kind.sum()),
                        "refused": round(float(np.mean(result[rows_of_kind] > threshold)), 3),
                    }
                    for key, rows_of_kind in (("art", art), ("photographs", camera), ("photograph_like", alike))
                },
            }
    return found


def main(data: Path) -> None:
    with open_pack(data) as pack:
        table = Table(list(rows(pack, labelled(pack))))
    result = scores(table)
    left_out = result[~table.held_out & table.camera]
    threshold = float(np.quantile(left_out, 1.0 - REFUSED_SHARE))
    direction, bias = fit(table, ~table.held_out)
    document = {
        "weights": [float(f"{value:.9g}") for value in direction],
        "bias": float(f"{bias:.9g}"),
        "threshold": float(f"{threshold:.4g}"),
        "figures": figures(table, result, threshold),
    }
    GATE.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(document["figures"], indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
