"""Zoom and pan as arithmetic: what is under the cursor stays there, and the picture cannot be lost."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.ui.viewer.placement import MAX_ZOOM, MIN_ZOOM, Placement

sides = st.integers(1, 20_000)
pane_sides = st.integers(20, 4_000)
shares = st.floats(0.0, 1.0)


@st.composite
def fitted(draw: st.DrawFn) -> Placement:
    return Placement(draw(sides), draw(sides), draw(pane_sides), draw(pane_sides)).fitted()


@given(fitted(), shares, shares, st.lists(st.floats(1.0, 3.0), max_size=12))
def test_zooming_in_keeps_the_point_under_the_cursor(
    placement: Placement, across: float, down: float, factors: list[float]
) -> None:
    point = placement.picture_width * across, placement.picture_height * down
    cursor = placement.to_pane(*point)
    for factor in factors:
        placement = placement.zoomed_to(placement.zoom * factor, *cursor)
        assert placement.to_pane(*point) == pytest.approx(cursor, abs=1)


@given(shares, shares, st.floats(0.3, 1.0))
def test_zooming_out_inside_a_large_picture_keeps_the_point_under_the_cursor(
    across: float, down: float, factor: float
) -> None:
    placement = Placement(8000, 6000, 1000, 800, zoom=4.0, centre_x=4000, centre_y=3000)
    cursor = 1000 * across, 800 * down
    point = placement.to_picture(*cursor)
    assert placement.zoomed_to(4.0 * factor, *cursor).to_pane(*point) == pytest.approx(cursor, abs=1)


@given(fitted(), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(1e-9, 1e9))
def test_the_picture_stays_in_sight(placement: Placement, dx: float, dy: float, zoom: float) -> None:
    moved = placement.zoomed_to(zoom, dx, dy).panned(dx, dy)
    left, top = moved.to_pane(0, 0)
    right, bottom = moved.to_pane(moved.picture_width, moved.picture_height)
    assert left <= moved.pane_width / 2 + 1
    assert right >= moved.pane_width / 2 - 1
    assert top <= moved.pane_height / 2 + 1
    assert bottom >= moved.pane_height / 2 - 1


@given(fitted())
def test_fitting_shows_all_of_the_picture_in_the_middle(placement: Placement) -> None:
    left, top = placement.to_pane(0, 0)
    right, bottom = placement.to_pane(placement.picture_width, placement.picture_height)
    assert -1 <= left <= right <= placement.pane_width + 1
    assert -1 <= top <= bottom <= placement.pane_height + 1
    assert abs((left + right) - placement.pane_width) <= 2
    assert abs((top + bottom) - placement.pane_height) <= 2


@given(fitted(), st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_the_mapping_goes_there_and_back(placement: Placement, x: float, y: float) -> None:
    assert placement.to_picture(*placement.to_pane(x, y)) == pytest.approx((x, y), rel=1e-6, abs=1e-3)


def test_zoom_is_held_between_two_per_cent_and_6400() -> None:
    placement = Placement(1000, 1000, 500, 500).fitted()
    assert placement.zoomed_to(1e9, 0, 0).zoom == MAX_ZOOM == 64.0
    assert placement.zoomed_to(1e-9, 0, 0).zoom == MIN_ZOOM == 0.02


def test_what_fits_only_below_two_per_cent_may_be_fitted_and_zoomed_back_to() -> None:
    placement = Placement(100_000, 10, 500, 500).fitted()
    assert placement.zoom == pytest.approx(0.005)
    assert placement.zoomed_to(1.0, 0, 0).zoomed_to(1e-9, 0, 0).zoom == placement.zoom


def test_a_small_picture_is_fitted_to_four_times_its_size_at_most() -> None:
    assert Placement(10, 10, 800, 600).fitted().zoom == 4.0


@given(fitted(), st.floats(0, 4000), st.floats(0, 4000))
def test_at_actual_size_every_pixel_is_one_of_the_screen(placement: Placement, x: float, y: float) -> None:
    actual = placement.zoomed_to(1.0, x, y).panned(x / 7, y / 7)
    assert float(actual.origin_x).is_integer()
    assert float(actual.origin_y).is_integer()


def test_a_pane_of_another_size_keeps_the_middle() -> None:
    placement = Placement(4000, 3000, 800, 600, 2.0, 1234.0, 567.0)
    x, y = placement.in_pane(400, 900).to_picture(200, 450)
    assert (x, y) == pytest.approx((1234, 567), abs=0.5)


@given(fitted(), shares, shares, st.tuples(st.integers(1, 400), st.integers(1, 400)), st.floats(0.02, 64.0))
def test_a_region_is_brought_into_sight(
    placement: Placement, across: float, down: float, size: tuple[int, int], zoom: float
) -> None:
    width, height = min(size[0], placement.picture_width), min(size[1], placement.picture_height)
    x, y = (placement.picture_width - width) * across, (placement.picture_height - height) * down
    shown = placement.zoomed_to(zoom, 0, 0).showing(x, y, width, height, 48.0)
    left, top = shown.to_pane(x, y)
    right, bottom = shown.to_pane(x + width, y + height)
    assert left >= -1
    assert top >= -1
    assert right <= shown.pane_width + 1
    assert bottom <= shown.pane_height + 1


def test_a_region_in_sight_moves_nothing() -> None:
    placement = Placement(4000, 3000, 800, 600, 1.0, 2000.0, 1500.0)
    assert placement.showing(1900, 1450, 100, 100, 48.0) == placement


@given(st.floats(1e-4, 64.0))
def test_the_reduction_never_costs_resolution_and_never_leaves_twice_too_much(zoom: float) -> None:
    reduction = Placement(10, 10, 10, 10, zoom).reduction()
    assert math.log2(reduction).is_integer()
    assert reduction * zoom <= max(1.0, zoom)
    assert reduction * zoom > 0.5
