"""Outlines of masks: filled again they give the same pixels, whatever the mask looks like."""

from __future__ import annotations

import time

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stac_core.formats.outlines import (
    Outline,
    bridged,
    bridged_inset,
    fill_rings,
    trace,
)
from stac_core.opencv import cv2

masks = arrays.arrays(bool, st.tuples(st.integers(1, 14), st.integers(1, 14)))
quick = settings(max_examples=150, deadline=None)

RING = np.array(
    [[0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 0], [0, 1, 0, 0, 1, 0], [0, 1, 1, 1, 1, 0]], bool
)


def filled(rings, shape, rule="winding"):
    whole = np.zeros(shape, bool)
    region = fill_rings(rings, shape, rule=rule)
    whole[region.rect.slices] = region.inside
    return whole


def as_lists(outline):
    return [ring.tolist() for ring in outline.rings]


@pytest.mark.parametrize("rule", ["winding", "even-odd"])
@pytest.mark.parametrize("neighbours", [4, 8])
@given(mask=masks)
@quick
def test_filled_outlines_are_the_mask(mask, neighbours, rule):
    outlines = trace(mask, neighbours=neighbours)
    rings = [ring for each in outlines for ring in each.rings]
    np.testing.assert_array_equal(filled(rings, mask.shape, rule), mask)


@pytest.mark.parametrize("neighbours", [4, 8])
@given(mask=masks)
@quick
def test_each_outline_is_a_connected_part_with_its_holes(mask, neighbours):
    count, parts = cv2.connectedComponents(mask.astype(np.uint8), connectivity=neighbours)
    outlines = trace(mask, neighbours=neighbours)
    assert len(outlines) == count - 1
    for outline in outlines:
        part = filled(outline.rings, mask.shape)
        np.testing.assert_array_equal(part, parts == parts[part][0])
        assert outline.area == part.sum()
        background = (~np.pad(part, 1)).astype(np.uint8)
        free, _ = cv2.connectedComponents(background, connectivity=12 - neighbours)
        assert len(outline.holes) == free - 2


@pytest.mark.parametrize("neighbours", [4, 8])
@given(mask=masks)
@quick
def test_every_corner_turns(mask, neighbours):
    for outline in trace(mask, neighbours=neighbours):
        for ring in outline.rings:
            steps = np.roll(ring, -1, axis=0) - ring
            assert ((steps != 0).sum(axis=1) == 1).all(), "an edge is level or upright"
            assert ((steps[:, 0] == 0) != np.roll(steps[:, 0] == 0, 1)).all()


@pytest.mark.parametrize("rule", ["winding", "even-odd"])
@pytest.mark.parametrize("neighbours", [4, 8])
@given(mask=masks)
@quick
def test_one_ring_with_bridges_to_its_holes_is_the_part(mask, neighbours, rule):
    for outline in trace(mask, neighbours=neighbours):
        wanted = filled(outline.rings, mask.shape)
        ring = bridged(outline)
        np.testing.assert_array_equal(filled([ring], mask.shape, rule), wanted)
        assert (ring == np.rint(ring)).all()


@pytest.mark.parametrize("neighbours", [4, 8])
@given(mask=masks)
@quick
def test_inset_outlines_fill_to_the_part_by_either_convention(mask, neighbours):
    for outline in trace(mask, neighbours=neighbours):
        wanted = filled(outline.rings, mask.shape)
        ring = bridged_inset(outline, mask)
        np.testing.assert_array_equal(filled([ring], mask.shape, "even-odd"), wanted)
        np.testing.assert_array_equal(filled([ring], mask.shape), wanted)
        drawn = np.zeros(mask.shape, np.uint8)
        cv2.fillPoly(drawn, [ring.astype(np.int32)], 1)
        np.testing.assert_array_equal(drawn > 0, wanted)


def test_known_outlines():
    (ring,) = trace(RING)
    assert as_lists(ring) == [
        [[1, 1], [5, 1], [5, 4], [1, 4]],
        [[4, 2], [2, 2], [2, 3], [4, 3]],
    ]
    (pixel,) = trace(np.ones((1, 1), bool))
    assert as_lists(pixel) == [[[0, 0], [1, 0], [1, 1], [0, 1]]]
    assert trace(np.zeros((3, 4), bool)) == []


def test_pixels_that_touch_at_a_corner_are_one_part_or_two():
    for mask in (np.eye(2, dtype=bool), ~np.eye(2, dtype=bool)):
        assert len(trace(mask)) == 1
        assert len(trace(mask, neighbours=4)) == 2


def test_island_in_a_hole_is_a_part_of_its_own():
    mask = np.zeros((9, 9), bool)
    mask[1:8, 1:8], mask[2:7, 2:7], mask[4, 4] = True, False, True
    outer, island = trace(mask)
    assert (len(outer.holes), len(island.holes)) == (1, 0)
    assert (outer.area, island.area) == (24, 1)


def test_bridge_follows_the_nearest_edge_on_the_left():
    (ring,) = trace(RING)
    assert bridged(ring).tolist() == [
        [1, 1], [5, 1], [5, 4], [1, 4], [1, 2], [2, 2], [2, 3], [4, 3], [4, 2], [2, 2], [1, 2],
    ]  # fmt: skip


def test_hole_that_sticks_out_is_bridged_too():
    outline = Outline(
        np.array([[5, 0], [10, 5], [5, 10]], np.int32),
        (np.array([[7, 4], [2, 4], [2, 6], [7, 6]], np.int32),),
    )
    np.testing.assert_array_equal(
        filled([bridged(outline)], (12, 12)), filled(outline.rings, (12, 12))
    )


def test_large_masks_take_a_moment(rng):
    """Thousands of ragged blobs on 4096 x 4096; the bounds are an order above what is measured."""
    noise = rng.random((512, 512)).astype(np.float32)
    mask = cv2.resize(cv2.GaussianBlur(noise, (0, 0), 2), (4096, 4096)) > 0.53
    start = time.perf_counter()
    outlines = trace(mask)
    traced = time.perf_counter()
    rings = [ring for each in outlines for ring in each.rings]
    assert sum(map(len, rings)) > 100_000
    back = filled(rings, mask.shape)
    assert traced - start < 10
    assert time.perf_counter() - traced < 10
    np.testing.assert_array_equal(back, mask)


def test_a_ring_of_many_corners_is_filled_at_once(rng):
    angle = np.sort(rng.uniform(0, 2 * np.pi, 100_000))
    radius = 900 + rng.uniform(-20, 20, len(angle))
    ring = np.stack([1000 + radius * np.cos(angle), 1000 + radius * np.sin(angle)], axis=1)
    start = time.perf_counter()
    region = fill_rings([ring], (2000, 2000))
    assert time.perf_counter() - start < 5
    assert region.pixels == pytest.approx(np.pi * 900**2, rel=0.01)


def test_corners_far_outside_do_no_harm():
    ring = [(-1e300, -1e300), (1e300, -1e300), (1e300, 1e300), (-1e300, 1e300)]
    assert fill_rings([ring], (5, 7)).pixels == 35
