"""The model cards in the window: the notice first, the card as rendered text, nothing in it followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool, QUrl
from PySide6.QtGui import QTextDocument, QTextTable
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.model_list import ListedModel
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.cards_dialog import CardsDialog
from tests.gui.conftest import Desk
from tests.verdicts import told_record

CARD = "# Patch net\n\nIt **fails** on art.\n\n| aim | met |\n| --- | --- |\n| AUC | no |\n"


def model(id: str, card: str = CARD, *, calibrated: bool = True, experimental: bool = False) -> ListedModel:
    return ListedModel(
        id=id,
        architecture="A net.",
        version="0.2.0",
        licence="MIT",
        origin=f"the plugin plugin-{id} of a distribution",
        sha256="ab" * 32,
        bytes=5,
        calibration="shipped" if calibrated else "",
        experimental=experimental,
        imported=False,
        card=card,
    )


@pytest.fixture
def dialog(qtbot: QtBot) -> CardsDialog:
    dialog = CardsDialog(None, "second")
    qtbot.addWidget(dialog)
    return dialog


def test_the_wanted_card_is_in_front_and_rendered(dialog: CardsDialog) -> None:
    dialog.show_models((model("first"), model("second", CARD + "\nThe second one.\n")))
    text = dialog.card.toPlainText()
    assert dialog.choice.currentText() == "second 0.2.0"
    assert "The second one." in text and "It fails on art." in text and "**" not in text
    assert any(isinstance(frame, QTextTable) for frame in dialog.card.document().rootFrame().childFrames())
    assert "plugin-second" in dialog.remark.text() and "ab" * 32 in dialog.remark.text()
    dialog.choice.setCurrentIndex(0)
    assert "The second one." not in dialog.card.toPlainText()


def test_what_is_to_be_held_against_a_detector_stands_above_its_card(dialog: CardsDialog) -> None:
    dialog.show_models((model("first"), model("second", experimental=True), model("third", "", calibrated=False)))
    assert dialog.notice.text == wording.EXPERIMENTAL_DETECTOR
    dialog.choice.setCurrentIndex(2)
    assert dialog.notice.text == wording.UNCALIBRATED_DETECTOR
    assert dialog.card.toPlainText() == wording.NO_CARD
    dialog.choice.setCurrentIndex(0)
    assert not dialog.notice.isVisibleTo(dialog)


def test_the_card_of_an_imported_model_says_what_is_known_and_what_is_not(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch = pytest.importorskip("torch")
    from gauntlet_desktop.core.task import TaskContext
    from gauntlet_desktop.training.imported import ImportRequest, import_model
    from gauntlet_source_systems.models import ModelConfig, save_model

    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path / "models"))
    torch.manual_seed(1)
    run = tmp_path / "run"
    run.mkdir()
    config = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]})
    save_model(run, config, config.entry.build(config.settings))
    request = ImportRequest(id="mine", licence="MIT | **calibrated**", origin="a friend\u202e")
    stored = import_model(run, request, TaskContext())
    (tmp_path / "models" / "odd").mkdir()
    dialog = CardsDialog(None, "mine")
    qtbot.addWidget(dialog)
    dialog.begin(QThreadPool.globalInstance())
    qtbot.waitUntil(lambda: dialog.choice.currentText() == "mine 1")
    text = dialog.card.toPlainText()
    assert "Baseline CNN" in text and stored.weights_sha256 in text and stored.imported_sha256 in text
    assert "uncalibrated" in text and stored.imported_at in text
    assert "MIT | **calibrated**" in text and "a friend‹U+202E›" in text
    assert "Nobody has measured this model here" in text
    assert dialog.notice.text == f"{wording.UNMEASURED_DETECTOR}\n{wording.UNCALIBRATED_DETECTOR}"
    assert dialog.remark.text().startswith("Imported by you.") and stored.weights_sha256 in dialog.remark.text()
    dialog.choice.setCurrentText("odd")
    assert "cannot be read" in dialog.notice.text and dialog.card.toPlainText() == wording.NO_CARD


def test_what_is_not_installed_is_said(dialog: CardsDialog) -> None:
    dialog.show_models(())
    assert dialog.remark.text() == "No detector is installed."
    dialog.show_models((model("first"),))
    assert "second is not installed" in dialog.remark.text()


def test_nothing_in_a_card_is_followed(dialog: CardsDialog, tmp_path: Path) -> None:
    picture = tmp_path / "canary.svg"
    picture.write_text("<svg/>")
    url = QUrl.fromLocalFile(str(picture)).toString()
    hostile = f'![p]({url}) <img src="{url}"> [go]({url})\n\n\u202etxet ' + "x" * 100_000
    dialog.show_models((model("second", hostile),))
    dialog.card.show()
    assert not dialog.card.openLinks()
    kind = QTextDocument.ResourceType.ImageResource.value
    assert not dialog.card.document().resource(kind, QUrl(url)), "no file is read"
    assert "\u202e" not in dialog.card.toPlainText()
    assert "<img" in dialog.card.toPlainText() or "canary" not in dialog.card.toPlainText()


def test_the_help_menu_and_a_detectors_row_lead_to_the_installed_cards(desk: Desk, qtbot: QtBot) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, told_record())
    desk.window.actions_by_id["detectors"].trigger()
    desk.window.verdict.detectors.rows[0].card.click()
    dialogs = desk.window.findChildren(CardsDialog)
    assert len(dialogs) == 2
    for dialog in dialogs:
        qtbot.waitUntil(lambda dialog=dialog: dialog.choice.count() > 0)  # type: ignore[misc]
    assert dialogs[1].choice.currentText().startswith("patch-evidence")
    assert "Intended use" in dialogs[1].card.toPlainText()
    for dialog in dialogs:
        dialog.close()
