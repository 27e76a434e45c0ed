"""Figures that a person attaches to a report: read from a file by the bounded decoder, or taken from a view."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import InputError, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.engine.one_picture import decode_one
from gauntlet_desktop.reporting.options import FigureBlock
from gauntlet_desktop.reporting.pictures import encode_png, reduced

_SIDE = 1400  # pixels: 230 dpi at the size it is printed


def read_figure(path: Path) -> FigureBlock:
    """A picture in a file. Raises UserError for one that cannot be decoded."""
    try:
        source, _, pixels = decode_one(bytes(path))
    except InputError as error:
        raise UserError(
            "figure_refused",
            phrase("{file} cannot be attached. {why}", file=path.name, why=error.message),
            error.remedy,
        ) from error
    return figure(source.name, pixels)


def figure(caption: str, pixels: NDArray[np.uint8]) -> FigureBlock:
    """Pixels, uint8 (height, width, 3), with their caption and the scale at which they are kept."""
    small = reduced(pixels, _SIDE)
    scale = f"shown at {100 * small.shape[1] / pixels.shape[1]:.3g} % of {pixels.shape[1]} × {pixels.shape[0]} px"
    return FigureBlock(caption, encode_png(small), scale)
