"""The threat model keeps its word: whatever it names is there, and every promise and every fault names a test."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NODE = re.compile(r"`([\w/]+\.py)::((?:\w+::)?\w+)`")
NODES = sorted(set(NODE.findall(PAGE)))
TABLES = re.findall(r"\| (?:Promise|Fault) \|.*\n\| --- .*\n((?:\|.*\n)+)", PAGE)


@functools.cache
def functions_in(file: str) -> frozenset[str]:
    """The functions of a file and the methods of its classes, as pytest names them, without running it."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    classes = [each for each in tree.body if isinstance(each, ast.ClassDef)]
    methods = {
        f"{kind.name}::{each.name}" for kind in classes for each in kind.body if isinstance(each, ast.FunctionDef)
    }
    return frozenset(methods | {each.name for each in tree.body if isinstance(each, ast.FunctionDef)})


@pytest.mark.parametrize("node", NODES, ids="::".join)
def test_every_test_that_is_named_exists(node: tuple[str, str]) -> None:
    file, name = node
    assert name.rpartition("::")[2].startswith("test_") and name in functions_in(file)


def test_every_promise_and_every_fault_names_a_test() -> None:
    rows = [row for table in TABLES for row in table.splitlines()]
    assert len(rows) > 40
    assert [row for row in rows if not NODE.search(row.rsplit(" | ", 1)[1])] == []


def test_every_part_of_the_program_that_is_named_exists() -> None:
    names = [name for name in re.findall(r"`([\w/]+\.py)`", PAGE) if "/" in name]
    assert names
    assert [name for name in names if not (ROOT / "gauntlet_desktop" / name).is_file()] == []
