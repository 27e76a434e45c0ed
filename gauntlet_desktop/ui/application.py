"""Starts the window: the application object, the exception hook, and the service once the window is painted."""

from __future__ import annotations

import importlib
import logging
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gauntlet_desktop import __version__
from gauntlet_desktop.app.log import begin_log, end_log
from gauntlet_desktop.app.runs import Run, unfinished
from gauntlet_desktop.app.settings import load_settings
from gauntlet_desktop.app.window_state import load_state
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.dialogs import ErrorDialog
from gauntlet_desktop.ui.garbage import GarbageCollector
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.main_window import TITLE, MainWindow
from gauntlet_desktop.ui.recovery import offer_recovery
from gauntlet_desktop.ui.service import analysis_service
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.viewer import ViewerPanel

_log = logging.getLogger(__name__)

# Python handles a signal only when it runs: an idle event loop has to wake it up.
_WAKE_MS = 250
# How long another thread may keep Python's lock while the window's waits for it: painting takes it dozens of times, and
# with the usual 5 ms a list that is being read stood in its way for a twentieth of a second.
_LOCK_SECONDS = 0.001


class ExceptionHook(QObject):
    """Shows unexpected errors of any thread, one dialog at a time; the program goes on."""

    raised = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._dialog: ErrorDialog | None = None
        self.raised.connect(self._show)

    def install(self) -> None:
        sys.excepthook = self.handle
        threading.excepthook = lambda args: self.handle(args.exc_type, args.exc_value, args.exc_traceback)

    def handle(self, kind: type[BaseException], error: BaseException | None, traceback_: TracebackType | None) -> None:
        """Log an error and show it; Ctrl+C ends the program instead."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        lines = "".join(traceback.format_exception(kind, error, traceback_)).splitlines()
        text = "\n".join(visible(line) for line in lines)
        _log.error("unexpected error", exc_info=(kind, error or kind(), traceback_))
        self.raised.emit(f"{TITLE} {__version__}\n{text}")

    def _show(self, text: str) -> None:
        if self._dialog is not None:
            self._dialog.details.appendPlainText(f"\n{text}")
            return
        self._dialog = ErrorDialog(QApplication.activeWindow(), text)
        self._dialog.finished.connect(self._closed)
        self._dialog.show()

    def _closed(self) -> None:
        self._dialog = None


def run(raw_paths: Sequence[bytes]) -> int:
    """Open the window with the given files and folders; returns the exit status when it is closed."""
    app = make_application()
    hook = ExceptionHook()
    hook.install()
    log = begin_log()
    note = note_run(window := make_window())
    app.styleHints().colorSchemeChanged.connect(lambda _: window.following.show_look())
    if raw_paths:
        window.once_painted(lambda: window.opener.open_paths(raw_paths))
    if not window.memory.state.tour_seen:
        window.once_painted(window.tour.start)
    start = Task(_import_service)
    start.finished.connect(lambda _: window.session.start_service())
    window.once_painted(lambda: start.start(window.pool))
    window.show()
    signal.signal(signal.SIGINT, lambda *_: window.close())
    wake = QTimer()
    wake.timeout.connect(lambda: None)
    wake.start(_WAKE_MS)
    garbage = GarbageCollector(app)
    try:
        return app.exec()
    finally:
        garbage.stop()
        note.end()
        end_log(log)


def note_run(window: MainWindow) -> Run:
    """Note this run and its open cases for the next one, and offer to take up what an earlier one left."""
    earlier = unfinished()
    run = Run.begin()
    window.cases.changed.connect(lambda: run.remember(window.cases.work()))
    if earlier:
        window.once_painted(lambda: offer_recovery(window, earlier))
    return run


def _import_service(_: Task) -> None:
    """Import the service beside the event loop: its modules take some 100 ms, in which the window must not stand."""
    importlib.import_module("gauntlet_desktop.app.service")


def make_application() -> QApplication:
    """The application object with its names, style and language."""
    sys.setswitchinterval(_LOCK_SECONDS)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("gauntlet-desktop")
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    app.setOrganizationName("gauntlet-desktop")
    app.setDesktopFileName("org.gauntletdesktop.gauntlet")  # how a desktop finds the entry and icon of this window
    app.setStyle("Fusion")
    choose_language(app, load_settings().language)
    return app


def make_window() -> MainWindow:
    """The window with the settings and as it was left; the service is not started yet."""
    return MainWindow(Session(analysis_service), load_settings(), ViewerPanel(), load_state())
