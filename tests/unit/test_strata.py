"""Strata: which ones images can validate, what they say of themselves, and deliveries that land in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.calibration import NO_MAX_SIDE
from gauntlet_desktop.core.records import ImageFacts, JpegFacts
from gauntlet_desktop.imaging.delivery import Encode, Rescale, deliver
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.training.strata import Cell, cells_for, delivery_into, members

ALL_CELLS = [(200, 255), (256, 511), (512, NO_MAX_SIDE), (256, NO_MAX_SIDE)]
QUALITIES = [(86, 101), (60, 85), (30, 59)]


def images(side: int, count: int = 50, sources: int = 2) -> dict[Sample, int]:
    """So many images a class, of so many sources."""
    return {
        Sample("", f"{label}{side}/{index}", label == "fake", f"s{index % sources}"): side
        for label in ("real", "fake")
        for index in range(count)
    }


def facts(side: int, quality: int) -> ImageFacts:
    jpeg = JpegFacts(quality, True, "", False, "") if quality <= 100 else None
    return ImageFacts("JPEG" if jpeg else "PNG", "RGB", 8, side + 40, side, 1, 1, False, "", 1.0, jpeg)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (images(256), [(200, 255), (256, NO_MAX_SIDE)]),
        (images(256, 49), [(200, NO_MAX_SIDE)]),
        (images(256, 200, sources=1), [(200, NO_MAX_SIDE)]),
        (images(3000), [(200, 255), (256, 511), (512, NO_MAX_SIDE)]),
        (images(256) | images(700, 10), [(200, 255), (256, NO_MAX_SIDE)]),
        ({}, [(200, NO_MAX_SIDE)]),
    ],
)
def test_ranges_without_enough_images_are_merged_with_the_one_below(
    sides: dict[Sample, int], expected: list[tuple[int, int]]
) -> None:
    cells = cells_for(sides)
    assert [(cell.min_side, cell.max_side) for cell in cells[::3]] == expected
    assert [(cell.min_quality, cell.max_quality) for cell in cells] == QUALITIES * len(expected)


def test_the_name_says_what_is_covered_and_what_it_was_validated_on() -> None:
    small, large = cells_for(images(256))[::3]
    assert small.name == "short side 200 to 255 px, JPEG quality over 85, or lossless"
    assert large.name.startswith("short side 256 px or more, JPEG quality over 85, or lossless; validated on images of")
    assert cells_for(images(256))[4].name == (
        "short side 256 px or more, JPEG quality 60 to 85; validated on images of up to 256 px"
    )
    assert cells_for(images(3000))[-1].name == "short side 512 px or more, JPEG quality 30 to 59"


def test_an_image_serves_every_range_that_it_can_be_reduced_to() -> None:
    sides = images(256) | images(220)
    small, large = cells_for(sides)[::3]
    assert len(members(small, sides)) == 200
    assert len(members(large, sides)) == 100


@given(
    st.sampled_from(ALL_CELLS), st.sampled_from(QUALITIES), st.integers(200, 6000), st.integers(20, 101), st.integers(0)
)
def test_deliveries_land_in_their_cell(
    sides: tuple[int, int], qualities: tuple[int, int], side: int, quality: int, number: int
) -> None:
    cell = Cell(*sides, *qualities)
    if side < cell.min_side:
        return
    steps = delivery_into(cell, seed=1)(Sample("", str(number), False, "s"), facts(side, quality))
    factor = steps[0].factor if steps and isinstance(steps[0], Rescale) else 1.0
    assert cell.min_side <= round(side * factor) <= cell.max_side
    if steps:
        last = steps[-1]
        assert isinstance(last, Encode)
        assert cell.min_quality <= last.quality <= cell.max_quality
    else:
        assert cell.min_quality <= quality <= cell.max_quality


def test_a_crop_stands_for_the_larger_picture() -> None:
    """A whole picture of 256 px cannot be reduced within its range; a crop of a larger one can."""
    cell = Cell(256, NO_MAX_SIDE, 60, 85)
    chain = delivery_into(cell, seed=1)
    whole = [chain(Sample("", str(n), False, "s", original_side=296), facts(256, 101)) for n in range(100)]
    crops = [chain(Sample("", str(n), False, "s", original_side=4000), facts(256, 101)) for n in range(100)]
    assert {len(steps) for steps in whole} == {1}
    reduced = [steps for steps in crops if len(steps) == 2]
    assert 30 < len(reduced) < 70
    shown = deliver(np.zeros((256, 296, 3), dtype=np.uint8), reduced[0])
    assert 128 <= shown.shape[0] < 256


def test_half_of_what_lies_in_the_cell_stays_as_stored_and_classes_are_treated_alike() -> None:
    chain = delivery_into(Cell(200, 255, 86, 101), seed=3)
    drawn = [chain(Sample("", str(n), False, "s"), facts(200, 101)) for n in range(200)]
    assert drawn == [chain(Sample("", str(n), True, "t"), facts(200, 101)) for n in range(200)]
    assert 60 < sum(steps == () for steps in drawn) < 140
