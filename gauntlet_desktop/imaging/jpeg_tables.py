"""Reads what the quantisation tables of a JPEG say about how it was compressed."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.jpeg_standard import standard_tables
from gauntlet_desktop.core.records import JpegFacts

if TYPE_CHECKING:
    from PIL.JpegImagePlugin import JpegImageFile

_SUBSAMPLING = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (1, 2): "4:4:0", (4, 1): "4:1:1", (4, 2): "4:1:0"}


def jpeg_facts(image: JpegImageFile) -> JpegFacts | None:
    """The facts of an opened JPEG (its header is enough); None when it has no complete quantisation table.

    `quality` is the IJG quality whose tables are nearest: the smallest mean absolute difference of the logarithms
    over the luminance table and, in colour, the chrominance table. `standard_tables` says that they are equal.
    `table_sha256` is over each table in order of its number: the number as one byte, then 64 values, row by row,
    as two bytes each, most significant first.
    """
    complete = {number: values for number, values in image.quantization.items() if len(values) == 64}
    used = [complete[layer[3]] for layer in image.layer[:2] if layer[3] in complete]
    if not used:
        return None
    quality, standard = nearest_quality(used)
    return JpegFacts(
        quality=quality,
        standard_tables=standard,
        subsampling=_subsampling(image.layer),
        progressive=bool(image.info.get("progressive")),
        table_sha256=_digest(complete),
    )


def nearest_quality(tables: list[list[int]]) -> tuple[int, bool]:
    """The IJG quality 1..100 nearest to a luminance and, optionally, a chrominance table, and whether it is exact.

    Tables have 64 values of 1 or more, row by row; where several qualities are equally near, the highest counts.
    """
    found = np.log(np.maximum(1, np.array(tables, dtype=np.float64)))
    distances = np.abs(_standard_log_tables()[:, : len(tables)] - found).mean(axis=(1, 2))
    quality = 100 - int(np.argmin(distances[::-1]))
    return quality, bool(np.array_equal(standard_tables(quality)[: len(tables)], tables))


@functools.cache
def _standard_log_tables() -> NDArray[np.float64]:
    """Logarithms of the standard tables of quality 1 to 100: (100, 2, 64)."""
    return np.log(np.stack([standard_tables(quality) for quality in range(1, 101)]).astype(np.float64))


def _subsampling(layers: list[tuple[int, int, int, int]]) -> str:
    """The usual name of the sampling factors of the first two components; the factors themselves if it has none."""
    if len(layers) == 1:
        return "grey"
    (_, luma_h, luma_v, _), (_, chroma_h, chroma_v, _) = layers[:2]
    factors = f"{luma_h}x{luma_v}:{chroma_h}x{chroma_v}"
    if not chroma_h or not chroma_v or luma_h % chroma_h or luma_v % chroma_v:
        return factors
    return _SUBSAMPLING.get((luma_h // chroma_h, luma_v // chroma_v), factors)


def _digest(tables: dict[int, list[int]]) -> str:
    digest = hashlib.sha256()
    for number in sorted(tables):
        digest.update(bytes([number]) + np.array(tables[number], dtype=">u2").tobytes())
    return digest.hexdigest()
