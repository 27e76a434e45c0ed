"""The third-party notices cover everything that the light install brings along, and nothing in it forbids shipping."""

from __future__ import annotations

import re

import pytest

from installer.components import closure
from installer.make_notices import NOTICES, TABLE, licence, licence_texts

ROWS = {
    cells[0]: cells[2]
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 4
}


def test_the_table_covers_the_light_install() -> None:
    found = closure()
    assert {"numpy", "pillow", "pyside6-essentials", "onnxruntime"} <= set(found)
    assert "torch" not in found
    assert {name: licence(name, dist) for name, dist in found.items()}.items() <= ROWS.items()


def test_nothing_is_under_the_gpl_alone_or_of_unknown_licence() -> None:
    for name, terms in ROWS.items():
        assert not re.search(r"(?<!L)GPL|not stated", terms), f"{name}: {terms}"
    assert ROWS["pyside6-essentials"] == "LGPL-3.0-only"


@pytest.mark.parametrize("name", sorted(closure()))
def test_each_licence_text_is_there(name: str) -> None:
    has_text = bool(licence_texts(closure()[name]))
    assert (NOTICES / f"{name}.txt").is_file() == has_text
    if not has_text:
        head = TABLE.read_text(encoding="utf-8").split("| Distribution")[0].lower()
        assert name in head or name in ("pyside6-essentials", "shiboken6")
