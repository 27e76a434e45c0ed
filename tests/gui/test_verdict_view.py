"""The verdict view: gauge with both bounds, the reader's prior, detectors and their conflict, the stability ladder."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.likelihood import posterior_probability
from gauntlet_desktop.core.records import AnalysisRecord, Rung, Tier
from gauntlet_desktop.reporting import verdict_words, wording
from gauntlet_desktop.ui.gauge import AXIS_LIMIT, LikelihoodGauge
from gauntlet_desktop.ui.items import ImageItem, ItemState
from gauntlet_desktop.ui.ladder_plot import LadderPlot
from gauntlet_desktop.ui.prior import END, STEPS_A_DECADE, PriorStatement, prior_at
from gauntlet_desktop.ui.theme import apply_theme
from gauntlet_desktop.ui.verdict_panel import VerdictPanel
from tests.factories import out_of_scope_record
from tests.verdicts import (
    CAP,
    FLOOR,
    SECOND,
    a_verdict,
    conflict_record,
    told_record,
    uncalibrated_record,
    unstable_record,
)

RECORDS = (told_record, unstable_record, conflict_record, uncalibrated_record, out_of_scope_record)


@pytest.fixture
def panel(qtbot: QtBot) -> VerdictPanel:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.resize(440, 900)
    return panel


@pytest.fixture
def plot(qtbot: QtBot) -> LadderPlot:
    plot = LadderPlot()
    qtbot.addWidget(plot)
    plot.resize(400, plot.sizeHint().height())
    return plot


def show(panel: VerdictPanel, record: AnalysisRecord) -> str:
    """Show a record; returns all text that is to be seen."""
    panel.show_item(ImageItem(b"/folder/a.jpg", state=ItemState.DONE, record=record))
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


# The gauge


@pytest.fixture
def gauge(qtbot: QtBot) -> LikelihoodGauge:
    gauge = LikelihoodGauge()
    qtbot.addWidget(gauge)
    gauge.resize(416, gauge.sizeHint().height())
    return gauge


def test_the_gauge_places_values_on_a_fixed_axis(gauge: LikelihoodGauge) -> None:
    gauge.set_verdict(a_verdict())
    assert gauge.position(0) == pytest.approx(208)
    assert gauge.position(1) - gauge.position(0) == pytest.approx(gauge.position(0) - gauge.position(-1))
    assert gauge.position(99) == gauge.position(AXIS_LIMIT)
    image = gauge.grab().toImage()
    left = image.pixelColor(round(gauge.position(-1.5)), 44)
    right = image.pixelColor(round(gauge.position(1.4)), 44)
    assert left.blue() > left.red()
    assert right.red() > right.blue()


def test_the_gauge_tells_its_bounds_apart(gauge: LikelihoodGauge) -> None:
    gauge.set_verdict(a_verdict(log10_lr_floor=-1.0, log10_lr_cap=3.0))
    description = gauge.accessibleDescription()
    assert "floor −1.00" in description and "cap +3.00" in description and "moderate support" in description
    image = gauge.grab().toImage()
    assert _strength(image, gauge.position(-0.6)) > _strength(image, gauge.position(-2.5)), "under the floor is veiled"
    assert _strength(image, gauge.position(2.5)) > _strength(image, gauge.position(4.0)), "over the cap is veiled"


def _strength(image: QImage, x: float) -> float:
    """Mean colourfulness of a patch of the bar; hatching covers a few of its pixels."""
    colours = [image.pixelColor(round(x) + dx, 44 + dy) for dx in range(-3, 4) for dy in range(-4, 5)]
    return sum(max(c.red(), c.green(), c.blue()) - min(c.red(), c.green(), c.blue()) for c in colours) / len(colours)


# The prior


def test_the_prior_is_even_by_default_in_even_steps_of_log_odds_and_can_be_reset(qtbot: QtBot) -> None:
    statement = PriorStatement()
    qtbot.addWidget(statement)
    assert statement.prior == 0.5
    assert not statement.reset.isEnabled()
    assert prior_at(STEPS_A_DECADE) == pytest.approx(10 / 11)
    assert prior_at(-END) == pytest.approx(1 / 1001)
    statement.slider.setValue(-STEPS_A_DECADE)
    statement.reset.click()
    assert statement.prior == 0.5


def test_the_probability_is_always_labelled_with_its_prior(panel: VerdictPanel) -> None:
    record = told_record(Tier.LEANS_AI)
    assert record.verdict is not None
    assert "P(generated) = 0.83 at a prior of 50 %." in show(panel, record)
    for position in (-END, -7, 0, 12, END):
        panel.prior.slider.setValue(position)
        probability = posterior_probability(record.verdict.log10_lr, prior_at(position))
        shown = panel.prior.statement.text()
        assert f"= {verdict_words.probability(probability)} at a prior of {100 * prior_at(position):.3g} %" in shown
        assert panel.prior.slider.accessibleDescription() == shown


def test_the_prior_is_a_view_that_stays_for_the_next_image(panel: VerdictPanel) -> None:
    show(panel, told_record())
    panel.prior.slider.setValue(STEPS_A_DECADE)
    assert "at a prior of 90.9 %" in show(panel, unstable_record())


def test_keys_move_the_prior_and_the_wheel_does_so_only_with_the_focus(qtbot: QtBot, panel: VerdictPanel) -> None:
    show(panel, told_record())
    with qtbot.waitExposed(panel):
        panel.show()
    slider = panel.prior.slider
    _wheel(slider)
    assert slider.value() == 0, "scrolling the panel over the slider changes nothing"
    panel.activateWindow()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == 1
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)
    assert slider.value() == 1 + STEPS_A_DECADE
    _wheel(slider)
    assert slider.value() != 1 + STEPS_A_DECADE


def _wheel(widget: QWidget) -> None:
    from PySide6.QtGui import QWheelEvent

    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


# Why


@pytest.mark.parametrize(
    ("record", "first"),
    [
        (unstable_record(), "The answer changes side on one window of the image (JPEG 60)"),
        (conflict_record(), "Calibrated detectors disagree: patch-evidence supports"),
        (out_of_scope_record(), "83 % of the picture is perfectly flat"),
        (uncalibrated_record(), "Only uncalibrated detectors scored this picture"),
        (told_record(), "Moderate support for “made by a generative model”"),
    ],
)
def test_the_reason_is_the_first_sentence_under_the_tier(
    panel: VerdictPanel, record: AnalysisRecord, first: str
) -> None:
    text = show(panel, record)
    assert panel.lead.text().replace("\u00a0", " ").startswith(first)
    assert text.splitlines().index(panel.lead.text()) == 1, "right under the headline"
    in_conflict = record.verdict is not None and bool(record.verdict.conflict)
    assert text.count(panel.lead.text()) == 1 + in_conflict, "and only a conflict again, with the detectors"


def test_a_ratio_at_its_bound_is_told(panel: VerdictPanel) -> None:
    assert wording.BOUND_REACHED in show(panel, replace(told_record(), verdict=a_verdict(Tier.AI_SUPPORTED, CAP)))
    assert wording.BOUND_REACHED in show(panel, replace(told_record(), verdict=a_verdict(Tier.CAMERA_SUPPORTED, FLOOR)))
    assert wording.BOUND_REACHED not in show(panel, told_record())


# The detectors


def test_each_detector_has_a_row_with_its_own_answer_and_badges(panel: VerdictPanel) -> None:
    text = show(panel, conflict_record())
    rows = [row for row in panel.detectors.rows if row.isVisibleTo(panel)]
    assert [row.ratio.text() for row in rows] == ["log₁₀ LR +0.90", "log₁₀ LR −0.70", "no LR"]
    assert [row.chips.words for row in rows] == [
        ("in the verdict", "experimental"),
        ("in the verdict",),
        ("uncalibrated",),
    ]
    assert "leans to camera" in rows[1].words.text()
    assert "acme-detector does not enter it." in text
    assert "uncalibrated" in rows[2].accessibleName()
    show(panel, uncalibrated_record())
    assert sum(row.isVisibleTo(panel) for row in panel.detectors.rows) == 1


def test_a_conflict_has_a_sentence_with_a_mark(panel: VerdictPanel) -> None:
    show(panel, conflict_record())
    assert panel.detectors.conflict.isVisibleTo(panel)
    assert panel.detectors.conflict.text.startswith(f"⚡ {wording.CONFLICT}")
    show(panel, told_record())
    assert not panel.detectors.conflict.isVisibleTo(panel)


def test_a_row_leads_to_the_model_card(panel: VerdictPanel, qtbot: QtBot) -> None:
    show(panel, told_record())
    with qtbot.waitSignal(panel.card_requested) as asked:
        panel.detectors.rows[1].card.click()
    assert asked.args == [SECOND]


# The ladder


def test_the_ladder_is_described_in_words(plot: LadderPlot, panel: VerdictPanel) -> None:
    verdict = unstable_record().verdict
    plot.set_verdict(verdict)
    description = plot.accessibleDescription()
    assert "The answer is not stable: as “JPEG 60” it changes side." in description
    assert "JPEG 60: log10 LR −0.62, leans to camera (changes side)" in description
    assert "0.75x: not scored" in description
    assert "The answer is not stable" in show(panel, unstable_record())
    assert panel.ladder.plot.isVisibleTo(panel)
    show(panel, replace(told_record(), verdict=a_verdict(ladder=())))
    assert not panel.ladder.isVisibleTo(panel)
    show(panel, out_of_scope_record())
    assert not panel.ladder.isVisibleTo(panel)


def test_rungs_stand_in_order_and_upwards_towards_generated(plot: LadderPlot) -> None:
    plot.set_verdict(a_verdict())
    assert plot.place(0, 0.0).x() < plot.place(1, 0.0).x()
    assert plot.place(0, 1.0).y() < plot.place(0, 0.0).y() < plot.place(0, -1.0).y()
    assert plot.place(0, 99.0).y() == plot.place(0, 2.0).y(), "values off the axis sit at its ends"


def test_a_rung_that_could_not_be_scored_is_hollow_and_one_that_changes_side_is_ringed(plot: LadderPlot) -> None:
    verdict = unstable_record().verdict
    plot.set_verdict(verdict)
    image = plot.grab().toImage()
    scored, hollow = plot.place(0, 0.69).toPoint(), plot.place(3, 0.0).toPoint()
    assert image.pixelColor(scored).lightness() < 60
    assert image.pixelColor(hollow).lightness() > 200
    ring = plot.place(2, -0.62).toPoint() + QPoint(0, 8)
    assert image.pixelColor(ring).red() > image.pixelColor(ring).blue() + 60


def test_pointing_at_a_rung_tells_its_figures(plot: LadderPlot, qtbot: QtBot) -> None:
    plot.set_verdict(a_verdict())
    with qtbot.waitExposed(plot):
        plot.show()
    position = plot.place(2, 1.0).toPoint()
    QApplication.sendEvent(plot, QHelpEvent(QEvent.Type.ToolTip, position, plot.mapToGlobal(position)))
    assert QToolTip.text() == "JPEG 60: log10 LR +1.47, supports generated"
    QToolTip.hideText()
    assert plot.rung_at(QPointF(2, 20)) is None


def test_a_ladder_of_extreme_and_equal_rungs_is_drawn(plot: LadderPlot) -> None:
    rungs = (Rung("as it is", 40.0, Tier.AI_SUPPORTED), Rung("JPEG 85", None, None))
    plot.set_verdict(a_verdict(Tier.AI_SUPPORTED, 5.0, ladder=rungs))
    assert not plot.grab().isNull()


# The whole panel


@pytest.mark.parametrize("make", RECORDS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 560])
def test_no_text_is_cut_off_and_no_room_is_wasted(panel: VerdictPanel, make: object, theme: str, width: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, theme)
    try:
        panel.resize(width, 600)
        show(panel, make())  # type: ignore[operator]
        panel.show()
        QApplication.processEvents()
        for label in panel.findChildren(QLabel):
            if label.isVisibleTo(panel) and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
            elif label.isVisibleTo(panel):
                assert label.width() >= label.sizeHint().width(), label.text()
        for row in panel.detectors.rows:
            if row.isVisibleTo(panel):
                assert row.chips.width() >= row.chips.sizeHint().width(), row.chips.words
        content = panel.body.parentWidget()
        assert content is not None
        used = max(child.geometry().bottom() for child in content.children() if isinstance(child, QWidget))
        assert content.width() <= width
        assert content.height() <= max(600, used + 40), "the panel scrolls no further than its content"
    finally:
        apply_theme(app, "light")
