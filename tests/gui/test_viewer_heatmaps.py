"""The choice among heatmaps, what is said of them, how a failed one is drawn, and the grid that compares several."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap, HeatmapAudit
from gauntlet_desktop.ui.viewer import ViewerPanel
from gauntlet_desktop.ui.viewer.layer import HeatmapLayer
from gauntlet_desktop.ui.viewer.legend import Legend
from tests.factories import make_facts, make_heatmap, make_pixels

REASON = "What it marks moves the score no more than random places do."
FAILED = HeatmapAudit(0.1, (-0.2, 0.3), None, (), (REASON,))


def made(method: str, detector: str = "net", **changes: object) -> Heatmap:
    """A relative heatmap whose left half speaks for a camera, its right half for a model."""
    halves = EvidenceView(Box(0, 0, 640, 480), 1.0, np.array([[-1.0, 1.0]], dtype=np.float32))
    plain = Heatmap(method, detector, False, 0.0, 0.4, (halves,), 0.0, target="generated", unit="relative")
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture
def panel(qtbot: QtBot) -> ViewerPanel:
    """A panel with a grey picture."""
    widget = ViewerPanel()
    qtbot.addWidget(widget)
    widget.resize(760, 640)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_picture(np.full((480, 640, 3), 90, dtype=np.uint8), make_facts())
    widget.opacity = 100
    widget.smooth = False
    widget.canvas.setFocus()
    return widget


def chooser(panel: ViewerPanel) -> QComboBox:
    (box,) = (box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Heatmap that is shown")
    return box


def legend(panel: ViewerPanel) -> Legend:
    (found,) = panel.findChildren(Legend)
    return found


class TestChoice:
    def test_maps_of_one_detector_are_told_apart(self, panel: ViewerPanel) -> None:
        maps = [make_heatmap(), made("lime"), made("grad-cam", layers=("a",)), made("grad-cam", layers=("b",))]
        panel.set_heatmaps(maps)
        box = chooser(panel)
        assert box.isVisible()
        assert len({box.itemText(row) for row in range(box.count())}) == 4
        box.setCurrentIndex(3)
        box.activated.emit(3)
        assert panel.heatmap is maps[3]
        QTest.keyClick(panel.canvas, Qt.Key.Key_M)
        assert panel.heatmap is maps[0]

    def test_the_choice_holds_for_the_next_image_as_far_as_it_can(self, panel: ViewerPanel) -> None:
        first = [make_heatmap(), made("grad-cam", layers=("a",)), made("grad-cam", layers=("b",))]
        panel.set_heatmaps(first)
        panel.choose_heatmap(first[2])
        same = [make_heatmap(seed=4), made("grad-cam", layers=("a",)), made("grad-cam", layers=("b",))]
        panel.set_heatmaps(same)
        assert panel.heatmap is same[2]
        alike = [make_heatmap(seed=5), made("grad-cam", target="camera")]
        panel.set_heatmaps(alike)
        assert panel.heatmap is alike[1]
        panel.set_heatmaps([other := make_heatmap(seed=6)])
        assert panel.heatmap is other


class TestWords:
    def test_a_relative_map_says_that_it_has_no_scale(self, panel: ViewerPanel) -> None:
        panel.set_heatmaps([made("lime")])
        assert legend(panel).is_relative
        assert "no scale" in legend(panel).title
        assert "Not audited" in legend(panel).toolTip()
        middle = panel.canvas.rect().center()
        assert panel.canvas.text_at(QPointF(middle.x() + 40, middle.y())).endswith("relative +100%")
        panel.set_heatmaps([make_heatmap()])
        assert not legend(panel).is_relative
        assert "Exact" in legend(panel).toolTip()
        assert "evidence" in panel.canvas.text_at(QPointF(middle))

    def test_a_failed_audit_is_told_with_its_reason(self, panel: ViewerPanel) -> None:
        failed = made("lime", audit=FAILED)
        panel.set_heatmaps([failed, make_heatmap()])
        panel.choose_heatmap(failed)
        notices = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
        assert f"Failed its audit: {REASON}" in notices
        assert chooser(panel).currentText().endswith("failed its audit")
        QTest.keyClick(panel.canvas, Qt.Key.Key_M)
        assert not any(label.text().startswith("Failed") for label in panel.findChildren(QLabel) if label.isVisible())


def test_a_failed_map_is_grey_and_hatched_so_that_it_takes_no_side(panel: ViewerPanel) -> None:
    panel.set_heatmaps([made("lime", audit=FAILED)])
    image = panel.canvas.grab().toImage()
    whole = range(image.width() // 2 - 60, image.width() // 2 + 60)
    colours = {image.pixelColor(x, image.height() // 2 + y).getRgb()[:3] for x in whole for y in range(40)}
    assert all(red == green == blue for red, green, blue in colours)
    assert (90, 90, 90) in colours, "the picture shows through the stripes"
    assert (140, 140, 140) in colours


def test_a_map_that_passed_keeps_its_colours() -> None:
    passed = made("lime", audit=replace(FAILED, reasons=()))
    assert HeatmapLayer(passed, "blue-orange", False, 1.0).words_at(600, 10) == "relative +100%"
    assert HeatmapLayer(passed, "blue-orange", False, 1.0).words_at(700, 10) == ""


class TestGrid:
    def in_grid(self, panel: ViewerPanel, count: int) -> list[Heatmap]:
        maps = [made(f"method-{number}") for number in range(count)]
        panel.set_heatmaps(maps)
        panel.compare_mode = "grid"
        return maps

    @pytest.mark.parametrize("count", [2, 3, 4, 6])
    def test_two_to_four_maps_stand_side_by_side_with_their_names(self, panel: ViewerPanel, count: int) -> None:
        maps = self.in_grid(panel, count)
        shown = min(4, count)
        cells = [cell for cell in panel.grid.cells if cell.isVisible()]
        assert len(cells) == shown
        assert [cell.choice.currentText() for cell in cells] == [f"method-{number} · net" for number in range(shown)]
        assert panel.grid.shown == maps[:shown]
        assert not chooser(panel).isVisible()
        assert len({cell.canvas.accessibleName() for cell in cells}) == shown

    def test_the_key_enters_and_leaves(self, panel: ViewerPanel) -> None:
        panel.set_heatmaps([made("lime"), made("rise")])
        QTest.keyClick(panel.canvas, Qt.Key.Key_G)
        assert panel.grid.isVisible()
        assert panel.grid.has_picture
        QTest.keyClick(panel.grid.first, Qt.Key.Key_G)
        assert panel.canvas.isVisible()
        assert not panel.grid.has_picture, "four copies are not kept for nothing"

    def test_the_chosen_map_comes_first_and_others_of_its_detector_follow(self, panel: ViewerPanel) -> None:
        maps = [make_heatmap(), made("lime", "other"), made("lime"), made("rise"), made("grad-cam")]
        panel.set_heatmaps(maps)
        panel.choose_heatmap(maps[3])
        panel.compare_mode = "grid"
        assert [each.method for each in panel.grid.shown] == ["rise", "lime", "grad-cam", maps[0].method]
        assert "relative maps: no scale" in legend(panel).title

    def test_zoom_and_pan_of_one_move_all(self, panel: ViewerPanel, qtbot: QtBot) -> None:
        self.in_grid(panel, 4)
        first, second, *_, last = (cell.canvas for cell in panel.grid.cells)
        QTest.keyClick(first, Qt.Key.Key_1)
        last.zoom_by(2.0)
        last.pan(-30, 12)
        for canvas in (first, second):
            assert canvas.placement.zoom == 2.0
            assert canvas.placement.centre_x == pytest.approx(last.placement.centre_x)
            assert canvas.placement.centre_y == pytest.approx(last.placement.centre_y)
        QTest.keyClick(second, Qt.Key.Key_0)
        assert all(cell.canvas.is_fitting for cell in panel.grid.cells)

    def test_choosing_a_map_that_is_shown_already_exchanges_the_two(self, panel: ViewerPanel) -> None:
        maps = self.in_grid(panel, 3)
        choice = panel.grid.cells[0].choice
        choice.setCurrentIndex(2)
        choice.activated.emit(2)
        assert panel.grid.shown == [maps[2], maps[1], maps[0]]

    def test_a_new_map_joins_and_the_others_stay(self, panel: ViewerPanel) -> None:
        maps = self.in_grid(panel, 2)
        panel.set_heatmaps([new := made("new"), *maps])
        assert panel.grid.shown == [*maps, new]
        panel.set_heatmaps(maps[:1])
        assert panel.canvas.isVisible(), "one map is no comparison"

    def test_a_failed_map_says_why_in_its_own_cell(self, panel: ViewerPanel) -> None:
        panel.set_heatmaps([made("lime"), made("rise", audit=FAILED)])
        panel.compare_mode = "grid"
        assert [cell.failed.isVisible() for cell in panel.grid.cells] == [False, True, False, False]
        assert REASON in panel.grid.cells[1].failed.text()

    def test_each_map_says_how_far_it_agrees_with_the_others(self, panel: ViewerPanel) -> None:
        opposite = replace(made("").views[0], values=np.array([[1.0, -1.0]], dtype=np.float32))
        across = replace(made("").views[0], values=np.array([[1.0], [-1.0]], dtype=np.float32))
        maps = [made("lime"), made("rise", views=(opposite,)), made("grad-cam", views=(across,))]
        panel.set_heatmaps(maps)
        panel.compare_mode = "grid"
        said = [cell.agreement.text() for cell in panel.grid.cells if cell.agreement.isVisible()]
        assert said[0] == "Rank correlation with rise -1.00, grad-cam 0.00"
        assert said[1].startswith("Rank correlation with lime -1.00")
        assert len(said) == 3
        assert "No method is the truth" in panel.grid.cells[0].agreement.toolTip()
        panel.set_heatmaps([made("lime"), made("lime", "other")])
        assert "with lime · other 1.00" in panel.grid.cells[0].agreement.text()

    def test_another_picture_and_its_choices_reach_every_cell(self, panel: ViewerPanel) -> None:
        self.in_grid(panel, 2)
        before = panel.grid.cells[1].canvas.grab().toImage()
        panel.opacity = 20
        assert panel.grid.cells[1].canvas.grab().toImage() != before
        panel.set_picture(make_pixels(), make_facts())
        panel.set_heatmaps([made("lime"), made("rise")])
        assert panel.grid.isVisible()
        assert panel.grid.cells[1].canvas.has_picture
        panel.show_region(Box(10, 10, 100, 100))
        panel.set_picture(None, None)
        assert panel.message.isVisible()
        assert not panel.grid.has_picture
