"""Reads references.json: how each rule's values are distributed over the reference images, and how often it fires."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from gauntlet_desktop.core.deserialise import from_plain, parse_json
from gauntlet_desktop.core.records import RateEstimate, Reference

REFERENCES_PATH = Path(__file__).with_name("references.json")
PERCENTILES = 101


@dataclass(frozen=True, slots=True)
class RuleReference:
    """One rule's reference: 101 quantiles (0 to 100 %) of its value on held-out images of either class, the
    threshold set on the training sources, and how often it fires. `false_claims` counts the held-out images of the
    class that the claim would wrong: real ones, or generated ones where the rule speaks for a camera. `per_source`
    counts every source; those with "train " before their name set the threshold. `changed` are the false claims after
    changes of the held-out images, by the name of the change. `speaks_for` is the side that the rates allow the rule
    to speak for: "neither" where it errs too often or does not tell the classes apart."""

    id: str
    threshold: float
    real: tuple[float, ...]
    generated: tuple[float, ...]
    false_claims: RateEstimate
    fires_on_real: RateEstimate
    fires_on_generated: RateEstimate
    per_source: tuple[RateEstimate, ...]
    changed: tuple[RateEstimate, ...] = ()
    speaks_for: str = "neither"

    def at(self, value: float) -> Reference:
        """Where a value stands among the held-out images."""
        return Reference(
            real_percentile=percentile(self.real, value),
            generated_percentile=percentile(self.generated, value),
            real_p05=self.real[5],
            real_p95=self.real[95],
            n_real=self.fires_on_real.total,
            n_generated=self.fires_on_generated.total,
            false_claim_rate=self.false_claims.rate,
        )


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """All references, with the images behind them: SHA-256 of the pack's index and the sources of each role."""

    index_sha256: str
    held_out_real: tuple[str, ...]
    held_out_generated: tuple[str, ...]
    training_real: tuple[str, ...]
    training_generated: tuple[str, ...]
    rules: tuple[RuleReference, ...]


def percentile(quantiles: tuple[float, ...], value: float) -> float:
    """Share in per cent, 0..100, of the images at or below a value, between stored quantiles by interpolation."""
    values = np.asarray(quantiles)
    upper = int(np.searchsorted(values, value, side="right"))
    if upper in (0, len(values)):
        return 100.0 * min(upper, 1)
    low, high = values[upper - 1], values[upper]
    return float((upper - 1 + (value - low) / (high - low)) * 100.0 / (len(values) - 1))


def parse_references(text: str) -> ReferenceFile:
    """The references in a JSON text; raises ValueError when it has another shape."""
    references = from_plain(ReferenceFile, parse_json(text))
    for rule in references.rules:
        if not len(rule.real) == len(rule.generated) == PERCENTILES:
            raise ValueError(f"{rule.id} does not have {PERCENTILES} quantiles for each class")
    return references


@cache
def load_references() -> dict[str, RuleReference]:
    """The packaged references by the id of their rule; raises OSError or ValueError when the file is damaged."""
    return {rule.id: rule for rule in parse_references(REFERENCES_PATH.read_text(encoding="utf-8")).rules}
