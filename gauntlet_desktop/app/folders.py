"""Which files of a folder are examined; the walk itself is the intake's."""

from __future__ import annotations

from collections.abc import Iterator

from gauntlet_desktop.imaging import intake


def scan(raw_root: bytes) -> Iterator[bytes]:
    """Image files under a folder, in a stable order, as the file system's own bytes; links are not followed."""
    return intake.scan(raw_root)
