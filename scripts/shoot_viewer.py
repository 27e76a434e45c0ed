"""Writes pictures of the viewer in all of its states, for people to look at: `python scripts/shoot_viewer.py FOLDER`.

Needs scikit-image for its photographs; runs without a display when QT_QPA_PLATFORM is "offscreen".
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap
from gauntlet_desktop.ui.theme import apply_theme
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.factories import make_facts, make_heatmap


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    for theme in ("light", "dark"):
        apply_theme(app, theme)
        for name, panel in states():
            panel.resize(720, 640)
            panel.show()
            QThreadPool.globalInstance().waitForDone()
            app.sendPostedEvents()
            panel.grab().save(str(folder / f"{theme}-{name}.png"))
            panel.close()
            panel.deleteLater()


def states() -> list[tuple[str, ViewerPanel]]:
    """Fresh panels by name, one a state."""
    from skimage import data

    astronaut, coffee, chelsea, rocket = data.astronaut(), data.coffee(), data.chelsea(), data.rocket()
    large = np.asarray(Image.fromarray(coffee).resize((4000, 2667), Image.Resampling.BICUBIC))
    panels = {"empty": ViewerPanel(), "busy": ViewerPanel(), "error": ViewerPanel(), "no-heatmap": shown(rocket, None)}
    panels["busy"].show_message("Opening the image", "holiday" * 30 + ".jpg", "busy")
    panels["error"].show_message("The file is damaged.", "Open a copy, or ask for the original file.", "error")
    for opacity in (0, 50, 100):
        panels[f"overlay-{opacity}"] = shown(astronaut, opacity)
    for mode in ("side_by_side", "swipe"):
        panels[mode] = shown(coffee, 70)
        panels[mode].compare_mode = mode
    panels["exact-outlines"] = shown(chelsea, 70)
    panels["exact-outlines"].smooth = False
    panels["exact-outlines"].outlines = True
    panels["region"] = shown(astronaut, 0)
    panels["region"].show_region(Box(180, 60, 90, 110))
    panels["12mp"] = shown(large, 60)
    panels["grid"] = shown(chelsea, 20)
    panels["grid"].colormap = "purple-green"
    panels["grid"].canvas.resize(700, 460)
    panels["grid"].canvas.zoom_to(24.0)
    panels["reduced"] = shown(rocket, 40, scale=0.5)
    return list(panels.items())


def shown(pixels: NDArray[np.uint8], opacity: int | None, scale: float = 1.0) -> ViewerPanel:
    """A panel with a picture, and a heatmap unless `opacity` is None."""
    panel = ViewerPanel()
    height, width = (round(side / scale) for side in pixels.shape[:2])
    panel.set_picture(pixels, replace(make_facts(width, height), scale=scale))
    if opacity is not None:
        panel.set_heatmaps([signed_heatmap(width, height)])
        panel.opacity = opacity
    return panel


def signed_heatmap(width: int, height: int) -> Heatmap:
    """A sample heatmap with evidence of both signs."""
    sample = make_heatmap(width, height)
    views = tuple(
        EvidenceView(view.region, view.weight, (view.values * 1.8 - 2.5).astype(np.float32)) for view in sample.views
    )
    return replace(sample, views=views)


if __name__ == "__main__":
    main()
