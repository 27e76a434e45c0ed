"""Tests of the leak checks: features of files that give the class away are found, innocent ones are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.files import LabelledFile, choose, read_headers
from gauntlet_desktop.evaluation.leaks import held_out_log_odds, leak_checks, severity
from gauntlet_desktop.imaging.packs import Sample, open_pack
from tests.images import jpeg, picture, png


def labelled(number: int, generated: bool, **changes: Any) -> LabelledFile:
    facts = {
        "container": "JPEG",
        "width": 256,
        "height": 256,
        "quality": 90,
        "table": "t90",
        "metadata": (),
        "size_bytes": 20_000 + number * 7919 % 1000,
    }
    sample = Sample("", f"{number}.jpg", generated, "s")
    return LabelledFile(sample, f"{number:064d}", **{**facts, **changes})


def checks(files: list[LabelledFile]) -> dict[str, dict[str, Any]]:
    return {entry["check"]: entry for entry in leak_checks(files)["checks"]}


@pytest.mark.parametrize(
    ("check", "given_away"),
    [
        ("format", {"container": "PNG", "quality": 101, "table": "none"}),
        ("size", {"width": 1024, "height": 1024, "size_bytes": 320_000}),
        ("quantisation", {"table": "t75"}),
        ("quality", {"quality": 75}),
        ("metadata", {"metadata": ("EXIF", "ICC")}),
        ("bytes_per_pixel", {"size_bytes": 90_000}),
    ],
)
def test_each_feature_is_found_by_its_check(check: str, given_away: dict[str, Any]) -> None:
    files = [labelled(n, n % 2 == 1, **(given_away if n % 2 else {})) for n in range(200)]
    found = checks(files)
    assert found[check]["auc"] == pytest.approx(1.0)
    assert found[check]["severity"] == "severe"
    assert "Most telling" in found[check]["sentence"]
    assert leak_checks(files)["together"]["severity"] == "severe"


def test_files_that_are_alike_give_nothing_away() -> None:
    report = leak_checks([labelled(n, n % 2 == 1) for n in range(400)])
    assert all(entry["severity"] == "none" for entry in report["checks"])
    assert report["together"]["auc"] < 0.6
    assert report["duplicates"] == {
        "within_a_class": 0,
        "across_classes": 0,
        "members": [],
        "sentence": "No picture stands in both classes.",
    }


def test_a_feature_is_judged_on_files_that_it_was_not_counted_on() -> None:
    """A value of its own for each file tells nothing about another file."""
    cells = [str(n) for n in range(100)]
    generated = np.arange(100) % 2 == 1
    assert held_out_log_odds(cells, generated).tolist() == [0.0] * 100


def test_a_small_class_does_not_look_like_a_leak() -> None:
    rng = np.random.default_rng(1)
    files = [labelled(n, n < 20, quality=int(rng.integers(60, 64))) for n in range(420)]
    assert checks(files)["quality"]["auc"] < 0.65


def test_exact_duplicates_are_counted_and_those_across_classes_named() -> None:
    files = [labelled(n, n % 2 == 1) for n in range(10)]
    repeated = LabelledFile(files[0].sample, files[2].sha256, "JPEG", 256, 256, 90, "t90", (), 20_000)
    mislabelled = LabelledFile(
        Sample("", "twin.jpg", True, "s"), files[4].sha256, "JPEG", 256, 256, 90, "t", (), 20_000
    )
    found = leak_checks([*files, repeated, mislabelled])["duplicates"]
    assert (found["within_a_class"], found["across_classes"]) == (1, 1)
    assert found["members"] == [["4.jpg", "twin.jpg"]]
    assert "at least one label" in found["sentence"]


@pytest.mark.parametrize(
    ("value", "name"), [(0.5, "none"), (0.6, "mild"), (0.75, "strong"), (0.95, "severe"), (0, "none")]
)
def test_severities(value: float, name: str) -> None:
    assert severity(value) == name


def test_headers_tell_what_the_checks_need(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    written = {
        "real/phone/a.jpg": jpeg(picture(40, 60), quality=80, exif=exif),
        "fake/new/b.png": png(picture(30, 30)),
        "fake/new/c.jpg": b"\xff\xd8\xff no picture",
    }
    for name, data in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    with open_pack(tmp_path) as pack:
        files, failures = read_headers(pack, pack.samples, TaskContext())
    photo = next(file for file in files if file.sample.source == "phone")
    assert (photo.container, photo.width, photo.height, photo.quality, photo.metadata) == (
        "JPEG",
        60,
        40,
        80,
        ("EXIF",),
    )
    assert photo.size_bytes == len(written["real/phone/a.jpg"])
    drawn = next(file for file in files if file.sample.source == "new")
    assert (drawn.container, drawn.quality, drawn.table) == ("PNG", 101, "none")
    assert [failure.member for failure in failures] == ["fake/new/c.jpg"]
    assert failures[0].reason


def test_a_limit_takes_so_many_of_each_source_and_the_same_ones_again() -> None:
    samples = [Sample("", f"{source}/{n}.png", False, source) for source in ("a", "b") for n in range(9)]
    chosen = choose(samples, limit=3)
    assert sorted(sample.source for sample in chosen) == ["a"] * 3 + ["b"] * 3
    assert set(choose(samples[::-1], limit=3)) == set(chosen)
    assert {s.source for s in choose(samples, {"real": ["b"]})} == {"b"}
    assert choose(samples, {"fake": ["b"]}) == []
