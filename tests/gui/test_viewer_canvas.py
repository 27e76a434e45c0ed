"""The canvas on a real widget: exact pixels, mouse, compare modes, regions and the read-out."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QThreadPool
from PySide6.QtGui import QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap
from gauntlet_desktop.ui.viewer.canvas import Canvas
from gauntlet_desktop.ui.viewer.layer import HeatmapLayer
from gauntlet_desktop.ui.viewer.panes import CompareMode
from tests.factories import make_facts, make_pixels

WIDTH, HEIGHT = 400, 300


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    widget = Canvas()
    qtbot.addWidget(widget)
    widget.resize(WIDTH, HEIGHT)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def grabbed(widget: QWidget) -> NDArray[np.uint8]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shown: NDArray[np.uint8] = (
        np.asarray(image.constBits()).reshape(image.height(), image.width(), 4)[..., 2::-1].copy()
    )
    return shown


def show_pictures(canvas: Canvas, count: int) -> None:
    """One after the other, with the work beside the GUI thread done before the next."""
    pixels, facts = make_pixels(8, 8), make_facts(8, 8)
    for _ in range(count):
        canvas.set_picture(pixels, facts)
        QThreadPool.globalInstance().waitForDone()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def layer(width: int, height: int, value: float = 4.0, scale: float = 1.0) -> HeatmapLayer:
    """Evidence that is the same everywhere in a picture whose original has this size."""
    view = EvidenceView(Box(0, 0, width, height), 1.0, np.full((2, 2), value, dtype=np.float32))
    heatmap = Heatmap("evidence", "patch-evidence", True, 0.0, value, (view,), 0.0)
    return HeatmapLayer(heatmap, colormaps.DEFAULT, smooth=False, scale=scale)


def wheel(canvas: Canvas, at: QPointF, steps: int) -> None:
    event = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def drag(canvas: Canvas, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def test_pictures_leave_nothing_behind(qtbot: QtBot) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    show_pictures(canvas, 100)
    before = sys.getallocatedblocks()
    show_pictures(canvas, 1000)
    assert sys.getallocatedblocks() - before < 500  # one for each picture would be 1000


class TestPixels:
    def test_at_actual_size_exactly_the_given_pixels_are_shown(self, canvas: Canvas) -> None:
        pixels = make_pixels(700, 900)
        canvas.set_picture(pixels, None)
        canvas.actual_size()
        left, top = (round(side) for side in canvas.picture_point(QPointF(0, 0)))
        assert (grabbed(canvas) == pixels[top : top + HEIGHT, left : left + WIDTH]).all()

    def test_read_only_and_cropped_arrays_are_shown(self, canvas: Canvas) -> None:
        pixels = make_pixels(700, 900)[50:650:1, 100:800]
        pixels.flags.writeable = False
        canvas.set_picture(pixels, None)
        canvas.actual_size()
        left, top = (round(side) for side in canvas.picture_point(QPointF(0, 0)))
        assert (grabbed(canvas) == pixels[top : top + HEIGHT, left : left + WIDTH]).all()

    def test_enlarged_pixels_are_squares_with_a_grid_between(self, canvas: Canvas) -> None:
        pixels = np.random.default_rng(2).integers(0, 256, (30, 40, 3), dtype=np.uint8)
        canvas.set_picture(pixels, None)
        canvas.zoom_to(10.0)
        shown = grabbed(canvas)
        assert (shown[5::10, 5::10] == pixels).all()
        assert (shown[2::10, 7::10] == pixels).all()
        assert (shown[5::10, 10::10] != pixels[:, 1:]).any(axis=-1).mean() > 0.9

    def test_below_eight_times_there_is_no_grid(self, canvas: Canvas) -> None:
        canvas.set_picture(np.full((60, 80, 3), 90, dtype=np.uint8), None)
        canvas.zoom_to(5.0)
        assert (grabbed(canvas) == 90).all()

    def test_a_reduced_picture_keeps_its_colours(self, qtbot: QtBot, canvas: Canvas) -> None:
        canvas.set_picture(np.full((1500, 2000, 3), (200, 100, 50), dtype=np.uint8), None)
        coarse = grabbed(canvas)
        qtbot.waitUntil(lambda: canvas.sharp)
        assert (coarse == (200, 100, 50)).all()
        assert (grabbed(canvas) == (200, 100, 50)).all()

    def test_a_reduced_picture_is_averaged_not_sampled(self, qtbot: QtBot, canvas: Canvas) -> None:
        stripes = np.zeros((1200, 1600, 3), dtype=np.uint8)
        stripes[:, ::2] = 255
        canvas.set_picture(stripes, None)
        qtbot.waitUntil(lambda: canvas.sharp)
        assert np.abs(grabbed(canvas).astype(int) - 128).max() <= 2

    def test_the_surround_is_neutral(self, canvas: Canvas) -> None:
        canvas.set_picture(np.full((300, 100, 3), (255, 0, 0), dtype=np.uint8), None)
        corner = grabbed(canvas)[5, 5]
        assert corner[0] == corner[1] == corner[2]

    def test_a_picture_of_one_pixel_and_a_long_thin_one_are_shown(self, qtbot: QtBot, canvas: Canvas) -> None:
        for shape in ((1, 1), (1, 40_000), (40_000, 1)):
            canvas.set_picture(np.full((*shape, 3), (9, 99, 9), dtype=np.uint8), None)
            qtbot.waitUntil(lambda: canvas.sharp)
            canvas.zoom_to(64.0)
            assert (grabbed(canvas)[HEIGHT // 2 + 3, WIDTH // 2 + 3] == (9, 99, 9)).all()


class TestZoomAndPan:
    def test_the_wheel_zooms_to_the_cursor(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(900, 1200), None)
        cursor = QPointF(130, 85)
        before = canvas.picture_point(cursor)
        for _ in range(9):
            wheel(canvas, cursor, 1)
            after = canvas.picture_point(cursor)
            assert abs(after[0] - before[0]) * canvas.placement.zoom <= 1
            assert abs(after[1] - before[1]) * canvas.placement.zoom <= 1
        assert canvas.placement.zoom > 2

    def test_pinching_a_touch_pad_zooms_to_the_cursor(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(900, 1200), None)
        fitted, at = canvas.placement.zoom, QPointF(130, 85)
        before = canvas.picture_point(at)
        device = QPointingDevice.primaryPointingDevice()
        kind = Qt.NativeGestureType.ZoomNativeGesture
        event = QNativeGestureEvent(kind, device, 2, at, at, canvas.mapToGlobal(at), 0.5, QPointF())
        QApplication.sendEvent(canvas, event)
        assert canvas.placement.zoom == pytest.approx(1.5 * fitted)
        assert canvas.picture_point(at) == pytest.approx(before)

    def test_turning_the_wheel_back_gives_the_zoom_back(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(900, 1200), None)
        fitted = canvas.placement.zoom
        wheel(canvas, QPointF(200, 150), 3)
        wheel(canvas, QPointF(200, 150), -3)
        assert canvas.placement.zoom == pytest.approx(fitted)

    def test_a_new_picture_is_fitted_and_stays_so_while_the_window_grows(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(600, 800), None)
        assert canvas.placement.zoom == 0.5
        canvas.resize(800, 600)
        assert canvas.placement.zoom == 1.0
        canvas.zoom_by(2.0)
        canvas.resize(400, 300)
        assert canvas.placement.zoom == 2.0
        canvas.set_picture(make_pixels(600, 800), None)
        assert canvas.placement.zoom == 0.5

    def test_dragging_moves_the_picture_with_the_hand(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(900, 1200), None)
        canvas.actual_size()
        before = canvas.picture_point(QPointF(200, 150))
        drag(canvas, QPoint(200, 150), QPoint(170, 190))
        assert canvas.picture_point(QPointF(170, 190)) == pytest.approx(before)

    def test_double_click_goes_to_actual_size_there_and_back(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(900, 1200), None)
        fitted, at = canvas.placement, QPoint(60, 70)
        point = canvas.picture_point(QPointF(at))
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        assert canvas.placement.zoom == 1.0
        assert canvas.picture_point(QPointF(at)) == pytest.approx(point, abs=1)
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        assert canvas.placement == fitted

    def test_a_heatmap_that_arrives_changes_neither_zoom_nor_place(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(900, 1200), None)
        canvas.zoom_to(3.0, QPointF(20, 40))
        before = canvas.placement
        canvas.set_layer(layer(1200, 900))
        assert canvas.placement == before


class TestCompare:
    @pytest.fixture
    def grey(self, canvas: Canvas) -> Canvas:
        """A grey picture that fills the canvas, with a heatmap that is opaque."""
        canvas.set_picture(np.full((HEIGHT, WIDTH, 3), 100, dtype=np.uint8), None)
        canvas.set_layer(layer(WIDTH, HEIGHT))
        canvas.set_opacity(1.0)
        return canvas

    colour = colormaps.colourise(np.array([[4.0]], dtype=np.float32))[0, 0, :3]

    @pytest.mark.parametrize("opacity", [0.0, 0.3, 0.5, 1.0])
    def test_opacity_blends_picture_and_colour(self, grey: Canvas, opacity: float) -> None:
        grey.set_opacity(opacity)
        blended = 100 * (1 - opacity) + self.colour * opacity
        assert np.abs(grabbed(grey) - blended).max() <= 2

    def test_side_by_side_shows_the_same_part_twice(self, grey: Canvas) -> None:
        grey.set_mode(CompareMode.SIDE_BY_SIDE)
        grey.zoom_to(6.0)
        shown = grabbed(grey)[60:]
        side = grey.placement.pane_width
        assert side == (WIDTH - 4) // 2
        assert (shown[:, :side] == 100).all()
        assert (shown[:, side + 4 : 2 * side + 4] == self.colour).all()
        left, right = QPointF(50, 120), QPointF(50 + side + 4, 120)
        assert grey.picture_point(left) == pytest.approx(grey.picture_point(right))

    def test_the_wheel_over_the_right_pane_zooms_both_to_the_cursor(self, grey: Canvas) -> None:
        grey.set_mode(CompareMode.SIDE_BY_SIDE)
        cursor = QPointF(300, 150)
        before = grey.picture_point(cursor)
        wheel(grey, cursor, 4)
        assert grey.picture_point(cursor) == pytest.approx(before, abs=0.5)

    def test_side_by_side_marks_the_cursor_in_the_other_pane(self, grey: Canvas) -> None:
        grey.set_mode(CompareMode.SIDE_BY_SIDE)
        before = grabbed(grey)
        QTest.mouseMove(grey, QPoint(300, 150))
        rows, columns = np.nonzero((grabbed(grey) != before).any(axis=-1))
        twin = 300 - grey.placement.pane_width - 4
        assert abs(columns.mean() - twin) <= 1
        assert abs(rows.mean() - 150) <= 1

    def test_swipe_shows_the_picture_left_of_the_divider_and_the_heatmap_right(self, grey: Canvas) -> None:
        grey.set_mode(CompareMode.SWIPE)
        shown = grabbed(grey)[60:120]
        assert (shown[:, :190] == 100).all()
        assert (shown[:, 210:] == self.colour).all()

    def test_the_divider_follows_the_mouse_and_stays_inside(self, grey: Canvas) -> None:
        grey.set_mode(CompareMode.SWIPE)
        before = grey.placement
        drag(grey, QPoint(200, 150), QPoint(300, 150))
        shown = grabbed(grey)[60:120]
        assert (shown[:, :290] == 100).all()
        assert (shown[:, 310:] == self.colour).all()
        grey.move_divider(9.0)
        assert (grabbed(grey)[60:120, : WIDTH - 20] == 100).all()
        assert grey.placement == before

    def test_away_from_the_divider_a_drag_pans(self, grey: Canvas) -> None:
        grey.set_mode(CompareMode.SWIPE)
        grey.zoom_to(4.0)
        before = grey.picture_point(QPointF(100, 100))
        drag(grey, QPoint(100, 100), QPoint(120, 110))
        assert grey.picture_point(QPointF(120, 110)) == pytest.approx(before, abs=0.5)

    def test_outlines_of_views_are_drawn_on_demand(self, grey: Canvas) -> None:
        grey.set_opacity(0.0)
        grey.zoom_to(0.5)
        plain = grabbed(grey)
        grey.set_outlines(True)
        rows, columns = np.nonzero((grabbed(grey) != plain).any(axis=-1))
        assert (rows.min(), columns.min()) == pytest.approx((75, 100), abs=2)
        assert (rows.max(), columns.max()) == pytest.approx((225, 300), abs=2)


class TestRegion:
    def test_a_region_of_a_reduced_original_is_outlined_in_its_place(self, canvas: Canvas) -> None:
        canvas.set_picture(np.full((300, 400, 3), 100, dtype=np.uint8), replace(make_facts(800, 600), scale=0.5))
        plain = grabbed(canvas)
        canvas.show_region(Box(200, 100, 300, 200))
        rows, columns = np.nonzero((grabbed(canvas) != plain).any(axis=-1))
        assert (columns.min(), columns.max()) == pytest.approx((100, 250), abs=3)
        assert (rows.min(), rows.max()) == pytest.approx((50, 150), abs=3)
        canvas.show_region(None)
        assert (grabbed(canvas) == plain).all()

    @pytest.mark.parametrize("shade", [0, 128, 255])
    def test_the_outline_stands_out_on_any_shade(self, canvas: Canvas, shade: int) -> None:
        canvas.set_picture(np.full((300, 400, 3), shade, dtype=np.uint8), None)
        canvas.show_region(Box(100, 100, 100, 100))
        contrast = np.abs(grabbed(canvas)[150].astype(int) - shade).max()
        assert contrast >= 100

    def test_a_region_out_of_sight_is_brought_into_it(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(900, 1200), None)
        canvas.zoom_to(2.0, QPointF(0, 0))
        canvas.show_region(Box(1100, 800, 90, 90))
        assert canvas.placement.zoom == 2.0
        x, y = canvas.placement.to_pane(1145, 845)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT

    def test_a_region_too_small_to_see_is_enlarged(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(3000, 4000), None)
        canvas.show_region(Box(2000, 1000, 32, 32))
        assert 32 * canvas.placement.zoom >= 48


class TestReadOut:
    def test_it_names_place_colour_and_evidence(self, qtbot: QtBot, canvas: Canvas) -> None:
        pixels = make_pixels(HEIGHT, WIDTH)
        canvas.set_picture(pixels, None)
        canvas.set_layer(layer(WIDTH, HEIGHT, value=-1.25))
        with qtbot.waitSignal(canvas.cursor_moved) as moved:
            QTest.mouseMove(canvas, QPoint(37, 21))
        red, green, blue = pixels[21, 37]
        assert moved.args == [f"x 37, y 21   RGB {red} {green} {blue}   evidence -1.25"]

    def test_places_are_those_of_the_original(self, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(HEIGHT, WIDTH), replace(make_facts(2 * WIDTH, 2 * HEIGHT), scale=0.5))
        assert canvas.text_at(QPointF(100, 50)).startswith("x 201, y 101 ")

    def test_every_enlarged_pixel_reads_as_what_is_drawn(self, canvas: Canvas) -> None:
        pixels = np.random.default_rng(3).integers(0, 256, (200, 300, 3), dtype=np.uint8)
        canvas.set_picture(pixels, None)
        canvas.zoom_to(3.7, QPointF(210, 160))
        shown = grabbed(canvas)
        for x, y in np.random.default_rng(4).integers(0, 300, (200, 2)):
            red, green, blue = shown[y, x]
            assert canvas.text_at(QPointF(float(x), float(y))).endswith(f"RGB {red} {green} {blue}")

    def test_beside_the_picture_and_without_one_there_is_nothing_to_read(self, canvas: Canvas) -> None:
        assert canvas.text_at(QPointF(5, 5)) == ""
        canvas.set_picture(make_pixels(300, 100), None)
        assert canvas.text_at(QPointF(5, 150)) == ""

    def test_it_is_cleared_when_the_cursor_leaves(self, qtbot: QtBot, canvas: Canvas) -> None:
        canvas.set_picture(make_pixels(HEIGHT, WIDTH), None)
        QTest.mouseMove(canvas, QPoint(37, 21))
        with qtbot.waitSignal(canvas.cursor_moved, check_params_cb=lambda text: text == ""):
            canvas.set_picture(None, None)
