"""The model and the detector: the score is the sum of named contributions, and files are read with suspicion."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api import Detector, ImageInput
from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.manifest import read_manifest, verify_files
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_measured_features.detector import WEIGHTS, MeasuredFeaturesDetector
from gauntlet_measured_features.features import NAMES, measure
from gauntlet_measured_features.model import Model, Term, read_model, write_model


def model(seed: int = 0, count: int = len(NAMES)) -> Model:
    rng = np.random.default_rng(seed)
    numbers = rng.normal(0.0, 1.0, (count, 3))
    terms = (Term(n, float(c), float(abs(s) + 0.1), float(b)) for n, (c, s, b) in zip(NAMES, numbers, strict=False))
    return Model("1.2.3", 3.0, -0.4, tuple(terms))


def image(height: int, width: int, seed: int = 0) -> ImageInput:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, None))


@given(st.integers(0, 10_000), st.integers(1, len(NAMES)))
def test_the_score_is_the_sum_of_the_contributions_exactly(seed: int, count: int) -> None:
    fitted = model(seed, count)
    features = np.random.default_rng(seed + 1).normal(0.0, 3.0, len(NAMES))
    parts = fitted.contributions(features)
    assert list(parts) == list(NAMES[:count])
    assert fitted.score(features) == math.fsum([fitted.intercept, *parts.values()])
    assert fitted.scores(features[None])[0] == pytest.approx(fitted.score(features), abs=1e-9)


def test_no_feature_can_add_more_than_its_limit() -> None:
    fitted = model()
    parts = fitted.contributions(np.full(len(NAMES), 1e9))
    for term in fitted.terms:
        assert parts[term.name] == pytest.approx(3.0 * term.coefficient)


def test_a_written_model_reads_back_the_same(tmp_path: Path) -> None:
    write_model(model(), tmp_path / "model.json")
    assert read_model(tmp_path / "model.json") == model()
    assert json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))["terms"][0]["name"] == NAMES[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "schema"),
        ({"limit": 0.0}, "positive"),
        ({"intercept": float("nan")}, "finite"),
        ({"terms": [{"name": "noise.unheard", "centre": 0, "scale": 1, "coefficient": 1}]}, "unknown features"),
        ({"terms": [{"name": NAMES[0], "centre": 0, "scale": 0, "coefficient": 1}]}, "positive"),
        ({"terms": [{"name": NAMES[0]}]}, "not a model"),
        ({"terms": 3}, "not a model"),
    ],
)
def test_a_model_that_cannot_be_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = tmp_path / "model.json"
    write_model(model(), path)
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_model(path)


@pytest.mark.parametrize("content", ["", "[]", "not json", "null"])
def test_a_detector_without_a_usable_model_says_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "model.json").write_text(content, encoding="utf-8")
    for path in (tmp_path / "model.json", tmp_path / "missing.json"):
        with pytest.raises(EnvironmentFault, match="cannot be read"):
            MeasuredFeaturesDetector(path).detect(image(256, 256), TaskContext())


@pytest.fixture
def detector(tmp_path: Path) -> MeasuredFeaturesDetector:
    write_model(model(), tmp_path / "model.json")
    return MeasuredFeaturesDetector(tmp_path / "model.json")


@pytest.mark.parametrize("size", [(200, 203), (512, 512), (900, 1300)])
def test_the_detector_scores_what_it_measures(detector: MeasuredFeaturesDetector, size: tuple[int, int]) -> None:
    picture = image(*size)
    output = detector.detect(picture, TaskContext())
    features = detector.features(picture, TaskContext())
    np.testing.assert_array_equal(features, measure(picture.pixels))
    assert output.score == math.fsum([output.bias, *detector.contributions(features).values()])
    assert output.views == ()
    assert isinstance(detector, Detector)


def test_it_reports_progress_and_can_be_cancelled_between_windows(detector: MeasuredFeaturesDetector) -> None:
    reports: list[str] = []
    detector.detect(image(900, 900), TaskContext(lambda _, what: reports.append(what)))
    assert reports == [f"Measuring window {i} of 3" for i in (1, 2, 3)]
    polls = iter([False, True])
    with pytest.raises(Cancelled):
        detector.detect(image(900, 900), TaskContext(is_cancelled=lambda: next(polls, True)))


def test_the_manifest_holds_for_the_shipped_files() -> None:
    folder = WEIGHTS.parent.parent
    manifest = read_manifest(folder / "plugin.toml", API_VERSION)
    verify_files(manifest, folder)
    (entry,) = manifest.detectors
    assert entry.id == MeasuredFeaturesDetector().id
    assert entry.weights in {data.path for data in manifest.files}


def test_the_shipped_model_scores_pictures_of_all_features() -> None:
    shipped = MeasuredFeaturesDetector()
    assert [term.name for term in shipped.model.terms] == list(NAMES)
    output = shipped.detect(image(300, 400), TaskContext())
    assert math.isfinite(output.score)
    assert output.score == shipped.detect(image(300, 400), TaskContext()).score
