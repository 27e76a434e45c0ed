"""The language of the window: its texts through Qt's translations, its figures with the separators of the language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import resources

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

# "+1.23", "1/45", "10^13.2", "12.5 %"
_NUMBER = re.compile(r"[+−-]?[\d.,/^]+( %)?")

LANGUAGES = {"en": QLocale.Language.English, "de": QLocale.Language.German}


def tr(text: str, comment: str = "", count: int = -1) -> str:
    """A text of the window in its language. lupdate collects the literals that stand here: `comment` tells translators
    which of two meanings a word has, and `count` is what "%Ln" stands for, which decides between one and many."""
    return QCoreApplication.translate("", text, comment or None, count)


def marked(text: str) -> str:
    """The text as it is, but collected: for tables that are made before the language is known. Whoever shows an entry
    calls `tr`."""
    return text


def figures(text: str) -> str:
    """A formatted number with the separators of the language: "1,234.5" is "1.234,5" in German."""
    locale = QLocale()
    return text.translate({ord(","): locale.groupSeparator(), ord("."): locale.decimalPoint()})


def gigabytes(count: int) -> str:
    """Bytes as gigabytes, with one decimal."""
    return f"{figures(f'{count / 1e9:.1f}')} GB"


def megabytes(count: float) -> str:
    """Bytes as megabytes, with one decimal."""
    return f"{figures(f'{count / 1e6:.1f}')} MB"


def listed(names: Sequence[str], most: int) -> str:
    """Names in a row, the first `most` of them: "a, b and 3 more"."""
    shown = ", ".join(names[:most])
    return tr("{names} and %Ln more", "", len(names) - most).format(names=shown) if len(names) > most else shown


def say(text: str) -> str:
    """What layers without Qt hand over piece by piece: a phrase of theirs in the language of the window, a number with
    its separators."""
    return figures(text) if _NUMBER.fullmatch(text) else tr(text)


def choose_language(application: QCoreApplication, wanted: str) -> str:
    """Make the window speak a language of LANGUAGES; anything else ("system") is the system's, English where that is
    not offered. Returns the language chosen. Windows that exist already keep theirs."""
    language = wanted if wanted in LANGUAGES else _of_the_system()
    locale = QLocale(LANGUAGES[language])
    QLocale.setDefault(locale)
    ours = str(resources.files("gauntlet_desktop.resources") / "translations")
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("gauntlet", ours),
    ):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)
    return language


def _of_the_system() -> str:
    system = QLocale.system().language()
    return next((name for name, language in LANGUAGES.items() if language == system), "en")
