"""Builds references.json and the model card's table from labelled images; a plugin's author runs it, users never do.

`build` takes labelled pixels, so that any reader of labelled images can feed it: scripts/make_finding_references.py
does so with the project's own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gauntlet_basic_findings.references import PERCENTILES, ReferenceFile, RuleReference
from gauntlet_basic_findings.rule import TileRule
from gauntlet_basic_findings.rules import TILE_RULES
from gauntlet_desktop.core.findings import MAX_FALSE_CLAIM_RATE, conditions_hold
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
# Of the held-out images, every second is measured again after each change.
_CHANGED_EVERY = 2
# A rule that was measured on fewer held-out images of the side that it would wrong speaks for none.
MIN_HELD_OUT = 500

Pixels = NDArray[np.uint8]
Values = Mapping[tuple[str, bool], NDArray[np.float64]]
# Pixels before to pixels and facts after a change, such as a compression.
Change = Callable[[Pixels], tuple[Pixels, ImageFacts]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled image: where it comes from, its pixels (height, width, 3) and what is known of its file."""

    source: str
    generated: bool
    pixels: Pixels
    facts: ImageFacts


class Measured:
    """The values of every rule by source and class, of the images as they are and after changes."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], dict[tuple[str, bool], list[float]]] = defaultdict(lambda: defaultdict(list))

    def add(self, image: Labelled, change: str = "") -> None:
        """Measure an image by every rule whose conditions hold for it."""
        planes = Planes(image.pixels, image.facts)
        for rule in TILE_RULES:
            measurement = rule.measure(planes) if conditions_hold(rule.declared, image.facts) else None
            if measurement is not None:
                self._lists[change, rule.declared.id][image.source, image.generated].append(measurement.value)

    def values(self, rule: TileRule, change: str = "") -> Values:
        return {key: np.array(values) for key, values in self._lists[change, rule.declared.id].items()}


def build(images: Iterable[Labelled], index_sha256: str, changes: Mapping[str, Change] | None = None) -> ReferenceFile:
    """References of all rules from labelled images, and how claims fare after changes of the held-out ones."""
    measured, changes = Measured(), changes or {}
    held_out = 0
    for image in images:
        measured.add(image)
        if image.source not in (HELD_OUT_GENERATED if image.generated else HELD_OUT_REAL):
            continue
        held_out += 1
        if held_out % _CHANGED_EVERY == 0:
            for name, change in changes.items():
                pixels, facts = change(image.pixels)
                measured.add(replace(image, pixels=pixels, facts=facts), name)
    return ReferenceFile(
        index_sha256,
        HELD_OUT_REAL,
        HELD_OUT_GENERATED,
        TRAINING_REAL,
        TRAINING_GENERATED,
        tuple(found for rule in TILE_RULES if (found := _reference(rule, measured, tuple(changes))) is not None),
    )


def as_json(references: ReferenceFile) -> str:
    """The text of references.json, the same for the same references."""
    # One line a rule: short, and a change of one rule is a change of one line.
    plain = asdict(references)
    rules = ",\n".join(json.dumps(rule) for rule in plain.pop("rules"))
    return f'{json.dumps(plain)[:-1]}, "rules": [\n{rules}\n]}}\n'


def model_card_table(references: ReferenceFile) -> str:
    """One Markdown row a rule: held-out firing rates with their 95 % intervals, and what the rule may claim."""
    lines = [
        "| rule | fires when | speaks for | fires on real | fires on generated | false claims | at most, changed |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    declared = {rule.declared.id: rule.declared for rule in TILE_RULES}
    for reference in references.rules:
        spec = declared[reference.id]
        sign = ">" if spec.fires_when == "high" else "<"
        changed = max((rate.rate for rate in reference.changed), default=None)
        cells = (
            spec.id.removeprefix("finding:"),
            f"{sign} {reference.threshold:.3g} {spec.unit}",
            reference.speaks_for if spec.strength == "direct" else f"{reference.speaks_for} (weak)",
            _cell(reference.fires_on_real),
            _cell(reference.fires_on_generated),
            f"{100 * reference.false_claims.rate:.1f} %",
            "–" if changed is None else f"{100 * changed:.1f} %",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _reference(rule: TileRule, measured: Measured, changes: tuple[str, ...]) -> RuleReference | None:
    """The rule's reference; None where it could not be measured in images of each kind: it is then told without one."""
    values = measured.values(rule)
    camera_side = rule.declared.towards == "camera"
    sign = 1.0 if rule.declared.fires_when == "high" else -1.0
    train_real, train_generated = _pooled(values, TRAINING_REAL, False), _pooled(values, TRAINING_GENERATED, True)
    real, generated = _pooled(values, HELD_OUT_REAL, False), _pooled(values, HELD_OUT_GENERATED, True)
    if not all(found.size for found in (train_real, train_generated, real, generated)):
        return None
    threshold = sign * float(np.quantile(sign * (train_generated if camera_side else train_real), 1.0 - TAIL))

    def firing(name: str, population: NDArray[np.float64]) -> RateEstimate:
        return rate_estimate(name, int((sign * population > sign * threshold).sum()), population.size)

    def wronged(name: str, found: Values) -> RateEstimate:
        sources = HELD_OUT_GENERATED if camera_side else HELD_OUT_REAL
        return firing(name, _pooled(found, sources, camera_side))

    reference = RuleReference(
        id=rule.declared.id,
        threshold=threshold,
        real=_quantiles(real),
        generated=_quantiles(generated),
        false_claims=wronged("false claims", values),
        # The threshold of a camera-side rule saw no real image, so that all real sources are held out from it.
        fires_on_real=firing("held-out real", np.concatenate([real, train_real]) if camera_side else real),
        fires_on_generated=firing("held-out generated", generated),
        per_source=tuple(firing(_source_name(*key), values[key]) for key in sorted(values)),
        # A change can end the conditions of a rule, which is then not applied.
        changed=tuple(rate for name in changes if (rate := wronged(name, measured.values(rule, name))).total),
    )
    return replace(reference, speaks_for=_side(rule, reference, firing("training", train_generated)))


def _side(rule: TileRule, reference: RuleReference, training: RateEstimate) -> str:
    """The declared side, if the rates allow it: enough images, at most 5 % false claims, after every change too, and
    rates on the two classes whose intervals do not overlap, in the held-out sources; a rule that speaks for generators
    must also fire on more of the training ones than the tail of the real that set its threshold."""
    side = rule.declared.towards
    if side == "neither" or reference.false_claims.total < MIN_HELD_OUT:
        return "neither"
    own, other = reference.fires_on_generated, reference.fires_on_real
    own, other = (other, own) if side == "camera" else (own, other)
    errs = max(rate.rate for rate in (other, reference.false_claims, *reference.changed))
    apart = own.low > other.high and (side == "camera" or training.low > TAIL)
    return side if apart and errs <= MAX_FALSE_CLAIM_RATE else "neither"


def _pooled(values: Values, sources: tuple[str, ...], generated: bool) -> NDArray[np.float64]:
    found = [values[source, generated] for source in sources if (source, generated) in values]
    return np.concatenate(found) if found else np.empty(0)


def _source_name(source: str, generated: bool) -> str:
    training = source in (TRAINING_GENERATED if generated else TRAINING_REAL)
    return f"{'train ' if training else ''}{source} {'generated' if generated else 'real'}"


def _quantiles(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in np.quantile(values, np.linspace(0.0, 1.0, PERCENTILES)))


def _cell(rate: RateEstimate) -> str:
    return f"{100 * rate.rate:.1f} % ({100 * rate.low:.1f} to {100 * rate.high:.1f}), n = {rate.total}"
