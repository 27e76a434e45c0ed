"""What one input file may cost; every bound is checked before the cost arises."""

from __future__ import annotations

from dataclasses import dataclass

MEGA = 1_000_000
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file: bytes, pixels, the ratio of its sides, decoder memory (bytes) and CPU time (seconds).

    Pictures of more than `full_size_pixels` are reduced on decoding, and the facts say so.
    """

    file_bytes: int = 512 * MIB
    pixels: int = 200 * MEGA
    aspect: int = 100
    memory_bytes: int = 2048 * MIB
    seconds: int = 20
    full_size_pixels: int = 64 * MEGA
    metadata_bytes: int = 16 * MIB
    text_characters: int = 10_000
    metadata_fields: int = 500
