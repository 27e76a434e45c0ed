"""Writes installer/notices/: what the light and the full install bring along, under which licences, with their texts.

Run it in an environment that holds the full install: `python -m installer.make_notices`. `problems` is the check that
`make dist` and the suite run: whether what would be shipped is in the notices, under licences that fit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path, PurePosixPath

from installer.components import FULL, closure
from installer.licences import licence, misfit

NOTICES = Path(__file__).parent / "notices"
TABLE = NOTICES / "THIRD-PARTY.md"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|thirdpartynotices)", re.IGNORECASE)
_COMMON = Path("/usr/share/common-licenses")

_HEAD = """# Third-party notices

Gauntlet Desktop is licensed under Apache-2.0 (file LICENSE). The light install, and with it every installer and
package, brings along the distributions of the first table; the full install (the extras full, cluster and sign) those
of the second as well, which pip fetches and no installer of ours contains. Licences are SPDX expressions, read from
the texts; they name what a wheel bundles as far as that is more than permissive. The texts stand in this folder and
in full/, as far as a distribution contains any; equal ones stand once. The fonts of the reports are described in
DejaVu-fonts.txt.

Qt (PySide6, Shiboken) is used under the LGPL-3.0: it is installed as separate, replaceable libraries, and its source
is available from the Qt Project (https://download.qt.io/official_releases/QtForPython/). The texts of the LGPL-3.0
and of the GPL-3.0 that it refers to are LGPL-3.0.txt and GPL-3.0.txt. libheif and libde265 (in pi-heif) are under the
LGPL-3.0 too. The run-time libraries of GCC are under the GPL-3.0 with an exception for programs that use them.
ReportLab contains the font Dark Garden under the GPL with a font exception; the program does not use it.

**NVIDIA.** What is marked LicenseRef-NVIDIA-Proprietary is not free software: the libraries of CUDA (cuBLAS, cuDNN,
cuFFT, cuSOLVER, cuSPARSE, NCCL and others) that torch requires on Linux, and two of them in torchvision. They are
NVIDIA's, under its licence agreements for the CUDA Toolkit, cuDNN, cuSPARSELt and NVSHMEM, whose texts stand in
full/. These let an application be distributed together with the parts that they name as redistributable, under terms
that bind whoever does so. They come from their publisher when the full install is made; the light install has none of
them.

Distributions without a text of their own: c2pa-python, flatbuffers and tokenizers (Apache-2.0, see LICENSE),
cuda-toolkit (an empty distribution that names NVIDIA's others).

The plugin deep-evidence ships weights that are not ours alone: its trunk is EfficientNet-Lite0, trained on
ImageNet-1k by the TensorFlow authors and converted to PyTorch by ML Illustrated (Copyright 2020, Apache-2.0, see
LICENSE). Changed: normalisation is folded into the convolutions, the classifier is cut off, weights are rounded to
half precision, a head of our own is added.
"""
_COLUMNS = "\n| Distribution | Tested with | Licence | Text | Home page |\n| --- | --- | --- | --- | --- |\n"


def main() -> None:
    light, full = closure(), closure(FULL)
    _clear()
    written: dict[str, str] = {}
    rows = {name: _row(name, dist, _write_text(name, dist, name in light, written)) for name, dist in full.items()}
    more = [row for name, row in rows.items() if name not in light]
    tables = ("\n## Light install\n", [rows[name] for name in light], "\n## Full install, besides\n", more)
    TABLE.write_text(
        _HEAD + tables[0] + _COLUMNS + "\n".join(tables[1]) + "\n" + tables[2] + _COLUMNS + "\n".join(tables[3]) + "\n",
        encoding="utf-8",
    )
    for name in ("LGPL", "GPL"):
        text = (_COMMON / f"{name}-3").read_text(encoding="utf-8")
        (NOTICES / f"{name}-3.0.txt").write_text(text, encoding="utf-8")


def problems(shipped: Mapping[str, metadata.Distribution]) -> list[str]:
    """Why these distributions, by normalised name, cannot be shipped as the notices are; one sentence each."""
    rows, found = table(), []
    for name, dist in shipped.items():
        terms = licence(name, dist)
        if wrong := misfit(terms):
            found.append(f"{name}: {wrong}.")
        if name not in rows:
            found.append(f"{name}: it is missing in {TABLE.name}.")
        elif rows[name][0] != terms:
            found.append(f"{name}: {TABLE.name} has the licence {rows[name][0]!r}, the distribution {terms!r}.")
        elif rows[name][1] and not (NOTICES / rows[name][1]).is_file():
            found.append(f"{name}: the text {rows[name][1]} is missing.")
        elif licence_texts(dist) and not rows[name][1]:
            found.append(f"{name}: it has a licence text that the notices lack.")
    return found


def table() -> dict[str, tuple[str, str]]:
    """Licence and file of the text, empty where there is none, by normalised name, as the notices have them."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if line.startswith("| ")]
    return {row[0]: (row[2], row[3]) for row in cells}


def licence_texts(dist: metadata.Distribution) -> str:
    """All licence files of a distribution, one after the other, each under its name."""
    paths = [path for path in dist.files or [] if _is_licence(path)]
    parts = [f"==== {path.name} ====\n\n{_read(dist, path)}\n" for path in sorted(paths, key=str)]
    return "\n".join(parts)


def _clear() -> None:
    for path in NOTICES.rglob("*.txt"):
        if path.name != "DejaVu-fonts.txt":
            path.unlink()
    (NOTICES / "full").mkdir(parents=True, exist_ok=True)


def _write_text(name: str, dist: metadata.Distribution, is_light: bool, written: dict[str, str]) -> str:
    """The file with a distribution's texts, from NOTICES; `written` has those that are there, by their text.

    The full install may share a text with the light one, and never the other way round.
    """
    text = licence_texts(dist)
    if not text:
        return ""
    path = f"{name}.txt" if is_light else f"full/{name}.txt"
    if text in written and not is_light:
        return written[text]
    (NOTICES / path).write_text(text, encoding="utf-8")
    written.setdefault(text, path)
    return path


def _row(name: str, dist: metadata.Distribution, text: str) -> str:
    return f"| {name} | {dist.version} | {licence(name, dist)} | {text} | {home_page(dist)} |"


def home_page(dist: metadata.Distribution) -> str:
    """What the metadata calls the home page, or else its source or documentation; may be empty."""
    told = [link.split(", ", 1) for link in dist.metadata.get_all("Project-URL") or []]
    links = {label.lower(): address for label, address in told}
    preferred = [links[label] for label in ("homepage", "home", "source", "code", "documentation") if label in links]
    return (dist.metadata.get("Home-page") or next(iter([*preferred, *links.values()]), "")).strip()


def _is_licence(path: PurePosixPath) -> bool:
    return bool(_LICENCE_FILE.search(path.name)) and path.suffix in ("", ".txt", ".md", ".APACHE", ".BSD", ".rst")


def _read(dist: metadata.Distribution, path: PurePosixPath) -> str:
    text = Path(str(dist.locate_file(path))).read_text(encoding="utf-8", errors="replace")
    return "\n".join(line.rstrip() for line in text.splitlines())


if __name__ == "__main__":
    main()
