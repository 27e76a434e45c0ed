"""What stands behind the answer and beside it: heatmaps, findings, provenance and the text built from them."""

from __future__ import annotations

from gauntlet_desktop.core.heatmaps import RELATIVE
from gauntlet_desktop.core.readers import told
from gauntlet_desktop.core.records import Box, Finding, Heatmap, ImageFacts, Provenance
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting import pictures, plots, wording
from gauntlet_desktop.reporting.declared import tables
from gauntlet_desktop.reporting.report import Report

_PANEL_WIDTH, _PANEL_HEIGHT = 236.0, 300.0
_FINDING_HEADER = (
    "Artifact",
    "Value",
    "Camera images, 5 to 95 %",
    "Percentile camera / generated",
    "False claims",
    "Where, reading",
)
_FINDING_WIDTHS = (124, 92, 66, 66, 46, 88)


def heatmap_pages(report: Report) -> list[t.Block]:
    """Each heatmap beside the picture, with its audit; every one but the relative ones on the same fixed scale."""
    record = report.record
    if not record.heatmaps or record.image is None:
        return _left_for_later(report, "heatmaps")
    blocks: list[t.Block] = [t.text(wording.HEATMAP)]
    for heatmap in record.heatmaps:
        blocks.append(t.together(_heatmap(report, record.image, heatmap)))
    return blocks


def findings(report: Report) -> list[t.Block]:
    if not report.record.findings:
        return _left_for_later(report, "findings")
    blocks: list[t.Block] = [t.text(wording.FINDINGS)]
    for claim, title in wording.CLAIMS:
        chosen = [finding for finding in report.record.findings if finding.claim == claim]
        if chosen:
            notes = [_finding_note(finding) for finding in chosen]
            blocks += [
                *t.table_part(title),
                t.grid(_FINDING_HEADER, map(_finding_row, chosen), _FINDING_WIDTHS, notes=notes),
            ]
    return blocks


def provenance(report: Report) -> list[t.Block]:
    declared = report.record.provenance
    if declared is None:
        return []
    rows = [
        (field.name, field.value, field.location + ("; under an intact signature" if field.signed else ""))
        for field in declared.fields
    ]
    blocks: list[t.Block] = [
        t.text(wording.DECLARATIONS),
        t.facts(_declared(declared), label_width=150),
        *_coding(report.record.image),
    ]
    if rows:
        blocks.append(t.grid(("Field", "Value (can be altered)", "Location in the file"), rows, (104, 182, 196)))
    if declared.warnings:
        blocks += [t.part("Remarks on the container"), *t.bullets(declared.warnings)]
    return [*blocks, *tables(declared, report)]


def _left_for_later(report: Report, step: str) -> list[t.Block]:
    """A section that an analysis did not fill says so, where it would otherwise be missed without a word."""
    return [t.text(wording.LEFT_FOR_LATER)] if step in report.record.left_out else []


def _coding(image: ImageFacts | None) -> list[t.Block]:
    """What the coding says of how the file was last written: a fact about its history, none about its origin."""
    if image is None:
        return []
    jpeg = image.jpeg
    if jpeg is None:
        words = wording.LOSSY_CODING if image.quality_is_assumed else wording.LOSSLESS_CODING
    else:
        whose = wording.STANDARD_TABLES if jpeg.standard_tables else wording.OWN_TABLES
        words = f"JPEG of quality about {jpeg.quality}, {jpeg.subsampling}. {whose}"
    return [t.part("Re-encoding"), t.text(f"{words} {wording.RECODING}")]


def sentences(report: Report) -> list[t.Block]:
    written = told(report.record.text, report.options.reader)
    if not written:
        return _left_for_later(report, "text")
    rows = [
        [*t.bullets((sentence.text,)), t.text(", ".join(sentence.records), "ids", t.CELL_LIMIT)]
        for sentence in written[: t.ROW_LIMIT]
    ]
    return [t.text(wording.TEXT, "note"), t.boxed_rows(rows, t.NEUTRAL)]


def _heatmap(report: Report, image: ImageFacts, heatmap: Heatmap) -> list[t.Block]:
    options = report.options
    base = pictures.blank(image.width, image.height) if report.picture is None else report.picture.pixels()
    shown = pictures.print_of(pictures.overlay(heatmap, base, image, options.colour_map, options.opacity))
    panels = [shown] if report.picture is None else [report.picture, shown]
    share = f"{100 * base.shape[1] / image.width:.3g} %"
    captions = (
        [f"Picture left out; evidence map alone, at {share}"]
        if report.picture is None
        else [f"Picture, shown at {share} of its size", f"Evidence map over it, at {share}"]
    )
    scale = f"{share} of {image.width} × {image.height} px"
    legend = f"{options.colour_map}, opacity {100 * options.opacity:g} %, {_scale_words(heatmap)}"
    views = "; ".join(f"{_region(view.region)}, weight {view.weight:.3g}" for view in heatmap.views)
    shown_as = list(zip(panels, captions, strict=True))
    return [
        t.part(f"Method “{heatmap.method}”, detector {heatmap.detector}"),
        t.panels([t.Picture(panel, _PANEL_WIDTH, _PANEL_HEIGHT, caption) for panel, caption in shown_as], captions),
        t.Drawing(
            plots.legend(options.colour_map, options.opacity, t.CONTENT_WIDTH, figures=heatmap.unit != RELATIVE),
            f"Colour scale {options.colour_map} from camera to model",
        ),
        t.facts(
            [
                ("Shown at", scale),
                ("Colours", legend),
                *_request_facts(heatmap),
                ("Score", f"{heatmap.score:.4g}, of which bias {heatmap.bias:.4g}"),
                ("Sum check", _sum_check(heatmap)),
                *audit_facts(heatmap),
                ("Views of the detector", views),
            ]
        ),
    ]


def audit_facts(heatmap: Heatmap) -> list[tuple[str, str]]:
    """What the audit of a heatmap found, and on what figures."""
    audit = heatmap.audit
    if audit is None:
        return [("Audit", "Not audited")]
    failed = f"Failed its audit: do not rely on this map. {' '.join(audit.reasons)}"
    answer = "Passed its audit" if audit.passed else failed
    low, high = audit.deletion_random
    measured = [
        f"replacing what it marks moves the score by {audit.deletion:.3g}, random places by {low:.3g} to {high:.3g}",
        *(f"NISSIM after {change} {value:.2f}" for change, value in audit.nissim),
        *(f"rank correlation with shuffled weights ({part}) {value:.2f}" for part, value in audit.randomised),
    ]
    if audit.agreement is not None:
        measured.append(f"rank correlation with other methods {audit.agreement:.2f}")
    return [("Audit", answer), ("Measured in it", "; ".join(measured))]


def _scale_words(heatmap: Heatmap) -> str:
    if heatmap.unit == RELATIVE:
        return "relative: the strongest cell has the full colour, so there is no scale to compare maps by"
    return "fixed scale, nothing stretched"


def _request_facts(heatmap: Heatmap) -> list[tuple[str, str]]:
    """What was asked of the method, and what it says of its own explanation; nothing for a map of the score itself."""
    facts = [("Explained class", heatmap.target)] if heatmap.target else []
    if heatmap.layers:
        facts.append(("Target layers", ", ".join(heatmap.layers)))
    return [*facts, *([("Notes of the method", " ".join(heatmap.notes))] if heatmap.notes else [])]


def _sum_check(heatmap: Heatmap) -> str:
    if heatmap.exact:
        return f"Exact method: |score - bias - sum of weight × mean(map)| = {heatmap.sum_check:.1e}"
    return "Approximate method: the map does not add up to the score"


def _finding_row(finding: Finding) -> tuple[str, ...]:
    reference = finding.reference
    placed = ("not measured", "not measured", "not measured")
    if reference is not None:
        placed = (
            f"{reference.real_p05:.3g} to {reference.real_p95:.3g}",
            f"{reference.real_percentile:.3g} / {reference.generated_percentile:.3g}",
            f"{100 * reference.false_claim_rate:.2g} %",
        )
    return (
        finding.artifact,
        f"{finding.value:.4g} {finding.unit}",
        *placed,
        f"{_region(finding.region)}; {wording.TOWARDS.get(finding.towards, finding.towards)}",
    )


def _finding_note(finding: Finding) -> str:
    conditions = f" Holds for: {', '.join(finding.conditions)}." if finding.conditions else ""
    source = f" After: {finding.source}." if finding.source else ""
    kind = f" {wording.SUBJECTS[finding.subject]}." if finding.subject in wording.SUBJECTS else ""
    weak = " A weak indication." if finding.strength == "weak" else ""
    reference = finding.reference
    counts = (
        "No held-out images of this kind were measured."
        if reference is None
        else f"Reference: {reference.n_real} camera and {reference.n_generated} generated images."
    )
    return f"{finding.method}.{source}{kind}{weak}{conditions} {counts} [{finding.id}]"


def _declared(declared: Provenance) -> list[tuple[str, str]]:
    c2pa = declared.c2pa
    manifest = [
        ("Detail", c2pa.detail),
        ("Claim generator", c2pa.claim_generator),
        ("Signer", c2pa.signer),
        ("Actions", ", ".join(c2pa.actions)),
        ("Digital source types (C2PA)", ", ".join(c2pa.digital_source_types)),
    ]
    return [
        ("C2PA manifest", wording.C2PA[c2pa.state]),
        *(pair for pair in manifest if pair[1]),
        ("Digital source type (XMP, IPTC)", declared.digital_source_type or "Not declared"),
        ("Generator named in the file", declared.generator or "None"),
        ("Camera named in the file", declared.camera or "None"),
    ]


def _region(box: Box | None) -> str:
    return "whole picture" if box is None else f"x {box.x}, y {box.y}, {box.width} × {box.height} px"
