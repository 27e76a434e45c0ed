"""Reads text that generators hide in the lowest bits of the alpha channel ("stealth PNG info": NovelAI, web UIs).

Down each column, from the left: "stealth_pnginfo" or "stealth_pngcomp", the number of bits that follow (32 bits, the
highest first), and that many bits of text, in the second form packed with gzip. NovelAI packs a JSON object of the
texts that its PNG chunks hold (novelai-image-metadata, nai_meta.py). It outlives programs that remove metadata, and
can be written by anybody like them.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

import numpy as np
from PIL import Image

from gauntlet_desktop.imaging.metadata_blocks import Collector, Kind

LOCATION = "alpha channel, lowest bits"

_PLAIN, _PACKED = b"stealth_pnginfo", b"stealth_pngcomp"
_HEAD_BITS = 8 * len(_PLAIN) + 32
_MOST_BITS = 8 << 20
_INFLATED = 4 << 20
_TEXTS = 20
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Hidden:
    """What an alpha channel announces. `untrusted` is None where it is longer than the picture or the limit."""

    packed: bool
    untrusted: bytes | None


def hidden_in(image: Image.Image) -> Hidden | None:
    """The hidden payload of a loaded picture, None for all but those that begin with one of the two signatures."""
    if image.mode not in ("RGBA", "LA"):
        return None
    head = _bits(image, 0, _HEAD_BITS)
    if not head.startswith((_PLAIN, _PACKED)):
        return None
    count = int.from_bytes(head[-4:], "big")
    fits = 0 < count <= min(_MOST_BITS, image.width * image.height - _HEAD_BITS) and count % 8 == 0
    return Hidden(head.startswith(_PACKED), _bits(image, _HEAD_BITS, count) if fits else None)


def hidden_blocks(hidden: Hidden, found: Collector) -> None:
    """Add the texts of a payload, each under its name; one that is cut off or damaged is warned of."""
    texts = _texts(hidden)
    for key, text in list(texts.items())[:_TEXTS]:
        found.add(Kind.HIDDEN, LOCATION, text.encode("utf-8", "replace"), key)
    if not texts:
        found.warn("The lowest bits of the alpha channel announce hidden text, which is cut off or damaged.")


def _bits(image: Image.Image, start: int, count: int) -> bytes:
    """Some lowest bits of alpha down the columns, packed; fewer where the picture ends. Only the columns that hold
    them are looked at."""
    height = image.height
    first, last = start // height, min(image.width, -(-(start + count) // height))
    columns = np.asarray(image.crop((first, 0, last, height)).getchannel("A"))
    bits = columns.T.reshape(-1)[start - first * height :][:count] & 1
    return np.packbits(bits).tobytes()


def _texts(hidden: Hidden) -> dict[str, str]:
    """The texts by name; one that is no JSON object of texts stands under "parameters". Empty for what is damaged."""
    data = _inflated(hidden.untrusted) if hidden.packed and hidden.untrusted is not None else hidden.untrusted
    try:
        text = (data or b"").decode("utf-8")
    except UnicodeDecodeError:
        return {}
    try:
        named = json.loads(text)
    except (ValueError, RecursionError):
        named = None
    if isinstance(named, dict):
        return {key: value for key, value in named.items() if isinstance(value, str)}
    return {"parameters": text} if text else {}


def _inflated(untrusted: bytes) -> bytes:
    """The unpacked bytes; none where they are damaged or more than 4 MiB."""
    inflater = zlib.decompressobj(_GZIP)
    try:
        data = inflater.decompress(untrusted, _INFLATED)
    except zlib.error:
        return b""
    return data if inflater.eof else b""
