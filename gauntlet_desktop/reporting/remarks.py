"""What a language model said: boxed, labelled as unverified, apart from everything that is evidence."""

from __future__ import annotations

from gauntlet_desktop.core.records import ModelRemarks, Remark
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.reporting.report import Report

_SUBJECTS = {"picture": "the picture", "heatmap": "the picture under its heatmap", "": "no picture"}


def remarks(report: Report) -> list[t.Block]:
    """One box a model; nothing where none was asked."""
    said = report.record.remarks
    return [t.text(wording.REMARKS, "note"), *(block for each in said for block in _model(each))] if said else []


def _model(said: ModelRemarks) -> list[t.Block]:
    facts = [
        ("Model", f"{said.name} ({said.model})"),
        ("Weights, SHA-256", said.weights_sha256 or "not known: a local server keeps them"),
        ("Prompts, SHA-256", said.prompts_sha256),
        ("Was shown", _SUBJECTS[said.subject]),
        ("Settings", ", ".join(f"{name} {value}" for name, value in said.settings)),
        *(("Note", note) for note in said.notes),
    ]
    return [t.part(f"Unverified: {said.name}"), t.facts(facts), *_remarked(said), *_reworded(said)]


def _remarked(said: ModelRemarks) -> list[t.Block]:
    rows = [_remark(remark) for remark in said.remarks[: t.ROW_LIMIT]]
    if rows:
        return [t.boxed_rows(rows, t.WARNING)]
    return [t.text("It remarked nothing that two of three views share.", "note")] if said.subject else []


def _remark(remark: Remark) -> list[t.Block]:
    box = remark.box
    place = f"; x {box.x}, y {box.y}, {box.width} × {box.height} px" if box else ""
    seen = f"unverified; seen in {remark.runs} of {remark.of} views{place}"
    return [t.text(f"{remark.name or 'Place'} ({seen})", "head"), t.text(remark.text, "cell")]


def _reworded(said: ModelRemarks) -> list[t.Block]:
    rows = [
        [*t.bullets((sentence.text,)), t.text(", ".join(sentence.records), "ids", t.CELL_LIMIT)]
        for sentence in said.rephrased[: t.ROW_LIMIT]
    ]
    return [t.text(wording.REPHRASED, "note"), t.boxed_rows(rows, t.WARNING)] if rows else []
