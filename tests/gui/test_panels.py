"""The result panels: what they say for every state, in exactly the words of the records, as plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.errors import InputCode
from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import AnalysisRecord, C2paResult, C2paState, PluginFailure, Tier
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.findings_panel import FindingsPanel
from gauntlet_desktop.ui.items import ImageItem, ItemState
from gauntlet_desktop.ui.provenance_panel import ProvenancePanel
from gauntlet_desktop.ui.reading import Reading
from gauntlet_desktop.ui.remarks import Remarks
from gauntlet_desktop.ui.text_panel import TextPanel
from gauntlet_desktop.ui.verdict_panel import VerdictPanel
from tests.factories import failed_record, hostile_record, make_record, out_of_scope_record


def _item(record: AnalysisRecord | None, state: ItemState = ItemState.DONE) -> ImageItem:
    return ImageItem(b"/folder/a.jpg", state=state, record=record, step="Detecting", fraction=0.25)


def _shown(panel: QWidget) -> str:
    """All text that a panel shows, with spaces for those that do not break."""
    texts = [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    return "\n".join(texts).replace("\u00a0", " ")


@pytest.fixture
def verdict(qtbot: QtBot) -> VerdictPanel:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    return panel


@pytest.mark.parametrize("tier", list(Tier))
def test_a_verdict_is_told_in_the_words_of_the_record(verdict: VerdictPanel, tier: Tier) -> None:
    record = make_record(tier)
    assert record.verdict is not None
    verdict.show_item(_item(record))
    text = _shown(verdict)
    assert verdict.headline.text() == wording.HEADLINES[tier]
    assert record.verdict.verbal[1:] in text
    assert signed(record.verdict.log10_lr) in text
    assert f"{signed(record.verdict.log10_lr_floor)} to {signed(record.verdict.log10_lr_cap)}" in text
    assert "2.0 % (0.5 to 5.0)\n4 of 200" in text
    assert "200 camera and 180 generated images" in text
    assert all(reason in text for reason in record.verdict.reasons)
    assert "fake" not in text.lower()
    assert (wording.INCONCLUSIVE in text) == (tier is Tier.INCONCLUSIVE)


def test_an_experimental_detector_is_called_so(verdict: VerdictPanel) -> None:
    verdict.show_item(_item(make_record(experimental=True)))
    assert wording.EXPERIMENTAL in _shown(verdict)
    assert "experimental" in verdict.detectors.rows[0].chips.words
    verdict.show_item(_item(make_record()))
    assert wording.EXPERIMENTAL not in _shown(verdict)


def test_an_uncalibrated_detector_is_called_so(verdict: VerdictPanel) -> None:
    record = make_record()
    bare = replace(record.detectors[0], log10_lr=None, calibrated=False)
    verdict.show_item(_item(replace(record, verdict=None, detectors=(bare,))))
    text = _shown(verdict)
    assert verdict.headline.text() == wording.NO_VERDICT
    assert "Only uncalibrated detectors scored this picture" in verdict.lead.text()
    assert verdict.detectors.rows[0].chips.words == ("uncalibrated",)
    assert "no LR" in text


@pytest.mark.parametrize(
    ("item", "headline", "said"),
    [
        (None, "No image selected", "Choose an image"),
        (_item(None, ItemState.WAITING), "Waiting for analysis", "as soon as it is there"),
        (_item(None, ItemState.RUNNING), "Analysing …", "Detecting (25%)"),
        (_item(None, ItemState.CANCELLED), "Analysis cancelled", "Analyse again"),
        (_item(out_of_scope_record()), wording.OUT_OF_SCOPE, "83 % of the picture is perfectly flat"),
        (_item(failed_record(InputCode.DAMAGED)), wording.FAILED, "Code: damaged"),
    ],
)
def test_states_without_a_verdict_are_clear(
    verdict: VerdictPanel, item: ImageItem | None, headline: str, said: str
) -> None:
    verdict.show_item(_item(make_record()))
    verdict.show_item(item)
    assert verdict.headline.text() == headline
    assert said in _shown(verdict)
    assert "log₁₀ LR +" not in _shown(verdict)
    assert not verdict.prior.isVisibleTo(verdict)


def test_steps_that_failed_are_listed(verdict: VerdictPanel) -> None:
    failure = PluginFailure("odd-plugin", "findings", "It raised ValueError.")
    verdict.show_item(_item(make_record(failures=(failure,))))
    assert "odd-plugin: findings" in _shown(verdict)
    assert "It raised ValueError." in _shown(verdict)


def test_findings_are_grouped_by_claim_and_show_their_region(qtbot: QtBot) -> None:
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    record = make_record()
    panel.show_item(_item(record))
    headings = [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]
    assert headings == ["Findings: 1", "Observations (no claim): 1", "Unremarkable: 1"]
    with qtbot.waitSignal(panel.region_requested) as shown:
        panel.reveal(record.findings[0].id)
    assert shown.args == [record.findings[0].region]
    assert "3.42 dB over the ring's median" in panel.detail.text
    assert "98.7 of 412 images" in panel.detail.text
    with qtbot.waitSignal(panel.region_requested) as shown:
        panel.reveal(record.findings[2].id)
    assert shown.args == [None]
    panel.show_item(None)
    assert panel.model.rowCount() == 0


def test_findings_can_be_walked_with_the_keyboard(qtbot: QtBot) -> None:
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.show()
    record = make_record()
    panel.show_item(_item(record))
    panel.reveal(record.findings[0].id)
    with qtbot.waitSignal(panel.region_requested) as shown:
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
        qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert shown.args == [record.findings[1].region]


@pytest.mark.parametrize("state", list(C2paState))
def test_every_c2pa_state_has_its_sentence(qtbot: QtBot, state: C2paState) -> None:
    record = make_record()
    assert record.provenance is not None
    c2pa = replace(record.provenance.c2pa, state=state)
    panel = ProvenancePanel()
    qtbot.addWidget(panel)
    panel.show_item(_item(replace(record, provenance=replace(record.provenance, c2pa=c2pa))))
    assert wording.C2PA[state] in panel.c2pa.text
    assert wording.DECLARATIONS in _shown(panel)


def test_provenance_shows_fields_with_their_places_and_the_identity(qtbot: QtBot) -> None:
    panel = ProvenancePanel()
    qtbot.addWidget(panel)
    record = make_record()
    panel.show_item(_item(record))
    assert "Canon EOS 80D" in panel.declared.text
    exif = panel.sources.index(1, 0)
    assert panel.sources.rowCount() == 4 and exif.data() == "Text of the container"
    assert panel.sources.index(0, 2, exif).data() == "EXIF IFD0 0x010F"
    assert record.source.sha256 in panel.identity.text.replace("\u200b", "")
    panel.show_item(_item(None, ItemState.WAITING))
    assert "Choose an image" in _shown(panel)


def test_what_the_file_declares_stands_beside_the_verdict_and_apart_from_it(verdict: VerdictPanel) -> None:
    record = make_record()
    verdict.show_item(_item(record))
    assert record.provenance is not None
    assert f"Camera: {record.provenance.camera}" in verdict.declared.text
    assert wording.DECLARED_NOTE in verdict.declared.text
    silent = replace(
        record.provenance, camera="", generator="", digital_source_type="", c2pa=C2paResult(C2paState.ABSENT)
    )
    verdict.show_item(_item(replace(record, provenance=silent)))
    assert not verdict.declared.isVisibleTo(verdict)


def test_sentences_point_at_their_records(qtbot: QtBot) -> None:
    panel = TextPanel(Remarks(), Reading())
    qtbot.addWidget(panel)
    record = make_record()
    panel.show_item(_item(record))
    texts = [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]
    assert texts[0] == "Verdict"
    assert texts[1] == record.text[0].text
    with qtbot.waitSignal(panel.hovered) as pointed:
        panel.view.entered.emit(panel.model.index(1, 0))
    assert pointed.args == [record.text[0].records]
    with qtbot.waitSignal(panel.chosen) as chosen:
        panel.view.activated.emit(panel.model.index(5, 0))
    assert chosen.args == [record.text[2].records]
    with qtbot.assertNotEmitted(panel.chosen):
        panel.view.activated.emit(panel.model.index(0, 0))


def test_hostile_records_are_plain_text_everywhere(qtbot: QtBot) -> None:
    for panel in (VerdictPanel(), FindingsPanel(), ProvenancePanel(), TextPanel(Remarks(), Reading())):
        qtbot.addWidget(panel)
        panel.resize(440, 700)
        panel.show_item(_item(hostile_record()))
        panel.show()
        assert "\u202e" not in _shown(panel)
        for label in panel.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
        assert panel.width() == 440, "no text makes a panel grow sideways"
