"""The look of the window: palettes, spacing and the few style rules that Fusion needs on top."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

SPACE = 8
_ICONS = Path(str(resources.files("gauntlet_desktop.resources") / "icons")).as_posix()
_CHECK = f"{_ICONS}/check.svg"


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
    generated="#b35104",
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
# High contrast: every text at least 7 to 1 on every ground (WCAG 2.2, 1.4.6), every outline as strong as text.
CONTRAST_LIGHT = Colours(
    window="#ffffff",
    base="#ffffff",
    raised="#ffffff",
    line="#000000",
    text="#000000",
    muted="#1f2329",
    accent="#003a8c",
    on_accent="#ffffff",
    camera="#003f8a",
    generated="#7a2e00",
    neutral="#3a3f47",
    error="#8c0009",
    warning_fill="#fff4d6",
)
CONTRAST_DARK = Colours(
    window="#000000",
    base="#000000",
    raised="#000000",
    line="#ffffff",
    text="#ffffff",
    muted="#e4e7ec",
    accent="#ffd84a",
    on_accent="#000000",
    camera="#8fc8ff",
    generated="#ffb27a",
    neutral="#c8ced8",
    error="#ffa9a1",
    warning_fill="#2e2400",
)
_SCHEMES = {"light": LIGHT, "dark": DARK, "contrast-light": CONTRAST_LIGHT, "contrast-dark": CONTRAST_DARK}
_BY_WINDOW = {scheme.window: scheme for scheme in _SCHEMES.values()}


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def colours(palette: QPalette) -> Colours:
    """The named colours that go with a palette."""
    window = palette.color(QPalette.ColorRole.Window).name()
    return _BY_WINDOW.get(window, DARK if is_dark(palette) else LIGHT)


def apply_theme(app: QApplication, choice: str, text_size: int = 100) -> None:
    """Set palette, style rules and size of text (per cent of the system's); `choice` is one of settings_spec.THEMES."""
    system = "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    chosen = _SCHEMES[system if choice == "system" else choice]
    if not app.styleSheet():
        app.setStyleSheet("QLabel {}")  # with the first style sheet Qt keeps a new font from widgets that are there
    app.setFont(_scaled(QFontDatabase.SystemFont.GeneralFont, text_size))
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_style(chosen, text_size))


def text_scale() -> float:
    """How many times as large as the system's the text was made; what stands beside text grows with it."""
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return QApplication.font().pointSizeF() / usual


def fixed_font() -> QFont:
    """The system's font of fixed width, as large as the text beside it was made."""
    return _scaled(QFontDatabase.SystemFont.FixedFont, 100 * text_scale())


def _scaled(kind: QFontDatabase.SystemFont, percent: float) -> QFont:
    font = QFontDatabase.systemFont(kind)
    font.setPointSizeF(font.pointSizeF() * percent / 100)
    return font


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


def _style(chosen: Colours, text_size: int) -> str:
    mark = round(14 * text_size / 100)  # the side of a box to tick, in pixels
    rules = _rules(chosen, mark, 15 * text_size / 100)
    return rules + _outlines(chosen, mark) if chosen in (CONTRAST_LIGHT, CONTRAST_DARK) else rules


def _outlines(chosen: Colours, mark: int) -> str:
    """Fusion draws outlines in a darker shade of the window, which cannot be seen on black and is faint on white."""
    ink = "white" if chosen is CONTRAST_DARK else "black"
    return f"""
    QPushButton {{ background: {chosen.raised}; border: 1px solid {chosen.line}; border-radius: 4px;
        padding: 4px 12px; }}
    QPushButton:default {{ border-width: 2px; }}
    QPushButton:focus {{ border: 2px solid {chosen.accent}; }}
    QPushButton:pressed, QPushButton:checked {{ background: {chosen.text}; color: {chosen.window}; }}
    QPushButton:disabled {{ border-color: {chosen.neutral}; }}
    QLineEdit, QComboBox, QSpinBox, QPlainTextEdit {{ border: 1px solid {chosen.line}; border-radius: 4px; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus {{ border: 2px solid {chosen.accent}; }}
    QComboBox::drop-down, QSpinBox::up-button, QSpinBox::down-button {{ width: {mark + 6}px; border: none; }}
    QComboBox::down-arrow, QSpinBox::up-arrow, QSpinBox::down-arrow {{ width: {mark - 2}px; height: {mark - 2}px; }}
    QComboBox::down-arrow, QSpinBox::down-arrow {{ image: url("{_ICONS}/down-{ink}.svg"); }}
    QSpinBox::up-arrow {{ image: url("{_ICONS}/up-{ink}.svg"); }}
    QMenu, QToolTip, QProgressBar, QComboBox QAbstractItemView {{ border: 1px solid {chosen.line}; }}
    QProgressBar::chunk {{ background: {chosen.accent}; }}
    QSlider::groove:horizontal {{ height: 4px; background: {chosen.line}; }}
    QSlider::sub-page:horizontal {{ background: {chosen.accent}; }}
    QSlider::handle:horizontal {{ width: 12px; margin: -6px 0; border: 2px solid {chosen.line}; border-radius: 8px;
        background: {chosen.raised}; }}
    QSlider::handle:horizontal:focus {{ background: {chosen.accent}; }}
    QScrollBar {{ background: {chosen.window}; }}
    QScrollBar:vertical {{ width: 14px; }}
    QScrollBar:horizontal {{ height: 14px; }}
    QScrollBar::handle {{ background: {chosen.line}; border-radius: 4px; margin: 3px; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QMainWindow::separator, QSplitter::handle {{ background: {chosen.line}; }}
    """


def _rules(chosen: Colours, mark: int, headline: float) -> str:
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
    QCheckBox::indicator, QTreeView::indicator {{ width: {mark}px; height: {mark}px; border: 1px solid {chosen.neutral};
        border-radius: 3px; background: {chosen.base}; }}
    QCheckBox::indicator:checked, QTreeView::indicator:checked {{ background: {chosen.accent};
        border-color: {chosen.accent}; image: url("{_CHECK}"); }}
    QListView#switches::indicator {{ width: {mark - 2}px; height: {mark - 2}px; border: 1px solid {chosen.neutral};
        border-radius: 3px; background: {chosen.base}; }}
    QListView#switches::indicator:checked {{ background: {chosen.accent}; border-color: {chosen.accent};
        image: url("{_CHECK}"); }}
    QListView#switches::indicator:disabled {{ background: {chosen.neutral}; border-color: {chosen.neutral}; }}
    QListView#switches {{ border: 1px solid {chosen.line}; border-radius: 4px; }}
    QListView#switches::item {{ padding: 3px 6px; }}
    QPushButton:flat {{ color: {chosen.accent}; }}
    QCheckBox:focus {{ color: {chosen.accent}; }}
    QTreeView::item {{ padding: 4px 0; }}
    QTableView::item {{ padding: 0 4px; }}
    QListView#sentences::item {{ padding: 4px 8px; }}
    QListView#sentences::item:selected {{ background: {chosen.accent}; color: {chosen.on_accent}; }}
    QSpinBox QLineEdit {{ border: none; padding: 0 4px; }}
    QListView#layers {{ border: 1px solid {chosen.line}; border-radius: 4px; }}
    QListView#layers::item {{ padding: 3px 6px; }}
    QCheckBox::indicator:unchecked {{ width: {mark - 2}px; height: {mark - 2}px; border: 1px solid {chosen.neutral};
        border-radius: 2px; background: {chosen.base}; }}
    QLineEdit, QComboBox {{ padding: 4px 6px; }}
    QLabel[role="headline"] {{ font-size: {headline}pt; font-weight: 600; }}
    QLabel[role="title"] {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {chosen.muted}; }}
    QLabel[role="failed"] {{ color: {chosen.error}; font-weight: 600; }}
    QFrame[role="notice"] {{ background: {chosen.base}; border: 1px solid {chosen.line};
        border-left: 4px solid {chosen.neutral}; border-radius: 4px; }}
    QFrame[role="warning"] {{ background: {chosen.warning_fill}; border: 1px solid {chosen.line};
        border-left: 4px solid {chosen.generated}; border-radius: 4px; }}
    QFrame[role="error"] {{ background: {chosen.base}; border: 1px solid {chosen.line};
        border-left: 4px solid {chosen.error}; border-radius: 4px; }}
    QFrame[role="card"] {{ background: {chosen.raised}; border: 2px solid {chosen.accent}; border-radius: 8px; }}
    QFrame[role="panel"] {{ border: 2px solid transparent; }}
    QFrame[role="panel"][highlighted="true"] {{ border: 2px solid {chosen.accent}; }}
    QFrame[role="drop"] {{ border: 2px dashed {chosen.line}; border-radius: 12px; background: {chosen.base}; }}
    QFrame[role="drop"][highlighted="true"] {{ border-color: {chosen.accent}; }}
    """
