"""The hash of what a picture shows: the same after re-delivery, another one for another picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.perceptual import HASH_BITS, STACK_DISTANCE, Stacks, distance, perceptual_hash
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step, deliver
from tests.factories import make_pixels

hashes = st.integers(0, (1 << HASH_BITS) - 1)


@pytest.mark.parametrize("steps", [(Encode("jpeg", 60),), (Rescale(0.4), Encode("webp", 70)), (Rescale(2.0),)])
def test_a_copy_that_was_delivered_again_is_near(steps: tuple[Step, ...]) -> None:
    pixels = make_pixels(480, 640, 3)
    assert distance(perceptual_hash(pixels), perceptual_hash(deliver(pixels, steps))) <= STACK_DISTANCE


def test_another_picture_and_the_same_one_turned_are_far() -> None:
    rng = np.random.default_rng(5)
    one, other = (rng.integers(0, 256, (12, 16, 3), dtype=np.uint8).repeat(30, 0).repeat(30, 1) for _ in range(2))
    assert distance(perceptual_hash(one), perceptual_hash(other)) > 2 * STACK_DISTANCE
    assert distance(perceptual_hash(one), perceptual_hash(one[::-1])) > 2 * STACK_DISTANCE


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 100, 3), (31, 7, 3), (300, 2000, 3)])
def test_every_size_has_a_hash_and_one_colour_has_none_set(shape: tuple[int, int, int]) -> None:
    for level in (0, 77, 255):
        assert perceptual_hash(np.full(shape, level, dtype=np.uint8)) == 0
    noise = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    assert 0 <= perceptual_hash(noise) < 1 << HASH_BITS


@given(one=hashes, other=hashes)
def test_distance_counts_the_bits_that_differ(one: int, other: int) -> None:
    assert distance(one, other) == distance(other, one) == bin(one ^ other).count("1")
    assert distance(one, one) == 0


@given(st.lists(hashes, max_size=40))
def test_each_hash_lies_on_the_first_stack_that_is_near(values: list[int]) -> None:
    stacks, first = Stacks(), []
    for value in values:
        near = [number for number, each in enumerate(first) if distance(each, value) <= STACK_DISTANCE]
        number = stacks.place(value)
        assert number == (near[0] if near else len(first))
        first += [] if near else [value]


def test_stacks_go_on_from_those_that_were_kept_and_grow_without_end() -> None:
    rng = np.random.default_rng(2)
    values = [int(value) for value in rng.integers(0, 1 << 63, 600, dtype=np.uint64)]
    stacks = Stacks(values[:1])
    assert [stacks.place(value) for value in values] == list(range(600))
    assert stacks.place(values[599] ^ 0b111) == 599
