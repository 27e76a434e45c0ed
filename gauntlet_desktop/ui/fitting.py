"""A scroll area as high as its content, or less where there is no room: it never makes the window grow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from gauntlet_desktop.ui.language import tr

_LEAST_HEIGHT = 48


class Fitting(QScrollArea):
    """Shows one widget, over the whole width; hidden while there is nothing in it."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(content)
        self.setAccessibleName(tr("{name}, scrolled").format(name=content.accessibleName()))
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        layout = self._content.layout()
        assert layout is not None
        width = self.viewport().width()
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        return QSize(layout.totalSizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST_HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.setVisible(self.sizeHint().height() > 0)
            self.updateGeometry()
        return super().eventFilter(watched, event)
