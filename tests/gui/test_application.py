"""Start-up: nothing heavy is imported, the window stands before the service, unexpected errors are shown."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.settings import Settings
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.ui.application import ExceptionHook
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.dialogs import ErrorDialog
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.theme import apply_theme, is_dark
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.gui.fake_service import FakeService

_HEAVY = ("onnxruntime", "torch", "reportlab", "c2pa", "sklearn", "skimage", "pi_heif", "gauntlet_patch_evidence")


def test_the_window_imports_nothing_heavy() -> None:
    code = (
        "import sys; from gauntlet_desktop.ui import application; app = application.make_application(); "
        f"window = application.make_window(); print([name for name in {_HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert result.stdout.strip() == "[]"


def test_threads_that_compute_give_python_back_to_the_window_at_once() -> None:
    code = (
        "import sys; from gauntlet_desktop.ui import application; app = application.make_application(); "
        "print(sys.getswitchinterval() <= 0.001)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert result.stdout.strip() == "True"


def test_the_service_starts_after_the_window_is_painted(qtbot: QtBot) -> None:
    made: list[FakeService] = []

    def factory(listener: object) -> FakeService:
        assert window.isVisible()
        made.append(FakeService(listener))  # type: ignore[arg-type]
        return made[0]

    window = MainWindow(Session(factory), Settings(), ViewerPanel())
    qtbot.addWidget(window)
    window.first_painted.connect(window.session.start_service)
    assert not made
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert made[0].started
    window.close()


def test_a_window_may_close_as_soon_as_it_is_painted() -> None:
    """Nothing begins in it any more, neither the tour, which is due, nor the service; the program ends well."""
    code = """
import os, sys
from gauntlet_desktop.ui import application

def make_window(make=application.make_window):
    window = make()
    window.first_painted.connect(window.close)
    window.session.start_service = lambda: print("service")
    return window

application.make_window = make_window
sys.exit(application.run([b"/evidence"]))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (result.returncode, result.stdout) == (0, ""), result.stderr


def test_unexpected_errors_are_shown_and_the_program_goes_on(qtbot: QtBot) -> None:
    hook = ExceptionHook()
    try:
        raise ValueError("boom \x1b[31m")
    except ValueError as error:
        hook.handle(ValueError, error, error.__traceback__)
        hook.handle(ValueError, error, error.__traceback__)
    dialogs = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ErrorDialog)]
    (dialog,) = [dialog for dialog in dialogs if dialog.isVisible()]
    text = dialog.details.toPlainText()
    assert text.count("ValueError: boom ‹U+001B›[31m") == 2, "one dialog holds them all"
    dialog.close()


def test_errors_of_other_threads_arrive_as_well(qtbot: QtBot) -> None:
    hook = ExceptionHook()

    def fail() -> None:
        try:
            raise RuntimeError("from afar")
        except RuntimeError as error:
            hook.handle(RuntimeError, error, error.__traceback__)

    with qtbot.waitSignal(hook.raised) as raised:
        thread = threading.Thread(target=fail)
        thread.start()
    thread.join()
    assert "from afar" in raised.args[0]
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, ErrorDialog):
            widget.close()


def test_expected_errors_of_background_work_are_no_defects(qtbot: QtBot) -> None:
    def work(_: Task) -> None:
        raise UserError("code", "It cannot be done.", "Do another thing.")

    task = Task(work)
    with qtbot.waitSignal(task.failed) as failed:
        task.run()
    assert failed.args[0].code == "code"


def test_unexpected_errors_of_background_work_reach_the_exception_hook(qtbot: QtBot) -> None:
    task = Task(lambda _: 1 / 0)
    with qtbot.captureExceptions() as caught:
        task.run()
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]


@pytest.mark.parametrize(("choice", "dark"), [("light", False), ("dark", True)])
def test_themes(qapp: QApplication, choice: str, dark: bool) -> None:
    apply_theme(qapp, choice)
    assert is_dark(qapp.palette()) is dark
