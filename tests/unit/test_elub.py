"""The empirical lower and upper bound of likelihood ratios: against its definition, and what it never does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.elub import empirical_bounds

ratios = st.lists(st.floats(-8, 8).map(lambda value: round(value, 3)), min_size=1, max_size=40)


def relative_cost(real: list[float], fake: list[float], log10_t: float) -> float:
    """The definition: cost of deciding by LR > t at prior odds 1 / t, with one misleading result more in each class,
    relative to the cost of always saying LR = 1."""
    over = (sum(value > log10_t for value in real) + 1) / (len(real) + 1)
    missed = (sum(value <= log10_t for value in fake) + 1) / (len(fake) + 1)
    return float((10.0**log10_t * over + missed) / min(1.0, 10.0**log10_t))


@given(ratios, ratios)
def test_up_to_the_cap_the_system_is_worth_its_cost_and_just_over_it_no_more(
    real: list[float], fake: list[float]
) -> None:
    _, cap = empirical_bounds(real, fake)
    for part in (0.0, 0.1, 0.5, 0.9, 0.999999):
        if cap > 0.0:
            assert relative_cost(real, fake, part * cap) <= 1.0 + 1e-5
    if cap < math.log10(len(real)):
        assert relative_cost(real, fake, cap + 1e-5) > 1.0


@given(ratios, ratios)
def test_the_bounds_lie_on_their_sides_and_within_the_number_of_images(real: list[float], fake: list[float]) -> None:
    floor, cap = empirical_bounds(real, fake)
    assert -math.log10(len(fake)) <= floor <= 0.0 <= cap <= math.log10(len(real))


@given(ratios, ratios)
def test_exchanging_the_propositions_exchanges_the_bounds(real: list[float], fake: list[float]) -> None:
    floor, cap = empirical_bounds(real, fake)
    swapped_floor, swapped_cap = empirical_bounds([-v for v in fake], [-v for v in real])
    assert (swapped_floor, swapped_cap) == (-cap, -floor)


def test_perfect_separation_is_worth_the_number_of_images() -> None:
    floor, cap = empirical_bounds([-9.0] * 400, [9.0] * 90)
    assert cap == pytest.approx(math.log10(400), abs=0.01)
    assert floor == pytest.approx(-math.log10(90), abs=0.01)


def test_ratios_without_information_support_nothing() -> None:
    same = list(np.linspace(-1, 1, 50))
    floor, cap = empirical_bounds(same, same)
    assert abs(floor) < 0.15
    assert abs(cap) < 0.15
    assert empirical_bounds([3.0] * 20, [-3.0] * 20) == (0.0, 0.0)


def test_one_misleading_result_lowers_the_cap() -> None:
    clean = empirical_bounds([-2.0] * 100, [2.0] * 100)[1]
    assert empirical_bounds([-2.0] * 99 + [5.0], [2.0] * 100)[1] < clean


def test_infinite_ratios_are_results_like_others() -> None:
    assert empirical_bounds([-math.inf] * 50, [math.inf] * 50) == pytest.approx((-1.7, 1.7), abs=0.02)


@pytest.mark.parametrize(("real", "fake"), [([], [1.0]), ([1.0], []), ([math.nan], [1.0])])
def test_nothing_to_judge_by_is_refused(real: list[float], fake: list[float]) -> None:
    with pytest.raises(ValueError, match="both classes"):
        empirical_bounds(real, fake)
