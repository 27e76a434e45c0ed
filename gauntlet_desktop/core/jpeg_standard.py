"""The quantisation tables that the JPEG standard gives as examples, scaled as the Independent JPEG Group does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# ITU-T T.81, tables K.1 and K.2, row by row.
_LUMINANCE = (
    "16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62 "
    "18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99"
)
_CHROMINANCE = (
    "17 18 24 47 99 99 99 99 18 21 26 66 99 99 99 99 24 26 56 99 99 99 99 99 47 66 99 99 99 99 99 99 " + "99 " * 32
)


def standard_tables(quality: int) -> NDArray[np.int64]:
    """The IJG luminance and chrominance tables (2, 64) of a quality 1..100 (libjpeg, jpeg_set_quality).

    >>> standard_tables(75)[0, :8].tolist()
    [8, 6, 5, 8, 12, 20, 26, 31]
    """
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    base = np.array([_LUMINANCE.split(), _CHROMINANCE.split()], dtype=np.int64)
    return np.clip((base * scale + 50) // 100, 1, 255)
