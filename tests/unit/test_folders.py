"""Which files of a folder are examined: filters, loops, folders that cannot be listed, and how soon the first comes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from gauntlet_desktop.app.folders import Filters, FolderScan
from tests.unit.test_intake import linux_only, posix_only


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("IMG_1.JPG", "IMG_2.jpg", "notes.txt", "cache/IMG_3.jpg", "trip/day 1/a.png", "trip/b.webp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def listed(root: Path, filters: Filters | None = None) -> list[str]:
    scan = FolderScan(os.fsencode(root), filters)
    return [Path(os.path.relpath(os.fsdecode(found.raw_path), root)).as_posix() for found in scan]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["IMG_1.JPG", "IMG_2.jpg", "cache/IMG_3.jpg", "trip/b.webp", "trip/day 1/a.png"]),
        (Filters(include=("*.jpg",)), ["IMG_1.JPG", "IMG_2.jpg", "cache/IMG_3.jpg"]),
        (Filters(include=("trip/*",)), ["trip/b.webp", "trip/day 1/a.png"]),
        (Filters(include=("img_[12].*", "*.png")), ["IMG_1.JPG", "IMG_2.jpg", "trip/day 1/a.png"]),
        (Filters(exclude=("cache", "*.webp")), ["IMG_1.JPG", "IMG_2.jpg", "trip/day 1/a.png"]),
        (Filters(include=("*.jpg",), exclude=("*.jpg",)), []),
    ],
)
def test_filters_name_what_is_wanted(tree: Path, filters: Filters, expected: list[str]) -> None:
    assert listed(tree, filters) == expected


def test_an_excluded_folder_is_not_entered(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entered: list[bytes] = []
    scandir = os.scandir

    def spy(folder: bytes) -> object:
        entered.append(os.path.split(folder)[1])
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", spy)
    listed(tree, Filters(exclude=("trip",)))
    assert entered[1:] == [b"cache"]


def test_content_decides_where_asked(tree: Path) -> None:
    (tree / "photo").write_bytes(b"\xff\xd8\xff\xe0 and so on")
    (tree / "fake.jpg").write_bytes(b"no image")
    (tree / "empty.jpg").touch()
    (tree / "link").symlink_to("photo")
    assert listed(tree, Filters(by_content=True)) == ["photo"]


def test_size_and_time_are_told(tree: Path) -> None:
    os.utime(tree / "IMG_1.JPG", ns=(5, 1_234_567_891))
    first = next(iter(FolderScan(os.fsencode(tree))))
    assert (first.size_bytes, first.modified_ns) == (1, 1_234_567_891)


@posix_only
def test_a_file_that_goes_while_it_is_listed_is_passed_over(tree: Path) -> None:
    files = iter(FolderScan(os.fsencode(tree)))
    next(files)
    (tree / "IMG_2.jpg").unlink()
    assert os.path.split(next(files).raw_path)[1] == b"IMG_3.jpg"


@linux_only
def test_links_that_lead_back_are_no_way_to_get_lost(tree: Path) -> None:
    (tree / "trip" / "up").symlink_to(tree)
    (tree / "trip" / "self").symlink_to("self")
    assert len(listed(tree)) == 5


@linux_only
def test_a_folder_that_is_met_again_is_not_listed_again(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bind mount shows a folder below itself under the same device and inode; making one takes root's rights."""
    real = os.stat

    def same_as_root(path: bytes, **options: object) -> os.stat_result:
        return real(tree if os.path.split(path)[1] == b"trip" else path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", same_as_root)
    assert listed(tree) == ["IMG_1.JPG", "IMG_2.jpg", "cache/IMG_3.jpg"]


@linux_only
def test_a_folder_that_cannot_be_listed_is_named_and_the_others_go_on(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:  # root may list everything: the refusal is the system call's own, raised in its place
        scandir = os.scandir

        def refuse(folder: bytes) -> object:
            if os.path.split(folder)[1] == b"cache":
                raise PermissionError(13, "Permission denied")
            return scandir(folder)

        monkeypatch.setattr(os, "scandir", refuse)
    else:
        (tree / "cache").chmod(0)
    scan = FolderScan(os.fsencode(tree))
    assert len(list(scan)) == 4
    assert scan.unreadable == [(str(tree / "cache"), "Permission denied")]
    (tree / "cache").chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_names_that_are_no_text_pass_the_filters(tree: Path) -> None:
    Path(os.fsdecode(os.fsencode(tree) + b"/bad\xff.jpg")).write_bytes(b"x")
    found = list(FolderScan(os.fsencode(tree), Filters(include=("bad*",))))
    assert [os.path.split(each.raw_path)[1] for each in found] == [b"bad\xff.jpg"]
