"""The two tool strips of the viewer: zoom and comparison above the picture, the heatmap's choices below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.ui.heatmap_words import details, has_failed, reliability, titles
from gauntlet_desktop.ui.language import figures, marked, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.viewer.panes import CompareMode

_MODES = (
    (CompareMode.OVERLAY, marked("Overlay"), marked("The heatmap over the picture")),
    (
        CompareMode.SIDE_BY_SIDE,
        marked("Side by side"),
        marked("The picture beside the heatmap, zoomed and panned together"),
    ),
    (
        CompareMode.SWIPE,
        marked("Swipe"),
        marked("The heatmap right of a divider (drag it, or Shift with the left and right arrow)"),
    ),
    (CompareMode.GRID, marked("Grid"), marked("Two to four heatmaps of the picture, zoomed and panned together (G)")),
)


# Fusion's own sign of a checked or focused flat button is too faint, above all in the dark.
_BUTTON_STYLE = """
QToolButton { padding: 3px 4px; border: 1px solid transparent; border-radius: 4px; }
QToolButton:hover { border-color: palette(mid); }
QToolButton:checked:enabled { background: palette(highlight); color: palette(highlighted-text); }
QToolButton:disabled { color: palette(placeholder-text); }
QToolButton:focus { border-color: palette(text); }
"""


class _Figure(QLabel):
    """A figure with room for the longest that it may become."""

    def __init__(self, longest: str) -> None:
        super().__init__()
        self._longest = longest

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        return usual.expandedTo(QSize(self.fontMetrics().horizontalAdvance(self._longest) + SPACE, 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _Strip(QWidget):
    """Two groups of controls: side by side, or one below the other where large text leaves no room for both."""

    def __init__(self) -> None:
        super().__init__()
        self.setStyleSheet(_BUTTON_STYLE)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        self._layout.setSpacing(SPACE // 2)
        self._groups = tuple(QHBoxLayout() for _ in range(2))
        for group, stretch in zip(self._groups, (1, 0), strict=True):
            group.setSpacing(SPACE // 2)
            self._layout.addLayout(group, stretch)

    def minimumSizeHint(self) -> QSize:
        widest = max(group.minimumSize().width() for group in self._groups)
        return QSize(widest + 2 * SPACE, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):  # the room or what stands in it changed
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        needed = sum(group.minimumSize().width() for group in self._groups) + self._layout.spacing() + 2 * SPACE
        beside = self.width() >= needed
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if beside else directions.TopToBottom)


class ViewStrip(_Strip):
    """Zoom buttons, the zoom in per cent, and how picture and heatmap are compared."""

    fit = Signal()
    actual_size = Signal()
    zoom_out = Signal()
    zoom_in = Signal()
    mode_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._zoom = _Figure("6400 %")
        self._zoom.setAccessibleName(tr("Zoom"))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = QLabel()
        self._note.setProperty("role", "muted")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._modes = QButtonGroup(self)
        zoom, modes = self._groups
        zoom.addWidget(_button(tr("Fit"), tr("Fit the window (0 or F)"), self.fit.emit))
        zoom.addWidget(_button("1:1", tr("Actual size (1)"), self.actual_size.emit))
        zoom.addWidget(_button("−", tr("Zoom out (-)"), self.zoom_out.emit))
        zoom.addWidget(self._zoom)
        zoom.addWidget(_button("+", tr("Zoom in (+)"), self.zoom_in.emit))
        zoom.addWidget(self._note, 1)
        for index, (mode, text, tip) in enumerate(_MODES):
            modes.addWidget(self._mode_button(index, mode, tr(text), tr(tip)))
        modes.addStretch(1)

    def _mode_button(self, index: int, mode: CompareMode, text: str, tip: str) -> QToolButton:
        button = _button(text, tip, lambda: self.mode_chosen.emit(mode.value))
        button.setAccessibleName(tr("Compare: {text}").format(text=text))
        button.setCheckable(True)
        self._modes.addButton(button, index)
        return button

    def show_zoom(self, zoom: float) -> None:
        self._zoom.setText(figures(f"{100 * zoom:.3g} %") if zoom < 0.1 else f"{100 * zoom:.0f} %")

    def show_note(self, text: str) -> None:
        self._note.setText(text)
        self._note.setToolTip(text)

    def show_mode(self, mode: CompareMode) -> None:
        self._modes.button([row[0] for row in _MODES].index(mode)).setChecked(True)


class HeatmapStrip(_Strip):
    """Which heatmap, its opacity and colours, smooth or exact cells, and the outlines of the views."""

    heatmap_chosen = Signal(int)
    opacity_chosen = Signal(int)
    colormap_chosen = Signal(str)
    smooth_chosen = Signal(bool)
    outlines_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._maps = QComboBox()
        self._maps.setAccessibleName(tr("Heatmap that is shown"))
        self._maps.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._maps.setMinimumContentsLength(28)
        # Where there is little room the name is cut short before anything else.
        self._maps.setMinimumWidth(SPACE * 7)
        self._maps.activated.connect(self.heatmap_chosen)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        self._slider.setMinimumWidth(64)
        self._slider.setMaximumWidth(360)
        self._slider.setToolTip(tr("Opacity of the heatmap ([ and ])"))
        self._slider.setAccessibleName(tr("Opacity of the heatmap in per cent"))
        self._slider.valueChanged.connect(self.opacity_chosen)
        self._percent = _Figure("100 %")
        self._colours = QComboBox()
        self._colours.setAccessibleName(tr("Colours of the heatmap"))
        for name in colormaps.NAMES:
            safe = name in colormaps.COLOUR_BLIND_SAFE
            self._colours.addItem(tr(name.capitalize().replace("-", "–")), name)
            tip = (
                tr("Stays apart for all common colour-vision deficiencies")
                if safe
                else tr("Not safe for the colour-blind")
            )
            self._colours.setItemData(self._colours.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self._colours.activated.connect(lambda index: self.colormap_chosen.emit(self._colours.itemData(index)))
        self._smooth = _toggle(
            tr("Smooth"), tr("Interpolate between cells; off: the exact cells"), self.smooth_chosen.emit
        )
        self._outlines = _toggle(tr("Views"), tr("Outline the views that the model saw"), self.outlines_chosen.emit)
        strength, looks = self._groups
        self._label = QLabel(tr("Heatmap"))
        self._label.setBuddy(self._slider)
        strength.addWidget(self._label)
        strength.addWidget(self._maps)
        strength.addWidget(self._slider, 1000)
        strength.addWidget(self._percent)
        strength.addStretch(1)
        for widget in (self._colours, self._smooth, self._outlines):
            looks.addWidget(widget)
        looks.addStretch(1)

    def show_heatmaps(self, heatmaps: Sequence[Heatmap], chosen: Heatmap | None) -> None:
        """Offer these heatmaps; where there is no choice, none is offered."""
        fill_choice(self._maps, heatmaps)
        self._maps.setCurrentIndex(next((row for row, each in enumerate(heatmaps) if each is chosen), -1))
        self._maps.setToolTip(tr("{heatmap} (M for the next heatmap)").format(heatmap=self._maps.currentText()))
        self.show_choice(len(heatmaps) > 1)

    def show_choice(self, on: bool) -> None:
        """Whether the list stands here; a grid has lists of its own."""
        shown = on and self._maps.count() > 1
        self._maps.setVisible(shown)
        self._label.setVisible(not shown)

    def show_opacity(self, opacity: int) -> None:
        self._percent.setText(f"{opacity} %")
        self._slider.setValue(opacity)

    def show_colormap(self, name: str) -> None:
        self._colours.setCurrentIndex(self._colours.findData(name))

    def show_smooth(self, on: bool) -> None:
        self._smooth.setChecked(on)

    def show_outlines(self, on: bool) -> None:
        self._outlines.setChecked(on)


def fill_choice(box: QComboBox, heatmaps: Sequence[Heatmap]) -> None:
    """Put heatmaps into a list: those that failed their audit say so, the tool tips tell the rest."""
    box.clear()
    for heatmap, title in zip(heatmaps, titles(heatmaps), strict=True):
        box.addItem(tr("{title}: failed its audit").format(title=title) if has_failed(heatmap) else title)
        tip = " ".join(part for part in (details(heatmap), reliability(heatmap)) if part)
        box.setItemData(box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)


def _button(text: str, tip: str, clicked: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(lambda _checked: clicked())
    return button


def _toggle(text: str, tip: str, toggled: Callable[[bool], None]) -> QToolButton:
    button = _button(text, tip, lambda: toggled(button.isChecked()))
    button.setCheckable(True)
    return button
