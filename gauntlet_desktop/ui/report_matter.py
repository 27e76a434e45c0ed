"""What the report builder is given: the records, and figures taken from the views of the window as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gauntlet_desktop.core.checklist import Observation
from gauntlet_desktop.core.readers import EXPERT, Reader
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting.options import FigureBlock
from gauntlet_desktop.reporting.pictures import Shown

if TYPE_CHECKING:
    from gauntlet_desktop.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class ReportMatter:
    """What a report is made of: records, the first one's pixels, figures to choose from, and how the views show it.
    `reader` is whom the sentences are for, `observations` are the examiner's on all of the images."""

    records: Sequence[AnalysisRecord]
    pixels: Shown
    figures: Sequence[FigureBlock]
    colour_map: str
    opacity: float
    prior: float
    reader: Reader = EXPERT
    observations: tuple[Observation, ...] = ()

    @property
    def file_name(self) -> str:
        """A name for the report made of the examined file's, with letters that every file system takes."""
        stem = Path(self.records[0].source.name).stem if len(self.records) == 1 else ""
        letters = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in stem)
        return f"{letters[:80].strip('-') or 'images'}-report.pdf"


def matter_of(window: MainWindow, record: AnalysisRecord) -> ReportMatter:
    """The image in view first, then the others that are selected and complete; what the viewer and the result panel in
    front show now can be attached."""
    current = window.session.current
    others = [item for item in window.images.selected() if item is not current and item.complete]
    listed = [current, *others] if current is not None else others
    picture = window.session.picture
    views: list[tuple[str, QWidget]] = [("The viewer as it was shown", window.viewer)]
    views += [(f"The panel “{title}” as it was shown", window.panels[title]) for title in sorted(window.in_front)]
    return ReportMatter(
        [record, *(other.record for other in others if other.record is not None)],
        picture[0] if picture else None,
        [figure_of(caption, view) for caption, view in views],
        window.viewer.colormap,
        window.viewer.opacity / 100,
        window.verdict.prior.prior,
        window.session.reading.reader,
        tuple(each for item in listed for each in window.checklist.observations(item.raw_path)),
    )


def figure_of(caption: str, view: QWidget) -> FigureBlock:
    """What a view shows now, pixel by pixel."""
    from gauntlet_desktop.app.report_figures import figure

    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return figure(caption, pixels.copy())
