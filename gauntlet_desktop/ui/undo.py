"""What can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QUndoCommand

from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.session import Session


class RemoveImages(QUndoCommand):
    """Takes images off the list; undone, they stand where they stood, with their results."""

    def __init__(self, session: Session, items: Sequence[ImageItem]) -> None:
        super().__init__(tr("Remove %Ln image(s)", "", len(items)))
        self._session = session
        self._items = items
        self._rows: list[tuple[int, ImageItem]] = []

    def redo(self) -> None:
        self._rows = self._session.remove(self._items)

    def undo(self) -> None:
        self._session.restore(self._rows)
