"""Sentences with values in them that can be said again in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# What systems say most often where a file or a folder cannot be read or written.
SYSTEM_REASONS = (
    "Permission denied",
    "No such file or directory",
    "Not a directory",
    "Is a directory",
    "No space left on device",
    "Disk quota exceeded",
    "Read-only file system",
    "Input/output error",
    "File exists",
    "File name too long",
    "Too many open files",
    "Operation not permitted",
    "Directory not empty",
    "Device or resource busy",
)
# "{name}" and "{name:,}", as a name with whether a number is formatted there.
_FIELD = re.compile(r"\{(\w+)(:,)?\}")
_WHOLE = "[0-9][0-9,]{0,25}"


class Phrase(str):
    """An English text that knows what it was made of: a `template` with fields, and the `values` by their names."""

    template: str
    values: Mapping[str, object]


def phrase(template: str, **values: object) -> Phrase:
    """Put values into a template; without values it stands as it is. The literals that stand here are collected for
    translators. A value may be a phrase itself, which is then said in the same language, and a number that the template
    formats gets the separators of the language.

    >>> phrase("{file} has {size:,} bytes.", file="a.json", size=1200)
    'a.json has 1,200 bytes.'
    """
    made = Phrase(template.format(**values) if values else template)
    made.template, made.values = template, values
    return made


def recognised(text: str, templates: Iterable[str]) -> Phrase:
    """What was a phrase before it was written down: made again of that of the templates which yields this very text,
    or of none.

    >>> recognised("It has 1,200 bytes.", ["It has {size:,} bytes."]).values
    {'size': 1200}
    """
    if isinstance(text, Phrase):
        return text
    for template in templates:
        if found := _pattern(template).fullmatch(text):
            numbers = {name for name, form in _FIELD.findall(template) if form}
            values = {
                name: int(value.replace(",", "")) if name in numbers else value
                for name, value in found.groupdict().items()
            }
            if (made := phrase(template, **values)) == text:
                return made
    return phrase(text)


def system_reason(error: Exception) -> Phrase:
    """What the system says of an error, or the error itself where that is nothing: a phrase, since the reasons that
    are met most often are translated."""
    return phrase(getattr(error, "strerror", None) or str(error))


def _pattern(template: str) -> re.Pattern[str]:
    """What texts of a template look like."""
    pieces = _FIELD.split(template)
    fields = zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
    return re.compile(
        re.escape(pieces[0])
        + "".join(f"(?P<{name}>{_WHOLE if form else '.+'}){re.escape(text)}" for name, form, text in fields),
        re.DOTALL,
    )
