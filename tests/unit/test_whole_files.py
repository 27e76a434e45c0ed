"""A file is written whole, or stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from gauntlet_desktop.api.whole_files import write_whole


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    for data in (b"one", b"another", b""):
        write_whole(tmp_path / "a.json", data)
        assert (tmp_path / "a.json").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_name_that_cannot_be_taken_leaves_what_stood_there(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    (tmp_path / "a.json" / "kept").touch()
    with pytest.raises(OSError, match=r"a\.json"):
        write_whole(tmp_path / "a.json", b"one")
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")} == {"a.json", "a.json/kept"}


def test_a_folder_that_is_not_there_is_no_reason_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "gone" / "a.json", b"one")
    assert not list(tmp_path.iterdir())
