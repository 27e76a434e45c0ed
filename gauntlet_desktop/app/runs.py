"""Notes on a run of the window, for the next one: where it crashed, and which work was open when it did not close.

A run keeps a file open and locked in the state folder; Python's fault handler writes the stacks of all threads into it
when the process crashes. A run that closes takes its file away; a file that nobody holds is of one that did not.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from gauntlet_desktop import __version__
from gauntlet_desktop.api.folders import state_folder
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.serialise import to_plain

try:
    import fcntl
except ImportError:  # Windows, where nobody can move a file that is open
    fcntl = None  # type: ignore[assignment]

LAST_CRASH_NAME = "last-crash.txt"
_FILE_BYTES = 1 << 18
_MOST_RUNS = 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A case that was open, and the folder that was being analysed into it (empty: none), as raw paths."""

    case: bytes
    folder: bytes = b""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A run that did not close. `stacks` is what the fault handler wrote: empty where it was ended from outside."""

    file: Path
    stacks: str = ""
    work: tuple[OpenWork, ...] = ()


@dataclass(slots=True)
class Run:
    """The note of this run; where nothing can be kept it notes nothing, and stacks go to the standard error output."""

    _file: IO[str] | None = None
    _path: Path = field(default_factory=Path)
    _work: tuple[OpenWork, ...] = ()

    @classmethod
    def begin(cls) -> Run:
        folder = state_folder()
        path = folder / f"run-{secrets.token_hex(8)}.txt"
        unlocked = path if fcntl is None else path.with_suffix(".new")
        try:
            make_folder(folder)
            file = unlocked.open("x", encoding="utf-8")
        except (EnvironmentFault, OSError) as error:
            _log.warning("crashes of this run cannot be noted: %s", error)
            faulthandler.enable()
            return cls()
        _hold(file)
        unlocked.replace(path)  # only now may another run look at it
        file.write(f"Gauntlet Desktop {__version__}\n")
        file.flush()
        faulthandler.enable(file)
        return cls(file, path)

    def remember(self, work: Iterable[OpenWork]) -> None:
        """Note what is open now."""
        now = tuple(work)
        if self._file is None or now == self._work:
            return
        self._work = now
        try:
            write_atomically(_work_of(self._path), json.dumps(to_plain(now)).encode("ascii"))
        except EnvironmentFault as fault:
            _log.warning("the open cases cannot be noted: %s", fault)

    def end(self) -> None:
        """The program closes: there is nothing to tell the next run."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        _remove(self._path)


def unfinished() -> tuple[Unfinished, ...]:
    """The runs that did not close, the newest first."""
    files = sorted(state_folder().glob("run-*.txt"), key=_modified, reverse=True)
    return tuple(_read(file) for file in files[:_MOST_RUNS] if not _is_held(file))


def keep_stacks(runs: Sequence[Unfinished]) -> None:
    """Keep what the fault handler wrote at the newest crash until the next one, for a report."""
    crashed = next((run for run in runs if run.stacks), None)
    if crashed is None:
        return
    try:
        write_atomically(crashed.file.with_name(LAST_CRASH_NAME), crashed.stacks.encode("utf-8", "backslashreplace"))
    except EnvironmentFault as fault:
        _log.warning("the note on the crash cannot be kept: %s", fault)


def forget(runs: Iterable[Unfinished]) -> None:
    """The notes are dealt with."""
    for run in runs:
        _remove(run.file)


def last_crash() -> str:
    """What the fault handler wrote at the last crash; empty where there was none."""
    return _text(state_folder() / LAST_CRASH_NAME)


def _read(file: Path) -> Unfinished:
    head, _, stacks = _text(file).partition("\n")
    try:
        work = from_plain(tuple[OpenWork, ...], json.loads(_text(_work_of(file)) or "[]"))
    except (ValueError, RecursionError):
        work = ()
    return Unfinished(file, f"{head}\n{stacks}" if stacks.strip() else "", work)


def _text(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", errors="backslashreplace") as stream:
            return stream.read(_FILE_BYTES)
    except OSError:
        return ""


def _work_of(file: Path) -> Path:
    return file.with_suffix(".json")


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _hold(file: IO[str]) -> None:
    if fcntl is not None:
        with contextlib.suppress(OSError):  # a drive that knows no locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held(file: Path) -> bool:
    """Whether a run that goes on has this file."""
    try:
        if fcntl is None:
            file.replace(file)
            return False
        with file.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def _remove(file: Path) -> None:
    for each in (file, _work_of(file)):
        with contextlib.suppress(OSError):
            each.unlink()
