"""Builds references.json and the model card's table from labelled images; a plugin's author runs it, users never do.

`build` takes plain (source, generated, pixels) triples, so that any reader of labelled images can feed it:
scripts/make_finding_references.py does so with the project's own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from gauntlet_basic_findings.references import PERCENTILES, ReferenceFile, RuleReference
from gauntlet_basic_findings.rule import TileRule
from gauntlet_basic_findings.rules import RULES
from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import ImageFacts, RateEstimate

# Sources are the unit of the split: none of those that set thresholds is counted in a rate.
HELD_OUT_REAL = ("bsds500", "dreambooth", "pexels", "urban100")
HELD_OUT_GENERATED = ("evolink", "picotrex", "supagruen")
TRAINING_REAL = ("camera-originals", "cdiaconu", "clothing", "dhanush", "imagenet-sample")
TRAINING_GENERATED = ("cdiaconu", "dcsan", "dhanush", "songguoxs")
# A share of the training images of the other side. Rates grow on unseen sources, so it is well below the 5 % allowed.
TAIL = 0.01

Labelled = tuple[str, bool, NDArray[np.uint8]]
Values = Mapping[tuple[str, bool], NDArray[np.float64]]


def build(images: Iterable[Labelled], index_sha256: str) -> ReferenceFile:
    """References of all rules from (source, generated, pixels) triples; pixels are uint8 (height, width, 3)."""
    measured: dict[str, dict[tuple[str, bool], list[float]]] = defaultdict(lambda: defaultdict(list))
    for source, generated, pixels in images:
        planes = Planes(pixels, _facts(pixels))
        for rule in RULES:
            measurement = rule.measure(planes)
            if measurement is not None:
                measured[rule.spec.id][source, generated].append(measurement.value)
    return ReferenceFile(
        index_sha256,
        HELD_OUT_REAL,
        HELD_OUT_GENERATED,
        TRAINING_REAL,
        TRAINING_GENERATED,
        tuple(_reference(rule, {key: np.array(v) for key, v in measured[rule.spec.id].items()}) for rule in RULES),
    )


def as_json(references: ReferenceFile) -> str:
    """The text of references.json, the same for the same references."""
    return json.dumps(asdict(references), indent=1) + "\n"


def model_card_table(references: ReferenceFile) -> str:
    """One Markdown row a rule: held-out firing rates with their 95 % intervals, and what the rule may claim."""
    lines = [
        "| rule | fires when | speaks for | fires on real | fires on generated | false claims |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for rule, reference in zip(RULES, references.rules, strict=True):
        sign = ">" if rule.spec.fires_when == "high" else "<"
        cells = (
            rule.spec.id.removeprefix("finding:"),
            f"{sign} {reference.threshold:.3g} {rule.spec.unit}",
            rule.spec.towards,
            _cell(reference.fires_on_real),
            _cell(reference.fires_on_generated),
            f"{100 * reference.false_claims.rate:.1f} %",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _reference(rule: TileRule, values: Values) -> RuleReference:
    camera_side = rule.spec.towards == "camera"
    sign = 1.0 if rule.spec.fires_when == "high" else -1.0
    others = _pooled(values, TRAINING_GENERATED, True) if camera_side else _pooled(values, TRAINING_REAL, False)
    threshold = sign * float(np.quantile(sign * others, 1.0 - TAIL))
    # The threshold of a camera-side rule saw no real image, so that all real sources are held out from it.
    real = _pooled(values, HELD_OUT_REAL + (TRAINING_REAL if camera_side else ()), False)
    generated = _pooled(values, HELD_OUT_GENERATED, True)

    def firing(name: str, population: NDArray[np.float64]) -> RateEstimate:
        return rate_estimate(name, int((sign * population > sign * threshold).sum()), population.size)

    return RuleReference(
        id=rule.spec.id,
        threshold=threshold,
        real=_quantiles(real),
        generated=_quantiles(generated),
        false_claims=firing("false claims", generated if camera_side else real),
        fires_on_real=firing("held-out real", real),
        fires_on_generated=firing("held-out generated", generated),
        per_source=tuple(firing(_source_name(*key), values[key]) for key in sorted(values)),
    )


def _pooled(values: Values, sources: tuple[str, ...], generated: bool) -> NDArray[np.float64]:
    return np.concatenate([values[source, generated] for source in sources])


def _source_name(source: str, generated: bool) -> str:
    training = source in (TRAINING_GENERATED if generated else TRAINING_REAL)
    return f"{'train ' if training else ''}{source} {'generated' if generated else 'real'}"


def _quantiles(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in np.quantile(values, np.linspace(0.0, 1.0, PERCENTILES)))


def _cell(rate: RateEstimate) -> str:
    return f"{100 * rate.rate:.1f} % ({100 * rate.low:.1f} to {100 * rate.high:.1f}), n = {rate.total}"


def _facts(pixels: NDArray[np.uint8]) -> ImageFacts:
    height, width = pixels.shape[:2]
    return ImageFacts("crop", "RGB", 8, width, height, 1, 1, False, "", 1.0, None)
