"""Which points lie inside a line that somebody drew around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def inside(points: Points, corners: Points) -> NDArray[np.bool_]:
    """For each point (N, 2) whether it lies inside the closed polygon (M, 2): where a ray from it crosses an odd number
    of sides. What a line encircles twice is outside again. Fewer than three corners hold nothing.

    The even-odd rule (M. Shimrat, "Algorithm 112: position of point relative to polygon", CACM 5(8), 1962).

    >>> square = np.array([[0, 0], [4, 0], [4, 4], [0, 4]])
    >>> inside(np.array([[1, 1], [5, 1]]), square).tolist()
    [True, False]
    """
    found = np.zeros(len(points), dtype=np.bool_)
    if len(corners) < 3:
        return found
    x, y = points[:, 0], points[:, 1]
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        across = (y1 > y) != (y2 > y)
        if across.any():
            found[across] ^= x[across] < x1 + (x2 - x1) * (y[across] - y1) / (y2 - y1)
    return found
