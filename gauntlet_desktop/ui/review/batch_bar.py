"""Analysing a folder into the case under review: the engine's driver, and the bar that shows how far it is."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from gauntlet_desktop.app.batch.events import BatchEvent, BatchProgress, FileDone, State, StateChanged
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.ui.background import Pool, Task
from gauntlet_desktop.ui.batch import in_words
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.language import figures, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

_LOOK_MS = 400
# New results enter the list so often: each time the case is asked anew.
_SHOW_MS = 2000
# A folder that is watched is listed again after this time; files that did not change cost a look at their metadata.
WATCH_MS = 20_000


class Engine(Protocol):
    """What the bar needs of app.batch.engine.BatchEngine."""

    def start(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def cancel(self) -> None: ...
    def progress(self) -> BatchProgress: ...
    def close(self) -> None: ...


# Prepares the engine for a folder, or with none for all files of the case again; `retry` lets failed files wait again.
Prepare = Callable[[bytes, bool, Callable[[BatchEvent], None]], Engine]


def prepare_batch(case: Path, actor: str) -> Prepare:
    """How batches of a case begin."""

    def prepare(folder: bytes, retry: bool, listener: Callable[[BatchEvent], None]) -> Engine:
        from gauntlet_desktop.app.batch.start import BatchRequest, prepare
        from gauntlet_desktop.app.review import now

        return prepare(BatchRequest(folder, case, actor, now, retry_failed=retry, again=not folder), listener)[0]

    return prepare


class BatchDriver(QObject):
    """Runs one batch at a time, folders one after the other. `results_came` tells, not too often, that the case has new
    records; `changed` that the progress is another; `failed` carries a GauntletError."""

    results_came = Signal()
    changed = Signal()
    failed = Signal(object)
    _posted = Signal(object)

    def __init__(self, prepare: Prepare, parent: QObject) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._engine: Engine | None = None
        self._ending: Engine | None = None
        self._pool = Pool(self)
        self._folders: list[tuple[bytes, bool]] = []
        self._watched: list[bytes] = []
        self._new_results = False
        self.folder = b""
        self.progress: BatchProgress | None = None
        self.trouble: GauntletError | None = None
        self._posted.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_at_progress)
        self._show = QTimer(self)
        self._show.setInterval(_SHOW_MS)
        self._show.timeout.connect(self._show_results)
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._look_again)
        # Beside the event loop: at the first batch its modules would keep it for 35 ms, from a cold disk for hundreds.
        Task(lambda _: importlib.import_module("gauntlet_desktop.app.batch.start")).start(self._pool)

    @property
    def active(self) -> bool:
        return self._engine is not None or self._ending is not None

    @property
    def paused(self) -> bool:
        return self.progress is not None and self.progress.state is State.PAUSED

    def add(self, folder: bytes, *, retry: bool = False) -> None:
        """Analyse a folder, or with b"" the files of the case again, after those that wait."""
        if (folder, retry) not in self._folders:
            self._folders.append((folder, retry))
        self._begin_next()

    def watch(self, folder: bytes) -> None:
        """Look for new and changed files in a folder again and again, until the window closes."""
        if folder not in self._watched:
            self._watched.append(folder)
        self._watch.start()
        self.add(folder)

    def stop_watching(self) -> None:
        self._watched.clear()
        self._watch.stop()

    @property
    def watched(self) -> tuple[bytes, ...]:
        return tuple(self._watched)

    def toggle_pause(self) -> None:
        if self._engine is not None:
            (self._engine.resume if self.paused else self._engine.pause)()

    def cancel(self) -> None:
        """Stop this batch and those that wait; what was done is in the case."""
        self._folders.clear()
        if self._engine is not None:
            self._engine.cancel()

    def close(self) -> None:
        """End everything; results that are there are still written."""
        self.stop_watching()
        self._folders.clear()
        for timer in (self._look, self._show):
            timer.stop()
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        self._pool.close()

    def _begin_next(self) -> None:
        if self.active or not self._folders:
            return
        self.folder, retry = self._folders.pop(0)
        try:
            engine = self._prepare(self.folder, retry, self._listen)
        except GauntletError as error:
            self.failed.emit(error)
            self._begin_next()
            return
        self._engine, self.trouble = engine, None
        engine.start()
        self._look.start()
        self._show.start()
        self._look_at_progress()

    def _listen(self, event: BatchEvent) -> None:
        """One event of the engine, on its thread. Files, of which hundreds a second may be done, are noted there."""
        if isinstance(event, FileDone):
            self._new_results = True
        else:
            self._posted.emit(event)

    def _take(self, event: StateChanged) -> None:
        """The engine is in another state; on the GUI thread."""
        if self._engine is None:
            return
        if event.error is not None and str(event.error) != str(self.trouble):
            self.failed.emit(event.error)
        self.trouble = event.error
        if event.state.is_end:
            self._end()
        else:
            self._look_at_progress()

    def _end(self) -> None:
        assert self._engine is not None
        self.progress = self._engine.progress()
        self._look.stop()
        self._show.stop()
        self._show_results()
        # Beside the event loop: until its processes are gone takes longer than the window may stand.
        engine = self._engine
        self._engine, self._ending = None, engine
        closing = Task(lambda _: engine.close())
        closing.finished.connect(self._ended)
        closing.start(self._pool)

    def _ended(self) -> None:
        self._ending = None
        self.changed.emit()
        self._begin_next()

    def _look_at_progress(self) -> None:
        if self._engine is not None:
            self.progress = self._engine.progress()
            self.changed.emit()

    def _show_results(self) -> None:
        if self._new_results:
            self._new_results = False
            self.results_came.emit()

    def _look_again(self) -> None:
        if not self.active:
            for folder in self._watched:
                self.add(folder)


class BatchBar(QWidget):
    """Words, a bar, Pause and Cancel; hidden until the first batch."""

    def __init__(self, driver: BatchDriver) -> None:
        super().__init__()
        self._driver = driver
        self.setAccessibleName(tr("Analysis of the folder"))
        self.words = plain_label()
        self.words.setWordWrap(False)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(180)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the analysis"))
        self.pause, self.cancel = QPushButton(tr("Pause")), QPushButton(tr("Cancel"))
        self.pause.clicked.connect(driver.toggle_pause)
        self.cancel.clicked.connect(driver.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, 0, SPACE, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.words, 1)
        for widget in (self.bar, self.pause, self.cancel):
            layout.addWidget(widget)
        driver.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        progress, active = self._driver.progress, self._driver.active
        self.setVisible(progress is not None)
        for widget in (self.bar, self.pause, self.cancel):
            widget.setVisible(active)
        if progress is None:
            return
        total = progress.done + progress.waiting
        self.bar.setRange(0, total)  # of nothing: busy, while the folder is listed
        self.bar.setValue(progress.done)
        self.pause.setText(tr("Go on") if self._driver.paused else tr("Pause"))
        folder = visible_path(Path(os.fsdecode(self._driver.folder)).name or self._driver.folder) or tr(
            "The case again"
        )
        trouble = as_sentence(self._driver.trouble) if self._driver.trouble else ""
        self.words.setText("  ·  ".join(filter(None, (folder, *words(progress), trouble))))
        self.words.setToolTip(self.words.text())


def words(progress: BatchProgress) -> list[str]:
    """How far a batch is, as people say it."""
    total = progress.done + progress.waiting
    said = {State.PAUSED: tr("paused"), State.CANCELLED: tr("cancelled"), State.FAILED: tr("stopped")}.get(
        progress.state, ""
    )
    listed = tr("{done} of {total} done").format(
        done=figures(f"{progress.done:,}"), total=figures(f"{total:,}") + ("+" if progress.listing else "")
    )
    parts = [said, listed if total or progress.listing else tr("nothing new was found")]
    if progress.rate is not None and not progress.state.is_end:
        parts.append(tr("{rate} a second").format(rate=figures(f"{progress.rate:.1f}")))
    if progress.remaining is not None and not progress.state.is_end:
        parts.append(tr("{left} left").format(left=in_words(progress.remaining)))
    if progress.failed:
        parts.append(tr("%Ln not analysed", "", progress.failed))
    return [part for part in parts if part]
