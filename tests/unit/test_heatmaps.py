"""Composition of evidence views, and the colours they are shown in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.heatmaps import FIXED_RANGE, compose, signed_values, view_sum
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap


def view(value: float, box: Box, weight: float = 1.0, shape: tuple[int, int] = (4, 4)) -> EvidenceView:
    return EvidenceView(box, weight, np.full(shape, value, dtype=np.float32))


def heatmap(*views: EvidenceView, bias: float = 0.0) -> Heatmap:
    return Heatmap("m", "d", True, bias, view_sum(views, bias), views, 0.0)


def test_the_sum_is_bias_plus_weighted_means() -> None:
    views = (view(2.0, Box(0, 0, 10, 10), 0.25), view(-4.0, Box(0, 0, 10, 10), 0.75))
    assert view_sum(views, 0.5) == pytest.approx(0.5 + 0.5 - 3.0)


def test_finer_views_stand_on_top_and_uncovered_cells_are_zero() -> None:
    overview = view(1.0, Box(0, 0, 100, 50))
    crop = view(3.0, Box(50, 0, 25, 25))
    canvas = compose(heatmap(crop, overview), 100, 100, cells=100)
    assert canvas.shape == (100, 100)
    assert canvas[10, 10] == 1.0
    assert canvas[10, 60] == 3.0
    assert canvas[80, 10] == 0.0


def test_the_bias_is_part_of_the_signed_value() -> None:
    one = view(1.0, Box(0, 0, 8, 8))
    assert (signed_values(heatmap(one, bias=-3.0), one) == -2.0).all()


def test_cells_keep_their_place() -> None:
    values = np.arange(6, dtype=np.float32).reshape(2, 3)
    one = Heatmap("m", "d", False, 0.0, 0.0, (EvidenceView(Box(0, 0, 30, 20), 1.0, values),), 0.0)
    np.testing.assert_array_equal(compose(one, 30, 20, cells=3), values)


def test_a_view_outside_the_image_leaves_no_trace() -> None:
    assert not compose(heatmap(view(9.0, Box(200, 200, 10, 10))), 100, 100, cells=10).any()


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 4000), st.integers(0, 4000))
def test_any_geometry_composes(width: int, height: int, x: int, y: int) -> None:
    canvas = compose(heatmap(view(1.0, Box(x, y, 300, 200))), width, height, cells=64)
    assert max(canvas.shape) == 64
    assert set(np.unique(canvas)) <= {0.0, 1.0}


@pytest.mark.parametrize("name", colormaps.NAMES)
def test_the_scale_is_fixed_and_signed(name: str) -> None:
    values = np.array([[-2 * FIXED_RANGE, -FIXED_RANGE, 0.0, FIXED_RANGE, float("nan")]], dtype=np.float32)
    rgba = colormaps.colourise(values, name)
    assert rgba[0, :, 3].tolist() == [255, 255, 0, 255, 0]
    assert (rgba[0, 1, :3] != rgba[0, 3, :3]).any()


def test_the_order_of_the_values_in_memory_does_not_matter() -> None:
    values = np.linspace(-5, 5, 12, dtype=np.float32).reshape(3, 4)
    np.testing.assert_array_equal(colormaps.colourise(np.asfortranarray(values)), colormaps.colourise(values))


def test_blending_is_exact_at_the_ends() -> None:
    picture = np.full((1, 1, 3), 100, dtype=np.uint8)
    full = colormaps.colourise(np.full((1, 1), FIXED_RANGE, dtype=np.float32))
    assert (colormaps.blend(picture, full, 0.0) == 100).all()
    assert (colormaps.blend(picture, full, 1.0) == full[..., :3]).all()


def test_an_unknown_map_is_an_error_and_the_legend_spans_the_range() -> None:
    with pytest.raises(KeyError):
        colormaps.colourise(np.zeros((1, 1), dtype=np.float32), "jet")
    stops = colormaps.legend_stops(colormaps.DEFAULT, 3)
    assert [value for value, _ in stops] == [-FIXED_RANGE, 0.0, FIXED_RANGE]
    assert [colour[3] for _, colour in stops] == [255, 0, 255]
