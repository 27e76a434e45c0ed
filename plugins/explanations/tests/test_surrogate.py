"""LIME's linear model against the stock library, and what makes its weights steadier."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("skimage")

from gauntlet_explanations.perturbation import neighbours, steady_weights, surrogate

SIDE, CELLS = 24, 4
ROWS, COLUMNS = (np.arange(SIDE) * CELLS // SIDE for _ in range(2))
GRID = ROWS[:, None] * CELLS + COLUMNS


def samples(count: int, seed: int) -> Any:
    draws = np.random.default_rng(seed).random((count, CELLS**2)) < 0.5
    draws[0] = True
    return draws


def together(draws: Any) -> Any:
    """A score of each segment by itself and, more, of neighbours that are both there."""
    pairs = neighbours(GRID)
    rng = np.random.default_rng(5)
    alone, both = rng.normal(size=CELLS**2), rng.normal(size=len(pairs))
    signs = draws * 2.0 - 1.0
    return signs @ alone + (signs[:, pairs[:, 0]] * signs[:, pairs[:, 1]]) @ both, 2.0 * alone


def test_the_same_weights_and_fit_as_the_stock_library() -> None:
    lime_image = pytest.importorskip("lime.lime_image")
    scale = np.random.default_rng(2).normal(size=(SIDE, SIDE, 3)) / SIDE**2
    asked: list[Any] = []

    def probabilities(images: Any) -> Any:
        odds = 1.0 / (1.0 + np.exp(-(images * scale).sum(axis=(1, 2, 3))))
        asked.extend(odds)
        return np.stack([1.0 - odds, odds], axis=1)

    stock = lime_image.LimeImageExplainer(random_state=3)
    data_labels, drawn = stock.data_labels, []

    def kept(*given: Any, **named: Any) -> Any:
        drawn.append(data_labels(*given, **named))
        return drawn[0]

    stock.data_labels = kept
    picture = np.random.default_rng(1).random((SIDE, SIDE, 3))
    found = stock.explain_instance(
        picture, probabilities, top_labels=2, num_samples=120, segmentation_fn=lambda image: GRID
    )
    weights, fit = surrogate(drawn[0][0].astype(bool), np.array(asked))
    theirs = dict(found.local_exp[1])
    np.testing.assert_allclose(weights, [theirs[segment] for segment in range(CELLS**2)], atol=1e-9)
    assert 0.0 < fit <= 1.0


def test_neighbours_share_a_border() -> None:
    pairs = {tuple(pair) for pair in neighbours(GRID).tolist()}
    assert len(pairs) == 2 * CELLS * (CELLS - 1)
    assert {(0, 1), (0, CELLS)} <= pairs
    assert (0, CELLS + 1) not in pairs
    assert neighbours(np.zeros((3, 3), dtype=np.intp)).shape == (0, 2)


def test_what_neighbours_do_together_is_no_noise_in_the_weights() -> None:
    draws = samples(400, seed=1)
    scores, truth = together(draws)
    steady, plain = steady_weights(draws, scores, neighbours(GRID)), surrogate(draws, scores)[0]
    np.testing.assert_allclose(steady, truth, atol=0.1)
    assert np.abs(plain - truth).max() > 5 * np.abs(steady - truth).max()


def test_few_samples_are_left_to_the_linear_model() -> None:
    draws = samples(60, seed=1)
    scores, _ = together(draws)
    np.testing.assert_array_equal(steady_weights(draws, scores, neighbours(GRID)), surrogate(draws, scores)[0])
