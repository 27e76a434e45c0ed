"""The models: what detectors there are, and importing, checking, calibrating, shrinking and removing one's own.

Everything that loads weights runs in a process of its own; this one sees descriptions only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.ui.background import in_own_process
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.language import marked, say, size, tr
from gauntlet_desktop.ui.language_dialog import LanguageModelsDialog
from gauntlet_desktop.ui.widgets import breakable, open_at
from gauntlet_desktop.ui.work_dialog import Action, WorkDialog

if TYPE_CHECKING:
    from gauntlet_desktop.api.model_formats import Recognised
    from gauntlet_desktop.api.model_store import StoredModel
    from gauntlet_desktop.app.model_list import ListedModel
    from gauntlet_desktop.app.models import Candidate
    from gauntlet_desktop.ui.model_forms import KeepForm

COLUMNS = (marked("Model"), marked("Calibrated"), marked("From"), marked("Size"), marked("Licence"))
REMARK = marked(
    "Detectors that came with plugins, and models of your own. Drop a file or a folder of weights here to import it; "
    "nothing is ever fetched."
)
_FILTER = marked("Weights (*.safetensors *.pt *.pth *.bin *.ckpt *.onnx);;All files (*)")
_CALIBRATED = {"shipped": marked("✓ yes"), "own": marked("✓ by you"), "": marked("✕ no")}


class ModelsDialog(WorkDialog):
    """A table of all detectors, what is known of the chosen one, and what can be done with it.

    `changed` is emitted when a model or a calibration was added or taken away.
    """

    CANCELLED = marked("Cancelled; nothing was changed.")
    changed = Signal()

    def __init__(self, parent: QWidget | None, pool: QThreadPool) -> None:
        super().__init__(
            parent,
            pool,
            title=tr("Models"),
            columns=tuple(map(tr, COLUMNS)),
            remark=tr(REMARK),
            chosen_title=tr("Chosen model"),
            empty=tr("The detectors are listed here as soon as they are read."),
        )
        open_at(self, 1000, 640)
        self.setAcceptDrops(True)
        self._models: tuple[ListedModel, ...] = ()
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._wanted = ""
        self.action_buttons = self._build_buttons()
        self.enable()

    def begin(self) -> None:
        """Read the list in the background."""
        self.start(lambda _: _list(), self._show, tr("Reading the list"))

    @property
    def chosen(self) -> ListedModel | None:
        return None if self.chosen_row is None else self._models[self.chosen_row]

    def reject(self) -> None:
        """Close; what is under way is cancelled."""
        super().reject()
        self.discard()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.free and _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None and self.free:
            event.acceptProposedAction()
            self.import_from(path)

    # What the buttons do

    def import_from(self, path: Path) -> None:
        """Find out what a file or folder holds, ask for what is missing, import it."""
        from gauntlet_desktop.app.models import recognise

        work = in_own_process(recognise, path)
        self.start(
            work,
            lambda found: self._ask_import(path, found),
            tr("Looking at {name}").format(name=breakable(path.name, 60)),
        )

    def _import_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a file of weights"), "", tr(_FILTER))
        if name:
            self.import_from(Path(name))

    def _import_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Import a folder of weights"))
        if name:
            self.import_from(Path(name))

    def _ask_import(self, path: Path, found: Recognised) -> None:
        from gauntlet_desktop.app.models import import_model
        from gauntlet_desktop.ui.model_forms import ImportForm

        form = ImportForm(self, path, found)
        form.accepted.connect(
            lambda: self.start(in_own_process(import_model, path, form.request()), self._imported, tr("Importing"))
        )
        form.open()

    def _imported(self, model: StoredModel) -> None:
        self.notice.show_text(
            tr(
                "{id} is imported. It gives no likelihood ratio yet: choose “Calibrate…” and a folder of "
                "labelled images (real and fake) to change that."
            ).format(id=model.id)
        )
        self._reload(model.id)

    def _verify(self, model: ListedModel) -> None:
        from gauntlet_desktop.app.models import verify

        done = tr("All files of {id} are as they were imported.").format(id=model.id)
        self.start(in_own_process(verify, model.id), lambda _: self.notice.show_text(done), tr("Hashing the files"))

    def _calibrate(self, model: ListedModel) -> None:
        from gauntlet_desktop.app.calibrate import calibrate

        folder = QFileDialog.getExistingDirectory(self, tr("Labelled images to calibrate {id} on").format(id=model.id))
        if folder:
            work = in_own_process(calibrate, model.id, Path(folder))
            self.start(work, lambda summary: self._calibrated(model.id, summary), tr("Calibrating"))

    def _calibrated(self, model_id: str, summary: str) -> None:
        self.notice.show_text(breakable(summary), tr("{model_id} is calibrated").format(model_id=model_id))
        self._reload(model_id)

    def _quantise(self, model: ListedModel) -> None:
        self._make(model, "int8")

    def _export(self, model: ListedModel) -> None:
        self._make(model, "onnx")

    def _make(self, model: ListedModel, variant: str) -> None:
        from gauntlet_desktop.app.models import Variant, make_variant

        self.discard()
        self._scratch = tempfile.TemporaryDirectory(prefix="gauntlet-")
        work = in_own_process(make_variant, model.id, Variant(variant), Path(self._scratch.name))
        self.start(work, self._ask_keep, tr("Making another form of {id}").format(id=model.id))

    def _ask_keep(self, candidate: Candidate) -> None:
        from gauntlet_desktop.app.models import keep_variant
        from gauntlet_desktop.ui.model_forms import KeepForm

        form = KeepForm(self, candidate)
        form.accepted.connect(
            lambda: self.start(
                in_own_process(keep_variant, candidate, form.id.text().strip()), self._kept, tr("Keeping it")
            )
        )
        form.save_button.clicked.connect(lambda: self._save(form, candidate))
        form.rejected.connect(self.discard)
        form.open()

    def _save(self, form: KeepForm, candidate: Candidate) -> None:
        """Write the file and its card into a folder that is chosen; the form stays until that is done."""
        from gauntlet_desktop.app.models import write_variant

        name = QFileDialog.getExistingDirectory(form, tr("Folder for the model and its card"))
        if not name:
            return
        try:
            model, card = write_variant(candidate, Path(name))
        except GauntletError as error:
            form.notice.show_text(breakable(as_sentence(error)))
            return
        form.reject()
        self.notice.show_text(
            breakable(
                tr("{model} and {card} are in {folder}. Nothing was kept here.").format(
                    model=model.name, card=card.name, folder=name
                )
            )
        )

    def _kept(self, model: StoredModel) -> None:
        self.discard()
        self.notice.show_text(
            tr("{id} is kept as a model of its own, uncalibrated until you calibrate it.").format(id=model.id)
        )
        self._reload(model.id)

    def _remove(self, model: ListedModel) -> None:
        text = tr("Remove {id}? What it was imported from is not touched.").format(id=model.id)
        self.ask_removal(tr("Remove the model"), text, lambda: self._removed(model.id))

    def _removed(self, model_id: str) -> None:
        from gauntlet_desktop.app.models import remove

        done = tr("{model_id} is removed.").format(model_id=model_id)

        def gone(_: object) -> None:
            self.notice.show_text(done)
            self._reload("")

        self.start(lambda _: remove(model_id), gone, tr("Removing"))

    def _open_language_models(self) -> None:
        dialog = LanguageModelsDialog(self, self._pool)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        dialog.begin()

    # What follows work that did not come to its end

    def ended_late(self, result: Any) -> None:
        """Nothing more is asked; what the work changed is shown."""
        self.discard()
        self.notice.show_text(tr("Cancelled."))
        models = _list()
        if models != self._models:
            self.changed.emit()
            self._show(models)

    def discard(self) -> None:
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

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
        self.show_chosen()

    def show_chosen(self) -> None:
        model = self.chosen
        self.details.show_rows(_details(model) if model else [])
        self.enable()

    def _build_buttons(self) -> dict[str, QPushButton]:
        actions: dict[str, Action] = {
            "import_file": (tr("Import &file…"), self._import_file),
            "import_folder": (tr("Import f&older…"), self._import_folder),
            "calibrate": (tr("&Calibrate…"), lambda: self._with_chosen(self._calibrate)),
            "verify": (tr("&Verify"), lambda: self._with_chosen(self._verify)),
            "quantise": (tr("&Quantise…"), lambda: self._with_chosen(self._quantise)),
            "export": (tr("&Export as ONNX…"), lambda: self._with_chosen(self._export)),
            "remove": (tr("&Remove…"), lambda: self._with_chosen(self._remove)),
            "language": (tr("&Language models…"), self._open_language_models),
        }
        buttons = dict(zip(actions, self.place_buttons(list(actions.values())), strict=True))
        for button in buttons.values():
            button.setAccessibleName(button.text().replace("&", "").rstrip("…"))
        return buttons

    def _with_chosen(self, action: Callable[[ListedModel], None]) -> None:
        if self.chosen is not None:
            action(self.chosen)

    def enable(self) -> None:
        model = self.chosen
        usable = model is not None and not model.problem
        own = usable and model is not None and model.imported
        allowed = {
            "import_file": True,
            "import_folder": True,
            "language": True,
            "calibrate": usable,
            "verify": own,
            "quantise": usable,
            "export": usable,
            "remove": model is not None and model.imported,
        }
        for name, button in self.action_buttons.items():
            button.setEnabled(self.free and bool(allowed[name]))


def _row(model: ListedModel) -> tuple[str, ...]:
    if model.problem:
        return model.id, tr("✕ damaged"), tr("you"), "", ""
    return (
        model.id,
        tr(_CALIBRATED[model.calibration]),
        tr("you") if model.imported else tr("a plugin"),
        size(model.bytes),
        model.licence,
    )


def _details(model: ListedModel) -> list[tuple[str, ...]]:
    if model.problem:
        return [(tr("Model"), breakable(model.id)), (tr("Problem"), breakable(say(model.problem)))]
    remarks = [tr("its figures make it experimental")] * (model.experimental and not model.imported)
    remarks += [tr("experimental: nobody has measured it here")] * model.imported
    return [
        (tr("Model"), breakable(f"{model.id} {model.version}")),
        (tr("What it is"), breakable("; ".join([model.architecture.rstrip("."), *remarks]), 300)),
        (tr("Licence"), breakable(model.licence, 300)),
        (tr("Origin"), breakable(model.origin, 400)),
        ("SHA-256", breakable(model.sha256)),
    ]


def _dropped(event: QDropEvent) -> Path | None:
    """The one local file or folder that is dragged."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _list() -> tuple[ListedModel, ...]:
    from gauntlet_desktop.app.model_list import all_models

    return all_models()
