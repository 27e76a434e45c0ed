"""Writes the files of an evaluation whole or not at all, and says what the disk did."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from gauntlet_desktop.api.whole_files import write_whole
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.safe_text import visible_path


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Write each text under its name, atomically, as UTF-8. Raises EnvironmentFault; earlier files stay."""
    for name, text in texts.items():
        path = folder / name
        with named_faults(path):
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode("utf-8"))


@contextlib.contextmanager
def named_faults(path: Path) -> Iterator[None]:
    """Turns a refusal of the operating system into an EnvironmentFault that names the file."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(
            "write_failed",
            phrase(
                "{file} was not written ({reason}).", file=visible_path(os.fsencode(path)), reason=system_reason(error)
            ),
            "Free some space or choose another folder, then run the same command again: it goes on from what is there.",
        ) from error
