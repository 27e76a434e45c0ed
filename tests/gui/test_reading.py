"""The choice of the sentences' reader: one for all windows, shown at once, and remembered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.settings import Settings, change_settings, load_settings
from gauntlet_desktop.core.readers import Reader
from gauntlet_desktop.core.records import Sentence
from gauntlet_desktop.ui.glossary_dialog import GlossaryDialog
from gauntlet_desktop.ui.items import ImageItem, ItemState
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.reading import ReaderChoice, Reading
from gauntlet_desktop.ui.remarks import Remarks
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.text_panel import TextPanel
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.factories import make_record
from tests.gui.conftest import Desk
from tests.gui.fake_service import FakeService

TEXT = (
    Sentence("It is 5 % so.", ("verdict",), "verdict", "en", "technical"),
    Sentence("Es ist so.", ("verdict",), "verdict", "de", "plain"),
    Sentence("Always.", ("verdict",), "limits"),
)


def shown(panel: TextPanel) -> list[str]:
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def test_a_panel_shows_other_sentences_at_once(qtbot: QtBot) -> None:
    reading = Reading()
    panel = TextPanel(Remarks(), reading)
    qtbot.addWidget(panel)
    item = ImageItem(b"/a.jpg", state=ItemState.DONE, record=replace(make_record(), text=TEXT))
    panel.show_item(item)
    assert shown(panel) == ["Verdict", "It is 5\u00a0% so.", "Limits", "Always."]
    panel.choice.language.setCurrentIndex(panel.choice.language.findData("de"))
    assert shown(panel) == ["Grenzen", "Always."]
    panel.choice.register.setCurrentIndex(panel.choice.register.findData("plain"))
    assert reading.reader == Reader("de", "plain")
    assert shown(panel) == ["Ergebnis", "Es ist so.", "Grenzen", "Always."]


def test_headings_change_with_the_language_where_the_sentences_do_not(qtbot: QtBot) -> None:
    reading = Reading()
    panel = TextPanel(Remarks(), reading)
    qtbot.addWidget(panel)
    panel.show_item(ImageItem(b"/a.jpg", state=ItemState.DONE, record=replace(make_record(), text=TEXT[2:])))
    assert shown(panel) == ["Limits", "Always."]
    reading.choose(Reader("de", "plain"))
    assert shown(panel) == ["Grenzen", "Always."]


def test_boxes_in_two_windows_follow_each_other(qtbot: QtBot) -> None:
    reading = Reading()
    first, second = ReaderChoice(reading), ReaderChoice(reading)
    for choice in (first, second):
        qtbot.addWidget(choice)
    first.language.setCurrentIndex(first.language.findData("de"))
    assert second.language.currentData() == "de"
    with qtbot.assertNotEmitted(reading.changed):
        reading.choose(Reader("de", "technical"))
    for box in (first.language, first.register):
        assert box.accessibleName() and box.toolTip()


def test_the_choice_is_remembered_and_one_of_another_release_forgotten(tmp_path: Path) -> None:
    change_settings({"reader_language": "de", "reader_register": "plain"}, tmp_path)
    assert load_settings(tmp_path).reader() == Reader("de", "plain")
    (tmp_path / "settings.json").write_text('{"settings": {"reader_language": "tlh", "reader_register": "plain"}}')
    assert load_settings(tmp_path).reader() == Reader("en", "plain")


def test_sentences_speak_as_the_window_unless_a_language_is_chosen(desk: Desk, qapp: QApplication) -> None:
    session, preferences = desk.session, desk.window.preferences
    assert session.reading.reader.language == "en"
    choose_language(qapp, "de")
    try:
        again = MainWindow(Session(FakeService), Settings(), ViewerPanel())
        assert again.session.reading.reader == Reader("de", "technical")
        again.following.collect()
        assert again.preferences.settings == Settings(), "what the window speaks was not chosen"
        again.session.reading.choose(Reader("en", "plain"))
        again.following.collect()
        assert again.preferences.settings == Settings(reader_language="en", reader_register="plain")
        again.preferences.take(Settings(reader_language="window"))
        assert again.session.reading.reader == Reader("de", "technical")
        again.close()
    finally:
        choose_language(qapp, "en")
    preferences.take(replace(preferences.settings, reader_language="de"))
    assert session.reading.reader.language == "de"


def test_a_tool_tip_explains_the_words_of_its_sentence_and_stays_plain(qtbot: QtBot) -> None:
    panel = TextPanel(Remarks(), Reading())
    qtbot.addWidget(panel)
    text = (Sentence("<b>The</b> likelihood ratio.", ("verdict",), "verdict"),)
    panel.show_item(ImageItem(b"/a.jpg", state=ItemState.DONE, record=replace(make_record(), text=text)))
    index = panel.model.index(1, 0)
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "how much more probable the evidence is" in tip
    assert "&lt;b&gt;The" in tip and "<b>" not in tip
    assert "how much more" not in index.data(Qt.ItemDataRole.AccessibleTextRole), "said by the glossary, not each time"


def test_the_glossary_is_opened_searched_and_closed_from_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    desk.window.session.reading.choose(Reader("de", "plain"))
    desk.window.actions_by_id["glossary"].trigger()
    (dialog,) = desk.window.findChildren(GlossaryDialog)
    qtbot.keyClicks(dialog.search, "stratum")
    assert 0 < dialog.model.rowCount() < 8
    assert "Deutsch" in dialog.remark.text()
    assert "Qualitätsbereich" in "".join(dialog.model.index(row, 1).data() for row in range(dialog.model.rowCount()))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
