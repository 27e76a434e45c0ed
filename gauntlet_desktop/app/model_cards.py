"""The model card of a model that the user imported or kept: what is known of it, and what nobody can say here."""

from __future__ import annotations

from gauntlet_desktop.api.manifest import read_card
from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.evaluation.table import cell, render
from gauntlet_desktop.evaluation.tables import Table
from gauntlet_desktop.training.imported import CARD_NAME, NOT_STATED

NOT_RECORDED = "not recorded"
_CALIBRATED = {
    "own": "calibrated by you, here",
    "shipped": "with the calibration that came with the weights",
    "": "uncalibrated: it gives no likelihood ratio and never enters a verdict",
}
_NOT_KNOWN = (
    "Nobody has measured this model here. The data that it was trained on, its error rates and where it fails are not "
    "known, unless a card below tells them."
)
_AS_TOLD = "The licence and the origin were told at the import; nothing has checked them."


def imported_card(model: StoredModel, calibration: str) -> str:
    """The card as Markdown; `calibration` is "shipped", "own" or "" for none. What a person or a file told is escaped;
    the card that came with the weights follows as it is."""
    size = sum(data.bytes for data in model.files)
    rows = (
        ("Kind", f"detector, imported as {model.format}"),
        ("Architecture", model.architecture or NOT_STATED),
        ("Calibration", _CALIBRATED[calibration]),
        ("Licence", model.licence or NOT_STATED),
        ("Origin", model.origin or NOT_STATED),
        ("Date of import", model.imported_at or NOT_RECORDED),
        ("Imported from", f"{model.imported_name or NOT_STATED}, SHA-256 {model.imported_sha256 or NOT_RECORDED}"),
        ("Weights, SHA-256", model.weights_sha256),
        ("Size", f"{size / 1e6:.1f} MB in {len(model.files)} files"),
    )
    parts = [
        f"# {cell(model.name)}",
        render(Table(model.name, ("What", "As recorded"), rows, _AS_TOLD), titled=False),
        "## What is not known",
        _NOT_KNOWN,
    ]
    if brought := read_card(model.folder / CARD_NAME).strip():
        parts += ["## The card that came with the weights", brought]
    return "\n\n".join(parts) + "\n"
