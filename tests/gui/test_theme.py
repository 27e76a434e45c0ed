"""The looks of the window: what has to be told apart can be, in every scheme, and text grows as it was asked to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.settings_spec import TEXT_SIZES, THEMES, Settings
from gauntlet_desktop.ui import theme
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Colours, apply_theme, colours
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.gui.fake_service import FakeService

GROUNDS = ("window", "base", "raised", "warning_fill")
WRITTEN = ("text", "muted", "camera", "generated", "error")


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    bright, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [CONTRAST_LIGHT, CONTRAST_DARK])
def test_high_contrast_is_seven_to_one_for_all_that_is_written(scheme: Colours) -> None:
    for written, ground in product((*WRITTEN, "line", "accent", "neutral"), GROUNDS):
        assert contrast(getattr(scheme, written), getattr(scheme, ground)) >= 7, (written, ground)
    assert contrast(scheme.on_accent, scheme.accent) >= 7


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_the_usual_schemes_are_legible(scheme: Colours) -> None:
    for written, ground in product(WRITTEN, GROUNDS):
        assert contrast(getattr(scheme, written), getattr(scheme, ground)) >= 4.5, (written, ground)


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("light", LIGHT), ("dark", DARK), ("contrast-light", CONTRAST_LIGHT), ("contrast-dark", CONTRAST_DARK)],
)
def test_a_theme_gives_its_named_colours(qapp: QApplication, name: str, scheme: Colours) -> None:
    apply_theme(qapp, name)
    assert colours(qapp.palette()) == scheme
    assert qapp.palette().color(QPalette.ColorRole.Text).name() == scheme.text


def test_another_palette_gets_the_colours_that_go_with_its_brightness() -> None:
    assert colours(QPalette(QColor("#101010"))) == DARK
    assert colours(QPalette(QColor("#e0e0e0"))) == LIGHT


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_text_grows_with_its_size(qapp: QApplication, qtbot: QtBot, size: int) -> None:
    apply_theme(qapp, "light")
    usual, fixed = qapp.font().pointSizeF(), theme.fixed_font().pointSizeF()
    label, headline = QLabel("x"), QLabel("x")
    headline.setProperty("role", "headline")
    for widget in (label, headline):
        qtbot.addWidget(widget)
    apply_theme(qapp, "light", size)
    for widget in (label, headline):
        widget.ensurePolished()
    assert qapp.font().pointSizeF() == label.font().pointSizeF() == pytest.approx(usual * size / 100)
    assert headline.font().pointSizeF() == pytest.approx(15 * size / 100)
    assert theme.fixed_font().pointSizeF() == pytest.approx(fixed * size / 100)
    apply_theme(qapp, "light")
    assert qapp.font().pointSizeF() == usual, "sizes do not pile up"


def test_widgets_that_are_there_before_the_first_style_sheet_grow_too(qapp: QApplication, qtbot: QtBot) -> None:
    qapp.setStyleSheet("")
    holder = QWidget()
    child = QLabel("x", holder)
    qtbot.addWidget(holder)
    holder.show()
    usual = child.font().pointSizeF()
    apply_theme(qapp, "light", 200)
    assert child.font().pointSizeF() == 2 * usual


def test_the_window_opens_in_the_size_and_theme_that_were_chosen(qapp: QApplication, qtbot: QtBot) -> None:
    usual = QFont(qapp.font())
    settings = Settings(theme="contrast-dark", text_size=150)
    window = MainWindow(Session(FakeService), settings, ViewerPanel())  # type: ignore[arg-type]
    qtbot.addWidget(window)
    assert colours(window.palette()) == CONTRAST_DARK
    window.show()
    assert window.images.search.font().pointSizeF() == pytest.approx(1.5 * usual.pointSizeF())
    assert [action.text().replace("&", "") for action in window.following.themes.actions()] == list(THEMES.values())
    assert [action.data() for action in window.following.themes.actions() if action.isChecked()] == ["contrast-dark"]
    window.close()
