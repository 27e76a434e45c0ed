"""The window in another language: nothing English is left, all texts fit, mnemonics tell entries apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.language_store import recognise_language_model
from gauntlet_desktop.api.parameters import Parameter
from gauntlet_desktop.app.help_pages import contents
from gauntlet_desktop.app.report_templates import read_template
from gauntlet_desktop.app.settings import Settings
from gauntlet_desktop.core.errors import BYTES_TOLD, GauntletError, InputCode, InputError
from gauntlet_desktop.core.glossary import entries
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ErrorRecord, Rung, Tier
from gauntlet_desktop.reporting import verdict_words
from gauntlet_desktop.store import Case
from gauntlet_desktop.ui import language
from gauntlet_desktop.ui.dialogs import AboutDialog
from gauntlet_desktop.ui.glossary_dialog import GlossaryDialog
from gauntlet_desktop.ui.help_window import HelpWindow
from gauntlet_desktop.ui.ladder_plot import LadderPlot
from gauntlet_desktop.ui.language import choose_language, error_words, figures, listed, say, tr, work_words
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.review import open_review
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.viewer import ViewerPanel
from scripts.translation_checks import messages
from scripts.translations import source_file
from tests.cases import make_case
from tests.factories import failed_record, out_of_scope_record
from tests.gui.conftest import Desk
from tests.gui.fake_service import FakeService
from tests.gui.shown_texts import cut_off, shown_texts
from tests.gui.test_accessibility import MADE
from tests.gui.test_review import Bench
from tests.verdicts import conflict_record, told_record, unstable_record

pytestmark = pytest.mark.usefixtures("german")

_PANELS = ("Verdict", "Findings", "Provenance", "Text", "Explanations", "Checklist")
# The names of fields in a file, and headings in the language of the sentences, which the reader chooses.
_OF_THE_RECORD = frozenset(
    {
        *("Model", "State", "Pictures inside the file"),
        *("Verdict", "Detectors", "Findings", "Provenance", "Limits"),
    }
)
# What is in English in these whatever the window speaks: the pages of the help, the glossary of English sentences.
_IN_ENGLISH: dict[type[QWidget], frozenset[str]] = {
    AboutDialog: frozenset({"ready"}),  # told by the test
    GlossaryDialog: frozenset(each.term for each in entries("en")),
    HelpWindow: frozenset(page.title for chapter in contents() for page in chapter.pages),
}


@pytest.fixture(scope="module")
def english_texts() -> set[str]:
    """What is said otherwise in German, without mnemonics."""
    known = messages(source_file("de"))
    german = {text for message in known for text in message.translations}
    return {message.source.replace("&", "") for message in known} - {text.replace("&", "") for text in german}


def choices(window: QWidget) -> Iterator[list[str]]:
    """The texts of what stands together: the entries of each menu, and the buttons of a dialog."""
    for menu in window.findChildren(QMenu):
        yield [action.text() for action in menu.actions()]
    yield [button.text() for button in window.findChildren(QPushButton)]


def mnemonic(text: str) -> str:
    before, _, after = text.replace("&&", "").partition("&")
    return after[:1].casefold() if after or before != text else ""


def test_texts_counts_and_figures_follow_the_language(qapp: QApplication) -> None:
    assert tr("Open image files") == "Bilddateien öffnen"
    assert tr("Open", "decision") == "Offen"
    assert [tr("%Ln image(s)", "", count) for count in (1, 1234)] == ["1 Bild", "1.234 Bilder"]
    assert figures("1,234.5") == "1.234,5"
    assert listed(["a", "b", "c", "d"], 3) == "a, b, c und 1 weiterer"
    assert listed(["a", "b"], 3) == "a, b"
    choose_language(qapp, "en")
    assert tr("Open image files") == "Open image files"
    assert [tr("%Ln image(s)", "", count) for count in (1, 1234)] == ["1 image", "1,234 images"]
    assert figures("1,234.5") == "1,234.5"


def test_buttons_of_qt_itself_are_translated(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "Abbrechen"


@pytest.mark.parametrize(
    ("system", "expected"),
    [(QLocale.Language.German, "Bereit"), (QLocale.Language.French, "Ready"), (QLocale.Language.C, "Ready")],
)
def test_the_language_of_the_system_counts_where_it_is_offered(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, system: QLocale.Language, expected: str
) -> None:
    monkeypatch.setattr(language.QLocale, "system", lambda: QLocale(system))
    choose_language(qapp, "system")
    assert tr("Ready") == expected


def test_what_layers_without_qt_hand_over_is_said_in_the_language() -> None:
    assert say("+1.23") == "+1,23"
    assert say("no likelihood ratio") == "kein Likelihood-Quotient"
    assert say("0.75x") == "0,75x"
    assert say("finding:0.5") == "finding:0.5"
    assert work_words("Scoring") == "Wird bewertet"
    assert work_words("Testing stability: JPEG 85") == "Die Stabilität wird geprüft: JPEG 85"
    assert work_words("Image 3 of 1,200") == "Bild 3 von 1.200"
    assert work_words("Reading {0} 7.jpg") == "Reading {0} 7.jpg"


def test_a_sentence_with_values_is_said_in_the_language_with_its_figures() -> None:
    fault = InputError(InputCode.FILE_TOO_LARGE, phrase(BYTES_TOLD, size=1234567, allowed=2000))
    said = "Die Datei ist größer als die Grenze. Sie hat 1.234.567 Bytes; erlaubt sind 2.000."
    assert error_words(fault)[0] == said
    assert say(phrase("{name} {share:.2f}", name="1,5", share=0.5)) == "1,5 0,50"
    assert say(phrase("{name!r}", name="1.5")) == "'1.5'"
    assert fault.message == "The file is larger than the limit. It has 1,234,567 bytes of 2,000 allowed."


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "The picture's dimensions are outside the limits. It says 20,000 by 3 pixels.",
            "Die Abmessungen des Bildes liegen außerhalb der Grenzen. Sie gibt 20.000 mal 3 Pixel an.",
        ),
        ("The file cannot be read. Permission denied", "Die Datei ist nicht lesbar. Keine Berechtigung"),
        ("The file cannot be read. Something {0} else", "Die Datei ist nicht lesbar. Something {0} else"),
        ("Another release said so.", "Another release said so."),
    ],
)
def test_the_error_of_a_stored_record_is_said_in_the_language(message: str, said: str) -> None:
    code = InputCode.DIMENSIONS if "dimensions" in message else InputCode.UNREADABLE
    assert error_words(ErrorRecord(code, message, ""))[0] == said


def _case_that_is_none(folder: Path) -> None:
    (folder / "list.gauntlet").write_bytes(b"no database, but longer than its head" * 9)
    Case.open(folder / "list.gauntlet")


@pytest.mark.parametrize(
    ("fails", "said"),
    [
        (lambda folder: Case.open(folder / "case.gauntlet"), "Den Fall gibt es dort nicht. Prüfen Sie den Pfad."),
        (
            _case_that_is_none,
            "Der Fall lässt sich nicht lesen (file is not a database). Stellen Sie ihn aus einer Kopie wieder her.",
        ),
        (
            recognise_language_model,
            "weights ist kein Ordner eines Sprachmodells: seine config.json lässt sich nicht lesen. Er braucht "
            "config.json, einen Tokenizer und Gewichte als safetensors, wie Hugging Face sie ablegt.",
        ),
        (
            lambda folder: Parameter("windows", 3, "", minimum=1, maximum=8).check("x"),
            "Der Parameter windows kann nicht 'x' sein. Erlaubt ist eine ganze Zahl, 1 bis 8.",
        ),
        (
            lambda folder: read_template(str(folder / "own.toml")),
            "own.toml lässt sich nicht lesen (Die Datei oder den Ordner gibt es nicht). docs/user-guide.md zeigt eine "
            "Vorlage.",
        ),
    ],
    ids=["missing case", "damaged case", "language model", "parameter", "template"],
)
def test_an_error_is_said_in_the_language_with_all_its_parts(
    fails: Callable[[Path], object], said: str, tmp_path: Path
) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    with pytest.raises(GauntletError) as caught:
        fails(folder)
    assert " ".join(error_words(caught.value)) == said


def test_a_verdict_is_said_in_the_language_and_in_english_for_reports() -> None:
    verdict = told_record().verdict
    assert verdict is not None
    assert verdict_words.odds(1.0, say) == "10\u00a0zu\u00a01"
    assert verdict_words.odds(1.0) == "10\u00a0to\u00a01"
    assert "log10 LR von" in verdict_words.ladder_sentence(verdict, say)
    assert verdict_words.rung_words(Rung("0.75x", 1.25, None), say=say) == "0,75x: log10 LR +1,25"
    assert "log10 LR from" in verdict_words.ladder_sentence(verdict)
    assert (
        verdict_words.posterior(9.0, 0.5, say)
        == "P(erzeugt) = über 0,9999 bei einer A-priori-Wahrscheinlichkeit von 50 %"
    )


def test_the_rungs_of_the_ladder_are_named_in_the_language(qapp: QApplication, qtbot: QtBot) -> None:
    verdict = told_record().verdict
    assert verdict is not None
    plot = LadderPlot()
    qtbot.addWidget(plot)
    plot.set_verdict(replace(verdict, ladder=(Rung("0.75x", 0.0, None), Rung("shifted crop", 0.0, None))))
    plot.resize(plot.sizeHint())
    pictures = []
    for wanted in ("de", "en", "de"):
        choose_language(qapp, wanted)
        pictures.append(plot.grab().toImage())
    assert pictures[0] == pictures[2] != pictures[1]


@pytest.mark.parametrize(
    "record",
    [
        told_record(),
        told_record(Tier.LEANS_CAMERA, experimental=True),
        unstable_record(),
        conflict_record(),
        out_of_scope_record(),
        failed_record(InputCode.DAMAGED),
    ],
    ids=["generated", "leans", "unstable", "conflict", "scope", "failed"],
)
def test_nothing_english_is_left_of_the_main_window_and_all_fits(
    desk: Desk, english_texts: set[str], record: object
) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, record)  # type: ignore[arg-type]
    for title in _PANELS:
        desk.window.show_result(title)
        desk.settle()
        assert cut_off(desk.window) == [], title
    assert (shown_texts(desk.window) & english_texts) - _OF_THE_RECORD == set()


def test_an_empty_main_window_is_german_and_all_fits(desk: Desk, english_texts: set[str]) -> None:
    assert shown_texts(desk.window) & english_texts == set()
    assert cut_off(desk.window) == []


@pytest.mark.parametrize("kind", MADE, ids=[kind.__name__ for kind in MADE])
def test_nothing_english_is_left_of_a_dialog_and_all_fits(
    kind: type[QWidget], english_texts: set[str], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = MADE[kind](tmp_path)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert (shown_texts(dialog) & english_texts) - _IN_ENGLISH.get(kind, frozenset()) == set()
    assert cut_off(dialog) == []
    dialog.close()


def test_nothing_english_is_left_of_the_review_window_and_all_fits(
    english_texts: set[str], qtbot: QtBot, tmp_path: Path
) -> None:
    bench = Bench(qtbot, make_case(tmp_path / "case.gauntlet", 12))
    bench.until(lambda: bench.window.filter.tree.model().rowCount() > 0)
    bench.window.work.menu.aboutToShow.emit()
    assert (shown_texts(bench.window) & english_texts) - _OF_THE_RECORD == set()
    assert cut_off(bench.window) == []
    bench.window.close()
    bench.session.close()


@pytest.mark.parametrize("wanted", ["de", "en"])
def test_mnemonics_tell_apart_what_stands_together(
    wanted: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    choose_language(qapp, wanted)
    session = Session(FakeService)
    review = open_review(make_case(tmp_path / "case.gauntlet", 2), "An examiner", session)
    window = MainWindow(session, Settings(), ViewerPanel())
    for each in (window, review, *(make(tmp_path) for make in MADE.values())):
        qtbot.addWidget(each)
        for texts in choices(each):
            letters = [letter for letter in map(mnemonic, texts) if letter]
            assert len(letters) == len(set(letters)), texts
