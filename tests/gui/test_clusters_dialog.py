"""Clusters in the window: the plot, the table, examples, neighbours, and a whole run in a process apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QThreadPool
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

pytest.importorskip("sklearn")

from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.ui.clusters_dialog import ClustersDialog
from tests.evaluations import make_labelled
from tests.gui.conftest import Desk
from tests.gui.filled_dialogs import clustering


@pytest.fixture
def dialog(qtbot: QtBot) -> ClustersDialog:
    dialog = ClustersDialog(None, QThreadPool.globalInstance(), [b"/e/0.png"])
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.offer_detectors(["deep-evidence"])
    return dialog


def place(dialog: ClustersDialog, index: int) -> QPoint:
    x, y = dialog.plot.places()[index]
    return QPoint(round(x), round(y))


def test_before_a_run_only_a_run_is_offered(dialog: ClustersDialog) -> None:
    assert dialog.go.isEnabled() and not dialog.stop.isEnabled() and not dialog.export.isEnabled()
    assert "1" in dialog.source.text()


def test_pointing_at_a_mark_tells_of_its_image(dialog: ClustersDialog, qtbot: QtBot) -> None:
    dialog.show_clustering(clustering())
    there = QPointF(place(dialog, 4))
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        dialog.plot, QMouseEvent(QEvent.Type.MouseMove, there, there, none, none, Qt.KeyboardModifier.NoModifier)
    )
    assert dialog.plot.current == 4
    assert "4.png" in dialog.told.text() and "cluster 2" in dialog.told.text()
    assert not dialog.picture.pixmap().isNull()


def test_a_click_opens_the_image_and_lists_its_neighbours(dialog: ClustersDialog, qtbot: QtBot) -> None:
    dialog.show_clustering(clustering())
    with qtbot.waitSignal(dialog.image_chosen) as chosen:
        qtbot.mouseClick(dialog.plot, Qt.MouseButton.LeftButton, pos=place(dialog, 0))
    assert chosen.args == [b"/e/0.png"]
    gallery = dialog.lists["Neighbours"]
    found = [gallery.item(row).data(Qt.ItemDataRole.UserRole) for row in range(gallery.count())]
    assert found == [1, 2, 3, 4, 5]


def test_a_row_of_the_table_highlights_and_shows_its_examples(dialog: ClustersDialog) -> None:
    dialog.show_clustering(clustering())
    dialog.table.sortItems(0, Qt.SortOrder.DescendingOrder)
    dialog.table.selectRow(0)
    assert dialog.plot.highlighted == 1
    counts = {title: gallery.count() for title, gallery in dialog.lists.items()}
    assert counts == {"Nearest": 3, "Correct": 2, "Misclassified": 1, "Neighbours": 0, "Selected": 0}


def test_without_labels_nothing_is_called_correct(dialog: ClustersDialog) -> None:
    dialog.show_clustering(clustering(""))
    visible = [dialog.tabs.isTabVisible(index) for index in range(5)]
    assert visible == [True, False, False, True, True]
    assert dialog.table.columnCount() == 3


def test_the_plot_is_reached_by_keyboard(dialog: ClustersDialog, qtbot: QtBot) -> None:
    dialog.show_clustering(clustering())
    for key in (Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_P):
        qtbot.keyClick(dialog.plot, key)
    assert dialog.plot.current == 0
    with qtbot.waitSignal(dialog.image_chosen):
        qtbot.keyClick(dialog.plot, Qt.Key.Key_Return)
    before = dialog.plot.places().copy()
    qtbot.keyClick(dialog.plot, Qt.Key.Key_Plus)
    assert np.ptp(dialog.plot.places()[:, 0]) > np.ptp(before[:, 0])
    qtbot.keyClick(dialog.plot, Qt.Key.Key_Left)
    qtbot.keyClick(dialog.plot, Qt.Key.Key_0)
    np.testing.assert_allclose(dialog.plot.places(), before)


def send(dialog: ClustersDialog, kind: QEvent.Type, there: QPointF, modifier: Qt.KeyboardModifier) -> None:
    left = Qt.MouseButton.LeftButton
    QApplication.sendEvent(dialog.plot, QMouseEvent(kind, there, there, left, left, modifier))


def draw_around(
    dialog: ClustersDialog, *indices: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ShiftModifier
) -> None:
    """Draw a box around some marks."""
    places = dialog.plot.places()[list(indices)]
    (left, top), (right, bottom) = places.min(axis=0) - 12, places.max(axis=0) + 12
    corners = [QPointF(x, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]
    send(dialog, QEvent.Type.MouseButtonPress, corners[0], modifier)
    for corner in corners[1:]:
        send(dialog, QEvent.Type.MouseMove, corner, modifier)
    dialog.plot.grab()  # the line is painted while it is drawn
    send(dialog, QEvent.Type.MouseButtonRelease, corners[-1], modifier)


def test_a_line_around_marks_selects_their_images(dialog: ClustersDialog, qtbot: QtBot) -> None:
    dialog.show_clustering(clustering())
    dialog.table.selectRow(0)
    before = dialog.plot.places().copy()
    with qtbot.waitSignal(dialog.images_chosen) as chosen:
        draw_around(dialog, 1, 2)
    assert chosen.args == [[b"/e/1.png", b"/e/2.png"]]
    np.testing.assert_array_equal(dialog.plot.places(), before)
    assert dialog.table.selectedItems() == [] and dialog.plot.highlighted == -1
    assert dialog.lists["Selected"].count() == 2
    assert dialog.told.text() == "Selected: 2 images, of cluster 1."
    for expected in (1, 2, 1):
        qtbot.keyClick(dialog.plot, Qt.Key.Key_N)
        assert dialog.plot.current == expected


def test_with_the_lasso_every_drag_draws_and_a_click_still_opens(dialog: ClustersDialog, qtbot: QtBot) -> None:
    dialog.show_clustering(clustering())
    dialog.lasso.click()
    none = Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(dialog.images_chosen) as chosen:
        draw_around(dialog, 3, 4, 5, modifier=none)
    assert chosen.args == [[b"/e/3.png", b"/e/4.png", b"/e/5.png"]]
    with qtbot.waitSignal(dialog.image_chosen):
        qtbot.mouseClick(dialog.plot, Qt.MouseButton.LeftButton, pos=place(dialog, 0))
    dialog.lasso.click()
    before = dialog.plot.places().copy()
    draw_around(dialog, 3, 4, 5, modifier=none)
    assert (dialog.plot.places() != before).any(), "without it the plot is moved"


def test_a_line_around_nothing_lets_all_stand_alike(dialog: ClustersDialog, qtbot: QtBot) -> None:
    dialog.show_clustering(clustering())
    draw_around(dialog, 1, 2)
    told: list[object] = []
    dialog.images_chosen.connect(told.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    send(dialog, QEvent.Type.MouseButtonPress, QPointF(1, 1), shift)
    send(dialog, QEvent.Type.MouseMove, QPointF(7, 3), shift)
    send(dialog, QEvent.Type.MouseButtonRelease, QPointF(7, 3), shift)
    assert told == []
    for expected in (0, 1, 2, 3):
        qtbot.keyClick(dialog.plot, Qt.Key.Key_N)
        assert dialog.plot.current == expected


def test_a_cluster_is_chosen_by_keyboard(dialog: ClustersDialog, qtbot: QtBot) -> None:
    dialog.show_clustering(clustering())
    dialog.table.setCurrentCell(0, 0)
    with qtbot.waitSignal(dialog.cluster_chosen) as chosen:
        qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert chosen.args == [1, [b"/e/3.png", b"/e/4.png", b"/e/5.png"]]


def test_zooming_keeps_the_place_under_the_pointer(dialog: ClustersDialog) -> None:
    dialog.show_clustering(clustering())
    x, y = dialog.plot.places()[4]
    dialog.plot.zoom(2.0, QPointF(x, y))
    np.testing.assert_allclose(dialog.plot.places()[4], (x, y), atol=1e-6)


def test_errors_are_said_and_a_stop_is_no_error(dialog: ClustersDialog) -> None:
    dialog._failed(UserError("no_features", "It tells none.", "Choose another."))
    assert "It tells none." in dialog.remark.text()
    dialog._failed(Cancelled())
    assert "Stopped" in dialog.remark.text()


def test_a_folder_is_clustered_apart_and_written(dialog: ClustersDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.choose_folder(make_labelled(tmp_path / "data", 1))
    dialog.k.setValue(2)
    dialog.run()
    assert dialog.stop.isEnabled() and not dialog.go.isEnabled()
    qtbot.waitUntil(lambda: dialog.result_shown is not None)
    assert dialog.table.rowCount() == 2
    dialog.export_to(tmp_path / "out")
    qtbot.waitUntil(lambda: "5 files" in dialog.remark.text())
    assert (tmp_path / "out" / "clusters.pdf").is_file()


def test_the_view_menu_offers_clusters_of_the_listed_images(desk: Desk) -> None:
    desk.add("a.jpg", "b.jpg")
    desk.window.actions_by_id["clusters"].trigger()
    (dialog,) = desk.window.findChildren(ClustersDialog)
    assert "2" in dialog.source.text()
    dialog.close()
