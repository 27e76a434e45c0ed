"""Whom a text is for: which sentences are a reader's, on the command line and in a report too."""

from __future__ import annotations

import argparse
from dataclasses import replace

import pytest

from gauntlet_desktop.cli import readers
from gauntlet_desktop.cli.readers import add_options, chosen
from gauntlet_desktop.core.readers import EXPERT, LANGUAGES, REGISTERS, Reader, told
from gauntlet_desktop.core.records import Sentence
from gauntlet_desktop.reporting.options import ReportOptions
from tests.factories import make_record
from tests.unit.test_report import report


def sentence(text: str, language: str = "", register: str = "") -> Sentence:
    return Sentence(text, ("verdict",), "verdict", language, register)


ALL = (
    sentence("for everybody"),
    sentence("English", "en"),
    sentence("plain", register="plain"),
    sentence("German, plain", "de", "plain"),
    sentence("German, technical", "de", "technical"),
    sentence("French", "fr", "plain"),
)


@pytest.mark.parametrize(
    ("reader", "texts"),
    [
        (EXPERT, ["for everybody", "English"]),
        (Reader("de", "plain"), ["for everybody", "plain", "German, plain"]),
        (Reader("de", "technical"), ["for everybody", "German, technical"]),
    ],
)
def test_a_reader_is_told_their_sentences_in_order(reader: Reader, texts: list[str]) -> None:
    assert [each.text for each in told(ALL, reader)] == texts


def test_what_is_offered_is_known() -> None:
    assert EXPERT.is_offered
    assert all(Reader(language, register).is_offered for language in LANGUAGES for register in REGISTERS)
    assert not Reader("fr", "plain").is_offered
    assert not Reader("de", "legal").is_offered


def test_the_command_line_offers_what_there_is() -> None:
    assert tuple(LANGUAGES) == readers.LANGUAGES
    assert tuple(REGISTERS) == readers.REGISTERS
    command = argparse.ArgumentParser()
    add_options(command)
    assert chosen(command.parse_args([])) == EXPERT
    assert chosen(command.parse_args(["--language", "de", "--register", "plain"])) == Reader("de", "plain")
    with pytest.raises(SystemExit):
        command.parse_args(["--language", "fr"])


def test_a_report_holds_the_sentences_of_its_reader_alone() -> None:
    record = replace(make_record(), text=ALL)
    shown = report(record, ReportOptions(reader=Reader("de", "technical")))
    assert "German, technical" in shown and "for everybody" in shown
    assert "German, plain" not in shown and "French" not in shown
    assert "English verdict" in report(record)
