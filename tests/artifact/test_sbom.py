"""The bills of materials list what is shipped, follow their schema, and are refused where a licence does not fit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from PIL import features

from gauntlet_desktop import __version__
from installer.components import FULL, PROJECT, closure, components
from installer.sbom import bill
from tests.unit.test_notices import made_up

ROOT = Path(__file__).resolve().parents[2]
EPOCH = 1_900_000_000


def run(folder: Path, packages: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Write the bills; what is installed in `packages` counts before all else, what lies in the checkout not at all."""
    command = [sys.executable, "-P", "-m", "installer.sbom", folder]
    places = [*([str(packages)] if packages else []), str(ROOT)]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(places), **environment}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("bills")
    done = run(folder, SOURCE_DATE_EPOCH=str(EPOCH))
    assert done.returncode == 0, done.stderr
    found = {path.name.split(".")[-3]: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}
    assert set(found) == {"light", "full"}
    return found


def test_each_lists_all_that_its_install_brings_along(bills: dict[str, dict[str, Any]]) -> None:
    for name, extras in (("light", ()), ("full", FULL)):
        told = {part["name"]: part["version"] for part in bills[name]["components"]}
        assert told == {name: dist.version for name, dist in closure(extras).items()}
        assert bills[name]["metadata"]["component"]["version"] == __version__
        assert all(part["licenses"] and part["purl"] for part in bills[name]["components"])


def test_who_requires_whom_is_told(bills: dict[str, dict[str, Any]]) -> None:
    required = {each["ref"]: each.get("dependsOn", []) for each in bills["full"]["dependencies"]}
    root = required[f"pkg:pypi/{PROJECT}@{__version__}"]
    assert f"pkg:pypi/torch@{metadata.version('torch')}" in root
    assert any(ref.startswith("pkg:pypi/sympy@") for ref in required[f"pkg:pypi/torch@{metadata.version('torch')}"])


def test_weights_and_fonts_are_listed_with_their_digests(bills: dict[str, dict[str, Any]]) -> None:
    own = bills["light"]["metadata"]["component"]["components"]
    kinds = {part["type"]: part for part in own}
    assert set(kinds) == {"machine-learning-model", "file"}
    assert all(len(part["hashes"][0]["content"]) == 64 for part in own)
    assert "deep-evidence/weights/deep_evidence.onnx" in {part["name"] for part in own}


def test_what_wheels_say_that_they_contain_is_listed(bills: dict[str, dict[str, Any]]) -> None:
    pillow = next(part for part in bills["light"]["components"] if part["name"] == "pillow")
    contained = {part["name"] for part in pillow["components"]}
    assert {"FreeType", "libwebp"} <= contained
    assert "libimagequant" not in contained and not features.check("libimagequant")  # it would be under the GPL


def test_the_same_installation_has_the_same_bill() -> None:
    first, second = (bill(components(), EPOCH) for _ in range(2))
    assert first == second
    assert json.loads(first)["serialNumber"] != json.loads(bill(components(), EPOCH + 1))["serialNumber"]


def test_a_licence_that_does_not_fit_fails_the_build(tmp_path: Path) -> None:
    made_up(tmp_path / "packages", "Apache-2.0", PROJECT, "made-up")
    made_up(tmp_path / "packages", "AGPL-3.0-only")
    done = run(tmp_path / "out", tmp_path / "packages")
    assert done.returncode == 1
    assert "made-up: 'AGPL-3.0-only' is not among the licences that fit." in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_contained_part_whose_licence_does_not_fit_is_refused(tmp_path: Path) -> None:
    dist = made_up(tmp_path, "MIT")
    told = {"components": [{"name": "inner", "version": "2", "licenses": [{"license": {"id": "GPL-3.0-only"}}]}]}
    path = tmp_path / "made_up-1.0.dist-info" / "sboms" / "a.json"
    path.parent.mkdir()
    path.write_text(json.dumps(told), encoding="utf-8")
    record = path.parents[1] / "RECORD"
    record.write_text(f"{record.read_text(encoding='utf-8')}{path.relative_to(tmp_path)},,\n", encoding="utf-8")
    made_up(tmp_path, "Apache-2.0", PROJECT, dist.metadata["Name"])
    with pytest.raises(ValueError, match="inner in made-up"):
        bill(components(path=[tmp_path]), EPOCH)
