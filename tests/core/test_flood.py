"""Fill and magic wand against labelling the whole image."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from stac_core.editing.flood import label_region, similar_region
from stac_core.editing.region import NOTHING

SHAPE = (30, 40)


def on_image(region, shape=SHAPE):
    whole = np.zeros(shape, bool)
    whole[region.rect.slices] = region.inside
    return whole


def component(belongs, x, y):
    labels, _ = ndimage.label(belongs)
    return labels == labels[y, x]


seeds = st.tuples(st.integers(0, SHAPE[1] - 1), st.integers(0, SHAPE[0] - 1))


@given(number=st.integers(0, 50), seed=seeds)
def test_fill_finds_the_connected_label(number, seed):
    x, y = seed
    rng = np.random.default_rng(number)
    mask = (ndimage.uniform_filter(rng.random(SHAPE), 3) > 0.5).astype(np.uint8)
    found = on_image(label_region(mask, seed))
    np.testing.assert_array_equal(found, component(mask == mask[y, x], x, y))


@given(number=st.integers(0, 50), seed=seeds, tolerance=st.integers(0, 255))
def test_wand_finds_what_is_similar_and_connected(number, seed, tolerance):
    x, y = seed
    rng = np.random.default_rng(number)
    image = rng.integers(0, 256, (*SHAPE, 3), dtype=np.uint8)
    image = ndimage.uniform_filter(image, (5, 5, 1))
    near = image[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].reshape(-1, 3)
    away = np.abs(image - np.median(near, axis=0)).max(axis=2)
    similar = away <= tolerance
    everywhere = similar_region(image, seed, tolerance, connected=False)
    np.testing.assert_array_equal(on_image(everywhere), similar)
    similar[y, x] = True
    found = on_image(similar_region(image, seed, tolerance))
    np.testing.assert_array_equal(found, component(similar, x, y))


def test_regions_are_followed_as_far_as_they_go():
    mask = np.ones((900, 1200), np.uint8)
    mask[::4, :-1] = 0
    mask[2::4, 1:] = 0  # one long way to and fro
    found = label_region(mask, (600, 451))
    np.testing.assert_array_equal(
        on_image(found, mask.shape), component(mask == mask[451, 600], 600, 451)
    )
    assert found.pixels > 400_000


def test_small_region_in_a_large_image_looks_only_around_it():
    mask = np.zeros((4000, 4000), np.uint8)
    mask[2000:2010, 2000:2020] = 3
    region = label_region(mask, (2005, 2005))
    assert region.rect == (2000, 2000, 2010, 2020)
    assert region.inside.base is None or region.inside.base.size < 100_000


@pytest.mark.parametrize("seed", [(-1, 0), (0, -1), (40, 0), (0, 30)])
def test_outside_the_image_there_is_nothing(seed):
    assert label_region(np.zeros(SHAPE, np.uint8), seed) is NOTHING
    assert similar_region(np.zeros(SHAPE, np.uint8), seed, 9) is NOTHING


def test_noise_of_the_pixel_itself_does_not_decide():
    image = np.full(SHAPE, 100, np.uint8)
    image[10, 10] = 250
    assert on_image(similar_region(image, (10, 10), 5)).all()
