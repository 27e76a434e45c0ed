"""Clopper-Pearson intervals against their definition and against published values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.intervals import clopper_pearson, rate_estimate


def test_the_rule_of_three_for_no_events() -> None:
    low, high = clopper_pearson(0, 100)
    assert low == 0.0
    assert high == pytest.approx(1 - 0.025 ** (1 / 100), abs=1e-8)


def test_all_events() -> None:
    low, high = clopper_pearson(20, 20)
    assert high == 1.0
    assert low == pytest.approx(0.025 ** (1 / 20), abs=1e-8)


def test_a_textbook_value() -> None:
    # 10 of 100: the exact 95 % interval is 4.900 % to 17.622 % (Newcombe 1998, method 5).
    low, high = clopper_pearson(10, 100)
    assert (round(low, 4), round(high, 4)) == (0.0490, 0.1762)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_proportion_and_mirrors(counted: tuple[int, int]) -> None:
    count, total = counted
    low, high = clopper_pearson(count, total)
    assert 0.0 <= low <= count / total <= high <= 1.0
    mirrored = clopper_pearson(total - count, total)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-6)


@pytest.mark.parametrize(("count", "total"), [(1, 0), (-1, 5), (6, 5), (0, 1_000_001), (10**30, 10**30)])
def test_nonsense_is_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        clopper_pearson(count, total)


def test_an_empty_sample_supports_nothing() -> None:
    estimate = rate_estimate("x", 0, 0)
    assert (estimate.low, estimate.high) == (0.0, 1.0)
    assert math.isnan(estimate.rate)
    assert rate_estimate("x", 1, 4).rate == 0.25
