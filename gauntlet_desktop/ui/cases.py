"""Opens cases in windows of their own, one window a case."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gauntlet_desktop.app.review import create_case
from gauntlet_desktop.app.runs import OpenWork
from gauntlet_desktop.app.settings import load_settings, start_folder
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.review import ReviewWindow, open_review
from gauntlet_desktop.ui.session import Session

SUFFIX = ".gauntlet"
_PATTERN = marked("Case (*.gauntlet)")


class CaseWindows(QObject):
    """The triage windows of a main window. `opened` carries the raw path of a case that was opened, `open_wanted` that
    of an image to show in the main window, `failed` a sentence; `changed` tells that `work` is another."""

    opened = Signal(object)
    open_wanted = Signal(object)
    card_requested = Signal(str)
    failed = Signal(str)
    changed = Signal()

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.windows: dict[Path, ReviewWindow] = {}

    def ask_to_create(self) -> None:
        """Ask for a new case's file, and open it."""
        proposed = str(Path(start_folder(load_settings().case_folder), f"case{SUFFIX}"))
        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("New case"), proposed, tr(_PATTERN))
        if chosen:
            path = Path(chosen)
            self.create(path if path.suffix else path.with_suffix(SUFFIX))

    def ask_to_open(self) -> None:
        folder = start_folder(load_settings().case_folder)
        patterns = ";;".join((tr(_PATTERN), tr("All files (*)")))
        chosen, _ = QFileDialog.getOpenFileName(self._window, tr("Open case"), folder, patterns)
        if chosen:
            self.open(Path(chosen))

    def create(self, path: Path) -> None:
        """Make a case and open it; a file that is there is never replaced."""
        try:
            create_case(path, getpass.getuser())
        except GauntletError as error:
            self.failed.emit(as_sentence(error))
        else:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a case, or bring its window to the front."""
        path = path.absolute()
        window = self.windows.get(path)
        if window is None:
            try:
                window = open_review(path, getpass.getuser(), self._session)
            except GauntletError as error:
                self.failed.emit(as_sentence(error))
                return
            self.windows[path] = window
            window.open_wanted.connect(self._show_image)
            window.complaint.connect(self.failed)
            window.card_requested.connect(self.card_requested)
            window.closed.connect(lambda: self._closed(path))
            window.batch.changed.connect(self.changed)
            self.opened.emit(os.fsencode(path))
            self.changed.emit()
        window.show()
        window.raise_()
        window.activateWindow()

    def work(self) -> tuple[OpenWork, ...]:
        """The open cases, each with the folder that is analysed into it now."""
        return tuple(
            OpenWork(os.fsencode(path), window.batch.folder if window.batch.active else b"")
            for path, window in self.windows.items()
        )

    def take_up(self, work: Iterable[OpenWork]) -> None:
        """Open cases again, and go on with the folders that were being analysed."""
        for each in work:
            path = Path(os.fsdecode(each.case)).absolute()
            self.open(path)
            if each.folder and path in self.windows:
                self.windows[path].batch.add(each.folder)

    def close_all(self) -> None:
        """Close every case; what was asked of them is done first."""
        for window in list(self.windows.values()):
            window.close()

    def _show_image(self, raw_path: bytes) -> None:
        self.open_wanted.emit(raw_path)
        self._window.raise_()
        self._window.activateWindow()

    def _closed(self, path: Path) -> None:
        self.windows.pop(path).deleteLater()
        self.changed.emit()


def is_case(raw_path: bytes) -> bool:
    """Whether a path is named as cases are."""
    return os.fsdecode(raw_path).endswith(SUFFIX)
