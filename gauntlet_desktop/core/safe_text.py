"""Hostile text made safe to show: control and direction characters become visible, length is bounded."""

from __future__ import annotations

import os
import unicodedata

_LIMIT = 10_000
_ALWAYS_VISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def visible(untrusted_text: str, limit: int = _LIMIT) -> str:
    """The text on one line, with control, format (bidi overrides among them) and surrogate characters as ‹U+XXXX›.

    >>> visible("invoice\\u202egpj.exe")
    'invoice‹U+202E›gpj.exe'
    """
    cut = untrusted_text[:limit]
    shown = cut if cut.isprintable() else "".join(_visible_character(character) for character in cut)
    return shown + ("…" if len(untrusted_text) > limit else "")


def visible_path(raw_path: bytes | str) -> str:
    """A file name for people: bytes that are no UTF-8 are shown, not dropped.

    >>> visible_path(b"caf\\xe9.jpg")
    'caf‹E9›.jpg'
    """
    return visible(os.fsdecode(raw_path))


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection).

    >>> csv_cell("=1+1"), csv_cell("plain")
    ("'=1+1", 'plain')
    """
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _visible_character(character: str) -> str:
    if character == " " or unicodedata.category(character) not in _ALWAYS_VISIBLE:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that os.fsdecode could not decode
        return f"‹{code - 0xDC00:02X}›"
    return f"‹U+{code:04X}›"
