"""How much memory a process holds, and how much one may: no plugin is to take the machine along."""

from __future__ import annotations

import os
from pathlib import Path

from gauntlet_desktop.core.phrases import phrase

# One process with more than this share of the machine's memory leaves nothing for the window and the system.
_MOST_SHARE = 0.9


def machine_bytes() -> int:
    """The machine's memory in bytes; 0 where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # no sysconf on Windows, or it does not know
        return 0


def most_bytes() -> float:
    """What one process may hold: nine tenths of the machine's memory; infinite where that is unknown."""
    return _MOST_SHARE * machine_bytes() or float("inf")


def excess(pid: int, most: float) -> str:
    """That a process holds more than `most` bytes, as the way in which it is ended; empty while it does not."""
    if held_bytes(pid) <= most:
        return ""
    return phrase("it held more than {size:.1f} GiB of memory", size=most / (1 << 30))


def held_bytes(pid: int) -> int:
    """What a process holds in memory that no file stands behind, in bytes; 0 where the system does not tell, as any but
    Linux, or the process is gone. Mapped weights and the memory of a CUDA device do not count."""
    try:
        with Path(f"/proc/{pid}/status").open(encoding="ascii", errors="replace") as file:
            lines = dict(line.split(":", 1) for line in file)
        return int(lines["RssAnon"].split()[0]) << 10
    except (OSError, KeyError, ValueError):
        return 0
