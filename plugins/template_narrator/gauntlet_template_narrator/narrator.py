"""Fills the templates from a record: verdict, detectors, findings, provenance and limits, in this order.

Numbers are rounded to three significant digits. A sentence is written only where all records it names are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED, verbal_strength
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    Box,
    DetectorResult,
    Finding,
    Heatmap,
    ImageFacts,
    Provenance,
    RateEstimate,
    Sentence,
    Tier,
    Verdict,
)
from gauntlet_desktop.core.safe_text import visible
from gauntlet_template_narrator import templates
from gauntlet_template_narrator.places import box_place, strongest_place

_MAX_QUOTED = 120
_SIDES = {
    Tier.AI_SUPPORTED: 1,
    Tier.LEANS_AI: 1,
    Tier.INCONCLUSIVE: 0,
    Tier.LEANS_CAMERA: -1,
    Tier.CAMERA_SUPPORTED: -1,
}


class TemplateNarrator:
    """Writes the sentences of a record in plain English."""

    id = "template-narrator"

    def narrate(self, record: AnalysisRecord) -> tuple[Sentence, ...]:
        return tuple(_sentences(record))


def number(value: float, digits: int = 3) -> str:
    """Three significant digits, without an exponent where six digits do."""
    return f"{float(f'{value:.{digits}g}'):g}"


def percent(share: float) -> str:
    """A share 0..1 in per cent, three significant digits; as many more as keep it from reading as certainty."""
    digits = next((n for n in (3, 4, 5, 6) if share == 1.0 or number(100.0 * share, n) != "100"), 6)
    return number(100.0 * share, digits)


def _sentences(record: AnalysisRecord) -> Iterator[Sentence]:
    if record.error is not None:
        yield Sentence(
            templates.FAILED.format(message=record.error.message, remedy=record.error.remedy).strip(),
            ("error",),
            "verdict",
        )
    if record.image is not None:
        for reason in record.scope_reasons:
            yield Sentence(templates.OUT_OF_SCOPE.format(reason=reason), ("image",), "verdict")
    if record.verdict is not None:
        for text in (*_verdict(record.verdict), *_ladder(record.verdict)):
            yield Sentence(text, ("verdict",), "verdict")
    yield from _detectors(record.detectors)
    if record.image is not None:
        for heatmap in record.heatmaps:
            yield Sentence(_heatmap(heatmap, record.image), (f"heatmap:{heatmap.method}", "image"), "detector")
    yield from _findings(record.findings, record.image)
    if record.provenance is not None:
        yield from _provenance(record.provenance)
    yield from _limits(record)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield templates.TIERS[verdict.tier]
    yield _ratio(verdict)
    if verdict.conflict and verdict.conflict not in verdict.reasons:
        yield verdict.conflict
    yield from verdict.reasons
    yield from _bounds(verdict)
    if verdict.detectors:
        template = templates.FUSED if len(verdict.detectors) > 1 else templates.RESTS_ON
        yield template.format(id=verdict.detectors[0], ids=", ".join(verdict.detectors))
    yield templates.PRIOR.format(
        prior=percent(verdict.prior), generated=GENERATED, probability=percent(verdict.probability)
    )
    relevant = templates.RELEVANT_RATES[verdict.tier]
    for rate in verdict.error_rates:
        if rate.name in relevant and rate.total:
            yield _error_rate(verdict.stratum, rate)


def _ratio(verdict: Verdict) -> str:
    """The ratio as a number of at least one, with the side that it favours."""
    first, second = (GENERATED, CAMERA) if verdict.log10_lr >= 0 else (CAMERA, GENERATED)
    template = templates.NO_SUPPORT if verbal_strength(verdict.log10_lr) == "no support" else templates.RATIO
    return template.format(
        ratio=number(10.0 ** abs(verdict.log10_lr)), first=first, second=second, verbal=verdict.verbal
    )


def _bounds(verdict: Verdict) -> Iterator[str]:
    """What the validation supports at most, and whether the ratio stands there."""
    yield templates.BOUNDS.format(
        cap=number(10.0**verdict.log10_lr_cap),
        floor=number(10.0**-verdict.log10_lr_floor),
        generated=GENERATED,
        camera=CAMERA,
        n_real=verdict.n_real,
        n_generated=verdict.n_generated,
    )
    if not verdict.log10_lr_floor < verdict.log10_lr < verdict.log10_lr_cap:
        yield templates.BOUND_REACHED


def _ladder(verdict: Verdict) -> Iterator[str]:
    """Which changes move the answer to the other side, else how far they move it; and which could not be scored."""
    towards = _SIDES[verdict.tier] or _sign(verdict.log10_lr)
    changed = [rung for rung in verdict.ladder if rung.tier is not None and _SIDES[rung.tier] * towards < 0]
    scored = [rung.log10_lr for rung in verdict.ladder if rung.log10_lr is not None]
    for rung in changed:
        if rung.log10_lr is not None:
            yield templates.LADDER_CHANGED.format(change=rung.change, log10_lr=number(rung.log10_lr))
    if scored and not changed:
        yield templates.LADDER_STABLE.format(low=number(min(scored)), high=number(max(scored)))
    for rung in verdict.ladder:
        if rung.log10_lr is None:
            yield templates.LADDER_OUTSIDE.format(change=rung.change)


def _sign(log10_lr: float) -> int:
    """The side that a ratio supports; 0 where it supports none."""
    return 0 if verbal_strength(log10_lr) == "no support" else 1 if log10_lr > 0 else -1


def _error_rate(stratum: str, rate: RateEstimate) -> str:
    return templates.ERROR_RATE.format(
        stratum=stratum,
        name=templates.ERROR_RATES[rate.name],
        count=rate.count,
        total=rate.total,
        rate=percent(rate.rate),
        low=percent(rate.low),
        high=percent(rate.high),
    )


def _detectors(detectors: tuple[DetectorResult, ...]) -> Iterator[Sentence]:
    for detector in detectors:
        wording = [templates.SCORE]
        if detector.log10_lr is not None:
            wording.append(templates.OWN_RATIO)
        if not detector.calibrated:
            wording.append(templates.UNCALIBRATED)
        if detector.experimental:
            wording.append(templates.EXPERIMENTAL)
        for template in wording:
            text = template.format(
                id=detector.id,
                version=detector.version,
                score=number(detector.score),
                log10_lr=number(detector.log10_lr or 0.0),
            )
            yield Sentence(text, (f"detector:{detector.id}",), "detector")
    for first, second in combinations(detectors, 2):
        if _sign(first.log10_lr or 0.0) * _sign(second.log10_lr or 0.0) < 0:
            text = templates.CONFLICT.format(
                first=first.id,
                second=second.id,
                first_log10_lr=number(first.log10_lr or 0.0),
                second_log10_lr=number(second.log10_lr or 0.0),
            )
            yield Sentence(text, (f"detector:{first.id}", f"detector:{second.id}"), "detector")


def _heatmap(heatmap: Heatmap, image: ImageFacts) -> str:
    sign = 1.0 if heatmap.score >= 0 else -1.0
    place = strongest_place(heatmap, image, sign)
    return (templates.HEATMAP if place else templates.HEATMAP_EVEN).format(
        method=heatmap.method, detector=heatmap.detector, side=GENERATED if sign > 0 else CAMERA, place=place
    )


def _findings(findings: tuple[Finding, ...], image: ImageFacts | None) -> Iterator[Sentence]:
    for finding in findings:
        if finding.claim == "unremarkable":
            continue
        yield Sentence(_measured(finding), (finding.id,), "finding")
        if image is not None and finding.region is not None:
            yield Sentence(_region(finding.region, image), (finding.id, "image"), "finding")
    quiet = [finding for finding in findings if finding.claim == "unremarkable"]
    if quiet:
        artifacts = "; ".join(finding.artifact for finding in quiet)
        text = templates.UNREMARKABLE.format(artifacts=artifacts)
        yield Sentence(text, tuple(finding.id for finding in quiet), "finding")


def _measured(finding: Finding) -> str:
    reference = finding.reference
    value = templates.FINDING.format(
        artifact=finding.artifact,
        value=number(finding.value),
        unit=finding.unit,
        p05=number(reference.real_p05),
        p95=number(reference.real_p95),
        real=number(reference.real_percentile),
        generated=number(reference.generated_percentile),
    )
    claim = templates.CLAIMS[finding.towards] if finding.claim == "finding" else templates.OBSERVATION
    return f"{value} {claim.format(rate=percent(reference.false_claim_rate))}"


def _region(box: Box, image: ImageFacts) -> str:
    return templates.REGION.format(place=box_place(box, image), width=box.width, height=box.height, x=box.x, y=box.y)


def _provenance(provenance: Provenance) -> Iterator[Sentence]:
    yield Sentence(templates.C2PA[provenance.c2pa.state], ("provenance:c2pa",), "provenance")
    if provenance.c2pa.claim_generator:
        maker = visible(provenance.c2pa.claim_generator, _MAX_QUOTED)
        yield Sentence(templates.C2PA_MAKER.format(claim_generator=maker), ("provenance:c2pa",), "provenance")
    for name, template in templates.DECLARED.items():
        untrusted_value: str = getattr(provenance, name)
        if untrusted_value:
            text = template.format(value=visible(untrusted_value, _MAX_QUOTED))
            yield Sentence(text, (f"provenance:{name}",), "provenance")


def _limits(record: AnalysisRecord) -> Iterator[Sentence]:
    if record.verdict is not None:
        yield Sentence(templates.LIMIT_VERDICT, ("verdict",), "limits")
        text = templates.LIMIT_POPULATION.format(n_real=record.verdict.n_real, n_generated=record.verdict.n_generated)
        yield Sentence(text, ("verdict",), "limits")
    if record.findings:
        yield Sentence(templates.LIMIT_FINDINGS, tuple(finding.id for finding in record.findings), "limits")
    if record.image is not None and record.image.scale < 1.0:
        yield Sentence(templates.LIMIT_SCALE.format(percent=percent(record.image.scale)), ("image",), "limits")
