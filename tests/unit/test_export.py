"""Exports: a report with its twin, heatmaps with their values, and the original never touched."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from gauntlet_desktop.api.manifest import DataFile
from gauntlet_desktop.api.model_store import StoredModel, write_description
from gauntlet_desktop.app.catalogue import list_models
from gauntlet_desktop.app.export import export_heatmaps, export_report
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.records import AnalysisRecord
from tests.factories import failed_record, hostile_record, make_pixels, make_record


@pytest.fixture
def evidence(tmp_path: Path) -> AnalysisRecord:
    """A record of a file that is really there."""
    path = tmp_path / "evidence" / "photo.jpg"
    path.parent.mkdir()
    path.write_bytes(b"the original bytes")
    record = make_record()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(record, source=replace(record.source, raw_path=os.fsencode(path), path=str(path), sha256=digest))


def text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_report_names_the_hash_of_the_twin_beside_it(evidence: AnalysisRecord, tmp_path: Path) -> None:
    pdf, twin = export_report(evidence, make_pixels(), tmp_path / "report.pdf")
    assert (pdf.name, twin.name) == ("report.pdf", "report.json")
    digest = hashlib.sha256(twin.read_bytes()).hexdigest()
    assert digest in text(pdf)
    assert f"Report {digest[:12]}" in text(pdf)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evidence", "report.json", "report.pdf"]


def test_the_report_carries_the_installed_cards_of_the_weights_that_scored(
    evidence: AnalysisRecord, tmp_path: Path
) -> None:
    (installed,) = [model for model in list_models() if model.id == "patch-evidence"]
    scored = replace(evidence.detectors[0], weights_sha256=installed.weights_sha256)
    pdf, twin = export_report(replace(evidence, detectors=(scored,)), None, tmp_path / "with.pdf")
    assert "Annex: model cards" in text(pdf)
    (card,) = json.loads(twin.read_text(encoding="utf-8"))["report"]["cards"]
    assert card["markdown"] == installed.model_card
    assert "Annex: model cards" not in text(export_report(evidence, None, tmp_path / "without.pdf")[0])


def test_the_report_carries_the_card_of_a_model_that_was_imported(
    evidence: AnalysisRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path / "models"))
    folder = tmp_path / "models" / "mine"
    folder.mkdir(parents=True)
    files = (DataFile("net.onnx", "ab" * 32, 5, "MIT"),)
    write_description(
        StoredModel(
            "mine", "Mine", "onnx", "A net", "MIT", "me", "net.onnx", "cd" * 32, "net.onnx", files, folder=folder
        )
    )
    scored = replace(evidence.detectors[0], id="mine", weights_sha256="ab" * 32)
    pdf, _ = export_report(replace(evidence, detectors=(scored,), verdict=None), None, tmp_path / "report.pdf")
    assert "Model card of mine 1" in text(pdf)
    assert "Nobody has measured this model here" in " ".join(text(pdf).split())


def test_the_file_is_hashed_again_for_the_report(evidence: AnalysisRecord, tmp_path: Path) -> None:
    original = Path(os.fsdecode(evidence.source.raw_path))
    before = original.stat()
    pdf, _ = export_report(evidence, None, tmp_path / "same.pdf")
    assert "(unchanged)" in text(pdf)
    after = original.stat()
    assert (after.st_mtime_ns, after.st_ctime_ns, after.st_size) == (before.st_mtime_ns, before.st_ctime_ns, 18)
    original.write_bytes(b"something else")
    assert "CHANGED since it was opened" in text(export_report(evidence, None, tmp_path / "changed.pdf")[0])
    original.unlink()
    assert "not read again" in text(export_report(evidence, None, tmp_path / "gone.pdf")[0])


def test_a_file_that_was_never_read_is_not_read_for_the_report(tmp_path: Path) -> None:
    from gauntlet_desktop.core.errors import InputCode

    pdf, _ = export_report(failed_record(InputCode.NOT_FOUND), None, tmp_path / "r.pdf")
    assert "The file was not read" in text(pdf)


def test_the_original_is_never_replaced(evidence: AnalysisRecord, tmp_path: Path) -> None:
    original = Path(os.fsdecode(evidence.source.raw_path))
    (tmp_path / "link.pdf").symlink_to(original)
    (tmp_path / "twin.json").hardlink_to(original)
    for target in (original, tmp_path / "link.pdf", tmp_path / "twin.pdf"):
        with pytest.raises(UserError) as caught:
            export_report(evidence, None, target)
        assert caught.value.code == "would_replace_evidence"
    assert original.read_bytes() == b"the original bytes"


def test_a_report_cannot_take_the_name_of_its_twin(evidence: AnalysisRecord, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_report(evidence, None, tmp_path / "report.json")
    assert caught.value.code == "report_name"


def test_hostile_records_are_exported(tmp_path: Path) -> None:
    pdf, twin = export_report(hostile_record(), make_pixels(), tmp_path / "hostile.pdf")
    assert json.loads(twin.read_bytes())["record"]["status"] == "ok"
    assert pdf.stat().st_size > 10_000


def test_heatmaps_come_as_pictures_and_values(evidence: AnalysisRecord, tmp_path: Path) -> None:
    png, values = export_heatmaps(evidence, make_pixels(), tmp_path / "maps")
    assert png.name == f"{evidence.source.sha256[:16]}-0-evidence-patch-evidence.png"
    with Image.open(png) as picture:
        assert picture.size == (640, 480)
    heatmap = json.loads(values.read_bytes())["heatmap"]
    total = heatmap["bias"] + sum(view["weight"] * np.mean(view["values"]) for view in heatmap["views"])
    assert abs(total - heatmap["score"]) < 1e-6


def test_names_of_heatmaps_hold_nothing_unsafe(tmp_path: Path) -> None:
    record = make_record()
    heatmap = replace(record.heatmaps[0], method="../../etc/<x>", detector="é" * 300)
    paths = export_heatmaps(replace(record, heatmaps=(heatmap, heatmap)), None, tmp_path)
    assert len(set(paths)) == 4
    for path in paths:
        assert path.parent == tmp_path
        assert path.stem.split("-", 2)[2] == "etc-x-unnamed"


def test_without_heatmaps_nothing_is_made(tmp_path: Path) -> None:
    assert export_heatmaps(failed_record(), None, tmp_path / "maps") == []
    assert not (tmp_path / "maps").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault) as caught:
        export_heatmaps(make_record(), None, tmp_path / "file" / "maps")
    assert caught.value.code == "folder_missing"
