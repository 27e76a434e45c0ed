"""Writes the files of a run, and says what the disk did."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

from gauntlet_desktop.api.manifest import file_sha256
from gauntlet_desktop.api.whole_files import write_whole
from gauntlet_desktop.core.errors import EnvironmentFault

SUMS_NAME = "SHA256SUMS"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and durably. Raises EnvironmentFault, on a full disk too; what stood under the
    name then still does."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise unwritten(path, error) from error


def unwritten(path: Path, error: OSError) -> EnvironmentFault:
    """What to say of a file of a run that could not be written."""
    full = error.errno in _FULL
    return EnvironmentFault(
        "disk_full" if full else "not_written",
        f"{path.name} cannot be written ({error.strerror}). What was written before is whole.",
        f"{'Free some space' if full else 'See that its folder may be written to'}, then give the same command again: "
        "the run goes on from its last checkpoint.",
    )


def write_sums(folder: Path, leave_out: Iterable[str] = ()) -> None:
    """Write SHA256SUMS over all files under the folder, in the form that `sha256sum --check` reads."""
    skipped = {SUMS_NAME, *leave_out}
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    sums = (f"{file_sha256(folder / name)}  {name}\n" for name in names if name not in skipped)
    write_file(folder / SUMS_NAME, "".join(sums).encode())
