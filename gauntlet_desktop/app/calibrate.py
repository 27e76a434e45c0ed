"""Calibrations that the user makes for installed detectors; the program then uses them in place of shipped ones."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.settings import own_calibrations
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.training.calibrate import CALIBRATION_NAME
from gauntlet_desktop.training.fuse import FUSION_NAME
from gauntlet_desktop.training.installed import SUMMARY_NAME, calibrate_installed, fuse_installed

Progress = Callable[[float, str], None]


def calibrate(detector: str, data: Path, out: Path | None = None, *, seed: int = 1, progress: Progress) -> str:
    """Calibrate an installed detector on labelled images, write what comes of it into `out`, and put the calibration
    to use; returns a summary. Raises UserError when the data do not allow it; what was in use then stays."""
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as scratch:
        folder = out or Path(scratch)
        calibrate_installed(detector, data, folder, seed=seed, progress=progress)
        make_folder(own_calibrations() / detector)
        write_atomically(own_calibrations() / detector / CALIBRATION_NAME, (folder / CALIBRATION_NAME).read_bytes())
        return (folder / SUMMARY_NAME).read_text(encoding="utf-8")


def remove_calibration(detector: str) -> None:
    """Take the user's calibration of a detector away: the shipped one, where there is one, is used again."""
    folder = own_calibrations() / detector
    if Path(detector).name != detector or not (folder / CALIBRATION_NAME).is_file():
        raise UserError(
            "no_own_calibration",
            phrase("There is no calibration of your own for {detector!r}.", detector=detector),
            "`gauntlet models` lists the installed detectors.",
        )
    shutil.rmtree(folder)


def fuse(detectors: Sequence[str], data: Path, out: Path, *, seed: int = 1, progress: Progress) -> Path:
    """Fuse installed detectors on labelled images; returns the path of the fusion, for a plugin to ship."""
    fuse_installed(detectors, data, out, seed=seed, progress=progress)
    return out / FUSION_NAME
