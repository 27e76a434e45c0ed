"""Opening files and folders: the dialogs, the search in the background, and the recent files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gauntlet_desktop.app.window_state import WindowState
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.ui.background import Task, absolute, gather_files
from gauntlet_desktop.ui.cases import is_case
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.preferences import Preferences
from gauntlet_desktop.ui.turns import Turns

PICTURE_FILTER = marked(
    "Images (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.gif *.heic *.heif *.avif);;All files (*)"
)

_PORTION = 256  # files that are listed at a time


class Memory:
    """What a running window remembers, changed piece by piece until it is written at its end. Names of files and
    folders only as far as the settings let it."""

    def __init__(self, state: WindowState, preferences: Preferences) -> None:
        self.state = state
        self._preferences = preferences
        preferences.changed.connect(self._follow)

    def add_recent(self, raw_path: bytes) -> None:
        if self._preferences.settings.remember_recent:
            self.state = self.state.with_recent(raw_path)

    def note_folder(self, folder: bytes) -> None:
        """Begin there when the next files are asked for."""
        if self._preferences.settings.remember_recent:
            self.state = replace(self.state, last_folder=folder)

    def note_settings_size(self, geometry: bytes) -> None:
        """Open the settings like this next time."""
        self.state = replace(self.state, settings_geometry=geometry)

    def forget_files(self) -> None:
        self.state = replace(self.state, recent=(), last_folder=b"")

    def _follow(self) -> None:
        if not self._preferences.settings.remember_recent:
            self.forget_files()


@dataclass(frozen=True, slots=True)
class _Portion:
    """Some of the files that were found, and all that were asked for by name."""

    raw_paths: list[bytes]
    given: set[bytes]
    is_first: bool


class Opener(QObject):
    """Finds the files that the user means. `found` carries raw paths, in lists, and whether they are the first ones
    of what was asked for; `case_found` the path of a case."""

    found = Signal(object, bool)
    case_found = Signal(object)
    nothing_found = Signal()
    failed = Signal(str)
    busy_changed = Signal()

    def __init__(self, window: QWidget, memory: Memory, pool: QThreadPool) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._pool = pool
        self._tasks: set[Task] = set()
        self._portions: Turns[_Portion] = Turns(self, self._hand_on)
        self._portions.emptied.connect(self.busy_changed)
        self.recent_menu = QMenu(tr("&Recent files"), window)
        self.recent_menu.aboutToShow.connect(self._fill_recent_menu)

    @property
    def busy(self) -> bool:
        return bool(self._tasks) or self._portions.busy

    def ask_for_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Open images"), self._start_folder(), tr(PICTURE_FILTER)
        )
        self.open_paths([os.fsencode(name) for name in names])

    def ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, tr("Open folder"), self._start_folder())
        self.open_paths([os.fsencode(name)] if name else [])

    def open_paths(self, raw_paths: Sequence[bytes]) -> None:
        """Open files, and the images of folders; what is there is found out in the background."""
        for raw_path in filter(is_case, raw_paths):
            self.case_found.emit(Path(os.fsdecode(raw_path)))
        raw_paths = [raw_path for raw_path in raw_paths if not is_case(raw_path)]
        if not raw_paths:
            return
        given = {absolute(raw_path) for raw_path in raw_paths}
        folder = os.fsencode(Path(os.fsdecode(absolute(raw_paths[0]))).parent)
        self._memory.note_folder(folder)
        task = Task(gather_files(raw_paths))
        first = [True]
        task.found.connect(lambda found: None if task.stopped else self._found(found, given, first))
        task.finished.connect(lambda count: self._ended(task, count))
        task.failed.connect(lambda error: self.failed.emit(as_sentence(error)))
        task.failed.connect(lambda _: self._ended(task, None))
        self._tasks.add(task)
        task.start(self._pool)
        self.busy_changed.emit()

    def stop(self) -> None:
        """End searches early; what is listed stays."""
        for task in self._tasks:
            task.stop()
        self._portions.drop()
        self.busy_changed.emit()

    def _found(self, found: list[bytes], given: set[bytes], first: list[bool]) -> None:
        for start in range(0, len(found), _PORTION):
            self._portions.add(_Portion(found[start : start + _PORTION], given, first[0]))
            first[0] = False

    def _hand_on(self, portion: _Portion) -> None:
        for raw_path in reversed(portion.raw_paths):
            if raw_path in portion.given:
                self._memory.add_recent(raw_path)
        self.found.emit(portion.raw_paths, portion.is_first)

    def _ended(self, task: Task, count: int | None) -> None:
        self._tasks.discard(task)
        if count == 0 and not task.stopped:
            self.nothing_found.emit()
        self.busy_changed.emit()

    def _start_folder(self) -> str:
        return os.fsdecode(self._memory.state.last_folder)

    def _fill_recent_menu(self) -> None:
        self.recent_menu.clear()
        for raw_path in self._memory.state.recent:
            action = self.recent_menu.addAction(visible_path(raw_path).replace("&", "&&"))
            action.triggered.connect(lambda _=False, raw_path=raw_path: self.open_paths([raw_path]))
        self.recent_menu.addSeparator()
        clear = self.recent_menu.addAction(tr("&Clear the list"))
        clear.setEnabled(bool(self._memory.state.recent))
        clear.triggered.connect(self._clear_recent)

    def _clear_recent(self) -> None:
        self._memory.state = replace(self._memory.state, recent=())
