"""What the examiner adds to a report: the case it belongs to, remarks, and how pictures are shown."""

from __future__ import annotations

from dataclasses import dataclass

from gauntlet_desktop.core import colormaps


@dataclass(frozen=True, slots=True)
class Card:
    """A detector's model card, in Markdown."""

    detector: str
    version: str
    weights_sha256: str
    markdown: str


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Everything in a report that the record does not hold; empty texts become blank lines to fill in by hand.

    `sha256_at_report` is the SHA-256 of the file read once more for this report (empty: not read again).
    `show_picture` false leaves the pictures out (a redacted report). `opacity` is the overlay's, in 0..1; `prior` the
    one, in (0, 1), at which the probability is printed (None: the record's own). `cards` are the model cards of the
    record's detectors, each of the very weights that the record names.
    """

    case_number: str = ""
    item_number: str = ""
    examiner: str = ""
    agency: str = ""
    remarks: str = ""
    sha256_at_report: str = ""
    custody_head: str = ""
    show_picture: bool = True
    colour_map: str = colormaps.DEFAULT
    opacity: float = 0.7
    prior: float | None = None
    cards: tuple[Card, ...] = ()
