"""Pointing at a technical word tells what the glossary says of it, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from gauntlet_desktop.core.glossary import entries
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.review.facets import Facet, FacetModel, FacetValue
from gauntlet_desktop.ui.terms import meanings
from gauntlet_desktop.ui.widgets import ScrollPanel, plain_label
from tests.gui.conftest import Desk
from tests.verdicts import told_record


@pytest.fixture(autouse=True)
def no_tip_left(qapp: QApplication) -> Iterator[None]:
    QToolTip.hideText()
    yield
    QToolTip.hideText()
    choose_language(qapp, "en")


def _tip_at(widget: QWidget, label: QLabel) -> str:
    """What is told when the pointer rests on a label in a widget."""
    QToolTip.hideText()
    place = label.mapTo(widget, QPoint(3, 3))
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return QToolTip.text()


def _label(panel: QWidget, text: str) -> QLabel:
    return next(label for label in panel.findChildren(QLabel) if label.text() == text and label.isVisible())


def test_the_words_of_the_verdict_are_explained(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, told_record(Tier.INCONCLUSIVE))
    panel = desk.window.verdict
    meaning = next(entry.meaning for entry in entries("en") if entry.term == "inconclusive")
    assert meaning in _tip_at(panel, panel.headline)
    assert "likelihood ratio (LR): " in _tip_at(panel, _label(panel, "Likelihood ratio"))
    assert "floor, cap: " in _tip_at(panel, _label(panel, "Floor and cap"))


def test_what_has_no_technical_word_tells_nothing(desk: Desk) -> None:
    panel = ScrollPanel("Panel")
    label = plain_label("Nothing to explain")
    panel.body.addWidget(label)
    panel.resize(300, 200)
    panel.show()
    assert _tip_at(panel, label) == ""
    panel.close()


def test_what_a_file_says_is_shown_as_it_stands() -> None:
    assert meanings("<b>prior</b> <img src=x>").startswith("prior: ")
    assert "<img" not in meanings("<b>prior</b> <img src=x>")


def test_line_breaks_hide_no_word() -> None:
    assert meanings("the likelihood\u00a0ratio") == meanings("the likelihood ratio") != ""
    assert meanings("cus\u200btody log") == meanings("custody log") != ""


def test_the_language_is_that_of_the_window(qapp: QApplication) -> None:
    choose_language(qapp, "de")
    told = meanings("Heatmap und A-priori-Wahrscheinlichkeit")
    assert told and all(line.split(": ")[0] in {entry.term for entry in entries("de")} for line in told.splitlines())


def test_groups_of_findings_and_facets_of_a_case_are_explained(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, told_record())
    desk.window.show_result("Findings")
    model = desk.window.findings.model
    tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(model.rowCount())]
    assert any("finding: " in tip for tip in tips if tip)
    facets = FacetModel(desk.window)
    facets.set_facets([Facet("stratum", "Stratum", (FacetValue("a", "a", 1),))])
    assert facets.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).startswith("stratum: ")
