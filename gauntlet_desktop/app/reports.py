"""Writes a report on one file or several: the PDF, its JSON twin and, where it is wanted, its page of HTML."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from gauntlet_desktop.app.files import digest_of, write_parts_atomically, written_atomically
from gauntlet_desktop.app.model_list import ListedModel, all_models
from gauntlet_desktop.app.report_sections import plugin_sections
from gauntlet_desktop.app.signing import Signing, sign_file
from gauntlet_desktop.core.errors import InputError, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.engine.one_picture import decode_embedded
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.reporting.document import Document, make_document
from gauntlet_desktop.reporting.options import Card, ReportOptions
from gauntlet_desktop.reporting.page import write_page
from gauntlet_desktop.reporting.pdf import write_pages
from gauntlet_desktop.reporting.pictures import Shown, print_of
from gauntlet_desktop.reporting.report import withheld

_EMBEDDED_SIDE = 256  # pixels; more than a thumbnail has
Item = tuple[AnalysisRecord, Shown]
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """How a report is written: `joined` as one on several files, `html` with a page of HTML, `signing` signed."""

    joined: bool = False
    html: bool = False
    signing: Signing | None = None


def write_report(
    items: Sequence[Item],
    pdf_path: Path,
    options: ReportOptions,
    request: ReportRequest | None = None,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write `X.pdf`, its twin `X.json` and, if wanted, `X.html`; returns their paths, the PDF first.

    The files are read once more, so that the report can state whether they are unchanged. Raises UserError when the
    report would replace an examined file, EnvironmentFault when it cannot be written, Cancelled.
    """
    wanted, context = request or ReportRequest(), TaskContext(progress, is_cancelled)
    paths = report_paths(pdf_path, html=wanted.html)
    for record, _ in items:
        for path in paths:
            _refuse_evidence(path, record)
    context.report(0.0, "Reading the files once more")
    digests, inside = _read_again([record for record, _ in items], options, context.part(0.0, 0.2))
    completed = completed_options([record for record, _ in items], options, wanted.signing)
    completed = replace(
        completed,
        sha256_at_report="" if wanted.joined else digests[0],
        all_at_report=tuple(digests) if wanted.joined else (),
    )
    shown = [withheld(record, options) for record, _ in items]  # a plugin cannot tell what it is not told
    added = plugin_sections(shown, progress=context.part(0.2, 0.25).report, is_cancelled=is_cancelled)
    document = make_document(items, replace(completed, extra=(*completed.extra, *added)), wanted.joined, inside)
    write_document(document, paths, wanted.signing, context.part(0.25, 1.0))
    return paths


def write_document(document: Document, paths: Sequence[Path], signing: Signing | None, context: TaskContext) -> str:
    """Set a document into the paths of `report_paths`, each file whole or not at all and the PDF last; returns its
    SHA-256. It is signed where that is wanted."""
    context.report(0.0, "Setting the pages")
    with ExitStack() as made:
        pdf, checks = made.enter_context(written_atomically(paths[0]))
        checks.append(write_pages(document, pdf, context.part(0.0, 0.8)).reads_back)
        if signing is not None:
            context.report(0.82, "Signing")
            sign_file(pdf, signing)
        digest = digest_of(pdf)
        for path in paths[2:]:
            page, checks = made.enter_context(written_atomically(path))
            checks.append(write_page(document, page).reads_back)
        context.report(0.95, "Writing")
        context.checkpoint()
        write_parts_atomically(paths[1], document.twin_parts())
    return digest


def write_each(
    items: Sequence[Item],
    folder: Path,
    options: ReportOptions,
    request: ReportRequest | None = None,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write a report of its own for each item into a folder: NUMBER-SHA256.pdf; returns how many."""
    context = TaskContext(progress, is_cancelled)
    for number, item in enumerate(items, 1):
        context.report((number - 1) / len(items), f"Report {number} of {len(items)}")
        name = f"{number:04}-{item[0].source.sha256[:16] or 'unread'}.pdf"
        write_report([item], folder / name, options, request, is_cancelled=is_cancelled)
    return len(items)


def report_paths(pdf_path: Path, *, html: bool) -> list[Path]:
    """The PDF, its twin, and the page where it is wanted: three names that differ. Raises UserError for a name that is
    that of the twin or the page."""
    if pdf_path.suffix.lower() in (".json", ".html"):
        raise UserError(
            "report_name",
            phrase("A report cannot be named {ending}: its twin is.", ending=pdf_path.suffix),
            "Choose a name ending in .pdf.",
        )
    return [pdf_path, pdf_path.with_suffix(".json"), *([pdf_path.with_suffix(".html")] if html else [])]


def completed_options(
    records: Sequence[AnalysisRecord], options: ReportOptions, signing: Signing | None
) -> ReportOptions:
    """The options with what is found at report time: model cards, and whose certificate signs."""
    return replace(options, cards=_cards(records), signer=signing.signer if signing else None)


def _read_again(
    records: Sequence[AnalysisRecord], options: ReportOptions, context: TaskContext
) -> tuple[list[str], list[tuple[Shown, ...]]]:
    """Of each file the SHA-256 as it is now and, where they are to be shown, the pictures inside it; each is read once
    for its digest, and once more only where it has such pictures."""
    digests, inside = [], []
    for number, record in enumerate(records):
        context.report(number / len(records), "Reading the files once more")
        digests.append(hash_again(record.source.raw_path) if record.source.sha256 else "")
        context.checkpoint()
        inside.append(embedded_pictures(record, digests[-1]) if options.show_picture else ())
    return digests, inside


def hash_again(raw_path: bytes) -> str:
    """SHA-256 of a file as it is now; empty when it is gone or cannot be read."""
    try:
        return read_file(raw_path, Limits())[0].sha256
    except InputError:
        return ""


def embedded_pictures(record: AnalysisRecord, sha256_now: str) -> tuple[Shown, ...]:
    """The pictures inside the file, where the very file is still there."""
    told = record.provenance.pictures if record.provenance else ()
    if not told or sha256_now != record.source.sha256:
        return ()
    decoded = decode_embedded(record.source.raw_path, len(told), _EMBEDDED_SIDE)
    return tuple(None if pixels is None else print_of(pixels) for pixels in decoded)


def pictures_inside(record: AnalysisRecord) -> tuple[Shown, ...]:
    """The same for a preview, which has no digest yet: the file is read for it where it holds pictures at all."""
    holds_some = record.provenance is not None and record.provenance.pictures
    return embedded_pictures(record, hash_again(record.source.raw_path)) if holds_some else ()


def _cards(records: Sequence[AnalysisRecord]) -> tuple[Card, ...]:
    """The installed model cards of the very weights that the records name."""
    scored = {(result.id, result.weights_sha256) for record in records for result in record.detectors}
    if not scored:
        return ()
    return tuple(
        Card(model.id, model.version, model.sha256, model.card, _calibration(model))
        for model in all_models()
        if model.card and (model.id, model.sha256) in scored
    )


def _calibration(model: ListedModel) -> str:
    """Which calibration is installed, in words; empty where there is none."""
    whose = {"own": "the user's own", "shipped": "came with the detector"}
    return f"{model.calibration_sha256} ({whose[model.calibration]})" if model.calibration else ""


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
