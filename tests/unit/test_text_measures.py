"""Whether a text says what the records say: ids, numbers, and the removal test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gauntlet_desktop.core.errors import InputCode
from gauntlet_desktop.core.records import AnalysisRecord, Sentence
from gauntlet_desktop.core.text_measures import traceable, vanishing
from gauntlet_template_narrator.narrator import TemplateNarrator
from tests.factories import failed_record, make_record, out_of_scope_record
from tests.verdicts import told_record, unstable_record

NARRATOR = TemplateNarrator()


@pytest.mark.parametrize(
    "record", [make_record(), told_record(), unstable_record(), out_of_scope_record(), failed_record(InputCode.DAMAGED)]
)
def test_every_template_sentence_can_be_traced(record: AnalysisRecord) -> None:
    narrated = replace(record, text=NARRATOR.narrate(record))
    traced, total = traceable(narrated)
    assert traced == total > 0


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence("It was made up.", ("finding:unheard-of",), "finding"),
        Sentence("The score is 77123.", ("verdict",), "verdict"),
        Sentence("It is version 9.8.7.", ("verdict",), "verdict"),
    ],
)
def test_what_no_record_holds_is_counted(sentence: Sentence) -> None:
    record = make_record()
    text = NARRATOR.narrate(record)
    assert traceable(replace(record, text=(*text, sentence))) == (len(text), len(text) + 1)


def test_a_finding_that_is_gone_is_not_spoken_of() -> None:
    assert vanishing(make_record(), NARRATOR.narrate) == (3, 3)


def test_a_narrator_that_goes_on_talking_fails_the_removal_test() -> None:
    stubborn = NARRATOR.narrate(make_record())
    assert vanishing(make_record(), lambda record: stubborn) == (0, 3)
