"""What a person chooses of an explanation: detector, methods, layers, class, audit; with an estimate of the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.api.protocols import ExplainRequest
from gauntlet_desktop.api.tasks import Explain, Explainable
from gauntlet_desktop.ui.batch import in_words
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, plain_label

CLASSES = (
    (marked("The predicted class"), "predicted"),
    (marked("Made by a generative model"), "generated"),
    (marked("Captured by a camera"), "camera"),
)
NOT_MEASURED = marked("not measured yet")
_LAYER_ROWS = 5

Estimate = Callable[[Sequence[Explain]], float | None]


def duration(seconds: float | None) -> str:
    """A time in words; None where it was never measured."""
    if seconds is None:
        return tr(NOT_MEASURED)
    if seconds < 1:
        return tr("under 1 s")
    return in_words(seconds)


class MethodRows(QWidget):
    """A check box for each method, with the time that it takes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Methods"))
        self.boxes: dict[str, QCheckBox] = {}
        self._times: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._grid.setColumnStretch(0, 1)

    def show_methods(self, pairs: Sequence[Explainable]) -> None:
        """Offer other methods; those of the same id stay checked."""
        checked = self.checked
        for widget in (*self.boxes.values(), *self._times.values()):
            self._grid.removeWidget(widget)
            widget.deleteLater()
        self.boxes, self._times = {}, {}
        for row, pair in enumerate(pairs):
            box, time = QCheckBox(breakable(pair.name, 60).replace("&", "&&")), QLabel()
            box.setChecked(pair.method in checked)
            box.toggled.connect(self.changed)
            time.setProperty("role", "muted")
            self.boxes[pair.method], self._times[pair.method] = box, time
            self._grid.addWidget(box, row, 0)
            self._grid.addWidget(time, row, 1, Qt.AlignmentFlag.AlignRight)

    def show_times(self, times: dict[str, str]) -> None:
        for method, text in times.items():
            self._times[method].setText(text)
            self.boxes[method].setAccessibleDescription(text)

    @property
    def checked(self) -> set[str]:
        """Ids of the methods that are checked."""
        return {method for method, box in self.boxes.items() if box.isChecked()}


class ExplanationForm(QWidget):
    """The choices. `asked` carries the tasks that a person wants done, as a list."""

    asked = Signal(object)

    def __init__(self, estimate: Estimate) -> None:
        super().__init__()
        self._estimate = estimate
        self._pairs: tuple[Explainable, ...] = ()
        self.detector, self.target = QComboBox(), QComboBox()
        self.detector.setAccessibleName(tr("Detector to explain"))
        self.detector.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.target.setAccessibleName(tr("Class to explain"))
        for text, value in CLASSES:
            self.target.addItem(tr(text), value)
        self.methods = MethodRows()
        self._layer_names = QStringListModel(self)
        self.layers = self._make_layers()
        self._layers_note = plain_label(
            tr("None chosen: each method takes the last layer. Several: their mean."), "muted"
        )
        self.audit = QCheckBox(tr("Audit each map (takes longer)"))
        self.audit.setToolTip(
            tr("Does what it marks move the score more than random places do, and is the map stable?")
        )
        self.total = plain_label(role="muted")
        self.explain = QPushButton(tr("Explain"))
        self.run_all = QPushButton(tr("Run all methods"))
        self._lay_out()
        self._connect()

    def _make_layers(self) -> QListView:
        view = QListView()
        view.setObjectName("layers")
        view.setAccessibleName(tr("Target layers"))
        view.setModel(self._layer_names)
        view.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setUniformItemSizes(True)
        view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return view

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE * 3 // 2)
        form.setVerticalSpacing(SPACE)
        form.addRow(tr("Detector"), self.detector)
        form.addRow(tr("Class"), self.target)
        self._layers_box = QWidget()
        layers = QVBoxLayout(self._layers_box)
        layers.setContentsMargins(0, 0, 0, 0)
        layers.setSpacing(SPACE // 2)
        for widget in (plain_label(tr("Target layers"), "title"), self.layers, self._layers_note):
            layers.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.explain)
        buttons.addWidget(self.run_all)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(form)
        for item in (plain_label(tr("Methods"), "title"), self.methods, self._layers_box, self.audit, self.total):
            layout.addWidget(item)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.detector.currentIndexChanged.connect(self._show_detector)
        self.methods.changed.connect(self.show_times)
        self.layers.selectionModel().selectionChanged.connect(self.show_times)
        self.audit.toggled.connect(self.show_times)
        self.explain.clicked.connect(lambda: self.asked.emit(self.chosen()))
        self.run_all.clicked.connect(lambda: self.asked.emit(self.all_methods()))

    def set_pairs(self, pairs: Sequence[Explainable]) -> None:
        """Offer what can explain what; the detector that was chosen stays chosen."""
        if tuple(pairs) == self._pairs:
            return
        self._pairs = tuple(pairs)
        chosen = self.detector.currentData()
        self.detector.clear()
        for detector in dict.fromkeys(pair.detector for pair in pairs):
            self.detector.addItem(breakable(detector, 60), detector)
        self.detector.setCurrentIndex(max(0, self.detector.findData(chosen)))

    def chosen(self) -> list[Explain]:
        """A task for each method that is checked."""
        return [self._task(pair) for pair in self._offered() if pair.method in self.methods.checked]

    def all_methods(self) -> list[Explain]:
        """A task for every method that can explain the detector."""
        return [self._task(pair) for pair in self._offered()]

    def choose_layers(self, names: Sequence[str]) -> None:
        """Select exactly these layers."""
        selection, known = self.layers.selectionModel(), self._layer_names.stringList()
        selection.clearSelection()
        for name in names:
            index = self._layer_names.index(known.index(name))
            selection.select(index, QItemSelectionModel.SelectionFlag.Select)

    def show_times(self) -> None:
        """Bring the estimates up to date."""
        self.methods.show_times({pair.method: duration(self._estimate([self._task(pair)])) for pair in self._offered()})
        chosen = self.chosen()
        maps = tr("%Ln map(s)", "", len(chosen))
        words = tr("Time on this machine for {maps}: {estimate}.").format(
            maps=maps, estimate=duration(self._estimate(chosen))
        )
        self.total.setText(words if chosen else tr("Check the methods to use."))
        self.explain.setEnabled(bool(chosen))
        self.explain.setText(tr("Explain") if len(chosen) < 2 else tr("Make %Ln map(s)", "", len(chosen)))

    def _offered(self) -> list[Explainable]:
        return [pair for pair in self._pairs if pair.detector == self.detector.currentData()]

    def _task(self, pair: Explainable) -> Explain:
        """Methods get those of the chosen layers that they know."""
        selected = {self._layer_names.data(index) for index in self.layers.selectedIndexes()}
        layers = tuple(name for name in pair.layers if name in selected)
        request = ExplainRequest(self.target.currentData(), layers)
        return Explain(pair.detector, pair.method, request, self.audit.isChecked())

    def _show_detector(self) -> None:
        offered = self._offered()
        names = list(dict.fromkeys(name for pair in offered for name in pair.layers))
        self._layer_names.setStringList(names)
        self._layers_box.setVisible(bool(names))
        rows = min(_LAYER_ROWS, len(names))
        row_height = self.layers.sizeHintForRow(0) if names else 0
        self.layers.setFixedHeight(max(1, rows * row_height + 2 * self.layers.frameWidth()))
        self.methods.show_methods(offered)
        self.show_times()
