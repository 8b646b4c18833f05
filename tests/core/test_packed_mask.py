"""Packed masks: what is packed comes back, whatever the shape, and edits share what they leave."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stac_core.errors import DataError
from stac_core.labels.mask_edit import Rect
from stac_core.labels.packed_mask import PackedMask, tiles_of

SHAPES = st.tuples(st.integers(1, 300), st.integers(1, 300))


@st.composite
def masks(draw, shape=SHAPES):
    size = draw(shape)
    mask = np.zeros(size, np.uint8)
    for _ in range(draw(st.integers(0, 4))):
        paint(mask, *draw(edits(size)))
    return mask


@st.composite
def edits(draw, shape):
    top, left = draw(st.integers(0, shape[0] - 1)), draw(st.integers(0, shape[1] - 1))
    height, width = draw(st.integers(1, 150)), draw(st.integers(1, 150))
    rect = Rect(top, left, top + height, left + width).clipped(shape)
    return rect, draw(st.sampled_from([0, 1, 2, 254, 255]))


def paint(mask, rect, value):
    mask[rect.slices] = value
    return rect


@settings(max_examples=60)
@given(mask=masks())
def test_what_is_packed_comes_back(mask):
    packed = PackedMask.of(mask)
    np.testing.assert_array_equal(packed.unpack(), mask)
    np.testing.assert_array_equal(PackedMask.from_bytes(packed.to_bytes()).unpack(), mask)
    assert packed == PackedMask.empty(mask.shape).updated(
        mask, tiles_of(Rect(0, 0, *mask.shape), mask.shape)
    )


@settings(max_examples=60)
@given(data=st.data())
def test_edits_give_the_same_as_packing_anew_and_come_back_from_what_changed(data):
    mask = data.draw(masks())
    before = PackedMask.of(mask)
    rect = paint(mask, *data.draw(edits(mask.shape)))
    after = before.updated(mask, tiles_of(rect, mask.shape))
    assert after == PackedMask.of(mask)
    assert PackedMask.from_bytes(after.to_bytes(before), before) == after


def test_noise_of_many_values_comes_back(rng):
    mask = rng.integers(0, 256, (200, 131), dtype=np.uint8)
    np.testing.assert_array_equal(PackedMask.of(mask).unpack(), mask)


def test_an_edit_costs_what_it_touches():
    mask = np.zeros((4096, 4096), np.uint8)
    mask[::2] = 1
    before = PackedMask.of(mask)
    mask[100:110, 100:110] = 2
    after = before.updated(mask, tiles_of(Rect(100, 100, 110, 110), mask.shape))
    shared = [index for index, data in after.details.items() if before.details[index] is data]
    assert len(shared) == len(before.details) - 1
    assert len(after.to_bytes(before)) < 1000


@pytest.mark.parametrize("cut", [3, 11, 14, -1])
def test_damage_is_named(cut, rng):
    data = PackedMask.of(rng.integers(0, 3, (130, 130), dtype=np.uint8)).to_bytes()
    with pytest.raises(DataError, match="damaged"):
        PackedMask.from_bytes(data[:cut])


def test_another_base_is_refused():
    small, large = PackedMask.empty((3, 3)), PackedMask.empty((300, 3))
    with pytest.raises(ValueError, match="different shapes"):
        small.to_bytes(large)
    with pytest.raises(DataError, match="does not fit"):
        PackedMask.from_bytes(small.to_bytes(), large)
