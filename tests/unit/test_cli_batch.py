"""`gauntlet batch` as a shell uses it: results in the case, exit status, JSON, interruptions and kills."""

from __future__ import annotations

import json
import os
import queue
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gauntlet_desktop.app.batch.events import BatchProgress, State, StateChanged
from gauntlet_desktop.cli import batch as command
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.store import Case
from tests.factories import make_pixels
from tests.unit.test_cli import GAUNTLET, gauntlet, lines

IMAGES = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures that are out of scope for their size, so that many of them take little time."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(IMAGES):
        Image.fromarray(make_pixels(40, 50, number)).save(folder / f"{number:02}.png")
    return folder


def of_kind(output: str, kind: str) -> list[dict[str, Any]]:
    return [line for line in lines(output) if line["event"] == kind]


def test_a_folder_ends_in_a_case_and_failures_are_told_and_tried_again(tmp_path: Path) -> None:
    folder, case = tmp_path / "photos", tmp_path / "c.gauntlet"
    (folder / "thumbs").mkdir(parents=True)
    for name in ("a.png", "b.png", "thumbs/c.png"):
        Image.fromarray(make_pixels(40, 50, ord(name[-5]))).save(folder / name)
    (folder / "bad.jpg").write_bytes(b"no image")
    arguments = ("batch", folder, "--case", case, "--jobs", "1")
    done = gauntlet(*arguments, "--exclude", "thumbs")
    assert done.returncode == 3
    assert "3 images listed (0 known as they are, 0 changed): 2 analysed, 0 of known content, 1 failed." in done.stdout
    assert "2  out_of_scope" in done.stdout
    assert f"failed: {folder}/bad.jpg: The content is not a supported image format. [unsupported_format]" in done.stderr
    assert "100 %" in done.stderr

    Image.fromarray(make_pixels(40, 50, 1)).save(folder / "bad.jpg")
    os.utime(folder / "bad.jpg", ns=(1, 1))
    done = gauntlet(*arguments, "--retry-failed", "--json")
    assert done.returncode == 0
    files = of_kind(done.stdout, "file")
    assert {(Path(line["path"]).name, line["status"]) for line in files} == {
        ("bad.jpg", "out_of_scope"),
        ("c.png", "out_of_scope"),
    }
    (end,) = of_kind(done.stdout, "end")
    assert (end["listed"], end["unchanged"], end["changed"], end["analysed"]) == (4, 2, 1, 2)
    assert end["unreadable"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the memory of a process is not bounded")
def test_without_memory_for_a_decoder_no_file_is_blamed_and_the_same_command_goes_on(tmp_path: Path) -> None:
    folder, case = tmp_path / "photos", tmp_path / "c.gauntlet"
    folder.mkdir()
    for number in range(3):
        Image.fromarray(make_pixels(40, 50, number)).save(folder / f"{number}.png")
    arguments = ("batch", folder, "--case", case, "--jobs", "1", "--json")
    done = gauntlet(*arguments, "--limit-memory-mib", "1")
    assert done.returncode == 1
    assert "process that decodes images does not start" in done.stderr and "[engine_unusable]" in done.stderr
    assert "gauntlet doctor" in done.stderr
    assert of_kind(done.stdout, "file") == []
    done = gauntlet(*arguments)
    assert done.returncode == 0
    assert len(of_kind(done.stdout, "file")) == 3


def test_wrong_usage_and_an_empty_folder(tmp_path: Path) -> None:
    case = tmp_path / "c.gauntlet"
    done = gauntlet("batch", tmp_path / "absent", "--case", case)
    assert (done.returncode, done.stdout) == (2, "")
    assert "[no_folder]" in done.stderr
    case.write_text("not a case")
    assert gauntlet("batch", tmp_path, "--case", case).returncode in (1, 2)
    (tmp_path / "empty").mkdir()
    done = gauntlet("batch", tmp_path / "empty", "--case", tmp_path / "d.gauntlet")
    assert done.returncode == 0
    assert "No image was found." in done.stderr


def test_a_case_is_analysed_again_and_its_old_results_stay(tmp_path: Path) -> None:
    case, folders = tmp_path / "c.gauntlet", [tmp_path / "one", tmp_path / "two"]
    for number, folder in enumerate(folders):
        folder.mkdir()
        for each in range(2):
            Image.fromarray(make_pixels(40, 50, 10 * number + each)).save(folder / f"{number}{each}.png")
        assert gauntlet("batch", folder, "--case", case, "--jobs", "1").returncode == 0
    (folders[0] / "00.png").unlink()

    again = ("batch", "--again", "--case", case, "--jobs", "1")
    done = gauntlet(*again)
    assert done.returncode == 0
    assert "0 analysed, 3 of known content, 0 failed." in done.stdout  # by the same configuration
    done = gauntlet(*again, "--limit-megapixels", "90")
    assert "3 analysed, 0 of known content, 0 failed." in done.stdout
    with Case.open(case) as opened:
        assert [each.records for each in opened.configurations()] == [4, 3]
        assert opened.compared(*(each.id for each in opened.configurations())) == 3
        assert dict(opened.queue_counts()) == {"waiting": 0, "done": 3, "failed": 0}
        assert opened.verify_log().intact

    assert gauntlet(*again, folders[0]).returncode == 2
    assert gauntlet("batch", "--case", case).returncode == 2
    with Case.create(tmp_path / "new.gauntlet", actor="A", when="2026-01-31T12:00:00+00:00"):
        pass
    done = gauntlet("batch", "--again", "--case", tmp_path / "new.gauntlet")
    assert "[case_without_files]" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_keeps_what_was_done_and_the_same_command_goes_on(folder: Path, tmp_path: Path) -> None:
    case = tmp_path / "c.gauntlet"
    arguments = [*GAUNTLET, "batch", folder, "--case", case, "--jobs", "1", "--json"]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdout is not None and process.stderr is not None
        told = first_files(process, 1)
        process.send_signal(signal.SIGINT)
        rest, messages = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130
    assert "Interrupted. What was done is in" in messages
    told += of_kind(rest, "file")
    done = gauntlet("batch", folder, "--case", case, "--json")
    assert done.returncode == 0
    assert sorted(line["path"] for line in told + of_kind(done.stdout, "file")) == paths(folder)
    check(case, recomputed=0)


def test_killed_at_any_moment_it_loses_nothing_that_it_told(folder: Path, tmp_path: Path) -> None:
    """Moments are drawn by the number of files that were told before; the seed is fixed."""
    case, rng, told = tmp_path / "c.gauntlet", random.Random(5), Counter[str]()
    arguments = [*GAUNTLET, "batch", folder, "--case", case, "--jobs", "1", "--json"]
    for _ in range(2):
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, encoding="utf-8") as process:
            assert process.stdout is not None
            told.update(line["path"] for line in first_files(process, rng.randrange(1, IMAGES // 4)))
            process.kill()
            rest = process.stdout.read()
        told.update(line["path"] for line in of_kind(rest.rpartition("\n")[0], "file"))
        check(case, recomputed=0)
    done = gauntlet("batch", folder, "--case", case, "--json")
    again = {line["path"] for line in of_kind(done.stdout, "file")}
    assert not again & set(told), "what was told as done is not done again"
    check(case, recomputed=0)
    with Case.open(case) as opened:
        assert opened.queue_counts() == {"waiting": 0, "done": IMAGES, "failed": 0}


def first_files(process: subprocess.Popen[str], count: int) -> list[dict[str, Any]]:
    """So many files that the process tells, fewer where it is done with all before: a busy machine may have let it go
    on for a while before it was killed the last time."""
    told: list[dict[str, Any]] = []
    assert process.stdout is not None
    while len(told) < count and (text := process.stdout.readline()):
        line = json.loads(text)
        told += [line] * (line["event"] == "file")
    return told


def paths(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.iterdir())


def check(case: Path, recomputed: int) -> None:
    """The case is intact, and no file has more than one record."""
    with Case.open(case) as opened:
        assert opened.verify_log().problems == ()
        records = Counter(record.raw_path for record in opened.records())
    assert sum(records.values()) - len(records) == recomputed


# What is said, without a process


def progress(**values: Any) -> BatchProgress:
    plain = {"state": State.RUNNING, "listing": False, "rate": None, "remaining": None}
    numbers = dict.fromkeys(("listed", "unchanged", "changed", "analysed", "known", "failed", "waiting"), 0)
    return BatchProgress(**(plain | numbers | values))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"listing": True}, "[                    ]   0 %  0 of 0+"),
        ({"analysed": 1, "waiting": 3, "listing": True}, "[#####               ]  25 %  1 of 4+"),
        (
            {"analysed": 1, "known": 1, "failed": 1, "waiting": 1, "rate": 0.25, "remaining": 4.0},
            "[###############     ]  75 %  3 of 4  0.25 a second  about 4 s left  1 failed",
        ),
        (
            {"waiting": 1, "rate": 1.0, "remaining": 125.0},
            "[                    ]   0 %  0 of 1  1.00 a second  about 2 min 5 s left",
        ),
        (
            {"remaining": 9000.0, "state": State.PAUSED},
            "[####################] 100 %  0 of 0  about 2 h 30 min left  paused",
        ),
    ],
)
def test_the_bar_tells_share_rate_time_and_failures(values: dict[str, Any], text: str) -> None:
    assert command._bar(progress(**values))[0] == text


def test_a_pause_is_explained_once_and_a_terminal_shows_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    events: queue.SimpleQueue[Any] = queue.SimpleQueue()
    full = EnvironmentFault("disk_full", "The disk is full.", "Free some space.")
    for _ in range(2):
        events.put(StateChanged(State.PAUSED, full))
    follower = command._Follower(events)
    follower.drain()
    assert capsys.readouterr().err == "Paused: The disk is full. Free some space. It tries again every few seconds.\n"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    follower.progress(progress(waiting=1))
    assert capsys.readouterr().err.startswith("\r[")
    events.put(StateChanged(State.PAUSED, full))
    told = command._JsonFollower(events)
    told.drain()
    assert json.loads(capsys.readouterr().out) == {
        "event": "state",
        "state": "paused",
        "code": "disk_full",
        "message": "The disk is full.",
    }
