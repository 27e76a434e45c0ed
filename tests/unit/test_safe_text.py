"""Hostile text is shown, never obeyed."""

from __future__ import annotations

import logging
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.safe_log import SafeFormatter
from gauntlet_desktop.core.safe_text import csv_cell, visible, visible_path


def test_direction_overrides_and_controls_become_visible() -> None:
    assert visible("a\u202egpj.exe") == "a‹U+202E›gpj.exe"
    assert visible("line\nbreak\x00") == "line‹U+000A›break‹U+0000›"


def test_ordinary_text_of_any_script_is_untouched() -> None:
    assert visible("Fotografía – 写真 1<2 & more") == "Fotografía – 写真 1<2 & more"


def test_long_text_is_cut_with_a_mark() -> None:
    assert visible("x" * 50, limit=10) == "x" * 10 + "…"


def test_bytes_that_are_no_utf8_are_shown() -> None:
    assert visible_path(b"/photos/caf\xe9.jpg") == "/photos/caf‹E9›.jpg"


@given(st.text(alphabet=st.characters(), max_size=200))
def test_nothing_invisible_survives(text: str) -> None:
    shown = visible(text)
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in shown)
    shown.encode("utf-8")


@given(st.binary(min_size=1, max_size=64))
def test_any_file_name_can_be_shown(raw: bytes) -> None:
    visible_path(raw).encode("utf-8")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_spreadsheet_formulas_are_quoted(text: str) -> None:
    assert csv_cell(text) == "'" + text
    assert csv_cell("a" + text) == "a" + text


def test_a_line_of_the_log_holds_no_control_characters() -> None:
    try:
        raise ValueError("\x1b[31mred\nline")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "the file %s", ("a\u202eb\x07",), sys.exc_info())
    shown = SafeFormatter().format(record)
    assert shown.startswith("the file a‹U+202E›b‹U+0007›\nTraceback")
    assert all(line.isprintable() for line in shown.splitlines())
