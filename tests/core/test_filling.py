"""Other programs' fills: hand-counted pixels, and the programs' own libraries on whole images."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from stac_core.editing.parts import Part
from stac_core.formats.filling import (
    opencv_ellipse,
    opencv_polygon,
    pillow_ellipse,
    pillow_polygon,
    pillow_rectangle,
    scikit_polygon,
)
from stac_core.formats.outlines import bridged
from stac_core.formats.pixel_outlines import parts_of, pixel_outlines
from stac_core.labels.mask_edit import Rect
from stac_core.opencv import cv2

SIZE = (9, 12)
POLYGONS = [pillow_polygon, opencv_polygon, scikit_polygon]

corners = st.lists(st.tuples(*[st.floats(-6, 16)] * 2), min_size=1, max_size=8)


def whole(region, size=SIZE):
    """bool (H, W)."""
    canvas = np.zeros(size, bool)
    if not region.rect.is_empty:
        canvas[region.rect.slices] = region.inside
    return canvas


def rows(region, size=SIZE):
    return ["".join(".#"[int(value)] for value in row).rstrip(".") for row in whole(region, size)]


@pytest.mark.parametrize("fill", POLYGONS)
def test_outline_counts_and_fractions_are_cut_off(fill):
    square = [(1.9, 1.0), (4.2, 1.5), (4.0, 3.99), (1.0, 3.0)]
    assert rows(fill(square, SIZE))[:5] == ["", ".####", ".####", ".####", ""]


@pytest.mark.parametrize("fill", POLYGONS)
def test_one_corner_is_one_pixel(fill):
    assert np.argwhere(whole(fill([(3.5, 2.5)], SIZE))).tolist() == [[2, 3]]
    assert not whole(fill([(30, 2)], SIZE)).any()


def test_programs_differ_where_a_line_is_followed_to_and_fro():
    spike = [(1, 1), (5, 1), (1, 1)]
    assert rows(pillow_polygon(spike, SIZE))[1] == ".#####"
    assert rows(opencv_polygon(spike, SIZE))[1] == ".#####"
    assert rows(scikit_polygon(spike, SIZE))[1] == ".#...#"  # its corners only


@given(corners)
@settings(max_examples=150, deadline=None)
def test_windows_change_nothing(points):
    canvas = Image.new("L", SIZE[::-1])
    ImageDraw.Draw(canvas).polygon(points * 2 if len(points) == 1 else points, fill=1, outline=1)
    assert np.array_equal(whole(pillow_polygon(points, SIZE)), np.array(canvas, bool))
    expected = np.zeros(SIZE, np.uint8)
    cv2.fillPoly(expected, [np.trunc(points).astype(np.int32)], 1)
    assert np.array_equal(whole(opencv_polygon(points, SIZE)), expected.astype(bool))


@given(corners)
@settings(max_examples=100, deadline=None)
def test_scikit_rule_is_that_of_single_points(points):
    ring = [(int(x), int(y)) for x, y in points]
    expected = [
        [_is_inside(ring, column, row) for column in range(SIZE[1])] for row in range(SIZE[0])
    ]
    assert np.array_equal(whole(scikit_polygon(points, SIZE)), np.array(expected))


def _is_inside(ring, x, y):
    """O'Rourke's test: a corner, on an edge, or inside."""
    right = left = 0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (x0, y0) == (x, y):
            return True
        if (y0 > y) != (y1 > y):
            right += x0 + (y - y0) * (x1 - x0) / (y1 - y0) > x
        if (y0 < y) != (y1 < y):
            left += x0 + (y - y0) * (x1 - x0) / (y1 - y0) < x
    return bool(right % 2 or left % 2)


def test_rectangles_and_circles():
    assert rows(pillow_rectangle([(4, 3), (1.5, 1.2)], SIZE))[:5] == ["", *[".####"] * 3, ""]
    assert whole(pillow_rectangle([(-5, -5), (50, 50)], SIZE)).all()
    circle = whole(pillow_ellipse([(2, 2), (6, 6)], SIZE))
    assert circle[4].nonzero()[0].tolist() == [2, 3, 4, 5, 6]
    assert circle.sum() == 21
    ellipse = whole(opencv_ellipse((5, 4), (3, 1), 90, SIZE))
    assert np.argwhere(ellipse).min(axis=0).tolist() == [1, 4]
    assert np.argwhere(ellipse).max(axis=0).tolist() == [7, 6]


@given(st.integers(0, 2**30 - 1), st.booleans())
@settings(max_examples=150, deadline=None)
def test_outlines_through_pixels_give_the_pixels_back(bits, every_pixel):
    inside = np.array([bits >> place & 1 for place in range(30)], bool).reshape(5, 6)
    by_pillow, by_opencv = np.zeros((5, 6), bool), np.zeros((5, 6), bool)
    for outline in pixel_outlines(inside, every_pixel=every_pixel):
        ring = bridged(outline)
        by_pillow |= whole(pillow_polygon(ring, (5, 6)), (5, 6))
        by_opencv |= whole(opencv_polygon(ring, (5, 6)), (5, 6))
    assert np.array_equal(by_pillow, inside)
    assert np.array_equal(by_opencv, inside)


def test_parts_go_by_label_and_place():
    mask = np.array([[1, 0, 2], [0, 1, 2], [255, 0, 0]], np.uint8)
    found = list(parts_of(mask))
    assert [part.value for part in found] == [1, 2, 255]
    assert found[1].rect == Rect(0, 2, 2, 3)
    assert len(list(parts_of(mask, neighbours=4))) == 4
    assert isinstance(found[0], Part)
    assert np.array_equal(found[0].inside, np.eye(2, dtype=bool))
