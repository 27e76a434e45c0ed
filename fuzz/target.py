"""What a fuzz target is: one parser, what it may refuse bytes with, and seeds that the project makes itself."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from gauntlet_desktop.api.folders import FOLDER_VARIABLE
from gauntlet_desktop.core.safe_text import visible

CORPUS = Path(__file__).with_name("corpus")
Parser = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Target:
    """One parser. Whatever bytes `parse` is given, it returns or raises one of `refusals`; `seeds` makes sound inputs
    and those of the kinds that are known to be hard. What was found before lies in the folder `corpus/NAME`."""

    name: str
    parse: Parser
    seeds: Callable[[], Iterable[bytes]]
    refusals: tuple[type[Exception], ...] = ()

    def run(self, untrusted: bytes) -> None:
        """Raises what the parser must not let out."""
        with contextlib.suppress(*self.refusals):
            self.parse(untrusted)

    def regressions(self) -> list[Path]:
        """The inputs that once got something else out of the parser."""
        return sorted((CORPUS / self.name).glob("*"))

    def inputs(self) -> list[bytes]:
        """All seeds and regressions; a finding is an input like any other from then on."""
        return [*self.seeds(), *(path.read_bytes() for path in self.regressions())]


def is_shown(text: str) -> bool:
    """Whether nothing in a text hides or moves what stands beside it; spaces of other widths are let through."""
    return visible(text, len(text)) == text


def in_file(name: str, read: Callable[[Path], object], **others: bytes) -> Parser:
    """A parser of bytes from one that reads a file of that name in a new folder, beside `others`."""

    def parse(untrusted: bytes) -> object:
        with tempfile.TemporaryDirectory(prefix="gauntlet-fuzz-") as folder:
            for beside, content in others.items():
                (Path(folder) / beside).write_bytes(content)
            path = Path(folder) / name
            path.write_bytes(untrusted)
            return read(path)

    return parse


def in_configuration(name: str, read: Callable[[], object]) -> Parser:
    """The same for a reader that finds its file in the user's configuration folder by itself."""

    def configured(path: Path) -> object:
        with patch.dict("os.environ", {FOLDER_VARIABLE: str(path.parent)}):
            return read()

    return in_file(name, configured)


def in_text(read: Callable[[str], object]) -> Parser:
    """A parser of bytes from one of text: bytes that are no UTF-8 become lone surrogates, as in names of files."""
    return lambda untrusted: read(untrusted.decode("utf-8", "surrogateescape"))


def in_json(read: Callable[[Any], object]) -> Parser:
    """A parser of bytes from one of values that JSON can hold; what is no JSON never gets there."""

    def parse(untrusted: bytes) -> object:
        try:
            plain = json.loads(untrusted)
        except (ValueError, RecursionError):
            return None
        return read(plain)

    return parse
