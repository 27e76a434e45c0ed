"""Reduced levels of a picture: exact means, made beside the GUI thread, let go when the picture goes."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.viewer.pyramid import Pyramid, halved


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 9), st.integers(1, 1100), st.integers(0, 2**32 - 1))
def test_halving_gives_the_means_of_two_by_two_pixels(width: int, height: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    padded = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge").astype(np.float64)
    means = (padded[0::2, 0::2] + padded[1::2, 0::2] + padded[0::2, 1::2] + padded[1::2, 1::2]) / 4
    result = halved(pixels)
    assert result.shape == means.shape
    assert np.abs(result - means).max() <= 0.5


def test_halving_ends_early_when_stopped() -> None:
    assert not halved(np.full((100, 100, 3), 255, dtype=np.uint8), lambda: True).any()


def test_levels_halve_down_to_a_screenful(qtbot: QtBot) -> None:
    owner = QObject()
    pyramid = Pyramid(np.full((900, 1300, 3), (10, 20, 30), dtype=np.uint8), owner)
    qtbot.waitUntil(lambda: pyramid.depth == 4)
    assert [pyramid.best(factor).factor for factor in (1, 2, 4, 8, 16)] == [1, 2, 4, 8, 8]
    assert pyramid.best(8).image.size().toTuple() == (163, 113)
    assert pyramid.best(8).image.pixelColor(50, 50).getRgb() == (10, 20, 30, 255)
    assert pyramid.complete_for(64)


def test_before_its_levels_are_there_the_full_size_serves(qtbot: QtBot) -> None:
    pyramid = Pyramid(np.zeros((900, 1300, 3), dtype=np.uint8), owner := QObject())
    assert pyramid.best(4).factor == 1
    assert not pyramid.complete_for(4)
    assert pyramid.complete_for(1)
    qtbot.waitUntil(lambda: pyramid.complete_for(4))
    del owner


def test_the_full_size_is_the_given_array_not_a_copy(qtbot: QtBot) -> None:
    pixels = np.zeros((300, 300, 3), dtype=np.uint8)
    pyramid = Pyramid(pixels, owner := QObject())
    assert np.shares_memory(pyramid.pixels, pixels)
    pixels[5, 5] = (1, 2, 3)
    assert pyramid.best(1).image.pixelColor(5, 5).getRgb() == (1, 2, 3, 255)
    QThreadPool.globalInstance().waitForDone()
    del owner


@pytest.mark.parametrize("early", [True, False])
def test_closing_lets_the_pixels_go(qtbot: QtBot, early: bool) -> None:
    owner = QObject()
    pixels = np.zeros((1200, 1200, 3), dtype=np.uint8)
    alive = weakref.ref(pixels)
    pyramid = Pyramid(pixels, owner)
    if not early:
        qtbot.waitUntil(lambda: pyramid.complete_for(64))
    pyramid.close()
    del pixels
    QThreadPool.globalInstance().waitForDone()
    qtbot.waitUntil(lambda: not owner.children())
    gc.collect()
    assert alive() is None
