"""The notices cover everything that the light and the full install bring along, and nothing in it forbids shipping."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from installer.components import FULL, closure, components
from installer.licences import NVIDIA, licence, misfit
from installer.make_notices import NOTICES, problems, table

LICENCE = "==== LICENSE ====\n\nDo as you like.\n"


def made_up(folder: Path, terms: str, name: str = "made-up", requires: str = "") -> metadata.Distribution:
    """A distribution of the given licence with a licence text, installed in a folder."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    (info / "licenses").mkdir(parents=True)
    (info / "licenses" / "LICENSE").write_text("Do as you like.\n", encoding="utf-8")
    required = f"Requires-Dist: {requires}\n" if requires else ""
    head = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: {terms}\n{required}"
    (info / "METADATA").write_text(head, encoding="utf-8")
    (info / "RECORD").write_text(f"{info.name}/licenses/LICENSE,,\n{info.name}/METADATA,,\n", encoding="utf-8")
    return metadata.PathDistribution(info)


def test_what_both_installs_bring_along_is_in_the_notices_under_licences_that_fit() -> None:
    light, full = closure(), closure(FULL)
    assert {"numpy", "pillow", "pyside6-essentials", "onnxruntime"} <= set(light) < set(full)
    assert "torch" not in light and {"torch", "distributed", "pyhanko"} <= set(full)
    assert problems(full) == []


def test_the_light_install_is_free_software() -> None:
    for name, dist in closure().items():
        assert NVIDIA not in licence(name, dist), name
    assert table()["pyside6-essentials"] == ("LGPL-3.0-only", "")


def test_the_libraries_of_nvidia_are_named_as_proprietary_with_their_terms() -> None:
    libraries = {name: row for name, row in table().items() if name.startswith("nvidia-") and name != "nvidia-nvtx"}
    assert {"nvidia-cublas", "nvidia-cudnn-cu13", "nvidia-nccl-cu13"} <= set(libraries)
    for name, (terms, text) in libraries.items():
        assert terms == NVIDIA, name
        assert (NOTICES / text).read_text(encoding="utf-8").strip(), name


@pytest.mark.parametrize(
    "terms",
    [
        "GPL-3.0-only",
        "AGPL-3.0-or-later",
        "MIT AND GPL-2.0-only",
        "LicenseRef-Ours",
        "not stated",
        "BSD",
        "",
        "MIT AND",
    ],
)
def test_a_licence_that_does_not_fit_is_a_problem(terms: str, tmp_path: Path) -> None:
    found = problems({"made-up": made_up(tmp_path, terms)})
    assert any("made-up" in line and ("not among" in line or "no SPDX" in line) for line in found)


@pytest.mark.parametrize("terms", ["MIT", "MIT OR GPL-3.0-only", "GPL-3.0-or-later WITH GCC-exception-3.1", NVIDIA])
def test_a_choice_or_an_exception_may_fit(terms: str) -> None:
    assert misfit(terms) == ""


def test_what_the_notices_lack_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dist = made_up(tmp_path, "MIT")
    assert problems({"made-up": dist}) == ["made-up: it is missing in THIRD-PARTY.md."]
    for row, problem in (
        ("| made-up | 1.0 | MIT |  | |", "it has a licence text that the notices lack"),
        ("| made-up | 1.0 | ISC | a.txt | |", "THIRD-PARTY.md has the licence 'ISC'"),
        ("| made-up | 1.0 | MIT | a.txt | |", "the text a.txt is missing"),
    ):
        (tmp_path / "THIRD-PARTY.md").write_text(row, encoding="utf-8")
        monkeypatch.setattr("installer.make_notices.NOTICES", tmp_path)
        monkeypatch.setattr("installer.make_notices.TABLE", tmp_path / "THIRD-PARTY.md")
        (line,) = problems({"made-up": dist})
        assert problem in line
    (tmp_path / "a.txt").write_text(LICENCE, encoding="utf-8")
    assert problems({"made-up": dist}) == []


def test_extras_of_requirements_are_followed(tmp_path: Path) -> None:
    made_up(tmp_path, "MIT", "gauntlet-desktop", "inner[more] ; extra == 'full'")
    made_up(tmp_path, "MIT", "inner", "innermost ; extra == 'more'")
    made_up(tmp_path, "MIT", "innermost")
    assert closure(path=[tmp_path]) == {}
    assert set(closure(["full"], [tmp_path])) == {"inner", "innermost"}
    assert components(["full"], [tmp_path])["inner"].requires == {"innermost"}
    with pytest.raises(metadata.PackageNotFoundError):
        closure(path=[tmp_path / "nowhere"])
