"""The bundled sample images are what their README says, and small enough to be carried along."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.app.folders import scan
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.core.errors import InputError
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.scope import scope_reasons
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.provenance import read_provenance
from scripts import make_samples, sample_renders

SAMPLES = Path(str(resources.files("gauntlet_desktop.resources"))) / "samples"
NAMES = [os.fsdecode(os.path.split(path)[1]) for path in scan(os.fsencode(SAMPLES))]
DAMAGED = "10-cut-off.jpg"
OUT_OF_SCOPE = {"08-screenshot.png", "09-tiny.png"}


def opened(name: str) -> tuple[np.ndarray, ImageFacts]:
    _, data = read_file(os.fsencode(SAMPLES / name), Limits())
    return decode(data, Limits())


def test_there_are_few_and_they_are_small_and_described() -> None:
    assert 6 <= len(NAMES) <= 12
    assert sum((SAMPLES / name).stat().st_size for name in NAMES) < 3_000_000
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"| {name} |" in readme for name in NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name != DAMAGED])
def test_scope_is_as_described(name: str) -> None:
    assert bool(scope_reasons(*opened(name))) == (name in OUT_OF_SCOPE)


def test_the_cut_off_one_is_damaged() -> None:
    with pytest.raises(InputError) as refused:
        opened(DAMAGED)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("01-still-life.jpg", {"container": "JPEG", "mode": "RGB", "scale": 1.0}),
        ("02-mountains.webp", {"container": "WEBP"}),
        ("03-marble.avif", {"container": "AVIF"}),
        ("04-turned-by-exif.jpg", {"orientation": 6}),
        ("05-sixteen-bit.png", {"bit_depth": 16}),
        ("06-cmyk.jpg", {"mode": "CMYK"}),
    ],
)
def test_each_shows_its_format(name: str, expected: dict[str, object]) -> None:
    _, facts = opened(name)
    assert {key: getattr(facts, key) for key in expected} == expected


def test_the_turned_one_stands_upright() -> None:
    """Its top is sky: the brightest, smoothest part of the picture."""
    turned, _ = opened("04-turned-by-exif.jpg")
    upright, _ = opened("02-mountains.webp")
    difference = np.abs(turned.astype(int) - upright[0:640, 160:800].astype(int)).mean()
    assert difference < 6


def test_the_renders_are_deterministic() -> None:
    first, second = (
        make_samples.camera(sample_renders.still_life(24, 36, 2), exposure=0.5, seed=1).tobytes() for _ in range(2)
    )
    assert first == second
    assert sample_renders.nebula(32, 32).tobytes() == sample_renders.nebula(32, 32).tobytes()


def test_the_declaration_in_the_seventh_is_read() -> None:
    _, data = read_file(os.fsencode(SAMPLES / "07-declares-a-generator.png"), Limits())
    provenance = read_provenance(data, "PNG", Limits())
    assert "AUTOMATIC1111" in provenance.generator


def test_the_samples_are_ours_first_then_photographs_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sample_files()
    assert [path.name for path in files[: len(NAMES)]] == NAMES
    assert all(path.is_file() for path in files)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert [path.name for path in sample_files()] == NAMES
