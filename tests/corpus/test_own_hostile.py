"""Hostile files that the suite makes itself: each ends in one of the outcomes that it may have, in bounded memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.store import Case
from tests.corpus.test_hostile_decode import CODES, Child
from tests.hostile import FAMILIES, OK, Hostile, write_corpus, write_no_files

ROOT = Path(__file__).resolve().parents[2]
SEEN = {"out_of_scope": OK}  # it was decoded, but is too small or too flat to be examined

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the address space is bounded on Linux only")


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    started = Child()
    yield started
    started.close()


def assert_outcomes(child: Child, files: list[Hostile]) -> None:
    assert all(file.outcomes <= CODES for file in files)
    told = {file.raw_path: child.decode(file.raw_path) for file in files}
    wrong = {file.raw_path: told[file.raw_path] for file in files if told[file.raw_path]["code"] not in file.outcomes}
    assert not wrong
    assert max(outcome["peak_mib"] for outcome in told.values()) <= Limits().memory_bytes >> 20


@pytest.mark.parametrize("family", FAMILIES)
def test_every_file_ends_in_an_outcome_that_it_may_have(child: Child, tmp_path: Path, family: str) -> None:
    files = write_corpus(tmp_path, [family])
    assert len(files) >= 5
    assert_outcomes(child, files)


def test_what_is_no_file_is_told_and_not_opened(child: Child, tmp_path: Path) -> None:
    """A pipe that was opened would wait for ever, a device would never end."""
    files = write_no_files(tmp_path / "no-files")
    assert {b"pipe.jpg", b"itself.jpg", b"there.jpg", b"zero"} <= {file.raw_path.rsplit(b"/", 1)[1] for file in files}
    assert_outcomes(child, files)


def test_one_command_over_all_that_is_refused_tells_each_and_goes_on(tmp_path: Path) -> None:
    """Through the command line, the real processes and their pipes: names of all kinds, and what is no file."""
    files = [file for file in write_no_files(tmp_path / "no-files") if "ok" not in file.outcomes]
    files += write_corpus(tmp_path, ["refused"])
    for name in write_corpus(tmp_path, ["names"]):
        Path(os.fsdecode(name.raw_path)).write_bytes(b"no picture")
        files.append(Hostile("names", name.raw_path, frozenset(["unsupported_format"])))
    command = [sys.executable, "-m", "gauntlet_desktop", "analyze", "--json", "--", *(file.raw_path for file in files)]
    done = subprocess.run(command, capture_output=True, check=False)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    told = [file for file in files if not file.raw_path.endswith(b"/folder.jpg")]  # a folder is searched
    assert done.returncode == 3
    codes = [record["error"]["code"] for record in records]
    assert all(code in file.outcomes for code, file in zip(codes, told, strict=True))
    assert all(record["name"].isprintable() and record["path"].isprintable() for record in records)


def test_the_real_window_tells_each_of_them_and_stays(tmp_path: Path) -> None:
    """Every file is opened, shown or explained, and analysed once more by a batch in the triage window."""
    evidence, out = tmp_path / "evidence", tmp_path / "out"
    out.mkdir()
    files = write_corpus(evidence, [family for family in FAMILIES if family not in ("cuts", "wrong-names")])
    files += write_no_files(evidence / "no-files")
    allowed = {file.raw_path.hex(): file.outcomes for file in files}
    command = [sys.executable, "-m", "tests.window_session", str(evidence), str(out)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["outcomes"]
    assert len(told) > 100
    assert {path: code for path, code in told.items() if SEEN.get(code, code) not in allowed[path]} == {}
    with Case.open(out / "case.gauntlet") as case:
        assert case.queue_counts()["waiting"] == 0 and case.verify_log().intact
        bodies = {record.raw_path.hex(): record.body for record in case.records(include_maps=False)}
    assert len(bodies) > 50, "the same bytes have one record"
    in_case = {path: body["error"]["code"] if body["error"] else body["status"] for path, body in bodies.items()}
    assert in_case == {path: told[path] for path in in_case}
