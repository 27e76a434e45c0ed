"""Intake: only regular files are read, as they are at one moment, and every other thing has its code."""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import threading
from pathlib import Path

import pytest

from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.imaging.intake import read_file, scan
from gauntlet_desktop.imaging.limits import Limits

LIMITS = Limits(file_bytes=1_000_000)
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs POSIX special files")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs a Linux file system")


def code_of(raw_path: bytes) -> InputCode:
    with pytest.raises(InputError) as caught:
        read_file(raw_path, LIMITS)
    return InputCode(caught.value.code)


def test_identity_is_of_the_bytes_read(tmp_path: Path) -> None:
    path = tmp_path / "a b.jpg"
    path.write_bytes(b"content")
    identity, untrusted = read_file(os.fsencode(path), LIMITS)
    assert untrusted == b"content"
    assert identity.sha256 == hashlib.sha256(b"content").hexdigest()
    assert (identity.name, identity.path, identity.raw_path) == ("a b.jpg", str(path), os.fsencode(path))
    assert (identity.size_bytes, identity.modified_ns) == (7, path.stat().st_mtime_ns)


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "evidence.jpg"
    path.write_bytes(b"content")
    os.utime(path, ns=(1_000_000_000, 2_000_000_000))
    before = path.stat()
    read_file(os.fsencode(path), LIMITS)
    after = path.stat()
    assert (after.st_atime_ns, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_atime_ns,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


@linux_only
def test_where_the_access_time_cannot_be_kept_the_file_is_read_and_it_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Only its owner may read a file without touching that; the refusal is the system's own, raised in its place."""
    really_open = os.open

    def refuse(path: bytes, flags: int) -> int:
        if flags & os.O_NOATIME:
            raise PermissionError(1, "Operation not permitted")
        return really_open(path, flags)

    (tmp_path / "another's.jpg").write_bytes(b"content")
    monkeypatch.setattr(os, "open", refuse)
    caplog.set_level(logging.INFO)
    assert read_file(os.fsencode(tmp_path / "another's.jpg"), LIMITS)[1] == b"content"
    assert "may update the access time" in caplog.text


@linux_only
@pytest.mark.parametrize("name", [b"bad\xff\xfe.jpg", b"new\nline.jpg", "photo\u202egpj.exe".encode(), b"-rf.jpg"])
def test_names_are_data(tmp_path: Path, name: bytes) -> None:
    raw_path = os.fsencode(tmp_path) + b"/" + name
    Path(os.fsdecode(raw_path)).write_bytes(b"content")
    identity, _ = read_file(raw_path, LIMITS)
    assert identity.raw_path == raw_path
    assert identity.name.isprintable()
    assert not {"\n", "\u202e"} & set(identity.name)


def test_absent_and_impossible_paths(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    assert code_of(os.fsencode(tmp_path / "absent.jpg")) is InputCode.NOT_FOUND
    assert code_of(os.fsencode(file) + b"/below.jpg") is InputCode.NOT_FOUND
    assert code_of(b"nul\0byte.jpg") is InputCode.UNREADABLE
    assert code_of(b"x" * 5000) is InputCode.UNREADABLE


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert code_of(os.fsencode(tmp_path)) is InputCode.NOT_A_FILE


def test_size_bounds(tmp_path: Path) -> None:
    empty, large = tmp_path / "empty.jpg", tmp_path / "large.jpg"
    empty.touch()
    with large.open("wb") as stream:
        stream.truncate(LIMITS.file_bytes + 1)
    assert code_of(os.fsencode(empty)) is InputCode.EMPTY
    assert code_of(os.fsencode(large)) is InputCode.FILE_TOO_LARGE
    large.write_bytes(bytes(LIMITS.file_bytes))
    assert read_file(os.fsencode(large), LIMITS)[0].size_bytes == LIMITS.file_bytes


@posix_only
def test_links_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "real.jpg").write_bytes(b"x")
    (tmp_path / "link.jpg").symlink_to("real.jpg")
    (tmp_path / "self.jpg").symlink_to("self.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    for name in ("link.jpg", "self.jpg", "pipe.jpg"):
        assert code_of(os.fsencode(tmp_path / name)) is InputCode.NOT_A_FILE
    assert code_of(b"/dev/zero") is InputCode.NOT_A_FILE


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.jpg"
    path.write_bytes(b"x")
    path.chmod(0)
    assert code_of(os.fsencode(path)) is InputCode.UNREADABLE


def test_a_file_that_the_system_refuses_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for whoever may read everything, too."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.jpg"
    path.write_bytes(b"x")
    monkeypatch.setattr(os, "open", refuse)
    assert code_of(os.fsencode(path)) is InputCode.UNREADABLE


@linux_only
def test_a_file_shorter_than_it_says_changed_while_it_was_read() -> None:
    """Files under /sys say 4,096 bytes and give fewer: to a reader, they shrink while they are read."""
    path = Path("/sys/kernel/address_bits")
    if not path.exists() or path.stat().st_size != 4096:
        pytest.skip("no such file here")
    assert code_of(os.fsencode(path)) is InputCode.CHANGED_DURING_READ


def test_a_growing_file_is_one_version_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "growing.jpg"
    pattern = bytes(range(256)) * 16
    path.write_bytes(pattern)
    stop = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as stream:
            while not stop.is_set() and stream.tell() < LIMITS.file_bytes - len(pattern):
                stream.write(pattern)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        for _ in range(100):
            try:
                identity, untrusted = read_file(os.fsencode(path), LIMITS)
            except InputError as error:
                assert error.code == InputCode.CHANGED_DURING_READ
            else:
                assert untrusted == (pattern * (len(untrusted) // len(pattern) + 1))[: len(untrusted)]
                assert identity.size_bytes == len(untrusted)
    finally:
        stop.set()
        writer.join()


def names(root: Path, *, include_all: bool = False) -> list[str]:
    found = scan(os.fsencode(root), include_all=include_all)
    return [os.fsdecode(os.path.relpath(path, os.fsencode(root))) for path in found]


def test_scan_lists_images_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.PNG", "notes.txt", "sub/c.heic", "sub/deep/d.tif", "Sub2/e.webp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.jpg").mkdir()
    expected = ["a.PNG", "b.jpg", "Sub2/e.webp", "sub/c.heic", "sub/deep/d.tif"]
    assert names(tmp_path) == [str(Path(name)) for name in expected]
    assert "notes.txt" in names(tmp_path, include_all=True)


@posix_only
def test_a_large_folder_is_in_order_throughout(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(10_000)]
    for path in paths:
        path.touch()
    assert list(scan(os.fsencode(tmp_path))) == sorted(map(os.fsencode, paths))


def test_a_large_folder_leaves_turns_to_others_before_its_first_file_is_told(tmp_path: Path) -> None:
    for number in range(640):
        (tmp_path / f"{number}.png").touch()
    turns: list[int] = []
    found = scan(os.fsencode(tmp_path), between=lambda: turns.append(1))
    next(found)
    assert len(turns) == 20, "every 64 entries, read and sorted"
    assert len(list(found)) == 639


def test_scan_follows_no_links_and_yields_regular_files_only(tmp_path: Path) -> None:
    (tmp_path / "real.jpg").touch()
    (tmp_path / "link.jpg").symlink_to("real.jpg")
    (tmp_path / "loop").symlink_to(".")
    os.mkfifo(tmp_path / "pipe.jpg")
    assert names(tmp_path) == ["real.jpg"]


@linux_only
def test_scan_keeps_names_that_are_no_text(tmp_path: Path) -> None:
    raw_path = os.fsencode(tmp_path) + b"/bad\xff.jpg"
    Path(os.fsdecode(raw_path)).touch()
    assert list(scan(os.fsencode(tmp_path))) == [raw_path]


@linux_only
def test_scan_reports_what_it_cannot_list_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(25):  # folders nested deeper than a path may be long
            os.mkdir("d" * 200, dir_fd=folder)
            deeper = os.open("d" * 200, os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = deeper
    finally:
        os.close(folder)
    refused: list[bytes] = []
    found = list(scan(os.fsencode(tmp_path), on_unreadable=lambda path, _: refused.append(path)))
    assert [os.path.split(path)[1] for path in found] == [b"a.jpg"]
    assert len(refused) == 1


def test_scan_of_something_that_is_no_folder(tmp_path: Path) -> None:
    refused: list[tuple[bytes, OSError]] = []
    absent = os.fsencode(tmp_path / "absent")
    assert list(scan(absent, on_unreadable=lambda path, error: refused.append((path, error)))) == []
    assert refused[0][0] == absent and isinstance(refused[0][1], FileNotFoundError)
    assert list(scan(absent)) == []
