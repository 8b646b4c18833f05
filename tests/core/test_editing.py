"""Regions, strokes row by row, polygons and limits, each against a slow and simple way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stac_core.editing.limits import EditGuard, EditLimits, brightness
from stac_core.editing.polygon import polygon_region
from stac_core.editing.region import NOTHING, clipped, fill_of, region_at, stroke_region, united
from stac_core.editing.spans import round_spans, square_spans
from stac_core.labels.mask_edit import DRAWN, Brush, Rect

SHAPE = (40, 50)
coordinates = st.floats(-15, 65)
points = st.tuples(coordinates, coordinates)


def on_image(region, shape=SHAPE):
    whole = np.zeros(shape, bool)
    whole[region.rect.slices] = region.inside
    return whole


def centers(shape=SHAPE):
    y, x = np.mgrid[: shape[0], : shape[1]]
    return x + 0.5, y + 0.5


# ---- strokes -----------------------------------------------------------------------------


@given(start=points, end=points, diameter=st.integers(2, 30))
def test_round_stroke_is_what_is_near_the_line(start, end, diameter):
    x, y = centers()
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = np.zeros(SHAPE)
    if length > 0:
        along = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / length, 0, 1)
    distance = np.hypot(x - start[0] - along * dx, y - start[1] - along * dy)
    drawn = on_image(stroke_region(start, end, Brush(diameter, 1), SHAPE))
    clear = np.abs(distance - diameter / 2) > 1e-3  # rounding decides right on the outline
    np.testing.assert_array_equal(drawn[clear], (distance <= diameter / 2)[clear])


@given(start=points, end=points, side=st.integers(2, 30))
def test_square_stroke_is_what_the_square_passes_over(start, end, side):
    x, y = centers()
    drawn = on_image(stroke_region(start, end, Brush(side, 1, is_square=True), SHAPE))
    reach = np.full(SHAPE, np.inf)  # how far, in the larger coordinate, the square's centre comes
    for along in np.linspace(0, 1, 401):
        cx, cy = (start[i] + along * (end[i] - start[i]) for i in (0, 1))
        reach = np.minimum(reach, np.maximum(np.abs(x - cx), np.abs(y - cy)))
    step = max(abs(end[0] - start[0]), abs(end[1] - start[1])) / 400 + 1e-6
    assert drawn[reach < side / 2 - 1e-6].all()
    assert not drawn[reach > side / 2 + step].any()


@given(center=points, side=st.integers(1, 20))
def test_square_is_as_large_wherever_it_lies(center, side):
    spans = square_spans(center, center, side)
    assert len(spans.left) == side
    assert (spans.right - spans.left == side).all()


def test_spans_are_clipped_to_the_image():
    spans = round_spans((5, 5), (5, 5), 30).clipped((8, 9))
    assert (spans.top, len(spans.left)) == (0, 8)
    assert spans.left.min() == 0
    assert spans.right.max() == 9
    assert len(round_spans((5, 99), (5, 99), 9).clipped((8, 9)).left) == 0


# ---- regions -----------------------------------------------------------------------------


def test_region_is_cut_to_its_pixels_and_clipped_to_the_image(rng):
    inside = np.zeros((20, 30), bool)
    inside[4:9, 7:11] = rng.random((5, 4)) < 0.7
    region = region_at(inside, top=100, left=200)
    assert region.rect.top >= 104
    assert region.pixels == inside.sum()
    assert region_at(np.zeros((3, 3), bool)) is NOTHING
    part = clipped(region_at(np.ones((10, 10), bool), top=-4, left=35), SHAPE)
    assert part.rect == (0, 35, 6, 45)
    assert part.inside.shape == (6, 10)
    assert clipped(region, (50, 50)) is NOTHING


@given(a=points, b=points)
def test_union_has_the_pixels_of_both(a, b):
    one, other = (stroke_region(each, each, Brush(9, 1), SHAPE) for each in (a, b))
    np.testing.assert_array_equal(on_image(united(one, other)), on_image(one) | on_image(other))


def test_fill_counts_as_drawn_everywhere():
    change = fill_of(region_at(np.eye(3, dtype=bool)), 4)
    assert change.rect == Rect(0, 0, 3, 3)
    assert (change.pixels == 4).all()
    assert (change.marks == DRAWN).all()


# ---- polygons ----------------------------------------------------------------------------


def winding_number(corners, x, y):
    """By the angles under which the edges are seen."""
    total = np.zeros(np.shape(x))
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        a, b = np.arctan2(y0 - y, x0 - x), np.arctan2(y1 - y, x1 - x)
        total += (b - a + np.pi) % (2 * np.pi) - np.pi
    return np.rint(total / (2 * np.pi)).astype(int)


@given(corners=st.lists(points, min_size=3, max_size=9))
def test_polygon_is_what_it_goes_around(corners):
    x, y = centers()
    clear = np.full(SHAPE, True)  # rounding decides right on an edge
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-12)
        along = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0, 1)
        clear &= np.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0)) > 1e-6
    drawn = on_image(polygon_region(corners, SHAPE))
    wanted = winding_number(corners, x, y) != 0
    np.testing.assert_array_equal(drawn[clear], wanted[clear])


def test_polygons_that_share_an_edge_share_no_pixel_and_leave_none():
    top, bottom = [(5, 5), (35, 9), (35, 20.5), (5, 30.5)], [(5, 30.5), (35, 20.5), (20, 39)]
    one, other = (on_image(polygon_region(each, SHAPE)) for each in (top, bottom))
    whole = on_image(polygon_region([(5, 5), (35, 9), (35, 20.5), (20, 39), (5, 30.5)], SHAPE))
    assert not (one & other).any()
    np.testing.assert_array_equal(one | other, whole)


def test_lasso_over_its_own_beginning_has_no_hole():
    ring = [(25 + 10 * np.cos(a), 20 + 10 * np.sin(a)) for a in np.linspace(0, 9, 200)]
    assert on_image(polygon_region(ring, SHAPE))[20, 25]


@pytest.mark.parametrize("corners", [[], [(1, 1), (9, 9)], [(-9, -9), (-5, -9), (-5, -5)]])
def test_no_polygon_no_pixels(corners):
    assert polygon_region(corners, SHAPE) is NOTHING


# ---- limits ------------------------------------------------------------------------------


def test_limits_are_all_kept_to(rng):
    mask = rng.integers(0, 3, SHAPE, dtype=np.uint8)
    image = rng.integers(0, 4096, SHAPE, dtype=np.uint16)
    heat = rng.random(SHAPE, dtype=np.float32)
    rect = Rect(3, 4, 30, 44)
    limits = EditLimits(label=1, brightness=(500, 3000), heat=(0.2, 0.8))
    allowed = EditGuard(limits, image, heat).allowed(mask, rect)
    wanted = (mask == 1) & (image >= 500) & (image <= 3000) & (heat >= 0.2) & (heat <= 0.8)
    np.testing.assert_array_equal(allowed, wanted[rect.slices])
    assert EditGuard(EditLimits(), image).allowed(mask, rect).all()
    assert not EditGuard(limits, image).allowed(mask, rect).any(), (
        "no heat map lets nothing through"
    )
    assert limits.is_on
    assert not EditLimits().is_on


def test_brightness_of_colours_is_their_luma():
    image = np.zeros((1, 3, 3), np.uint8)
    image[0, 0], image[0, 1], image[0, 2] = (255, 255, 255), (0, 255, 0), (0, 0, 255)
    np.testing.assert_allclose(brightness(image)[0], [255, 149.685, 29.07], rtol=1e-4)
