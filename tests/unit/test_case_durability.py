"""What a case has acknowledged survives killed processes, cut files and full disks; nothing is there by halves."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.store import Addition, Case
from tests.factories import make_record

WHO = {"actor": "A", "when": "2026-01-31T12:00:00+00:00"}
ROOT = Path(__file__).resolve().parents[2]
BATCH = 3
_WRITER = f"""
import sys
from pathlib import Path
from gauntlet_desktop.store import Addition, Case, Mark, MarkKind
from tests.factories import make_record
who = {{"actor": "A", "when": "2026-01-31T12:00:00+00:00"}}
with Case.open(Path(sys.argv[1])) as case:
    number = 0
    while True:
        batch = [Addition(make_record(name=f"{{number + each}}.jpg", heatmap=False)) for each in range({BATCH})]
        ids = case.add_records(batch, **who)
        case.mark([Mark(case.record_by_id(ids[0]).item, MarkKind.TAG, "seen")], **who)
        print(ids[-1], flush=True)
        number += {BATCH}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "case.gauntlet"
    Case.create(made, **WHO).close()
    return made


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_batches_survive_a_kill_whole_or_not_at_all(path: Path, seed: int) -> None:
    acknowledged = random.Random(seed).randint(1, 12)
    command = [sys.executable, "-B", "-c", _WRITER, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as child:
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(acknowledged)]
        os.kill(child.pid, signal.SIGKILL)
        told += [int(line) for line in child.stdout if line.endswith(b"\n")]
    with Case.open(path) as case:
        kept = [record.id for record in case.records(include_maps=False)]
        assert kept == list(range(1, len(kept) + 1))
        assert len(kept) % BATCH == 0
        assert told[-1] <= len(kept) <= told[-1] + BATCH
        assert case.verify_log().problems == ()


def history(path: Path) -> list[int]:
    """Write some commits with the log of changes kept beside the file; returns the number of records after each."""
    with Case.open(path) as case:
        case._connection.execute("PRAGMA wal_autocheckpoint = 40")
        sizes = [0]
        for number in range(12):
            batch = [Addition(make_record(name=f"{number}-{each}.jpg", heatmap=False)) for each in range(BATCH)]
            sizes.append(case.add_records(batch, **WHO)[-1])
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", path.with_name(f"copy{suffix}"))
    return sizes


def test_a_log_of_changes_that_is_cut_anywhere_leaves_whole_commits(path: Path, tmp_path: Path) -> None:
    sizes = history(path)
    wal = (tmp_path / "copy-wal").read_bytes()
    assert wal
    found = set()
    for offset in (*random.Random(3).sample(range(len(wal)), 60), 0, len(wal)):
        shutil.copy(tmp_path / "copy", tmp_path / "cut")
        (tmp_path / "cut-wal").write_bytes(wal[:offset])
        with contextlib.suppress(EnvironmentFault), Case.open(tmp_path / "cut") as case:
            kept = [record.id for record in case.records(include_maps=False)]
            assert kept == list(range(1, len(kept) + 1))
            assert len(kept) in sizes
            assert case.verify_log().problems == ()
            found.add(len(kept))
    assert sizes[-1] in found


def test_a_file_that_is_cut_anywhere_is_refused_or_found_out(path: Path, tmp_path: Path) -> None:
    history(path)
    with Case.open(path) as case:
        entire = case.verify_log()
    data = path.read_bytes()
    for offset in random.Random(4).sample(range(len(data)), 60):
        (tmp_path / "cut").write_bytes(data[:offset])
        try:
            with Case.open(tmp_path / "cut") as case:
                assert case.verify_log() != entire
        except (EnvironmentFault, UserError) as fault:
            assert fault.code in ("case_damaged", "not_a_case")


_FILLER = """
import resource, signal, sys
from pathlib import Path
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.store import Addition, Case
from tests.factories import make_record
who = {"actor": "A", "when": "2026-01-31T12:00:00+00:00"}
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
before = resource.getrlimit(resource.RLIMIT_FSIZE)
with Case.open(Path(sys.argv[1])) as case:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), before[1]))
    kept = 0
    try:
        while True:
            kept = case.add_records([Addition(make_record(name=f"{kept}.jpg"))], **who)[-1]
    except EnvironmentFault as fault:
        print(fault.code, kept)
    assert len(list(case.records())) == kept and case.verify_log().intact
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    print(case.add_records([Addition(make_record(name="after.jpg"))], **who)[-1])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="needs a limit on the size of files")
@pytest.mark.parametrize("room", [300_000, 500_001, 777_777])
def test_where_a_file_may_not_grow_nothing_is_lost_and_it_goes_on_afterwards(path: Path, room: int) -> None:
    command = [sys.executable, "-B", "-c", _FILLER, str(path), str(room)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=True)
    code, kept, after = done.stdout.split()
    assert code == "disk_error"  # a full disk has a code of its own, which the next test sees
    assert int(after) == int(kept) + 1 > 1
    with Case.open(path) as case:
        assert len(list(case.records())) == int(after)
        assert case.verify_log().intact


def test_a_full_disk_is_named_and_it_goes_on_once_there_is_room(tmp_path: Path) -> None:
    """A file system of 2 MiB, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(500_000))
        with Case.create(disk / "case.gauntlet", **WHO) as case:
            kept = 0
            with pytest.raises(EnvironmentFault) as caught:
                for number in range(1_000):
                    kept = case.add_record(make_record(name=f"{number}.jpg"), **WHO)
            assert caught.value.code == "disk_full"
            assert [record.id for record in case.records(include_maps=False)] == list(range(1, kept + 1))
            ballast.unlink()
            assert case.add_record(make_record(name="after.jpg"), **WHO) == kept + 1
            assert case.verify_log().problems == ()
    finally:
        subprocess.run(["umount", disk], check=True)
