"""The manager of models with real processes: import, comparison, keeping, checking, removing, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QThreadPool, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.model_formats import Recognised
from gauntlet_desktop.api.model_store import read_model
from gauntlet_desktop.app.models import Candidate, Comparison, Variant
from gauntlet_desktop.ui.model_forms import ImportForm, KeepForm
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from gauntlet_desktop.ui.progress_row import ProgressRow
from tests.engine.conftest import PATIENCE_SECONDS
from tests.gui.conftest import Desk

PATIENCE_MS = int(1000 * PATIENCE_SECONDS)
COMPARISON = Comparison("PyTorch", "int8", 13, (344_800_000, 89_300_000), (600.0, 250.0), 0.003, 0.015, 1, ("Exact.",))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(folder))
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A small network as a training recipe leaves it."""
    torch = pytest.importorskip("torch")
    from gauntlet_source_systems.models import ModelConfig, save_model

    torch.manual_seed(1)
    folder = tmp_path / "My Run"
    folder.mkdir()
    config = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]})
    save_model(folder, config, config.entry.build(config.settings))
    return folder


@pytest.fixture
def dialog(qtbot: QtBot, models: Path) -> ModelsDialog:
    dialog = ModelsDialog(None, QThreadPool.globalInstance())
    qtbot.addWidget(dialog)
    dialog.begin()
    dialog.show()
    idle(qtbot, dialog)
    return dialog


def idle(qtbot: QtBot, dialog: ModelsDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.progress.isVisibleTo(dialog), timeout=PATIENCE_MS)


def ids(dialog: ModelsDialog) -> list[str]:
    return [dialog.model.item(row, 0).text() for row in range(dialog.model.rowCount())]


def drop(dialog: ModelsDialog, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, button, modifier))


def test_installed_detectors_are_listed_and_cannot_be_changed(dialog: ModelsDialog) -> None:
    assert "deep-evidence" in ids(dialog)
    dialog.table.selectRow(ids(dialog).index("deep-evidence"))
    assert "SHA-256" in dialog.details.text and "Apache-2.0" in dialog.details.text
    enabled = {name for name, button in dialog.action_buttons.items() if button.isEnabled()}
    assert enabled == {"import_file", "import_folder", "language", "calibrate", "quantise", "export"}
    assert all(button.accessibleName() for button in dialog.action_buttons.values())


def test_a_dropped_model_is_imported_checked_and_removed(
    dialog: ModelsDialog, weights: Path, models: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.changed, timeout=PATIENCE_MS):
        drop(dialog, weights)
        qtbot.waitUntil(lambda: bool(dialog.findChildren(ImportForm)), timeout=PATIENCE_MS)
        (form,) = dialog.findChildren(ImportForm)
        form.id.setText("mine")
        form.licence.setText("MIT")
        form.accept_button.click()
    assert read_model(models / "mine").licence == "MIT"
    assert dialog.chosen is not None and dialog.chosen.id == "mine"
    assert "Calibrate" in dialog.notice.text
    dialog.action_buttons["verify"].click()
    idle(qtbot, dialog)
    assert "as they were imported" in dialog.notice.text
    (models / "mine" / "model.safetensors").write_bytes(b"altered")
    dialog.action_buttons["verify"].click()
    idle(qtbot, dialog)
    assert "altered or damaged" in dialog.notice.text
    dialog.action_buttons["remove"].click()
    (box,) = dialog.findChildren(QMessageBox)
    with qtbot.waitSignal(dialog.changed, timeout=PATIENCE_MS):
        next(button for button in box.buttons() if button.text() == "Remove").click()
    assert "mine" not in ids(dialog) and not (models / "mine").exists()


def test_a_form_is_kept_after_its_comparison_was_shown(
    dialog: ModelsDialog, weights: Path, models: Path, qtbot: QtBot
) -> None:
    from gauntlet_desktop.core.task import TaskContext
    from gauntlet_desktop.training.imported import ImportRequest, import_model

    import_model(weights, ImportRequest(id="mine"), TaskContext())
    dialog.begin()
    idle(qtbot, dialog)
    dialog.table.selectRow(ids(dialog).index("mine"))
    dialog.action_buttons["export"].click()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(KeepForm)), timeout=PATIENCE_MS)
    (form,) = dialog.findChildren(KeepForm)
    assert form.id.text() == "mine-onnx"
    assert not (models / "mine-onnx").exists()
    with qtbot.waitSignal(dialog.changed, timeout=PATIENCE_MS):
        form.accept_button.click()
    assert read_model(models / "mine-onnx").format == "onnx"
    assert dialog.chosen is not None and dialog.chosen.id == "mine-onnx"


def test_a_built_in_detector_is_quantised_and_its_files_saved(
    dialog: ModelsDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.table.selectRow(ids(dialog).index("patch-evidence"))
    dialog.action_buttons["quantise"].click()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(KeepForm)), timeout=PATIENCE_MS)
    (form,) = dialog.findChildren(KeepForm)
    folder = tmp_path / "files"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    folder.mkdir()
    (folder / "MODEL_CARD.md").write_text("mine")
    form.save_button.click()
    assert "holds such a file already" in form.notice.text
    (folder / "MODEL_CARD.md").unlink()
    form.save_button.click()
    assert {path.name for path in folder.iterdir()} == {"patch-evidence-int8.onnx", "MODEL_CARD.md"}
    assert "Patch-evidence net" in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "Nothing was kept" in dialog.notice.text
    assert not form.isVisible()


def test_a_detector_without_a_network_says_why_it_has_no_other_form(dialog: ModelsDialog, qtbot: QtBot) -> None:
    dialog.table.selectRow(ids(dialog).index("measured-features"))
    dialog.action_buttons["quantise"].click()
    idle(qtbot, dialog)
    assert "no layers to quantise" in dialog.notice.text and "Use it as it is" in dialog.notice.text
    assert not dialog.findChildren(KeepForm)


def test_what_is_no_model_is_told_with_its_remedy(dialog: ModelsDialog, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    drop(dialog, tmp_path / "notes.txt")
    idle(qtbot, dialog)
    assert "no weights of a kind that is known" in dialog.notice.text
    assert "A plugin can add more" in dialog.notice.text


def test_work_can_be_cancelled(dialog: ModelsDialog, weights: Path, qtbot: QtBot) -> None:
    drop(dialog, weights)
    dialog.progress.cancel.click()
    idle(qtbot, dialog)
    assert not dialog.findChildren(ImportForm)
    assert dialog.notice.text.startswith("Cancelled")


def test_a_damaged_model_can_only_be_removed(dialog: ModelsDialog, models: Path, qtbot: QtBot) -> None:
    (models / "odd").mkdir(parents=True)
    dialog.begin()
    idle(qtbot, dialog)
    dialog.table.selectRow(ids(dialog).index("odd"))
    assert "cannot be read" in dialog.details.text
    enabled = {name for name, button in dialog.action_buttons.items() if button.isEnabled()}
    assert enabled == {"import_file", "import_folder", "language", "remove"}


def test_the_form_asks_for_what_is_missing(qtbot: QtBot) -> None:
    found = Recognised("checkpoint", "RINE", 10, "A head.", needs_trunk="CLIP", labels=("artificial", "human"))
    form = ImportForm(None, Path("head.pth"), found)
    qtbot.addWidget(form)
    assert form.height() >= form.sizeHint().height() > 0, "all of it can be seen"
    assert not form.accept_button.isEnabled()
    form.trunk.setText("/towers/clip")
    assert not form.accept_button.isEnabled()
    form.generated.setCurrentIndex(1)
    assert form.accept_button.isEnabled()
    request = form.request()
    assert (request.choices.trunk, request.choices.generated) == (Path("/towers/clip"), 0)
    assert (request.licence, request.id) == ("not stated", "")
    plain = ImportForm(None, Path("net.pth"), Recognised("checkpoint", "NPR", 10, "NPR.", generated=1))
    qtbot.addWidget(plain)
    assert plain.accept_button.isEnabled()
    assert plain.request().choices.generated is None


def test_progress_is_told_with_an_estimate(qtbot: QtBot) -> None:
    now = [0.0]
    row = ProgressRow(lambda: now[0])
    qtbot.addWidget(row)
    row.begin("Importing")
    assert (row.bar.maximum(), row.text.text()) == (0, "Importing …")
    now[0] = 30.0
    row.show_progress(0.05, "Reading")
    assert row.text.text() == "Reading"
    row.show_progress(0.5, "Writing")
    assert row.text.text() == "Writing, about 30 s left"
    with qtbot.waitSignal(row.cancelled):
        row.cancel.click()
    row.show_progress(0.9, "Too late")
    assert row.text.text() == "Cancelling …"


def test_the_comparison_shows_all_its_figures(qtbot: QtBot) -> None:
    form = KeepForm(None, Candidate("mine", Variant.INT8, Path("x"), 1, COMPARISON))
    qtbot.addWidget(form)
    shown = " ".join(label.text() for label in form.findChildren(QLabel))
    for text in ("344.8 MB", "89.3 MB", "600.0 ms", "250.0 ms", "mean 0.003, largest 0.015", "1 of 13", "Exact."):
        assert text in shown


def test_the_analysis_process_loads_models_anew_after_a_change(desk: Desk, models: Path, qtbot: QtBot) -> None:
    desk.window.actions_by_id["models"].trigger()
    (dialog,) = desk.window.findChildren(ModelsDialog)
    idle(qtbot, dialog)
    dialog.changed.emit()
    assert desk.service.reloads == 1
    dialog.close()
