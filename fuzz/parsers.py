"""Finds the functions of the program that parse, so that none is without a target: by the calls that they make."""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

# What turns bytes or text into values, by the last names of the call.
PARSING = {
    "json.loads",
    "parse_json",
    "raw_decode",
    "from_plain",
    "tomllib.loads",
    "csv.reader",
    "csv.DictReader",
    "iterparse",
    "int.from_bytes",
    "bytes.fromhex",
    "unpack_from",
    "np.frombuffer",
    "np.load",
    "b64decode",
    "decompressobj",
    "zipfile.ZipFile",
    "tarfile.open",
    "Image.open",
    "ImageCmsProfile",
    "process_file",
    "c2pa.Reader",
    "PdfFileReader",
    "ContentInfo.load",
    "Certificate.load",
    "load_pkcs12_data",
    "torch.load",
    "load_file",
    "safe_open",
    "onnx.load",
    "InferenceSession",
    "urlsplit",
    "fromisoformat",
    "loadFromData",
    "sqlite3.connect",
    "from_pretrained",
}
_PLAIN_KINDS = {"str", "int", "float", "bool"}

Function = tuple[str, int]


def parsing_functions() -> dict[Function, str]:
    """Each function that makes such a call, by file and first line: its name, "package/module.py: Class.function"."""
    found: dict[Function, str] = {}
    for folder in ("gauntlet_desktop", "plugins"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "tests" not in path.parts:
                found |= _in_file(path)
    return found


def called(run: Callable[[], object]) -> set[Function]:
    """The functions that were called while `run` ran, on any thread that it started, by file and first line."""
    seen: set[Function] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            seen.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
    return seen


def _in_file(path: Path) -> dict[Function, str]:
    where = path.relative_to(ROOT).as_posix()
    return {
        (
            str(path),
            function.decorator_list[0].lineno if function.decorator_list else function.lineno,
        ): f"{where}: {name}"
        for name, function in _functions(ast.parse(path.read_text(encoding="utf-8")), ())
        if any(_parses(call) for call in _own_calls(function))
    }


def _functions(node: ast.AST, above: tuple[str, ...]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.FunctionDef | ast.ClassDef)
        names = (*above, child.name) if isinstance(child, ast.FunctionDef | ast.ClassDef) else above
        if isinstance(child, ast.FunctionDef):
            yield ".".join(names), child
        if named or not isinstance(child, ast.expr):
            yield from _functions(child, names)


def _own_calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """The calls in a function but not in one inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting += ast.iter_child_nodes(node)


def _parses(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    plain = name == "from_plain" and ast.unparse(call.args[0]) in _PLAIN_KINDS
    return not plain and any(name == known or name.endswith(f".{known}") for known in PARSING)
