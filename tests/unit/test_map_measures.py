"""What is measured of maps, where the right answer is known: a detector that looks at the left half alone, explained by
a map of that half, a random one and a constant one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api import DetectorOutput, ExplainRequest, ImageInput
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap, HeatmapAudit, ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.composites import Composite, Labelled, Pair, pairs
from gauntlet_desktop.evaluation.map_figures import Measured, agreement, method_figures, ranked, rate
from gauntlet_desktop.evaluation.map_observations import (
    STEPS,
    MapJournal,
    MapOfComposite,
    MapOfImage,
    measure_composite,
    measure_image,
    noisy,
)
from gauntlet_desktop.imaging.packs import Sample, open_pack
from gauntlet_desktop.inference.audit import measure_chance
from gauntlet_desktop.inference.explaining import Explaining
from tests.evaluations import make_labelled

SIDE = 128


class LeftHalf:
    """The brighter the left half, the more generated."""

    id = "left-half"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        return DetectorOutput(float(image.pixels[:, : image.pixels.shape[1] // 2].mean()) / 10.0 - 5.0)


class Method:
    """A map (8, 8) made by kind: what the detector uses, noise, or nothing."""

    name = "Method"

    def __init__(self, kind: str) -> None:
        self.id = kind

    def supports(self, detector: object) -> bool:
        return True

    def layers(self, detector: object) -> Sequence[str]:
        return []

    def passes(self, detector: object, request: ExplainRequest) -> float:
        return 1.0

    def explain(self, image: ImageInput, detector: LeftHalf, request: ExplainRequest, context: TaskContext) -> Heatmap:
        context.checkpoint()
        side = image.pixels.shape[0] // 8
        values = image.pixels.mean(axis=2).reshape(8, side, 8, side).mean(axis=(1, 3)) / 255.0
        values[:, 4:] = 0.0
        if self.id == "random":
            values = np.random.default_rng(int(image.pixels.sum())).uniform(-1, 1, (8, 8))
        if self.id == "constant":
            values = np.zeros((8, 8))
        view = EvidenceView(Box(0, 0, image.facts.width, image.facts.height), 1.0, values.astype(np.float32))
        score = detector.detect(image, context).score
        return Heatmap(self.id, detector.id, False, 0.0, score, (view,), 0.0, unit="relative")


def explaining(kind: str) -> Explaining:
    return Explaining(LeftHalf(), Method(kind), ExplainRequest())


def picture(seed: int = 1) -> ImageInput:
    """Smooth and bright to the left of the middle, dark noise elsewhere."""
    pixels = np.random.default_rng(seed).integers(0, 60, (SIDE, SIDE, 3), dtype=np.uint8)
    pixels[16:112, :64] += 180
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, SIDE, SIDE, 1, 1, False, "", 1.0, None))


def left_composite() -> Composite:
    return Composite(picture(), np.arange(SIDE)[None].repeat(SIDE, 0) < SIDE // 2)


def observed(kind: str, count: int = 3) -> Measured:
    """Everything of one method on a few pictures."""
    images, composites = {}, {}
    for seed in range(count):
        chance = measure_chance(picture(seed), lambda i, c: LeftHalf().detect(i, c).score, TaskContext())
        images[f"{seed}"] = measure_image(explaining(kind), picture(seed), chance, TaskContext())
        composites[f"{seed}"] = measure_composite(explaining(kind), left_composite(), TaskContext())
    return Measured(images, composites)


@pytest.fixture(scope="module")
def measured() -> dict[str, Measured]:
    return {kind: observed(kind) for kind in ("right", "random", "constant")}


def test_the_right_map_beats_chance_and_finds_the_half(measured: dict[str, Measured]) -> None:
    figures = {kind: method_figures(found, seed=1) for kind, found in measured.items()}
    right, noise, constant = (figures[kind] for kind in ("right", "random", "constant"))
    assert right["deletion_passed"]["rate"] == 1.0 > noise["deletion_passed"]["rate"]
    assert right["audit_passed"]["rate"] == 1.0
    assert right["deletion_gain"] > 1.0 > noise["deletion_gain"]
    assert (right["pixel_auc"], right["pointing"], right["pointing_by_chance"]) == (1.0, 1.0, 0.5)
    assert (constant["pixel_auc"], constant["pointing"]) == (0.5, 0.5)
    assert right["pixel_auc_interval"] == [1.0, 1.0]
    assert right["mod"] < 0.05
    assert noise["mod"] > 0.3
    assert constant["mod"] == constant["vid"] == 0.0
    assert right["randomised"] == {}


def test_the_right_map_is_ranked_first_and_ranks_are_told(measured: dict[str, Measured]) -> None:
    order = ranked({kind: method_figures(found, seed=1) for kind, found in measured.items()})
    assert order[0]["method"] == "right"
    assert set(order[0]["ranks"]) == {"deletion", "gain", "pixel AUC", "JPEG and shift", "MOD"}
    assert order[0]["mean_rank"] < order[1]["mean_rank"]


def test_maps_agree_with_themselves_and_not_with_noise(measured: dict[str, Measured]) -> None:
    matrix = np.array(agreement(measured, ["right", "random", "constant"]))
    np.testing.assert_allclose(np.diag(matrix), 1.0)
    np.testing.assert_allclose(matrix, matrix.T)
    assert abs(matrix[0, 1]) < 0.3
    assert matrix[0, 2] == 0.0
    nothing = Measured({}, {})
    assert agreement({"right": measured["right"], "none": nothing}, ["right", "none"])[0][1] is None


def test_without_composites_there_is_no_figure_of_place_and_no_rank_by_it(measured: dict[str, Measured]) -> None:
    bare = {kind: method_figures(Measured(found.images, {}), seed=1) for kind, found in measured.items()}
    assert bare["right"]["pixel_auc"] is bare["right"]["pointing"] is None
    assert "pixel AUC" not in ranked(bare)[0]["ranks"]


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_does_not_depend_on_the_order_of_the_methods(names: list[str]) -> None:
    audit = HeatmapAudit(1.0, (0.0, 0.5), None, (("JPEG 90", 0.1), ("shift", 0.1)), (), (("all layers", 0.1),))
    image = MapOfImage(audit, (0.1, 0.2, 0.3, 0.4), ((0.0, 1.0),))
    figures = {
        name: method_figures(Measured({"x": image}, {"y": MapOfComposite(value, 1.0, 0.5)}), seed=1)
        for name, value in zip("abcd", (0.9, 0.7, 0.7, 0.4), strict=True)
    }
    order = ranked({name: figures[name] for name in names})
    assert [each["method"] for each in order] == ["a", "b", "c", "d"]
    assert [each["ranks"]["pixel AUC"] for each in order] == [1.0, 2.5, 2.5, 4.0]
    assert all(each["ranks"]["weights"] == 2.5 for each in order)


def test_a_rate_carries_its_interval() -> None:
    found = rate([True, True, True, False])
    assert (found["rate"], found["count"], found["total"]) == (0.75, 3, 4)
    assert found["low"] < 0.75 < found["high"]


@given(st.integers(0, 255), st.sampled_from(STEPS))
def test_noise_moves_every_value_by_its_steps_within_what_there_is(value: int, steps: int) -> None:
    pixels = np.full((6, 6, 3), value, dtype=np.uint8)
    moved = noisy(pixels, steps, seed=1)
    assert set(np.unique(moved)) <= {max(0, value - steps), min(255, value + steps)}
    np.testing.assert_array_equal(moved, noisy(pixels, steps, seed=1))


def test_a_score_that_is_not_a_number_is_no_measurement() -> None:
    class Broken(LeftHalf):
        def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
            return DetectorOutput(float("nan"))

    broken = Explaining(Broken(), Method("right"), ExplainRequest())
    chance = measure_chance(picture(), lambda i, c: float("nan"), TaskContext())
    with pytest.raises(PluginFault, match="not finite"):
        measure_image(broken, picture(), chance, TaskContext())


def test_what_was_kept_is_known_again_and_other_lines_are_passed_over(
    tmp_path: Path, measured: dict[str, Measured]
) -> None:
    path = tmp_path / "maps.jsonl"
    key = ("image", "abc", "left-half", "00", "right", 1)
    composite_key = ("composite", *key[1:])
    image, composite = measured["right"].images["0"], measured["right"].composites["0"]
    with MapJournal(path) as journal:
        journal.add(key, image)
        journal.add(composite_key, composite)
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"program": "0.0"}\n[]\n{"cut')
    with MapJournal(path) as journal:
        assert journal.image(key) == image
        assert journal.composite(composite_key) == composite
        assert journal.image(composite_key) is None


# Composites


def test_composites_hold_each_class_where_they_say(tmp_path: Path) -> None:
    with open_pack(make_labelled(tmp_path / "data")) as pack:
        by_label = {sample.label: sample for sample in reversed(pack.samples) if "blank" not in sample.member}
        pair = Pair(Labelled(by_label["real"], "0a" * 32), Labelled(by_label["fake"], "0b" * 32), seed=1)
        camera, made = (pack.decode(by_label[label])[0] for label in ("real", "fake"))
        inserted, reverse = pair.composites(pack)
        again = pair.composites(pack)
    np.testing.assert_array_equal(inserted.generated, ~reverse.generated)
    assert 0.1 < inserted.generated.mean() < 0.8
    for composite, own, other in ((inserted, made, camera), (reverse, made, camera)):
        for mask, source in ((composite.generated, own), (~composite.generated, other)):
            # The edge is soft: some pixels near it are a mixture.
            same = (composite.image.pixels == source).all(axis=2)
            assert same[mask].mean() > 0.8
    np.testing.assert_array_equal(inserted.image.pixels, again[0].image.pixels)


def test_pictures_that_are_too_small_give_no_composite(tmp_path: Path) -> None:
    from PIL import Image

    for label in ("real", "fake"):
        (tmp_path / label).mkdir()
        Image.new("RGB", (40, 300)).save(tmp_path / label / "small.png")
    with open_pack(tmp_path) as pack:
        real, fake = (Labelled(sample, "00" * 32) for sample in pack.samples)
        assert Pair(real, fake, 1).composites(pack) == ()


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 9))
def test_every_image_of_the_rarer_class_has_one_partner(real: int, fake: int, seed: int) -> None:
    images = [Labelled(Sample("", f"{i}", i >= real, "s"), f"{i}") for i in range(real + fake)]
    found = list(pairs(images, seed))
    assert len(found) == min(real, fake)
    assert all(not pair.camera.sample.generated and pair.made.sample.generated for pair in found)
    assert len({pair.camera.sha256 for pair in found}) == len({pair.made.sha256 for pair in found}) == len(found)
    assert found == list(pairs(images, seed))


def test_a_region_on_a_coarser_grid_is_that_of_its_middles() -> None:
    composite = left_composite()
    np.testing.assert_array_equal(composite.region((4, 4)), np.arange(4)[None].repeat(4, 0) < 2)
    assert composite.region((64, 64)).mean() == 0.5
