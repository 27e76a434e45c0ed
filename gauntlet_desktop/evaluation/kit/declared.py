"""What a plugin declares of itself: files, licences, calibrations and model cards. No code of it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from gauntlet_desktop.api.manifest import DetectorEntry, Manifest, verify_files
from gauntlet_desktop.core.calibration import read_calibration
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.evaluation.kit.rows import FAILED, PASSED, Row

# What a card has to say something of, as words in its headings.
CARD_HEADINGS = ("intended use", "limits", "data", "figures")
NOT_STATED = ("", "not stated", "unknown", "todo")
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+ ()-]{0,200}")
_TEXT_BYTES = 1 << 24


def declared(manifest: Manifest, folder: Path, project_licence: str = "") -> Iterator[Row]:
    """The checks of a manifest beside its package; `project_licence` is that of the project, where it states one."""
    yield _row("files", manifest.id, partial(_files, manifest, folder))
    yield _row("licence", manifest.id, partial(_licence, manifest, project_licence))
    for entry in manifest.detectors:
        yield _row("calibration", f"detector {entry.id}", partial(_calibration, manifest, entry, folder))
        yield _row("card", f"detector {entry.id}", partial(_card, entry, folder))


def _row(check: str, subject: str, look: Callable[[], str]) -> Row:
    try:
        return Row(check, subject, PASSED, look())
    except PluginFault as fault:
        return Row(check, subject, FAILED, f"{fault.message} {fault.remedy}".strip())


def _files(manifest: Manifest, folder: Path) -> str:
    verify_files(manifest, folder)
    for entry in manifest.detectors:
        if entry.weights and entry.weights not in {data.path for data in manifest.files}:
            raise _fault(f"The weights {entry.weights!r} are not under [[files]] with their SHA-256.")
    return f"{len(manifest.files)} data files are as the manifest says"


def _licence(manifest: Manifest, project_licence: str) -> str:
    stated = {manifest.id: manifest.licence, **{data.path: data.licence for data in manifest.files}}
    for name, licence in stated.items():
        if licence.strip().lower() in NOT_STATED or not _LICENCE.fullmatch(licence):
            raise _fault(f"{name} states no licence: {licence!r}. Write an SPDX identifier, such as MIT.")
    if project_licence and project_licence != manifest.licence:
        raise _fault(f"pyproject.toml says {project_licence}, plugin.toml {manifest.licence}.")
    return ", ".join(sorted(set(stated.values())))


def _calibration(manifest: Manifest, entry: DetectorEntry, folder: Path) -> str:
    if not entry.calibration:
        return "none: the detector is called uncalibrated and gives no likelihood ratio"
    calibration = read_calibration(_text(folder / entry.calibration))
    weights = {data.path: data.sha256 for data in manifest.files}.get(entry.weights, "")
    if (calibration.detector, calibration.weights_sha256) != (entry.id, weights):
        raise _fault("The calibration is of another detector, or was fitted on other weights.")
    counted = [(each.n_real, each.n_fake) for each in calibration.strata]
    return f"{len(counted)} strata, fitted on {sum(map(sum, counted))} images"


def _card(entry: DetectorEntry, folder: Path) -> str:
    if not entry.model_card:
        raise _fault("There is no model card: name one under [[detectors]].")
    lines = _text(folder / entry.model_card).splitlines()
    headings = [line.lower() for line in lines if line.startswith("#")]
    missing = [word for word in CARD_HEADINGS if not any(word in heading for heading in headings)]
    if missing:
        raise _fault(f"The model card has no heading on: {', '.join(missing)}.")
    return f"{len(lines)} lines"


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_TEXT_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(f"{path.name} cannot be read ({error}).") from error


def _fault(message: str) -> PluginFault:
    return PluginFault("kit", message, "")
