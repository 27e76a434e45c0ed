"""The model cards in the window: the notice first, the card as rendered text, nothing in it followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument, QTextTable
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.catalogue import ModelInfo
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.cards_dialog import CardsDialog
from tests.gui.conftest import Desk
from tests.verdicts import told_record

CARD = "# Patch net\n\nIt **fails** on art.\n\n| aim | met |\n| --- | --- |\n| AUC | no |\n"


def model(id: str, card: str = CARD, *, calibrated: bool = True, experimental: bool = False) -> ModelInfo:
    return ModelInfo(id, f"plugin-{id}", "0.2.0", "w.onnx", "ab" * 32, calibrated, card, experimental)


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
