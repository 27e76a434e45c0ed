"""Fills the templates from a record: verdict, detectors, findings, provenance and limits, in this order.

The same account is given in every wording of `words`; to add a finding rule, add its entry to `words.rules_en` and
`words.rules_de`. Numbers are rounded to three significant digits. A sentence is
written only where all records that it names are there, and an empty template is not said in its register.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from gauntlet_desktop.core.likelihood import verbal_strength
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
from gauntlet_template_narrator.places import Zone, box_zone, strongest_zone
from gauntlet_template_narrator.wording import Wording
from gauntlet_template_narrator.words import WORDINGS

# Which errors matter to a reader of each answer.
RELEVANT_RATES = {
    Tier.AI_SUPPORTED: ("ai_supported_given_camera",),
    Tier.LEANS_AI: ("leans_or_supported_ai_given_camera",),
    Tier.INCONCLUSIVE: ("inconclusive",),
    Tier.LEANS_CAMERA: ("leans_or_supported_camera_given_ai",),
    Tier.CAMERA_SUPPORTED: ("camera_supported_given_ai",),
}
_SIDES = {
    Tier.AI_SUPPORTED: 1,
    Tier.LEANS_AI: 1,
    Tier.INCONCLUSIVE: 0,
    Tier.LEANS_CAMERA: -1,
    Tier.CAMERA_SUPPORTED: -1,
}
_NO_SUPPORT = "no support"

Told = tuple[str, tuple[str, ...], str]  # text, record ids, section


class TemplateNarrator:
    """Writes the sentences of a record in every language and register that it has words for."""

    id = "template-narrator"

    def narrate(self, record: AnalysisRecord) -> tuple[Sentence, ...]:
        zones = heatmap_zones(record)
        return tuple(sentence for wording in WORDINGS for sentence in narrated(record, wording, zones))


def heatmap_zones(record: AnalysisRecord) -> tuple[Zone | None, ...]:
    """Where each heatmap points most strongly to its side: found once for all wordings, for it takes the whole map."""
    image = record.image
    return tuple(strongest_zone(heatmap, image, _way(heatmap)) for heatmap in record.heatmaps) if image else ()


def narrated(record: AnalysisRecord, wording: Wording, zones: Sequence[Zone | None]) -> Iterator[Sentence]:
    """The account of a record in one wording; `zones` are those of its heatmaps."""
    for text, records, section in _account(record, wording, zones):
        if text:
            yield Sentence(text, records, section, wording.language, wording.register)


def _account(record: AnalysisRecord, w: Wording, zones: Sequence[Zone | None]) -> Iterator[Told]:
    yield from _without_verdict(record, w)
    if record.verdict is not None:
        for text in (*_verdict(record.verdict, w), *_ladder(record.verdict, w)):
            yield text, ("verdict",), "verdict"
    yield from _detectors(record.detectors, w)
    if record.image is not None:
        for heatmap, zone in zip(record.heatmaps, zones, strict=True):
            yield _heatmap(heatmap, zone, w), (f"heatmap:{heatmap.method}", "image"), "detector"
    yield from _findings(record.findings, record.image, w)
    if record.provenance is not None:
        yield from _provenance(record.provenance, w)
    yield from _limits(record, w)


def _without_verdict(record: AnalysisRecord, w: Wording) -> Iterator[Told]:
    """Why there is no verdict: an error, or a picture out of scope."""
    if record.error is not None:
        message, remedy = (w.sentence(text) for text in (record.error.message, record.error.remedy))
        yield w.templates.failed.format(message=message, remedy=remedy).strip(), ("error",), "verdict"
    if record.image is not None:
        for reason in record.scope_reasons:
            yield w.templates.out_of_scope.format(reason=w.sentence(reason)), ("image",), "verdict"


def _verdict(verdict: Verdict, w: Wording) -> Iterator[str]:
    t = w.templates
    yield t.tiers[verdict.tier].format(generated=t.generated, camera=t.camera)
    yield _ratio(verdict, w)
    if verdict.conflict and verdict.conflict not in verdict.reasons:
        yield w.sentence(verdict.conflict)
    yield from map(w.sentence, verdict.reasons)
    yield from _bounds(verdict, w)
    if verdict.detectors:
        ids = [w.quoted(each) for each in verdict.detectors]
        yield (t.fused if len(ids) > 1 else t.rests_on).format(id=ids[0], ids=", ".join(ids))
    yield t.prior.format(
        prior=w.percent(verdict.prior), generated=t.generated, probability=w.percent(verdict.probability)
    )
    for rate in verdict.error_rates:
        if rate.name in RELEVANT_RATES[verdict.tier] and rate.total:
            yield _error_rate(verdict.stratum, rate, w)


def _ratio(verdict: Verdict, w: Wording) -> str:
    """The ratio as a number of at least one, with the side that it favours."""
    t = w.templates
    first, second = (t.generated, t.camera) if verdict.log10_lr >= 0 else (t.camera, t.generated)
    ratio, strength = w.number(10.0 ** abs(verdict.log10_lr)), verbal_strength(verdict.log10_lr)
    if strength == _NO_SUPPORT:
        return t.no_support.format(ratio=ratio, verbal=t.no_verbal, first=t.generated, second=t.camera)
    shown = t.strengths[strength]
    verbal = t.verbal.format(strength=shown, first=first, second=second)
    return t.ratio.format(ratio=ratio, first=first, second=second, strength=shown, verbal=verbal)


def _bounds(verdict: Verdict, w: Wording) -> Iterator[str]:
    """What the validation supports at most, and whether the ratio stands there."""
    t = w.templates
    yield t.bounds.format(
        cap=w.number(10.0**verdict.log10_lr_cap),
        floor=w.number(10.0**-verdict.log10_lr_floor),
        generated=t.generated,
        camera=t.camera,
        n_real=verdict.n_real,
        n_generated=verdict.n_generated,
    )
    if not verdict.log10_lr_floor < verdict.log10_lr < verdict.log10_lr_cap:
        yield t.bound_reached


def _ladder(verdict: Verdict, w: Wording) -> Iterator[str]:
    """Which changes move the answer to the other side, else how far they move it; and which could not be scored."""
    t = w.templates
    towards = _SIDES[verdict.tier] or _sign(verdict.log10_lr)
    changed = [rung for rung in verdict.ladder if rung.tier is not None and _SIDES[rung.tier] * towards < 0]
    scored = [rung.log10_lr for rung in verdict.ladder if rung.log10_lr is not None]
    for rung in changed:
        if rung.log10_lr is not None:
            yield t.ladder_changed.format(change=w.listed(rung.change), log10_lr=w.number(rung.log10_lr))
    if scored and not changed:
        yield t.ladder_stable.format(low=w.number(min(scored)), high=w.number(max(scored)))
    for rung in verdict.ladder:
        if rung.log10_lr is None:
            yield t.ladder_outside.format(change=w.listed(rung.change))


def _sign(log10_lr: float) -> int:
    """The side that a ratio supports; 0 where it supports none."""
    return 0 if verbal_strength(log10_lr) == _NO_SUPPORT else 1 if log10_lr > 0 else -1


def _error_rate(stratum: str, rate: RateEstimate, w: Wording) -> str:
    return w.templates.error_rate.format(
        stratum=w.listed(stratum),
        name=w.templates.error_rates[rate.name],
        count=rate.count,
        total=rate.total,
        rate=w.percent(rate.rate),
        low=w.percent(rate.low),
        high=w.percent(rate.high),
    )


def _detectors(detectors: tuple[DetectorResult, ...], w: Wording) -> Iterator[Told]:
    for detector in detectors:
        for template in _said_of(detector, w):
            text = template.format(
                id=w.quoted(detector.id),
                version=w.quoted(detector.version),
                score=w.number(detector.score),
                log10_lr=w.number(detector.log10_lr or 0.0),
            )
            yield text, (f"detector:{detector.id}",), "detector"
    for first, second in combinations(detectors, 2):
        if _sign(first.log10_lr or 0.0) * _sign(second.log10_lr or 0.0) < 0:
            text = w.templates.conflict.format(
                first=w.quoted(first.id),
                second=w.quoted(second.id),
                first_log10_lr=w.number(first.log10_lr or 0.0),
                second_log10_lr=w.number(second.log10_lr or 0.0),
            )
            yield text, (f"detector:{first.id}", f"detector:{second.id}"), "detector"


def _said_of(detector: DetectorResult, w: Wording) -> Iterator[str]:
    """The templates that hold for a detector."""
    t = w.templates
    yield t.score
    if detector.log10_lr is not None:
        yield t.own_ratio
    if not detector.calibrated:
        yield t.uncalibrated
    if detector.experimental:
        yield t.experimental


def _way(heatmap: Heatmap) -> float:
    return 1.0 if heatmap.score >= 0 else -1.0


def _heatmap(heatmap: Heatmap, zone: Zone | None, w: Wording) -> str:
    t = w.templates
    method, detector = w.quoted(heatmap.method), w.quoted(heatmap.detector)
    if zone is None:
        return t.heatmap_even.format(method=method, detector=detector)
    side = t.generated if _way(heatmap) > 0 else t.camera
    return t.heatmap.format(method=method, detector=detector, side=side, place=t.places[zone[0]][zone[1]])


def _findings(findings: tuple[Finding, ...], image: ImageFacts | None, w: Wording) -> Iterator[Told]:
    for finding in findings:
        if finding.claim == "unremarkable":
            continue
        yield _measured(finding, w), (finding.id,), "finding"
        if image is not None and finding.region is not None:
            yield _region(finding, finding.region, image, w), (finding.id, "image"), "finding"
    quiet = [finding for finding in findings if finding.claim == "unremarkable"]
    if quiet:
        artifacts = "; ".join(map(w.artifact, quiet))
        text = w.templates.unremarkable.format(artifacts=artifacts)
        yield text, tuple(finding.id for finding in quiet), "finding"


def _measured(finding: Finding, w: Wording) -> str:
    """The value beside its references, what is measured, and what that may claim."""
    t = w.templates
    weak = t.weak if finding.strength == "weak" else ""
    history = t.history if finding.subject == "history" else ""
    said = _value(finding, w), w.meaning(finding), _reading(finding, w), weak, history
    return " ".join(filter(None, said))


def _value(finding: Finding, w: Wording) -> str:
    reference = finding.reference
    artifact, value, unit = w.artifact(finding), w.number(finding.value), w.unit(finding)
    if reference is None:
        return w.templates.finding_alone.format(artifact=artifact, value=value, unit=unit)
    return w.templates.finding.format(
        artifact=artifact,
        value=value,
        unit=unit,
        p05=w.number(reference.real_p05),
        p95=w.number(reference.real_p95),
        real=w.number(reference.real_percentile),
        generated=w.number(reference.generated_percentile),
    )


def _reading(finding: Finding, w: Wording) -> str:
    """What the value may be taken to mean, with how often that would be wrong."""
    t = w.templates
    if finding.reference is None:
        return t.observation_alone
    claim = t.claims[finding.towards] if finding.claim == "finding" else t.observation
    return claim.format(rate=w.percent(finding.reference.false_claim_rate))


def _region(finding: Finding, box: Box, image: ImageFacts, w: Wording) -> str:
    row, column = box_zone(box, image)
    return w.templates.region.format(
        artifact=w.artifact(finding),
        place=w.templates.places[row][column],
        width=box.width,
        height=box.height,
        x=box.x,
        y=box.y,
    )


def _provenance(provenance: Provenance, w: Wording) -> Iterator[Told]:
    t = w.templates
    yield t.c2pa[provenance.c2pa.state], ("provenance:c2pa",), "provenance"
    if provenance.c2pa.claim_generator:
        maker = w.quoted(provenance.c2pa.claim_generator)
        yield t.c2pa_maker.format(claim_generator=maker), ("provenance:c2pa",), "provenance"
    for name, template in t.declared.items():
        untrusted_value: str = getattr(provenance, name)
        if untrusted_value:
            yield template.format(value=w.quoted(untrusted_value)), (f"provenance:{name}",), "provenance"


def _limits(record: AnalysisRecord, w: Wording) -> Iterator[Told]:
    t = w.templates
    if record.verdict is not None:
        yield t.limit_verdict, ("verdict",), "limits"
        text = t.limit_population.format(n_real=record.verdict.n_real, n_generated=record.verdict.n_generated)
        yield text, ("verdict",), "limits"
    if record.findings:
        yield t.limit_findings, tuple(finding.id for finding in record.findings), "limits"
    if record.image is not None and record.image.scale < 1.0:
        yield t.limit_scale.format(percent=w.percent(record.image.scale)), ("image",), "limits"
