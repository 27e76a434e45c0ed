"""The scope gate refuses what was not validated, and lets photographs through."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw

from gauntlet_desktop.core.records import ImageFacts, JpegFacts
from gauntlet_desktop.core.scope import content_reasons, flat_share, scope_reasons
from gauntlet_desktop.imaging.delivery import Blur, Encode, deliver
from tests.factories import make_pixels


def facts(width: int, height: int, quality: int | None = None) -> ImageFacts:
    jpeg = JpegFacts(quality, True, "4:2:0", False, "") if quality else None
    return ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, jpeg)


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


def window(width: int = 900, height: int = 640) -> np.ndarray:
    """A screenshot: panels, lines of text, a button, and a photograph in a frame."""
    image = Image.new("RGB", (width, height), (242, 242, 245))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 44), fill=(52, 60, 84))
    draw.rectangle((0, 44, 200, height), fill=(225, 228, 235))
    for line in range(24):
        draw.text((220, 70 + 22 * line), "Analysis of the selected image, line by line. " * 2, fill=(20, 20, 20))
        draw.text((16, 70 + 22 * line), f"item {line}", fill=(20, 20, 20))
    image.paste(Image.fromarray(make_pixels(200, 260)), (600, 400))
    return np.asarray(image)


def drawing() -> np.ndarray:
    """A line drawing on white."""
    image = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(image)
    for step in range(12):
        draw.rectangle((30 + 20 * step, 20 + 15 * step, 300 + 20 * step, 200 + 15 * step), outline="black", width=4)
    return np.asarray(image)


def test_a_photograph_like_image_is_in_scope() -> None:
    assert scope_reasons(noise(400, 600), facts(600, 400, 90)) == ()
    assert scope_reasons(make_pixels(480, 640), facts(640, 480, 90)) == ()


def test_a_tiny_image_is_out_of_scope() -> None:
    (reason,) = scope_reasons(noise(64, 64), facts(64, 64))
    assert "64 px" in reason


def test_a_wrecked_jpeg_is_out_of_scope() -> None:
    (reason,) = scope_reasons(noise(400, 400), facts(400, 400, 12))
    assert "12" in reason


def test_a_blank_is_out_of_scope() -> None:
    picture = np.full((480, 640, 3), 240, dtype=np.uint8)
    picture[40:60, 40:200] = noise(20, 160)
    (reason,) = scope_reasons(picture, facts(640, 480))
    assert "perfectly flat" in reason


@pytest.mark.parametrize("steps", [(), (Encode("jpeg", 85),), (Encode("webp", 90),)])
def test_screenshots_and_drawings_are_out_of_scope(steps: tuple[Encode, ...]) -> None:
    for picture in (window(), drawing()):
        (reason,) = scope_reasons(deliver(picture, steps), facts(640, 480, 85))
        assert "graphic or a screenshot" in reason


def test_a_photograph_with_a_plain_background_is_in_scope() -> None:
    """A studio shot: half of it blown out, the object's edges soft."""
    picture = np.full((480, 640, 3), 255, dtype=np.uint8)
    picture[:, 200:520] = make_pixels(480, 320)
    shot = deliver(picture, (Blur(1.2), Encode("jpeg", 92)))
    assert scope_reasons(shot, facts(640, 480, 92)) == ()


def test_a_picture_with_nothing_but_blur_is_out_of_scope() -> None:
    blocks = np.kron(noise(6, 8), np.ones((80, 80, 1), dtype=np.uint8))
    assert scope_reasons(deliver(blocks, (Blur(1.0),)), facts(640, 480)) == ()
    (reason,) = scope_reasons(deliver(blocks, (Blur(20.0),)), facts(640, 480))
    assert "no detail" in reason


def test_flatness_is_the_share_of_flat_blocks() -> None:
    picture = noise(64, 64)
    picture[:32] = 10
    assert flat_share(picture) == 0.5
    assert flat_share(picture[:8, :8]) == 0.0


def test_several_reasons_are_all_given() -> None:
    blank = np.zeros((100, 100, 3), dtype=np.uint8)
    assert len(scope_reasons(blank, facts(100, 100, 5))) == 3


@given(st.integers(1, 70), st.integers(1, 70), st.data())
def test_any_picture_has_an_answer(height: int, width: int, data: st.DataObject) -> None:
    levels = st.sampled_from([0, 1, 128, 255])
    picture = data.draw(arrays(np.uint8, (height, width, 3), elements=levels, fill=levels))
    assert isinstance(content_reasons(picture), tuple)


def test_camera_photographs_are_let_through(shared_dir: Path) -> None:
    """Whole photographs of many cameras."""
    refused = []
    for path in sorted((shared_dir / "fixtures" / "exif").glob("*.jpg")):
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
        if min(pixels.shape[:2]) >= 200 and content_reasons(pixels):
            refused.append(path.name)
    assert refused == []
