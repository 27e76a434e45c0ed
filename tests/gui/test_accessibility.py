"""Nobody is shut out: widgets have names for screen readers, Tab reaches all of them, no meaning is in colour alone."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt, QThreadPool
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

import gauntlet_desktop.ui
from gauntlet_desktop.api.model_formats import Recognised
from gauntlet_desktop.app.models import Candidate, Variant
from gauntlet_desktop.app.runs import Unfinished
from gauntlet_desktop.app.settings import Settings
from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.ui.badges import Badge, paint_badge
from gauntlet_desktop.ui.cards_dialog import CardsDialog
from gauntlet_desktop.ui.clusters_dialog import ClustersDialog
from gauntlet_desktop.ui.dialogs import AboutDialog, ErrorDialog, ListDialog
from gauntlet_desktop.ui.finding_views import FindingViewDialog
from gauntlet_desktop.ui.flow import button_row
from gauntlet_desktop.ui.glossary_dialog import GlossaryDialog
from gauntlet_desktop.ui.help_window import HelpWindow
from gauntlet_desktop.ui.keyboard import ShortcutsDialog, focus_rows
from gauntlet_desktop.ui.language_dialog import LanguageModelsDialog
from gauntlet_desktop.ui.language_forms import FolderForm, ServerForm
from gauntlet_desktop.ui.model_forms import ImportForm, KeepForm, ModelForm
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from gauntlet_desktop.ui.plugins_dialog import PluginsDialog
from gauntlet_desktop.ui.preferences import Preferences
from gauntlet_desktop.ui.recovery import RecoveryDialog
from gauntlet_desktop.ui.report_dialog import ReportDialog
from gauntlet_desktop.ui.report_matter import ReportMatter
from gauntlet_desktop.ui.review import open_review
from gauntlet_desktop.ui.review.differences import DifferencesDialog
from gauntlet_desktop.ui.review.report_dialog import ReportDialog as CaseReportDialog
from gauntlet_desktop.ui.settings_dialog import SettingsDialog
from gauntlet_desktop.ui.theme import LIGHT, SPACE, Colours, apply_theme
from gauntlet_desktop.ui.work_dialog import WorkDialog
from tests.cases import make_case
from tests.factories import make_findings, make_pixels, make_record
from tests.gui.conftest import Desk
from tests.gui.filled_dialogs import FILLED
from tests.gui.shown_texts import cut_off
from tests.gui.test_finding_views import VIEW
from tests.gui.test_models_dialog import COMPARISON

MOST_STOPS = 400
POOL = QThreadPool.globalInstance()


def _report(_: Path) -> QWidget:
    return ReportDialog(None, POOL, ReportMatter([make_record()], make_pixels(), (), colormaps.DEFAULT, 0.6, 0.5))


def _finding(_: Path) -> QWidget:
    dialog = FindingViewDialog(None, make_findings()[0])
    dialog.show_view(VIEW)
    return dialog


def _run(folder: Path) -> QWidget:
    note = folder / "run-1.txt"
    note.write_text("", encoding="utf-8")
    return RecoveryDialog(None, [Unfinished(note, "Segmentation fault", ())])


MADE: dict[type[QWidget], Callable[[Path], QWidget]] = {
    AboutDialog: lambda _: AboutDialog(None, "ready"),
    CardsDialog: lambda _: CardsDialog(None),
    CaseReportDialog: lambda _: CaseReportDialog(None, POOL, "Of the 3 listed images.", (1, 2)),
    ClustersDialog: lambda _: ClustersDialog(None, POOL, [b"/e/0.png"]),
    DifferencesDialog: lambda folder: DifferencesDialog(None, make_case(folder / "c", 4), POOL),
    ErrorDialog: lambda _: ErrorDialog(None, "Traceback"),
    FindingViewDialog: _finding,
    FolderForm: lambda folder: FolderForm(None, folder, "Mistral", sees_images=True),
    GlossaryDialog: lambda _: GlossaryDialog(None, "en"),
    HelpWindow: lambda _: HelpWindow(),
    ImportForm: lambda folder: ImportForm(
        None, folder, Recognised("checkpoint", "RINE", 10, "", needs_trunk="CLIP", labels=("a", "b"))
    ),
    KeepForm: lambda folder: KeepForm(None, Candidate("m", Variant.INT8, folder, 1, COMPARISON)),
    LanguageModelsDialog: lambda _: LanguageModelsDialog(None, POOL),
    ModelsDialog: lambda _: ModelsDialog(None, POOL),
    PluginsDialog: lambda _: PluginsDialog(None, POOL),
    RecoveryDialog: _run,
    ReportDialog: _report,
    ServerForm: lambda _: ServerForm(None),
    SettingsDialog: lambda _: SettingsDialog(None, Preferences(Settings())),
    ShortcutsDialog: lambda _: ShortcutsDialog(None, focus_rows()),
}
SMALL = QSize(800, 600)
UNFINISHED = {ListDialog, ModelForm, WorkDialog}  # what dialogs are made from


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, "light", 200)
    yield
    apply_theme(qapp, "light")


def kinds(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from kinds(each)


def _own(widget: QWidget) -> bool:
    """Whether a widget is the program's: those that Qt makes inside its own speak by the outer one's name."""
    parent = widget.parentWidget()
    inside = isinstance(parent, QLineEdit | QComboBox | QAbstractItemView | QAbstractSpinBox)
    popup = parent is not None and isinstance(parent.parentWidget(), QComboBox)
    return not (inside or popup or widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar))


def _focusable(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QLabel)  # takes the focus only to have its text copied; the text is its name
        and _own(widget)
        and widget.window() is root
    ]


def _called(widget: QWidget) -> str:
    parents = []
    while widget is not None:
        parents.append(f"{type(widget).__name__}({widget.objectName() or widget.accessibleName()})")
        widget = widget.parentWidget()
    return " < ".join(parents[:4])


def _unnamed(root: QWidget) -> list[str]:
    """The focusable widgets of which a screen reader is told nothing."""
    spoken = QAccessible.Text.Name
    return [
        _called(widget)
        for widget in _focusable(root)
        if not QAccessible.queryAccessibleInterface(widget).text(spoken).strip()
    ]


def _in_view(widget: QWidget) -> bool:
    """Whether some of a widget is inside all that it stands in: docks behind others stand outside of the window."""
    place, inner = widget.rect(), widget
    while not inner.isWindow():
        outer = inner.parentWidget()
        place, inner = place.translated(inner.pos()) & outer.rect(), outer
    return widget.isVisible() and not place.isEmpty()


def _stops(root: QWidget) -> set[QWidget]:
    """Where the focus comes to by Tab alone, until it comes round."""
    stops: list[QWidget] = []
    for _ in range(MOST_STOPS):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in stops:
            assert focused is stops[0], f"Tab does not lead on from {_called(stops[-1])}"
            return set(stops)
        assert _in_view(focused), _called(focused)
        stops.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    raise AssertionError("the focus never comes round")


def _missed(root: QWidget) -> list[str]:
    """The enabled widgets in view that Tab does not come to. Of an exclusive group it comes to one, the arrow keys to
    the others."""
    stops = _stops(root)

    def grouped(widget: QWidget) -> bool:
        group = widget.group() if isinstance(widget, QAbstractButton) else None
        return group is not None and group.exclusive() and any(button in stops for button in group.buttons())

    return [
        _called(widget)
        for widget in _focusable(root)
        if widget.isEnabled()
        and _in_view(widget)
        and widget not in stops
        and widget.focusProxy() is None
        and not grouped(widget)
    ]


def test_every_dialog_is_tried_here() -> None:
    for module in pkgutil.walk_packages(gauntlet_desktop.ui.__path__, "gauntlet_desktop.ui."):
        importlib.import_module(module.name)
    ours = {kind for kind in kinds(QDialog) if kind.__module__.startswith("gauntlet_desktop.")}
    assert ours - UNFINISHED <= set(MADE)


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_dialogs_are_named_and_reached_in_all_their_parts(kind: type[QWidget], tmp_path: Path, qtbot: QtBot) -> None:
    made = MADE[kind](tmp_path)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    assert made.windowTitle()
    assert _unnamed(made) == []
    assert _missed(made) == []
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible()


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_no_text_of_a_dialog_is_cut_off_at_twice_its_size(
    kind: type[QWidget], tmp_path: Path, qtbot: QtBot, large_text: None
) -> None:
    made = MADE[kind](tmp_path)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: cut_off(made) == [])
    made.close()


@pytest.mark.parametrize("make", [*MADE.values(), *FILLED.values()], ids=[*(kind.__name__ for kind in MADE), *FILLED])
def test_dialogs_fit_a_small_screen_at_twice_the_size_of_text_in_german(
    make: Callable[[Path], QWidget], tmp_path: Path, qtbot: QtBot, large_text: None, german: None
) -> None:
    made = make(tmp_path)
    qtbot.addWidget(made)
    room = made.screen().availableSize()
    assert made.size().boundedTo(room) == made.size(), "it opens larger than the screen"
    made.resize(SMALL)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: cut_off(made) == [])
    assert made.size() == SMALL
    assert [area for area in made.findChildren(QScrollArea) if area.horizontalScrollBar().maximum()] == []


def test_buttons_go_on_in_another_line_where_one_is_full(qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    buttons = [QPushButton("Button") for _ in range(4)]
    closing = QPushButton("Close")
    room.setLayout(button_row(buttons, closing))
    room.show()
    size = buttons[0].sizeHint()
    for width, lines in ((9, 1), (4, 2), (3, 2), (2, 4)):  # in buttons; one of them closes
        room.resize(width * (size.width() + SPACE) + 3 * SPACE, 300)
        qtbot.waitUntil(lambda lines=lines: len({button.y() for button in buttons}) == lines)
        assert all(button.size() == size for button in buttons)
        assert closing.geometry().bottom() == room.contentsRect().bottom() - room.layout().contentsMargins().bottom()
    buttons[3].hide()
    qtbot.waitUntil(lambda: len({button.y() for button in buttons[:3]}) == 3)


def test_no_text_of_the_main_window_is_cut_off_at_twice_its_size(desk: Desk, qtbot: QtBot, large_text: None) -> None:
    desk.window.resize(1920, 1080)
    desk.window.preferences.take(replace(desk.window.preferences.settings, text_size=200))
    qtbot.waitUntil(lambda: cut_off(desk.window) == [])
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    for title in desk.window.panels:
        desk.window.show_result(title)
        qtbot.waitUntil(lambda: cut_off(desk.window) == [])


@pytest.mark.parametrize("panel", ["", "Verdict", "Findings", "Provenance", "Text", "Explanations", "Checklist"])
def test_the_main_window_is_reached_and_named(desk: Desk, panel: str) -> None:
    if panel:
        (item,) = desk.add("a.jpg")
        desk.finish(item, make_record())
        desk.window.show_result(panel)
    desk.window.activateWindow()
    desk.window.images.search.setFocus()
    assert _unnamed(desk.window) == []
    assert _missed(desk.window) == []


def test_the_window_of_a_case_is_reached_and_named(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_review(make_case(tmp_path / "case.gauntlet", 12), "An examiner", desk.session)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.preview.marks.title.text() == "IMG_00000.jpg")
    window.activateWindow()
    for tab in range(window.preview.tabs.count()):
        window.preview.tabs.setCurrentIndex(tab)
        window.table.setFocus()
        assert _unnamed(window) == []
        assert _missed(window) == []
    window.close()


def test_no_text_of_the_window_of_a_case_is_cut_off_at_twice_its_size(
    desk: Desk, qtbot: QtBot, tmp_path: Path, large_text: None
) -> None:
    window = open_review(make_case(tmp_path / "case.gauntlet", 12), "An examiner", desk.session)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.preview.marks.title.text() == "IMG_00000.jpg")
    for tab in range(window.preview.tabs.count()):
        window.preview.tabs.setCurrentIndex(tab)
        qtbot.waitUntil(lambda: cut_off(window) == [])  # labels take another round to find their height
    window.close()


def test_every_state_has_a_word_and_a_shape_of_its_own() -> None:
    """Seen without any colour."""
    grey = replace(LIGHT, **{field.name: "#000000" for field in fields(Colours)})
    assert len({badge.text for badge in Badge}) == len(Badge)
    drawn = {badge: _drawn(badge, grey) for badge in Badge}
    assert [pair for pair in combinations(Badge, 2) if drawn[pair[0]] == drawn[pair[1]]] == []


@pytest.mark.parametrize("tier", Tier)
def test_every_verdict_is_said_in_words(desk: Desk, tier: Tier) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record(tier))
    assert item.badge.text and desk.window.verdict.headline.text()


def _drawn(badge: Badge, colours: Colours) -> bytes:
    image = QImage(28, 28, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    with QPainter(image) as painter:
        paint_badge(painter, QRectF(1, 1, 26, 26), badge, colours)
    return bytes(image.constBits())
