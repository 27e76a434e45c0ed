"""The user's own calibrations and the fusions that plugins ship: used where they fit, else left out with a word."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.api.discovery import Discovered
from gauntlet_desktop.api.manifest import read_manifest
from gauntlet_desktop.inference.loader import Registry, load
from tests.contract.plugin_project import detector_code, write_package
from tests.unit.test_calibration import calibration_json

WEIGHTS = hashlib.sha256(b"1234").hexdigest()


def calibration(detector: str, **changes: Any) -> dict[str, Any]:
    return calibration_json() | {"detector": detector, "weights_sha256": WEIGHTS} | changes


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages that can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def plugin(project: Path, name: str, fusion: dict[str, Any] | None = None, calibrated: bool = True) -> Discovered:
    """A detector of its own package, with a calibration, and with a fusion where one is given."""
    root = write_package(project, name, name, detector_code(name))
    manifest = root / "plugin.toml"
    text = manifest.read_text()
    if calibrated:
        (root / "calibration.json").write_text(json.dumps(calibration(name)))
        text += 'calibration = "calibration.json"\n'
    if fusion is not None:
        content = json.dumps(fusion).encode()
        (root / "fusion.json").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        entry = f'[[files]]\npath = "fusion.json"\nsha256 = "{digest}"\nbytes = {len(content)}\nlicence = "MIT"\n'
        text = f'fusion = "fusion.json"\n{text}{entry}'
    manifest.write_text(text)
    return Discovered(name, "third-party", root, read_manifest(manifest, "1"), "")


def fusion_of(*names: str, weights: str = WEIGHTS) -> dict[str, Any]:
    inputs = [{"detector": name, "weights_sha256": weights, "weight": 1.0} for name in names]
    return {"schema": 1, "inputs": inputs, "intercept": 0.0, "calibration": calibration("fusion")}


def test_a_fusion_is_used_where_its_inputs_are_installed(project: Path) -> None:
    # The order in which plugins are found does not matter.
    registry = load([plugin(project, "fzone", fusion_of("fzone", "fztwo")), plugin(project, "fztwo")])
    assert registry.failures == []
    assert [fusion.detectors for fusion in registry.fusions] == [("fzone", "fztwo")]


@pytest.mark.parametrize("case", ["absent", "other weights", "uncalibrated", "own calibration", "no fusion"])
def test_a_fusion_whose_inputs_are_not_as_they_were_is_left_out(project: Path, case: str) -> None:
    name = case.replace(" ", "")
    first, second = f"{name}a", f"{name}b"
    fusion = fusion_of(first, second, weights="00" if case == "other weights" else WEIGHTS)
    plugins = [plugin(project, first, {} if case == "no fusion" else fusion)]
    if case != "absent":
        plugins.append(plugin(project, second, calibrated=case != "uncalibrated"))
    if case == "own calibration":
        own(project, second, calibration(second))
    registry = load(plugins, project / "own")
    assert registry.fusions == []
    assert len(registry.detectors) == len(plugins)
    ((blamed, reason),) = registry.failures
    assert blamed == first
    assert "fusion" in reason


def own(project: Path, name: str, document: Any) -> Path:
    path = project / "own" / name / "calibration.json"
    path.parent.mkdir(parents=True)
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def only(registry: Registry) -> Any:
    (loaded,) = registry.detectors
    return loaded


def test_the_users_calibration_stands_in_place_of_the_shipped_one_and_is_named(project: Path) -> None:
    shipped = plugin(project, "ownused")
    own(project, "ownused", calibration("ownused", alpha=0.1))
    registry = load([shipped], project / "own")
    loaded = only(registry)
    assert registry.failures == []
    assert loaded.own_calibration
    assert loaded.calibration.alpha == 0.1
    assert loaded.calibration.strata[0].name == "high quality; calibrated by the user on 220 images"
    assert not only(load([shipped], project / "elsewhere")).own_calibration


def test_the_user_can_calibrate_what_came_without_a_calibration(project: Path) -> None:
    bare = plugin(project, "ownbare", calibrated=False)
    own(project, "ownbare", calibration("ownbare"))
    assert only(load([bare], project / "own")).calibration is not None


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (calibration("otherweights", weights_sha256="00"), "for other weights"),
        ("{}", "cannot be used"),
        ("\udc80", "cannot be read"),
    ],
)
def test_a_users_calibration_that_does_not_fit_is_named_and_the_shipped_one_stays(
    project: Path, document: Any, why: str
) -> None:
    name = f"other{'weights' if isinstance(document, dict) else 'broken'}"
    shipped = plugin(project, name)
    path = own(project, name, "" if document == "\udc80" else document)
    if document == "\udc80":
        path.write_bytes(b"\x80")
    registry = load([shipped], project / "own")
    assert not only(registry).own_calibration
    assert why in registry.failures[0][1]
