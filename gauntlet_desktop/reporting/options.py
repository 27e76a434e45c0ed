"""What a report says beside the record: the case it belongs to, what people wrote, and what is shown and how."""

from __future__ import annotations

from dataclasses import dataclass

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.checklist import Observation
from gauntlet_desktop.core.readers import EXPERT, Reader

PAPERS = {"a4": "A4", "letter": "US Letter"}


@dataclass(frozen=True, slots=True)
class Card:
    """A detector's model card, in Markdown; `calibration` is the SHA-256 of what is installed for it, or says whose."""

    detector: str
    version: str
    weights_sha256: str
    markdown: str
    calibration: str = ""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Plain text; each line is a paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of plain text; each row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A picture as PNG that this program wrote, with its caption; `scale` says at what scale it is shown."""

    caption: str
    png: bytes
    scale: str = ""


ExtraBlock = TextBlock | TableBlock | FigureBlock


@dataclass(frozen=True, slots=True)
class ExtraSection:
    """A section that a template or a plugin adds. `origin` says which of them wrote it; `item` (from 1) is the file of
    a report on several that it is about, 0 the whole report."""

    title: str
    origin: str
    item: int = 0
    blocks: tuple[ExtraBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose certificate signs the PDF: its subject, and the SHA-256 of the certificate (DER) and of those above it that
    come along, in the order of their digests."""

    subject: str
    certificate_sha256: str
    others_sha256: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Everything in a report that the record does not hold; empty texts become blank lines to fill in by hand.

    `dated` is the date that the examiner states, in any form: the program reads no clock. `sha256_at_report` is the
    SHA-256 of the file read once more for this report (empty: not read again); `all_at_report` are those of a report on
    several files, in their order. `show_picture` false leaves the pictures out, `show_path` the paths, and `show_name`
    the names of the files, in the twin as well. `left_out` are ids of sections that are not shown, `order` those that
    come first, in this order (see `sections.SECTIONS`). `logo` is a PNG that this program wrote. `opacity` is the
    overlay's, in 0..1; `prior` the one, in (0, 1), at which the probability is printed (None: the record's own).
    `cards` are the model cards of the records' detectors, each of the very weights that the record names. `reader` is
    whom the sentences are for. `observations` are the examiner's answers of the checklist. `paper` is one of PAPERS.
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
    reader: Reader = EXPERT
    address: str = ""
    dated: str = ""
    conclusion: str = ""
    reviewer: str = ""
    review: str = ""
    show_path: bool = True
    show_name: bool = True
    left_out: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    logo: bytes = b""
    extra: tuple[ExtraSection, ...] = ()
    figures: tuple[FigureBlock, ...] = ()
    signer: Signer | None = None
    all_at_report: tuple[str, ...] = ()
    observations: tuple[Observation, ...] = ()
    paper: str = "a4"

    @property
    def redacted(self) -> bool:
        """Whether anything is withheld that the record holds."""
        return not (self.show_picture and self.show_path and self.show_name)
