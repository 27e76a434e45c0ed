"""Points inside a drawn line: the even-odd rule against what is known of triangles and stars."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gauntlet_desktop.core.polygons import inside

NUMBERS = st.floats(-100, 100).map(lambda value: round(value, 3))
PLACES = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=20).map(np.array)


def side(a: NDArray[np.float64], b: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """On which side of the line from a to b points lie; 0 on it."""
    across: NDArray[np.float64] = (b[0] - a[0]) * (points[:, 1] - a[1]) - (b[1] - a[1]) * (points[:, 0] - a[0])
    return across


@given(points=PLACES, corners=st.tuples(*[st.tuples(NUMBERS, NUMBERS)] * 3).map(np.array))
def test_a_triangle_holds_what_lies_on_one_side_of_all_its_sides(
    points: NDArray[np.float64], corners: NDArray[np.float64]
) -> None:
    sides = np.array([side(corners[i], corners[(i + 1) % 3], points) for i in range(3)])
    clear = (np.abs(sides) > 1e-6).all(axis=0)  # a point on the line itself may count either way
    within = (sides > 0).all(axis=0) | (sides < 0).all(axis=0)
    np.testing.assert_array_equal(inside(points, corners)[clear], within[clear])


@given(points=PLACES, corners=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=9).map(np.array))
def test_it_does_not_matter_where_a_line_begins(points: NDArray[np.float64], corners: NDArray[np.float64]) -> None:
    np.testing.assert_array_equal(inside(points, np.roll(corners, 1, axis=0)), inside(points, corners))


def test_what_is_encircled_twice_is_outside_again() -> None:
    angles = 2 * np.pi * np.arange(5) * 2 / 5
    star = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    points = np.array([[0.0, 0.0], [0.7, 0.0], [0.9, 0.4]])
    assert inside(points, star).tolist() == [False, True, False]


def test_fewer_than_three_corners_hold_nothing() -> None:
    points = np.zeros((2, 2))
    assert not inside(points, np.array([[-1.0, -1.0], [1.0, 1.0]])).any()
    assert not inside(points, np.zeros((0, 2))).any()
