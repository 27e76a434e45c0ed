"""Sentences of records in the language of the window: all that the program writes into records is recognised."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.phrases import recognised
from gauntlet_desktop.core.scope import content_reasons
from gauntlet_desktop.training.strata import LOSSLESS, NO_MAX_SIDE, Cell
from gauntlet_desktop.ui.items import ImageItem, ItemState
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.reasons import REASONS, part_words, reason_words
from gauntlet_desktop.ui.verdict_panel import VerdictPanel
from tests.factories import make_calibration, out_of_scope_record
from tests.verdicts import conflict_record, told_record, unstable_record

ROOT = Path(__file__).resolve().parents[2]
# The functions that write reasons into records.
WRITERS = (
    ("gauntlet_desktop/core/calibration.py", "reasons"),
    ("gauntlet_desktop/core/scope.py", "scope_reasons"),
    ("gauntlet_desktop/core/scope.py", "content_reasons"),
    ("gauntlet_desktop/core/fusion.py", "conflict"),
    ("gauntlet_desktop/core/ladder.py", "settled"),
    ("gauntlet_desktop/inference/verdict.py", "decide"),
    ("gauntlet_desktop/inference/verdict.py", "_missing"),
    ("gauntlet_desktop/inference/pipeline.py", "_verdict_record"),
    ("gauntlet_desktop/inference/audit.py", "_reasons"),
    ("plugins/deep_evidence/gauntlet_deep_evidence/art.py", "reasons"),
)


def written(file: str, function: str) -> Iterator[str]:
    """The sentences that a function makes, with something in place of what is filled in."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    (found,) = (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name == function)
    parts = {id(part) for joined in ast.walk(found) if isinstance(joined, ast.JoinedStr) for part in joined.values}
    for node in ast.walk(found):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(_filled(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            text = node.value
        if text.count(" ") > 1 and text != ast.get_docstring(found, clean=False):
            yield text


def _filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return {"percent": "5 %", "end": "cap", "words": "captured by a camera"}.get(ast.unparse(part.value), "7")


@pytest.mark.parametrize(("file", "function"), WRITERS)
def test_what_is_written_into_records_is_recognised(file: str, function: str) -> None:
    sentences = list(written(file, function))
    assert sentences
    for sentence in sentences:
        assert recognised(sentence, REASONS).template in REASONS, sentence


def test_a_calibrations_reasons_are_said_in_german(german: None) -> None:
    calibration = make_calibration()
    (stratum,) = calibration.strata
    for score in (-50.0, 0.0, 50.0):
        for reason in stratum.reasons(score, calibration.alpha):
            assert reason_words(reason) != reason
            assert ("5 %" in reason) == ("5 %" in reason_words(reason))


def test_parts_and_numbers_inside_a_sentence_are_said_in_german_too(german: None) -> None:
    told = (
        "Calibrated detectors disagree: deep-evidence supports “made by a generative model” (log10 LR +1.68), "
        "measured-features supports “captured by a camera” (log10 LR -0.55)."
    )
    assert reason_words(told) == (
        "Kalibrierte Detektoren widersprechen sich: deep-evidence spricht für „von einem generativen Modell erzeugt“ "
        "(log10 LR +1,68), measured-features spricht für „mit einer Kamera aufgenommen“ (log10 LR -0,55)."
    )
    unstable = "The answer changes side on one window of the image (shifted crop, 0.75x): it is not stable."
    assert "(verschobener Ausschnitt, 0,75x)" in reason_words(unstable)


def test_strata_are_said_part_by_part(german: None) -> None:
    cell = Cell(256, NO_MAX_SIDE, 86, LOSSLESS, "validated on images of up to 480 px")
    assert part_words(cell.name) == (
        "kurze Seite ab 256 px, JPEG-Qualität über 85, oder verlustfrei; validiert an Bildern bis 480 px"
    )
    assert part_words(Cell(64, 255, 30, 60).name) == "kurze Seite 64 bis 255 px, JPEG-Qualität 30 bis 60"


@pytest.mark.parametrize("text", ["", "nothing of ours {n}", "The verdict rests on {why", "ours, not {0} ours"])
def test_what_others_wrote_stays(german: None, text: str) -> None:
    assert reason_words(text) == text
    assert part_words(text) == text


def test_no_more_than_a_sentence_is_read(german: None) -> None:
    endless = "Calibrated detectors disagree: " + "a supports “captured by a camera” " * 4000
    assert reason_words(endless) == endless


def test_english_windows_show_records_as_they_are(qapp: QApplication) -> None:
    choose_language(qapp, "en")
    for record in (conflict_record(), told_record(), unstable_record(), out_of_scope_record()):
        reasons = record.verdict.reasons if record.verdict else record.scope_reasons
        assert reasons
        assert [reason_words(reason) for reason in reasons] == list(reasons)


def test_the_verdict_panel_gives_its_reasons_in_german(german: None, qtbot: QtBot) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    record = replace(out_of_scope_record(), scope_reasons=content_reasons(np.full((256, 256, 3), 127, np.uint8)))
    item = ImageItem(b"/a.png", state=ItemState.DONE, record=record)
    panel.show_item(item)
    expected = "100 % des Bildes sind völlig gleichförmig: Es gibt nichts zu untersuchen."
    assert panel.lead.text().replace("\N{NO-BREAK SPACE}", " ") == item.status_line == expected
