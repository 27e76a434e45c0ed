"""The row of a setting: what it is, the control that its kind asks for, and the way back to its default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from gauntlet_desktop.app.report_templates import template_names
from gauntlet_desktop.app.setting import PATH_CHARACTERS, TEXT_CHARACTERS, Kind, Setting, Value
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

# A number counts once it was left alone for so long: on the way to it the arrows pass many.
_SETTLE_MS = 300
_LEAST_LETTERS = 26


class SettingRow(QWidget):
    """`edited` carries the name and a value that was chosen; `reset` the name of a setting to set back."""

    edited = Signal(str, object)
    reset = Signal(str)

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.label = tr(setting.label)
        sentences = [tr(setting.help), *([tr("It counts from the next start.")] if setting.late else [])]
        self.name = plain_label(role="title")
        self.help = plain_label(" ".join(sentences), "muted")
        self.control = _control(setting, lambda value: self.edited.emit(setting.name, value))
        self.back = QPushButton(tr("Reset"))
        self.back.setAutoDefault(False)
        self.back.setAccessibleName(tr("Reset “{setting}”").format(setting=self.label))
        self.back.clicked.connect(lambda: self.reset.emit(setting.name))
        speaking = self.control.widget
        speaking.setAccessibleName(self.label)
        speaking.setToolTip(setting.name)
        self.name.setBuddy(speaking)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE * 2)
        self._grid.setVerticalSpacing(SPACE // 4)
        for column, stretch in enumerate((4, 3, 0)):
            self._grid.setColumnStretch(column, stretch)
        self._arrange(beside=2)

    def _arrange(self, *, beside: int) -> None:
        """So many things beside others: the control and the way back beside the words, the way back beside the control
        and both below the words, or each below the other."""
        self._beside = beside
        row, column, rows = (0, 1, 2) if beside == 2 else (2, 0, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self.name, 0, 0, 1, 1 if beside == 2 else 3)
        self._grid.addWidget(self.help, 1, 0, 1, 1 if beside == 2 else 3)
        self._grid.addWidget(self.control, row, column, rows, 2 - column if beside else 3, top)
        if beside:
            self._grid.addWidget(self.back, row, 2, rows, 1, top)
        else:
            self._grid.addWidget(self.back, 3, 0, 1, 3, top | Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It can always be arranged to be no wider than its control."""
        return QSize(self.control.minimumSizeHint().width(), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # what stands in it is of another size
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Large text leaves no room beside the control, or not even for the way back."""
        room = self.width() - self.control.minimumSizeHint().width() - self.back.sizeHint().width()
        beside = (room >= SPACE * 2) + (room >= _LEAST_LETTERS * self.fontMetrics().averageCharWidth())
        if beside != self._beside:
            self._arrange(beside=beside)

    def show_value(self, value: Value) -> None:
        """Show a value without telling that it was edited, and mark one that is not the default."""
        self.control.show_value(value)
        changed = value != self.setting.default
        default = tr("The default is {value}.").format(value=_shown(self.setting))
        self.name.setText(f"● {self.label}" if changed else self.label)
        self.back.setEnabled(changed)
        self.back.setToolTip(default)
        said = (self.help.text(), tr("Changed."), default) if changed else (self.help.text(),)
        self.control.widget.setAccessibleDescription(" ".join(said))

    def holds(self, words: str) -> bool:
        """Whether each of the words, in small letters, stands in the row's label, help, name, group or choices."""
        setting = self.setting
        told = (self.label, self.help.text(), tr(setting.group), *map(tr, setting.choices.values()), setting.name)
        return all(word in " ".join(told).casefold() for word in words.split())


def _shown(setting: Setting) -> str:
    """The default, in the language of the window."""
    default = setting.default
    if setting.kind is Kind.SWITCH:
        return tr("on") if default else tr("off")
    if default == "":
        return tr("empty")
    return " ".join(filter(None, (tr(setting.choices.get(default, str(default))), setting.unit and tr(setting.unit))))


class _Control(QWidget):
    """A control with what stands beside it: `widget` is the one that has the focus."""

    def __init__(self, widget: QWidget, show: Callable[[Any], None], *beside: QWidget) -> None:
        super().__init__()
        self.widget = widget
        self._show = show
        self.setFocusProxy(widget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(widget, 1)
        for each in beside:
            layout.addWidget(each)

    def minimumSizeHint(self) -> QSize:
        """At least as wide as the others, so that they stand in a column."""
        return super().minimumSizeHint().expandedTo(QSize(_LEAST_LETTERS * self.fontMetrics().averageCharWidth(), 0))

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self.widget):
            self._show(value)


class _Box(QComboBox):
    """Values with their names; the wheel scrolls the settings, and changes none in passing."""

    def __init__(self, choices: Mapping[Any, str]) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, shown in choices.items():
            self.addItem(tr(shown), value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Number(QSpinBox):
    """A whole number; the wheel scrolls the settings."""

    settled = Signal(int)

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setRange(*setting.bounds)
        self.setSuffix(f" {tr(setting.unit)}" if setting.unit else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(lambda: self.settled.emit(self.value()))
        self.valueChanged.connect(lambda _: self._settle.start())
        self.editingFinished.connect(self._end)

    def sizeHint(self) -> QSize:
        """As high as the boxes beside it."""
        return super().sizeHint() + QSize(0, SPACE)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _end(self) -> None:
        if self._settle.isActive():
            self._settle.stop()
            self.settled.emit(self.value())


def _control(setting: Setting, tell: Callable[[Value], None]) -> _Control:
    """The control of a setting's kind; `tell` is called with what was chosen."""
    if setting.kind is Kind.NUMBER:
        return _number(setting, tell)
    if setting.kind is Kind.SWITCH:
        return _switch(tell)
    if setting.kind is Kind.FOLDER:
        return _folder(setting, tell)
    if setting.name == "report_template":
        return _choice({"": marked("None"), **{name: name for name in template_names()}}, tell)
    return _choice(setting.choices, tell) if setting.choices else _line(TEXT_CHARACTERS, tell)


def _number(setting: Setting, tell: Callable[[Value], None]) -> _Control:
    number = _Number(setting)
    number.settled.connect(tell)
    return _Control(number, number.setValue)


def _switch(tell: Callable[[Value], None]) -> _Control:
    box = QCheckBox(tr("On"))
    box.toggled.connect(tell)
    return _Control(box, box.setChecked)


def _choice(choices: Mapping[Any, str], tell: Callable[[Value], None]) -> _Control:
    box = _Box(choices)

    def show(value: Value) -> None:
        if box.findData(value) < 0:  # a template that is not there now
            box.addItem(str(value), value)
        box.setCurrentIndex(box.findData(value))

    box.currentIndexChanged.connect(lambda _: tell(box.currentData()))
    return _Control(box, show)


def _line(most: int, tell: Callable[[Value], None], *beside: QWidget) -> _Control:
    line = QLineEdit()
    line.setMaxLength(most)
    line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    line.editingFinished.connect(lambda: tell(line.text()))

    def show(value: str) -> None:
        if line.text() != value:
            line.setText(value)
            line.setCursorPosition(0)

    return _Control(line, show, *beside)


def _folder(setting: Setting, tell: Callable[[Value], None]) -> _Control:
    choose = QPushButton(tr("Choose…"))
    choose.setAutoDefault(False)
    choose.setAccessibleName(tr("Choose “{setting}”").format(setting=tr(setting.label)))
    control = _line(PATH_CHARACTERS, tell, choose)
    line = control.widget
    assert isinstance(line, QLineEdit)

    def ask() -> None:
        if folder := QFileDialog.getExistingDirectory(control, tr(setting.label), line.text()):
            tell(folder)

    choose.clicked.connect(ask)
    return control
