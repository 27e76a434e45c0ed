"""The maths of an audit: cells that are replaced in order, and the likeness of two maps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gauntlet_desktop.core.map_audit import (
    agreements,
    mean_agreement,
    mean_ranks,
    mod_and_vid,
    nissim,
    pixel_auc,
    pointing,
    rank_correlation,
    replace_cells,
    ssim,
    with_agreement,
)
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap, HeatmapAudit

MAPS = arrays(np.float32, (9, 11), elements=st.floats(-1, 1, width=32))
LEFT = np.arange(8)[None].repeat(6, 0) < 4


@given(MAPS, MAPS)
def test_likeness_is_even_and_bounded(first: np.ndarray, second: np.ndarray) -> None:
    assert ssim(first, first) == pytest.approx(1.0, abs=1e-6)
    assert ssim(first, second) == pytest.approx(ssim(second, first), abs=1e-9)
    assert 0.0 <= nissim(first, second) <= 1.0 + 1e-9


def test_the_same_as_the_stock_library() -> None:
    metrics = pytest.importorskip("skimage.metrics")
    rng = np.random.default_rng(1)
    first, second = (rng.uniform(-1, 1, (20, 30)).astype(np.float32) for _ in range(2))
    shown = [(each.astype(float) + 1.0) / 2.0 for each in (first, second)]
    stock = metrics.structural_similarity(*shown, win_size=7, data_range=1.0, use_sample_covariance=False)
    # The library leaves out windows that stick out, as we do.
    assert ssim(first, second) == pytest.approx(stock, abs=1e-6)
    assert nissim(first, second) == pytest.approx(0.5, abs=0.1)
    assert nissim(first, -first) > 0.9


def test_a_map_smaller_than_a_window_is_one_window() -> None:
    first = np.array([[1.0, -1.0], [0.5, 0.0]], dtype=np.float32)
    assert nissim(first, first) == pytest.approx(0.0, abs=1e-9)
    assert nissim(first, -first) > 0.5


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5])
def test_the_highest_cells_are_replaced_by_other_pixels_of_the_picture(share: float) -> None:
    pixels = np.repeat(np.repeat(np.arange(64, dtype=np.uint8).reshape(8, 8), 4, 0), 4, 1)[..., None].repeat(3, 2)
    ranking = np.random.default_rng(2).permutation(64).reshape(8, 8).astype(np.float32)
    altered = replace_cells(pixels, ranking, share, np.random.default_rng(3))
    changed = (altered != pixels).any(axis=2).reshape(8, 4, 8, 4).any(axis=(1, 3))
    count = max(1, round(share * 64))
    assert changed.sum() == count
    assert ranking[changed].min() > ranking[~changed].max()
    kept = set(np.unique(pixels[::4, ::4, 0][~changed]))
    assert set(np.unique(altered)) <= kept
    np.testing.assert_array_equal(altered, replace_cells(pixels, ranking, share, np.random.default_rng(3)))


def test_an_audit_passes_without_reasons() -> None:
    found = HeatmapAudit(1.0, (0.0, 0.5), None, (("JPEG 90", 0.1),), ())
    assert found.passed
    assert not HeatmapAudit(0.1, (0.0, 0.5), None, (), ("No better than chance.",)).passed


@given(MAPS, MAPS)
def test_rank_correlation_is_even_bounded_and_knows_only_order(first: np.ndarray, second: np.ndarray) -> None:
    found = rank_correlation(first, second)
    assert found == pytest.approx(rank_correlation(second, first), abs=1e-9)
    assert -1.0 - 1e-9 <= found <= 1.0 + 1e-9
    assert rank_correlation(first, first) == 1.0
    steps = np.round(first * 4)  # whole numbers: cubes and multiples of them keep all ties
    assert rank_correlation(steps, second) == pytest.approx(rank_correlation(steps**3 * 5, second), abs=1e-9)


def test_rank_correlation_is_the_stock_one_and_defined_for_constant_maps() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(4)
    first, second = (rng.integers(0, 5, (7, 9)).astype(np.float32) for _ in range(2))
    stock = stats.spearmanr(first.ravel(), second.ravel()).statistic
    assert rank_correlation(first, second) == pytest.approx(stock, abs=1e-12)
    np.testing.assert_allclose(mean_ranks(first), stats.rankdata(first.ravel()))
    flat = np.zeros((7, 9), dtype=np.float32)
    assert rank_correlation(flat, flat) == 1.0
    assert rank_correlation(first, flat) == 0.0
    assert rank_correlation(first, -first) == pytest.approx(-1.0)


@given(st.lists(MAPS, max_size=4))
def test_agreements_are_the_rank_correlations_of_each_two(values: list[np.ndarray]) -> None:
    views = [(EvidenceView(Box(0, 0, 110, 90), 1.0, each),) for each in values]
    found = agreements([Heatmap("m", "d", False, 0.0, 0.0, view, 0.0) for view in views], 110, 90)
    assert found.shape == (len(values), len(values))
    assert np.array_equal(found, found.T) and np.array_equal(np.diag(found), np.ones(len(values)))
    assert np.all(np.abs(found) <= 1.0 + 1e-9)


def test_agreement_is_of_the_whole_image_whatever_the_shape_of_the_maps() -> None:
    rows = np.array([[-1.0], [0.0], [1.0]], dtype=np.float32)
    coarse, fine = (EvidenceView(Box(0, 0, 96, 96), 1.0, each) for each in (rows, rows.repeat(8, 0).repeat(5, 1)))
    maps = [Heatmap("m", "d", False, 0.0, 0.0, (view,), 0.0) for view in (coarse, fine)]
    assert agreements(maps, 96, 96)[0, 1] == pytest.approx(1.0)


def test_the_audits_tell_the_agreement_with_other_methods_on_the_same_question() -> None:
    values = np.arange(99, dtype=np.float32).reshape(9, 11)
    audit = HeatmapAudit(0.5, (-0.1, 0.1), None, (), ())

    def made(method: str, grid: np.ndarray, detector: str = "d", target: str = "", *, audited: bool = True) -> Heatmap:
        view = EvidenceView(Box(0, 0, 110, 90), 1.0, grid)
        return Heatmap(method, detector, False, 0.0, 0.0, (view,), 0.0, target, audit=audit if audited else None)

    alike, opposite = made("b", 2.0 * values, audited=False), made("c", -values)
    others = (made("d", values, detector="other"), made("e", values, target="camera"), made("a", values))
    given = (made("a", values), alike, opposite, *others)
    found = with_agreement(given, 110, 90)
    told = [each.audit and each.audit.agreement for each in found]
    assert told == [pytest.approx(0.0), None, pytest.approx(-1.0), None, None, pytest.approx(0.0)]
    assert found[1] is alike and found[3] is others[0], "what nothing changes is the same"
    assert told[0] == mean_agreement(given[0], (alike, opposite), 110, 90)
    assert mean_agreement(given[0], (), 110, 90) is None
    (alone,) = with_agreement(found[:1], 110, 90)
    assert alone.audit is not None and alone.audit.agreement is None, "the others are there no more"


def test_a_map_of_the_region_finds_it_its_negative_never_and_a_constant_one_by_chance() -> None:
    right = LEFT.astype(np.float32)
    assert (pixel_auc(right, LEFT), pointing(right, LEFT)) == (1.0, 1.0)
    assert (pixel_auc(-right, LEFT), pointing(-right, LEFT)) == (0.0, 0.0)
    flat = np.full(LEFT.shape, 0.3, dtype=np.float32)
    assert (pixel_auc(flat, LEFT), pointing(flat, LEFT)) == (0.5, 0.5)
    noise = np.random.default_rng(5).uniform(-1, 1, (200, 200)).astype(np.float32)
    assert pixel_auc(noise, np.arange(200)[None].repeat(200, 0) < 60) == pytest.approx(0.5, abs=0.01)


@given(MAPS, st.integers(1, 98))
def test_what_finds_a_region_misses_the_rest_of_the_picture(values: np.ndarray, count: int) -> None:
    region = (np.arange(values.size) < count).reshape(values.shape)
    assert pixel_auc(values, region) + pixel_auc(values, ~region) == pytest.approx(1.0)
    assert pixel_auc(values, region) == pytest.approx(pixel_auc(-values, ~region))
    assert pointing(values, region) + pointing(values, ~region) == pytest.approx(1.0)


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=5))
def test_dissimilarity_over_strengths(values: list[list[float]]) -> None:
    mod, vid = mod_and_vid(values)
    assert mod == pytest.approx(np.mean(values))
    assert vid == pytest.approx(np.std([np.mean(each) for each in values]))
    assert mod_and_vid([values[0]] * 4)[1] == pytest.approx(0.0, abs=1e-12)


def test_a_strength_without_a_value_is_refused() -> None:
    assert mod_and_vid([[0.1, 0.3], [0.4, 0.6]]) == pytest.approx((0.35, 0.15))
    for empty in ([], [[0.1], []]):
        with pytest.raises(ValueError, match="needs a value"):
            mod_and_vid(empty)
