"""Plain JSON values back into records, driven by the records' own type hints: nothing else can come out."""

from __future__ import annotations

import dataclasses
import json
import math
import types
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_hints = cache(get_type_hints)  # working them out took most of the time of reading a record


def from_plain(kind: type[T], value: Any) -> T:
    """A record of class `kind` from the JSON value that core.serialise.to_plain made of it.

    Raises ValueError when the value does not have the shape of the class, or a number is not finite. `bytes` are
    hexadecimal text.
    """
    try:
        result: T = _build(kind, value)
    except (OverflowError, RecursionError) as error:  # a whole number beyond any float; records inside records
        raise ValueError(f"a {kind!r} that cannot be ({error})") from error
    return result


def parse_json(text: str | bytes) -> Any:
    """The value of a JSON text; raises ValueError for any other, and for one that is nested too deep."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _build(kind: Any, value: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(kind, value)
    if get_origin(kind) is tuple:
        return _tuple(kind, value)
    if dataclasses.is_dataclass(kind):
        return _record(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is bytes and isinstance(value, str):
        return bytes.fromhex(value)
    if kind is float and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    if type(value) is kind:
        return value
    raise ValueError(f"expected {kind}, not {type(value).__name__}")


def _optional(kind: Any, value: Any) -> Any:
    inner = [option for option in get_args(kind) if option is not types.NoneType]
    return None if value is None else _build(inner[0], value)


def _tuple(kind: Any, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError(f"expected a list, not {type(value).__name__}")
    arguments = get_args(kind)
    if arguments[-1] is Ellipsis:
        return tuple(_build(arguments[0], item) for item in value)
    return tuple(_build(argument, item) for argument, item in zip(arguments, value, strict=True))


def _record(kind: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"expected an object for {kind.__name__}, not {type(value).__name__}")
    hints = _hints(kind)
    unknown = value.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no {sorted(unknown)}")
    try:
        return kind(**{name: _build(hints[name], item) for name, item in value.items()})
    except TypeError as error:
        raise ValueError(str(error)) from error
