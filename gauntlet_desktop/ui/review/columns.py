"""The columns of the table: what each shows of an item, and by what the case sorts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt

from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import Status, Tier
from gauntlet_desktop.store import Decision, Row, SortColumn
from gauntlet_desktop.ui.badges import Badge, badge_of_tier
from gauntlet_desktop.ui.language import figures, marked, size, tr
from gauntlet_desktop.ui.reasons import part_words

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_DECISIONS = {
    Decision.OPEN: "",
    Decision.GENERATED: marked("Generated"),
    Decision.CAMERA: marked("Camera"),
    Decision.UNDECIDED: marked("Undecided"),
    Decision.NOT_RELEVANT: marked("Not relevant"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """`sort` is the case's order by it, None where there is none. Numbers stand on the right."""

    title: str
    text: Callable[[Row], str]
    sort: SortColumn | None
    width: int
    tip: str = ""
    alignment: Qt.AlignmentFlag = _LEFT


def decision_words(decision: str) -> str:
    """A decision, as a case stores it, in words; "" for one that is open."""
    return tr(_DECISIONS[Decision(decision)])


def badge_of(row: Row) -> Badge:
    """The badge of what the newest record says."""
    if row.status == Status.FAILED:
        return Badge.FAILED
    if row.status == Status.OUT_OF_SCOPE:
        return Badge.OUT_OF_SCOPE
    return badge_of_tier(Tier(row.tier)) if row.tier else Badge.NO_VERDICT


def likelihood(row: Row) -> str:
    return "" if row.log10_lr is None else figures(signed(row.log10_lr))


def changed(modified_ns: int) -> str:
    """A file's time in UTC; a number where it is outside the calendar."""
    try:
        return datetime.fromtimestamp(modified_ns / 1e9, UTC).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return str(modified_ns)


def _dimensions(row: Row) -> str:
    return f"{row.width} × {row.height}" if row.width else ""


def _declared(row: Row) -> str:
    return row.generator or row.camera


def _stack(row: Row) -> str:
    return figures(f"{row.stacked:,}") if row.stacked > 1 else ""


def _problem(row: Row) -> str:
    return " ".join(filter(None, (row.error_code, tr("missing") if row.missing else "")))


COLUMNS = (
    Column("Name", lambda row: row.name, SortColumn.NAME, 220),
    Column("Result", lambda row: badge_of(row).text, SortColumn.TIER, 150),
    Column("log₁₀ LR", likelihood, SortColumn.LOG10_LR, 104, "For a generative model over a camera", alignment=_RIGHT),
    Column("Conflict", lambda row: tr("yes") if row.conflict else "", None, 70, "Calibrated detectors disagree"),
    Column("Decision", lambda row: decision_words(row.decision), SortColumn.DECISION, 100, "The examiner's"),
    Column("Second", lambda row: decision_words(row.second_decision), None, 90, "The second reviewer's"),
    Column("Tags", lambda row: ", ".join(row.tags), None, 120),
    Column("Declares", _declared, SortColumn.GENERATOR, 150, "What the file names as its source; it can be altered"),
    Column("Stack", _stack, SortColumn.STACK, 70, "Near duplicates of the image, itself among them", alignment=_RIGHT),
    Column("Stratum", lambda row: part_words(row.stratum), SortColumn.STRATUM, 170, "Images of like size and quality"),
    Column("Format", lambda row: row.container, SortColumn.CONTAINER, 70),
    Column("Pixels", _dimensions, None, 100, alignment=_RIGHT),
    Column("Size", lambda row: size(row.size_bytes), SortColumn.SIZE, 90, alignment=_RIGHT),
    Column("Changed (UTC)", lambda row: changed(row.modified_ns), SortColumn.MODIFIED, 130),
    Column("Problem", _problem, SortColumn.ERROR, 140),
)
