"""The models: what detectors there are, and importing, checking, calibrating, shrinking and removing one's own.

Everything that loads weights runs in a process of its own; this one sees descriptions only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSize, QThreadPool, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from gauntlet_desktop.core.errors import Cancelled, GauntletError
from gauntlet_desktop.ui.background import Task, in_own_process
from gauntlet_desktop.ui.dialogs import ListDialog, as_sentence
from gauntlet_desktop.ui.progress_row import ProgressRow
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, Section, breakable

if TYPE_CHECKING:
    from gauntlet_desktop.api.model_formats import Recognised
    from gauntlet_desktop.api.model_store import StoredModel
    from gauntlet_desktop.app.model_list import ListedModel
    from gauntlet_desktop.app.models import Candidate
    from gauntlet_desktop.ui.model_forms import KeepForm

COLUMNS = ("Model", "Calibrated", "From", "Size", "Licence")
REMARK = (
    "Detectors that came with plugins, and models of your own. Drop a file or a folder of weights here to import it; "
    "nothing is ever fetched."
)
_FILTER = "Weights (*.safetensors *.pt *.pth *.bin *.ckpt *.onnx);;All files (*)"
_CALIBRATED = {"shipped": "✓ yes", "own": "✓ by you", "": "✕ no"}


class ModelsDialog(ListDialog):
    """A table of all detectors, what is known of the chosen one, and what can be done with it.

    `changed` is emitted when a model or a calibration was added or taken away.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None, pool: QThreadPool) -> None:
        super().__init__(parent, "Models", COLUMNS, REMARK)
        self.resize(QSize(940, 640))
        self.setAcceptDrops(True)
        self.table.setWordWrap(False)
        self._pool = pool
        self._models: tuple[ListedModel, ...] = ()
        self._task: Task | None = None
        self._then: Callable[[Any], None] = self._say_nothing
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._wanted = ""
        self.details = Section("Chosen model", (1, 6))
        self.notice = Notice()
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._stop)
        self.action_buttons = self._build_buttons()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setStretch(1, 1)
        for position, widget in enumerate((self.details, self.notice, self.progress), 2):
            layout.insertWidget(position, widget)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._stop)
        self._enable()

    def begin(self) -> None:
        """Read the list in the background."""
        self._start(lambda _: _list(), self._show, "Reading the list")

    @property
    def chosen(self) -> ListedModel | None:
        rows = self.table.selectionModel().selectedRows()
        return self._models[rows[0].row()] if rows else None

    def reject(self) -> None:
        """Close; what is under way is cancelled."""
        self._stop()
        self._discard()
        super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._task is None and _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None and self._task is None:
            event.acceptProposedAction()
            self.import_from(path)

    # What the buttons do

    def import_from(self, path: Path) -> None:
        """Find out what a file or folder holds, ask for what is missing, import it."""
        from gauntlet_desktop.app.models import recognise

        work = in_own_process(recognise, path)
        self._start(work, lambda found: self._ask_import(path, found), f"Looking at {breakable(path.name, 60)}")

    def _import_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import a file of weights", "", _FILTER)
        if name:
            self.import_from(Path(name))

    def _import_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Import a folder of weights")
        if name:
            self.import_from(Path(name))

    def _ask_import(self, path: Path, found: Recognised) -> None:
        from gauntlet_desktop.app.models import import_model
        from gauntlet_desktop.ui.model_forms import ImportForm

        form = ImportForm(self, path, found)
        form.accepted.connect(
            lambda: self._start(in_own_process(import_model, path, form.request()), self._imported, "Importing")
        )
        form.open()

    def _imported(self, model: StoredModel) -> None:
        self.notice.show_text(
            f"{model.id} is imported. It gives no likelihood ratio yet: choose “Calibrate…” and a folder of labelled "
            "images (real and fake) to change that."
        )
        self._reload(model.id)

    def _verify(self, model: ListedModel) -> None:
        from gauntlet_desktop.app.models import verify

        done = f"All files of {model.id} are as they were imported."
        self._start(in_own_process(verify, model.id), lambda _: self.notice.show_text(done), "Hashing the files")

    def _calibrate(self, model: ListedModel) -> None:
        from gauntlet_desktop.app.calibrate import calibrate

        folder = QFileDialog.getExistingDirectory(self, f"Labelled images to calibrate {model.id} on")
        if folder:
            work = in_own_process(calibrate, model.id, Path(folder))
            self._start(work, lambda summary: self._calibrated(model.id, summary), "Calibrating")

    def _calibrated(self, model_id: str, summary: str) -> None:
        self.notice.show_text(breakable(summary), f"{model_id} is calibrated")
        self._reload(model_id)

    def _quantise(self, model: ListedModel) -> None:
        self._make(model, "int8")

    def _export(self, model: ListedModel) -> None:
        self._make(model, "onnx")

    def _make(self, model: ListedModel, variant: str) -> None:
        from gauntlet_desktop.app.models import Variant, make_variant

        self._discard()
        self._scratch = tempfile.TemporaryDirectory(prefix="gauntlet-")
        work = in_own_process(make_variant, model.id, Variant(variant), Path(self._scratch.name))
        self._start(work, self._ask_keep, f"Making another form of {model.id}")

    def _ask_keep(self, candidate: Candidate) -> None:
        from gauntlet_desktop.app.models import keep_variant
        from gauntlet_desktop.ui.model_forms import KeepForm

        form = KeepForm(self, candidate)
        form.accepted.connect(
            lambda: self._start(
                in_own_process(keep_variant, candidate, form.id.text().strip()), self._kept, "Keeping it"
            )
        )
        form.save_button.clicked.connect(lambda: self._save(form, candidate))
        form.rejected.connect(self._discard)
        form.open()

    def _save(self, form: KeepForm, candidate: Candidate) -> None:
        """Write the file and its card into a folder that is chosen; the form stays until that is done."""
        from gauntlet_desktop.app.models import write_variant

        name = QFileDialog.getExistingDirectory(form, "Folder for the model and its card")
        if not name:
            return
        try:
            model, card = write_variant(candidate, Path(name))
        except GauntletError as error:
            form.notice.show_text(breakable(as_sentence(error)))
            return
        form.reject()
        self.notice.show_text(breakable(f"{model.name} and {card.name} are in {name}. Nothing was kept here."))

    def _kept(self, model: StoredModel) -> None:
        self._discard()
        self.notice.show_text(f"{model.id} is kept as a model of its own, uncalibrated until you calibrate it.")
        self._reload(model.id)

    def _remove(self, model: ListedModel) -> None:
        text = f"Remove {model.id}? What it was imported from is not touched."
        box = QMessageBox(QMessageBox.Icon.Question, "Remove the model", text, parent=self)
        remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        remove.clicked.connect(lambda: self._removed(model.id))
        box.open()

    def _removed(self, model_id: str) -> None:
        from gauntlet_desktop.app.models import remove

        done = f"{model_id} is removed."

        def gone(_: object) -> None:
            self.notice.show_text(done)
            self._reload("")

        self._start(lambda _: remove(model_id), gone, "Removing")

    # One piece of work at a time

    def _start(self, work: Callable[[Task], Any], then: Callable[[Any], None], what: str) -> None:
        self.notice.hide()
        self.progress.begin(what)
        self._then = then
        self._task = Task(work)
        self._task.progressed.connect(self.progress.show_progress)
        self._task.finished.connect(self._finished)
        self._task.failed.connect(self._failed)
        self._enable()
        self._task.start(self._pool)

    def _finished(self, result: object) -> None:
        stopped = self._task is not None and self._task.stopped
        self._end()
        if stopped:
            self._ended_too_late()
        else:
            self._then(result)

    def _ended_too_late(self) -> None:
        """The work was done before it saw that it was cancelled: nothing more is asked, what it changed is shown."""
        self._discard()
        self.notice.show_text("Cancelled.")
        models = _list()
        if models != self._models:
            self.changed.emit()
            self._show(models)

    def _failed(self, error: GauntletError) -> None:
        self._end()
        self._discard()
        text = "Cancelled; nothing was changed." if isinstance(error, Cancelled) else as_sentence(error)
        self.notice.show_text(breakable(text))

    def _end(self) -> None:
        self._task = None
        self.progress.end()
        self._enable()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()

    def _discard(self) -> None:
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def _say_nothing(self, _: object) -> None:
        return

    # What is shown

    def _reload(self, wanted: str) -> None:
        """Read the list anew with one model chosen, and tell that it changed."""
        self.changed.emit()
        self._wanted = wanted
        self._show(_list())

    def _show(self, models: tuple[ListedModel, ...]) -> None:
        self._models = models
        self.show_rows([_row(model) for model in models])
        ids = [model.id for model in models]
        if models:
            self.table.selectRow(ids.index(self._wanted) if self._wanted in ids else 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        model = self.chosen
        self.details.show_rows(_details(model) if model else [])
        self._enable()

    def _build_buttons(self) -> dict[str, QPushButton]:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        buttons = {}
        actions: Sequence[tuple[str, str, Callable[[], None]]] = (
            ("import_file", "Import &file…", self._import_file),
            ("import_folder", "Import f&older…", self._import_folder),
            ("calibrate", "&Calibrate…", lambda: self._with_chosen(self._calibrate)),
            ("verify", "&Verify", lambda: self._with_chosen(self._verify)),
            ("quantise", "&Quantise…", lambda: self._with_chosen(self._quantise)),
            ("export", "&Export as ONNX…", lambda: self._with_chosen(self._export)),
            ("remove", "&Remove…", lambda: self._with_chosen(self._remove)),
        )
        for name, text, action in actions:
            button = QPushButton(text)
            button.setAccessibleName(text.replace("&", "").rstrip("…"))
            button.setAutoDefault(False)
            button.clicked.connect(action)
            row.addWidget(button)
            buttons[name] = button
        row.addStretch(1)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.removeWidget(self.buttons)
        row.addWidget(self.buttons)
        layout.addLayout(row)
        return buttons

    def _with_chosen(self, action: Callable[[ListedModel], None]) -> None:
        if self.chosen is not None:
            action(self.chosen)

    def _enable(self) -> None:
        model, free = self.chosen, self._task is None
        usable = model is not None and not model.problem
        own = usable and model is not None and model.imported
        allowed = {
            "import_file": True,
            "import_folder": True,
            "calibrate": usable,
            "verify": own,
            "quantise": usable,
            "export": usable,
            "remove": model is not None and model.imported,
        }
        for name, button in self.action_buttons.items():
            button.setEnabled(free and bool(allowed[name]))


def _row(model: ListedModel) -> tuple[str, ...]:
    if model.problem:
        return model.id, "✕ damaged", "you", "", ""
    return (
        model.id,
        _CALIBRATED[model.calibration],
        "you" if model.imported else "a plugin",
        _size(model.bytes),
        model.licence,
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"


def _details(model: ListedModel) -> list[tuple[str, ...]]:
    if model.problem:
        return [("Model", breakable(model.id)), ("Problem", breakable(model.problem))]
    remarks = ["its figures make it experimental"] * (model.experimental and not model.imported)
    remarks += ["experimental: nobody has measured it here"] * model.imported
    return [
        ("Model", breakable(f"{model.id} {model.version}")),
        ("What it is", breakable("; ".join([model.architecture.rstrip("."), *remarks]), 300)),
        ("Licence", breakable(model.licence, 300)),
        ("Origin", breakable(model.origin, 400)),
        ("SHA-256", breakable(model.sha256)),
    ]


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file or folder that is dragged."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _list() -> tuple[ListedModel, ...]:
    from gauntlet_desktop.app.model_list import all_models

    return all_models()
