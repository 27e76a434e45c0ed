"""The scope gate refuses what was not validated, and lets photographs through."""

from __future__ import annotations

import numpy as np

from gauntlet_desktop.core.records import ImageFacts, JpegFacts
from gauntlet_desktop.core.scope import flat_share, scope_reasons


def facts(width: int, height: int, quality: int | None = None) -> ImageFacts:
    jpeg = JpegFacts(quality, True, "4:2:0", False, "") if quality else None
    return ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, jpeg)


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


def test_a_photograph_like_image_is_in_scope() -> None:
    assert scope_reasons(noise(400, 600), facts(600, 400, 90)) == ()


def test_a_tiny_image_is_out_of_scope() -> None:
    (reason,) = scope_reasons(noise(64, 64), facts(64, 64))
    assert "64 px" in reason


def test_a_wrecked_jpeg_is_out_of_scope() -> None:
    (reason,) = scope_reasons(noise(400, 400), facts(400, 400, 12))
    assert "12" in reason


def test_a_graphic_is_out_of_scope() -> None:
    picture = np.full((480, 640, 3), 240, dtype=np.uint8)
    picture[40:80, 40:600] = noise(40, 560)
    (reason,) = scope_reasons(picture, facts(640, 480))
    assert "flat" in reason


def test_flatness_is_the_share_of_flat_blocks() -> None:
    picture = noise(64, 64)
    picture[:32] = 10
    assert flat_share(picture) == 0.5
    assert flat_share(picture[:8, :8]) == 0.0


def test_several_reasons_are_all_given() -> None:
    blank = np.zeros((100, 100, 3), dtype=np.uint8)
    assert len(scope_reasons(blank, facts(100, 100, 5))) == 3
