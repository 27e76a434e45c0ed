"""A service with real processes, and a recorder of its events."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.app.events import Decoded, EngineReady, Event
from gauntlet_desktop.app.service import AnalysisService, EngineSettings
from gauntlet_desktop.imaging.limits import Limits
from tests.factories import make_pixels

# Far beyond what any step takes: reached only when something hangs.
PATIENCE_SECONDS = 120.0


class Recorder:
    """Collects events and waits for those that a test asks for."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Event] = queue.Queue()
        self.seen: list[Event] = []

    def __call__(self, event: Event) -> None:
        self._queue.put(event)

    def until(self, wanted: Callable[[Event], bool]) -> Event:
        """Take events until one is wanted; pictures are closed at once."""
        while True:
            event = self._queue.get(timeout=PATIENCE_SECONDS)
            self.seen.append(event)
            if isinstance(event, Decoded):
                event.pixels.close()
            if wanted(event):
                return event


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def service(recorder: Recorder) -> Iterator[AnalysisService]:
    with AnalysisService(recorder, EngineSettings(Limits(), decoders=2)) as running:
        recorder.until(lambda event: isinstance(event, EngineReady))
        yield running


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A small photograph-like JPEG."""
    path = tmp_path / "photo.jpg"
    Image.fromarray(make_pixels(480, 640, 7)).save(path, quality=92)
    return path


def save_png(path: Path, height: int, width: int) -> Path:
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)).save(path)
    return path
