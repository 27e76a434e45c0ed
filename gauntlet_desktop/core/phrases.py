"""Sentences with values in them that can be said again in another language."""

from __future__ import annotations

from collections.abc import Mapping


class Phrase(str):
    """An English text that knows what it was made of: a `template` with fields, and the `values` by their names."""

    template: str
    values: Mapping[str, object]


def phrase(template: str, **values: object) -> Phrase:
    """Put values into a template. The literals that stand here are collected for translators; a value may be a phrase
    itself, which is then said in the same language.

    >>> phrase("{file} holds no settings.", file="a.json")
    'a.json holds no settings.'
    """
    made = Phrase(template.format(**values))
    made.template, made.values = template, values
    return made
