"""Exports what a record holds: the PDF report with its JSON twin, and heatmaps as pictures with their values."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.reports import write_report
from gauntlet_desktop.core.records import AnalysisRecord, Heatmap, ImageFacts
from gauntlet_desktop.core.serialise import dumps, record_to_json
from gauntlet_desktop.reporting import pictures
from gauntlet_desktop.reporting.options import ReportOptions

HEATMAP_SIDE = 2048


def export_report(
    record: AnalysisRecord,
    pixels: NDArray[np.uint8] | None,
    pdf_path: Path,
    options: ReportOptions | None = None,
) -> tuple[Path, Path]:
    """Write the report of one record, `X.pdf`, and its twin `X.json`; returns both paths. Raises what
    `reports.write_report` raises."""
    pdf, twin = write_report([(record, pixels)], pdf_path, options or ReportOptions())
    return pdf, twin


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


def _safe(untrusted_id: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", untrusted_id.lower())[:40].strip("-") or "unnamed"
