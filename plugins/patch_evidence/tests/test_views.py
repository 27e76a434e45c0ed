"""The views of an image: native or in proportion, on the grid, inside the picture, the textured ones first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_patch_evidence.views import CROP_SIDE, MAX_CROPS, SINGLE_VIEW_SIDE, choose_views

STRIDE = 32


def picture(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize(("height", "width"), [(256, 256), (203, 640), (640, 333)])
def test_a_small_image_is_one_native_view(height: int, width: int) -> None:
    pixels = picture(height, width)
    (view,) = choose_views(pixels, STRIDE)
    box = view.region
    assert (box.x, box.y) == (0, 0)
    assert box.width == width // STRIDE * STRIDE
    np.testing.assert_array_equal(view.pixels, pixels[: box.height, : box.width])


def test_a_large_image_has_an_overview_and_native_crops() -> None:
    pixels = picture(1500, 2000)
    overview, *crops = choose_views(pixels, STRIDE)
    assert min(overview.pixels.shape[:2]) == 512
    assert overview.region.width == pytest.approx(2000, abs=STRIDE * 4)
    assert len(crops) == MAX_CROPS
    for crop in crops:
        box = crop.region
        np.testing.assert_array_equal(crop.pixels, pixels[box.y : box.y + box.height, box.x : box.x + box.width])


def test_the_most_textured_place_is_among_the_crops() -> None:
    pixels = np.full((1600, 1600, 3), 128, dtype=np.uint8)
    pixels[1300:1500, 1300:1500] = picture(200, 200)
    _, first, *_ = choose_views(pixels, STRIDE)
    box = first.region
    assert box.x <= 1300 < box.x + box.width
    assert box.y <= 1300 < box.y + box.height


def test_the_choice_is_deterministic() -> None:
    pixels = np.zeros((2000, 2000, 3), dtype=np.uint8)
    assert [v.region for v in choose_views(pixels, STRIDE)] == [v.region for v in choose_views(pixels, STRIDE)]


@settings(max_examples=60, deadline=None)
@given(st.integers(200, 3000), st.integers(200, 3000), st.sampled_from([8, 16, 32]))
def test_every_geometry_gives_views_inside_the_image_on_the_grid(height: int, width: int, stride: int) -> None:
    views = list(choose_views(np.zeros((height, width, 3), dtype=np.uint8), stride))
    assert (len(views) == 1) == (max(height, width) <= SINGLE_VIEW_SIDE)
    for view in views:
        box = view.region
        assert 0 <= box.x < box.x + box.width <= width
        assert 0 <= box.y < box.y + box.height <= height
        assert all(side % stride == 0 and side >= stride for side in view.pixels.shape[:2])
        assert view.pixels.shape[0] * view.pixels.shape[1] <= max(SINGLE_VIEW_SIDE**2, 1024 * 1024)
    assert all(view.pixels.shape[0] <= CROP_SIDE for view in views[1:])


def test_the_overview_is_not_squashed() -> None:
    overview, *_ = choose_views(picture(900, 2700), STRIDE)
    rows, columns = overview.pixels.shape[:2]
    box = overview.region
    assert columns / rows == pytest.approx(box.width / box.height, rel=0.02)
