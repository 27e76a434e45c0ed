"""The glossary: one source, found in texts in every language, and printed with a report."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from gauntlet_desktop.core.glossary import Entry, containing, entries, mentioned
from gauntlet_desktop.core.readers import LANGUAGES, Reader
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_template_narrator.narrator import TemplateNarrator
from tests.unit.test_report import report
from tests.verdicts import told_record

_ROOT = Path(__file__).resolve().parents[2]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_glossary", _ROOT / "scripts" / "make_glossary.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_shown_is_what_the_documents_say() -> None:
    made = script()
    assert made.OUT.read_text(encoding="utf-8") == made.as_text(), "run scripts/make_glossary.py"


def test_every_language_of_sentences_has_a_glossary_of_complete_entries() -> None:
    for language in LANGUAGES:
        assert len(entries(language)) > 20
        assert all(entry.term and entry.meaning and "|" not in entry.meaning for entry in entries(language))
    assert entries("fr") == ()


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("The likelihood ratios of two detectors.", "en", ["likelihood ratio (LR)", "detector"]),
        ("An LR is held at the cap.", "en", ["likelihood ratio (LR)", "floor, cap"]),
        ("He was captured; a capital idea, underscored.", "en", []),
        ("Quotienten aus Likelihood-Quotienten", "de", ["Likelihood-Quotient (LR)"]),
        ("Der Detektor ist nicht kalibriert.", "de", ["nicht kalibriert", "Detektor"]),
        ("Ein Wertpapier", "de", []),
        ("", "en", []),
    ],
)
def test_terms_are_found_as_whole_words_with_their_endings(text: str, language: str, terms: list[str]) -> None:
    assert [entry.term for entry in mentioned([text], language)] == terms


def test_an_entry_has_the_names_that_its_term_lists() -> None:
    assert Entry("likelihood ratio (LR)", "").names == ("likelihood ratio", "LR")
    assert Entry("floor, cap", "").names == ("floor", "cap")


def test_the_glossary_is_searched_in_terms_and_meanings() -> None:
    assert "stratum" in [entry.term for entry in containing(" STRATUM ", "en")]
    assert containing("", "de") == entries("de")
    assert containing("no such word", "en") == ()


def test_a_report_explains_the_words_of_its_sentences_in_their_language() -> None:
    record = replace(told_record(), text=TemplateNarrator().narrate(told_record()))
    german = report(record, ReportOptions(reader=Reader("de", "technical")))
    assert "Words of the text" in german
    assert "die beiden einander ausschließenden Aussagen" not in german, "a word that is not in the text"
    assert "ein Qualitätsbereich" in german
    assert "ein Qualitätsbereich" not in report(record)
    assert "Words of the text" not in report(replace(record, text=()))
