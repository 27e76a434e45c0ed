"""The list of images paints what comes in close together at once, and loses none of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.image_list import ImageListPanel
from gauntlet_desktop.ui.items import ImageItem, ImageListModel


class Paints(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_rows_that_follow_close_upon_others_are_painted_together(qtbot: QtBot) -> None:
    model = ImageListModel()
    panel = ImageListPanel(model)
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    paints = Paints()
    panel.view.viewport().installEventFilter(paints)
    for portion in range(50):
        model.add([ImageItem(b"/folder/%d-%d.png" % (portion, number)) for number in range(20)])
        QCoreApplication.processEvents()
    assert panel.count.text() == "1,000 images"
    assert 1 <= paints.count < 50
    qtbot.waitUntil(panel.view.updatesEnabled)
    before = paints.count
    panel.view.scrollToBottom()
    qtbot.waitUntil(lambda: paints.count > before)
    last = panel.view.indexAt(panel.view.viewport().rect().bottomLeft())
    assert last.row() == 999, "what came in meanwhile is laid out"
