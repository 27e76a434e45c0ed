"""Draws the window in its main states with made-up records and writes pictures: shoot_window.py FOLDER [LANGUAGE]"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["GAUNTLET_CONFIG_DIR"] = tempfile.mkdtemp()

from dataclasses import replace

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QScrollArea

from gauntlet_desktop.app.settings import Settings
from gauntlet_desktop.core.errors import InputCode
from gauntlet_desktop.core.records import AnalysisRecord, Tier
from gauntlet_desktop.ui.application import make_application
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests import factories, verdicts
from tests.gui.fake_service import FakeService

_FOLDER = b"/evidence/case-17/"
_SETTLE_MS = 250


class Stage:
    """A window over a fake service, holding one image of every state."""

    def __init__(self, theme: str, width: int, height: int) -> None:
        self.service: FakeService | None = None
        self.window = MainWindow(Session(self._make_service), Settings(theme=theme), ViewerPanel())
        self.window.resize(width, height)
        self.window.show()
        self.window.session.start_service()
        settle()

    def _make_service(self, listener: Callable[..., None]) -> FakeService:
        self.service = FakeService(listener)
        return self.service

    def fill(self) -> None:
        """List the images and finish most of them."""
        assert self.service is not None
        self.window.session.add([_FOLDER + name.encode() for name in [*RECORDS, "IMG_2041.heic", "IMG_2042.heic"]])
        settle()
        self.service.ready()
        for seed, (name, record) in enumerate(RECORDS.items()):
            raw_path = _FOLDER + name.encode()
            self.service.thumbnail(raw_path, factories.make_pixels(84, 112, seed))
            self.service.done(self.service.job_of(raw_path), record)
        self.service.progress(self.service.job_of(_FOLDER + b"IMG_2041.heic"), 0.4, "Detecting: patch evidence")
        settle()

    def choose(self, name: str) -> None:
        assert self.service is not None
        item = next(item for item in self.window.session.model.items if item.raw_path.endswith(name.encode()))
        self.window.images.choose(item)
        settle()
        for job in list(self.service.pictures)[-1:]:
            self.service.decode(job, factories.make_pixels(), item.record.source if item.record else None)
        settle()

    def shoot(self, path: Path) -> None:
        settle()
        self.window.grab().save(str(path))


def settle() -> None:
    """Let the event loop run until queued events and layouts are done."""
    loop = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, loop.quit)
    loop.exec()


def _named(record: AnalysisRecord, name: str) -> AnalysisRecord:
    return replace(record, source=factories.make_source(name))


RECORDS = {
    name: _named(record, name)
    for name, record in (
        ("holiday.jpg", verdicts.told_record()),
        ("street at night.jpg", verdicts.told_record(Tier.CAMERA_SUPPORTED)),
        ("portrait.png", verdicts.told_record(Tier.LEANS_AI, experimental=True)),
        ("dog.webp", verdicts.unstable_record()),
        ("beach.jpg", verdicts.conflict_record()),
        ("plate.png", verdicts.uncalibrated_record()),
        ("kitchen.jpg", verdicts.told_record(Tier.LEANS_CAMERA)),
        ("diagram.png", factories.out_of_scope_record()),
        ("broken.jpg", factories.failed_record(InputCode.DAMAGED)),
        ("hostile.jpg", factories.hostile_record()),
    )
}


VERDICTS = ("holiday.jpg", "kitchen.jpg", "portrait.png", "dog.webp", "beach.jpg", "plate.png", "diagram.png")
OTHERS = ("broken.jpg", "hostile.jpg")
SIZES = ((1280, 800), (1024, 600))  # the second is the least width that the window takes


def main(folder: Path, language: str = "en") -> None:
    """Write one picture a state, theme and size."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    choose_language(app, language)
    for theme in ("light", "dark"):
        for width, height in SIZES:
            _shoot_stage(Stage(theme, width, height), folder / f"{theme}-{width}")
    app.quit()


def _shoot_stage(stage: Stage, prefix: Path) -> None:
    def shoot(name: str) -> None:
        stage.shoot(prefix.with_name(f"{prefix.name}-{name}.png"))

    shoot("empty")
    stage.fill()
    for name in (*VERDICTS, *OTHERS):
        stage.choose(name)
        shoot(Path(name).stem)
        if name in VERDICTS:
            bar = stage.window.verdict.findChildren(QScrollArea)[0].verticalScrollBar()
            bar.setValue(bar.maximum())
            shoot(f"{Path(name).stem}-below")
            bar.setValue(0)
    stage.choose("holiday.jpg")
    for title in ("Findings", "Provenance", "Text"):
        stage.window.show_result(title)
        if title == "Findings":
            stage.window.findings.reveal("finding:spectral-peaks")
        shoot(title.lower())
    stage.choose("hostile.jpg")
    stage.window.show_result("Provenance")
    shoot("hostile-provenance")
    stage.choose("IMG_2041.heic")
    stage.window.show_result("Verdict")
    shoot("running")
    stage.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
