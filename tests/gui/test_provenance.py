"""The provenance panel: the tree of sources, search, copying, pictures inside the file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gauntlet_desktop.reporting.provenance_tree import Node, tree
from gauntlet_desktop.ui.items import ImageItem, ItemState
from gauntlet_desktop.ui.provenance_panel import ProvenancePanel
from gauntlet_desktop.ui.session import EMBEDDED_SIDE, Session
from gauntlet_desktop.ui.tree_rows import NodeModel
from tests.factories import hostile_record, make_pixels, make_record, make_signed_provenance
from tests.gui.fake_service import FakeService


def item(**changes: object) -> ImageItem:
    record = replace(make_record(), **changes)  # type: ignore[arg-type]
    return ImageItem(record.source.raw_path, state=ItemState.DONE, record=record)


@pytest.fixture
def panel(qtbot: QtBot) -> ProvenancePanel:
    made = ProvenancePanel()
    qtbot.addWidget(made)
    made.resize(440, 800)
    return made


def names(model: NodeModel, parent: QModelIndex | None = None) -> list[str]:
    above = parent or QModelIndex()
    found = []
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        found += [str(index.data()), *names(model, index)]
    return found


def test_the_model_keeps_the_rules_of_models(panel: ProvenancePanel) -> None:
    model = NodeModel(panel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(tree(make_signed_provenance()))
    assert model.node(QModelIndex()) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Value"
    model.show([Node("a", children=(Node("<b>", "&"),))])
    inner = model.index(0, 0, model.index(0, 0))
    assert model.parent(inner) == model.index(0, 0)
    assert inner.data(Qt.ItemDataRole.ToolTipRole) == "&lt;b>: &amp;"


def test_a_search_narrows_the_tree_and_a_copy_takes_the_whole_value(panel: ProvenancePanel) -> None:
    panel.show_item(item(provenance=make_signed_provenance()))
    assert "Its manifest" in names(panel.sources)
    panel.search.setText("resized")
    assert names(panel.sources)[:2] == ["C2PA", "Active manifest"] and "Its manifest" not in names(panel.sources)
    action = panel.sources.index(0, 0, panel.sources.index(0, 0, panel.sources.index(0, 0)))
    panel.view.setCurrentIndex(action)
    assert "covered by an intact signature" in panel.detail.text().replace("\u200b", "")
    panel.copy.click()
    assert QGuiApplication.clipboard().text() == "c2pa.resized"
    panel.search.clear()
    assert "Its manifest" in names(panel.sources) and not panel.copy.isEnabled()


def test_pictures_inside_the_file_are_asked_for_and_shown(panel: ProvenancePanel, qtbot: QtBot) -> None:
    shown = item()
    with qtbot.waitSignal(panel.pictures_wanted) as wanted:
        panel.show_item(shown)
    assert wanted.args == [shown.raw_path, 1]
    assert panel.pictures.captions[0] == "This image, reduced" and "alike (0.97)" in panel.pictures.captions[1]
    panel.show_pixels(b"/another", 1, make_pixels(30, 40))
    panel.show_pixels(shown.raw_path, 0, make_pixels(30, 40))
    panel.show_pixels(shown.raw_path, 1, None)
    panel.show_pixels(shown.raw_path, 9, make_pixels(30, 40))
    labels = [label for label, _ in panel.pictures._shown]
    assert (labels[0].pixmap().width(), labels[1].text()) == (40, "cannot be shown")
    panel.show_item(item(provenance=make_signed_provenance()))
    assert not panel.pictures.isVisibleTo(panel)
    panel.show_item(None)
    assert panel.sources.rowCount() == 0


def test_hostile_declarations_stay_text_and_in_their_columns(panel: ProvenancePanel) -> None:
    panel.show_item(item(provenance=hostile_record().provenance))
    panel.show()
    assert all("\u202e" not in name for name in names(panel.sources))
    assert panel.width() == 440


def test_the_session_tells_pictures_inside_a_file_from_thumbnails(qtbot: QtBot) -> None:
    services: list[FakeService] = []

    def make(listener: object) -> FakeService:
        services.append(FakeService(listener))  # type: ignore[arg-type]
        return services[0]

    session = Session(make)
    session.request_embedded(b"/a", 1)
    session.start_service()
    session.request_embedded(b"/a", 2)
    jobs = {number: job for job, (_, number) in services[0].small_pictures.items()}
    assert set(jobs) == {0, 1, 2} and EMBEDDED_SIDE == 160
    with qtbot.waitSignal(session.embedded_arrived) as arrived, qtbot.assertNotEmitted(session.thumbnail_arrived):
        services[0].thumbnail(b"/a", make_pixels(8, 8), jobs[2])
    assert arrived.args[:2] == [b"/a", 2] and np.shape(arrived.args[2]) == (8, 8, 3)
