"""The answer of a report: the summary on its first page, the verdict with all that qualifies it, the scores."""

from __future__ import annotations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, RateEstimate, Status, Tier, Verdict
from gauntlet_desktop.reporting import pictures, wording
from gauntlet_desktop.reporting import typesetting as t
from gauntlet_desktop.reporting.report import Report

_ORANGE, _BLUE = "#e66101", "#2166ac"
_ACCENTS = {
    Tier.AI_SUPPORTED: _ORANGE,
    Tier.LEANS_AI: _ORANGE,
    Tier.LEANS_CAMERA: _BLUE,
    Tier.CAMERA_SUPPORTED: _BLUE,
}
_THUMBNAIL = 96.0


def front(report: Report) -> list[t.Block]:
    """Title and, on the first page at a glance, the answer."""
    record = report.record
    lines = [t.text(headline(record), "headline"), t.text(_summary(record), "body")]
    if declared := wording.declared(record.provenance):
        values = "; ".join(f"{name.lower() if name != 'C2PA' else name}: {value}" for name, value in declared)
        lines.append(t.text(f"{wording.DECLARED_TITLE} {values}. {wording.DECLARED_NOTE}", "note"))
    lines.append(t.text(record.source.name, "note", t.CELL_LIMIT))
    side = None if report.picture is None else pictures.block(report.picture, _THUMBNAIL, _THUMBNAIL)
    return [
        t.text("Examination of a digital image", "title"),
        t.text(
            f"{GENERATED.capitalize()}, or {CAMERA}? One line of evidence, stated with its error rates.", "subtitle"
        ),
        t.boxed(lines, _accent(record), side, _THUMBNAIL + 12),
        t.space(4),
        t.facts(_case(report)),
    ]


def headline(record: AnalysisRecord) -> str:
    """The answer in a few words: a tier, or why there is none."""
    if record.status is Status.FAILED:
        return wording.FAILED
    if record.status is Status.OUT_OF_SCOPE:
        return wording.OUT_OF_SCOPE
    return wording.HEADLINES[record.verdict.tier] if record.verdict else wording.NO_VERDICT


def result(report: Report) -> list[t.Block]:
    """The verdict with all that qualifies it, or plainly why there is none."""
    record = report.record
    if record.status is Status.FAILED:
        return _error(record)
    if record.status is Status.OUT_OF_SCOPE:
        return [t.text(wording.OUT_OF_SCOPE_NOTE), *t.bullets(record.scope_reasons)]
    if record.verdict is None:
        return [t.text(wording.NO_VERDICT_NOTE)]
    return _verdict(record.verdict, any(detector.experimental for detector in record.detectors))


def detectors(report: Report) -> list[t.Block]:
    if not report.record.detectors:
        return []
    header = ("Detector", "Score", "Bias", "log10 LR", "State", "SHA-256 of the weights")
    rows = [_detector_row(detector) for detector in report.record.detectors]
    note = "A score is in the detector's own units, higher towards “made by a generative model”."
    return [t.grid(header, rows, (96, 42, 42, 46, 76, 180), mono=5), t.text(note, "note")]


def _case(report: Report) -> list[tuple[str, str]]:
    options = report.options
    given = [
        ("Case number", options.case_number),
        ("Item number", options.item_number),
        ("Examiner", options.examiner),
        ("Agency", options.agency),
    ]
    return [pair for pair in given if pair[1]] + [("JSON twin, SHA-256", report.twin_sha256)]


def _summary(record: AnalysisRecord) -> str:
    if record.error is not None:
        return record.error.message
    if record.status is Status.OUT_OF_SCOPE:
        return " ".join(record.scope_reasons)
    if record.verdict is None:
        return wording.NO_VERDICT_NOTE
    verdict = record.verdict
    strength = f"Likelihood ratio {pictures.ratio(verdict.log10_lr)}: {verdict.verbal}."
    return f"{strength} {wording.INCONCLUSIVE}" if verdict.tier is Tier.INCONCLUSIVE else strength


def _accent(record: AnalysisRecord) -> str:
    return _ACCENTS.get(record.verdict.tier, t.NEUTRAL) if record.verdict else t.NEUTRAL


def _error(record: AnalysisRecord) -> list[t.Block]:
    error = record.error
    if error is None:
        return [t.text(wording.FAILED)]
    return [t.facts([("Code", error.code), ("What happened", error.message), ("What to do", error.remedy)])]


def _verdict(verdict: Verdict, experimental: bool) -> list[t.Block]:
    blocks = [t.text(wording.HEADLINES[verdict.tier], "part")]
    if verdict.tier is Tier.INCONCLUSIVE:
        blocks.append(t.text(wording.INCONCLUSIVE))
    if experimental:
        blocks.append(t.boxed([t.text(wording.EXPERIMENTAL)], t.NEUTRAL))
    capped = f"{pictures.ratio(-verdict.log10_lr_cap)} to {pictures.ratio(verdict.log10_lr_cap)}"
    values = [
        ("Likelihood ratio (P1 over P2)", f"{pictures.ratio(verdict.log10_lr)}   (log10 LR {verdict.log10_lr:+.2f})"),
        ("In words", verdict.verbal),
        ("Cap", f"{capped}, from {verdict.n_real} camera and {verdict.n_generated} generated validation images"),
        ("Prior probability of P1", f"{verdict.prior:g}"),
        ("Probability of P1 at that prior", f"{100 * verdict.probability:.3g} %"),
        ("Stratum", verdict.stratum),
    ]
    return [
        *blocks,
        pictures.gauge(verdict, t.CONTENT_WIDTH),
        t.facts(values, label_width=150),
        t.text(f"{wording.LIKELIHOOD_RATIO} {wording.CAP}"),
        t.part("Why this answer"),
        *t.bullets((*verdict.reasons, wording.ABSTENTION)),
        *_error_rates(verdict.error_rates),
    ]


def _error_rates(rates: tuple[RateEstimate, ...]) -> list[t.Block]:
    title = t.part("How often the program answers so on validation images of this stratum")
    if not rates:
        return [title, t.text("Not validated: there are no error rates for this stratum.")]
    header = ("Answer", "Images", "Rate", "95 % interval")
    return [title, t.grid(header, map(_rate_row, rates), (270, 70, 52, 90))]


def _rate_row(rate: RateEstimate) -> tuple[str, str, str, str]:
    name = wording.ERROR_RATES.get(rate.name, rate.name.replace("_", " "))
    if not rate.total:
        return name, "0", "—", "not validated"
    interval = f"{100 * rate.low:.1f} to {100 * rate.high:.1f} %"
    return name, f"{rate.count} of {rate.total}", f"{100 * rate.rate:.1f} %", interval


def _detector_row(detector: DetectorResult) -> tuple[str, ...]:
    calibrated = "calibrated" if detector.calibrated else "uncalibrated"
    return (
        f"{detector.id} {detector.version}",
        f"{detector.score:.4g}",
        f"{detector.bias:.4g}",
        "—" if detector.log10_lr is None else f"{detector.log10_lr:+.3f}",
        ", ".join(
            [calibrated, *(["experimental"] if detector.experimental else []), detector.backend or "no back end"]
        ),
        detector.weights_sha256 or "no weights",
    )
