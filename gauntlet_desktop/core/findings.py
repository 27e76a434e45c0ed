"""The engine of findings: applies rules whose conditions hold, guards each one, and decides what may be claimed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.finding_views import FindingView
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import Box, Finding, ImageFacts, Reference
from gauntlet_desktop.core.task import TaskContext

# A rule that fires on more than this share of held-out images of the other side makes no claim.
MAX_FALSE_CLAIM_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value with the place where it is strongest (pixels of the original), if it has one."""

    value: float
    region: Box | None = None


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """What a rule measures. `fires_when` is "high" or "low": the tail, against real photographs, that makes a claim.

    `towards` names the side the artifact speaks for when it fires: "generated", "camera" or "neither".
    `min_short_side` in pixels, `native_only` (not after a reduction), `min_quality` (JPEG) are validity conditions.
    `subject` is "artifact", "camera" or "history"; what is measured of a history speaks for no origin. `strength` is
    "direct" or "weak"; a weak rule measures only something that goes with the artifact, and observes at most. `listed`
    is the id in the closed list of artifacts, `view` the name of what the rule can show of its measurement.
    """

    id: str
    artifact: str
    unit: str
    method: str
    source: str
    fires_when: str
    towards: str
    min_short_side: int = 200
    native_only: bool = False
    min_quality: int = 0
    conditions: tuple[str, ...] = ()
    subject: str = "artifact"
    strength: str = "direct"
    listed: str = ""
    view: str = ""


@runtime_checkable
class FindingRule(Protocol):
    """Measures one artifact on the shared planes of an image."""

    @property
    def spec(self) -> RuleSpec: ...

    @property
    def threshold(self) -> float:
        """The value beyond which the rule fires, set on other images than `reference`, so that its rates hold."""
        ...

    def measure(self, planes: Planes) -> Measurement | None:
        """The measurement, or None where the rule does not apply (too little texture, for instance)."""
        ...

    def reference(self, value: float) -> Reference | None:
        """Where a value stands among the held-out reference images, real and generated; None where there are none."""
        ...


@runtime_checkable
class ViewedRule(Protocol):
    """A finding rule that can show what is behind its number; the `view` of its specification names it."""

    def view(self, planes: Planes) -> FindingView | None:
        """The plots and maps of a picture; None where the rule does not apply to it."""
        ...


def examine(
    rules: Sequence[FindingRule],
    planes: Planes,
    facts: ImageFacts,
    context: TaskContext,
    on_failure: Callable[[str, BaseException], None],
    *,
    around: Callable[[str], AbstractContextManager[Any]] = nullcontext,
) -> tuple[Finding, ...]:
    """Measure every rule whose conditions hold; one that raises or gives no finite number is reported with its id
    through `on_failure`, and the others go on. Each is called inside `around(its id)`. Raises Cancelled only."""
    findings = []
    for rule in rules:
        context.checkpoint()
        context.calling(rule.spec.id, "measure")
        try:
            with around(rule.spec.id):
                finding = _apply(rule, planes) if conditions_hold(rule.spec, facts) else None
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: a rule may raise anything
            on_failure(rule.spec.id, error)
            continue
        if finding is not None:
            findings.append(finding)
    return tuple(findings)


def conditions_hold(spec: RuleSpec, facts: ImageFacts) -> bool:
    """Whether a picture meets a rule's conditions of size, compression and native resolution."""
    native = facts.scale >= 1.0 or not spec.native_only
    return native and facts.short_side >= spec.min_short_side and facts.quality >= spec.min_quality


def fires(rule: FindingRule, value: float) -> bool:
    """Whether a value lies beyond the rule's threshold."""
    return value > rule.threshold if rule.spec.fires_when == "high" else value < rule.threshold


def _apply(rule: FindingRule, planes: Planes) -> Finding | None:
    measured = rule.measure(planes)
    if measured is None:
        return None
    if not math.isfinite(measured.value):
        raise ValueError(f"the measured value is {measured.value}")
    spec, reference = rule.spec, rule.reference(measured.value)
    claim = _claim(spec, reference) if fires(rule, measured.value) else "unremarkable"
    return Finding(
        id=spec.id,
        artifact=spec.artifact,
        value=measured.value,
        unit=spec.unit,
        region=measured.region,
        reference=reference,
        claim=claim,
        towards=spec.towards if claim == "finding" else "neither",
        method=spec.method,
        conditions=spec.conditions,
        subject=spec.subject,
        strength=spec.strength,
        source=spec.source,
        listed=spec.listed,
        view=spec.view,
    )


def _claim(spec: RuleSpec, reference: Reference | None) -> str:
    """What a rule that fired may say: one that speaks for no side, is weak, or errs too often, only observes."""
    if reference is None or not reference.false_claim_rate <= MAX_FALSE_CLAIM_RATE:
        return "observation"
    speaks = spec.towards != "neither" and spec.subject != "history" and spec.strength == "direct"
    return "finding" if speaks else "observation"
