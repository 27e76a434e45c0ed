"""The stability ladder: the window that is changed, what rungs do to a verdict, and the climb itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.ladder import WINDOW_SIDE, settled, textured_window
from gauntlet_desktop.core.records import ImageFacts, JpegFacts, Rung, Tier, Verdict
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.ladder import CHANGES, climb
from tests.factories import make_pixels, make_verdict


def facts(height: int, width: int, quality: int | None = None) -> ImageFacts:
    jpeg = JpegFacts(quality, True, "4:2:0", False, "") if quality else None
    return ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, jpeg)


@given(st.integers(200, 900), st.integers(200, 900), st.integers(0, 2**32))
def test_the_window_lies_in_the_image_on_the_grid(height: int, width: int, seed: int) -> None:
    tiny = np.random.default_rng(seed).integers(0, 256, (9, 9, 3), dtype=np.uint8)
    pixels = tiny[np.arange(height) * 9 // height][:, np.arange(width) * 9 // width]
    box = textured_window(pixels)
    assert (box.width, box.height) == (min(WINDOW_SIDE, width), min(WINDOW_SIDE, height))
    assert 0 <= box.x <= width - box.width
    assert 0 <= box.y <= height - box.height
    assert box.x % 16 == box.y % 16 == 0


def test_the_window_shows_the_most_textured_place() -> None:
    pixels = np.full((1600, 2000, 3), 128, dtype=np.uint8)
    pixels[640 : 640 + WINDOW_SIDE, 1280 : 1280 + WINDOW_SIDE] = np.random.default_rng(1).integers(
        0, 256, (WINDOW_SIDE, WINDOW_SIDE, 3)
    )
    box = textured_window(pixels)
    assert (box.x, box.y) == (1280, 640)
    assert textured_window(pixels[:400, :300]).width == 300


def rungs(*tiers: Tier | None) -> tuple[Rung, ...]:
    return tuple(Rung(f"change {n}", None if tier is None else 0.5, tier) for n, tier in enumerate(tiers))


@pytest.mark.parametrize("tier", list(Tier))
def test_a_verdict_stands_where_no_rung_takes_the_other_side(tier: Tier) -> None:
    verdict = make_verdict(tier)
    ladder = rungs(tier, Tier.INCONCLUSIVE, None)
    assert settled(verdict, ladder) == replace(verdict, ladder=ladder)


@pytest.mark.parametrize(
    ("tier", "other"), [(Tier.AI_SUPPORTED, Tier.LEANS_CAMERA), (Tier.LEANS_CAMERA, Tier.LEANS_AI)]
)
def test_a_rung_on_the_other_side_makes_it_inconclusive_and_is_named(tier: Tier, other: Tier) -> None:
    verdict = make_verdict(tier)
    after = settled(verdict, rungs(tier, other, Tier.INCONCLUSIVE))
    assert after.tier is Tier.INCONCLUSIVE
    assert "changes side" in after.reasons[0]
    assert "(change 1)" in after.reasons[0]
    assert (after.log10_lr, after.reasons[1:]) == (verdict.log10_lr, verdict.reasons)


def test_every_rung_is_one_change_of_the_same_window() -> None:
    pixels = make_pixels(480, 640)
    seen: list[ImageInput] = []

    def judge(image: ImageInput, context: TaskContext) -> Verdict:
        seen.append(image)
        return make_verdict()

    ladder = climb(pixels, facts(480, 640), judge, TaskContext())
    assert [rung.change for rung in ladder] == ["as it is", "JPEG 85", "JPEG 60", "0.75x", "shifted crop", "WebP 80"]
    assert all(rung.tier is Tier.AI_SUPPORTED and rung.log10_lr for rung in ladder)
    box = textured_window(pixels)
    window = pixels[box.y : box.y + box.height, box.x : box.x + box.width]
    assert np.array_equal(seen[0].pixels, window)
    assert np.array_equal(seen[4].pixels, window[3:, 5:])
    assert [image.facts.quality for image in seen] == [101, 85, 60, 95, 101, 101]
    assert [image.facts.short_side for image in seen] == [384, 384, 384, 288, 379, 384]
    assert all(image.pixels.shape[:2] == (image.facts.height, image.facts.width) for image in seen)


def test_a_rung_never_raises_the_quality() -> None:
    qualities: list[int] = []

    def judge(image: ImageInput, context: TaskContext) -> None:
        qualities.append(image.facts.quality)

    ladder = climb(make_pixels(300, 300), facts(300, 300, 70), judge, TaskContext())
    assert qualities == [70, 70, 60, 70, 70, 70]
    assert {(rung.log10_lr, rung.tier) for rung in ladder} == {(None, None)}


def test_the_climb_reports_and_can_be_stopped_between_rungs() -> None:
    told: list[str] = []
    climb(
        make_pixels(300, 300),
        facts(300, 300),
        lambda image, context: None,
        TaskContext(lambda _, step: told.append(step)),
    )
    assert told == [f"Testing stability: {change.name}" for change in CHANGES]
    answers = iter([False, False, True])
    with pytest.raises(Cancelled):
        climb(
            make_pixels(300, 300),
            facts(300, 300),
            lambda image, context: None,
            TaskContext(is_cancelled=lambda: next(answers)),
        )
