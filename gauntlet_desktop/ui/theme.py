"""The look of the window: palettes, spacing and the few style rules that Fusion needs on top."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

SPACE = 8
_CHECK = Path(str(resources.files("gauntlet_desktop.resources") / "icons" / "check.svg")).as_posix()


@dataclass(frozen=True, slots=True)
class Colours:
    """Named colours of one scheme. Blue stands for the camera, orange for a generative model, in every place;
    the pair stays apart for all common colour-vision deficiencies, and colour is never the only sign."""

    window: str
    base: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    camera: str
    generated: str
    neutral: str
    error: str
    warning_fill: str


LIGHT = Colours(
    window="#f4f5f7",
    base="#ffffff",
    raised="#ffffff",
    line="#d5d9e0",
    text="#1b1f27",
    muted="#596272",
    accent="#2f6f9f",
    on_accent="#ffffff",
    camera="#1f64a6",
    generated="#b85405",
    neutral="#6a7383",
    error="#b3261e",
    warning_fill="#fdf3e1",
)
DARK = Colours(
    window="#1d2026",
    base="#16181d",
    raised="#262a32",
    line="#3a404b",
    text="#e7eaf0",
    muted="#a2abba",
    accent="#4c93c9",
    on_accent="#0c1116",
    camera="#6fb1ec",
    generated="#f59a4c",
    neutral="#9aa4b4",
    error="#ff8a80",
    warning_fill="#3a3020",
)


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def colours(palette: QPalette) -> Colours:
    """The named colours that go with a palette."""
    return DARK if is_dark(palette) else LIGHT


def apply_theme(app: QApplication, choice: str) -> None:
    """Set palette and style rules for "system", "light" or "dark"."""
    scheme = app.styleHints().colorScheme()
    dark = choice == "dark" or (choice == "system" and scheme == Qt.ColorScheme.Dark)
    chosen = DARK if dark else LIGHT
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_style(chosen))


def _palette(chosen: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(chosen.raised), QColor(chosen.window))
    for target, colour in (
        (role.Window, chosen.window),
        (role.Base, chosen.base),
        (role.AlternateBase, chosen.window),
        (role.Button, chosen.raised),
        (role.ToolTipBase, chosen.raised),
        (role.WindowText, chosen.text),
        (role.Text, chosen.text),
        (role.ButtonText, chosen.text),
        (role.ToolTipText, chosen.text),
        (role.PlaceholderText, chosen.muted),
        (role.Highlight, chosen.accent),
        (role.Accent, chosen.accent),
        (role.HighlightedText, chosen.on_accent),
        (role.Link, chosen.accent),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(chosen.neutral))
    return palette


def _style(chosen: Colours) -> str:
    return f"""
    QToolBar {{ background: {chosen.window}; border: none; border-bottom: 1px solid {chosen.line};
        padding: 4px 8px; spacing: 4px; }}
    QToolBar QToolButton {{ padding: 4px 8px; border: 1px solid transparent; border-radius: 4px; }}
    QToolBar QToolButton:hover:enabled {{ background: {chosen.raised}; border-color: {chosen.line}; }}
    QToolBar QToolButton:focus {{ border-color: {chosen.accent}; }}
    QToolBar::separator {{ background: {chosen.line}; width: 1px; margin: 4px; }}
    QStatusBar {{ border-top: 1px solid {chosen.line}; }}
    QStatusBar::item {{ border: none; }}
    QMainWindow::separator {{ background: {chosen.line}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {chosen.accent}; }}
    QTabBar::tab {{ padding: 8px 12px; border: none; border-bottom: 2px solid transparent; color: {chosen.muted}; }}
    QTabBar::tab:selected {{ color: {chosen.text}; border-bottom-color: {chosen.accent}; font-weight: 600; }}
    QTabBar::tab:focus {{ border-bottom-color: {chosen.text}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QHeaderView::section {{ background: {chosen.window}; color: {chosen.muted}; border: none;
        border-bottom: 1px solid {chosen.line}; padding: 4px 8px; }}
    QAbstractScrollArea {{ border: none; }}
    QPlainTextEdit[role="editor"] {{ border: 1px solid {chosen.line}; border-radius: 4px; background: {chosen.base}; }}
    QPlainTextEdit[role="editor"]:focus {{ border-color: {chosen.accent}; }}
    QCheckBox::indicator, QTreeView::indicator {{ width: 14px; height: 14px; border: 1px solid {chosen.neutral};
        border-radius: 3px; background: {chosen.base}; }}
    QCheckBox::indicator:checked, QTreeView::indicator:checked {{ background: {chosen.accent};
        border-color: {chosen.accent}; image: url("{_CHECK}"); }}
    QListView#switches::indicator {{ width: 12px; height: 12px; border: 1px solid {chosen.neutral};
        border-radius: 3px; background: {chosen.base}; }}
    QListView#switches::indicator:checked {{ background: {chosen.accent}; border-color: {chosen.accent};
        image: url("{_CHECK}"); }}
    QListView#switches::indicator:disabled {{ background: {chosen.neutral}; border-color: {chosen.neutral}; }}
    QListView#switches {{ border: 1px solid {chosen.line}; border-radius: 4px; }}
    QListView#switches::item {{ padding: 3px 6px; }}
    QCheckBox:focus {{ color: {chosen.accent}; }}
    QTreeView::item {{ padding: 4px 0; }}
    QTableView::item {{ padding: 0 4px; }}
    QListView#sentences::item {{ padding: 4px 8px; }}
    QListView#sentences::item:selected {{ background: {chosen.accent}; color: {chosen.on_accent}; }}
    QListView#layers {{ border: 1px solid {chosen.line}; border-radius: 4px; }}
    QListView#layers::item {{ padding: 3px 6px; }}
    QCheckBox::indicator:unchecked {{ width: 12px; height: 12px; border: 1px solid {chosen.neutral};
        border-radius: 2px; background: {chosen.base}; }}
    QLineEdit, QComboBox {{ padding: 4px 6px; }}
    QLabel[role="headline"] {{ font-size: 15pt; font-weight: 600; }}
    QLabel[role="title"] {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {chosen.muted}; }}
    QLabel[role="failed"] {{ color: {chosen.error}; font-weight: 600; }}
    QFrame[role="notice"] {{ background: {chosen.base}; border: 1px solid {chosen.line};
        border-left: 4px solid {chosen.neutral}; border-radius: 4px; }}
    QFrame[role="warning"] {{ background: {chosen.warning_fill}; border: 1px solid {chosen.line};
        border-left: 4px solid {chosen.generated}; border-radius: 4px; }}
    QFrame[role="error"] {{ background: {chosen.base}; border: 1px solid {chosen.line};
        border-left: 4px solid {chosen.error}; border-radius: 4px; }}
    QFrame[role="panel"] {{ border: 2px solid transparent; }}
    QFrame[role="panel"][highlighted="true"] {{ border: 2px solid {chosen.accent}; }}
    QFrame[role="drop"] {{ border: 2px dashed {chosen.line}; border-radius: 12px; background: {chosen.base}; }}
    QFrame[role="drop"][highlighted="true"] {{ border-color: {chosen.accent}; }}
    """
