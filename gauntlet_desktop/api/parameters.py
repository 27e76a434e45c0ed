"""The declared parameters of a training recipe: one spec for validation, the command line and the documentation."""

from __future__ import annotations

import contextlib
import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import Phrase, phrase

_KINDS = {
    bool: phrase("true or false"),
    int: phrase("a whole number"),
    float: phrase("a number"),
    str: phrase("text"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A hyper-parameter; the type of `default` is its type. Mappings and lists are given as JSON.

    `minimum` and `maximum` bound a number, both included; a non-empty `choices` names all that is allowed. What is
    `only_after` training, such as what to measure, may differ when a run goes on.

    >>> Parameter("windows", 3, "how many windows are measured", minimum=1, maximum=8).range
    'a whole number, 1 to 8'
    """

    name: str
    default: Any
    description: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[Any, ...] = ()
    only_after: bool = False

    @property
    def range(self) -> Phrase:
        """What is allowed, in words: "a whole number, 1 to 64"."""
        if self.choices:
            return phrase("one of {choices}", choices=", ".join(map(str, self.choices)))
        kind = _KINDS.get(type(self.default)) or phrase("a {kind} as JSON", kind=type(self.default).__name__)
        bounds = {
            (False, False): kind,
            (True, False): phrase("{kind}, {least} or more", kind=kind, least=self.minimum),
            (False, True): phrase("{kind}, {most} or less", kind=kind, most=self.maximum),
            (True, True): phrase("{kind}, {least} to {most}", kind=kind, least=self.minimum, most=self.maximum),
        }
        return bounds[self.minimum is not None, self.maximum is not None]

    def parse(self, text: str) -> Any:
        """The value that a text stands for, not yet checked: plain text for a text, else JSON, else the text itself."""
        if isinstance(self.default, str):
            return text
        try:
            return parse_json(text)
        except ValueError:
            return text

    def check(self, value: Any) -> Any:
        """The value in this parameter's type; raises UserError that names the parameter and what it may be."""
        if isinstance(self.default, float) and isinstance(value, int) and not isinstance(value, bool):
            with contextlib.suppress(OverflowError):  # beyond any float: it stays what it is, and is none
                value = float(value)
        if not (self._is_of_kind(value) and self._is_in_range(value)):
            raise UserError(
                "bad_parameter",
                phrase("The parameter {name} cannot be {value!r}.", name=self.name, value=value),
                phrase("It is to be {allowed}.", allowed=self.range),
            )
        return value

    def _is_of_kind(self, value: Any) -> bool:
        """bool is an int to Python, and is none here; arrays of JSON are lists."""
        kind = type(self.default)
        return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))

    def _is_in_range(self, value: Any) -> bool:
        if self.choices:
            return value in self.choices
        if not isinstance(value, (int, float)):
            return True
        low = -math.inf if self.minimum is None else self.minimum
        high = math.inf if self.maximum is None else self.maximum
        return (isinstance(value, int) or math.isfinite(value)) and low <= value <= high


def parse_values(parameters: Sequence[Parameter], texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Values from texts, as on a command line, later ones before earlier ones; raises UserError for unknown names.

    >>> parse_values([Parameter("windows", 3, "how many")], [("windows", "5")])
    {'windows': 5}
    """
    known = {parameter.name: parameter for parameter in parameters}
    return {name: _find(known, name).parse(text) for name, text in texts}


def complete(parameters: Sequence[Parameter], changes: Mapping[str, Any]) -> dict[str, Any]:
    """All values of a run: the changes, checked, and the defaults of the others; raises UserError.

    >>> complete([Parameter("windows", 3, "how many"), Parameter("seed", 1, "of the sampling")], {"windows": 5})
    {'windows': 5, 'seed': 1}
    """
    known = {parameter.name: parameter for parameter in parameters}
    checked = {name: _find(known, name).check(value) for name, value in changes.items()}
    return {name: checked.get(name, parameter.default) for name, parameter in known.items()}


def _find(known: Mapping[str, Parameter], name: str) -> Parameter:
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1)
    hint = phrase("Did you mean {name}? ", name=near[0]) if near else ""
    raise UserError(
        "unknown_parameter",
        phrase("There is no parameter {name!r}.", name=name),
        phrase("{hint}There are: {known}.", hint=hint, known=", ".join(known)),
    )
