"""Images a second of a batch, against a naive loop over the same functions, and as a share of what the machine allows.

`python -m bench.batch [--count 24] [--small 96] [--compare N] [--pipeline [MODEL]]`. All figures come from one run on
the same files: 12-megapixel JPEGs of equal cost, and small ones of 640 x 480. "Decode alone" and "verdict alone" use
all cores, each without the other: the slower of the two is the limit that no pipeline passes; since both need the same
cores, "both on the same cores" is what could be reached if the rest cost nothing. `--pipeline` names a folder with an
image classifier (without a name: ViT-B/16 with random weights), run by transformers' image-classification pipeline on
the same files, and by the batch as its only detector. `--compare` has all but the batch itself take N of the files.

Rates mean something on a quiet machine only. The figures in CPU seconds an image hold on a busy one too: "own work" is
what decoding and verdict alone take as a share of all that the batch takes, its own process and the case included.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.common import MORE, cpu_seconds, row, twelve_megapixel_jpeg
from gauntlet_desktop.api.folders import FOLDER_VARIABLE as CONFIG_VARIABLE
from gauntlet_desktop.api.model_store import FOLDER_VARIABLE as MODELS_VARIABLE
from gauntlet_desktop.api.threads import limit_threads
from gauntlet_desktop.app.batch.book import CaseBook
from gauntlet_desktop.app.batch.engine import BatchEngine
from gauntlet_desktop.app.batch.events import BatchEvent, FileDone, StateChanged
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.folders import FolderScan
from gauntlet_desktop.engine.child import keep_freed_memory
from gauntlet_desktop.imaging.limits import Limits

CORES = os.cpu_count() or 1
CPU_IMAGES = 8
# In the place of a path: a model is made.
RANDOM = Path("random")
WHEN = "2026-01-31T12:00:00+00:00"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=24, help="12-megapixel JPEGs (2000 for the full figure)")
    parser.add_argument("--small", type=int, default=96, help="small JPEGs")
    parser.add_argument(
        "--compare", type=int, metavar="N", help="files for what the batch is compared with, 20 or more (all)"
    )
    parser.add_argument(
        "--pipeline", type=Path, nargs="?", const=RANDOM, help="a folder with an image classifier for transformers"
    )
    options = parser.parse_args()
    row("load average of the last minute at the start", os.getloadavg()[0], "")
    with tempfile.TemporaryDirectory() as scratch:
        for name, count, make in (("12 MP", options.count, _large), ("0.3 MP", options.small, small_jpegs)):
            folder = Path(scratch) / name.replace(" ", "")
            folder.mkdir()
            make(folder, count)
            model = random_vit(Path(scratch) / "vit") if options.pipeline == RANDOM else options.pipeline
            _measure(name, folder, options.compare, model)
    row("load average of the last minute at the end", os.getloadavg()[0], "")


def _large(folder: Path, count: int) -> None:
    """Distinct files of equal cost: the comment at the end of each differs."""
    data = twelve_megapixel_jpeg(folder / "0000.jpg").read_bytes()
    for number in range(1, count):
        (folder / f"{number:04}.jpg").write_bytes(data + str(number).encode())


def small_jpegs(folder: Path, count: int) -> None:
    with Image.open(twelve_megapixel_jpeg(folder / "large.jpg")) as large:
        pixels = np.asarray(large)
    (folder / "large.jpg").unlink()
    rng = np.random.default_rng(1)
    for number in range(count):
        top, left = rng.integers(0, pixels.shape[0] - 480), rng.integers(0, pixels.shape[1] - 640)
        Image.fromarray(pixels[top : top + 480, left : left + 640]).save(folder / f"{number:04}.jpg", quality=92)


def random_vit(folder: Path) -> Path:
    """ViT-B/16 with a head of two classes, as `transformers` saves it."""
    import torch
    from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessor

    if not folder.exists():
        torch.manual_seed(1)
        labels = {0: "real", 1: "fake"}
        config = ViTConfig(id2label=labels, label2id={label: number for number, label in labels.items()})
        ViTForImageClassification(config).save_pretrained(folder)
        ViTImageProcessor().save_pretrained(folder)
    return folder


def _measure(name: str, folder: Path, compare: int | None, model: Path | None) -> None:
    paths = sorted(os.fsencode(path) for path in folder.iterdir())[:compare]
    decode = _on_all_cores(_decode_only, paths)
    verdict = _on_all_cores(_verdict_only, paths)
    naive = _alone(_naive, paths)
    batch, batch_cpu = _batch(name, folder)
    own = sum(_cpu_alone(work, paths[:CPU_IMAGES]) for work in (_decode_only, _verdict_only))
    limit, shared = min(decode, verdict), 1.0 / (1.0 / decode + 1.0 / verdict)
    row(f"{name}: decode alone, all cores", decode, "images/s")
    row(f"{name}: verdict alone, all cores", verdict, "images/s")
    row(f"{name}: both on the same cores, nothing else", shared, "images/s")
    row(f"{name}: naive loop, one process, all threads", naive, "images/s")
    row(f"{name}: batch engine into a case", batch, "images/s")
    row(f"{name}: batch engine / naive loop", batch / naive, "", better=MORE)
    row(f"{name}: batch engine / slower stage alone", batch / limit, "", better=MORE)
    row(f"{name}: batch engine / both on the same cores", batch / shared, "", better=MORE)
    row(f"{name}: decoding and verdict alone", own, "CPU s")
    row(f"{name}: batch engine, an image", batch_cpu, "CPU s")
    row(f"{name}: own work of all CPU time", own / batch_cpu, "", better=MORE)
    if model is not None:
        other = _pipeline(model, paths)
        same = _only(f"{name}, the model alone", model, _some(folder, paths))
        row(f"{name}: transformers pipeline with the model", other, "images/s")
        row(f"{name}: batch engine with the model alone", same, "images/s")
        row(f"{name}: batch engine / transformers pipeline", same / other, "", better=MORE)


def _on_all_cores(work: Callable[[list[bytes], Any], float], paths: list[bytes]) -> float:
    """Images a second of one process a core, each with its share of the files; the start does not count."""
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(CORES), context.Queue()
    shares = [paths[number::CORES] for number in range(CORES)]
    processes = [context.Process(target=_worker, args=(work, share, gate, results)) for share in shares]
    for process in processes:
        process.start()
    seconds = max(results.get() for _ in processes)
    for process in processes:
        process.join()
    return len(paths) / seconds


def _worker(work: Callable[[list[bytes], Any], float], paths: list[bytes], gate: Any, results: Any) -> None:
    _begin()
    results.put(work(paths, gate.wait))


def _begin() -> None:
    """What the processes of the batch do too, so that what is compared differs in nothing else."""
    limit_threads(1)
    keep_freed_memory()


def _alone(work: Callable[[list[bytes], Any], float], paths: list[bytes]) -> float:
    return len(paths) / work(paths, lambda: None)


def _decode_only(paths: list[bytes], ready: Callable[[], Any]) -> float:
    from gauntlet_desktop.imaging.opened import open_image

    open_image(paths[0], Limits())
    ready()
    start = time.perf_counter()
    for path in paths:
        open_image(path, Limits())
    return time.perf_counter() - start


def _verdict_only(paths: list[bytes], ready: Callable[[], Any]) -> float:
    """As many verdicts as there are files, of pictures that are decoded already (a few different ones)."""
    from gauntlet_desktop.imaging.opened import open_image

    judge = _judge()
    opened = [open_image(path, Limits()) for path in paths[:4]]
    judge(opened[0])
    ready()
    start = time.perf_counter()
    for number in range(len(paths)):
        judge(opened[number % len(opened)])
    return time.perf_counter() - start


def _naive(paths: list[bytes], ready: Callable[[], Any]) -> float:
    """One file after the other, decoded and judged, with as many threads as the libraries like."""
    from gauntlet_desktop.imaging.opened import open_image

    judge = _judge()
    judge(open_image(paths[0], Limits()))
    ready()
    start = time.perf_counter()
    for path in paths:
        judge(open_image(path, Limits()))
    return time.perf_counter() - start


def _judge() -> Callable[[Any], None]:
    from gauntlet_desktop.core.task import TaskContext
    from gauntlet_desktop.inference.loader import load
    from gauntlet_desktop.inference.pipeline import Picture, Pipeline

    pipeline = Pipeline(load())

    def judge(opened: Any) -> None:
        picture = Picture(opened.identity, opened.facts, opened.pixels, opened.provenance)
        list(pipeline.analyse(picture, TaskContext(), verdict_only=True))

    return judge


def _cpu_alone(work: Callable[[list[bytes], Any], float], paths: list[bytes]) -> float:
    """CPU seconds an image of a process with one thread, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_cpu_worker, args=(work, paths, results))
    process.start()
    seconds: float = results.get()
    process.join()
    return seconds / len(paths)


def _cpu_worker(work: Callable[[list[bytes], Any], float], paths: list[bytes], results: Any) -> None:
    _begin()
    begun: list[float] = []
    work(paths, lambda: begun.append(time.process_time()))
    results.put(time.process_time() - begun[0])


class _Watch:
    """Notes when results became durable, and the CPU seconds that all processes had used by then."""

    def __init__(self) -> None:
        self.engine: BatchEngine | None = None
        self.moments: list[tuple[float, float]] = []
        self.error: Exception | None = None

    def __call__(self, event: BatchEvent) -> None:
        if isinstance(event, FileDone):
            self.moments.append((time.perf_counter(), self._cpu()))
        elif isinstance(event, StateChanged) and event.error is not None:
            self.error = event.error

    def _cpu(self) -> float:
        assert self.engine is not None
        lanes = [lane.pid for lane in self.engine._lanes if lane.pid is not None]
        return sum(map(cpu_seconds, [os.getpid(), *lanes, *self.engine._pool.pids()]))


def _batch(name: str, folder: Path) -> tuple[float, float]:
    """Images a second and CPU seconds an image, from the first results that are durable to the end: how the processes
    start is measured elsewhere."""
    raw, watch = os.fsencode(folder), _Watch()
    with tempfile.TemporaryDirectory() as scratch:
        book = CaseBook(Path(scratch) / "bench.gauntlet", raw, actor="bench", now=lambda: WHEN)
        start = time.perf_counter()
        watch.engine = BatchEngine(raw, FolderScan(raw), book, watch, BatchSettings())
        with watch.engine:
            watch.engine.wait()
    if watch.error is not None:
        raise watch.error
    (first, first_cpu), (last, last_cpu) = watch.moments[0], watch.moments[-1]
    row(f"{name}: start to the first result in the case", first - start, "s")
    # Results come in transactions: those of the first one were there when the measurement began.
    counted = sum(moment > first + 0.05 for moment, _ in watch.moments)
    return counted / (last - first), (last_cpu - first_cpu) / counted


def _some(folder: Path, paths: list[bytes]) -> Path:
    """A folder with these files of another one."""
    some = folder.with_name(f"{folder.name}-some")
    some.mkdir()
    for path in map(Path, map(os.fsdecode, paths)):
        (some / path.name).hardlink_to(path)
    return some


def _only(name: str, model: Path, folder: Path) -> float:
    """Images a second of a batch whose only detector is `model`, imported into an installation of its own."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ[CONFIG_VARIABLE] = scratch
        os.environ[MODELS_VARIABLE] = str(Path(scratch) / "models")
        try:
            command = [sys.executable, "-m", "gauntlet_desktop", "models", "import", str(model), "--id", "bench"]
            subprocess.run(command, check=True, capture_output=True)
            for plugin in ("deep-evidence", "measured-features", "patch-evidence"):
                command = [sys.executable, "-m", "gauntlet_desktop", "plugins", "disable", plugin]
                subprocess.run(command, check=True, capture_output=True)
            return _batch(name, folder)[0]
        finally:
            os.environ.clear()
            os.environ.update(before)


def _pipeline(model: Path, paths: list[bytes]) -> float:
    from transformers import pipeline

    classify = pipeline("image-classification", model=str(model), device="cpu")
    names = [os.fsdecode(path) for path in paths]
    classify(names[0])
    start = time.perf_counter()
    for name in names:
        classify(name)
    return len(names) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
