"""Changes bytes as hostile files differ from sound ones. The same state of the generator gives the same bytes."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

_MOST_CHANGES = 4
_WIDTHS = (1, 2, 4, 8)
# What stands in place of a value of JSON, or of a number or a word elsewhere.
_TOKENS = (
    b"null",
    b"true",
    b"-1",
    b"0",
    b"0.5",
    b"1e999",
    b"NaN",
    b"-Infinity",
    b"9" * 30,
    b"1" + b"0" * 400,
    b"9" * 5_000,
    b'""',
    b'"x"',
    b'"\\ud800"',
    b'"\\u0000\\u202e"',
    b'"' + b"a" * 300 + b'"',
    b"[]",
    b"{}",
    b"[null]",
    b'{"a": {"b": []}}',
    b"[" * 3_000 + b"]" * 3_000,
)
_WORD = re.compile(rb"[-\w.]+")
_MARK = "\x00here\x00"

Change = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes with one to four changes; of JSON, or of lines of JSON, mostly whole values are exchanged."""
    for _ in range(rng.randint(1, _MOST_CHANGES)):
        changed = _changed_json(data, rng) if rng.random() < 0.7 else None
        data = rng.choice(_CHANGES)(data, rng) if changed is None else changed
    return data


def _place(data: bytes, rng: random.Random) -> int:
    return rng.randrange(len(data) + 1)


def _flip(data: bytes, rng: random.Random) -> bytes:
    at = _place(data, rng)
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :] if at < len(data) else data


def _number(data: bytes, rng: random.Random) -> bytes:
    """A number that readers of sizes and offsets trip over, in either byte order."""
    width = rng.choice(_WIDTHS)
    top = 1 << 8 * width
    value = rng.choice((0, 1, top - 1, top // 2, top // 2 - 1, len(data) % top, rng.randrange(top)))
    at = _place(data, rng)
    return data[:at] + value.to_bytes(width, rng.choice(("big", "little"))) + data[at + width :]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: _place(data, rng)]


def _remove(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted((_place(data, rng), _place(data, rng)))
    return data[:start] + data[end:]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted((_place(data, rng), _place(data, rng)))
    part = data[start : min(end, start + 200)]
    return data[:end] + part * rng.choice((1, 2, 50)) + data[end:]


def _insert(data: bytes, rng: random.Random) -> bytes:
    at = _place(data, rng)
    return data[:at] + rng.randbytes(rng.randint(1, 8)) + data[at:]


def _exchange_word(data: bytes, rng: random.Random) -> bytes:
    """A number or a word of a text becomes another."""
    words = list(_WORD.finditer(data[:100_000]))
    if not words:
        return _insert(data, rng)
    word = rng.choice(words)
    return data[: word.start()] + rng.choice(_TOKENS) + data[word.end() :]


_CHANGES: tuple[Change, ...] = (_flip, _number, _cut, _remove, _repeat, _insert, _exchange_word)


def _changed_json(data: bytes, rng: random.Random) -> bytes | None:
    """The same with one value exchanged, left out or doubled; None for what is no JSON."""
    if data[:1] not in (b"{", b"["):
        return None
    lines = data.split(b"\n")
    number = rng.randrange(len(lines))
    whole = _exchanged(data, rng)
    if whole is not None:
        return whole + (b"\n" if data.endswith(b"\n") else b"")
    line = _exchanged(lines[number], rng)
    return None if line is None else b"\n".join([*lines[:number], line, *lines[number + 1 :]])


def _exchanged(data: bytes, rng: random.Random) -> bytes | None:
    try:
        holder: list[Any] = [json.loads(data)]
    except (ValueError, RecursionError):
        return None
    places = list(_places(holder))
    container, key = rng.choice(places)
    token = rng.choice(_TOKENS)
    how = rng.randrange(10)
    if how == 0 and container is not holder:
        del container[key]
    elif how == 1 and isinstance(container, list):
        container.insert(key, container[key])
    elif how == 2:
        other, name = rng.choice(places)
        container[key] = json.loads(json.dumps(other[name]))
    else:
        container[key] = _MARK
    text = json.dumps(holder[0], ensure_ascii=False, sort_keys=True)
    return text.encode("utf-8", "backslashreplace").replace(json.dumps(_MARK).encode(), token)


def _places(container: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key or index) below a value."""
    keys = container.keys() if isinstance(container, dict) else range(len(container))
    for key in keys:
        yield container, key
        if isinstance(container[key], dict | list):
            yield from _places(container[key])
