"""Opens one image for analysis: its identity, its pixels, and what the file declares about itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import C2paResult, C2paState, FileIdentity, ImageFacts, Provenance
from gauntlet_desktop.imaging.canvas import MemoryCanvas, NewCanvas
from gauntlet_desktop.imaging.decode import Decoded, decode_all
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList


@dataclass(frozen=True, slots=True, eq=False)
class OpenedImage:
    """An image ready for analysis; `pixels` are sRGB, uint8 (height, width, 3), upright."""

    identity: FileIdentity
    facts: ImageFacts
    pixels: NDArray[np.uint8]
    provenance: Provenance


def open_image(raw_path: bytes, limits: Limits, trust: TrustList = NO_TRUST_LIST) -> OpenedImage:
    """Read, decode and examine one file. Raises InputError; unreadable metadata only leave a warning."""
    return examine(*read_file(raw_path, limits), limits, trust)


def examine(
    identity: FileIdentity,
    untrusted: bytes,
    limits: Limits,
    trust: TrustList = NO_TRUST_LIST,
    new_canvas: NewCanvas = MemoryCanvas,
) -> OpenedImage:
    """Decode and examine bytes that were read; what `open_image` does after reading. The pixels go to a new canvas."""
    decoded = decode_all(untrusted, limits, new_canvas)
    return OpenedImage(identity, decoded.facts, decoded.pixels, _provenance(untrusted, decoded, limits, trust))


def _provenance(untrusted: bytes, decoded: Decoded, limits: Limits, trust: TrustList) -> Provenance:
    # Imported here, so that thumbnails and decoding alone do not load the metadata parsers.
    from gauntlet_desktop.imaging.embedded import compared
    from gauntlet_desktop.imaging.provenance import read_declared

    try:
        declared = read_declared(untrusted, decoded.facts.container, limits, trust, decoded.hidden)
        pictures = compared(declared.embedded, decoded.pixels, decoded.facts.orientation)
        return replace(declared.provenance, pictures=pictures)
    except Exception as error:  # noqa: BLE001 - a parser's failure on hostile metadata must not cost the image
        return Provenance(
            C2paResult(C2paState.NOT_CHECKED, "The metadata could not be read."),
            warnings=(f"The metadata could not be read ({type(error).__name__}).",),
        )
