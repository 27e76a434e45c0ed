"""The help in the window: F1 leads to the page that fits, links work within it, and nothing outside is ever loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

import gauntlet_desktop.ui
from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.events import EngineReady
from gauntlet_desktop.app.help_pages import FRONT, anchor_of, contents, page_named, text_of
from gauntlet_desktop.ui.help_places import place_of
from gauntlet_desktop.ui.help_window import HelpWindow
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from gauntlet_desktop.ui.report_dialog import ReportDialog
from gauntlet_desktop.ui.review import open_review
from gauntlet_desktop.ui.theme import apply_theme
from tests.cases import make_case
from tests.factories import make_record
from tests.gui.conftest import Desk

MARKDOWN = QTextDocument.ResourceType.MarkdownResource
IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def help_window(qtbot: QtBot) -> Iterator[HelpWindow]:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_place(FRONT)
    yield window
    window.close()


def _top_line(window: HelpWindow) -> str:
    return window.page.cursorForPosition(window.page.viewport().rect().topLeft()).block().text()


def shown_help() -> list[HelpWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, HelpWindow) and each.isVisible()]


def test_f1_opens_the_page_of_the_panel_with_the_focus(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show_result("Findings")
    desk.window.findings.view.setFocus()
    qtbot.keyClick(desk.window.findings.view, Qt.Key.Key_F1)
    (window,) = shown_help()
    assert window.page.source().path().endswith(FRONT)
    assert window.page.textCursor().block().text() == "Findings"
    desk.window.close()
    assert not window.isVisible(), "the help does not outlive the window"


def test_f1_works_while_a_dialog_is_open(desk: Desk, qtbot: QtBot) -> None:
    desk.window.actions_by_id["models"].trigger()
    dialog = desk.window.findChild(ModelsDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.table, Qt.Key.Key_F1)
    (window,) = shown_help()
    assert window.page.source().path().endswith("models.md")


def test_every_place_that_widgets_name_is_in_the_help(desk: Desk) -> None:
    places = {place_of(widget) for widget in desk.window.findChildren(QWidget)}
    of_dialogs = (Path(gauntlet_desktop.ui.__file__).parent / "dialog_opener.py").read_text(encoding="utf-8")
    places |= set(re.findall(r'"([\w.-]+\.md(?:#[\w-]+)?)"', of_dialogs))
    assert len(places) > 12
    for place in places:
        name, _, anchor = place.partition("#")
        page = page_named(name)
        assert page is not None, place
        headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
        assert not anchor or anchor in map(anchor_of, headings), place


def test_the_contents_lead_to_every_page(help_window: HelpWindow) -> None:
    pages = [page for chapter in contents() for page in chapter.pages]
    model = help_window.model
    rows = [
        model.index(row, 0, model.index(chapter, 0))
        for chapter in range(model.rowCount())
        for row in range(model.rowCount(model.index(chapter, 0)))
    ]
    assert [index.data() for index in rows] == [page.title for page in pages]
    for index, page in zip(rows, pages, strict=True):
        help_window.list.clicked.emit(index)
        assert help_window.page.source().path() == f"/{page.name}"
        assert help_window.page.document().blockCount() > 3
        assert help_window.list.currentIndex() == index


def test_a_search_leads_to_a_heading(help_window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(help_window.search, "c2pa trust list pem")
    assert not help_window.remark.isVisible()
    qtbot.keyClick(help_window.search, Qt.Key.Key_Return)
    assert help_window.page.textCursor().block().text() == "Provenance"
    help_window.search.setText("xylophone")
    assert help_window.remark.isVisible() and help_window.model.rowCount() == 0
    help_window.search.clear()
    assert help_window.model.rowCount() == len(contents())


def test_links_between_pages_and_back(help_window: HelpWindow) -> None:
    page = help_window.page
    page.go_to("adr/0006-error-codes.md")
    page.anchorClicked.emit(QUrl("../plugin-guide.md#the-acceptance-kit"))
    assert page.source().path() == "/plugin-guide.md"
    assert page.textCursor().block().text() == "The acceptance kit"
    assert help_window.back.isEnabled()
    help_window.back.click()
    assert page.source().path() == "/adr/0006-error-codes.md"
    help_window.forward.click()
    assert page.source().path() == "/plugin-guide.md"


def test_every_link_of_every_page_is_followed_or_shown(help_window: HelpWindow) -> None:
    """Links to other pages arrive at them and their headings; all others are told of, and lead nowhere."""
    view = help_window.page
    outside: list[str] = []
    view.outside.connect(outside.append)
    followed = 0
    for page in (page for chapter in contents() for page in chapter.pages):
        for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text_of(page)):
            if view.source() != QUrl(f"help:/{page.name}"):
                view.go_to(page.name)
            before = view.source()
            view.anchorClicked.emit(QUrl(link))
            resolved = QUrl(f"help:/{page.name}").resolved(QUrl(link))
            if page_named(resolved.path().lstrip("/")):
                followed += 1
                assert view.source() == resolved
                if resolved.fragment():
                    assert anchor_of(view.textCursor().block().text()) == resolved.fragment(), link
            else:
                assert view.source() == before
                assert outside.pop() in (link, resolved.path().lstrip("/"))
    assert followed > 40


def test_an_address_of_elsewhere_is_shown_and_not_opened(help_window: HelpWindow) -> None:
    help_window.page.anchorClicked.emit(QUrl("https://example.org/page"))
    assert "not opened: https://example.org/page" in help_window.notice.text
    assert help_window.page.source().path() == f"/{FRONT}"
    help_window.page.go_to("models.md")
    assert not help_window.notice.isVisible()


def test_only_pictures_of_the_help_are_loaded(help_window: HelpWindow) -> None:
    page = help_window.page
    picture = page.loadResource(IMAGE, QUrl("help:/pictures/verdict.webp"))
    assert isinstance(picture, QImage) and 0 < picture.width() <= page.viewport().width()
    for elsewhere in (
        "https://example.org/a.png",
        "help:/../gauntlet_desktop/resources/icons/check.svg",
        "file:///a.png",
    ):
        assert page.loadResource(IMAGE, QUrl(elsewhere)).isNull()
    assert page.loadResource(MARKDOWN.value, QUrl("help:/../README.md")) == ""
    assert page.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("help:/user-guide.md")) == ""


def test_pages_follow_the_size_of_text(help_window: HelpWindow) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = help_window.page.document().size().height()
    try:
        apply_theme(app, "light", 200)
        assert help_window.page.document().size().height() > 1.5 * before
    finally:
        apply_theme(app, "light")


def test_escape_closes(help_window: HelpWindow, qtbot: QtBot) -> None:
    help_window.activateWindow()
    qtbot.keyClick(help_window.page, Qt.Key.Key_Escape)
    assert not help_window.isVisible()


def test_f1_works_in_the_window_of_a_case(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    review = open_review(make_case(tmp_path / "case.gauntlet", 4), "An examiner", desk.session)
    qtbot.addWidget(review)
    with qtbot.waitExposed(review):
        review.show()
    review.activateWindow()
    review.table.setFocus()
    qtbot.keyClick(review.table, Qt.Key.Key_F1)
    (window,) = shown_help()
    assert window.page.textCursor().block().text() == "A case: exports, imports, analysing again"
    review.close()


def test_f1_works_in_the_dialogs_over_the_window_of_a_case(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    """They block their window, not the help."""
    desk.window.cases.open(make_case(tmp_path / "case.gauntlet", 4))
    (review,) = desk.window.cases.windows.values()
    qtbot.waitUntil(lambda: bool(review.selected_ids()))
    desk.session.handle(EngineReady((), (), Setup()))
    for action, place in (
        (review.review_actions["tag"], "A case: exports, imports, analysing again"),
        (review.work.actions_by_name["report"], "Reports"),
        (review.work.actions_by_name["again"], "A case: exports, imports, analysing again"),
    ):
        action.trigger()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QDialog))
        dialog = QApplication.activeWindow()
        qtbot.keyClick(dialog, Qt.Key.Key_F1)
        (window,) = shown_help()
        assert window.page.textCursor().block().text() == place
        window.search.clear()
        qtbot.keyClicks(window.search, "report")
        assert window.search.text() == "report", "it is in use while the dialog is open"
        window.close()
        dialog.close()


def test_f1_works_where_the_report_asks_for_a_name(desk: Desk, qtbot: QtBot) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    desk.window.actions_by_id["export_report"].trigger()
    dialog = desk.window.findChild(ReportDialog)
    dialog.tools.keep.click()
    question = dialog.findChild(QInputDialog)
    qtbot.waitUntil(question.isActiveWindow)
    qtbot.keyClick(question, Qt.Key.Key_F1)
    (window,) = shown_help()
    assert window.page.textCursor().block().text() == "Reports"
