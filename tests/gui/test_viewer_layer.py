"""The heatmap as drawn: exact cells, the finest view on top, evidence rather than colours interpolated."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.heatmaps import compose
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap
from gauntlet_desktop.ui.viewer.layer import HeatmapLayer
from gauntlet_desktop.ui.viewer.placement import Placement

GREY = 100


def heatmap(*views: tuple[Box, object], bias: float = 0.0) -> Heatmap:
    made = tuple(EvidenceView(box, 1 / len(views), np.array(values, dtype=np.float32)) for box, values in views)
    return Heatmap("evidence", "patch-evidence", True, bias, 0.0, made, 0.0)


def painted(layer: HeatmapLayer, placement: Placement, opacity: float = 1.0) -> NDArray[np.uint8]:
    """The layer over plain grey, uint8 (height, width, 3)."""
    width, height = placement.pane_width, placement.pane_height
    target = QImage(width, height, QImage.Format.Format_RGB32)
    target.fill(0xFF000000 | GREY << 16 | GREY << 8 | GREY)
    with QPainter(target) as painter:
        layer.paint(painter, placement, QRect(0, 0, width, height), opacity)
    pixels: NDArray[np.uint8] = np.asarray(target.constBits()).reshape(height, width, 4)[..., 2::-1].copy()
    return pixels


def expected(values: object, name: str = colormaps.DEFAULT, opacity: float = 1.0) -> NDArray[np.uint8]:
    overlay = colormaps.colourise(np.array(values, dtype=np.float32), name)
    return colormaps.blend(np.full((*overlay.shape[:2], 3), GREY, dtype=np.uint8), overlay, opacity)


CELLS = [[-4.0, -1.0, 0.0], [0.5, 2.0, 9.0]]


@pytest.mark.parametrize("name", colormaps.NAMES)
@pytest.mark.parametrize("opacity", [0.25, 0.5, 1.0])
def test_exact_cells_have_their_colours_up_to_their_edges(name: str, opacity: float) -> None:
    layer = HeatmapLayer(heatmap((Box(0, 0, 30, 20), CELLS)), name, smooth=False, scale=1.0)
    placement = Placement(30, 20, 300, 200).zoomed_to(10.0, 0, 0).centred_on(15, 10)
    shown = painted(layer, placement, opacity).astype(int)
    colours = expected(CELLS, name, opacity)
    for row in range(2):
        for column in range(3):
            cell = shown[row * 100 : row * 100 + 100, column * 100 : column * 100 + 100]
            assert np.abs(cell - colours[row, column]).max() <= 2


def test_no_opacity_leaves_the_picture_alone() -> None:
    layer = HeatmapLayer(heatmap((Box(0, 0, 30, 20), CELLS)), colormaps.DEFAULT, smooth=True, scale=1.0)
    assert (painted(layer, Placement(30, 20, 300, 200).fitted(), 0.0) == GREY).all()


def test_the_finest_view_replaces_what_lies_under_it() -> None:
    whole, crop = (Box(0, 0, 100, 100), [[4.0]]), (Box(40, 40, 20, 20), [[0.0]])
    for views in ((whole, crop), (crop, whole)):
        layer = HeatmapLayer(heatmap(*views), colormaps.DEFAULT, smooth=False, scale=1.0)
        shown = painted(layer, Placement(100, 100, 100, 100).fitted())
        assert (shown[45:55, 45:55] == GREY).all()
        assert np.abs(shown[10, 10].astype(int) - expected([[4.0]])[0, 0]).max() <= 1


def test_what_is_drawn_agrees_with_the_composed_map() -> None:
    rng = np.random.default_rng(5)
    sample = heatmap(
        (Box(0, 0, 64, 64), rng.normal(0, 2, (4, 4))), (Box(16, 32, 16, 16), rng.normal(0, 2, (4, 4))), bias=-0.5
    )
    layer = HeatmapLayer(sample, colormaps.DEFAULT, smooth=False, scale=1.0)
    shown = painted(layer, Placement(64, 64, 64, 64).fitted())
    assert np.abs(shown.astype(int) - expected(compose(sample, 64, 64, cells=64))).max() <= 2


def test_smooth_drawing_passes_through_zero_between_signs() -> None:
    """Half way between +4 and -4 there is no evidence, so the picture is seen, not a mixture of both colours."""
    layer = HeatmapLayer(heatmap((Box(0, 0, 20, 10), [[-4.0, 4.0]])), colormaps.DEFAULT, smooth=True, scale=1.0)
    shown = painted(layer, Placement(20, 10, 400, 200, 20.0, 10.0, 5.0)).astype(int)
    assert np.abs(shown[100, 200] - GREY).max() <= 20
    assert np.abs(shown[100, 100] - expected([[-4.0]])[0, 0]).max() <= 20
    assert np.abs(shown[100, 300] - expected([[4.0]])[0, 0]).max() <= 20
    assert np.abs(shown[100, 20] - expected([[-4.0]])[0, 0]).max() <= 2


def test_a_part_is_painted_like_the_whole() -> None:
    layer = HeatmapLayer(heatmap((Box(0, 0, 30, 20), CELLS)), colormaps.DEFAULT, smooth=True, scale=1.0)
    placement = Placement(30, 20, 300, 200).fitted().zoomed_to(7.3, 40, 60)
    whole = painted(layer, placement)
    target = QImage(300, 200, QImage.Format.Format_RGB32)
    target.fill(0xFF000000 | GREY << 16 | GREY << 8 | GREY)
    with QPainter(target) as painter:
        layer.paint(painter, placement, QRect(100, 50, 80, 60), 1.0)
    part = np.asarray(target.constBits()).reshape(200, 300, 4)[50:110, 100:180, 2::-1]
    assert np.abs(part.astype(int) - whole[50:110, 100:180]).max() <= 2


def test_the_value_at_a_point_is_that_of_the_cell_on_top_with_its_share_of_the_bias() -> None:
    views = (Box(0, 0, 100, 100), [[1.0, 2.0], [3.0, 4.0]]), (Box(60, 60, 20, 20), [[-2.0]])
    layer = HeatmapLayer(heatmap(*views, bias=0.5), colormaps.DEFAULT, smooth=True, scale=1.0)
    assert layer.value_at(0, 0) == 1.5
    assert layer.value_at(99.9, 0) == 2.5
    assert layer.value_at(55, 99) == 4.5
    assert layer.value_at(70, 70) == -1.5
    assert layer.value_at(100, 50) is None
    assert layer.value_at(-0.01, 50) is None


def test_views_without_cells_or_extent_are_passed_over() -> None:
    empty = (Box(0, 0, 10, 10), np.zeros((0, 4))), (Box(0, 0, 0, 10), [[1.0]]), (Box(0, 0, 10, 10), [[float("nan")]])
    layer = HeatmapLayer(heatmap(*empty), colormaps.DEFAULT, smooth=True, scale=1.0)
    assert layer.regions == [Box(0, 0, 10, 10)]
    assert (painted(layer, Placement(10, 10, 50, 50).fitted()) == GREY).all()


def test_regions_of_the_original_lie_at_the_scale_of_the_shown_picture() -> None:
    layer = HeatmapLayer(heatmap((Box(100, 0, 100, 100), [[4.0]])), colormaps.DEFAULT, smooth=False, scale=0.5)
    shown = painted(layer, Placement(100, 50, 100, 50).fitted())
    assert (shown[:, :50] == GREY).all()
    assert (shown[:, 50:] != GREY).any(axis=-1).all()
