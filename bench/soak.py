"""Hours of triage in the real window, as fast as it can: what memory, handles and threads come to. `make soak` (Linux).

Images are switched, analysed again and cancelled, each action waiting for what it brings. Samples are taken on the way;
they are written as a table and as curves. The exit status is 1 where something grew beyond its bound from the second
fifth of the run, when all is loaded, to the last.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.common import descendants
from gauntlet_desktop.evaluation.charts import Axis, Heading, Series, line_chart
from tests.factories import make_pixels

SAMPLES = 100
PATIENCE_SECONDS = 300.0
_LOOK_MS = 10
_STYLE = (
    "text{font:11px sans-serif;fill:#333}.grid{stroke:#ddd}.curve{fill:none;stroke-width:1.5}"
    ".first{stroke:#0b6fa4}.second{stroke:#c05a00}"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A moment of the run: actions so far, resident memory in MiB of the window's process and of those that it started,
    open handles and threads of the window's process, and how many processes there are."""

    minutes: float
    switches: int
    analyses: int
    cancels: int
    window_mib: float
    children_mib: float
    handles: int
    threads: int
    processes: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """By how much each may have grown at the end."""

    window_mib: float = 8.0
    children_mib: float = 24.0
    handles: float = 8.0
    threads: float = 2.0
    processes: float = 0.0


def growth(samples: Sequence[Sample]) -> dict[str, float]:
    """By what each figure is larger in the last fifth than in the second one, by their medians."""
    fifth = max(1, len(samples) // 5)
    before, after = samples[fifth : 2 * fifth] or samples[:1], samples[-fifth:]
    return {
        name: statistics.median(getattr(each, name) for each in after)
        - statistics.median(getattr(each, name) for each in before)
        for name in Bounds.__dataclass_fields__
    }


def beyond(grown: dict[str, float], bounds: Bounds) -> list[str]:
    """A sentence for each figure that grew too much."""
    return [
        f"{name.replace('_', ' ')} grew by {by:.1f}, more than {getattr(bounds, name):.1f}"
        for name, by in grown.items()
        if by > getattr(bounds, name)
    ]


def main() -> int:
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="gauntlet-soak-") as scratch:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        for name in ("CONFIG", "MODELS", "STATE"):
            os.environ[f"GAUNTLET_{name}_DIR"] = str(Path(scratch) / name.lower())
        pictures = _pictures(Path(scratch) / "pictures", options.images)
        samples = Soak(pictures, options).run()
    grown = growth(samples)
    bounds = Bounds(options.window_mib, options.children_mib, options.handles, options.threads)
    _write(options.out, samples, grown, bounds)
    problems = beyond(grown, bounds)
    print("\n".join(problems) or "Nothing grew beyond its bound.")
    return 1 if problems else 0


def _parser() -> argparse.ArgumentParser:
    bounds = Bounds()
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--switches", type=int, default=10_000, help="image switches (default 10000)")
    parser.add_argument("--analyses", type=int, default=1_000, help="analyses among them (default 1000)")
    parser.add_argument("--cancels", type=int, default=200, help="cancelled analyses (default 200)")
    parser.add_argument("--images", type=int, default=40, help="images in the list (default 40)")
    parser.add_argument("--out", type=Path, default=Path("out/soak"), help="folder of table and curves")
    parser.add_argument("--window-mib", type=float, default=bounds.window_mib, help="bound of the window's memory")
    parser.add_argument(
        "--children-mib", type=float, default=bounds.children_mib, help="bound of the processes' memory"
    )
    parser.add_argument("--handles", type=float, default=bounds.handles, help="bound of open handles")
    parser.add_argument("--threads", type=float, default=bounds.threads, help="bound of threads")
    return parser


class Soak:
    """The real window with the real processes, and somebody who never tires."""

    def __init__(self, pictures: Sequence[bytes], options: argparse.Namespace) -> None:
        from PySide6.QtCore import QEventLoop, QTimer, qInstallMessageHandler

        from gauntlet_desktop.ui.application import make_application, make_window
        from gauntlet_desktop.ui.garbage import GarbageCollector

        qInstallMessageHandler(_tell)  # the platform without a screen complains at each change of a size
        self._app = make_application()
        self._garbage = GarbageCollector(self._app)
        self._window = make_window()
        self._session = self._window.session
        self._pictures = pictures
        self._options = options
        self._done = {"switches": 0, "analyses": 0, "cancels": 0}
        self._started = time.monotonic()
        self._broken: list[BaseException] = []
        threading.excepthook = self._note
        # One of each for the whole run: a connection to a slot of Qt's own leaves some bytes behind in PySide.
        self._loop = QEventLoop()
        self._look = QTimer(interval=_LOOK_MS, singleShot=True)
        self._look.timeout.connect(self._loop.quit)

    def _note(self, ended: threading.ExceptHookArgs) -> None:
        """A thread of the program ended by an error: the run fails, and Python shows where."""
        self._broken.append(ended.exc_value or ended.exc_type())
        threading.__excepthook__(ended)

    def run(self) -> list[Sample]:
        self._window.show()
        self._session.start_service()
        items = self._session.add(self._pictures)
        self._window.images.choose(items[0])
        self._until(lambda: all(item.complete for item in items), "the first analyses")
        self._started = time.monotonic()
        samples = [self._sample()]
        every = max(1, self._options.switches // SAMPLES)
        for number in range(1, self._options.switches + 1):
            self._step(number)
            if number % every == 0:
                samples.append(self._sample())
                print(_row(samples[-1]), flush=True)
        self._window.close()
        self._garbage.stop()
        return samples

    def _step(self, number: int) -> None:
        """Go to the next image; now and then analyse it again, or begin to and think better of it."""
        self._window.images.step(1) if number % len(self._pictures) else self._window.images.choose(
            self._session.model.items[0]
        )
        self._done["switches"] = number
        self._until(lambda: self._session.picture is not None, "a picture")
        if self._is_due("analyses", number):
            self._again()
            self._until(self._is_complete, "an analysis")
        if self._is_due("cancels", number):
            self._again()
            self._window.actions_by_id["cancel"].trigger()
            self._until(lambda: not self._session.progress.active, "a cancellation")
            if not self._is_complete():  # it is analysed after all, so that every image keeps its result
                self._again()
                self._until(self._is_complete, "an analysis after a cancellation")

    def _is_due(self, what: str, number: int) -> bool:
        due = number * getattr(self._options, what) // self._options.switches > self._done[what]
        self._done[what] += due
        return due

    def _again(self) -> None:
        self._window.actions_by_id["analyse_again"].trigger()

    def _is_complete(self) -> bool:
        return self._session.current is not None and self._session.current.complete

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the event loop turn until something is so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if self._broken:
                raise SystemExit(f"a thread ended while {what} was awaited: {self._broken[0]!r}")
            if time.monotonic() > deadline:
                raise SystemExit(f"{what} did not come within {PATIENCE_SECONDS:.0f} s")
            self._look.start()
            self._loop.exec()

    def _sample(self) -> Sample:
        children = descendants(os.getpid())
        return Sample(
            (time.monotonic() - self._started) / 60,
            self._done["switches"],
            self._done["analyses"],
            self._done["cancels"],
            _resident_mib(os.getpid()),
            sum(_resident_mib(pid) for pid in children),
            len(list(Path("/proc/self/fd").iterdir())),
            len(list(Path("/proc/self/task").iterdir())),
            len(children),
        )


def _tell(_kind: object, _context: object, text: str) -> None:
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)


def _pictures(folder: Path, count: int) -> list[bytes]:
    from PIL import Image

    folder.mkdir()
    paths = [folder / f"{number:03}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        Image.fromarray(make_pixels(320 + number % 3, 480, number)).save(path, quality=90)
    return [os.fsencode(path) for path in paths]


def _resident_mib(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def _write(folder: Path, samples: Sequence[Sample], grown: dict[str, float], bounds: Bounds) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = list(Sample.__dataclass_fields__)
    lines = ["| " + " | ".join(name.replace("_", " ") for name in names) + " |", "|" + " --- |" * len(names)]
    lines += [_row(sample) for sample in samples]
    lines += ["", "| figure | growth | bound |", "| --- | --- | --- |"]
    lines += [f"| {name.replace('_', ' ')} | {by:.1f} | {getattr(bounds, name):.1f} |" for name, by in grown.items()]
    (folder / "soak.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    memory = {"window": "window_mib", "its processes": "children_mib"}
    held = {"open handles": "handles", "threads": "threads"}
    for name, label, drawn in (("memory", "resident MiB", memory), ("handles", "number", held)):
        (folder / f"{name}.svg").write_text(_curves(name, label, drawn, samples), encoding="utf-8")
    print(f"{folder}/soak.md, memory.svg, handles.svg")


def _curves(name: str, label: str, drawn: dict[str, str], samples: Sequence[Sample]) -> str:
    """A drawing by itself: the style is inside it."""
    values = {key: [float(getattr(sample, field)) for sample in samples] for key, field in drawn.items()}
    shown = " and ".join(f"{key} ({colour})" for key, colour in zip(drawn, ("blue", "orange"), strict=True))
    high = 1.1 * max(max(each) for each in values.values())
    last = float(max(1, samples[-1].switches))
    x = Axis("image switches", 0.0, last, [last * step / 4 for step in range(5)], "{:.0f}".format)
    y = Axis(f"{label}: {shown}", 0.0, high, [high * step / 5 for step in range(6)], "{:.0f}".format)
    series = [
        Series(key, style, [(float(sample.switches), value) for sample, value in zip(samples, each, strict=True)])
        for (key, each), style in zip(values.items(), ("first", "second"), strict=True)
    ]
    chart = line_chart(Heading(name, f"Soak: {shown}", f"{label} over {last:.0f} image switches"), x, y, series)
    head, rest = chart.split(">", 1)
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{_STYLE}</style>{rest}\n'


def _row(sample: Sample) -> str:
    cells = (getattr(sample, name) for name in Sample.__dataclass_fields__)
    return "| " + " | ".join(f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
