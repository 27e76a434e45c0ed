"""What a setting is: its kind, what it can be, and how its values are read, written and shown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import Phrase, phrase
from gauntlet_desktop.core.safe_text import visible

TEXT_CHARACTERS = 200
PATH_CHARACTERS = 4096
_YES_NO = {True: "yes", False: "no"}
_SWITCH_WORDS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}

Value = str | int | bool


class Kind(StrEnum):
    """What a setting holds: one of some values, a whole number, yes or no, a line of text, or a folder."""

    CHOICE = "choice"
    NUMBER = "number"
    SWITCH = "switch"
    TEXT = "text"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `label` and `help` (one sentence) are what people read, `group` is where it stands.

    `choices` are the values of a choice with their names; `bounds`, both included, are those of a number, whose `unit`
    stands behind it. `for_commands`: the command line reads it too. `stays`: it belongs to this person or machine, and
    is not exported. `variable` is an environment variable that goes before it. `late`: it counts from the next start.
    """

    name: str
    kind: Kind
    default: Value
    group: str
    label: str
    help: str
    choices: Mapping[Value, str] = field(default_factory=dict)
    bounds: tuple[int, int] = (0, 0)
    unit: str = ""
    for_commands: bool = False
    stays: bool = False
    variable: str = ""
    late: bool = False

    @property
    def allowed(self) -> Phrase:
        """What it can be, in words: "a whole number, 0 to 100"."""
        least, most = self.bounds
        return {
            Kind.CHOICE: phrase("one of {choices}", choices=", ".join(map(str, self.choices))),
            Kind.NUMBER: phrase("a whole number, {least} to {most}", least=least, most=most),
            Kind.SWITCH: phrase("yes or no"),
            Kind.TEXT: phrase("one line of text, of at most {most} characters", most=TEXT_CHARACTERS),
            Kind.FOLDER: phrase("the whole path of a folder, or empty"),
        }[self.kind]

    def check(self, value: object) -> Value:
        """The value, if it is one of this setting's. Raises UserError that names the setting and what it can be."""
        if isinstance(value, str | int) and self.takes(value):
            return value
        raise self._refused(repr(value))

    def parse(self, text: str) -> Value:
        """The value that a text on the command line stands for. Raises UserError like `check`."""
        if self.kind is Kind.SWITCH:
            return self.check(_SWITCH_WORDS.get(text.lower(), text))
        if isinstance(self.default, str):
            return self.check(text)
        try:
            return self.check(int(text))
        except ValueError as error:
            raise self._refused(repr(text)) from error

    def written(self, value: Value) -> str:
        """A value as `parse` reads it."""
        return _YES_NO[bool(value)] if self.kind is Kind.SWITCH else str(value)

    def shown(self, value: Value) -> str:
        """A value as people read it, safe to print."""
        text = self.choices.get(value) or visible(self.written(value))
        return f"{text} {self.unit}".strip() or "(empty)"

    def takes(self, value: Value) -> bool:
        """Whether a value is one of this setting's."""
        if type(value) is not type(self.default):
            return False
        if self.kind is Kind.CHOICE:
            return value in self.choices
        if self.kind is Kind.NUMBER:
            return self.bounds[0] <= int(value) <= self.bounds[1]
        if self.kind is Kind.TEXT:
            return visible(str(value), TEXT_CHARACTERS) == value
        return self.kind is Kind.SWITCH or not value or _is_path(str(value))

    def _refused(self, shown: str) -> UserError:
        return UserError(
            "bad_setting",
            phrase("The setting {name} cannot be {value}.", name=self.name, value=visible(shown, 60)),
            phrase("It is to be {allowed}.", allowed=self.allowed),
        )


def _is_path(text: str) -> bool:
    """Whether a text can be the whole path of a folder; the folder itself may be on a drive that is not connected."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return len(text) <= PATH_CHARACTERS and "\0" not in text and Path(text).is_absolute()
