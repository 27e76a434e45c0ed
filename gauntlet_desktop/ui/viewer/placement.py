"""How a picture lies in a pane: zoom, pan and the mapping between the two, without any widget.

Picture coordinates are pixels of the shown picture, pane coordinates are device pixels; both start at the top left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MIN_ZOOM, MAX_ZOOM = 0.02, 64.0
# Fitting enlarges a small picture no further than this, so that a thumbnail does not become a mosaic.
_MAX_FIT = 4.0


@dataclass(frozen=True, slots=True)
class Placement:
    """A picture in a pane. `zoom` is device pixels per picture pixel; `centre_x`, `centre_y` is the picture point in
    the middle of the pane and never leaves the picture, so that the picture cannot be lost."""

    picture_width: int
    picture_height: int
    pane_width: int
    pane_height: int
    zoom: float = 1.0
    centre_x: float = 0.0
    centre_y: float = 0.0

    @property
    def origin_x(self) -> float:
        """Pane coordinate of the picture's left edge."""
        return self.pane_width / 2 - self.centre_x * self.zoom

    @property
    def origin_y(self) -> float:
        return self.pane_height / 2 - self.centre_y * self.zoom

    @property
    def fit_zoom(self) -> float:
        """The zoom at which all of the picture is seen."""
        ratio = min(self.pane_width / self.picture_width, self.pane_height / self.picture_height)
        return max(1e-6, min(ratio, _MAX_FIT))

    def to_pane(self, x: float, y: float) -> tuple[float, float]:
        return self.origin_x + x * self.zoom, self.origin_y + y * self.zoom

    def to_picture(self, pane_x: float, pane_y: float) -> tuple[float, float]:
        return (pane_x - self.origin_x) / self.zoom, (pane_y - self.origin_y) / self.zoom

    def fitted(self) -> Placement:
        """All of the picture, in the middle."""
        return replace(self, zoom=self.fit_zoom).centred_on(self.picture_width / 2, self.picture_height / 2)

    def in_pane(self, width: int, height: int) -> Placement:
        """The same in a pane of another size: what was in the middle stays there."""
        resized = replace(self, pane_width=max(1, width), pane_height=max(1, height))
        return resized.centred_on(self.centre_x, self.centre_y)

    def zoomed_to(self, zoom: float, pane_x: float, pane_y: float) -> Placement:
        """Another zoom, within 2 % (or what fits, if that is less) to 6400 %; the picture point under
        (`pane_x`, `pane_y`) stays there."""
        bounded = min(MAX_ZOOM, max(min(MIN_ZOOM, self.fit_zoom), zoom))
        offset_x, offset_y = pane_x - self.pane_width / 2, pane_y - self.pane_height / 2
        return replace(self, zoom=bounded).centred_on(
            self.centre_x + offset_x / self.zoom - offset_x / bounded,
            self.centre_y + offset_y / self.zoom - offset_y / bounded,
        )

    def panned(self, dx: float, dy: float) -> Placement:
        """The picture moved by device pixels, to the right and down."""
        return self.centred_on(self.centre_x - dx / self.zoom, self.centre_y - dy / self.zoom)

    def centred_on(self, x: float, y: float) -> Placement:
        """A picture point, or the picture's edge nearest to it, in the middle of the pane; at 1:1 shifted by up to
        half a pixel, so that every pixel of the picture is one of the screen."""
        x, y = min(float(self.picture_width), max(0.0, x)), min(float(self.picture_height), max(0.0, y))
        if self.zoom == 1.0:
            x, y = _whole_origin(x, self.pane_width), _whole_origin(y, self.pane_height)
        return replace(self, centre_x=x, centre_y=y)

    def showing(self, x: float, y: float, width: float, height: float, smallest: float) -> Placement:
        """A region of the picture brought into sight. The zoom stays if the region then fits and has at least
        `smallest` device pixels; otherwise it takes half of the pane."""
        longest = max(width, height, 1.0)
        fits = width * self.zoom <= self.pane_width and height * self.zoom <= self.pane_height
        placed = self
        if not fits or longest * self.zoom < smallest:
            half = min(self.pane_width / max(width, 1.0), self.pane_height / max(height, 1.0)) / 2
            placed = self.zoomed_to(min(max(half, self.fit_zoom), 8.0), 0.0, 0.0)
        left, top = placed.to_pane(x, y)
        right, bottom = placed.to_pane(x + width, y + height)
        if min(left, top) >= 0 and right <= self.pane_width and bottom <= self.pane_height:
            return placed
        return placed.centred_on(x + width / 2, y + height / 2)

    def reduction(self) -> int:
        """The power of two by which the picture may be reduced before drawing without losing anything visible."""
        return 1 << math.floor(math.log2(1.0 / self.zoom)) if self.zoom < 1.0 else 1


def _whole_origin(centre: float, pane_side: int) -> float:
    return pane_side / 2 - round(pane_side / 2 - centre)
