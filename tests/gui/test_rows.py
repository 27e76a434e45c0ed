"""The rows model keeps Qt's contract, and shows what it was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from gauntlet_desktop.ui.rows import PAYLOAD_ROLE, Row, RowModel


@dataclass(frozen=True)
class Thing:
    id: str


ROWS = (
    Row(("Group: 2",), heading=True, children=(Row(("a", "1"), Thing("x"), "a is 1"), Row(("b", "2"), Thing("y")))),
    Row(("alone", "3")),
)


@pytest.fixture
def model(qapp: object) -> Iterator[RowModel]:
    owner = QObject()
    yield RowModel(("Name", "Value"), owner, ("what it is called",))


def test_it_passes_the_model_tester_through_changes(model: RowModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in (ROWS, (), ROWS[1:], ROWS):
        model.set_rows(rows)
    assert tester.model() is model
    assert model.rowCount() == 2


def test_texts_payloads_and_headers_are_shown(model: RowModel) -> None:
    model.set_rows(ROWS)
    group = model.index(0, 0)
    assert group.data() == "Group: 2"
    assert group.data(Qt.ItemDataRole.FontRole).bold()
    assert not group.flags() & Qt.ItemFlag.ItemIsSelectable
    second = model.index(1, 1, group)
    assert second.data() == "2"
    assert second.data(PAYLOAD_ROLE) == Thing("y")
    assert second.parent() == group
    assert model.index(0, 0, group).data(Qt.ItemDataRole.AccessibleTextRole) == "a is 1"
    assert model.index(1, 1).data() == "3"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Value"
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "what it is called"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_row_is_found_by_the_id_of_its_payload(model: RowModel) -> None:
    model.set_rows(ROWS)
    assert model.find("y").data() == "b"
    assert not model.find("z").isValid()
    assert model.data(QModelIndex()) is None
