"""The audit tells a map that shows what moves a score from one that does not, a stable one from one that jumps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap, ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.audit import MOST_NISSIM, Audited, audit, measure_chance
from gauntlet_desktop.inference.variants import ALL_LAYERS, LAST_LAYER

SIDE = 128


def picture(seed: int = 1) -> ImageInput:
    """Dark noise with a bright square in one corner."""
    pixels = np.random.default_rng(seed).integers(0, 60, (SIDE, SIDE, 3), dtype=np.uint8)
    pixels[:40, :40] += 180
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, SIDE, SIDE, 1, 1, False, "", 1.0, None))


def brightness(image: ImageInput, context: TaskContext) -> float:
    context.checkpoint()
    return float(image.pixels.mean()) / 10.0 - 5.0


def heatmap(values: np.ndarray, target: str = "generated") -> Heatmap:
    view = EvidenceView(Box(0, 0, SIDE, SIDE), 1.0, values.astype(np.float32))
    return Heatmap("test", "test", False, 0.0, 1.0, (view,), 0.0, target=target, unit="relative")


def light(image: ImageInput, context: TaskContext | None = None) -> Heatmap:
    """The map of what makes the score: brightness, over its mean."""
    cells = image.pixels.mean(axis=2).reshape(16, 8, 16, 8).mean(axis=(1, 3))
    values = cells - cells.mean()
    return heatmap(values / np.abs(values).max())


def test_a_map_of_what_moves_the_score_passes() -> None:
    found = audit(light(picture()), picture(), Audited(light, brightness), TaskContext()).audit
    assert found is not None
    assert found.passed, found.reasons
    assert found.deletion > found.deletion_random[1] > found.deletion_random[0]
    assert [change for change, _ in found.nissim] == ["JPEG 90", "shift of 4 px"]


def test_for_the_camera_class_the_dark_places_count() -> None:
    """The score of the other class falls when what speaks for it goes."""

    def dark(image: ImageInput, context: TaskContext | None = None) -> Heatmap:
        (view,) = light(image).views
        return heatmap(view.values, "camera")

    found = audit(dark(picture()), picture(), Audited(dark, brightness), TaskContext()).audit
    assert found is not None
    assert found.deletion > 0


def test_a_map_of_nothing_in_particular_fails() -> None:
    values = np.random.default_rng(7).uniform(-1, 1, (16, 16))

    def fixed(image: ImageInput, context: TaskContext | None = None) -> Heatmap:
        return heatmap(values)

    found = audit(fixed(picture()), picture(), Audited(fixed, brightness), TaskContext()).audit
    assert found is not None
    assert any("no more than random places" in reason for reason in found.reasons)


def test_a_map_that_jumps_is_called_unstable() -> None:
    calls: list[int] = []

    def restless(image: ImageInput, context: TaskContext) -> Heatmap:
        calls.append(1)
        return heatmap(np.random.default_rng(len(calls)).uniform(-1, 1, (16, 16)))

    found = audit(light(picture()), picture(), Audited(restless, brightness), TaskContext()).audit
    assert found is not None
    assert len([reason for reason in found.reasons if "NISSIM" in reason]) == 2


def test_agreement_is_with_the_other_maps_and_no_criterion() -> None:
    (view,) = light(picture()).views
    others = (light(picture()), heatmap(-view.values))
    found = audit(light(picture()), picture(), Audited(light, brightness, others), TaskContext()).audit
    assert found is not None
    assert found.agreement == pytest.approx(0.0, abs=1e-6)
    assert found.passed
    alike = audit(light(picture()), picture(), Audited(light, brightness, others[:1]), TaskContext()).audit
    assert alike is not None
    assert alike.agreement == pytest.approx(1.0)


def test_an_attack_counts_only_where_the_answer_stays() -> None:
    """The attacked image has another map; where it has another answer too, it may."""

    def other(score: float) -> Heatmap:
        return replace(heatmap(np.random.default_rng(3).uniform(-1, 1, (16, 16))), score=score)

    for score, fails in ((0.5, True), (-0.5, False)):
        asked = Audited(light, brightness, attacked=(("FGSM 2/255", lambda context, s=score: other(s)),))
        found = audit(light(picture()), picture(), asked, TaskContext()).audit
        assert found is not None
        assert dict(found.nissim)["FGSM 2/255"] > MOST_NISSIM
        assert any("FGSM 2/255" in reason for reason in found.reasons) == fails


def test_a_map_that_outlives_the_weights_fails() -> None:
    def unmoved(context: TaskContext) -> Heatmap:
        return light(picture())

    def lost(context: TaskContext) -> Heatmap:
        return heatmap(np.random.default_rng(3).uniform(-1, 1, (16, 16)))

    for explain, fails in ((unmoved, True), (lost, False)):
        asked = Audited(light, brightness, shuffled=((LAST_LAYER, explain), (ALL_LAYERS, explain)))
        found = audit(light(picture()), picture(), asked, TaskContext()).audit
        assert found is not None
        assert [part for part, _ in found.randomised] == [LAST_LAYER, ALL_LAYERS]
        assert len([reason for reason in found.reasons if "learnt" in reason]) == (2 if fails else 0)


def test_several_shuffles_of_a_part_give_their_mean() -> None:
    (view,) = light(picture()).views
    maps = (light(picture()), heatmap(-view.values))
    asked = Audited(light, brightness, shuffled=tuple((ALL_LAYERS, lambda context, m=each: m) for each in maps))
    found = audit(light(picture()), picture(), asked, TaskContext()).audit
    assert found is not None
    assert found.randomised == ((ALL_LAYERS, pytest.approx(0.0, abs=1e-6)),)


def test_chance_is_the_same_for_any_map_of_an_image() -> None:
    chance = measure_chance(picture(), brightness, TaskContext())
    asked = Audited(light, brightness)
    alone, shared = (audit(light(picture()), picture(), asked, TaskContext(), chance=c) for c in (None, chance))
    assert alone.audit == shared.audit


def test_the_same_audit_twice_and_cancellable() -> None:
    asked = Audited(light, brightness)
    first, second = (audit(light(picture()), picture(), asked, TaskContext()) for _ in range(2))
    assert first.audit == second.audit
    with pytest.raises(Cancelled):
        audit(light(picture()), picture(), asked, TaskContext(is_cancelled=lambda: True))


def test_a_map_of_one_line_can_be_audited() -> None:
    wide = ImageInput(picture().pixels[:8], ImageFacts("PNG", "RGB", 8, SIDE, 8, 1, 1, False, "", 1.0, None))

    def line(image: ImageInput, context: TaskContext | None = None) -> Heatmap:
        view = EvidenceView(Box(0, 0, SIDE, 8), 1.0, np.linspace(1, -1, 16, dtype=np.float32)[None])
        return Heatmap("test", "test", False, 0.0, 1.0, (view,), 0.0, unit="relative")

    assert audit(line(wide), wide, Audited(line, brightness), TaskContext()).audit is not None
