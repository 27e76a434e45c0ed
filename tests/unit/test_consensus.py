"""Remarks are kept when two of three views of the picture share them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.consensus import Located, View, agreed, located, overlap, views
from gauntlet_desktop.core.model_output import Seen
from gauntlet_desktop.core.records import Box

WIDTH, HEIGHT = 1000, 500
LEFT, RIGHT = Box(50, 50, 100, 100), Box(700, 300, 100, 100)


def test_the_views_are_the_picture_its_mirror_image_and_a_crop() -> None:
    original, mirrored, crop = views(WIDTH, HEIGHT)
    assert original.region == mirrored.region == Box(0, 0, 1000, 500)
    assert mirrored.mirrored and not original.mirrored and not crop.mirrored
    assert crop.region == Box(100, 50, 800, 400)
    assert all(view.region == Box(0, 0, 1, 1) for view in views(1, 1))


def test_places_are_brought_back_to_the_original() -> None:
    original, mirrored, crop = views(WIDTH, HEIGHT)
    place = (0.1, 0.2, 0.3, 0.6)
    assert original.to_original(place) == Box(100, 100, 200, 200)
    assert mirrored.to_original(place) == Box(700, 100, 200, 200)
    assert crop.to_original(place) == Box(180, 130, 160, 160)
    assert located([Seen("teeth", "fused"), Seen("teeth", "bent", place)], original) == (
        Located("teeth", "fused", None),
        Located("teeth", "bent", Box(100, 100, 200, 200)),
    )


unit = st.floats(0.0, 1.0)


@given(st.tuples(unit, unit, unit, unit).filter(lambda p: p[0] < p[2] and p[1] < p[3]), st.booleans())
def test_a_place_stays_inside_its_view(place: tuple[float, float, float, float], mirrored: bool) -> None:
    region = Box(30, 40, 200, 100)
    box = View("any", region, mirrored).to_original(place)
    assert region.x <= box.x and region.y <= box.y
    assert box.x + box.width <= region.x + region.width + 1
    assert box.y + box.height <= region.y + region.height + 1


def remark(artifact: str, box: Box | None = None, text: str = "seen") -> Located:
    return Located(artifact, text, box)


def test_two_of_three_are_kept_and_one_is_not() -> None:
    runs = [[remark("teeth", text="first"), remark("wheel-shape")], [remark("teeth", text="second")], []]
    (kept,) = agreed(runs)
    assert (kept.remark.artifact, kept.remark.text, kept.runs) == ("teeth", "first", 2)


def test_a_run_counts_once_whatever_it_repeats() -> None:
    assert agreed([[remark("teeth"), remark("teeth"), remark("teeth")], [], []]) == ()


def test_the_same_artifact_at_two_places_is_two_remarks() -> None:
    runs = [[remark("teeth", LEFT), remark("teeth", RIGHT)], [remark("teeth", RIGHT)], [remark("teeth", LEFT)]]
    assert sorted((each.remark.box or LEFT).x for each in agreed(runs)) == [50, 700]
    assert agreed([[remark("teeth", LEFT)], [remark("teeth", RIGHT)], []]) == ()


def test_a_remark_without_a_place_agrees_with_one_that_has_it() -> None:
    (kept,) = agreed([[remark("teeth")], [remark("teeth", LEFT)], [remark("teeth", LEFT)]])
    assert (kept.remark.box, kept.runs) == (LEFT, 3)


def test_mere_places_agree_only_when_they_are_called_the_same() -> None:
    runs = [[remark("", LEFT, "a Dog")], [remark("", LEFT, "a dog")], [remark("", LEFT, "a cat")]]
    (kept,) = agreed(runs)
    assert (kept.remark.text, kept.runs) == ("a Dog", 2)


@pytest.mark.parametrize(
    ("other", "share"),
    [(LEFT, 1.0), (RIGHT, 0.0), (Box(100, 50, 100, 100), 1 / 3), (Box(150, 50, 100, 100), 0.0)],
)
def test_overlap_is_intersection_over_union(other: Box, share: float) -> None:
    assert overlap(LEFT, other) == pytest.approx(share)
    assert overlap(other, LEFT) == overlap(LEFT, other)
