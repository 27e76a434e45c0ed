"""Fixtures of the window's tests: a window over a fake service, whose settings go into a temporary folder."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtWidgets import QApplication, QInputDialog, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.settings import FOLDER_VARIABLE, Settings
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.pace import Paced
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.engine.conftest import PATIENCE_SECONDS
from tests.gui.fake_service import FakeService

PATIENCE_MS = int(1000 * PATIENCE_SECONDS)
FOLDER = b"/evidence/case-17/"


class PatientBot(QtBot):
    """Waits for as long as a loaded machine may take; pytest-qt itself gives up after five seconds."""

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


def type_into(window: QWidget, text: str) -> None:
    """Answer the dialog over a window that asks for a line of text."""
    (dialog,) = [each for each in window.findChildren(QInputDialog) if each.isVisible()]
    dialog.setTextValue(text)
    dialog.accept()


def changes_pile_nothing_up(bar: QToolBar) -> None:
    """Whoever hears of changes of the actions of a tool bar is told of each of them: there may be 100,000."""
    for action in bar.actions():
        text = action.text()
        hear = []
        for number in range(20):
            action.setText(f"{text} {number}")
            hear.append(action.receivers(SIGNAL("changed()")))
        assert len(set(hear)) == 1, text


@pytest.fixture(scope="session", autouse=True)
def english(qapp: QApplication) -> None:
    """The window of the tests speaks English, whatever the system does."""
    choose_language(qapp, "en")


@dataclass
class Desk:
    """A window, its session and the service that tests drive."""

    window: MainWindow
    session: Session
    service: FakeService

    def add(self, *names: str) -> list[ImageItem]:
        items = self.session.add([FOLDER + name.encode() for name in names])
        self.window.images.choose(items[0])
        return items

    def finish(self, item: ImageItem, record: AnalysisRecord) -> None:
        """Decode and finish an image, as the service would."""
        assert item.job is not None
        job = item.job
        if record.image is not None:
            self.service.decode(job)
        self.service.done(job, record)
        self.settle()

    def settle(self) -> None:
        """Deliver the events that wait, and have shown what is shown at a pace."""
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        while self.session.events.busy:
            QApplication.processEvents()
        QApplication.processEvents()  # what the last of them called for
        for paced in self.window.findChildren(Paced):
            paced.catch_up()


@pytest.fixture(autouse=True)
def config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> Iterator[None]:
    """As in the program: a window of an earlier test must not be collected on a thread of the pool. What was alive
    before a test stays frozen: to look at all of it again before each of 700 tests takes as long as the tests."""
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.disable()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    services: list[FakeService] = []

    def factory(listener: object) -> FakeService:
        services.append(FakeService(listener))  # type: ignore[arg-type]
        return services[0]

    session = Session(factory)
    window = MainWindow(session, Settings(), ViewerPanel())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    session.start_service()
    yield Desk(window, session, services[0])
    window.close()


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """The window speaks German."""
    choose_language(qapp, "de")
    yield
    choose_language(qapp, "en")
