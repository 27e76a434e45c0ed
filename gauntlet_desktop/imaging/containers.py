"""Finds metadata by walking a file's container structure; bytes outside that structure never count."""

from __future__ import annotations

from collections.abc import Callable

from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.metadata_blocks import Collector
from gauntlet_desktop.imaging.walk_bmff import walk_bmff
from gauntlet_desktop.imaging.walk_jpeg import walk_jpeg
from gauntlet_desktop.imaging.walk_png import walk_png
from gauntlet_desktop.imaging.walk_riff_gif_bmp import walk_bmp, walk_gif, walk_webp
from gauntlet_desktop.imaging.walk_tiff import walk_tiff


def walk(untrusted: bytes, container: str, limits: Limits) -> Collector:
    """The metadata blocks and warnings of a file; `container` is Pillow's format name. Never raises for any bytes."""
    found = Collector(limits)
    walker = _WALKERS.get(container)
    if walker is None:
        found.warn("Metadata is not read from this kind of file.")
    else:
        walker(untrusted, found)
    return found


def _walk_multi_picture(untrusted: bytes, found: Collector) -> None:
    walk_jpeg(untrusted, found, multi_picture=True)


_WALKERS: dict[str, Callable[[bytes, Collector], None]] = {
    "JPEG": walk_jpeg,
    "MPO": _walk_multi_picture,
    "PNG": walk_png,
    "WEBP": walk_webp,
    "TIFF": walk_tiff,
    "BMP": walk_bmp,
    "GIF": walk_gif,
    "HEIF": walk_bmff,
    "AVIF": walk_bmff,
}
