"""What a verdict says, in words and figures: one wording for the window, the report and the command line.

Reports and the command line speak English. The window hands in `say`, which puts a phrase, or a number, into its own
language; what is left between braces is filled in afterwards.
"""

from __future__ import annotations

from collections.abc import Callable

from gauntlet_desktop.core.likelihood import NO_SUPPORT_LOG10_LR, posterior_probability, signed
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, Rung, Status, Tier, Verdict
from gauntlet_desktop.reporting import wording

Say = Callable[[str], str]

_SIDES = {
    Tier.AI_SUPPORTED: 1,
    Tier.LEANS_AI: 1,
    Tier.INCONCLUSIVE: 0,
    Tier.LEANS_CAMERA: -1,
    Tier.CAMERA_SUPPORTED: -1,
}
_LARGEST_AXIS = 5.0
_LEAST_STATED, _MOST_STATED = 0.0001, 0.9999
# Two log10 LR as close as this are the same bound, read from a file or computed.
_SAME = 1e-6


def ratio(log10_lr: float) -> str:
    """A likelihood ratio with three digits; under 1 as a fraction, so that both sides read alike."""
    size = abs(log10_lr)
    value = f"{10.0**size:.3g}" if size < 12 else f"10^{size:.3g}"
    return value if log10_lr >= 0 else f"1/{value}"


def probability(value: float, say: Say = str) -> str:
    """A probability with two decimals, and as many more (up to four) as keep it from reading as certainty."""
    if value < _LEAST_STATED:
        return say("under {bound}").format(bound=say(str(_LEAST_STATED)))
    if value > _MOST_STATED:
        return say("over {bound}").format(bound=say(str(_MOST_STATED)))
    rounded = (f"{value:.{digits}f}" for digits in (2, 3, 4))
    stated = next(text for text in rounded if 0.0 < float(text) < 1.0)
    return say(stated)


def share(value: float) -> str:
    """A prior probability in per cent, three digits."""
    return f"{100 * value:.3g} %"


def odds(log10_odds: float, say: Say = str) -> str:
    """Odds with the greater side as a number of at least one: "20 to 1", "1 to 50"."""
    number = say(ratio(abs(log10_odds)))
    first, second = (number, "1") if log10_odds >= 0 else ("1", number)
    return say("{first}\u00a0to\u00a0{second}").format(first=first, second=second)


def posterior(log10_lr: float, prior: float, say: Say = str) -> str:
    """The probability that a prior and the ratio give; it is never stated without that prior."""
    return say("P(generated) = {probability} at a prior of {prior}").format(
        probability=probability(posterior_probability(log10_lr, prior), say), prior=say(share(prior))
    )


def bound_reached(verdict: Verdict) -> bool:
    """Whether the ratio stands at its floor or its cap: the score alone would say more than the validation supports."""
    return not verdict.log10_lr_floor + _SAME < verdict.log10_lr < verdict.log10_lr_cap - _SAME


def bounds(verdict: Verdict, say: Say = str) -> str:
    """Floor and cap as ratios."""
    return say("{floor} to {cap}").format(
        floor=say(ratio(verdict.log10_lr_floor)), cap=say(ratio(verdict.log10_lr_cap))
    )


def first_reason(record: AnalysisRecord) -> str:
    """Why there is no side or no verdict, in one sentence; empty where a side is taken."""
    if record.status is Status.OUT_OF_SCOPE:
        return record.scope_reasons[0] if record.scope_reasons else ""
    verdict = record.verdict
    if verdict is None:
        scored = record.detectors and not any(result.calibrated for result in record.detectors)
        return wording.ONLY_UNCALIBRATED if scored else ""
    if verdict.tier is not Tier.INCONCLUSIVE:
        return ""
    if verdict.conflict:
        return verdict.conflict
    changed = [rung.change for rung in changed_rungs(verdict)]
    named = next((reason for reason in verdict.reasons if any(change in reason for change in changed)), "")
    return named or next(iter(verdict.reasons), "")


def further_reasons(record: AnalysisRecord) -> tuple[str, ...]:
    """All reasons but the one that is said first."""
    reasons = record.verdict.reasons if record.verdict else record.scope_reasons
    first = first_reason(record)
    return tuple(reason for reason in reasons if reason != first)


# Detectors


def states(result: DetectorResult) -> tuple[str, ...]:
    """What is to be held against a detector's answer; empty for a calibrated one that met its goal."""
    named = (("uncalibrated", not result.calibrated), ("experimental", result.experimental))
    return tuple(name for name, holds in named if holds)


def rests_on(verdict: Verdict | None, result: DetectorResult) -> bool:
    """Whether the verdict rests on that detector."""
    return verdict is not None and result.id in verdict.detectors


def detector_says(result: DetectorResult, say: Say = str) -> str:
    """A detector's own answer: its tier, or that its score carries no likelihood ratio."""
    if result.log10_lr is None:
        return say("no likelihood ratio")
    return say(wording.TIERS[result.tier]) if result.tier is not None else say("tier not recorded")


def detector_ratio(result: DetectorResult) -> str:
    """A detector's own log10 LR, with a dash where it has none."""
    return "—" if result.log10_lr is None else signed(result.log10_lr)


def resting_sentence(verdict: Verdict, results: tuple[DetectorResult, ...], say: Say = str) -> str:
    """On whose answers the verdict rests, and that the others do not enter it."""
    if not verdict.detectors:
        return ""
    if len(verdict.detectors) > 1:
        text = say("The verdict rests on {detectors}, whose likelihood ratios are fused.")
    else:
        text = say("The verdict rests on {detectors}.")
    text = text.format(detectors=_listed(verdict.detectors, say))
    others = [result.id for result in results if result.id not in verdict.detectors]
    if not others:
        return text
    left_out = say("{detectors} does not enter it.") if len(others) == 1 else say("{detectors} do not enter it.")
    return f"{text} {left_out.format(detectors=_listed(others, say))}"


# The stability ladder


def side(tier: Tier | None) -> int:
    """1 towards “made by a generative model”, -1 towards “captured by a camera”, 0 for neither."""
    return _SIDES[tier] if tier is not None else 0


def changed_rungs(verdict: Verdict) -> tuple[Rung, ...]:
    """The rungs on the other side than the verdict's ratio (or, where that takes no side, than the first rung)."""
    base = (1 if verdict.log10_lr > 0 else -1) if abs(verdict.log10_lr) >= NO_SUPPORT_LOG10_LR else 0
    if not base and verdict.ladder:
        base = side(verdict.ladder[0].tier)
    return tuple(rung for rung in verdict.ladder if side(rung.tier) * base < 0)


def rung_words(rung: Rung, changed: bool = False, say: Say = str) -> str:
    """One rung in words."""
    if rung.log10_lr is None:
        return say("{change}: not scored, outside every stratum").format(change=say(rung.change))
    tier = f", {say(wording.TIERS[rung.tier])}" if rung.tier is not None else ""
    turned = " " + say("(changes side)") if changed else ""
    return f"{say(rung.change)}: log10 LR {say(signed(rung.log10_lr))}{tier}{turned}"


def rung_in_brief(rung: Rung, changed: bool = False) -> str:
    """One rung in a few characters, for one line of all."""
    value = "not scored" if rung.log10_lr is None else f"{rung.log10_lr:+.2f}"
    return f"{rung.change} {value}{' CHANGES SIDE' if changed else ''}"


def ladder_sentence(verdict: Verdict, say: Say = str) -> str:
    """What the ladder shows, in one sentence; empty where no rung was scored."""
    changed = changed_rungs(verdict)
    if changed:
        changes = _listed([say("“{change}”").format(change=say(rung.change)) for rung in changed], say)
        return say("The answer is not stable: as {changes} it changes side.").format(changes=changes)
    scored = [rung.log10_lr for rung in verdict.ladder if rung.log10_lr is not None]
    if not scored:
        return ""
    return say("No change moves the answer to the other side; log10 LR from {least} to {greatest}.").format(
        least=say(signed(min(scored))), greatest=say(signed(max(scored)))
    )


def ladder_axis(verdict: Verdict) -> float:
    """The end, either way, of the ladder's axis in log10 LR: a whole number from 1 to 5 that holds all values."""
    values = [abs(rung.log10_lr) for rung in verdict.ladder if rung.log10_lr is not None]
    largest = max([abs(verdict.log10_lr), *values])
    return next((float(end) for end in range(1, 5) if largest <= end), _LARGEST_AXIS)


def _listed(names: tuple[str, ...] | list[str], say: Say) -> str:
    if len(names) == 1:
        return names[0]
    return say("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
