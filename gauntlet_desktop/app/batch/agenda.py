"""The files that wait for a decoder: what somebody looks at first, the others in the order of their queue."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from gauntlet_desktop.store import FoundFile


class Agenda:
    """Takes in files in portions and gives each out once, unless it is put back."""

    def __init__(self) -> None:
        self._files: OrderedDict[bytes, FoundFile] = OrderedDict()  # by path
        self._first: dict[bytes, None] = {}
        self._given: set[bytes] = set()

    def __len__(self) -> int:
        return len(self._files)

    def add(self, files: Iterable[FoundFile]) -> None:
        """Files at the end; those that were given out before, or wait already, are passed over."""
        for file in files:
            if file.raw_path not in self._given:
                self._files.setdefault(file.raw_path, file)

    def put_back(self, file: FoundFile) -> None:
        """A file that was given out waits again, before the others."""
        self._given.discard(file.raw_path)
        self._files[file.raw_path] = file
        self._files.move_to_end(file.raw_path, last=False)

    def prioritise(self, files: Iterable[FoundFile]) -> None:
        """These go before all others, in this order; what was prioritised before goes back to its place."""
        files = list(files)
        self.add(files)
        self._first = dict.fromkeys(file.raw_path for file in files)

    def take(self) -> FoundFile | None:
        """The next file; None when none waits."""
        while self._first:
            path = next(iter(self._first))
            del self._first[path]
            if path in self._files:
                return self._give(path)
        return self._give(next(iter(self._files))) if self._files else None

    def _give(self, path: bytes) -> FoundFile:
        self._given.add(path)
        return self._files.pop(path)
