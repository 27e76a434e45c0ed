"""Takes the tutorial's pictures of the real window and the analysis of the samples: `-m scripts.shoot_tutorial`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["GAUNTLET_CONFIG_DIR"] = tempfile.mkdtemp()

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.ui.application import make_application, make_window
from gauntlet_desktop.ui.items import ItemState
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.report_dialog import ReportDialog

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = (1200, 750)
QUALITY = 80
_SETTLE_MS = 700
_LOOK_MS = 100
_UNDER_WAY = (ItemState.WAITING, ItemState.RUNNING)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    app = make_application()
    choose_language(app, "en")
    window = make_window()
    window.resize(*SIZE)
    window.show()
    window.session.start_service()
    _shoot(window, "start")
    window.opener.open_paths([os.fsencode(path) for path in sample_files()])
    until(lambda: bool(window.session.model.items) and not under_way(window))
    choose(window, "01-still-life.jpg")
    _shoot(window, "verdict")
    window.show_result("Findings")
    _shoot(window, "findings")
    choose(window, "07-declares-a-generator.png")
    window.show_result("Provenance")
    _shoot(window, "provenance")
    window.show_result("Checklist")
    _shoot(window, "checklist")
    window.actions_by_id["export_report"].trigger()
    builder = window.findChild(ReportDialog)
    assert builder is not None
    builder.resize(SIZE[0], 600)  # short of the path of the samples on this machine
    until(lambda: bool(builder.preview.toPlainText()))
    _shoot(builder, "report")
    window.close()
    app.quit()


def choose(window: MainWindow, name: str) -> None:
    """Show an image and wait for its picture."""
    item = next(item for item in window.session.model.items if item.raw_path.endswith(name.encode()))
    window.images.choose(item)
    settle(_SETTLE_MS)


def under_way(window: MainWindow) -> bool:
    return any(item.state in _UNDER_WAY for item in window.session.model.items)


def until(happened: Callable[[], bool]) -> None:
    while not happened():
        settle(_LOOK_MS)


def settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _shoot(widget: QWidget, name: str) -> None:
    settle(_SETTLE_MS)
    widget.grab().save(str(PICTURES / f"{name}.webp"), quality=QUALITY)


if __name__ == "__main__":
    main()
