"""Quantisation tables: the quality that libjpeg was asked for is found again, and foreign tables are told apart."""

from __future__ import annotations

import hashlib
import io
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, JpegImagePlugin

from gauntlet_desktop.core.jpeg_standard import standard_tables
from gauntlet_desktop.core.records import JpegFacts
from gauntlet_desktop.imaging.jpeg_tables import jpeg_facts, nearest_quality
from tests.images import encoded, jpeg, picture


def facts_of(data: bytes) -> JpegFacts:
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        facts = jpeg_facts(image)
    assert facts is not None
    return facts


@pytest.mark.parametrize("quality", [1, 2, 10, 25, 49, 50, 51, 60, 75, 85, 92, 95, 99, 100])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_encoders_quality_is_found_again(quality: int, mode: str) -> None:
    facts = facts_of(jpeg(picture(mode=mode), quality))
    assert (facts.quality, facts.standard_tables) == (quality, True)


@given(st.integers(1, 100), st.booleans())
def test_every_standard_table_is_its_own_nearest(quality: int, colour: bool) -> None:
    tables = standard_tables(quality)[: 2 if colour else 1].tolist()
    found, exact = nearest_quality(tables)
    assert exact
    assert np.array_equal(standard_tables(found)[: len(tables)], tables)


@given(st.integers(5, 95), st.integers(0, 2**32 - 1))
def test_slightly_different_tables_are_near_and_not_standard(quality: int, seed: int) -> None:
    tables = standard_tables(quality)
    changed = np.clip(tables + np.random.default_rng(seed).integers(-1, 2, tables.shape), 1, 255)
    changed[0, 0] = tables[0, 0] + 1
    found, exact = nearest_quality(changed.tolist())
    assert abs(found - quality) <= 5
    assert not exact


@given(st.lists(st.lists(st.integers(0, 65535), min_size=64, max_size=64), min_size=1, max_size=2))
def test_any_tables_have_a_nearest_quality(tables: list[list[int]]) -> None:
    assert 1 <= nearest_quality(tables)[0] <= 100


def test_tables_of_another_encoder() -> None:
    tables = [[8 + i // 4 for i in range(64)], [9 + i // 2 for i in range(64)]]
    facts = facts_of(encoded(picture(), "JPEG", qtables=tables))
    assert not facts.standard_tables
    assert 60 < facts.quality < 95


@pytest.mark.parametrize(("subsampling", "name"), [(0, "4:4:4"), (1, "4:2:2"), (2, "4:2:0")])
def test_subsampling(subsampling: int, name: str) -> None:
    assert facts_of(jpeg(subsampling=subsampling)).subsampling == name


def test_subsampling_without_a_name() -> None:
    data = bytearray(jpeg(subsampling=2))
    frame = data.index(b"\xff\xc0")
    assert data[frame + 11] == 0x22
    data[frame + 11] = 0x33
    data[frame + 14] = 0x21
    assert facts_of(bytes(data)).subsampling == "3x3:2x1"


def test_greyscale_and_progressive() -> None:
    assert facts_of(jpeg(picture(mode="L"))).subsampling == "grey"
    assert not facts_of(jpeg()).progressive
    assert facts_of(jpeg(progressive=True)).progressive


def test_digest_is_over_numbered_tables_row_by_row() -> None:
    tables = standard_tables(80)
    expected = b"".join(bytes([number]) + tables[number].astype(">u2").tobytes() for number in (0, 1))
    assert facts_of(jpeg(quality=80)).table_sha256 == hashlib.sha256(expected).hexdigest()
    assert facts_of(jpeg(quality=81)).table_sha256 != facts_of(jpeg(quality=80)).table_sha256


def test_a_header_without_tables_has_no_facts() -> None:
    without = re.sub(rb"\xff\xdb\x00\x43.{65}", b"", jpeg(), flags=re.DOTALL)
    with Image.open(io.BytesIO(without), formats=["JPEG"]) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        assert jpeg_facts(image) is None
