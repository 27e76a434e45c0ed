"""The centre of the window: the picture, the heatmap over it, and the controls of both."""

from gauntlet_desktop.ui.viewer.panel import ViewerPanel

__all__ = ["ViewerPanel"]
