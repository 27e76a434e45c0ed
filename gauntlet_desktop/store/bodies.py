"""How the body of a record and its maps are kept: compressed JSON, float32 values, and the digest over both.

Bodies of one configuration resemble each other: the first complete one is kept with the configuration as the preset
dictionary of the later ones, which makes them four times smaller. The digest is over the uncompressed bytes, so that
neither the dictionary nor the version of zlib enters it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import AnalysisRecord, Heatmap
from gauntlet_desktop.core.serialise import dumps, record_to_json

WHOLE, APART = 1, 2  # forms: maps inside the body (version 1), maps in their own table
DICTIONARY_LEAST = 2_000
_DICTIONARY_MOST = 32_768 - 262  # what zlib can reach back to
_LEVEL = 6
_LARGEST = 256 << 20


@dataclass(frozen=True, slots=True)
class Identity:
    """What else a record's digest binds: which bytes, where they lay, the verdict as columns, the configuration."""

    sha256: str
    raw_path: bytes
    status: str
    tier: str | None
    log10_lr: float | None
    configuration: str


def body_of(plain: dict[str, Any]) -> bytes:
    """The JSON form of a record as bytes."""
    return dumps(plain).encode("utf-8", "backslashreplace")


def plain_of(record: AnalysisRecord) -> dict[str, Any]:
    """The JSON form of a record without its maps."""
    return record_to_json(record)


def maps_of(record: AnalysisRecord) -> tuple[bytes, ...]:
    """The maps of each heatmap: its views one after the other, by rows, float32, little-endian."""
    return tuple(_map_bytes(heatmap) for heatmap in record.heatmaps)


def digest(identity: Identity, body: bytes, maps: Sequence[bytes], form: int = APART) -> bytes:
    """SHA-256 over a JSON list of the identity, a line feed, the body and, apart from it, all maps."""
    fields = [identity.sha256, identity.raw_path.hex(), identity.status, identity.tier, identity.log10_lr]
    if form == APART:
        fields.append(identity.configuration)
    hashed = hashlib.sha256(dumps(fields).encode() + b"\n" + body)
    for data in maps:
        hashed.update(data)
    return hashed.digest()


def usable_as_dictionary(body: bytes) -> bool:
    """Whether a body is long enough to tell what others will look like; failures are not."""
    return len(body) >= DICTIONARY_LEAST


def pack(data: bytes, dictionary: bytes | None = None) -> bytes:
    """The bytes compressed, by a dictionary that `unpack` needs again."""
    if dictionary is None:
        return zlib.compress(data, _LEVEL)
    packer = zlib.compressobj(_LEVEL, zdict=dictionary[:_DICTIONARY_MOST])
    return packer.compress(data) + packer.flush()


def unpack(data: bytes, dictionary: bytes | None = None) -> bytes:
    """The inverse of `pack`. Raises EnvironmentFault for damaged bytes, and for more than any record has."""
    unpacker = zlib.decompressobj(zdict=dictionary[:_DICTIONARY_MOST]) if dictionary else zlib.decompressobj()
    try:
        found = unpacker.decompress(data, _LARGEST)
    except zlib.error as error:
        raise damaged(str(error)) from error
    if not unpacker.eof:
        raise damaged(phrase("a body is cut off or too large"))
    return found


def pack_map(data: bytes) -> bytes:
    """Maps compress better with the bytes of equal weight side by side."""
    return pack(np.frombuffer(data, np.uint8).reshape(-1, 4).T.tobytes())


def unpack_map(data: bytes) -> bytes:
    """The inverse of `pack_map`."""
    planes = unpack(data)
    if len(planes) % 4:
        raise damaged(phrase("a map has an odd length"))
    return np.frombuffer(planes, np.uint8).reshape(4, -1).T.tobytes()


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object of a body. Raises EnvironmentFault where it is none."""
    try:
        plain = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise damaged(str(error)) from error
    if not isinstance(plain, dict):
        raise damaged(phrase("a body is no object"))
    return plain


def with_maps(plain: dict[str, Any], maps: Sequence[bytes]) -> dict[str, Any]:
    """The JSON form with the values of its maps, as core.serialise gives it with `include_maps`."""
    try:
        heatmaps = [_filled(heatmap, data) for heatmap, data in zip(plain["heatmaps"], maps, strict=True)]
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(phrase("the maps do not fit the record")) from error
    return {**plain, "heatmaps": heatmaps}


def damaged(why: str) -> EnvironmentFault:
    return EnvironmentFault(
        "case_damaged", phrase("The case cannot be read ({why}).", why=why), "Restore it from a copy."
    )


def _map_bytes(heatmap: Heatmap) -> bytes:
    return b"".join(view.values.astype("<f4").tobytes() for view in heatmap.views)


def _filled(heatmap: dict[str, Any], data: bytes) -> dict[str, Any]:
    values = np.frombuffer(data, "<f4")
    ends = np.cumsum([view["grid"][0] * view["grid"][1] for view in heatmap["views"]], dtype=np.int64)
    parts = np.split(values, ends)
    if len(parts.pop()):
        raise ValueError("values are left over")
    views = [
        {**view, "values": part.reshape(view["grid"]).astype(float).tolist()}
        for view, part in zip(heatmap["views"], parts, strict=True)
    ]
    return {**heatmap, "views": views}
