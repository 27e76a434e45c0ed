"""What stands behind the answer and beside it: heatmaps, findings, provenance and the text built from them."""

from __future__ import annotations

from gauntlet_desktop.core.records import Box, Finding, Heatmap, ImageFacts, Provenance
from gauntlet_desktop.reporting import pictures, plots, wording
from gauntlet_desktop.reporting import typesetting as t
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
    """Each heatmap beside the picture, with its audit; every one on the same fixed scale."""
    record = report.record
    if not record.heatmaps or record.image is None:
        return []
    blocks = [t.text(wording.HEATMAP)]
    for heatmap in record.heatmaps:
        blocks.append(t.together(_heatmap(report, record.image, heatmap)))
    return blocks


def findings(report: Report) -> list[t.Block]:
    if not report.record.findings:
        return []
    blocks = [t.text(wording.FINDINGS)]
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
    rows = [(field.name, field.value, field.location) for field in declared.fields]
    blocks = [
        t.text(wording.DECLARATIONS),
        t.facts(_declared(declared), label_width=150),
    ]
    if rows:
        blocks.append(t.grid(("Field", "Value (can be altered)", "Location in the file"), rows, (104, 182, 196)))
    if declared.warnings:
        blocks += [t.part("Remarks on the container"), *t.bullets(declared.warnings)]
    return blocks


def sentences(report: Report) -> list[t.Block]:
    if not report.record.text:
        return []
    rows = [
        [*t.bullets((sentence.text,)), t.text(", ".join(sentence.records), "ids", t.CELL_LIMIT)]
        for sentence in report.record.text[: t.ROW_LIMIT]
    ]
    return [t.text(wording.TEXT, "note"), t.boxed_rows(rows, t.NEUTRAL)]


def _heatmap(report: Report, image: ImageFacts, heatmap: Heatmap) -> list[t.Block]:
    options = report.options
    base = report.picture if report.picture is not None else pictures.blank(image.width, image.height)
    shown = pictures.overlay(heatmap, base, image, options.colour_map, options.opacity)
    panels = [shown] if report.picture is None else [report.picture, shown]
    captions = (
        ["Picture left out; evidence map alone"] if report.picture is None else ["Picture", "Evidence map over it"]
    )
    scale = f"{100 * base.shape[1] / image.width:.3g} % of {image.width} × {image.height} px"
    legend = f"{options.colour_map}, opacity {100 * options.opacity:g} %, fixed scale, nothing stretched"
    views = "; ".join(f"{_region(view.region)}, weight {view.weight:.3g}" for view in heatmap.views)
    return [
        t.part(f"Method “{heatmap.method}”, detector {heatmap.detector}"),
        t.panels([pictures.block(panel, _PANEL_WIDTH, _PANEL_HEIGHT) for panel in panels], captions),
        plots.legend(options.colour_map, options.opacity, t.CONTENT_WIDTH),
        t.facts(
            [
                ("Shown at", scale),
                ("Colours", legend),
                ("Score", f"{heatmap.score:.4g}, of which bias {heatmap.bias:.4g}"),
                ("Sum check", _sum_check(heatmap)),
                ("Views of the detector", views),
            ]
        ),
    ]


def _sum_check(heatmap: Heatmap) -> str:
    if heatmap.exact:
        return f"Exact method: |score - bias - sum of weight × mean(map)| = {heatmap.sum_check:.1e}"
    return "Approximate method: the map does not add up to the score"


def _finding_row(finding: Finding) -> tuple[str, ...]:
    reference = finding.reference
    return (
        finding.artifact,
        f"{finding.value:.4g} {finding.unit}",
        f"{reference.real_p05:.3g} to {reference.real_p95:.3g}",
        f"{reference.real_percentile:.3g} / {reference.generated_percentile:.3g}",
        f"{100 * reference.false_claim_rate:.2g} %",
        f"{_region(finding.region)}; {wording.TOWARDS.get(finding.towards, finding.towards)}",
    )


def _finding_note(finding: Finding) -> str:
    conditions = f" Holds for: {', '.join(finding.conditions)}." if finding.conditions else ""
    reference = finding.reference
    counts = f"Reference: {reference.n_real} camera and {reference.n_generated} generated images."
    return f"{finding.method}.{conditions} {counts} [{finding.id}]"


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
