"""Writes installer/notices/: what the light install brings along, under which licences, with their texts.

Run it in an environment that holds the light install: `python -m installer.make_notices`. It needs `packaging`.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path, PurePosixPath

from installer.components import closure

NOTICES = Path(__file__).parent / "notices"
TABLE = NOTICES / "THIRD-PARTY.md"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|thirdpartynotices)", re.IGNORECASE)
_COMMON = Path("/usr/share/common-licenses")

# Where the metadata offers a choice, name no SPDX expression, or leave out what the wheel bundles.
CHOSEN = {
    "c2pa-python": "MIT OR Apache-2.0",
    "certifi": "MPL-2.0",
    "defusedxml": "PSF-2.0",
    "exifread": "BSD-3-Clause",
    "flatbuffers": "Apache-2.0",
    "onnxruntime": "MIT",
    "pi-heif": "BSD-3-Clause, with libheif and libde265 (LGPL-3.0-or-later)",
    "protobuf": "BSD-3-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "reportlab": "BSD-3-Clause",
    "requests": "Apache-2.0",
    "safetensors": "Apache-2.0",
    "shiboken6": "LGPL-3.0-only",
}

_HEAD = """# Third-party notices

Gauntlet Desktop is licensed under Apache-2.0 (file LICENSE). The light install brings along the distributions below;
their licence texts stand in this folder, one file each, as far as the distribution contains any. The fonts of the
reports are described in DejaVu-fonts.txt.

Qt (PySide6, Shiboken) is used under the LGPL-3.0: it is installed as separate, replaceable libraries, and its source is
available from the Qt Project (https://download.qt.io/official_releases/QtForPython/). The texts of the LGPL-3.0 and of
the GPL-3.0 that it refers to are LGPL-3.0.txt and GPL-3.0.txt. ReportLab contains the font Dark Garden under the
GPL with a font exception; the program does not use it.

Distributions without a text of their own: c2pa-python and flatbuffers (Apache-2.0, see LICENSE).

The plugin deep-evidence ships weights that are not ours alone: its trunk is EfficientNet-Lite0, trained on ImageNet-1k
by the TensorFlow authors and converted to PyTorch by ML Illustrated (Copyright 2020, Apache-2.0, see LICENSE). Changed:
normalisation is folded into the convolutions, the classifier is cut off, weights are rounded to half precision, a head
of our own is added.

| Distribution | Tested with | Licence | Home page |
| --- | --- | --- | --- |
"""


def main() -> None:
    NOTICES.mkdir(exist_ok=True)
    found = closure()
    rows = [f"| {name} | {dist.version} | {licence(name, dist)} | {home_page(dist)} |" for name, dist in found.items()]
    TABLE.write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    for name, dist in found.items():
        if texts := licence_texts(dist):
            (NOTICES / f"{name}.txt").write_text(texts, encoding="utf-8")
    for name in ("LGPL", "GPL"):
        text = (_COMMON / f"{name}-3").read_text(encoding="utf-8")
        (NOTICES / f"{name}-3.0.txt").write_text(text, encoding="utf-8")


def licence(name: str, dist: metadata.Distribution) -> str:
    """The SPDX expression, or the words of the metadata's first line."""
    stated = dist.metadata.get("License-Expression") or dist.metadata.get("License") or "not stated"
    return CHOSEN.get(name) or stated.splitlines()[0]


def home_page(dist: metadata.Distribution) -> str:
    links = dict(link.lower().split(", ", 1) for link in dist.metadata.get_all("Project-URL") or [])
    preferred = [links[label] for label in ("homepage", "home", "source", "code", "documentation") if label in links]
    return (dist.metadata.get("Home-page") or next(iter([*preferred, *links.values()]), "")).strip()


def licence_texts(dist: metadata.Distribution) -> str:
    """All licence files of a distribution, one after the other, each under its own path."""
    paths = [path for path in dist.files or [] if _is_licence(path)]
    parts = [f"==== {path} ====\n\n{_read(dist, path)}\n" for path in sorted(paths, key=str)]
    return "\n".join(parts)


def _is_licence(path: PurePosixPath) -> bool:
    return bool(_LICENCE_FILE.search(path.name)) and path.suffix in ("", ".txt", ".md", ".APACHE", ".BSD", ".rst")


def _read(dist: metadata.Distribution, path: PurePosixPath) -> str:
    text = Path(str(dist.locate_file(path))).read_text(encoding="utf-8", errors="replace")
    return "\n".join(line.rstrip() for line in text.splitlines())


if __name__ == "__main__":
    main()
