"""What the sections of a report read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting.options import ReportOptions


@dataclass(frozen=True, slots=True)
class Report:
    """The record, the options, a reduced picture (None: left out) and the SHA-256 of the JSON twin.

    `identifier` is the report's id, from that SHA-256."""

    record: AnalysisRecord
    options: ReportOptions
    picture: NDArray[np.uint8] | None
    twin_sha256: str
    identifier: str
