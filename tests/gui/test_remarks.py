"""Remarks of a language model in the window: asking, watching, stopping, and what is shown apart from evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api import Parameter
from gauntlet_desktop.api.language_store import StoredLanguageModel, put_language_model
from gauntlet_desktop.api.tasks import Describe, Described, Describer, Describers, ListDescribers
from gauntlet_desktop.core.records import Box, ErrorRecord
from gauntlet_desktop.ui import remarks_form
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from gauntlet_desktop.ui.remarks_box import RemarksBox
from tests.factories import make_record, make_remarks
from tests.gui.conftest import Desk

SECONDS = Parameter("seconds", 60.0, "time budget", 1.0, 99999.0)
LLAVA = Describer("llava", "LLaVA", True, "0" * 64, 17_000_000_000, (SECONDS,))
TEXT = Describer("text", "Text only", False, "", 0, ())
BROKEN = Describer("broken", "Broken", True, "", 1, (), problem="The address is refused.")


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remarks_form, "free_memory", lambda: 20_000_000_000)


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of models."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(folder))
    return folder


def box_of(desk: Desk) -> RemarksBox:
    desk.window.show_result("Text")
    return desk.window.text.remarks


def finished(desk: Desk) -> ImageItem:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    return item


def offer(desk: Desk, *models: Describer) -> RemarksBox:
    """Open the form and answer which models there are."""
    box = box_of(desk)
    box.toggle.click()
    job = next(job for job, (task, _) in desk.service.asked.items() if task == ListDescribers())
    desk.service.answer(job, Describers(models))
    desk.settle()
    return box


def asked(desk: Desk) -> tuple[int, Describe]:
    job = max(desk.service.asked)
    task, raw_path = desk.service.asked[job]
    assert isinstance(task, Describe)
    assert raw_path.endswith(b"a.jpg")
    return job, task


def lines(box: RemarksBox) -> list[str]:
    rows = range(box.model.rowCount())
    return [str(box.model.index(row, 0).data()).replace("\u200b", "") for row in rows]


def test_nothing_is_asked_for_before_the_form_is_opened(desk: Desk) -> None:
    finished(desk)
    box = box_of(desk)
    assert not box.frame.isVisible()
    assert desk.service.asked == {}
    box.toggle.click()
    assert "Looking for language models" in box.form.memory.text()
    assert not box.form.start.isVisible()
    box.toggle.click()
    assert not box.frame.isVisible()


def test_without_a_model_it_says_how_to_name_one(desk: Desk) -> None:
    finished(desk)
    box = offer(desk)
    assert "Help > Models > Language models" in box.form.memory.text()
    assert not box.form.start.isVisible()


def test_a_model_that_is_named_while_the_window_is_open_appears(named: Path, desk: Desk) -> None:
    finished(desk)
    box = offer(desk)
    box.toggle.click()
    stored = StoredLanguageModel("text", "Text only", "server", False, "", "", url="http://127.0.0.1:1/v1", served="t")
    put_language_model(stored)
    box.toggle.click()
    assert desk.service.reloads == 1
    assert "Looking for language models" in box.form.memory.text()
    job = max(desk.service.asked)
    assert desk.service.asked[job][0] == ListDescribers()
    desk.service.answer(job, Describers((TEXT,)))
    desk.settle()
    assert box.form.model.itemText(0) == "Text only"
    box.toggle.click()
    box.toggle.click()
    assert desk.service.reloads == 1, "nothing changed"


def test_closing_the_manager_of_models_renews_the_offer_where_it_changed(named: Path, desk: Desk) -> None:
    finished(desk)
    offer(desk, TEXT)
    for reloads, text in ((1, "damaged"), (1, "damaged"), (2, "[]")):
        (named / "language-models.json").write_text(text)
        desk.window.actions_by_id["models"].trigger()
        (dialog,) = desk.window.findChildren(ModelsDialog)
        dialog.reject()
        desk.settle()
        assert desk.service.reloads == reloads


def test_models_that_could_not_be_listed_are_looked_for_again(desk: Desk) -> None:
    finished(desk)
    box = box_of(desk)
    box.toggle.click()
    desk.service.fail(max(desk.service.asked), ErrorRecord("x", "The list is damaged.", "Remove it."))
    desk.settle()
    assert box.form.memory.text() == "The list is damaged. Remove it."
    box.toggle.click()
    box.toggle.click()
    desk.service.answer(max(desk.service.asked), Describers((LLAVA,)))
    desk.settle()
    assert box.form.start.isVisible()


def test_a_model_tells_what_it_does_and_takes(desk: Desk) -> None:
    finished(desk)
    box = offer(desk, LLAVA, replace(LLAVA, id="big", memory_bytes=40_000_000_000), TEXT, BROKEN)
    assert "17.0 GB of memory; 20.0 GB are free" in box.form.memory.text()
    assert not box.form.warning.isVisible()
    box.form.model.setCurrentIndex(1)
    assert "less memory than this model takes" in box.form.warning.text
    box.form.model.setCurrentIndex(2)
    assert "It sees no pictures" in box.form.memory.text()
    assert not box.form.subject.isEnabled()
    box.form.model.setCurrentIndex(3)
    assert box.form.warning.text == "The address is refused."


def test_a_description_is_asked_for_watched_and_shown_apart(desk: Desk, qtbot: QtBot) -> None:
    item = finished(desk)
    box = offer(desk, LLAVA)
    before = item.record
    assert before is not None
    box.form.subject.setCurrentIndex(1)
    box.form.minutes.setValue(3)
    box.form.rephrase.setChecked(True)
    qtbot.mouseClick(box.form.start, Qt.MouseButton.LeftButton)
    job, task = asked(desk)
    assert (task.request.model, task.request.subject, task.request.rephrase) == ("llava", "heatmap", True)
    assert task.request.settings == (("seconds", 180.0),)
    assert task.record is before
    desk.service.progress(job, 0.5, "Writing")
    desk.service.write(job, "View: mirrored", "The shadow of <b>the</b>")
    desk.settle()
    assert (box.form.bar.value(), box.form.step.text()) == (50, "View: mirrored")
    assert box.form.live.toPlainText() == "The shadow of <b>the</b>"
    assert box.form.stop.isVisible() and not box.form.start.isVisible()
    desk.service.answer(job, Described(make_remarks()), before.source)
    desk.settle()
    assert item.record is not None and item.record.remarks == (make_remarks(),)
    assert replace(item.record, remarks=()) == before
    assert lines(box)[0] == "LLaVA-NeXT 7B, of the picture"
    assert lines(box)[1].startswith("Wrong shadow (unverified, 3 of 3 views): The shadow of the post")
    assert lines(box)[3].startswith("In other words: ")
    assert lines(box)[4].startswith("Note: ")
    assert not box.form.live.isVisible()
    assert "not evidence" in box.note.text()
    with qtbot.waitSignal(box.region_requested) as shown:
        box.view.clicked.emit(box.model.index(1, 0))
    assert shown.args == [Box(120, 200, 160, 90)]


def test_a_text_model_only_rewords(desk: Desk) -> None:
    finished(desk)
    box = offer(desk, TEXT)
    box.form.start.click()
    _, task = asked(desk)
    assert (task.request.remark, task.request.rephrase, task.request.settings) == (False, True, ())


def test_a_description_is_stopped(desk: Desk) -> None:
    finished(desk)
    box = offer(desk, LLAVA)
    box.form.start.click()
    job, _ = asked(desk)
    box.form.stop.click()
    assert desk.service.cancelled == [job]
    desk.service.stop(job)
    desk.settle()
    assert box.form.start.isVisible()
    assert not box.error.isVisible()


def test_why_there_is_no_description_is_said(desk: Desk) -> None:
    item = finished(desk)
    box = offer(desk, LLAVA)
    box.form.start.click()
    job, _ = asked(desk)
    desk.service.fail(job, ErrorRecord("model_not_loaded", "LLaVA cannot be loaded.", "Free some memory."))
    desk.settle()
    assert box.error.text == "LLaVA cannot be loaded. Free some memory."
    assert item.record is not None and item.record.remarks == ()


def test_a_template_that_cannot_work_is_named(desk: Desk, config_folder: object) -> None:
    from gauntlet_desktop.app.prompts import prompts_folder

    finished(desk)
    box = offer(desk, LLAVA)
    prompts_folder().mkdir(parents=True)
    (prompts_folder() / "artifacts.txt").write_text("nothing to fill in", encoding="utf-8")
    box.form.start.click()
    assert "A prompt cannot be used" in box.error.text
    assert not any(isinstance(task, Describe) for task, _ in desk.service.asked.values())


def test_remarks_of_other_bytes_are_dropped(desk: Desk) -> None:
    item = finished(desk)
    box = offer(desk, LLAVA)
    box.form.start.click()
    job, _ = asked(desk)
    assert item.record is not None
    desk.service.answer(job, Described(make_remarks()), replace(item.record.source, sha256="0" * 64))
    desk.settle()
    assert item.record.remarks == ()


def test_an_analysis_that_is_not_complete_cannot_be_described(desk: Desk) -> None:
    desk.add("a.jpg")
    box = offer(desk, LLAVA)
    assert not box.form.start.isEnabled()
    assert box.form.step.text() == "The analysis is not complete yet."


def test_taking_an_image_off_the_list_stops_its_description(desk: Desk) -> None:
    item = finished(desk)
    offer(desk, LLAVA).form.start.click()
    job, _ = asked(desk)
    desk.session.remove([item])
    assert job in desk.service.cancelled


def test_the_box_never_makes_the_window_grow(desk: Desk) -> None:
    item = finished(desk)
    size = desk.window.size()
    box = offer(desk, LLAVA)
    assert item.record is not None
    item.record = replace(item.record, remarks=(make_remarks(),) * 5)
    box.show_item(item)
    desk.settle()
    assert desk.window.size() == size
