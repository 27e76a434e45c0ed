"""The glossary: what the words of the window, of sentences and of reports mean, in the languages of the sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gauntlet_desktop.core.deserialise import from_plain

_RESOURCES = "gauntlet_desktop.resources"
# "likelihood ratio (LR)" is found under both names, "floor, cap" under either.
_NAMES = re.compile(r", | \(|\)")
_PLURAL = {"en": "(?:s|es)?", "de": "(?:e|n|en|es|er|em|s)?"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its meaning."""

    term: str
    meaning: str

    @property
    def names(self) -> tuple[str, ...]:
        """What the term is called in a text."""
        return tuple(filter(None, _NAMES.split(self.term)))


@cache
def entries(language: str) -> tuple[Entry, ...]:
    """The glossary in a language, in its own order; none for a language that it is not written in."""
    plain = json.loads(files(_RESOURCES).joinpath("glossary.json").read_text(encoding="utf-8"))
    return from_plain(tuple[Entry, ...], plain.get(language, []))


def mentioned(texts: Sequence[str], language: str) -> tuple[Entry, ...]:
    """The entries whose term stands in one of the texts, in the order of the glossary."""
    whole = "\n".join(texts)
    return tuple(entry for entry in entries(language) if _pattern(entry, language).search(whole))


def containing(text: str, language: str) -> tuple[Entry, ...]:
    """The entries whose term or meaning holds a text, in whatever case; all of them for an empty one."""
    wanted = text.casefold().strip()
    return tuple(each for each in entries(language) if wanted in f"{each.term}\n{each.meaning}".casefold())


@cache
def _pattern(entry: Entry, language: str) -> re.Pattern[str]:
    """The names of an entry as whole words, with the language's endings; those in capitals as they are."""
    parts = [
        re.escape(name) if name.isupper() else f"(?i:{re.escape(name)}{_PLURAL.get(language, '')})"
        for name in entry.names
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")
