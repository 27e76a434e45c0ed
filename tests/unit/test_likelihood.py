"""The verbal scale and the posterior follow their definitions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.likelihood import posterior_probability, signed, verbal_scale, verbal_strength

log10_lrs = st.floats(-6, 6)
priors = st.floats(0.001, 0.999)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.0, "no support"),
        (1.99, "no support"),
        (2.0, "weak support"),
        (9.0, "weak support"),
        (10.0, "moderate support"),
        (99.0, "moderate support"),
        (100.0, "moderately strong support"),
        (1_000.0, "strong support"),
        (10_000.0, "very strong support"),
    ],
)
def test_strength_has_the_steps_of_the_scale_on_both_sides(ratio: float, words: str) -> None:
    assert verbal_strength(math.log10(ratio)) == words
    assert verbal_strength(-math.log10(ratio)) == words


def test_the_scale_names_the_supported_side_first() -> None:
    assert verbal_scale(1.5) == "moderate support for “made by a generative model” over “captured by a camera”"
    assert verbal_scale(-1.5) == "moderate support for “captured by a camera” over “made by a generative model”"
    assert verbal_scale(0.1) == "no support for either proposition"


def test_p_090_at_an_even_prior_is_a_ratio_of_nine() -> None:
    assert posterior_probability(math.log10(9), 0.5) == pytest.approx(0.9)


@given(log10_lrs, priors)
def test_posterior_odds_are_prior_odds_times_the_ratio(log10_lr: float, prior: float) -> None:
    probability = posterior_probability(log10_lr, prior)
    assert 0.0 < probability < 1.0
    odds = prior / (1 - prior) * 10**log10_lr
    assert probability == pytest.approx(odds / (1 + odds), rel=1e-9, abs=1e-12)


@given(log10_lrs, priors)
def test_the_two_propositions_are_symmetric(log10_lr: float, prior: float) -> None:
    other = posterior_probability(-log10_lr, 1 - prior)
    assert posterior_probability(log10_lr, prior) == pytest.approx(1 - other, abs=1e-9)


@pytest.mark.parametrize("prior", [0.0, 1.0, -0.1, 1.1, float("nan")])
def test_a_certain_prior_is_refused(prior: float) -> None:
    with pytest.raises(ValueError, match="prior"):
        posterior_probability(0.0, prior)


def test_signed_numbers_always_show_their_sign() -> None:
    assert [signed(0.114), signed(-2.0, 1), signed(-3, 0)] == ["+0.11", "−2.0", "−3"]
