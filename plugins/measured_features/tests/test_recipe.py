"""The fit and the recipe: balanced, robust, judged on sources left out, and complete in what it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_measured_features.features import NAMES
from gauntlet_measured_features.fit import DRAWN, Penalty, Table, balance, fit, unseen_auc
from gauntlet_measured_features.model import read_model
from gauntlet_measured_features.recipe import CONDITIONS, GROUPS, MeasuredFeaturesRecipe, choose

TELLING, NUISANCE = NAMES.index("noise.quiet"), NAMES.index("period.blocking")


def table(seed: int = 0, pictures: int = 30) -> Table:
    """Three sources a class, each picture once in each condition and twice drawn. One feature tells the classes apart,
    one changes with every delivery, one separates the sources, the others are noise."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, (generated, source) in enumerate((g, f"{'fr'[not g]}{i}") for g in (False, True) for i in range(3)):
        for picture in range(pictures):
            own = rng.normal(0.0, 1.0, len(NAMES))
            own[TELLING] += 2.0 * generated
            own[0] += 3.0 * number
            for condition in (*CONDITIONS, DRAWN, DRAWN):
                values = own.copy()
                values[NUISANCE] = own[NUISANCE] * 0.1 + generated + rng.normal(0.0, 3.0)
                rows.append((values, generated, source, number * pictures + picture, condition))
    values, generated, source, picture, condition = zip(*rows, strict=True)
    return Table(np.array(values), np.array(generated), np.array(source), np.array(picture), np.array(condition))


def test_both_classes_and_their_sources_weigh_the_same() -> None:
    generated = np.array([False] * 90 + [False] * 10 + [True] * 50)
    source = np.array(["a"] * 90 + ["b"] * 10 + ["a"] * 50)
    weights = balance(generated, source)
    assert weights.sum() == pytest.approx(1.0)
    assert weights[:90].sum() == pytest.approx(0.25)
    assert weights[90:100].sum() == pytest.approx(0.25)
    assert weights[100:].sum() == pytest.approx(0.5)


def test_the_telling_feature_leads_and_rises_towards_generated() -> None:
    fitted = fit(table(), NAMES, Penalty(0.1, 0.0), "1")
    coefficients = {term.name: term.coefficient for term in fitted.terms}
    without_sources = {name: abs(value) for name, value in coefficients.items() if name != NAMES[0]}
    assert max(without_sources, key=lambda name: without_sources[name]) == NAMES[TELLING]
    assert coefficients[NAMES[TELLING]] > 0.0


def test_what_delivery_changes_counts_less_under_its_penalty() -> None:
    plain, held = (fit(table(), NAMES, Penalty(0.1, delivery), "1").terms[NUISANCE] for delivery in (0.0, 30.0))
    assert abs(held.coefficient) < 0.3 * abs(plain.coefficient)


def test_scales_shrug_off_outliers() -> None:
    clean, dirty = table(), table()
    dirty.values[::50] += 1e6
    for one, other in zip(
        fit(clean, NAMES, Penalty(0.1, 0.0), "1").terms, fit(dirty, NAMES, Penalty(0.1, 0.0), "1").terms, strict=True
    ):
        assert other.centre == pytest.approx(one.centre, abs=0.3)
        assert other.scale == pytest.approx(one.scale, rel=0.2)


def test_a_constant_feature_is_harmless() -> None:
    flat = table()
    flat.values[:, 5] = 7.0
    term = fit(flat, NAMES, Penalty(0.1, 0.0), "1").terms[5]
    assert (term.centre, term.scale, term.coefficient) == (7.0, 1.0, 0.0)


def test_unseen_sources_are_judged_without_them() -> None:
    data = table()
    names = [NAMES[TELLING]]
    figures = unseen_auc(data, names, Penalty(0.1, 0.0), CONDITIONS)
    parts = [data.values[(data.condition == "web") & (data.generated == g), TELLING] for g in (False, True)]
    assert figures["web"] == pytest.approx(auc(*parts), abs=0.03)
    # The first feature separates sources, not classes: the source left out is beyond all that were seen.
    assert unseen_auc(data, NAMES[:1], Penalty(0.1, 0.0), ["clean"])["clean"] > 0.9


def test_one_source_a_class_cannot_be_left_out() -> None:
    data = table()
    kept = np.isin(data.source, ["r0", "f0"])
    small = Table(data.values[kept], data.generated[kept], data.source[kept], data.picture[kept], data.condition[kept])
    assert unseen_auc(small, NAMES, Penalty(0.1, 0.0), CONDITIONS) == {}
    assert choose(small, [Penalty(0.1, 0.0), Penalty(1.0, 5.0)]) == Penalty(1.0, 5.0)


@dataclass(frozen=True)
class Picture:
    pixels: NDArray[np.uint8]
    generated: bool
    source: str
    index: int
    condition: str


class Data:
    """Training data of noise: camera pictures are rough, generated ones smooth."""

    def delivered(self, per_source: int, draws: int) -> Iterator[Picture]:
        rng = np.random.default_rng(1)
        index = 0
        for generated in (False, True):
            for source in ("a", "b", "c"):
                for _ in range(per_source):
                    index += 1
                    pixels = rng.integers(100, 120 if generated else 160, (64, 64, 3), dtype=np.uint8)
                    for condition in (*CONDITIONS, *[DRAWN] * draws):
                        noise = rng.integers(0, 3, pixels.shape, dtype=np.uint8)
                        yield Picture(pixels + noise, generated, f"{source}{generated}", index, condition)


def test_the_recipe_writes_a_model_that_works_and_its_ablation(tmp_path: Path) -> None:
    recipe = MeasuredFeaturesRecipe()
    parameters = complete(recipe.parameters, {"per_source": 4, "draws": 2, "ridges": [3.0, 0.3], "delivery": [3.0]})
    reports: list[float] = []
    recipe.train(Data(), tmp_path, parameters, lambda fraction, _: reports.append(fraction))
    fitted = read_model(tmp_path / "model.json")
    assert [term.name for term in fitted.terms] == list(NAMES)
    assert fitted.version == recipe.version
    document = json.loads((tmp_path / "ablation.json").read_text(encoding="utf-8"))
    assert set(document["without"]) == set(document["alone"]) == {group.name for group in GROUPS}
    assert set(document["all"]) == set(CONDITIONS)
    assert document["all"]["web"] > 0.95
    assert [(p["ridge"], p["delivery"]) for p in document["penalties"]] == [(0.3, 3.0), (3.0, 3.0)]
    assert reports == sorted(reports)
    (entry,) = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(json.loads(entry)) == {"step", "seconds"}
    again = tmp_path / "again"
    again.mkdir()
    recipe.train(Data(), again, parameters, lambda *_: None)
    assert (again / "model.json").read_bytes() == (tmp_path / "model.json").read_bytes()


@pytest.mark.parametrize("change", [{"ridges": []}, {"ridges": [0.0, 1.0]}, {"delivery": ["much"]}, {"delivery": [-1]}])
def test_strengths_that_cannot_be_are_refused_before_any_work(tmp_path: Path, change: dict[str, list[object]]) -> None:
    recipe = MeasuredFeaturesRecipe()
    with pytest.raises(UserError, match="lists of numbers"):
        recipe.train(None, tmp_path, complete(recipe.parameters, change), lambda *_: None)


def test_the_statement_of_the_card_is_complete() -> None:
    from gauntlet_desktop.evaluation.card import Statement

    statement = Statement(**MeasuredFeaturesRecipe().statement)
    assert statement.licence == "Apache-2.0"
    assert all(statement.failures)


def test_the_recipe_is_one_of_a_detector(tmp_path: Path) -> None:
    from gauntlet_desktop.training.runner import DetectorRecipe

    recipe = MeasuredFeaturesRecipe()
    assert isinstance(recipe, DetectorRecipe)
    assert recipe.detector(tmp_path).id == recipe.id
