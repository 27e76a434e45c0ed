"""The answer of a report: the summary on its first page, the verdict with all that qualifies it, the scores."""

from __future__ import annotations

from gauntlet_desktop.core.likelihood import CAMERA, GENERATED, posterior_probability, signed
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, RateEstimate, Status, Tier, Verdict
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting import pictures, plots, verdict_words, wording
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.report import Report

_ORANGE, _BLUE = "#e66101", "#2166ac"
_ACCENTS = {
    Tier.AI_SUPPORTED: _ORANGE,
    Tier.LEANS_AI: _ORANGE,
    Tier.LEANS_CAMERA: _BLUE,
    Tier.CAMERA_SUPPORTED: _BLUE,
}
_THUMBNAIL = 96.0
_LOGO = (170.0, 56.0)  # points, the greatest width and height
_ADDRESS_LINES = 6


SUBTITLE = f"{GENERATED.capitalize()}, or {CAMERA}? One line of evidence, stated with its error rates."


def front(report: Report) -> list[t.Block]:
    """Letterhead, title and, on the first page at a glance, the answer."""
    return [
        *letterhead(report.options),
        t.text("Examination of a digital image", "title"),
        t.text(SUBTITLE, "subtitle"),
        *redaction(report.options),
        *box(report),
        t.facts(case_facts(report)),
    ]


def letterhead(options: ReportOptions) -> list[t.Block]:
    """The agency's logo and address, where there are any."""
    lines: list[t.Block] = [t.text(line, "note") for line in options.address.splitlines()[:_ADDRESS_LINES]]
    if not options.logo and not lines:
        return []
    if not options.logo:
        return [t.text(options.agency, "part"), *lines, t.Space(8)]
    logo = t.Picture(pictures.stored(options.logo), *_LOGO, f"Logo of {options.agency or 'the agency'}")
    return [logo, *lines, t.Space(8)]


def redaction(options: ReportOptions) -> list[t.Block]:
    """What a redacted report withholds, said before anything else."""
    parts = [
        *(["the pictures"] if not options.show_picture else []),
        *(["the paths of the files"] if not options.show_path else []),
        *(["their names"] if not options.show_name else []),
    ]
    if not parts:
        return []
    listed = " and ".join([*([", ".join(parts[:-1])] if parts[1:] else []), parts[-1]])
    words = f"Redacted version: it does not hold {listed}. {wording.REDACTED}"
    return [t.boxed([t.text(words)], t.NEUTRAL), t.Space(6)]


def box(report: Report) -> list[t.Block]:
    """The answer at a glance."""
    record = report.record
    lines: list[t.Block] = [t.text(headline(record), "headline"), t.text(_summary(record), "body")]
    if declared := wording.declared(record.provenance):
        values = "; ".join(f"{name.lower() if name != 'C2PA' else name}: {value}" for name, value in declared)
        lines.append(t.text(f"{wording.DECLARED_TITLE} {values}. {wording.DECLARED_NOTE}", "note"))
    if missing := wording.incomplete(record):
        lines.append(t.text(missing, "note"))
    lines.append(t.text(record.source.name, "note", t.CELL_LIMIT))
    if report.picture is None:
        side = None
    else:
        side = t.Picture(report.picture, _THUMBNAIL, _THUMBNAIL, "The examined picture, small")
    return [t.boxed(lines, _accent(record), side, _THUMBNAIL + 12), t.Space(4)]


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
    notes = [_made_with(detector) for detector in record.detectors]
    resting = verdict_words.resting_sentence(record.verdict, record.detectors) if record.verdict else ""
    return [
        *_conflict(record.verdict),
        *([t.text(resting)] if resting else []),
        t.grid(header, rows, (120, 50, 92, 50, 88, 42, 40), notes=notes),
        t.text(wording.SCORES, "note"),
    ]


def case_facts(report: Report) -> list[tuple[str, str]]:
    """Who examined what for whom, where it was given, and the twin."""
    options = report.options
    given = [
        ("Case number", options.case_number),
        ("Item number", options.item_number),
        ("Examiner", options.examiner),
        ("Agency", options.agency),
        ("Date (stated by the examiner)", options.dated),
        ("Signed with the certificate of", options.signer.subject if options.signer else ""),
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
        blocks += [t.boxed([t.text(wording.EXPERIMENTAL)], t.NEUTRAL), t.Space(4)]
    return [
        *blocks,
        t.Drawing(plots.gauge(verdict, t.CONTENT_WIDTH), _gauge_words(verdict)),
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
    return [t.boxed([t.text(wording.CONFLICT, "part"), t.text(verdict.conflict)], t.WARNING), t.Space(4)]


def _gauge_words(verdict: Verdict) -> str:
    return f"Likelihood ratio {verdict_words.ratio(verdict.log10_lr)} between {verdict_words.bounds(verdict)}"


def _ladder(verdict: Verdict) -> list[t.Block]:
    if not verdict.ladder:
        return []
    blocks = [
        t.part("Stability under re-delivery"),
        t.text(f"{verdict_words.ladder_sentence(verdict)} {wording.LADDER}"),
        t.Drawing(plots.ladder(verdict, t.CONTENT_WIDTH), verdict_words.ladder_sentence(verdict)),
        t.text(wording.LADDER_KEY, "note"),
    ]
    return [t.together(blocks)]


def _error_rates(verdict: Verdict) -> list[t.Block]:
    title = t.part("How often the program answers so on validation images of this stratum")
    if not verdict.error_rates:
        return [title, t.text("Not validated: there are no error rates for this stratum.")]
    header = ("Answer", "Images", "Rate", "95 % interval")
    return [t.together([title, t.grid(header, map(rate_row, verdict.error_rates), (270, 70, 52, 90))])]


def rate_row(rate: RateEstimate) -> tuple[str, str, str, str]:
    """An error rate as the cells of a table: in words, of how many images, the rate, its interval."""
    name = wording.ERROR_RATES.get(rate.name, rate.name.replace("_", " "))
    if not rate.total:
        return name, "0", "—", "not validated"
    interval = f"{100 * rate.low:.1f} to {100 * rate.high:.1f} %"
    return name, f"{rate.count} of {rate.total}", f"{100 * rate.rate:.1f} %", interval


def _made_with(detector: DetectorResult) -> str:
    """The back end and the digests that a detector's row rests on."""
    weights = f"{detector.backend or 'no back end'}; SHA-256 of the weights: {detector.weights_sha256 or 'no weights'}"
    calibration = detector.calibration_sha256
    return f"{weights}; of the calibration: {calibration}" if calibration else weights


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
