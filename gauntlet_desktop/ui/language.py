"""The language of the window: its texts through Qt's translations, its figures with the separators of the language."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from importlib import resources

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from gauntlet_desktop.core.errors import GauntletError, as_made
from gauntlet_desktop.core.phrases import Phrase
from gauntlet_desktop.core.records import ErrorRecord

LANGUAGES = {"en": QLocale.Language.English, "de": QLocale.Language.German}
# "+1.23", "1/45", "10^13.2", "12.5 %", "0.75x"
_NUMBER = re.compile(r"[+−-]?[\d.,/^]+( %|x)?")
# "7", "1,200", "0.25"
COUNT = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# What stands between the parts of a text, and is kept.
BETWEEN = re.compile(r"(: |, )")


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


def share(fraction: float) -> str:
    """A fraction in 0..1 as whole per cent."""
    return tr("{percent}%").format(percent=f"{100 * fraction:.0f}")


def size(count: float) -> str:
    """Bytes as people say them."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{figures(f'{count:.1f}')} {unit}"
        count /= 1000
    return f"{figures(f'{count:.1f}')} GB"


def listed(names: Sequence[str], most: int) -> str:
    """Names in a row, the first `most` of them: "a, b and 3 more"."""
    shown = ", ".join(names[:most])
    return tr("{names} and %Ln more", "", len(names) - most).format(names=shown) if len(names) > most else shown


def say(text: str) -> str:
    """What layers without Qt hand over piece by piece: a phrase of theirs in the language of the window, a number with
    its separators."""
    if isinstance(text, Phrase):
        template = tr(text.template)
        return _Filled().vformat(template, (), text.values) if text.values else template
    return figures(text) if _NUMBER.fullmatch(text) else tr(text)


def error_words(error: GauntletError | ErrorRecord) -> tuple[str, str]:
    """What went wrong, and what to do ("" where that is nothing): phrases and what is on a fixed list in the language
    of the window."""
    made = as_made(error.record() if isinstance(error, GauntletError) else error)
    return say(made.message), say(made.remedy)


def work_words(text: str) -> str:
    """What long work says that it does, "Reading: a.jpg, image 3 of 9": its parts in the language of the window, where
    they are the program's own; names stay."""
    return "".join(map(_with_numbers, BETWEEN.split(text)))


def choose_language(application: QCoreApplication, wanted: str) -> None:
    """Have what is shown from now on speak a language of LANGUAGES; any other word ("system") means the system's own,
    and English where that is not offered. What is shown already stays as it is."""
    locale = QLocale(LANGUAGES.get(wanted) or _language_of_the_system())
    QLocale.setDefault(locale)
    for earlier in application.findChildren(QTranslator):
        application.removeTranslator(earlier)
        earlier.deleteLater()
    ours = str(resources.files("gauntlet_desktop.resources") / "translations")
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", of_qt), ("gauntlet", ours)):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)


def window_language() -> str:
    """What the window speaks: a key of LANGUAGES."""
    return next((key for key, language in LANGUAGES.items() if language == QLocale().language()), "en")


class _Filled(string.Formatter):
    """A template with its values in the language of the window."""

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, Phrase):
            return say(value)
        text = format(value, format_spec)
        return figures(text) if isinstance(value, int | float) else text


def _language_of_the_system() -> QLocale.Language:
    system = QLocale.system().language()
    return system if system in LANGUAGES.values() else QLocale.Language.English


def _with_numbers(text: str) -> str:
    template = COUNT.sub("{}", text)
    translated = tr(template)
    return say(text) if translated == template else translated.format(*map(figures, COUNT.findall(text)))
