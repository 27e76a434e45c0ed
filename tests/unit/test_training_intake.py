"""Tests of how the images of a run are sorted: duplicates, held-out sources, and data that cannot be calibrated on."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.duplicates import distinct
from gauntlet_desktop.imaging.packs import Pack, Sample, name_digest, open_pack
from gauntlet_desktop.training.files import write_sums
from gauntlet_desktop.training.intake import Intake, sort_images
from gauntlet_desktop.training.runner import train
from tests.tiny_recipe import TinyRecipe, write_images

HELD_OUT = {"real": ["c", "d"], "fake": ["c", "d"]}


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def sort(
    root: Path, held_out: Mapping[str, list[str]] | None, selection: Mapping[str, list[str]] | None = None
) -> Intake:
    with open_pack(root) as pack:
        return sort_images(pack, held_out, selection or {}, TaskContext())


def names(samples: tuple[Sample, ...]) -> list[str]:
    return [sample.member for sample in samples]


FOUR = {f"{label}/{source}/1.png": f"{label}{source}".encode() for label in ("real", "fake") for source in "abcd"}


def test_images_are_sorted_by_what_their_source_is_for(tmp_path: Path) -> None:
    intake = sort(write(tmp_path, FOUR), HELD_OUT, {"real": ["b"], "fake": ["b"]})
    assert names(intake.training) == ["real/a/1.png", "fake/a/1.png"]
    assert names(intake.selection) == ["real/b/1.png", "fake/b/1.png"]
    assert (intake.no_calibration, intake.notes) == ("", ())


def test_one_of_equal_images_is_kept_and_none_of_both_classes(tmp_path: Path) -> None:
    files = {**FOUR, "real/a/2.png": b"reala", "real/a/3.png": b"both", "fake/a/4.png": b"both"}
    intake = sort(write(tmp_path, files), HELD_OUT)
    assert names(intake.training) == ["real/a/1.png", "real/b/1.png", "fake/a/1.png", "fake/b/1.png"]
    assert (intake.repeated, intake.contradictory) == (1, 2)
    assert intake.notes[0].startswith("1 exact duplicates")
    assert intake.notes[1].startswith("2 images are in both classes")


def test_of_equal_images_the_one_that_is_held_out_is_kept(tmp_path: Path) -> None:
    intake = sort(write(tmp_path, {**FOUR, "real/a/2.png": b"realc"}), HELD_OUT)
    assert "real/a/2.png" not in names(intake.training)


def test_crops_of_an_original_stay_together_under_one_source_and_one_class(tmp_path: Path) -> None:
    def crop(member: str, source: str, generated: bool, original: str) -> Sample:
        return Sample("", member, generated, source, original_sha256=original)

    samples = (
        crop("1", "a", False, "x"),
        crop("2", "a", False, "x"),
        crop("3", "b", False, "x"),
        crop("4", "a", False, "y"),
        crop("5", "g", True, "y"),
        crop("6", "g", True, ""),
        crop("7", "g", True, ""),
        crop("missing", "g", True, ""),
    )
    write(tmp_path, {name: name.encode() for name in "1234567"})
    found = distinct(Pack(tmp_path, samples), samples, TaskContext())
    assert names(found.samples) == ["1", "2", "6", "7", "missing"]
    assert (names(found.repeated), names(found.contradictory)) == (["3"], ["4", "5"])


def test_the_digest_of_the_data_depends_on_contents_and_labels_alone(tmp_path: Path) -> None:
    first = sort(write(tmp_path / "one", FOUR), HELD_OUT).digest
    assert sort(write(tmp_path / "two", dict(reversed(FOUR.items()))), None).digest == first
    assert sort(write(tmp_path / "three", {**FOUR, "real/a/1.png": b"other"}), HELD_OUT).digest != first
    moved = {name.replace("real/a", "real/e"): data for name, data in FOUR.items()}
    assert sort(write(tmp_path / "four", moved), HELD_OUT).digest != first


def test_one_source_of_a_class_is_said_to_allow_no_calibration(tmp_path: Path) -> None:
    files = {name: data for name, data in FOUR.items() if not name.startswith("real/") or "/a/" in name}
    intake = sort(write(tmp_path, files), HELD_OUT)
    assert "one source of real images only (a)" in intake.no_calibration
    assert intake.notes == (intake.no_calibration,)
    assert sort(tmp_path, None).notes == ()


def test_held_out_sources_that_are_not_there_are_said(tmp_path: Path) -> None:
    intake = sort(write(tmp_path, FOUR), {"real": ["c", "d"], "fake": ["c", "elsewhere"]})
    assert "--held-out" in intake.no_calibration
    assert "there are a, b, c, d" in intake.no_calibration


def test_a_source_is_for_one_thing_only(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="c is held out and is to select"):
        sort(write(tmp_path, FOUR), HELD_OUT, {"real": ["c"]})


def test_a_name_that_is_no_text_has_a_digest() -> None:
    assert len(name_digest(Sample("", "real/\udcff.png", False, "real"))) == 32


def test_unreadable_images_and_duplicates_are_told_and_in_the_manifest(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    write_images(tmp_path / "data")
    broken = {f"fake/new/broken{number:02}.png": f"no picture {number}".encode() for number in range(21)}
    write(tmp_path / "data", {**broken, "real/slr/copy.jpg": (tmp_path / "data/real/slr/0.jpg").read_bytes()})
    told: list[str] = []
    trained = train(TinyRecipe(), tmp_path / "data", tmp_path / "out", progress=lambda _, what: told.append(what))
    manifest = json.loads((tmp_path / "out" / "training.json").read_text(encoding="utf-8"))
    assert manifest["dropped"]["unreadable"] == 21
    assert manifest["unreadable"] == [f"fake/new/broken{number:02}.png" for number in range(20)]
    assert manifest["duplicates"] == {"one_kept": 1, "dropped_from_both_classes": 0}
    assert set(trained.notes) <= set(told)
    assert any(note.startswith("21 images could not be read") and note.endswith(", ...") for note in trained.notes)
    assert len(manifest["data_sha256"]) == 64
    assert manifest["packages"]["torch"]
    assert (tmp_path / "out" / "log.svg").is_file()


def test_a_folder_that_cannot_be_is_said_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault) as refused:
        train(TinyRecipe(), tmp_path / "no data", tmp_path / "file" / "out")
    assert refused.value.code == "not_written"


def test_sums_cover_every_file_but_what_changes(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": b"1", "folder/b.txt": b"2", "checkpoint.pt": b"3"})
    write_sums(tmp_path, leave_out=["checkpoint.pt"])
    lines = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[1] for line in lines] == ["a.txt", "folder/b.txt"]
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0
