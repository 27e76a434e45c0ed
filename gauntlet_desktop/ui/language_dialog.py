"""The language models that the user named: what is known of each, and adding a folder or a server, and removing.

Plugins and what they load run in a process of their own; this one sees descriptions only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QFileDialog, QWidget

from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.ui.background import in_own_process
from gauntlet_desktop.ui.language import marked, say, size, tr
from gauntlet_desktop.ui.widgets import breakable, open_at
from gauntlet_desktop.ui.work_dialog import WorkDialog

if TYPE_CHECKING:
    from gauntlet_desktop.api.language_store import StoredLanguageModel
    from gauntlet_desktop.app.descriptions import ListedLanguageModel

COLUMNS = (marked("Language model"), marked("State"), marked("Sees"), marked("Memory"), marked("Licence"))
REMARK = marked(
    "Language models of your own, which can remark on a picture and reword a text. What they write is never evidence. "
    "Their weights stay where they are; nothing is ever fetched."
)


class LanguageModelsDialog(WorkDialog):
    """A table of the language models, what is known of the chosen one, and what can be done with it."""

    CANCELLED = marked("Cancelled; nothing was changed.")

    def __init__(self, parent: QWidget | None, pool: QThreadPool) -> None:
        super().__init__(
            parent,
            pool,
            title=tr("Language models"),
            columns=tuple(map(tr, COLUMNS)),
            remark=tr(REMARK),
            chosen_title=tr("Chosen language model"),
            empty=tr("No language model is named yet. Add the folder of one, or a server on this machine."),
        )
        open_at(self, 820, 560)
        self._models: tuple[ListedLanguageModel, ...] = ()
        self._wanted = ""
        self._said = ""
        self.add_folder, self.add_server, self.remove = self.place_buttons(
            (
                (tr("Add a &folder…"), self._choose_folder),
                (tr("Add a &server…"), self._ask_server),
                (tr("&Remove…"), self._remove),
            )
        )
        self.enable()

    def begin(self) -> None:
        """Find out, in another process, which language models there are and whether they can run."""
        from gauntlet_desktop.app.descriptions import survey

        self.start(in_own_process(survey), self._show, tr("Looking for language models"))

    @property
    def chosen(self) -> ListedLanguageModel | None:
        return None if self.chosen_row is None else self._models[self.chosen_row]

    def add_from(self, folder: Path) -> None:
        """Find out what a folder holds, ask for what is missing, add it."""
        from gauntlet_desktop.api.language_store import recognise_language_model

        self.start(
            lambda _: recognise_language_model(folder),
            lambda found: self._ask_folder(folder, *found),
            tr("Looking at {name}").format(name=breakable(folder.name, 60)),
        )

    def show_chosen(self) -> None:
        self.details.show_rows(_details(self.chosen) if self.chosen else [])
        self.enable()

    def enable(self) -> None:
        chosen = self.chosen
        self.add_folder.setEnabled(self.free)
        self.add_server.setEnabled(self.free)
        self.remove.setEnabled(self.free and chosen is not None and chosen.stored is not None)

    def ended_late(self, result: Any) -> None:
        """A list that was found is shown; what other work has changed is found out, unless the dialog is closed."""
        if self._then == self._show:
            self._show(result)
        elif self.isVisible():
            self.begin()

    # What the buttons do

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder of a language model"))
        if name:
            self.add_from(Path(name))

    def _ask_folder(self, folder: Path, architecture: str, sees_images: bool) -> None:
        from gauntlet_desktop.app.descriptions import add_folder
        from gauntlet_desktop.ui.language_forms import FolderForm

        form = FolderForm(self, folder, architecture, sees_images=sees_images)
        form.accepted.connect(
            lambda: self.start(in_own_process(add_folder, folder, **form.told()), self._added, tr("Hashing the files"))
        )
        form.open()

    def _ask_server(self) -> None:
        from gauntlet_desktop.app.descriptions import add_server
        from gauntlet_desktop.ui.language_forms import ServerForm

        form = ServerForm(self)
        form.accepted.connect(
            lambda: self.start(in_own_process(add_server, **form.told()), self._added, tr("Checking the address"))
        )
        form.open()

    def _added(self, model: StoredLanguageModel) -> None:
        self._reload(tr("{id} is listed, and offered where a language model is asked.").format(id=model.id), model.id)

    def _remove(self) -> None:
        from gauntlet_desktop.app.descriptions import remove_language_model

        model = self.chosen
        if model is None:
            return
        name = model.id
        self.ask_removal(
            tr("Remove the language model"),
            tr("Take {name} off the list? Its files are not touched.").format(name=name),
            lambda: self.start(lambda _: remove_language_model(name), lambda _: self._removed(name), tr("Removing")),
        )

    def _removed(self, name: str) -> None:
        self._reload(tr("{name} is no longer listed.").format(name=name))

    # What is shown

    def _reload(self, said: str, wanted: str = "") -> None:
        self._said, self._wanted = said, wanted
        self.begin()

    def _show(self, models: Sequence[ListedLanguageModel]) -> None:
        self._models = tuple(models)
        self.show_rows([_row(model) for model in models])
        self.table.resizeColumnsToContents()
        ids = [model.id for model in models]
        if ids:
            self.table.selectRow(ids.index(self._wanted) if self._wanted in ids else 0)
        self.show_chosen()
        nothing = "" if ids else tr("No language model is listed yet: add a folder or a server.")
        self.notice.show_text(self._said or nothing)
        self._said = self._wanted = ""


def _row(model: ListedLanguageModel) -> tuple[str, ...]:
    return (
        model.id,
        tr("✕ cannot run") if model.problem else tr("✓ ready"),
        tr("pictures and text") if model.sees_images else tr("text only"),
        tr("about {size}").format(size=size(model.memory_bytes)) if model.memory_bytes else "",
        model.stored.licence if model.stored else "",
    )


def _details(model: ListedLanguageModel) -> list[tuple[str, ...]]:
    rows = [(tr("Language model"), breakable(f"{model.id}, {model.name}" if model.name != model.id else model.id, 200))]
    rows += [(tr("Problem"), breakable(say(model.problem), 600))] * bool(model.problem)
    stored = model.stored
    if stored is None:
        return [*rows, (tr("Comes from"), tr("a plugin"))]
    where = (
        tr("{served} at {url}").format(served=stored.served, url=stored.url)
        if stored.url
        else visible_path(stored.raw_folder)
    )
    if stored.architecture:
        rows.append((tr("What it is"), breakable(stored.architecture, 200)))
    return [
        *rows,
        (tr("Where"), breakable(where, 400)),
        (tr("Licence"), breakable(stored.licence, 300)),
        (tr("Origin"), breakable(stored.origin, 400)),
        ("SHA-256", stored.weights_sha256 or tr("not known: the server keeps its weights")),
    ]
