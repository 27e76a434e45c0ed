"""Measures the reference distributions of the built-in finding rules on a pack of labelled images.

Usage: python scripts/make_finding_references.py PACK_FOLDER
Writes references.json and camera_tables.json of the plugin, their digests in plugin.toml and the table of the model
card.
"""

from __future__ import annotations

import argparse
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import gauntlet_basic_findings
from gauntlet_basic_findings.camera_rules import CAMERA_TABLES
from gauntlet_basic_findings.make_references import (
    TRAINING_GENERATED,
    Change,
    Labelled,
    as_json,
    build,
    model_card_table,
)
from gauntlet_basic_findings.references import REFERENCES_PATH, ReferenceFile
from gauntlet_desktop.api.manifest import MANIFEST_NAME, file_sha256
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.packs import INDEX_NAME, PACK_LIMITS, Pack, open_pack

_PLUGIN = Path(gauntlet_basic_findings.__file__).parent


def labelled_pixels(pack: Pack) -> Iterator[Labelled]:
    for sample in pack.samples:
        pixels, facts = pack.decode(sample)
        yield Labelled(sample.source, sample.generated, pixels, facts)


def delivered(quality: int, scale: float = 1.0) -> Change:
    """What a picture is after a reduction and JPEG at a quality; the file is decoded as any other."""

    def change(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], ImageFacts]:
        image = Image.fromarray(pixels)
        if scale < 1.0:
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            image = image.resize(size, Image.Resampling.LANCZOS)
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=quality)
        return decode(stream.getvalue(), PACK_LIMITS)

    return change


CHANGES = {
    "JPEG 90": delivered(90),
    "JPEG 75": delivered(75),
    "JPEG 60": delivered(60),
    "7/8, JPEG 85": delivered(85, 0.875),
}


def camera_tables(pack: Pack) -> str:
    """Digests of the quantisation tables of camera originals that are no example tables and that no generated training
    image has, as the text of camera_tables.json."""
    found: dict[bool, set[str]] = {False: set(), True: set()}
    for sample in pack.samples:
        if sample.source == "camera-originals" or (sample.generated and sample.source in TRAINING_GENERATED):
            jpeg = pack.decode(sample)[1].jpeg
            if jpeg is not None and not jpeg.standard_tables:
                found[sample.generated].add(jpeg.table_sha256)
    return json.dumps({"table_sha256": sorted(found[False] - found[True])}, indent=0) + "\n"


def write(references: ReferenceFile) -> None:
    """The references, and all that states their digest or their figures."""
    REFERENCES_PATH.write_text(as_json(references), encoding="utf-8")
    for path in (REFERENCES_PATH, CAMERA_TABLES):
        stated = f'path = "{path.name}"\nsha256 = "{file_sha256(path)}"\nbytes = {path.stat().st_size}'
        _replace(_PLUGIN / MANIFEST_NAME, rf'path = "{path.name}"\nsha256 = "[0-9a-f]*"\nbytes = \d+', stated)
    _replace(_PLUGIN / "MODEL_CARD.md", r"\| rule \|.*?\n(?=\n)", model_card_table(references))


def _replace(path: Path, pattern: str, text: str) -> None:
    replaced, count = re.subn(pattern, lambda _: text, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{path.name} does not hold {pattern!r} once")
    path.write_text(replaced, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    pack_folder = parser.parse_args().pack
    with open_pack(pack_folder) as pack:
        CAMERA_TABLES.write_text(camera_tables(pack), encoding="utf-8")
        write(build(labelled_pixels(pack), file_sha256(pack_folder / INDEX_NAME), CHANGES))


if __name__ == "__main__":
    main()
