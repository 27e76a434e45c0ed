"""What a person is asked about a language model before it is listed: a folder of weights, or a local server."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.model_forms import NOT_STATED, ModelForm
from gauntlet_desktop.ui.widgets import breakable, plain_label

_NEVER_EVIDENCE = marked("What a language model writes is marked as its remarks, and is never evidence.")


class FolderForm(ModelForm):
    """Says what a folder holds, and asks for what its files do not tell."""

    def __init__(self, parent: QWidget | None, folder: Path, architecture: str, *, sees_images: bool) -> None:
        senses = tr("sees pictures") if sees_images else tr("text only")
        headline = f"{architecture}, {senses}"
        super().__init__(parent, tr("Add a language model"), breakable(headline, 200), tr("Add"))
        note = tr("Nothing is copied. The sums of the files are kept, and a model whose files change is refused.")
        self.column.addWidget(plain_label(note))
        self.id = self.field(tr("Id"), placeholder=tr("made from “{name}”").format(name=breakable(folder.name, 60)))
        self.licence = self.licence_field()
        self.origin = self.origin_field()
        self.column.addLayout(self.fields)
        self.column.addWidget(plain_label(tr(_NEVER_EVIDENCE), "muted"))
        self.finish()

    def told(self) -> dict[str, str]:
        """What was entered, by the names that `app.descriptions.add_folder` knows."""
        return {
            "model_id": self.id.text().strip(),
            "licence": self.licence.text().strip() or NOT_STATED,
            "origin": self.origin.text().strip() or NOT_STATED,
        }


class ServerForm(ModelForm):
    """Asks for the address of a server on this machine and for what it serves."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent, tr("Add a language model"), tr("A model that a server on this machine runs"), tr("Add")
        )
        note = tr(
            "The server must be OpenAI-compatible (llama.cpp, Ollama, vLLM) and run on this machine; any other address "
            "is refused. It keeps its weights, so that no SHA-256 can be stated."
        )
        self.column.addWidget(plain_label(note))
        self.url = self._needed(tr("Address"), "http://127.0.0.1:8080/v1")
        self.served = self._needed(tr("Model"), tr("the name by which the server knows it"))
        self.id = self._needed(tr("Id"), tr("its id here: lower-case letters, digits and hyphens"))
        self.sees_images = QCheckBox(tr("It understands pictures"))
        self.fields.addRow("", self.sees_images)
        self.licence = self.licence_field()
        self.origin = self.origin_field()
        self.column.addLayout(self.fields)
        self.column.addWidget(plain_label(tr(_NEVER_EVIDENCE), "muted"))
        self.finish()
        self._check()

    def told(self) -> dict[str, str | bool]:
        """What was entered, by the names that `app.descriptions.add_server` knows."""
        return {
            "url": self.url.text().strip(),
            "served": self.served.text().strip(),
            "model_id": self.id.text().strip(),
            "sees_images": self.sees_images.isChecked(),
            "licence": self.licence.text().strip() or NOT_STATED,
            "origin": self.origin.text().strip() or NOT_STATED,
        }

    def _needed(self, name: str, placeholder: str) -> QLineEdit:
        line = self.field(name, placeholder=placeholder)
        line.textChanged.connect(self._check)
        return line

    def _check(self) -> None:
        """Add can be chosen once nothing is missing."""
        needed = (self.url, self.served, self.id)
        self.accept_button.setEnabled(all(line.text().strip() for line in needed))
