"""The brush that stops at edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stac_core.editing.edge_brush import edge_stroke
from stac_core.editing.region import NOTHING, stroke_region
from stac_core.labels.mask_edit import Brush

SHAPE = (60, 80)


def on_image(region, shape=SHAPE):
    whole = np.zeros(shape, bool)
    whole[region.rect.slices] = region.inside
    return whole


def edge_stamp(image, center, diameter):
    return edge_stroke(image, center, center, diameter)


def surface(rng, *, inside=100, outside=150, noise=4.0, channels=None):
    """A dark square on a lighter ground, with grain."""
    defect = np.zeros(SHAPE, bool)
    defect[20:40, 30:50] = True
    image = np.where(defect, inside, outside) + rng.normal(0, noise, SHAPE)
    image = np.clip(image, 0, 255).astype(np.uint8)
    return (image if channels is None else np.stack([image] * channels, axis=-1)), defect


@pytest.mark.parametrize("channels", [None, 3])
def test_stamp_over_an_edge_paints_one_side_of_it(rng, channels):
    image, defect = surface(rng, channels=channels)
    painted = on_image(edge_stamp(image, (46, 30), 20))
    brush = on_image(stroke_region((46, 30), (46, 30), Brush(20, 1), SHAPE))
    wanted = brush & defect
    assert (painted & wanted).sum() > 0.95 * wanted.sum()
    assert (painted & ~defect).sum() < 0.05 * wanted.sum()
    other = on_image(edge_stamp(image, (53, 30), 14))
    assert (other & defect).sum() < 10, "from outside, the ground is painted"


def test_without_an_edge_the_whole_stamp_is_painted(rng):
    image, _ = surface(rng, noise=2.0)
    for center in ((40, 30), (12, 12)):
        brush = on_image(stroke_region(center, center, Brush(13, 1), SHAPE))
        np.testing.assert_array_equal(on_image(edge_stamp(image, center, 13)), brush)


def test_what_looks_alike_but_does_not_hang_together_is_left(rng):
    image, _ = surface(rng, noise=1.0)
    image[:, 39:41] = 150  # cuts the square in two
    painted = on_image(edge_stamp(image, (35, 30), 30))
    assert painted[25:35, 32:37].all()
    assert not painted[:, 42:].any()


@given(
    x=st.floats(-30, 110), y=st.floats(-30, 90), diameter=st.integers(1, 60),
    number=st.integers(0, 20),
)  # fmt: skip
def test_stamp_stays_within_the_brush_and_the_image(x, y, diameter, number):
    image = np.random.default_rng(number).integers(0, 256, SHAPE, dtype=np.uint8)
    painted = on_image(edge_stamp(image, (x, y), diameter))
    brush = on_image(stroke_region((x, y), (x, y), Brush(diameter, 1), SHAPE))
    assert not (painted & ~brush).any()
    if 0 <= x < SHAPE[1] and 0 <= y < SHAPE[0]:
        assert painted.any()


def test_outside_the_image_nothing_is_painted(rng):
    assert edge_stamp(surface(rng)[0], (-20, 10), 30) is NOTHING


def test_a_stamp_looks_at_nothing_outside_itself(rng):
    image, _ = surface(rng)
    before = edge_stamp(image, (40, 30), 16)
    image[:15], image[:, 60:] = 0, 255
    after = edge_stamp(image, (40, 30), 16)
    assert before.rect == after.rect
    np.testing.assert_array_equal(before.inside, after.inside)


def test_a_stroke_without_edges_is_the_brush_drawn_along(rng):
    image = rng.integers(118, 122, SHAPE, dtype=np.uint8)
    painted = on_image(edge_stroke(image, (10, 20), (65, 41), 12))
    brush = on_image(stroke_region((10, 20), (65, 41), Brush(12, 1), SHAPE))
    assert not (painted & ~brush).any()
    assert (brush & ~painted).sum() < 0.04 * brush.sum(), "stamps are close together"
    inner = on_image(stroke_region((10, 20), (65, 41), Brush(9, 1), SHAPE))
    assert painted[inner].all()


def test_a_stroke_is_its_pieces(rng):
    image, _ = surface(rng)
    whole = on_image(edge_stroke(image, (20, 30), (60, 30), 12))
    pieces = [on_image(edge_stroke(image, (x, 30), (x + 20, 30), 12)) for x in (20, 40)]
    np.testing.assert_array_equal(pieces[0] | pieces[1], whole)
