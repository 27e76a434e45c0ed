"""Whom a text is for: the language and the register of its reader, and which sentences of a record are theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gauntlet_desktop.core.records import Sentence

# What a reader can choose, each with its name in its own language.
LANGUAGES = {"en": "English", "de": "Deutsch"}
REGISTERS = {"plain": "Plain", "technical": "Technical"}

# The languages that write a comma before the decimals.
DECIMAL_COMMA = ("de",)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader's choice: a key of LANGUAGES and one of REGISTERS."""

    language: str = "en"
    register: str = "technical"

    @property
    def is_offered(self) -> bool:
        """Whether a reader can choose this: a choice that is stored may be another release's."""
        return self.language in LANGUAGES and self.register in REGISTERS


# Whom a text is for where nobody chose.
EXPERT = Reader()


def told(sentences: Sequence[Sentence], reader: Reader) -> tuple[Sentence, ...]:
    """The sentences for one reader, in their order. One that names no language, or no register, is for every reader."""
    return tuple(
        sentence
        for sentence in sentences
        if sentence.language in ("", reader.language) and sentence.register in ("", reader.register)
    )
