"""The language models in the window, with real processes and tiny models: adding, what is refused, and removing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.language_store import LIST_NAME, SERVER, find_language_model, read_language_models
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.language_dialog import LanguageModelsDialog
from gauntlet_desktop.ui.language_forms import FolderForm, ServerForm
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from tests.engine.conftest import PATIENCE_SECONDS
from tests.gui.conftest import PATIENCE_MS, Desk


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(folder))
    return folder


@pytest.fixture(scope="module")
def mistral(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from tests import tiny_language_models as tiny

    torch.manual_seed(1)
    return tiny.save_mistral(tmp_path_factory.mktemp("weights") / "Tiny Mistral")


@pytest.fixture
def dialog(qtbot: QtBot) -> LanguageModelsDialog:
    dialog = LanguageModelsDialog(None, QThreadPool.globalInstance())
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def idle(qtbot: QtBot, dialog: LanguageModelsDialog) -> None:
    qtbot.waitUntil(lambda: dialog.free, timeout=PATIENCE_MS)


def ids(dialog: LanguageModelsDialog) -> list[str]:
    return [dialog.model.item(row, 0).text() for row in range(dialog.model.rowCount())]


def shown(dialog: LanguageModelsDialog) -> str:
    return dialog.details.text.replace("\u200b", "")


def folder_form(qtbot: QtBot, dialog: LanguageModelsDialog) -> FolderForm:
    qtbot.waitUntil(lambda: bool(dialog.findChildren(FolderForm)), timeout=PATIENCE_MS)
    return dialog.findChildren(FolderForm)[-1]


def test_a_folder_is_added_told_of_and_removed(
    dialog: LanguageModelsDialog, mistral: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.begin()
    idle(qtbot, dialog)
    assert ids(dialog) == [] and "No language model is listed yet" in dialog.notice.text
    assert not dialog.remove.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(mistral))
    dialog.add_folder.click()
    form = folder_form(qtbot, dialog)
    form.licence.setText("Apache-2.0")
    form.accept_button.click()
    qtbot.waitUntil(lambda: ids(dialog) == ["tiny-mistral"], timeout=PATIENCE_MS)
    stored = find_language_model("tiny-mistral")
    assert (stored.licence, stored.origin, stored.folder) == ("Apache-2.0", "not stated", mistral.resolve())
    assert dialog.model.item(0, 1).text() == "✓ ready" and dialog.model.item(0, 2).text() == "text only"
    assert "MB" in dialog.model.item(0, 3).text()
    for told in ("mistral", str(mistral.resolve()), "Apache-2.0", "not stated", stored.weights_sha256):
        assert told in shown(dialog)
    assert "is listed" in dialog.notice.text
    dialog.remove.click()
    (box,) = dialog.findChildren(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Remove").click()
    qtbot.waitUntil(lambda: ids(dialog) == [] and dialog.free, timeout=PATIENCE_MS)
    assert "no longer listed" in dialog.notice.text
    assert read_language_models() == () and (mistral / "config.json").is_file()


def test_a_server_of_this_machine_is_added_and_any_other_refused(dialog: LanguageModelsDialog, qtbot: QtBot) -> None:
    def ask(url: str, model_id: str) -> None:
        dialog.add_server.click()
        form = dialog.findChildren(ServerForm)[-1]
        assert form.body.verticalScrollBar().maximum() == 0 and not form.accept_button.isEnabled()
        form.url.setText(url)
        form.served.setText("llava")
        form.id.setText(model_id)
        form.sees_images.setChecked(True)
        form.accept_button.click()
        idle(qtbot, dialog)

    ask("http://192.0.2.1:80/v1", "elsewhere")
    assert "is refused" in dialog.notice.text and "http://127.0.0.1:PORT/v1" in dialog.notice.text
    assert read_language_models() == ()
    ask("http://127.0.0.1:1/v1", "Not An Id")
    assert "cannot be an id" in dialog.notice.text and "lower-case letters" in dialog.notice.text
    ask("http://127.0.0.1:1/v1", "served")
    qtbot.waitUntil(lambda: ids(dialog) == ["served"], timeout=PATIENCE_MS)
    stored = find_language_model("served")
    assert (stored.kind, stored.served, stored.sees_images, stored.licence) == (SERVER, "llava", True, "not stated")
    assert "llava at http://127.0.0.1:1/v1" in shown(dialog)
    assert "not known: the server keeps its weights" in shown(dialog)


def test_what_cannot_be_added_is_told_with_its_remedy(
    dialog: LanguageModelsDialog, mistral: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.add_from(tmp_path)
    idle(qtbot, dialog)
    assert "no folder of a language model" in dialog.notice.text and "It needs config.json" in dialog.notice.text
    assert not dialog.findChildren(FolderForm)
    for _ in range(2):
        dialog.add_from(mistral)
        idle(qtbot, dialog)
        folder_form(qtbot, dialog).accept_button.click()
        idle(qtbot, dialog)
    assert "There is a language model 'tiny-mistral' already. Remove it first." in dialog.notice.text


def test_a_model_whose_files_are_gone_is_said_to_be_unable_to_run(
    dialog: LanguageModelsDialog, mistral: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    from gauntlet_desktop.app.descriptions import add_folder

    moved = tmp_path / "moved"
    moved.mkdir()
    for path in mistral.iterdir():
        (moved / path.name).write_bytes(path.read_bytes())
    add_folder(moved, model_id="gone")
    moved.rename(tmp_path / "elsewhere")
    dialog.begin()
    qtbot.waitUntil(lambda: ids(dialog) == ["gone"], timeout=PATIENCE_MS)
    assert dialog.model.item(0, 1).text() == "✕ cannot run"
    assert "Its folder is not there" in shown(dialog) and dialog.remove.isEnabled()


def test_a_damaged_list_is_told(dialog: LanguageModelsDialog, store: Path, qtbot: QtBot) -> None:
    store.mkdir()
    (store / LIST_NAME).write_text("{", encoding="utf-8")
    dialog.begin()
    idle(qtbot, dialog)
    assert "cannot be read" in dialog.notice.text and f"Remove {LIST_NAME}" in dialog.notice.text


@pytest.mark.parametrize("closed", [False, True])
def test_what_was_added_before_the_cancelling_was_seen_is_shown_unless_the_dialog_is_closed(
    closed: bool, dialog: LanguageModelsDialog, qtbot: QtBot
) -> None:
    from gauntlet_desktop.app.descriptions import add_server

    cancelled = threading.Event()

    def add(_: Task) -> None:
        cancelled.wait(PATIENCE_SECONDS)
        add_server("http://127.0.0.1:1/v1", "llava", model_id="served")

    dialog.start(add, lambda _: pytest.fail("nothing is told of it"), "Adding")
    if closed:
        dialog.reject()
    else:
        dialog.progress.cancel.click()
    cancelled.set()
    if closed:
        idle(qtbot, dialog)
        assert ids(dialog) == []
    else:
        qtbot.waitUntil(lambda: ids(dialog) == ["served"], timeout=PATIENCE_MS)


def test_it_is_reached_from_the_models_and_a_model_added_there_is_loaded(desk: Desk, qtbot: QtBot) -> None:
    from gauntlet_desktop.app.descriptions import add_server

    desk.window.actions_by_id["models"].trigger()
    (models,) = desk.window.findChildren(ModelsDialog)
    qtbot.waitUntil(lambda: models.free, timeout=PATIENCE_MS)
    models.action_buttons["language"].click()
    (dialog,) = models.findChildren(LanguageModelsDialog)
    idle(qtbot, dialog)
    add_server("http://127.0.0.1:1/v1", "llava", model_id="served")
    dialog.close()
    models.close()
    assert desk.service.reloads == 1
