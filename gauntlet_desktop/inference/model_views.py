"""The pictures that a language model is shown: reduced, cut and mirrored, or under a heatmap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.core.colormaps import blend, colourise
from gauntlet_desktop.core.consensus import View
from gauntlet_desktop.core.heatmaps import compose
from gauntlet_desktop.core.records import Heatmap, ImageFacts

Pixels = NDArray[np.uint8]

# LLaVA-NeXT, which looks closest of the models meant here, takes 672 px; more would only take time.
LONG_SIDE = 1344
_OPACITY = 0.6


def reduced(pixels: Pixels) -> Pixels:
    """The picture, uint8 (height, width, 3), with a long side of at most 1,344 pixels."""
    height, width = pixels.shape[:2]
    scale = LONG_SIDE / max(height, width)
    if scale >= 1.0:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def overlaid(picture: Pixels, heatmap: Heatmap, facts: ImageFacts) -> Pixels:
    """The picture under the heatmap, as the window shows it."""
    height, width = picture.shape[:2]
    colours = Image.fromarray(colourise(compose(heatmap, facts.width, facts.height)))
    return blend(picture, np.asarray(colours.resize((width, height), Image.Resampling.BILINEAR)), _OPACITY)


def shown(picture: Pixels, view: View, facts: ImageFacts) -> Pixels:
    """What a view shows of a (reduced) picture, at least one pixel."""
    rows, columns = picture.shape[:2]
    across, down = columns / facts.width, rows / facts.height
    left, top = int(view.region.x * across), int(view.region.y * down)
    right = max(left + 1, round((view.region.x + view.region.width) * across))
    bottom = max(top + 1, round((view.region.y + view.region.height) * down))
    part = picture[top:bottom, left:right]
    return np.ascontiguousarray(part[:, ::-1] if view.mirrored else part)
