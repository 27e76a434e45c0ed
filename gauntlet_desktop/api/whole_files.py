"""Writes a file so that a whole one stands under its name, or the one before."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name beside it, make it durable, and give it its name. Raises OSError: what stood
    there before still does then, and nothing is left beside it."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        with contextlib.suppress(OSError):  # it has its name, or never came to be
            unfinished.unlink()
