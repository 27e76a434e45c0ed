"""Where the panels stand: the list on the left, the results on the right, and how that is remembered."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import text_scale

# The result panels by their titles, in the order of their tabs.
RESULTS = (
    marked("Verdict"),
    marked("Findings"),
    marked("Provenance"),
    marked("Text"),
    marked("Explanations"),
    marked("Checklist"),
)
_LAYOUT_VERSION = 1
_LIST_WIDTH, _RESULTS_WIDTH = 280, 440
_MOST_LIST_WIDTH, _MOST_RESULTS_WIDTH = 400, 720
_LEAST_LIST_WIDTH, _LEAST_RESULTS_WIDTH = 184, 320


class Docks:
    """The docks of a window: one of images, and tabs of results in the order given."""

    def __init__(self, window: QMainWindow, images: QWidget, results: Mapping[str, QWidget]) -> None:
        self._window = window
        self._text_scale = text_scale()
        self.images = self._add(marked("Images"), images, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.results = {
            title: self._add(title, panel, Qt.DockWidgetArea.RightDockWidgetArea) for title, panel in results.items()
        }
        window.setTabPosition(Qt.DockWidgetArea.RightDockWidgetArea, QTabWidget.TabPosition.North)
        images.setMinimumWidth(_LEAST_LIST_WIDTH)
        self.keep_readable()
        self.reset()

    @property
    def all(self) -> list[QDockWidget]:
        return [self.images, *self.results.values()]

    def reset(self) -> None:
        """Put all docks back in their places."""
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.images)
        first, *others = self.results.values()
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first)
        for dock in others:
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            self._window.tabifyDockWidget(first, dock)
        for dock in self.all:
            dock.show()
        first.raise_()
        self.fit_widths()

    def keep_readable(self) -> None:
        """Let no result panel become narrower than its buttons need, in the size that text has now; where that size is
        another than before, give the panels other widths."""
        for dock in self.results.values():
            panel = dock.widget()
            panel.setMinimumWidth(max(_LEAST_RESULTS_WIDTH, panel.minimumSizeHint().width()))
        if self._text_scale != text_scale():
            self._text_scale = text_scale()
            self.fit_widths()

    def fit_widths(self) -> None:
        """Give the list a sixth of the window, and the results nearly a third, more where text is larger; both between
        bounds."""
        first = next(iter(self.results.values()))
        width = self._window.width()
        listed = max(_LIST_WIDTH, min(_MOST_LIST_WIDTH, width // 6))
        wanted = round(min(_MOST_RESULTS_WIDTH, width * 0.3) * text_scale())
        results = max(_RESULTS_WIDTH, min(wanted, width * 2 // 5))
        self._window.resizeDocks([self.images, first], [listed, results], Qt.Orientation.Horizontal)

    def raise_result(self, title: str) -> None:
        """Bring a result panel to the front, opening it if it was closed."""
        dock = self.results[title]
        dock.show()
        dock.raise_()

    def hides(self, widget: QWidget | None) -> bool:
        """Whether a widget stands in a dock that is behind another one."""
        return any(
            dock.isAncestorOf(widget) and not dock.geometry().intersects(self._window.rect())
            for dock in self.results.values()
            if widget is not None
        )

    def save(self) -> bytes:
        return bytes(self._window.saveState(_LAYOUT_VERSION).data())

    def restore(self, layout: bytes) -> bool:
        """Apply a remembered layout; False when there is none that fits."""
        return bool(layout) and self._window.restoreState(QByteArray(layout), _LAYOUT_VERSION)

    def name_tab_bars(self) -> None:
        """Qt makes the tab bars of docks itself; screen readers need a name for them."""
        for bar in self._window.findChildren(QTabBar):
            bar.setAccessibleName(tr("Result panels"))
            bar.setElideMode(Qt.TextElideMode.ElideNone)

    def _add(self, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(tr(title), self._window)
        dock.setObjectName(f"dock-{title.lower()}")
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        # The tabs carry the titles; a title bar above them would say the same twice.
        dock.setTitleBarWidget(QWidget())
        dock.setWidget(panel)
        self._window.addDockWidget(area, dock)
        return dock
