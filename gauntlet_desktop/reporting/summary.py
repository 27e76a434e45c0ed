"""A record in a few lines of plain text, as the command line prints it: the answer first, then what stands out."""

from __future__ import annotations

from collections.abc import Iterator

from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, Tier, Verdict
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.reporting import verdict_words as words

_TIERS = {
    Tier.AI_SUPPORTED: "MADE BY A GENERATIVE MODEL (supported)",
    Tier.LEANS_AI: "LEANS TO A GENERATIVE MODEL",
    Tier.INCONCLUSIVE: "INCONCLUSIVE",
    Tier.LEANS_CAMERA: "LEANS TO A CAMERA",
    Tier.CAMERA_SUPPORTED: "CAPTURED BY A CAMERA (supported)",
}


def summary(record: AnalysisRecord) -> str:
    """The record for people, without control characters; every line but the first is indented."""
    lines = [f"{record.source.path}", *_answer(record), *_standing_out(record), *_declared(record)]
    lines += [f"plugin {failure.plugin} failed: {failure.message}" for failure in record.failures]
    return "\n  ".join(visible(line) for line in lines)


def _answer(record: AnalysisRecord) -> Iterator[str]:
    if record.error is not None:
        yield f"FAILED ({record.error.code}): {record.error.message} {record.error.remedy}"
    for reason in record.scope_reasons:
        yield f"OUT OF SCOPE: {reason}"
    if record.verdict is not None:
        yield from _verdict(record.verdict)
    elif record.detectors:
        yield "NO VERDICT"
    if not record.scope_reasons and (reason := words.first_reason(record)):
        yield f"why: {reason}"
    if record.verdict is not None and record.verdict.ladder:
        yield f"ladder: {_ladder(record.verdict)}"
    for detector in record.detectors:
        yield _detector(detector, record.verdict)


def _verdict(verdict: Verdict) -> Iterator[str]:
    """The tier with ratio, bounds and prior."""
    bounds = f"{verdict.log10_lr_floor:+.2f} to {verdict.log10_lr_cap:+.2f}"
    reached = ", reached" if words.bound_reached(verdict) else ""
    yield (
        f"{_TIERS[verdict.tier]}: log10 LR {verdict.log10_lr:+.2f} (bounds {bounds}{reached}; {verdict.verbal}); "
        f"{words.posterior(verdict.log10_lr, verdict.prior)}"
    )


def _ladder(verdict: Verdict) -> str:
    changed = words.changed_rungs(verdict)
    return "; ".join(words.rung_in_brief(rung, rung in changed) for rung in verdict.ladder)


def _detector(detector: DetectorResult, verdict: Verdict | None) -> str:
    """One detector's own answer, whether the verdict rests on it, and what is to be held against it."""
    log10_lr = "" if detector.log10_lr is None else f", log10 LR {detector.log10_lr:+.2f}"
    notes = [words.detector_says(detector), *words.states(detector)]
    notes += ["in the verdict"] * words.rests_on(verdict, detector)
    return f"detector {detector.id} {detector.version}: score {detector.score:+.3f}{log10_lr}: {', '.join(notes)}"


def _standing_out(record: AnalysisRecord) -> Iterator[str]:
    claims = [finding for finding in record.findings if finding.claim == "finding"]
    if record.findings:
        yield f"{len(claims)} of {len(record.findings)} measured artifacts stand out"
    for finding in claims:
        yield f"- {finding.artifact}: {finding.value:.4g} {finding.unit}".rstrip()


def _declared(record: AnalysisRecord) -> Iterator[str]:
    if (provenance := record.provenance) is None:
        return
    values = (
        ("C2PA", provenance.c2pa.state.value.replace("_", " ")),
        ("source type", provenance.digital_source_type),
        ("generator", provenance.generator),
        ("camera", provenance.camera),
    )
    yield "declared: " + "; ".join(f"{name} {value}" for name, value in values if value)
