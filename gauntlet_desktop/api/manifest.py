"""The static `plugin.toml` manifest, read without importing any code of the plugin.

Keys: id, name, version, api (list), kinds (list), entry (import name of the package), licence, description;
fusion (path of a fusion of detectors, also of other plugins; may be left out); tables `[[files]]` (path, sha256, bytes,
licence) for everything that the plugin loads as data, and `[[detectors]]` (id, weights, calibration, model_card: paths
inside the package; the last two may be left out; experimental = true where the detector's measured figures do not
support more).
"""

from __future__ import annotations

import errno
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.phrases import phrase, system_reason

MANIFEST_NAME = "plugin.toml"
KINDS = (
    "attacks",
    "detector",
    "explainer",
    "explanation-methods",
    "model-formats",
    "finding-rules",
    "language-models",
    "scope-judge",
    "narrator",
    "report-sections",
    "training-recipe",
)

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_MANIFEST_BYTES = 1 << 20
_CARD_BYTES = 1 << 18  # the longest card that comes with the program has 10,000
_NOT_HASHED = ("__pycache__",)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that the plugin loads: its path inside the package, SHA-256 (hex), size in bytes and licence."""

    path: str
    sha256: str
    bytes: int
    licence: str


@dataclass(frozen=True, slots=True)
class DetectorEntry:
    """Where one detector's weights, calibration and model card stand; empty text where there is none."""

    id: str
    weights: str
    calibration: str = ""
    model_card: str = ""
    experimental: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """A plugin's declaration of itself."""

    id: str
    name: str
    version: str
    api: tuple[str, ...]
    kinds: tuple[str, ...]
    entry: str
    licence: str
    description: str = ""
    fusion: str = ""
    files: tuple[DataFile, ...] = ()
    detectors: tuple[DetectorEntry, ...] = ()


def read_manifest(path: Path, api_version: str) -> Manifest:
    """The manifest at `path`; raises PluginFault when it is missing, malformed or made for another API."""
    try:
        with path.open("rb") as stream:
            manifest = parse_manifest(stream.read(_MANIFEST_BYTES).decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(phrase("{file} cannot be read ({reason}).", file=path.name, reason=str(error))) from error
    if api_version not in manifest.api:
        raise PluginFault(
            "api_mismatch",
            phrase(
                "The plugin {plugin} is made for API {api}, not {own}.",
                plugin=manifest.id,
                api=", ".join(manifest.api),
                own=api_version,
            ),
            "Install a release of the plugin for this version of the program.",
        )
    return manifest


def parse_manifest(text: str) -> Manifest:
    """Parse and check a manifest; raises PluginFault that says what is wrong."""
    try:
        manifest = from_plain(Manifest, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise _fault(phrase("The manifest is malformed ({reason}).", reason=str(error))) from error
    for each in (manifest.id, *(detector.id for detector in manifest.detectors)):
        if not _ID.fullmatch(each):
            raise _fault(phrase("The id {name!r} is not lower-case letters, digits and hyphens.", name=each))
    unknown = set(manifest.kinds) - set(KINDS)
    if unknown or not manifest.kinds:
        raise _fault(
            phrase(
                "Kinds must be among {kinds}; unknown: {unknown}.", kinds=", ".join(KINDS), unknown=str(sorted(unknown))
            )
        )
    for data in _paths(manifest):
        if Path(data).is_absolute() or ".." in Path(data).parts:
            raise _fault(phrase("The path {path!r} leads out of the package.", path=data))
    if manifest.fusion and manifest.fusion not in {data.path for data in manifest.files}:
        raise _fault(phrase("The fusion {fusion!r} is not among the files.", fusion=manifest.fusion))
    return manifest


def detectors_with_weights(manifest: Manifest) -> Iterator[tuple[DetectorEntry, DataFile]]:
    """Each detector with the file of its weights: where none is declared, one without SHA-256 and size, under the
    plugin's licence."""
    files = {data.path: data for data in manifest.files}
    for detector in manifest.detectors:
        yield detector, files.get(detector.weights) or DataFile(detector.weights, "", 0, manifest.licence)


def read_card(path: Path) -> str:
    """A model card (Markdown), at most its first 256 KiB; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_CARD_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


def verify_files(manifest: Manifest, folder: Path) -> None:
    """Check every declared file against its SHA-256; raises PluginFault on the first that differs."""
    verify_data(manifest.id, manifest.files, folder)


def verify_data(owner_id: str, files: Iterable[DataFile], folder: Path) -> None:
    """Check files of a plugin's or a model's folder against their SHA-256. Raises PluginFault on the first that
    differs."""
    for data in files:
        try:
            digest = file_sha256(folder / data.path)
        except OSError as error:
            raise PluginFault(
                "file_missing",
                phrase(
                    "{owner}: {file} cannot be read ({reason}).",
                    owner=owner_id,
                    file=data.path,
                    reason=system_reason(error),
                ),
                "Install or import it again.",
            ) from error
        if digest != data.sha256:
            raise PluginFault(
                "file_altered",
                phrase(
                    "{owner}: {file} has SHA-256 {digest} in place of {expected}.",
                    owner=owner_id,
                    file=data.path,
                    digest=digest,
                    expected=data.sha256,
                ),
                "The file was altered or damaged: install or import it again from a source you trust.",
            )


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal text. Raises OSError, also for a path that no file can have."""
    try:
        stream = path.open("rb")
    except ValueError as error:  # a NUL in it, or half of a surrogate pair
        raise FileNotFoundError(errno.ENOENT, str(error)) from error
    with stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_sha256(manifest: Manifest, folder: Path, *, anew: bool = False) -> str:
    """One SHA-256 over the names and contents of a package's files; those that the manifest lists were verified when
    the plugin was loaded, and come in with the digests that the manifest names, or are hashed `anew`."""
    declared = {} if anew else {data.path: data.sha256 for data in manifest.files}
    lines = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not set(path.parts) & set(_NOT_HASHED):
            lines.append(f"{declared.get(name) or file_sha256(path)} {name}")
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _paths(manifest: Manifest) -> list[str]:
    detector_paths: list[Any] = [
        path for d in manifest.detectors for path in (d.weights, d.calibration, d.model_card) if path
    ]
    return [data.path for data in manifest.files] + detector_paths


def _fault(message: str) -> PluginFault:
    return PluginFault("manifest_invalid", message, "See docs/plugin-guide.md for the keys of plugin.toml.")
