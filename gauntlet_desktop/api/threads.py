"""How many processor threads a plugin may use for one image, where several processes share the processor."""

from __future__ import annotations

import os

THREADS_VARIABLE = "GAUNTLET_THREADS"
# What libraries read when they are loaded; the same number for all of them.
_LIBRARIES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def processor_threads() -> int:
    """The threads of this process for one image; 0 leaves it to the library."""
    text = os.environ.get(THREADS_VARIABLE, "0")
    return int(text) if text.isdecimal() else 0


def limit_threads(count: int) -> None:
    """Set the number for this process, before plugins are loaded; 0 changes nothing."""
    if count > 0:
        for name in (THREADS_VARIABLE, *_LIBRARIES):
            os.environ[name] = str(count)
