"""Which files of a folder are examined; the walk itself is the intake's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from gauntlet_desktop.core.phrases import system_reason
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.imaging import intake
from gauntlet_desktop.store import FoundFile


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a folder is wanted. A pattern (`*`, `?`, `[ab]`, case ignored) with a "/" is compared with the path below
    the folder, another one with each name in it.

    A file is wanted when it matches one of `include` (none: every file) and nothing of `exclude`; an excluded folder is
    not entered. `by_content`: files of any extension whose first bytes speak for a supported format.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    by_content: bool = False


class FolderScan:
    """Lists the image files under a folder as it walks it, in a stable order; links are not followed.

    `unreadable` are the folders that could not be listed so far, as (path for display, reason).
    """

    def __init__(self, raw_root: bytes, filters: Filters | None = None) -> None:
        self._root = raw_root
        self._filters = filters or Filters()
        self._include = tuple(map(_pattern, self._filters.include))
        self._exclude = tuple(map(_pattern, self._filters.exclude))
        self.unreadable: list[tuple[str, str]] = []

    def __iter__(self) -> Iterator[FoundFile]:
        paths = intake.scan(
            self._root,
            include_all=self._filters.by_content,
            on_unreadable=self._note_unreadable,
            wants_folder=lambda folder: not self._matches(folder, self._exclude),
        )
        for path in paths:
            if self._wanted(path) and (found := found_file(path)) is not None:
                yield found

    def _wanted(self, raw_path: bytes) -> bool:
        if self._include and not self._matches(raw_path, self._include):
            return False
        if self._matches(raw_path, self._exclude):
            return False
        return not self._filters.by_content or intake.looks_like_image(raw_path)

    def _matches(self, raw_path: bytes, patterns: tuple[bytes, ...]) -> bool:
        if not patterns:
            return False
        below = raw_path[len(self._root) :].replace(os.fsencode(os.sep), b"/").lstrip(b"/").lower()
        name = below.rsplit(b"/", 1)[-1]
        return any(fnmatchcase(below if b"/" in pattern else name, pattern) for pattern in patterns)

    def _note_unreadable(self, folder: bytes, error: OSError) -> None:
        self.unreadable.append((visible_path(folder), system_reason(error)))


def scan(raw_root: bytes, between: Callable[[], None] = lambda: None) -> Iterator[bytes]:
    """Image files under a folder, in a stable order, as the file system's own bytes; links are not followed. `between`
    is called again and again while a folder is read."""
    return intake.scan(raw_root, between=between)


def _pattern(text: str) -> bytes:
    return os.fsencode(text).lower()


def found_file(raw_path: bytes) -> FoundFile | None:
    """A file with its size and time, or None where it is gone meanwhile."""
    try:
        status = os.lstat(raw_path)
    except OSError:
        return None
    return FoundFile(raw_path, status.st_size, status.st_mtime_ns)
