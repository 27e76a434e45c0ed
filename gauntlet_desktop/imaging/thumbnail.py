"""Makes small upright pictures of untrusted bytes, decoding no more of a JPEG than they need."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.imaging.decode import open_bounded, render
from gauntlet_desktop.imaging.limits import Limits

# Decode at least this many times larger than the result, so that the last reduction still filters well.
_OVERSAMPLING = 2


def thumbnail(untrusted: bytes, limits: Limits, side: int) -> NDArray[np.uint8]:
    """sRGB pixels, uint8 (height, width, 3), upright, the longer side at most `side` (1 or more); never enlarged.

    The picture itself is reduced; a thumbnail embedded in the file is not trusted to show the same.
    Raises InputError as `decode` does.
    """
    with open_bounded(untrusted, limits) as (image, _):
        factor = max(1, max(image.size) // (_OVERSAMPLING * side))
        pixels = render(image, factor, limits).pixels
    height, width = pixels.shape[:2]
    if max(height, width) <= side:
        return pixels
    size = (max(1, round(width * side / max(height, width))), max(1, round(height * side / max(height, width))))
    return np.array(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
