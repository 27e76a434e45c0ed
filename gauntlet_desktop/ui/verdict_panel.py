"""The verdict of the current image: what it is, how strong, how often such verdicts are wrong, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from gauntlet_desktop.core.likelihood import GENERATED, posterior_probability, signed
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, RateEstimate, Verdict
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.gauge import LikelihoodGauge
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import BadgeView, Notice, ScrollPanel, Section, breakable, plain_label

# Prior probabilities in per cent that the slider offers: even steps of odds near the ends, where they matter.
PRIORS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.8, 99.9)


class VerdictPanel(ScrollPanel):
    """Shows one image's verdict, or says clearly why there is none (yet)."""

    def __init__(self) -> None:
        super().__init__("Verdict")
        self.headline = plain_label(role="headline")
        self._badge = BadgeView(28)
        self._verbal = plain_label()
        self.declared = Notice()
        self.notice = Notice()
        self.warning = Notice("warning")
        self.error = Notice("error")
        self._gauge = LikelihoodGauge()
        self._figures = Section("Strength of the evidence", (2, 3))
        self.prior = PriorStatement()
        self._reasons = Section("Why", (1,))
        self._rates = Section("How often such verdicts are wrong", (3, 2))
        self._detectors = Section("Detectors")
        self._failures = Section("Steps that failed", (2, 3))
        self._lay_out()
        self.show_item(None)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE * 3 // 2)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.headline, 1)
        self.body.addLayout(row)
        widgets: tuple[QWidget, ...] = (
            *(self._verbal, self.error, self.declared, self.warning, self.notice, self._gauge, self._figures),
            *(self._reasons, self._rates, self.prior, self._detectors, self._failures),
        )
        for widget in widgets:
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_item(self, item: ImageItem | None) -> None:
        """Show an image's verdict as far as it is known."""
        record = item.record if item else None
        badge = item.badge if item else Badge.NO_VERDICT
        self._badge.setVisible(item is not None)
        self._badge.set_badge(badge)
        self.headline.setText(_headline(item, badge))
        self._show_remarks(item, record, badge)
        self._show_verdict(record.verdict if record else None)
        self._detectors.show_rows(
            [row for result in record.detectors for row in _detector_rows(result)] if record else []
        )
        failures = record.failures if record else ()
        self._failures.show_rows(
            [(f"{breakable(f.plugin, 80)}: {f.step}", breakable(f.message, 400)) for f in failures]
        )

    def _show_remarks(self, item: ImageItem | None, record: AnalysisRecord | None, badge: Badge) -> None:
        error = record.error if record else None
        self.error.show_text(f"{error.message}\n{error.remedy}\n\nCode: {error.code}" if error else "")
        experimental = record is not None and any(result.experimental for result in record.detectors)
        self.warning.show_text(wording.EXPERIMENTAL if experimental else "")
        self._show_declared(record)
        self.notice.show_text(_remark(item, badge))
        reasons = record.scope_reasons if record else ()
        if record is not None and record.verdict is not None:
            reasons = record.verdict.reasons
        self._reasons.show_rows([(f"•  {reason}",) for reason in reasons])

    def _show_declared(self, record: AnalysisRecord | None) -> None:
        """What the file declares stands beside the verdict, apart from it: often it is the stronger clue."""
        lines = [
            f"{name}: {breakable(value, 200)}"
            for name, value in wording.declared(record.provenance if record else None)
        ]
        if lines:
            self.declared.show_text("\n".join([*lines, wording.DECLARED_NOTE]), wording.DECLARED_TITLE)
        else:
            self.declared.show_text("")

    def _show_verdict(self, verdict: Verdict | None) -> None:
        self._gauge.set_verdict(verdict)
        self.prior.set_verdict(verdict)
        self._verbal.setVisible(verdict is not None)
        if verdict is None:
            self._figures.show_rows([])
            self._rates.show_rows([])
            return
        self._verbal.setText(verdict.verbal[:1].upper() + verdict.verbal[1:] + ".")
        self._figures.show_rows(
            [
                ("Likelihood ratio", ratio_in_words(verdict.log10_lr)),
                ("log₁₀ LR", signed(verdict.log10_lr)),
                ("Cap (log₁₀ LR)", f"±{verdict.log10_lr_cap:.2f}, what the validation supports"),
            ]
        )
        self._rates.show_rows(
            [(_rate_name(rate), _rate_text(rate)) for rate in verdict.error_rates]
            or [("Error rates", "not validated")],
            f"Stratum “{verdict.stratum}”: {verdict.n_real} camera and {verdict.n_generated} generated images; "
            "95 % intervals.",
        )


class PriorStatement(QWidget):
    """What a prior, chosen by the reader, makes of the likelihood ratio. It is no part of the record."""

    def __init__(self) -> None:
        super().__init__()
        self._log10_lr = 0.0
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(PRIORS) - 1)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName("Prior probability of “made by a generative model”")
        self.statement = plain_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(plain_label("What a prior makes of it", "title"))
        layout.addWidget(plain_label("The prior is yours to choose; 50 % is a convention, not a finding.", "muted"))
        layout.addWidget(self.slider)
        layout.addWidget(self.statement)
        self.slider.valueChanged.connect(self._state)
        self.slider.setValue(PRIORS.index(50))

    def set_verdict(self, verdict: Verdict | None) -> None:
        self.setVisible(verdict is not None)
        if verdict is not None:
            self._log10_lr = verdict.log10_lr
            self._state()

    def _state(self) -> None:
        prior = PRIORS[self.slider.value()]
        probability = posterior_probability(self._log10_lr, prior / 100)
        self.statement.setText(
            f"If {prior:g} % of such images were {GENERATED} beforehand, the probability of it is now "
            f"{100 * probability:.3g} %."
        )
        self.slider.setAccessibleDescription(self.statement.text())


def ratio_in_words(log10_lr: float) -> str:
    """A likelihood ratio with three figures; under 1 also as a fraction."""
    ratio = 10.0**log10_lr
    return f"{ratio:.3g}" if log10_lr >= 0 else f"{ratio:.3g}  (1 / {1 / ratio:.3g})"


def _headline(item: ImageItem | None, badge: Badge) -> str:
    if item is None:
        return "No image selected"
    record = item.record
    if record is not None and record.verdict is not None:
        return wording.HEADLINES[record.verdict.tier]
    return {
        Badge.OUT_OF_SCOPE: wording.OUT_OF_SCOPE,
        Badge.FAILED: wording.FAILED,
        Badge.NO_VERDICT: wording.NO_VERDICT,
        Badge.WAITING: "Waiting for analysis",
        Badge.RUNNING: "Analysing …",
    }.get(badge, "Analysis cancelled")


def _remark(item: ImageItem | None, badge: Badge) -> str:
    if item is None:
        return "Choose an image in the list to see its verdict."
    if badge is Badge.RUNNING:
        return f"{item.step} ({item.fraction:.0%})"
    return {
        Badge.OUT_OF_SCOPE: wording.OUT_OF_SCOPE_NOTE,
        Badge.NO_VERDICT: wording.NO_VERDICT_NOTE,
        Badge.INCONCLUSIVE: wording.INCONCLUSIVE,
        Badge.WAITING: "The verdict appears here as soon as it is there.",
        Badge.CANCELLED: "Choose “Analyse again” to get a verdict.",
    }.get(badge, "")


def _rate_name(rate: RateEstimate) -> str:
    return wording.ERROR_RATES.get(rate.name, rate.name.replace("_", " "))


def _rate_text(rate: RateEstimate) -> str:
    if not rate.total:
        return "not validated"
    return f"{100 * rate.rate:.1f} % ({100 * rate.low:.1f} to {100 * rate.high:.1f} %)\n{rate.count} of {rate.total}"


def _detector_rows(result: DetectorResult) -> list[tuple[str, str]]:
    states = ["calibrated" if result.calibrated else "uncalibrated"] + ["experimental"] * result.experimental
    log10_lr = "no LR" if result.log10_lr is None else f"log₁₀ LR {signed(result.log10_lr)}"
    return [
        (breakable(f"{result.id} {result.version}", 80), f"score {signed(result.score, 3)}, {log10_lr}"),
        ("", f"{', '.join(states)}; {result.backend}"),
    ]
