"""The viewer panel: choices, keys, messages, accessibility, and that pictures are let go."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.ui.theme import DARK, LIGHT, apply_theme
from gauntlet_desktop.ui.viewer import ViewerPanel
from gauntlet_desktop.ui.viewer.canvas import Canvas
from gauntlet_desktop.ui.viewer.controls import HeatmapStrip, ViewStrip
from gauntlet_desktop.ui.viewer.legend import CAVEAT, Legend
from tests.factories import HOSTILE_NAME, make_facts, make_heatmap, make_pixels

Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def panel(qtbot: QtBot) -> ViewerPanel:
    """A panel with a picture and its heatmap."""
    widget = ViewerPanel()
    qtbot.addWidget(widget)
    widget.resize(700, 600)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_picture(make_pixels(), make_facts())
    widget.set_heatmaps([make_heatmap()])
    widget.canvas.setFocus()
    return widget


def combo(panel: ViewerPanel, name: str) -> QComboBox:
    (box,) = (box for box in panel.findChildren(QComboBox) if box.accessibleName() == name)
    return box


def the(kind: type[Kind], panel: ViewerPanel) -> Kind:
    """The panel's only widget of a kind."""
    (widget,) = panel.findChildren(kind)
    return widget


def press(panel: ViewerPanel, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(panel.canvas, key, modifier)


class TestChoices:
    def test_opacity_is_held_within_its_range_and_announced_once(self, qtbot: QtBot, panel: ViewerPanel) -> None:
        with qtbot.waitSignal(panel.opacity_changed) as changed:
            panel.opacity = 140
        assert changed.args == [100]
        assert the(QSlider, panel).value() == 100
        with qtbot.assertNotEmitted(panel.opacity_changed):
            panel.opacity = 100
        panel.opacity = -3
        assert panel.opacity == 0

    def test_the_slider_sets_the_opacity(self, panel: ViewerPanel) -> None:
        the(QSlider, panel).setValue(37)
        assert panel.opacity == 37

    def test_colour_maps_follow_and_unknown_ones_are_refused(self, qtbot: QtBot, panel: ViewerPanel) -> None:
        before = panel.canvas.grab().toImage()
        with qtbot.waitSignal(panel.colormap_changed) as changed:
            panel.colormap = "purple-green"
        assert changed.args == ["purple-green"]
        assert panel.canvas.grab().toImage() != before
        with pytest.raises(ValueError, match="rainbow"):
            panel.colormap = "rainbow"
        assert panel.colormap == "purple-green"

    def test_the_list_offers_every_colour_map(self, panel: ViewerPanel) -> None:
        box = combo(panel, "Colours of the heatmap")
        assert {box.itemData(index) for index in range(box.count())} == set(colormaps.NAMES)
        box.activated.emit(box.findData("black-white"))
        assert panel.colormap == "black-white"

    @pytest.mark.parametrize("mode", ["side_by_side", "swipe", "overlay", "grid"])
    def test_compare_modes_by_property_and_by_button(self, qtbot: QtBot, panel: ViewerPanel, mode: str) -> None:
        panel.compare_mode = "swipe" if mode == "overlay" else "overlay"
        text = mode.replace("_", " ").capitalize()
        button = next(button for button in panel.findChildren(QToolButton) if button.text() == text)
        with qtbot.waitSignal(panel.compare_mode_changed) as changed:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert changed.args == [mode] == [panel.compare_mode]
        assert button.isChecked()
        with pytest.raises(ValueError, match="blink"):
            panel.compare_mode = "blink"

    @pytest.mark.parametrize("name", ["smooth", "outlines"])
    def test_toggles_change_what_is_drawn(self, panel: ViewerPanel, name: str) -> None:
        before = panel.canvas.grab().toImage()
        setattr(panel, name, not getattr(panel, name))
        assert panel.canvas.grab().toImage() != before

    def test_choices_made_before_a_picture_hold_for_it(self, qtbot: QtBot) -> None:
        panel = ViewerPanel()
        qtbot.addWidget(panel)
        panel.opacity, panel.colormap, panel.compare_mode = 25, "blue-red", "swipe"
        panel.set_picture(make_pixels(), make_facts())
        panel.set_heatmaps([make_heatmap()])
        assert (panel.opacity, panel.colormap, panel.compare_mode) == (25, "blue-red", "swipe")


class TestKeys:
    def test_zoom_keys(self, panel: ViewerPanel) -> None:
        fitted = panel.canvas.placement
        press(panel, Qt.Key.Key_1)
        assert panel.canvas.placement.zoom == 1.0
        press(panel, Qt.Key.Key_Plus)
        press(panel, Qt.Key.Key_Equal)
        assert panel.canvas.placement.zoom == pytest.approx(1.25**2)
        press(panel, Qt.Key.Key_Minus)
        assert panel.canvas.placement.zoom == pytest.approx(1.25)
        for key in (Qt.Key.Key_0, Qt.Key.Key_F):
            press(panel, Qt.Key.Key_1)
            press(panel, key)
            assert panel.canvas.placement == fitted

    @pytest.mark.parametrize(
        ("key", "dx", "dy"),
        [(Qt.Key.Key_Left, -1, 0), (Qt.Key.Key_Right, 1, 0), (Qt.Key.Key_Up, 0, -1), (Qt.Key.Key_Down, 0, 1)],
    )
    def test_arrows_look_in_their_direction(self, panel: ViewerPanel, key: Qt.Key, dx: int, dy: int) -> None:
        panel.canvas.zoom_to(4.0)
        before = panel.canvas.placement
        press(panel, key)
        after = panel.canvas.placement
        assert np.sign(after.centre_x - before.centre_x) == dx
        assert np.sign(after.centre_y - before.centre_y) == dy

    def test_brackets_change_the_opacity_from_anywhere_in_the_panel(self, panel: ViewerPanel) -> None:
        panel.opacity = 50
        press(panel, Qt.Key.Key_BracketRight)
        assert panel.opacity == 55
        QTest.keyClick(the(QSlider, panel), Qt.Key.Key_BracketLeft)
        assert panel.opacity == 50

    def test_shift_and_arrows_move_the_divider_but_pan_elsewhere(self, panel: ViewerPanel) -> None:
        panel.compare_mode = "swipe"
        before, shown = panel.canvas.placement, panel.canvas.grab().toImage()
        press(panel, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert panel.canvas.placement == before
        assert panel.canvas.grab().toImage() != shown
        press(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        assert panel.canvas.grab().toImage() == shown

    def test_keys_with_control_are_left_to_the_window(self, panel: ViewerPanel) -> None:
        before = panel.canvas.placement
        press(panel, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert panel.canvas.placement == before

    def test_every_control_is_reached_by_tab(self, panel: ViewerPanel) -> None:
        panel.set_heatmaps([make_heatmap(), replace(make_heatmap(), detector="another")])
        panel.activateWindow()
        reached: set[QWidget] = set()
        for _ in range(100):
            QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
            widget = QApplication.focusWidget()
            if isinstance(widget, QToolButton) and widget.group() is not None:  # a group is one stop for Tab
                QTest.keyClick(widget, Qt.Key.Key_Right)
                reached.add(widget)
                widget = QApplication.focusWidget()
            if widget is not None:
                reached.add(widget)
        kinds = (Canvas, QToolButton, QSlider, QComboBox)
        controls = {widget for kind in kinds for widget in panel.findChildren(kind)}
        assert {widget for widget in controls if widget.isVisible()} <= reached
        assert panel.canvas in reached
        assert panel.grid.cells[1].choice in reached

    def test_focus_by_keyboard_is_seen(self, panel: ViewerPanel) -> None:
        the(QSlider, panel).setFocus()
        plain = panel.canvas.grab().toImage()
        panel.canvas.setFocus(Qt.FocusReason.TabFocusReason)
        assert panel.canvas.grab().toImage() != plain


class TestMessages:
    def test_without_a_picture_it_invites(self, qtbot: QtBot) -> None:
        panel = ViewerPanel()
        qtbot.addWidget(panel)
        panel.show()
        assert panel.message.isVisible()
        assert panel.message.detail.text() == "Drop images here, or press Ctrl+O"
        assert not panel.canvas.isVisible()

    @pytest.mark.parametrize("kind", ["empty", "busy", "error"])
    def test_a_message_replaces_the_picture_until_the_next_one(self, panel: ViewerPanel, kind: str) -> None:
        panel.show_message("Title", "What to do", kind)
        assert panel.message.isVisible()
        assert not panel.canvas.isVisible()
        assert (panel.message.accessibleName(), panel.message.accessibleDescription()) == ("Title", "What to do")
        panel.set_picture(make_pixels(), make_facts())
        assert panel.canvas.isVisible()

    def test_an_unknown_kind_is_refused(self, panel: ViewerPanel) -> None:
        with pytest.raises(ValueError, match="panic"):
            panel.show_message("Title", "", "panic")

    def test_hostile_text_stays_plain_and_narrow(self, panel: ViewerPanel) -> None:
        panel.show_message(HOSTILE_NAME, HOSTILE_NAME, "error")
        assert panel.minimumSizeHint().width() <= 640
        for label in (panel.message.title, panel.message.detail):
            assert label.textFormat() == Qt.TextFormat.PlainText
            assert "\u202e" not in label.text()
            assert len(label.text()) < 1000

    @pytest.mark.parametrize(("theme", "text"), [("light", LIGHT.text), ("dark", DARK.text)])
    def test_messages_follow_the_palette(self, panel: ViewerPanel, theme: str, text: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        palette, style = app.palette(), app.styleSheet()
        apply_theme(app, theme)
        panel.show_message("Title", "What to do", "error")
        assert panel.message.title.palette().windowText().color().name() == text
        assert panel.message.grab().toImage().pixelColor(3, 3) == panel.palette().window().color()
        app.setPalette(palette)
        app.setStyleSheet(style)


class TestPicture:
    def test_the_legend_says_what_the_colours_mean_and_do_not_mean(self, panel: ViewerPanel) -> None:
        assert the(Legend, panel).title == "Evidence per cell: camera ← 0 → generated"
        assert CAVEAT == "Shows what moved the model's score, not where the image was altered."
        assert any(label.text() == CAVEAT and label.isVisible() for label in panel.findChildren(QLabel))
        legend = the(Legend, panel)
        assert legend.position(-2) < legend.position(0) == legend.width() / 2 < legend.position(2)
        panel.set_heatmaps([])
        assert not legend.isEnabled()

    def test_a_reduced_picture_says_so(self, panel: ViewerPanel) -> None:
        panel.set_picture(make_pixels(300, 400), replace(make_facts(1600, 1200), scale=0.25))
        assert any(label.text() == "Reduced to 1/4" for label in panel.findChildren(QLabel))
        assert "1600 by 1200" in panel.canvas.accessibleDescription()

    def test_a_new_picture_drops_heatmap_and_region_of_the_last(self, panel: ViewerPanel) -> None:
        panel.opacity = 100
        panel.show_region(Box(10, 10, 200, 200))
        panel.set_picture(np.full((480, 640, 3), 77, dtype=np.uint8), make_facts())
        image = panel.canvas.grab().toImage()
        middle = image.pixelColor(image.width() // 2, image.height() // 2)
        assert middle.getRgb() == (77, 77, 77, 255)

    def test_a_region_asked_for_before_a_picture_is_harmless(self, qtbot: QtBot) -> None:
        panel = ViewerPanel()
        qtbot.addWidget(panel)
        panel.show_region(Box(1, 2, 3, 4))
        panel.show_region(None)

    def test_the_read_out_is_passed_on(self, qtbot: QtBot, panel: ViewerPanel) -> None:
        with qtbot.waitSignal(panel.cursor_moved, check_params_cb=lambda text: "evidence" in text):
            QTest.mouseMove(panel.canvas, panel.canvas.rect().center() + QPoint(1, 1))

    def test_pixels_are_let_go_with_the_picture(self, qtbot: QtBot, panel: ViewerPanel) -> None:
        pixels = make_pixels(1000, 1400)
        alive = weakref.ref(pixels)
        panel.set_picture(pixels, make_facts(1400, 1000))
        panel.grab()
        del pixels
        panel.set_picture(None, None)
        QThreadPool.globalInstance().waitForDone()
        gc.collect()
        assert alive() is None

    def test_everything_that_takes_input_has_a_name(self, panel: ViewerPanel) -> None:
        for kind in (Canvas, QToolButton, QSlider, QComboBox, Legend):
            assert all(widget.accessibleName() for widget in panel.findChildren(kind))


def test_the_heatmap_of_each_detector_can_be_chosen_and_stays_chosen(panel: ViewerPanel, qtbot: QtBot) -> None:
    first, second = make_heatmap(), replace(make_heatmap(seed=8), detector="another")
    box = combo(panel, "Heatmap that is shown")
    assert not box.isVisible()
    panel.set_heatmaps([first, second])
    assert box.isVisible()
    assert panel.heatmap is first
    qtbot.keyClick(panel.canvas, Qt.Key.Key_M)
    assert panel.heatmap is second
    assert box.currentText().endswith("· another")
    panel.set_picture(make_pixels(), make_facts())
    assert panel.heatmap is None
    panel.set_heatmaps([first, replace(second)])
    assert panel.heatmap is not None
    assert panel.heatmap.detector == "another"
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert panel.heatmap is first
    panel.set_heatmaps([first])
    assert not box.isVisible()


def test_strips_go_on_in_a_second_line_where_there_is_no_room(panel: ViewerPanel, qtbot: QtBot) -> None:
    """Else large text makes the panel wider than a small screen."""
    zoom, modes = the(ViewStrip, panel), ("Overlay", "Side by side", "Swipe", "Grid")
    buttons = {button.text(): button for button in zoom.findChildren(QToolButton)}
    panel.resize(1000, 700)
    qtbot.waitUntil(lambda: len({buttons[mode].y() for mode in ("Fit", *modes)}) == 1)
    panel.resize(panel.minimumSizeHint().width(), 700)
    qtbot.waitUntil(lambda: buttons["Overlay"].y() > buttons["Fit"].geometry().bottom())
    assert len({buttons[mode].y() for mode in modes}) == 1
    for strip in (zoom, the(HeatmapStrip, panel)):
        for child in strip.findChildren(QWidget):
            assert not child.isVisibleTo(panel) or strip.rect().contains(child.geometry())
    panel.resize(1000, 700)
    qtbot.waitUntil(lambda: buttons["Overlay"].y() == buttons["Fit"].y())


def test_a_strip_goes_on_in_a_second_line_when_more_stands_in_it(panel: ViewerPanel, qtbot: QtBot) -> None:
    strip = the(HeatmapStrip, panel)
    colours, slider = combo(panel, "Colours of the heatmap"), the(QSlider, panel)
    panel.resize(1000, 700)
    qtbot.waitUntil(lambda: slider.geometry().top() < colours.geometry().bottom())
    width = strip.width()
    colours.setMinimumWidth(width * 3 // 4)
    qtbot.waitUntil(lambda: colours.y() > slider.geometry().bottom())
    assert strip.width() == width
