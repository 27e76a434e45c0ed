"""Opens one image for analysis: its identity, its pixels, and what the file declares about itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import C2paResult, C2paState, FileIdentity, ImageFacts, Provenance
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits


@dataclass(frozen=True, slots=True, eq=False)
class OpenedImage:
    """An image ready for analysis; `pixels` are sRGB, uint8 (height, width, 3), upright."""

    identity: FileIdentity
    facts: ImageFacts
    pixels: NDArray[np.uint8]
    provenance: Provenance


def open_image(raw_path: bytes, limits: Limits) -> OpenedImage:
    """Read, decode and examine one file. Raises InputError; unreadable metadata only leave a warning."""
    return examine(*read_file(raw_path, limits), limits)


def examine(identity: FileIdentity, untrusted: bytes, limits: Limits) -> OpenedImage:
    """Decode and examine bytes that were read; what `open_image` does after reading."""
    pixels, facts = decode(untrusted, limits)
    return OpenedImage(identity, facts, pixels, _provenance(untrusted, facts.container, limits))


def _provenance(untrusted: bytes, container: str, limits: Limits) -> Provenance:
    # Imported here, so that thumbnails and decoding alone do not load the metadata parsers.
    from gauntlet_desktop.imaging.provenance import read_provenance

    try:
        return read_provenance(untrusted, container, limits)
    except Exception as error:  # noqa: BLE001 - a parser's failure on hostile metadata must not cost the image
        return Provenance(
            C2paResult(C2paState.NOT_CHECKED, "The metadata could not be read."),
            warnings=(f"The metadata could not be read ({type(error).__name__}).",),
        )
