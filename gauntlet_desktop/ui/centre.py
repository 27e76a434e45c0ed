"""The middle of the main window: the start page, the picture in view with its heatmaps, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.ui.items import ImageItem, picture_message
from gauntlet_desktop.ui.session import Picture, Session
from gauntlet_desktop.ui.start_page import StartPage

if TYPE_CHECKING:
    from gauntlet_desktop.ui.viewer import ViewerPanel


class Centre(QStackedWidget):
    """Shows the current image of a session in the viewer; while no image is listed, the start page."""

    def __init__(self, session: Session, start_page: StartPage, viewer: ViewerPanel) -> None:
        super().__init__()
        self._session = session
        self._start_page = start_page
        self._viewer = viewer
        self._shown: Picture | None = None
        self.addWidget(start_page)
        self.addWidget(viewer)

    def show_picture(self) -> None:
        """Show the picture of the current image, or why there is none."""
        item, picture = self._session.current, self._session.picture
        empty = not self._session.model.items
        self.setCurrentWidget(self._start_page if empty else self._viewer)
        if picture is not None:
            if picture is not self._shown:
                self._shown = picture
                self._viewer.set_picture(*picture)
                self.show_heatmaps()
        elif not empty:
            self._clear()
            self._viewer.show_message(*picture_message(item, self._session.picture_error))
        else:
            self._clear()

    def show_heatmaps(self) -> None:
        """Offer the heatmaps of the current image over its picture."""
        record = self._session.current.record if self._session.current else None
        heatmaps = record.heatmaps if record and self._shown is not None else ()
        self._viewer.set_heatmaps(heatmaps)

    def show_explanation(self, item: ImageItem, heatmap: Heatmap) -> None:
        """A map that was asked for is there: show it where its image is still in view."""
        if item is self._session.current:
            self._viewer.choose_heatmap(heatmap)

    def _clear(self) -> None:
        if self._shown is not None:
            self._shown = None
            self._viewer.set_picture(None, None)
