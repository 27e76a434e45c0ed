"""Finds the sentences of errors where modules make them: literals are collected for translators, and a formatted one,
which none could translate, is told."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ERRORS = frozenset(("GauntletError", "UserError", "EnvironmentFault", "PluginFault", "InputError", "ErrorRecord"))
# What of the core makes errors of what it is handed, as `_makers` tells it of a module's own functions.
_SHARED = {"library_errors": {2: True, 3: False}}
_Function = ast.FunctionDef | ast.Module
_Named = Mapping[str, list[ast.expr]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of an error, or of a part of one: its line, the text, and whether no translator would be asked for it, or
    nobody would say its translation: what is put together, and a part that is no phrase."""

    line: int
    text: str
    lost: bool


@cache
def sentences(path: Path) -> tuple[Sentence, ...]:
    """What the errors of a module say, also where a function of the module makes them of what it is handed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    makers = _SHARED | _makers(tree)
    functions: list[_Function] = [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]
    found = {
        (node.lineno, node.col_offset): Sentence(node.lineno, _text(node), part or not isinstance(node, ast.Constant))
        for function in functions
        for told, part in _told(function, makers)
        for node in _literals(told, _named(function))
        if _text(node) and not (part and _is_name(node))
    }
    return tuple(found.values())


def _told(function: _Function, makers: Mapping[str, Mapping[int, bool]]) -> Iterator[tuple[ast.expr, bool]]:
    """What is handed to errors, all but their codes, to phrases, and to what makes them, with whether it becomes a part
    of a phrase."""
    for call in ast.walk(function):
        if isinstance(call, ast.Call):
            if _name(call.func) in _ERRORS:
                yield from ((each, False) for each in call.args[1:])
            if _name(call.func) == "phrase":
                yield from ((each.value, True) for each in call.keywords)
            places = makers.get(_name(call.func), {})
            yield from ((each, places[place]) for place, each in enumerate(call.args) if place in places)


def _makers(tree: ast.Module) -> dict[str, dict[int, bool]]:
    """The functions that put what they are handed into errors: its places among their arguments, and whether it
    becomes part of a phrase there."""
    makers: dict[str, dict[int, bool]] = defaultdict(dict)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = [each.arg for each in function.args.args if each.arg not in ("self", "cls")]
            for told, part in _told(function, {}):
                if isinstance(told, ast.Name) and told.id in names:
                    makers[function.name][names.index(told.id)] = part
    return makers


def _literals(node: ast.expr, named: _Named) -> Iterator[ast.expr]:
    """The texts that an expression may be, by its names and its choices; one that is put together counts as one."""
    match node:
        case ast.Constant(str()) | ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            yield node
        case ast.Call(func=ast.Attribute(value=ast.Constant() | ast.JoinedStr(), attr="format" | "strip")):
            yield node
        case ast.IfExp(body=first, orelse=second):
            yield from (*_literals(first, named), *_literals(second, named))
        case ast.BoolOp(values=values):
            yield from (each for value in values for each in _literals(value, named))
        case ast.Name(name):
            yield from (each for value in named.get(name, ()) for each in _literals(value, {}))


def _named(function: _Function) -> _Named:
    """The expressions that are given a name in a function."""
    named = defaultdict(list)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs = zip(target.elts, node.value.elts, strict=False) if several else [(target, node.value)]
                for name, value in pairs:
                    if isinstance(name, ast.Name):
                        named[name.id].append(value)
    return named


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and " " not in _text(node)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", None) or getattr(called, "id", "")
