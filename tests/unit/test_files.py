"""Output files stand complete under their name, or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.app.files import make_folder, write_atomically, write_parts_atomically, written_atomically
from gauntlet_desktop.core.errors import EnvironmentFault


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "out.bin"
    write_atomically(target, b"first")
    write_atomically(target, b"second")
    assert target.read_bytes() == b"second"
    assert names(tmp_path) == ["out.bin"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        write_atomically(tmp_path / "absent" / "out.bin", b"data")
    assert caught.value.code == "folder_missing"
    assert "absent/out.bin" in caught.value.message


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault) as caught:
        write_atomically(tmp_path / "file" / "out.bin", b"data")
    assert caught.value.code == "folder_missing"
    with pytest.raises(EnvironmentFault):
        make_folder(tmp_path / "file" / "sub")


def test_a_folder_in_place_of_the_target_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "out.bin").mkdir()
    with pytest.raises(EnvironmentFault) as caught:
        write_atomically(tmp_path / "out.bin", b"data")
    assert caught.value.code == "write_failed"
    assert names(tmp_path) == ["out.bin"]


def test_too_long_a_name_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        write_atomically(tmp_path / ("x" * 300), b"data")
    assert caught.value.code == "name_too_long"
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_named_and_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.bin"
    target.write_bytes(b"old")
    really_open = Path.open

    def open_on_full_disk(path: Path, mode: str = "r", *rest: Any) -> Any:
        if mode == "xb":  # the temporary file comes to lie on a device that is always full
            path.symlink_to("/dev/full")
            return really_open(path, "wb", *rest)
        return really_open(path, mode, *rest)

    monkeypatch.setattr(Path, "open", open_on_full_disk)
    with pytest.raises(EnvironmentFault) as caught:
        write_atomically(target, b"new")
    monkeypatch.undo()
    assert caught.value.code == "disk_full"
    assert "disk is full" in caught.value.message
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["out.bin"]


def test_a_file_that_reads_back_differently_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"torn")
    with pytest.raises(EnvironmentFault) as caught:
        write_atomically(tmp_path / "out.bin", b"data")
    assert caught.value.code == "write_failed"
    assert names(tmp_path) == []


def test_a_file_in_parts_that_reads_back_differently_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "out.bin"
    target.write_bytes(b"old")
    with pytest.raises(EnvironmentFault) as caught, written_atomically(target) as (file, checks):
        file.write(b"data")
        checks += [lambda: True, lambda: False]
    assert caught.value.code == "write_failed"
    assert names(tmp_path) == ["out.bin"] and target.read_bytes() == b"old"


def test_a_file_in_parts_stands_under_its_name_once_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.bin"
    with written_atomically(target) as (file, _):
        file.write(b"data")
        assert not target.exists()
    assert target.read_bytes() == b"data"
    assert write_parts_atomically(target, [b"one", b"two"]) == hashlib.sha256(b"onetwo").hexdigest()
    assert names(tmp_path) == ["out.bin"] and target.read_bytes() == b"onetwo"


def test_an_error_while_a_file_is_made_is_passed_on_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), written_atomically(tmp_path / "out.bin") as (file, _):
        file.write(b"%d" % (1 // 0))
    assert names(tmp_path) == []


def test_a_limit_on_file_size_leaves_nothing_behind(tmp_path: Path) -> None:
    """The kernel itself cuts the write short: RLIMIT_FSIZE in a child process."""
    resource = pytest.importorskip("resource")
    script = (
        "import sys; from pathlib import Path\n"
        "from gauntlet_desktop.app.files import write_atomically\n"
        "from gauntlet_desktop.core.errors import EnvironmentFault\n"
        "try: write_atomically(Path(sys.argv[1]), b'x' * 100_000)\n"
        "except EnvironmentFault as fault: print(fault.code)\n"
    )
    child = subprocess.run(
        [sys.executable, "-B", "-c", script, str(tmp_path / "out.bin")],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert child.stdout.split() == ["disk_full"]
    assert names(tmp_path) == []


def test_the_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_names_that_are_no_text_are_written_and_shown(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.pdf"
    write_atomically(Path(os.fsdecode(raw)), b"data")
    assert [os.fsencode(name) for name in names(tmp_path)] == [b"caf\xe9.pdf"]
    with pytest.raises(EnvironmentFault, match="‹E9›"):
        write_atomically(Path(os.fsdecode(raw)) / "under", b"data")


def test_every_named_fault_has_a_sentence_and_a_remedy() -> None:
    from gauntlet_desktop.app.files import _fault

    for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO):
        fault = _fault(Path("out.pdf"), OSError(number, os.strerror(number)))
        assert "out.pdf was not written" in fault.message
        assert fault.remedy.endswith(".")
