"""Measures the reference distributions of the built-in finding rules on a pack of labelled images.

Usage: python scripts/make_finding_references.py PACK_FOLDER
Writes references.json of the plugin, its digest in plugin.toml and the table of MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import gauntlet_basic_findings
from gauntlet_basic_findings.make_references import Labelled, as_json, build, model_card_table
from gauntlet_basic_findings.references import REFERENCES_PATH, ReferenceFile
from gauntlet_desktop.api.manifest import MANIFEST_NAME, file_sha256
from gauntlet_desktop.imaging.packs import INDEX_NAME, Pack, open_pack

_PLUGIN = Path(gauntlet_basic_findings.__file__).parent


def labelled_pixels(pack: Pack) -> Iterator[Labelled]:
    for sample in pack.samples:
        yield sample.source, sample.generated, pack.decode(sample)[0]


def write(references: ReferenceFile) -> None:
    """The references, and all that states their digest or their figures."""
    REFERENCES_PATH.write_text(as_json(references), encoding="utf-8")
    digest, size = file_sha256(REFERENCES_PATH), REFERENCES_PATH.stat().st_size
    _replace(_PLUGIN / MANIFEST_NAME, r'sha256 = "[0-9a-f]*"\nbytes = \d+', f'sha256 = "{digest}"\nbytes = {size}')
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
        write(build(labelled_pixels(pack), file_sha256(pack_folder / INDEX_NAME)))


if __name__ == "__main__":
    main()
