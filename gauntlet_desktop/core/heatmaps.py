"""Evidence maps as pictures need them: one signed grid over the whole image, on a fixed scale.

The views of a heatmap overlap (a reduced overview, native crops). For display the finest view that covers a place
is shown there; the exact statement about the score stays with the views themselves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import EvidenceView, FloatMap, Heatmap

# Half the colour range, in units of evidence (logits of the score): fixed, so that colours compare between images.
# Nine of ten cells of the embedded detector lie within it on held-out images of either class.
FIXED_RANGE = 2.0
RELATIVE = "relative"


def view_sum(views: tuple[EvidenceView, ...], bias: float) -> float:
    """bias + sum of weight x mean over the views: what an exact heatmap must give as its score."""
    return bias + sum(view.weight * float(view.values.mean(dtype=np.float64)) for view in views)


def signed_values(heatmap: Heatmap, view: EvidenceView) -> FloatMap:
    """Evidence of each cell with the bias spread evenly: positive speaks for "made by a generative model". Relative
    values are stretched over the whole colour range, for they have no scale of their own."""
    if heatmap.unit == RELATIVE:
        return (view.values * np.float32(FIXED_RANGE)).astype(np.float32)
    return (view.values + np.float32(heatmap.bias)).astype(np.float32)


def compose(heatmap: Heatmap, width: int, height: int, cells: int = 256) -> FloatMap:
    """One signed map over an image of `width` x `height` pixels; its long side has `cells` cells.

    Returns float32 (rows, columns), finest view last so that it stands on top; cells that no view covers are 0.
    """
    scale = cells / max(width, height)
    rows, columns = max(1, round(height * scale)), max(1, round(width * scale))
    canvas = np.zeros((rows, columns), dtype=np.float32)
    for view in sorted(heatmap.views, key=lambda v: v.region.width * v.region.height, reverse=True):
        _paste(canvas, view, signed_values(heatmap, view), scale)
    return canvas


def _paste(canvas: FloatMap, view: EvidenceView, values: FloatMap, scale: float) -> None:
    """Copy a view's cells to its place; each canvas cell takes the view cell under its centre."""
    box = view.region
    top, left = max(0, round(box.y * scale)), max(0, round(box.x * scale))
    bottom = min(canvas.shape[0], max(top + 1, round((box.y + box.height) * scale)))
    right = min(canvas.shape[1], max(left + 1, round((box.x + box.width) * scale)))
    if bottom <= top or right <= left:
        return
    rows = _cell_indices(top, bottom, box.y * scale, box.height * scale, values.shape[0])
    columns = _cell_indices(left, right, box.x * scale, box.width * scale, values.shape[1])
    canvas[top:bottom, left:right] = values[np.ix_(rows, columns)]


def _cell_indices(start: int, stop: int, origin: float, extent: float, count: int) -> NDArray[np.intp]:
    centres = np.arange(start, stop) + 0.5
    indices: NDArray[np.intp] = ((centres - origin) / extent * count).astype(np.intp)
    return np.clip(indices, 0, count - 1)
