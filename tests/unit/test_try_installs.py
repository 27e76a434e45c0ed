"""The table of sizes and times has what was measured, in one column for each install, the largest parts by name."""

from __future__ import annotations

import re
from pathlib import Path

from installer.try_installs import PAGE, Install, as_page, size_of
from tests.unit.test_notices import made_up

LIGHT = Install(4.4, {f"part-{at}": at * 1_000_000 for at in range(1, 16)}, {"version": 0.25})
FULL = Install(150.0, {"torch": 900_000_000}, {"version": 0.31, "repeat it on torch": 33.0})


def test_each_install_has_its_column() -> None:
    page = as_page({"light": LIGHT, "full": FULL}, 16_240_000)
    rows = dict(re.findall(r"^\| ([^|]+) \| (.+) \|$", page, re.MULTILINE))
    assert rows["distributions"] == "15 | 1"
    assert rows["installed, MB"] == "120.0 | 900.0"
    assert rows["`pip install`, s"] == "4 | 150"
    assert rows["version, s"] == "0.2 | 0.3"
    assert rows["repeat it on torch, s"] == " | 33.0"
    assert "The wheel has 16.2 MB." in page


def test_the_largest_parts_are_named_and_the_others_added_up() -> None:
    page = as_page({"light": LIGHT}, 1)
    named = re.findall(r"^\| (part-\d+) \|", page, re.MULTILINE)
    assert named == [f"part-{at}" for at in range(15, 3, -1)]
    assert "| 3 others | 6.0 |" in page


def test_all_parts_may_be_named() -> None:
    assert "others" not in as_page({"full": FULL}, 1)


def test_a_distribution_is_as_large_as_its_files(tmp_path: Path) -> None:
    dist = made_up(tmp_path, "MIT")
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "RECORD"]
    assert size_of(dist) == sum(path.stat().st_size for path in files) > 0
    files[0].unlink()  # as where a user removed one
    assert size_of(dist) == sum(path.stat().st_size for path in files[1:])


def test_the_page_of_the_documentation_is_one_that_was_written_so() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = as_page({"light": LIGHT, "full": FULL}, 1).splitlines()
    assert page.splitlines()[0] == told[0]
    for line in ("| | light | full |", "## The light install by distribution", "## The full install by distribution"):
        assert line in page.splitlines()
        assert line in told
