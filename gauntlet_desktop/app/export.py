"""Exports what a record holds: the PDF report with its JSON twin, and heatmaps as pictures with their values."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.app.catalogue import list_models
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.core.errors import InputError, UserError
from gauntlet_desktop.core.records import AnalysisRecord, Heatmap, ImageFacts
from gauntlet_desktop.core.serialise import dumps, record_to_json
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.reporting import pictures
from gauntlet_desktop.reporting.options import Card, ReportOptions
from gauntlet_desktop.reporting.pdf import render_pdf
from gauntlet_desktop.reporting.twin import render_twin

HEATMAP_SIDE = 2048


def export_report(
    record: AnalysisRecord,
    pixels: NDArray[np.uint8] | None,
    pdf_path: Path,
    options: ReportOptions | None = None,
) -> tuple[Path, Path]:
    """Write `X.pdf` and its twin `X.json`; returns both paths.

    The file is read once more, so that the report can state whether it is unchanged. Raises UserError when the
    report would replace the examined file, EnvironmentFault when it cannot be written.
    """
    json_path = pdf_path.with_suffix(".json")
    if json_path == pdf_path:
        raise UserError("report_name", "A report cannot be named .json: its twin is.", "Choose a name ending in .pdf.")
    for path in (pdf_path, json_path):
        _refuse_evidence(path, record)
    chosen = replace(options or ReportOptions(), sha256_at_report=_hash_again(record), cards=_cards(record))
    write_atomically(json_path, render_twin(record, chosen))
    write_atomically(pdf_path, render_pdf(record, pixels, chosen))
    return pdf_path, json_path


def export_heatmaps(
    record: AnalysisRecord, pixels: NDArray[np.uint8] | None, folder: Path, options: ReportOptions | None = None
) -> list[Path]:
    """Write each heatmap as a PNG over the picture and a JSON file with its values; returns the paths.

    Names consist of the file's SHA-256, a number, the method and the detector: none of the file's own name.
    """
    if record.image is None or not record.heatmaps:
        return []
    make_folder(folder)
    plain = record_to_json(record, include_maps=True)
    written = []
    for index, heatmap in enumerate(record.heatmaps):
        stem = f"{record.source.sha256[:16]}-{index}-{_safe(heatmap.method)}-{_safe(heatmap.detector)}"
        values = {"sha256": record.source.sha256, "image": plain["image"], "heatmap": plain["heatmaps"][index]}
        outputs = (
            (folder / f"{stem}.png", _picture(heatmap, record.image, pixels, options or ReportOptions())),
            (folder / f"{stem}.json", (dumps(values) + "\n").encode("utf-8", "backslashreplace")),
        )
        for path, data in outputs:
            write_atomically(path, data)
            written.append(path)
    return written


def _picture(heatmap: Heatmap, image: ImageFacts, pixels: NDArray[np.uint8] | None, options: ReportOptions) -> bytes:
    base = pictures.blank(image.width, image.height) if pixels is None else pictures.reduced(pixels, HEATMAP_SIDE)
    return pictures.encode_png(pictures.overlay(heatmap, base, image, options.colour_map, options.opacity))


def _hash_again(record: AnalysisRecord) -> str:
    """SHA-256 of the file as it is now; empty when it was never read, is gone or cannot be read."""
    if not record.source.sha256:
        return ""
    try:
        return read_file(record.source.raw_path, Limits())[0].sha256
    except InputError:
        return ""


def _cards(record: AnalysisRecord) -> tuple[Card, ...]:
    """The installed model cards of the very weights that the record names."""
    scored = {(result.id, result.weights_sha256) for result in record.detectors}
    if not scored:
        return ()
    return tuple(
        Card(model.id, model.version, model.weights_sha256, model.model_card)
        for model in list_models()
        if model.model_card and (model.id, model.weights_sha256) in scored
    )


def _refuse_evidence(path: Path, record: AnalysisRecord) -> None:
    """Originals are never written to, neither under their own name nor through a link to them."""
    original = Path(os.fsdecode(record.source.raw_path))
    try:
        same = path.samefile(original)
    except (OSError, ValueError):  # one of them is not there, or its name holds a NUL: they are not the same
        same = False
    if same:
        raise UserError(
            "would_replace_evidence",
            "The report would replace the examined file.",
            "Choose another name or folder for the report.",
        )


def _safe(untrusted_id: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", untrusted_id.lower())[:40].strip("-") or "unnamed"
