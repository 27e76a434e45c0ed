"""Calibrates and fuses installed detectors on a user's own labelled images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gauntlet_desktop.core.calibration import Calibration, Line, Stratum
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.fusion import Fusion
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.inference.loader import LoadedDetector, Registry, load
from gauntlet_desktop.training.calibrate import calibrate
from gauntlet_desktop.training.fit import Identity
from gauntlet_desktop.training.fuse import fuse
from gauntlet_desktop.training.strata import MIN_IMAGES

SUMMARY_NAME = "CALIBRATION.md"

Progress = Callable[[float, str], None]

_RATE_WORDS = {
    "ai_supported_given_camera": "camera images called “supported AI”",
    "leans_or_supported_ai_given_camera": "camera images on the AI side",
    "camera_supported_given_ai": "generated images called “supported camera”",
    "leans_or_supported_camera_given_ai": "generated images on the camera side",
    "inconclusive": "inconclusive",
}


def calibrate_installed(
    detector_id: str, data_dir: Path, out_dir: Path, *, seed: int = 1, progress: Progress | None = None
) -> Calibration:
    """Calibrate an installed detector on every source of `data_dir`; write calibration.json, its folds and a summary
    into `out_dir`.

    Raises UserError for an unknown detector, under 50 images or two sources a class, and what `calibrate` raises.
    """
    registry = load()
    (loaded,) = _installed(registry, [detector_id])
    calibration = calibrate(
        loaded.detector,
        _identity(loaded),
        data_dir,
        None,
        out_dir,
        seed=seed,
        min_images=MIN_IMAGES,
        judges=registry.judges,
        progress=progress,
    )
    (out_dir / SUMMARY_NAME).write_text(summary(calibration), encoding="utf-8")
    return calibration


def fuse_installed(
    detector_ids: Sequence[str], data_dir: Path, out_dir: Path, *, seed: int = 1, progress: Progress | None = None
) -> Fusion:
    """Fuse installed detectors on every source of `data_dir`; write fusion.json and its folds into `out_dir`."""
    registry = load()
    detectors = [(loaded.detector, _identity(loaded)) for loaded in _installed(registry, detector_ids)]
    return fuse(detectors, data_dir, None, out_dir, seed=seed, judges=registry.judges, progress=progress)


def summary(calibration: Calibration) -> str:
    """A calibration in a page of Markdown: what its strata support, and how often they were wrong."""
    head = f"# Calibration of {calibration.detector}\n\nWeights SHA-256 {calibration.weights_sha256 or 'not declared'}."
    note = "Error rates are of sources that were left out, with 95 % intervals. The likelihood ratio is for generated."
    return "\n\n".join([head, note, *(_described(stratum) for stratum in calibration.strata)]) + "\n"


def _described(stratum: Stratum) -> str:
    method = "Platt scaling" if isinstance(stratum.curve, Line) else "isotonic regression"
    lines = [
        f"## {stratum.name[0].upper()}{stratum.name[1:]}",
        "",
        f"- {stratum.n_real} camera and {stratum.n_fake} generated images, {method}",
        f"- likelihood ratio from {10.0**stratum.log10_lr_floor:.3g} to {10.0**stratum.log10_lr_cap:.3g}",
    ]
    lines += [
        f"- {_RATE_WORDS[rate.name]}: {rate.count} of {rate.total} ({100 * rate.low:.1f} to {100 * rate.high:.1f} %)"
        for rate in stratum.error_rates
    ]
    return "\n".join(lines)


def _installed(registry: Registry, detector_ids: Sequence[str]) -> list[LoadedDetector]:
    by_id = {loaded.detector.id: loaded for loaded in registry.detectors}
    for detector_id in detector_ids:
        if detector_id not in by_id:
            raise UserError(
                "unknown_detector",
                phrase(
                    "No detector {detector!r} is installed; there are: {known}.",
                    detector=detector_id,
                    known=", ".join(sorted(by_id)) or phrase("none"),
                ),
                "`gauntlet plugins` says what is installed, and what failed and why.",
            )
    return [by_id[detector_id] for detector_id in detector_ids]


def _identity(loaded: LoadedDetector) -> Identity:
    return Identity(loaded.detector.id, loaded.version, loaded.weights_sha256)
