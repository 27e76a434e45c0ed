"""The look of clusters, the same in the window, on the page and in the report: colours by cluster, shapes by label."""

from __future__ import annotations

# Tol's "bright" and "muted" schemes (Technical note SRON/EPS/TN/09-002, 2021), which stay apart for the common
# colour-vision deficiencies; numbers stand at the clusters' centres too, so that colour is never the only sign.
_PALETTE = (
    "#4477aa",
    "#ee6677",
    "#228833",
    "#ccbb44",
    "#66ccee",
    "#aa3377",
    "#999933",
    "#44aa99",
    "#882255",
    "#cc6633",
)
# A shape for each label.
SHAPES = {"real": "circle", "fake": "triangle", "": "square"}


def colour(cluster: int) -> str:
    """The colour of a cluster, "#rrggbb"; after ten clusters they come round again."""
    return _PALETTE[cluster % len(_PALETTE)]
