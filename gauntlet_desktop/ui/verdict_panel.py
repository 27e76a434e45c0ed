"""The verdict of the current image: what it is, how strong, how often such verdicts are wrong, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import AnalysisRecord, RateEstimate, Verdict
from gauntlet_desktop.reporting import verdict_words, wording
from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.detector_rows import DetectorRows
from gauntlet_desktop.ui.gauge import LikelihoodGauge
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.ladder_plot import LadderPlot
from gauntlet_desktop.ui.language import error_words, figures, marked, say, share, tr, work_words
from gauntlet_desktop.ui.prior import PriorStatement
from gauntlet_desktop.ui.reasons import part_words, reason_words
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import BadgeView, Notice, ScrollPanel, Section, breakable, plain_label

RATE_TITLES = (marked("Image → answer"), marked("Rate (95 % interval)"), "N")


class VerdictPanel(ScrollPanel):
    """Shows one image's verdict, or says clearly why there is none (yet)."""

    card_requested = Signal(str)  # a detector's id

    def __init__(self) -> None:
        super().__init__(tr("Verdict"))
        set_place(self, "user-guide.md#the-verdict")
        self.headline = plain_label(role="headline")
        self._badge = BadgeView(28)
        self.lead = plain_label()
        self.declared = Notice()
        self.notice = Notice()
        self.warning = Notice("warning")
        self.error = Notice("error")
        self._gauge = LikelihoodGauge()
        self._figures = Section(tr("Strength of the evidence"), (2, 3))
        self.prior = PriorStatement()
        self._reasons = Section(tr("Why"), (1,))
        self.ladder = StabilityLadder()
        self._rates = Section(tr("How often such verdicts are wrong"), (10, 9, 5), tuple(map(tr, RATE_TITLES)))
        self.detectors = DetectorRows()
        self.detectors.card_requested.connect(self.card_requested)
        self._failures = Section(tr("Steps that failed"), (2, 3))
        self._lay_out()
        for section, shape in ((self._figures, [2] * 4), (self._rates, [3] * 5), (self._reasons, [1])):
            section.prepare(shape)
        self.show_item(None)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE * 3 // 2)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.headline, 1)
        self.body.addLayout(row)
        widgets: tuple[QWidget, ...] = (
            *(self.lead, self.error, self.declared, self.warning, self.notice, self._gauge, self._figures),
            *(self.prior, self._reasons, self.ladder, self._rates, self.detectors, self._failures),
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
        self.detectors.show_record(record)
        failures = record.failures if record else ()
        self._failures.show_rows(
            [(f"{breakable(f.plugin, 80)}: {f.step}", breakable(f.message, 400)) for f in failures]
        )

    def _show_remarks(self, item: ImageItem | None, record: AnalysisRecord | None, badge: Badge) -> None:
        error = record.error if record else None
        message, remedy = error_words(error) if error else ("", "")
        text = tr("{message}\n{remedy}\n\nCode: {code}")
        self.error.show_text(text.format(message=message, remedy=remedy, code=error.code) if error else "")
        self.warning.show_text(tr(wording.EXPERIMENTAL) if record is not None and record.is_experimental else "")
        self._show_declared(record)
        self.notice.show_text(_remark(item, badge))
        lead = _lead(record) if record else ""
        self.lead.setText(breakable(lead))
        self.lead.setVisible(bool(lead))
        reasons = verdict_words.further_reasons(record) if record else ()
        self._reasons.show_rows([(f"•  {breakable(reason_words(reason))}",) for reason in reasons])

    def _show_declared(self, record: AnalysisRecord | None) -> None:
        """What the file declares stands beside the verdict, apart from it: often it is the stronger clue."""
        lines = [
            f"{tr(name)}: {breakable(tr(value) if name == 'C2PA' else value, 200)}"
            for name, value in wording.declared(record.provenance if record else None)
        ]
        if lines:
            self.declared.show_text("\n".join([*lines, tr(wording.DECLARED_NOTE)]), tr(wording.DECLARED_TITLE))
        else:
            self.declared.show_text("")

    def _show_verdict(self, verdict: Verdict | None) -> None:
        self._gauge.set_verdict(verdict)
        self.prior.set_verdict(verdict)
        self.ladder.show_verdict(verdict)
        if verdict is None:
            self._figures.show_rows([])
            self._rates.show_rows([])
            return
        self._figures.show_rows(_figure_rows(verdict))
        self._rates.show_rows(
            [_rate_row(rate) for rate in verdict.error_rates],
            _stratum_note(verdict),
        )


class StabilityLadder(QWidget):
    """The ladder's plot with what it shows in a sentence; hidden where there is no ladder."""

    def __init__(self) -> None:
        super().__init__()
        self.plot = LadderPlot()
        self.sentence = plain_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(plain_label(tr("Stability under re-delivery"), "title"))
        layout.addWidget(self.sentence)
        layout.addWidget(self.plot)
        layout.addWidget(plain_label(tr(wording.LADDER_KEY), "muted"))

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show a verdict's ladder."""
        self.setVisible(verdict is not None and bool(verdict.ladder))
        self.plot.set_verdict(verdict)
        if verdict is not None:
            self.sentence.setText(breakable(verdict_words.ladder_sentence(verdict, say)))


def _headline(item: ImageItem | None, badge: Badge) -> str:
    if item is None:
        return tr("No image selected")
    record = item.record
    if record is not None and record.verdict is not None:
        return tr(wording.HEADLINES[record.verdict.tier])
    return {
        Badge.OUT_OF_SCOPE: tr(wording.OUT_OF_SCOPE),
        Badge.FAILED: tr(wording.FAILED),
        Badge.NO_VERDICT: tr(wording.NO_VERDICT),
        Badge.WAITING: tr("Waiting for analysis"),
        Badge.RUNNING: tr("Analysing …"),
    }.get(badge, tr("Analysis cancelled"))


def _remark(item: ImageItem | None, badge: Badge) -> str:
    if item is None:
        return tr("Choose an image in the list to see its verdict.")
    if badge is Badge.RUNNING:
        return f"{work_words(item.step)} ({share(item.fraction)})"
    return {
        Badge.OUT_OF_SCOPE: tr(wording.OUT_OF_SCOPE_NOTE),
        Badge.NO_VERDICT: tr(wording.NO_VERDICT_NOTE),
        Badge.INCONCLUSIVE: tr(wording.INCONCLUSIVE),
        Badge.WAITING: tr("The verdict appears here as soon as it is there."),
        Badge.CANCELLED: tr("Choose “Analyse again” to get a verdict."),
    }.get(badge, "")


def _lead(record: AnalysisRecord) -> str:
    """The first sentence under the headline: why there is no side or no verdict, else how strong the side is."""
    reason = verdict_words.first_reason(record)
    if reason or record.verdict is None:
        return reason_words(reason)
    verbal = tr(record.verdict.verbal)
    return f"{verbal[:1].upper()}{verbal[1:]}."


def _stratum_note(verdict: Verdict) -> str:
    note = tr("Stratum “{stratum}”: {cameras} camera and {generated} generated images.").format(
        stratum=part_words(verdict.stratum), cameras=verdict.n_real, generated=verdict.n_generated
    )
    return note if verdict.error_rates else " ".join((note, tr("Not validated: it has no error rates.")))


def _figure_rows(verdict: Verdict) -> list[tuple[str, str]]:
    limits = tr("{floor} to {cap}, LR {bounds}").format(
        floor=figures(signed(verdict.log10_lr_floor)),
        cap=figures(signed(verdict.log10_lr_cap)),
        bounds=verdict_words.bounds(verdict, say),
    )
    reached = f". {tr(wording.BOUND_REACHED)}" if verdict_words.bound_reached(verdict) else ""
    return [
        (tr("Likelihood ratio"), figures(verdict_words.ratio(verdict.log10_lr))),
        ("log₁₀ LR", figures(signed(verdict.log10_lr))),
        (tr("In words"), tr(verdict.verbal)),
        (tr("Floor and cap"), f"{limits}{reached}"),
    ]


def _rate_row(rate: RateEstimate) -> tuple[str, str, str]:
    name = tr(wording.ERROR_RATES_SHORT.get(rate.name, rate.name.replace("_", " ")))
    if not rate.total:
        return name, tr("not validated"), "0"
    interval = tr("{low} to {high}").format(
        low=figures(f"{100 * rate.low:.1f}"), high=figures(f"{100 * rate.high:.1f}")
    )
    return (
        name,
        f"{figures(f'{100 * rate.rate:.1f}')} % ({interval})",
        tr("{count} of {total}").format(count=rate.count, total=rate.total),
    )
