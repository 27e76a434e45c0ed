"""Collects the texts of the window, checks their translations and compiles them: python -m scripts.translations

The source language is English. Its own file says only how a text reads for one and for many.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

from scripts.translation_checks import faults
from scripts.window_words import window_words

PACKAGE = Path(__file__).resolve().parents[1] / "gauntlet_desktop"
FOLDER = PACKAGE / "resources" / "translations"
LANGUAGES = ("de", "en")
# Where texts are marked: the window, and the one module below it that is handed the language.
_SOURCES = (*sorted((PACKAGE / "ui").rglob("*.py")), PACKAGE / "reporting" / "verdict_words.py")
_MARKS = ("-tr-function-alias", "tr+=say,QT_TR_NOOP+=marked")
_KEPT = ("-no-obsolete", "-locations", "none", "-sort-messages")


def source_file(language: str) -> Path:
    return FOLDER / f"gauntlet_{language}.ts"


def collect(file: Path, language: str) -> None:
    """Bring a .ts file up to date with the code: new texts come in unfinished, texts that are gone leave."""
    plurals = ("-pluralonly",) if language == "en" else ()
    languages = ("-source-language", "en", "-target-language", language)
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "words.py"
        words.write_text(
            "".join(f"tr({_quoted(text)}, {_quoted(comment)})\n" for text, comment in window_words()), encoding="utf-8"
        )
        _run("lupdate", *_SOURCES, words, *_MARKS, *_KEPT, *plurals, *languages, "-ts", file)


def compile_to(file: Path, language: str) -> None:
    """The .qm file that the program reads; the same bytes from the same .ts file."""
    _run("lrelease", "-silent", source_file(language), "-qm", file)


def main() -> int:
    """Exit status 1, with what is wrong, where a translation is missing or does not fit its source."""
    found: list[str] = []
    for language in LANGUAGES:
        collect(source_file(language), language)
        found += [f"{source_file(language).name}: {fault}" for fault in faults(source_file(language))]
        compile_to(source_file(language).with_suffix(".qm"), language)
    print("\n".join(found) or "All texts of the window are translated.")
    return 1 if found else 0


def _quoted(text: str) -> str:
    """A literal as lupdate reads it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, *arguments: str | Path) -> None:
    """One of the tools of Qt Linguist, which come with PySide6."""
    subprocess.run([Path(PySide6.__file__).parent / tool, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
