"""The answer of a report: the summary on its first page, the verdict with all that qualifies it, the scores."""

from __future__ import annotations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED, posterior_probability, signed
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, RateEstimate, Status, Tier, Verdict
from gauntlet_desktop.reporting import pictures, plots, verdict_words, wording
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
        return [t.text(f"{wording.NO_VERDICT_NOTE} {verdict_words.first_reason(record)}".strip())]
    return [*_verdict(report, record.verdict), *_ladder(record.verdict), *_error_rates(record.verdict)]


def detectors(report: Report) -> list[t.Block]:
    """One row a detector: its own answer, whether the verdict rests on it, and what made the score."""
    record = report.record
    if not record.detectors:
        return []
    header = ("Detector", "log10 LR", "Its own answer", "In the verdict", "State", "Score", "Bias")
    rows = [_detector_row(detector, record.verdict) for detector in record.detectors]
    notes = [
        f"{d.backend or 'no back end'}; SHA-256 of the weights: {d.weights_sha256 or 'no weights'}"
        for d in record.detectors
    ]
    resting = verdict_words.resting_sentence(record.verdict, record.detectors) if record.verdict else ""
    return [
        *_conflict(record.verdict),
        *([t.text(resting)] if resting else []),
        t.grid(header, rows, (120, 50, 92, 50, 88, 42, 40), notes=notes),
        t.text(wording.SCORES, "note"),
    ]


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
        return f"{wording.NO_VERDICT_NOTE} {verdict_words.first_reason(record)}".strip()
    verdict = record.verdict
    strength = f"Likelihood ratio {verdict_words.ratio(verdict.log10_lr)}: {verdict.verbal}."
    if verdict.tier is not Tier.INCONCLUSIVE:
        return strength
    return f"{verdict_words.first_reason(record)} {strength} {wording.INCONCLUSIVE}"


def _accent(record: AnalysisRecord) -> str:
    return _ACCENTS.get(record.verdict.tier, t.NEUTRAL) if record.verdict else t.NEUTRAL


def _error(record: AnalysisRecord) -> list[t.Block]:
    error = record.error
    if error is None:
        return [t.text(wording.FAILED)]
    return [t.facts([("Code", error.code), ("What happened", error.message), ("What to do", error.remedy)])]


def _verdict(report: Report, verdict: Verdict) -> list[t.Block]:
    record = report.record
    blocks = [t.text(wording.HEADLINES[verdict.tier], "part")]
    blocks += _conflict(verdict)
    if verdict.tier is Tier.INCONCLUSIVE:
        blocks += [] if verdict.conflict else [t.text(verdict_words.first_reason(record))]
        blocks.append(t.text(wording.INCONCLUSIVE))
    if record.is_experimental:
        blocks += [t.boxed([t.text(wording.EXPERIMENTAL)], t.NEUTRAL), t.space(4)]
    return [
        *blocks,
        plots.gauge(verdict, t.CONTENT_WIDTH),
        t.facts(_figures(verdict, report.options.prior), label_width=150),
        t.text(f"{wording.LIKELIHOOD_RATIO} {wording.BOUNDS}"),
        t.part("Why this answer"),
        *t.bullets((*verdict_words.further_reasons(record), wording.ABSTENTION)),
    ]


def _figures(verdict: Verdict, chosen_prior: float | None) -> list[tuple[str, str]]:
    prior = verdict.prior if chosen_prior is None else chosen_prior
    probability = posterior_probability(verdict.log10_lr, prior)
    ratio = verdict_words.ratio(verdict.log10_lr)
    bounds = f"{verdict_words.bounds(verdict)}   (log10 LR {signed(verdict.log10_lr_floor)} to "
    bounds += f"{signed(verdict.log10_lr_cap)})"
    if verdict_words.bound_reached(verdict):
        bounds += f". {wording.BOUND_REACHED}"
    counts = f"{verdict.n_real} camera and {verdict.n_generated} generated validation images"
    return [
        ("Likelihood ratio (P1 over P2)", f"{ratio}   (log10 LR {signed(verdict.log10_lr)})"),
        ("In words", verdict.verbal),
        ("Floor and cap", bounds),
        ("Prior probability of P1", f"{verdict_words.share(prior)}, {_whose_prior(chosen_prior)}"),
        ("Probability of P1 at that prior", verdict_words.probability(probability)),
        ("Stratum", f"{verdict.stratum}: {counts}"),
    ]


def _whose_prior(chosen_prior: float | None) -> str:
    return wording.PRIOR_STATED if chosen_prior is None else wording.PRIOR_CHOSEN


def _conflict(verdict: Verdict | None) -> list[t.Block]:
    if verdict is None or not verdict.conflict:
        return []
    return [t.boxed([t.text(wording.CONFLICT, "part"), t.text(verdict.conflict)], t.WARNING), t.space(4)]


def _ladder(verdict: Verdict) -> list[t.Block]:
    if not verdict.ladder:
        return []
    blocks = [
        t.part("Stability under re-delivery"),
        t.text(f"{verdict_words.ladder_sentence(verdict)} {wording.LADDER}"),
        plots.ladder(verdict, t.CONTENT_WIDTH),
        t.text(wording.LADDER_KEY, "note"),
    ]
    return [t.together(blocks)]


def _error_rates(verdict: Verdict) -> list[t.Block]:
    title = t.part("How often the program answers so on validation images of this stratum")
    if not verdict.error_rates:
        return [title, t.text("Not validated: there are no error rates for this stratum.")]
    header = ("Answer", "Images", "Rate", "95 % interval")
    return [t.together([title, t.grid(header, map(_rate_row, verdict.error_rates), (270, 70, 52, 90))])]


def _rate_row(rate: RateEstimate) -> tuple[str, str, str, str]:
    name = wording.ERROR_RATES.get(rate.name, rate.name.replace("_", " "))
    if not rate.total:
        return name, "0", "—", "not validated"
    interval = f"{100 * rate.low:.1f} to {100 * rate.high:.1f} %"
    return name, f"{rate.count} of {rate.total}", f"{100 * rate.rate:.1f} %", interval


def _detector_row(detector: DetectorResult, verdict: Verdict | None) -> tuple[str, ...]:
    return (
        f"{detector.id} {detector.version}",
        verdict_words.detector_ratio(detector),
        verdict_words.detector_says(detector),
        "yes" if verdict_words.rests_on(verdict, detector) else "no",
        ", ".join(verdict_words.states(detector)) or "calibrated",
        signed(detector.score, 3),
        signed(detector.bias, 3),
    )
