"""Finds texts of the window that no translator would see: literals that read like words and stand in no `tr`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# Two words, or one with a capital.
_READS_LIKE_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}|^\W*[A-Z][a-z]+")
_KEYS = re.compile(r"(Ctrl|Shift|Alt)\+.*|PgUp|PgDown|Del|Esc|Backspace|Return|Enter|Left|Right|Up|Down")
_MARKUP = re.compile(r"</?\w+[ >]|\{ *[\w-]+:|&\w+;|<qt>")
# What these are given is seen by nobody, or is a table whose phrases scripts/window_words.py collects.
_UNSEEN = frozenset(
    {
        *("setObjectName", "setProperty", "property", "findChild", "setStyleSheet", "setStyle", "set_place"),
        *("setApplicationName", "setOrganizationName", "Signal", "QKeySequence", "QUrl", "open", "cast"),
        *("getLogger", "debug", "info", "warning", "error", "exception", "critical", "ValueError", "TypeVar"),
    }
)
_TABLES = frozenset(("ActionSpec", "BadgeStyle", "Column", "Step"))
_MARKS = frozenset(("tr", "marked"))


def unmarked(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the text of each literal of a module that should be marked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and not isinstance(parents[node], ast.JoinedStr):
            text = _text(node)
            if _is_language(text) and not _is_unseen(node, parents):
                yield node.lineno, text


def marked(path: Path) -> Iterator[str]:
    """The literals that a module marks, wherever they stand."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in _MARKS and node.args:
            if isinstance(node.args[0], ast.JoinedStr):
                raise AssertionError(f"{path.name}:{node.lineno}: a formatted literal cannot be collected")
            if isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)


def _is_language(text: str) -> bool:
    return bool(_READS_LIKE_WORDS.search(text)) and not _KEYS.fullmatch(text) and not _MARKUP.search(text)


def _is_unseen(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a literal is marked, documentation, an index, a part of a comparison, or handed to what shows nothing."""
    while node in parents:
        child, node = node, parents[node]
        match node:
            case ast.Call() if child is not node.func:
                if _name(node.func) in _MARKS | _UNSEEN | _TABLES:
                    return True
            case ast.Compare() | ast.Raise() | ast.arg() | ast.Assert() | ast.match_case():
                return True
            case ast.Assign(targets=[ast.Name("__all__")]):
                return True
            case ast.Subscript() if child is node.slice:
                return True
            case ast.Dict() if child in node.keys:
                return True
            case ast.AnnAssign() if child is node.annotation:
                return True
            case ast.Expr() if child is node.value and isinstance(child, ast.Constant):
                return True
            case ast.stmt():
                return False
    return False


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", None) or getattr(called, "id", "")
