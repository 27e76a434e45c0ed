"""The translations of the window: complete, true to their sources, and as the code has its texts now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts.error_words import sentences
from scripts.translation_checks import Message, faults, messages
from scripts.translations import LANGUAGES, PACKAGE, collect, compile_to, source_file
from scripts.window_words import ENGLISH_ONLY, steps_told, telling_modules, window_words, working_modules
from tests.unmarked_texts import marked, unmarked

_RUN = "run `make translations`, and translate what is unfinished"
_MODULES = sorted((PACKAGE / "ui").rglob("*.py"))
# What looks like words of the window and is none, by the module that holds it.
_NOT_TRANSLATED = {
    "actions.py": "the tables of menus and keys, which scripts/window_words.py collects",
    "text_panel.py": "headings in the language of the sentences, which the reader chooses",
    "keyboard_page.py": "a page of the documentation, which is in English",
    "report_matter.py": "captions of figures, which are words of the report",
}
_NAMES = frozenset(
    {
        # Names of things, ids of panels and galleries, and what is stored.
        *("Gauntlet Desktop", "Python", "Qt", "PySide6-Essentials", "log₁₀ LR", "log₁₀ LR …", "not stated"),
        *("Verdict", "Findings", "Provenance", "Text", "Explanations", "Checklist"),
        *("Selected", "Correct", "Misclassified", "Neighbours", "group of artifacts", "Of each image: …"),
    }
)
_TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en"><context><name></name>{}</context></TS>
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_what_the_code_and_the_tables_say(language: str, tmp_path: Path) -> None:
    anew = Path(shutil.copy(source_file(language), tmp_path))
    collect(anew, language)
    assert anew.read_text(encoding="utf-8") == source_file(language).read_text(encoding="utf-8"), _RUN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_fits_its_source(language: str) -> None:
    assert list(faults(source_file(language))) == [], _RUN


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_compiled_from_them(language: str, tmp_path: Path) -> None:
    compile_to(tmp_path / "anew.qm", language)
    assert (tmp_path / "anew.qm").read_bytes() == source_file(language).with_suffix(".qm").read_bytes(), _RUN


def test_lupdate_finds_all_that_is_marked() -> None:
    """It reads no call inside a formatted literal, for example."""
    collected = {message.source for message in messages(source_file("de"))}
    overlooked = {text for module in _MODULES for text in marked(module)} - collected
    assert overlooked == set()
    assert {phrase for phrase, _ in window_words()} <= collected


def test_every_text_of_the_window_is_marked() -> None:
    found = [
        f"{_name(module)}:{line}: {text}"
        for module in _MODULES
        if _name(module) not in _NOT_TRANSLATED
        for line, text in unmarked(module)
        if text not in _NAMES
    ]
    assert found == [], "these texts need `tr` or `marked` of gauntlet_desktop.ui.language"


def test_no_exception_is_left_over() -> None:
    found = {text for module in _MODULES for _, text in unmarked(module)}
    assert found >= _NAMES
    assert all(any(unmarked(module)) for module in _MODULES if _name(module) in _NOT_TRANSLATED)


def test_every_sentence_of_an_error_can_be_said_in_another_language() -> None:
    found = [
        f"{path.name}:{each.line}: {each.text}" for path in telling_modules() for each in sentences(path) if each.lost
    ]
    assert found == [], "these sentences need `phrase` of gauntlet_desktop.core.phrases"


def test_no_module_stays_english_that_need_not() -> None:
    names = [path.as_posix() for path in working_modules() if sentences(path)]
    assert [part for part in ENGLISH_ONLY if not any(part in name for name in names)] == []


@pytest.mark.parametrize(
    ("code", "lost"),
    [
        ('raise UserError("code", f"There is no {name}.", "")', ["f'There is no {name}.'"]),
        ('raise UserError("code", "There is no " + name, "")', ["'There is no ' + name"]),
        ('raise UserError("code", "There is no {}.".format(name), "")', ["'There is no {}.'.format(name)"]),
        ('why = f"No {name}."\n    raise UserError("code", why, "")', ["f'No {name}.'"]),
        ('raise UserError("code", "None." if name else f"No {name}.", "")', ["f'No {name}.'"]),
        ('raise refused(f"No {name}.")', ["f'No {name}.'"]),
        ('raise part("it is none")', ["it is none"]),
        ('raise UserError("code", phrase("It has {all}.", all=name or "no name"), "")', ["no name"]),
        ('with library_errors(UserError, "code", "It is none", ""): pass', ["It is none"]),
        ('raise UserError("code", phrase("There is no {name}.", name=name), "Choose another.")', []),
        ('raise part(phrase("it is none"))', []),
        ('raise ValueError(f"There is no {name}.")', []),
    ],
)
def test_a_sentence_of_an_error_that_nobody_could_translate_is_seen(code: str, lost: list[str], tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        f"""def work(name):
    {code}

def refused(message):
    return UserError("code", message, "Try again.")

def part(why):
    return UserError("code", phrase("It is refused: {{why}}.", why=why), "")
""",
        encoding="utf-8",
    )
    assert [each.text for each in sentences(module) if each.lost] == lost


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('label.setText("Nothing was found")', ["Nothing was found"]),
        ('label.setText(f"Found {n} files")', ["Found … files"]),
        ('label.setText("Found" if n else "No")', ["Found", "No"]),
        ('label.setText(tr("Nothing was found"))', []),
        ('_TITLE = marked("Nothing was found")', []),
        ('label.setObjectName("Some name")', []),
        ('action.setShortcut("Ctrl+Shift+O")', []),
        ('if panels["Verdict"] == "Some Words": pass', []),
        ('"""A docstring of words."""', []),
    ],
)
def test_a_text_outside_of_a_mark_is_seen(code: str, seen: list[str], tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(code, encoding="utf-8")
    assert [text for _, text in unmarked(module)] == seen


@pytest.mark.parametrize(
    "call",
    [
        'context.report(0.0, "Brewing tea")',
        'context.report(0.0, f"Brewing {number} cups")',
        'context.report(0.0, with_estimate(f"Brewing {number} cups", 1.0, done=6, left=2))',
        'what = "Brewing tea"\n    progress(0.0, what)',
        'listener(Progress(job, 0.0, "Brewing again"))',
    ],
)
def test_what_work_says_that_it_does_is_seen(call: str, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(f"def work(context):\n    {call}\n", encoding="utf-8")
    ((_, (phrase,)),) = steps_told(module)
    assert phrase.startswith("Brewing")


@pytest.mark.parametrize(
    ("source", "translation", "differs"),
    [
        ("{n} of {total} done", "{n} von {totale} fertig", "placeholders"),
        ("%Ln images", "Bilder", "placeholders"),
        ("Images (*.jpg)", "Bilder (*.jpeg)", "placeholders"),
        ("&amp;Open", "Öffnen", "mnemonics"),
        ("Open…", "Öffnen", "end"),
        ("Done.", "Fertig", "end"),
        (" or ", "oder", "space"),
    ],
)
def test_a_translation_that_does_not_fit_is_told(source: str, translation: str, differs: str, tmp_path: Path) -> None:
    file = tmp_path / "own.ts"
    file.write_text(_TS.format(_message(source, translation)), encoding="utf-8")
    (told,) = faults(file)
    assert differs in told


def test_an_unfinished_translation_is_told_and_a_good_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "own.ts"
    guessed = '<message><source>Close</source><translation type="unfinished">Schließen</translation></message>'
    file.write_text(_TS.format(_message("&amp;Open {n}…", "{n} ö&amp;ffnen…") + guessed), encoding="utf-8")
    assert list(faults(file)) == ["“Close” is not translated."]
    assert messages(file)[0] == Message("&Open {n}…", "", ("{n} ö&ffnen…",))


def _name(module: Path) -> str:
    return module.relative_to(PACKAGE / "ui").as_posix()


def _message(source: str, translation: str) -> str:
    return f"<message><source>{source}</source><translation>{translation}</translation></message>"
