"""The window as a user meets it: actions, keyboard, drag and drop, layout, exports and accessibility."""

from __future__ import annotations

import json
from functools import partial
from itertools import count, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
)
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.settings import load_settings
from gauntlet_desktop.app.window_state import load_state
from gauntlet_desktop.core.checklist import Reply
from gauntlet_desktop.core.readers import Reader
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.store import Case
from gauntlet_desktop.ui import opening
from gauntlet_desktop.ui.actions import SPECS
from gauntlet_desktop.ui.dialogs import ErrorDialog
from gauntlet_desktop.ui.report_dialog import ReportDialog
from gauntlet_desktop.ui.turns import Turns
from tests.factories import failed_record, make_pixels, make_record, out_of_scope_record
from tests.gui.conftest import Desk, changes_pile_nothing_up


def _enabled(desk: Desk) -> set[str]:
    return {name for name, action in desk.window.actions_by_id.items() if action.isEnabled()}


def _files(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(b"not read in these tests")
    return paths


def test_an_empty_window_invites(desk: Desk) -> None:
    assert desk.window.centre.currentWidget() is desk.window.start_page
    assert {"open_files", "open_folder"} <= _enabled(desk)
    assert not {"export_report", "remove", "analyse_again", "cancel", "copy_sha256", "undo"} & _enabled(desk)


def test_no_two_actions_share_a_shortcut() -> None:
    keys = [key for spec in SPECS for key in spec.shortcuts]
    assert len(keys) == len(set(keys))


def test_changes_of_actions_pile_nothing_up_in_the_tool_bar(desk: Desk) -> None:
    changes_pile_nothing_up(desk.window.tools)


def test_the_picture_and_its_heatmap_reach_the_viewer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr(desk.window.viewer, "set_heatmaps", shown.append)
    (item,) = desk.add("a.jpg")
    record = make_record()
    desk.finish(item, record)
    assert desk.window.centre.currentWidget() is desk.window.viewer
    assert shown[-1] == record.heatmaps
    assert desk.window.windowTitle().startswith("a.jpg")


def test_a_failed_image_explains_itself_in_the_viewer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    messages: list[tuple[str, str, str]] = []
    monkeypatch.setattr(desk.window.viewer, "show_message", lambda *message: messages.append(message))
    (item,) = desk.add("a.jpg")
    assert messages[-1][2] == "busy"
    record = failed_record()
    desk.finish(item, record)
    assert record.error is not None
    assert messages[-1] == (record.error.message, record.error.remedy, "error")
    assert "export_report" in _enabled(desk), "a failure can be reported, too"


def test_export_needs_a_complete_record(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    assert item.job is not None
    desk.service.decode(item.job)
    desk.service.partial(item.job, make_record())
    desk.settle()
    assert not {"export_report", "export_heatmap"} & _enabled(desk)
    desk.window.actions_by_id["save_case"].trigger()
    assert desk.window.status.currentMessage() == "There are no complete results yet."
    desk.service.done(item.job, out_of_scope_record())
    desk.settle()
    assert "export_report" in _enabled(desk)
    assert "export_heatmap" not in _enabled(desk), "out of scope: there is none"


def test_a_report_and_its_twin_are_written(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    desk.window.verdict.prior.slider.setValue(-10)
    desk.window.session.reading.choose(Reader("de", "plain"))
    desk.window.actions_by_id["show_checklist"].trigger()
    desk.window.checklist.answer(Reply.NO)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "report"), ""))
    desk.window.actions_by_id["export_report"].trigger()
    builder = desk.window.findChild(ReportDialog)
    with qtbot.waitSignal(builder.written):
        builder.export.click()
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    twin = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert twin["report"]["prior"] == pytest.approx(1 / 11), "the prior on the screen is that of the report"
    assert twin["report"]["reader"] == {"language": "de", "register": "plain"}
    assert twin["record"]["verdict"]["prior"] == 0.5
    assert [each["reply"] for each in twin["report"]["observations"]] == ["No"]
    desk.window.undo_stack.undo()
    assert desk.window.checklist.answers(item.raw_path) == {}


def test_a_report_that_cannot_be_written_says_why(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    target = tmp_path / "missing" / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    desk.window.actions_by_id["export_report"].trigger()
    builder = desk.window.findChild(ReportDialog)
    builder.export.click()
    qtbot.waitUntil(lambda: "folder is not there" in builder.notice.text)
    assert builder.export.isEnabled() and not builder.busy


def test_a_report_that_is_being_changed_ends_with_the_window(desk: Desk, qtbot: QtBot) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    desk.window.actions_by_id["export_report"].trigger()
    builder = desk.window.findChild(ReportDialog)
    builder.form.changed.emit()  # asks for a preview, which comes a little later
    desk.window.close()
    assert not builder.isVisible()
    assert not builder._timer.isActive()


def test_heatmaps_and_cases_are_written(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    desk.window.show_result("Checklist")
    desk.window.checklist.answer(Reply.CANNOT_TELL)
    (answer,) = desk.window.checklist.answers(item.raw_path).values()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(tmp_path))
    with qtbot.waitSignal(desk.window.exporter.finished):
        desk.window.actions_by_id["export_heatmap"].trigger()
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".png", ".json"}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "a.gauntlet"), ""))
    with qtbot.waitSignal(desk.window.exporter.finished) as finished:
        desk.window.actions_by_id["save_case"].trigger()
    assert finished.args[0].startswith("1 result added")
    with Case.open(tmp_path / "a.gauntlet") as case:
        assert [entry.value for entry in case.history(1)] == [answer.value]


def test_dropped_files_are_listed_and_remembered(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    paths = _files(tmp_path, "a.jpg", "1<2 & <b>.png")
    mime = QMimeData()
    mime.setUrls([*(QUrl.fromLocalFile(str(path)) for path in paths), QUrl("https://example.org/a.jpg")])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(desk.session.model.rowsInserted):
        desk.window.dropEvent(drop)
    assert [item.raw_path for item in desk.session.model.items] == [str(path).encode() for path in paths]
    qtbot.waitUntil(lambda: desk.session.current is desk.session.model.items[0])
    assert desk.window.memory.state.recent[0] == str(paths[0]).encode()


def test_a_folder_is_searched_in_the_background(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    raw_name = bytes(tmp_path) + b"/inner/not-utf8-\xff.jpg"
    Path(raw_name.decode("utf-8", "surrogateescape")).write_bytes(b"x")
    _files(tmp_path, "b.png")
    with qtbot.waitSignal(desk.session.model.rowsInserted):
        desk.window.opener.open_paths([bytes(tmp_path)])
    assert raw_name in {item.raw_path for item in desk.session.model.items}
    assert desk.window.memory.state.recent == (), "found files are not files that were chosen"


@pytest.fixture
def slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """One where listing a portion of what was found takes more than half of a turn."""
    clock = count(step=0.006)
    monkeypatch.setattr(opening, "Turns", partial(Turns, clock=lambda: next(clock)))


@pytest.mark.usefixtures("slow_machine")
def test_a_large_folder_leaves_the_window_its_turns(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    """All is found before the window comes to list any of it."""
    _files(tmp_path, *(f"{number}.png" for number in range(6_000)))
    counts = [0]
    beat = QTimer()
    beat.timeout.connect(lambda: counts.append(len(desk.session.model.items)))
    beat.start()
    desk.window.opener.open_paths([bytes(tmp_path)])
    desk.window.pool.waitForDone()
    qtbot.waitUntil(lambda: not desk.window.opener.busy)
    beat.timeout.emit()
    assert counts[-1] == 6_000
    assert max(after - before for before, after in pairwise(counts)) < 3_000


@pytest.mark.usefixtures("slow_machine")
def test_what_was_found_and_is_not_listed_yet_can_be_cancelled(desk: Desk, tmp_path: Path) -> None:
    _files(tmp_path, *(f"{number}.png" for number in range(6_000)))
    desk.window.opener.open_paths([bytes(tmp_path)])
    desk.window.pool.waitForDone()
    desk.settle()
    assert desk.window.opener.busy and desk.window.actions_by_id["cancel"].isEnabled()
    listed = len(desk.session.model.items)
    desk.window.actions_by_id["cancel"].trigger()
    desk.settle()
    assert len(desk.session.model.items) == listed < 6_000
    assert not desk.window.opener.busy


def test_an_empty_folder_says_so(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.window.opener.open_paths([bytes(tmp_path)])
    qtbot.waitUntil(lambda: desk.window.status.currentMessage() == "No images were found there.")


def test_recent_files_open_again_and_can_be_cleared(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = _files(tmp_path, "tom & jerry.jpg")
    memory = desk.window.memory
    memory.state = memory.state.with_recent(bytes(path))
    desk.window.opener.recent_menu.aboutToShow.emit()
    first, *_, clear = desk.window.opener.recent_menu.actions()
    assert "tom && jerry.jpg" in first.text()
    with qtbot.waitSignal(desk.session.model.rowsInserted):
        first.trigger()
    clear.trigger()
    desk.window.opener.recent_menu.aboutToShow.emit()
    assert desk.window.memory.state.recent == ()


def test_next_and_previous_by_keyboard(desk: Desk, qtbot: QtBot) -> None:
    items = desk.add("a.jpg", "b.jpg", "c.jpg")
    desk.window.activateWindow()
    for key, expected in ((Qt.Key.Key_N, 1), (Qt.Key.Key_N, 2), (Qt.Key.Key_N, 2), (Qt.Key.Key_P, 1)):
        qtbot.keyClick(desk.window, key)
        assert desk.session.current is items[expected]


def test_removing_can_be_undone(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg", "c.jpg")
    desk.finish(items[1], make_record())
    desk.window.images.choose(items[1])
    desk.window.actions_by_id["remove"].trigger()
    assert desk.session.model.items == [items[0], items[2]]
    assert desk.session.current is not items[1]
    desk.window.actions_by_id["undo"].trigger()
    assert desk.session.model.items == items
    assert items[1].complete
    desk.window.actions_by_id["redo"].trigger()
    assert desk.session.model.items == [items[0], items[2]]


def test_removing_the_last_image_brings_the_start_page_back(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    desk.window.actions_by_id["remove"].trigger()
    assert desk.window.centre.currentWidget() is desk.window.start_page
    assert desk.session.picture is None


def test_copying_the_hash(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    desk.window.actions_by_id["copy_sha256"].trigger()
    assert QGuiApplication.clipboard().text() == make_record().source.sha256


def test_escape_cancels(desk: Desk, qtbot: QtBot) -> None:
    (item,) = desk.add("a.jpg")
    job = item.job
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.service.cancelled == [job]


def test_progress_stands_in_the_status_bar(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg")
    desk.settle()
    status = desk.window.status
    assert status.bar.isVisible()
    desk.finish(items[0], make_record())
    assert status.message.text().startswith("1 of 2 done")
    assert (status.bar.value(), status.bar.maximum()) == (1, 2)
    desk.service.ready()
    desk.finish(items[1], make_record())
    assert not status.bar.isVisible()
    assert not status.cancel.isVisible()


def test_the_filter_finds_by_name_and_verdict(desk: Desk, qtbot: QtBot) -> None:
    items = desk.add("beach.jpg", "street.jpg")
    desk.finish(items[1], make_record(Tier.CAMERA_SUPPORTED))
    panel = desk.window.images
    qtbot.keyClicks(panel.search, "STREET")
    assert panel.count.text() == "1 of 2 images"
    panel.search.clear()
    panel.badges.setCurrentText("Waiting")
    assert panel.count.text() == "1 of 2 images"
    assert panel.filter.index(0, 0).data() == "beach.jpg"


def test_sentences_lead_to_their_records(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    record = make_record()
    desk.finish(item, record)
    window = desk.window
    window.text.hovered.emit(("provenance:camera",))
    assert window.provenance.property("highlighted") is True
    window.text.hovered.emit(())
    assert window.provenance.property("highlighted") is False
    window.text.chosen.emit((record.findings[0].id,))
    assert record.findings[0].id in window.findings.detail.text
    assert not window.findings.visibleRegion().isEmpty()


def test_thumbnails_are_asked_for_by_the_visible_rows_only(desk: Desk) -> None:
    desk.add(*(f"{number:04}.jpg" for number in range(500)))
    desk.window.grab()
    assert 0 < len(desk.service.thumbnails) < 30
    desk.service.thumbnail(desk.service.thumbnails[0], make_pixels(20, 30))
    desk.settle()
    desk.window.grab()


def test_choices_are_remembered(desk: Desk, config_folder: Path) -> None:
    desk.window.viewer.opacity = 25
    desk.window.viewer.colormap = "purple-green"
    desk.window.following.themes.actions()[2].trigger()
    desk.window.docks.images.hide()
    desk.window.close()
    assert desk.service.closed
    settings = load_settings(config_folder)
    assert (settings.opacity, settings.colour_map, settings.theme) == (25, "purple-green", "dark")
    desk.window.docks.images.show()
    assert desk.window.docks.restore(load_state(config_folder).layout)
    assert desk.window.docks.images.isHidden()
    desk.window.actions_by_id["reset_layout"].trigger()
    assert not desk.window.docks.images.isHidden()


def test_the_error_dialog_can_be_copied(qtbot: QtBot) -> None:
    dialog = ErrorDialog(None, "Traceback: <b>boom</b>")
    qtbot.addWidget(dialog)
    dialog.show()
    (copy,) = [button for button in dialog.findChildren(QAbstractButton) if button.text() == "Copy"]
    copy.click()
    assert QGuiApplication.clipboard().text() == "Traceback: <b>boom</b>"
