"""What is behind a finding's number, in the window: asked by a click or a key, shown in a dialog, told in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.tasks import Viewed, ViewFinding
from gauntlet_desktop.core.finding_views import Curve, FieldMap, FindingView, Mark, Plot
from gauntlet_desktop.core.records import AnalysisRecord, Box, ErrorRecord
from gauntlet_desktop.ui.finding_views import FindingViewDialog
from gauntlet_desktop.ui.plot import MapView, PlotView
from gauntlet_desktop.ui.theme import apply_theme
from tests.factories import make_findings, make_pixels, make_record, make_source
from tests.gui.conftest import Desk

PLOT = Plot(
    "Spectrum",
    "cycles a pixel",
    "dB",
    (Curve("this picture", (0.0, 0.25, 0.5), (10.0, 40.0, 5.0)), Curve("camera", (0.0, 0.5), (20.0, 4.0), "camera")),
    (Mark(0.25, "1/4"), Mark(0.26, "threshold")),
)
VALUES = np.array([[0.0, 1.0, 2.0], [3.0, np.nan, 5.0]], dtype=np.float32)
PLACED = FieldMap("Noise", "grey levels", VALUES, 0.0, 5.0, Box(0, 0, 24, 16))
VIEW = FindingView("finding:spectral-peaks", "Peaks belong to a lattice.", (PLOT,), (PLACED,))


def record_with_view() -> AnalysisRecord:
    first, *others = make_findings()
    return replace(make_record(), findings=(replace(first, view="spectrum"), *others))


def opened(desk: Desk) -> FindingViewDialog:
    """The dialog after a press of the button of the first finding."""
    (item,) = desk.add("a.jpg")
    desk.finish(item, record_with_view())
    desk.window.show_result("Findings")
    desk.window.findings.reveal("finding:spectral-peaks")
    button = desk.window.findings.detail.show_view
    assert button.text() == "&Show the spectrum"
    button.click()
    return dialog()


def dialog() -> FindingViewDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, FindingViewDialog) and w.isVisible())


def test_a_click_asks_for_the_view_and_shows_it(desk: Desk) -> None:
    shown = opened(desk)
    job, (task, raw_path) = max(desk.service.asked.items())
    assert task == ViewFinding("finding:spectral-peaks") and raw_path.endswith(b"a.jpg")
    assert "Measuring" in shown.remark.text()
    desk.service.answer(job, Viewed(VIEW))
    desk.settle()
    assert [type(widget) for widget in shown.shown] == [PlotView, MapView]
    assert shown.remark.text() == VIEW.text
    shown.close()


def test_a_finding_without_a_view_offers_none(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, record_with_view())
    desk.window.show_result("Findings")
    desk.window.findings.reveal("finding:noise-level")
    assert not desk.window.findings.detail.show_view.isVisible()


def test_the_return_key_opens_the_view(desk: Desk, qtbot: QtBot) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, record_with_view())
    desk.window.show_result("Findings")
    desk.window.findings.reveal("finding:spectral-peaks")
    with qtbot.waitSignal(desk.window.findings.view_requested):
        qtbot.keyClick(desk.window.findings.view, Qt.Key.Key_Return)
    dialog().close()


def test_a_failure_is_told(desk: Desk) -> None:
    shown = opened(desk)
    desk.service.fail(max(desk.service.asked), ErrorRecord("no_view", "There is nothing to show.", "Choose another."))
    desk.settle()
    assert shown.remark.text() == "There is nothing to show. Choose another."
    shown.close()


def test_a_file_that_changed_shows_nothing(desk: Desk) -> None:
    shown = opened(desk)
    desk.service.answer(max(desk.service.asked), Viewed(VIEW), make_source("other.jpg"))
    desk.settle()
    assert "changed" in shown.remark.text()
    assert shown.shown == []
    shown.close()


def test_a_second_view_takes_the_place_of_the_first(desk: Desk) -> None:
    first = opened(desk)
    desk.window.findings.detail.show_view.click()
    older, newer = sorted(desk.service.asked)[-2:]
    assert desk.service.cancelled == [older]
    desk.service.answer(older, Viewed(VIEW))
    desk.settle()
    assert first.shown == []
    desk.service.answer(newer, Viewed(VIEW))
    desk.settle()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, FindingViewDialog):
            widget.close()


def test_a_plot_is_told_in_words_and_read_by_place(qtbot: QtBot) -> None:
    view = PlotView(PLOT)
    qtbot.addWidget(view)
    view.resize(500, 220)
    words = view.accessibleDescription()
    assert "this picture: 5 to 40 dB, greatest at 0.25" in words
    assert "threshold at 0.26" in words
    middle = view.place(0.25, 40.0)
    assert view.area.contains(middle)
    assert "this picture: 40" in view.words_at(middle.x())


def test_a_map_is_told_in_words_and_read_by_place(qtbot: QtBot) -> None:
    view = MapView(PLACED, make_pixels(16, 24))
    qtbot.addWidget(view)
    view.resize(500, 320)
    assert "greatest in column 3, row 2" in view.accessibleDescription()
    area = view.area
    assert area.width() / area.height() == pytest.approx(1.5)
    assert view.value_at(area.topLeft() + QPointF(1, 1)) == 0.0
    assert view.value_at(area.bottomRight() - QPointF(1, 1)) == 5.0
    assert view.value_at(QPointF(area.center().x(), area.bottom() - 1)) is None
    assert view.value_at(area.bottomRight() + QPointF(9, 9)) is None


def test_a_map_without_values_says_so(qtbot: QtBot) -> None:
    view = MapView(replace(PLACED, values=np.full((2, 2), np.nan, np.float32), region=None))
    qtbot.addWidget(view)
    assert view.accessibleDescription() == "Nothing was measured."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_curves_and_maps_are_painted_in_either_theme(qtbot: QtBot, theme: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before, style = app.palette(), app.styleSheet()
    try:
        apply_theme(app, theme)
        for view in (PlotView(PLOT), MapView(PLACED, make_pixels(16, 24))):
            qtbot.addWidget(view)
            view.resize(view.sizeHint())
            image = view.grab().toImage()
            pixels = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
            assert len(pixels) > 8
    finally:
        app.setPalette(before)
        app.setStyleSheet(style)
