"""Run-length encoding, against pycocotools and by hand."""

from __future__ import annotations

from pathlib import Path

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as reference

from stac_core.editing.region import region_at
from stac_core.errors import DataError
from stac_core.formats.fields import Field
from stac_core.formats.rle import decode_runs, encode_runs, pack_runs, read_rle, unpack_runs

masks = arrays.arrays(bool, st.tuples(st.integers(1, 12), st.integers(1, 12)))
quick = settings(max_examples=150, deadline=None)


def on_image(region, shape):
    whole = np.zeros(shape, bool)
    whole[region.rect.slices] = region.inside
    return whole


@given(mask=masks)
@quick
def test_texts_are_those_of_pycocotools(mask):
    runs = encode_runs(region_at(mask), mask.shape)
    assert runs.sum() == mask.size
    text = pack_runs(runs)
    wanted = reference.encode(np.asfortranarray(mask.astype(np.uint8)))
    assert text == wanted["counts"].decode()
    np.testing.assert_array_equal(unpack_runs(text), runs)
    np.testing.assert_array_equal(on_image(decode_runs(runs, mask.shape), mask.shape), mask)


@given(runs=st.lists(st.integers(0, 1 << 30), min_size=1, max_size=30))
@quick
def test_long_runs_come_back(runs):
    runs = np.array(runs)
    np.testing.assert_array_equal(unpack_runs(pack_runs(runs)), runs)


def test_known_runs():
    mask = np.array([[0, 1], [1, 1], [1, 0]], bool)
    assert encode_runs(region_at(mask), mask.shape).tolist() == [1, 4, 1]
    assert encode_runs(region_at(~mask), mask.shape).tolist() == [0, 1, 4, 1]
    assert encode_runs(region_at(mask & False), mask.shape).tolist() == [6]


@given(text=st.text(alphabet=st.characters(min_codepoint=30, max_codepoint=300), max_size=20))
@quick
def test_any_text_is_runs_or_an_error(text):
    try:
        region = decode_runs(unpack_runs(text), (3, 4))
    except ValueError:
        return
    assert on_image(region, (3, 4)).shape == (3, 4)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"counts": [1, 4], "size": [3, 2]}, "describes 5 pixels"),
        ({"counts": [7], "size": [3, 2]}, "holds a run"),
        ({"counts": [9, -3], "size": [3, 2]}, "holds a run"),
        ({"counts": [1.5, 4.5], "size": [3, 2]}, "holds a run"),
        ({"counts": [1e300], "size": [3, 2]}, "holds a run"),
        ({"counts": [], "size": [3, 2]}, "describes 0 pixels"),
        ({"counts": "", "size": [3, 2]}, "describes 0 pixels"),
        ({"counts": "1Ø", "size": [3, 2]}, "no run-length text"),
        ({"counts": "a", "size": [3, 2]}, "no run-length text"),
        ({"counts": "`" * 12 + "0", "size": [3, 2]}, "longer than any image"),
        ({"counts": {"a": 1}, "size": [3, 2]}, "not a list of numbers"),
        ({"counts": [1, 4, 1], "size": [2, 3]}, "the image has 3 x 2 pixels"),
        ({"counts": [1, 4, 1]}, "has no 'size'"),
    ],
)
def test_damage_is_named(value, said):
    with pytest.raises(DataError, match=said) as error:
        read_rle(Field(value, Path("a.json"), "segmentation"), (3, 2))
    assert error.value.where.startswith("a.json, segmentation")


def test_pixels_of_a_small_object_in_a_large_image_cost_little():
    """The columns that it lies in are unpacked, not the image."""
    mask = np.zeros((8, 8), bool)
    mask[2:5, 3:6] = True
    size = (30_000, 30_000)
    region = region_at(mask, 20_000, 25_000)
    back = decode_runs(encode_runs(region, size), size)
    assert back.rect == region.rect
    np.testing.assert_array_equal(back.inside, region.inside)
