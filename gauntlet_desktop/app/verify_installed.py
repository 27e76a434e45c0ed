"""Holds what records were made with against what is installed here: weights, calibrations, fusions and plugins.

What is installed is hashed anew: no digest that a manifest merely states is taken for the file's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gauntlet_desktop.api.discovery import discover, installed
from gauntlet_desktop.api.manifest import content_sha256, file_sha256
from gauntlet_desktop.app.checks import Check, State
from gauntlet_desktop.app.model_list import all_models
from gauntlet_desktop.app.models import imported_models
from gauntlet_desktop.core.records import AnalysisRecord, DetectorResult, UsedPlugin, Verdict

# Records of older schemas do not tell which plugins and calibrations they were made with.
_TOLD_SINCE = 7
_NOT_HERE = "It is not installed here, or cannot be read."
_SHOWN = 16  # digits of a digest


def check_installed(records: Sequence[AnalysisRecord]) -> Iterator[Check]:
    """A check for each set of weights, calibration, fusion and plugin that the records name."""
    yield from _weights({(each.id, each.weights_sha256): each for record in records for each in record.detectors})
    telling = [record for record in records if record.schema >= _TOLD_SINCE]
    yield from _calibrations(
        {(each.id, each.calibration_sha256): each for record in telling for each in record.detectors}
    )
    yield from _fusions({record.verdict.fusion_sha256: record.verdict for record in telling if record.verdict})
    yield from _plugins(dict.fromkeys(each for record in telling for each in record.plugins))


def _weights(scored: dict[tuple[str, str], DetectorResult]) -> Iterator[Check]:
    here = {
        each.id: plugin.folder / each.weights if each.weights else None
        for plugin in discover()
        if plugin.manifest is not None and plugin.folder is not None
        for each in plugin.manifest.detectors
    }
    here |= {model.id: model.folder / model.weights for model in imported_models()[0]}
    for detector, then in scored:
        now = _hashed(here[detector]) if detector in here else None
        yield _compared(f"weights of {detector}", now, then)


def _calibrations(scored: dict[tuple[str, str], DetectorResult]) -> Iterator[Check]:
    here = {model.id: model.calibration_sha256 for model in all_models()}
    for detector, then in scored:
        yield _compared(f"calibration of {detector}", here.get(detector), then)


def _fusions(given: dict[str, Verdict]) -> Iterator[Check]:
    here = [
        _hashed(plugin.folder / plugin.manifest.fusion) or ""
        for plugin in discover()
        if plugin.manifest is not None and plugin.folder is not None and plugin.manifest.fusion
    ]
    for then, verdict in given.items():
        if then:
            now = then if then in here else next(iter(here), None)
            yield _compared(f"fusion of {' and '.join(verdict.detectors)}", now, then)


def _plugins(used: dict[UsedPlugin, None]) -> Iterator[Check]:
    here = {plugin.name: plugin for plugin in installed()}
    for then in used:
        what, plugin = f"plugin {then.id}", here.get(then.id)
        if plugin is None or plugin.manifest is None or plugin.folder is None:
            yield Check(what, State.NOT_CHECKED, _NOT_HERE)
            continue
        try:
            now = content_sha256(plugin.manifest, plugin.folder, anew=True)
        except OSError:
            yield Check(what, State.NOT_CHECKED, _NOT_HERE)
            continue
        version = plugin.manifest.version
        same = "the same version" if version == then.version else f"version {version}, not {then.version}"
        yield _compared(what, now, then.sha256, f" Here it is {same}.")


def _hashed(path: Path | None) -> str | None:
    """SHA-256 of a file; empty where there is none, None where it cannot be read."""
    try:
        return file_sha256(path) if path else ""
    except OSError:
        return None


def _compared(what: str, now: str | None, then: str, more: str = "") -> Check:
    if now is None:
        return Check(what, State.NOT_CHECKED, _NOT_HERE)
    if now == then:
        return Check(what, State.IDENTICAL)
    return Check(what, State.DIFFERS, f"Its SHA-256 here is {_short(now)}, in the report {_short(then)}.{more}")


def _short(digest: str) -> str:
    return f"{digest[:_SHOWN]}…" if digest else "none"
