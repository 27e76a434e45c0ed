"""Hostile files, generated and collected, each end in bounded pixels or in one of the twelve codes.

The collected corpus is sampled and time is short; GAUNTLET_FULL_CORPUS=1 takes all of it at the default limits.
Figures are printed (pytest -s).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.core.errors import InputCode
from gauntlet_desktop.imaging.limits import Limits

FULL = bool(os.environ.get("GAUNTLET_FULL_CORPUS"))
SAMPLE = 300
SECONDS = Limits().seconds if FULL else 6
CODES = {"ok", *(code.value for code in InputCode)}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the address space is bounded on Linux only")


class Child:
    """A decode process that is started again when a file ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def decode(self, raw_path: bytes) -> dict[str, Any]:
        """The child's answer; a process ended by the kernel is a timeout (SIGXCPU) or a crash."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(raw_path.hex() + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        status = process.wait()
        self.close()
        code = InputCode.DECODE_TIMEOUT if status == -signal.SIGXCPU else InputCode.ENGINE_CRASHED
        return {"code": code.value, "detail": str(status), "seconds": float(SECONDS), "peak_mib": 0}

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("decode_child.py")), str(SECONDS)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._process

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None


@dataclass
class Batch:
    """The outcomes of many files by their names."""

    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def summary(self) -> str:
        codes = Counter(outcome["code"] for outcome in self.outcomes.values())
        slowest = max(self.outcomes, key=lambda name: self.outcomes[name]["seconds"])
        peak = max(outcome["peak_mib"] for outcome in self.outcomes.values())
        return f"{dict(codes)}, slowest {slowest} {self.outcomes[slowest]['seconds']:.1f} s, peak {peak} MiB"

    def of(self, code: str) -> dict[str, str]:
        return {name: outcome["detail"] for name, outcome in self.outcomes.items() if outcome["code"] == code}


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    started = Child()
    yield started
    started.close()


@pytest.fixture(scope="module")
def generated(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory, child: Child) -> Iterator[Batch]:
    """Outcomes of the generated set, every entry of it: files, links, pipes and folders."""
    folder = tmp_path_factory.mktemp("hostile")
    script = shared_dir / "fixtures" / "hostile" / "make_hostile.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    batch = Batch()
    for raw_path in sorted(_entries(os.fsencode(folder))):
        name = os.fsdecode(os.path.relpath(raw_path, os.fsencode(folder)))
        batch.outcomes[name] = child.decode(raw_path)
    print("generated:", len(batch.outcomes), batch.summary())
    yield batch
    (folder / "special" / "sparse_1TB.jpg").unlink()


@pytest.fixture(scope="module")
def collected(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory, child: Child) -> Batch:
    """Outcomes of the collected corpus, or of every n-th file of it."""
    folder = tmp_path_factory.mktemp("corpus")
    batch = Batch()
    with zipfile.ZipFile(shared_dir / "fixtures" / "hostile" / "corpus.zip") as archive:
        names = sorted(name for name in archive.namelist() if not name.endswith("/"))
        step = 1 if FULL else max(1, len(names) // SAMPLE)
        for name in names[::step]:
            path = folder / Path(name).name
            path.write_bytes(archive.read(name))
            batch.outcomes[path.name] = child.decode(os.fsencode(path))
            path.unlink()
    print("collected:", len(batch.outcomes), batch.summary())
    return batch


def _entries(folder: bytes) -> Iterator[bytes]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry.path
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path)


def assert_named_outcomes(batch: Batch) -> None:
    unnamed = {name: outcome for name, outcome in batch.outcomes.items() if outcome["code"] not in CODES}
    assert not unnamed
    assert not batch.of("engine_crashed")
    over = {name: o["peak_mib"] for name, o in batch.outcomes.items() if o["peak_mib"] > Limits().memory_bytes >> 20}
    assert not over


def test_generated_files_end_in_named_outcomes(generated: Batch) -> None:
    assert len(generated.outcomes) > 130
    assert_named_outcomes(generated)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("phone_200mp_16320x12240.png", "ok"),
        ("bomb_png_rgb_400mp.png", "dimensions"),
        ("strip_1x65000.png", "dimensions"),
        ("strip_1x80000000.png", "dimensions"),
        ("ihdr_2g_x_2g.png", "dimensions"),
        ("one_pixel.png", "ok"),
        ("png_named_jpg.jpg", "ok"),
        ("text.jpg", "unsupported_format"),
        ("eps_named_jpg.jpg", "unsupported_format"),
        ("eps_infinite_loop.eps", "unsupported_format"),
        ("svg_xxe.svg", "unsupported_format"),
        ("empty.jpg", "empty"),
        ("jpeg_truncated_50pct.jpg", "damaged"),
        ("jpeg_truncated_99pct.jpg", "damaged"),
        ("tiff_20000_pages.tif", "ok"),
        ("tiff_ifd_loop.tif", "ok"),
        ("tiff_float_nan.tif", "ok"),
        ("tiff_lab.tif", "ok"),
        ("gif_2000_frames_2000x2000.gif", "ok"),
        ("exif_orientation_65535.jpg", "ok"),
        ("special/fifo.jpg", "not_a_file"),
        ("special/symlink_dev_zero.jpg", "not_a_file"),
        ("special/dir.jpg", "not_a_file"),
        ("special/sparse_1TB.jpg", "file_too_large"),
    ],
)
def test_each_trap_has_its_outcome(generated: Batch, name: str, code: str) -> None:
    assert generated.outcomes[name]["code"] == code


def test_every_hostile_name_is_only_a_name(generated: Batch) -> None:
    named = {name: outcome["code"] for name, outcome in generated.outcomes.items() if name.startswith("names/")}
    assert len(named) > 50
    assert set(named.values()) == {"ok"}


def test_collected_files_end_in_named_outcomes(collected: Batch) -> None:
    assert_named_outcomes(collected)


def test_collected_files_are_not_refused_wholesale(collected: Batch, shared_dir: Path) -> None:
    """What Pillow opens in our formats opens here too, but for dimensions out of bounds."""
    lines = (shared_dir / "fixtures" / "hostile" / "corpus.jsonl").read_text("utf-8").splitlines()
    ours = {"JPEG", "MPO", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF"}
    good = {row["file"] for row in map(json.loads, lines) if row["pillow13"] == "ok" and row["format"] in ours}
    refused = {
        name: (outcome["code"], outcome["detail"])
        for name, outcome in collected.outcomes.items()
        if name in good and outcome["code"] not in ("ok", "dimensions")
    }
    assert len(good & collected.outcomes.keys()) > 100
    assert not refused


def test_postscript_never_starts_a_process(generated: Batch, run_traced: Callable[[str], str]) -> None:
    """Opening PostScript under any name is refused from its first bytes, and no plugin for it is even loaded."""
    assert generated.outcomes["eps_named_jpg.jpg"]["code"] == "unsupported_format"
    loaded = run_traced(
        "import io, sys\n"
        "from gauntlet_desktop.core.errors import InputError\n"
        "from gauntlet_desktop.imaging.decode import decode\n"
        "from gauntlet_desktop.imaging.limits import Limits\n"
        "for untrusted in (b'%!PS-Adobe-3.0 EPSF-3.0\\n', b'\\xc5\\xd0\\xd3\\xc6' + bytes(64)):\n"
        "    try: decode(untrusted, Limits())\n"
        "    except InputError as error: print(error.code)\n"
        "print('PIL.EpsImagePlugin' in sys.modules)\n"
    )
    assert loaded.split() == ["unsupported_format", "unsupported_format", "False"]


@pytest.fixture
def run_traced() -> Callable[[str], str]:
    """Run Python code that may start no process: an audit hook ends it if it tries."""
    guard = (
        "import sys, os\n"
        "starts = ('subprocess.Popen', 'os.posix_spawn', 'os.fork', 'os.exec', 'os.system')\n"
        "sys.addaudithook(lambda event, _: os._exit(9) if event in starts else None)\n"
    )

    def run(code: str) -> str:
        return subprocess.run([sys.executable, "-c", guard + code], check=True, capture_output=True, text=True).stdout

    return run
