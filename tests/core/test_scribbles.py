"""GrabCut from scribbles."""

from __future__ import annotations

import numpy as np
import pytest

from stac_core.editing import scribbles
from stac_core.editing.region import NOTHING, stroke_region
from stac_core.editing.scribbles import cut_by_scribbles
from stac_core.labels.mask_edit import Brush

SHAPE = (100, 120)


def on_image(region, shape=SHAPE):
    whole = np.zeros(shape, bool)
    whole[region.rect.slices] = region.inside
    return whole


def scribble(*points, width=3, shape=SHAPE):
    return stroke_region(points[0], points[-1], Brush(width, 1), shape)


@pytest.fixture
def defect():
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return (x - 60) ** 2 / 25**2 + (y - 50) ** 2 / 14**2 <= 1


@pytest.fixture
def image(rng, defect):
    grey = np.where(defect, 80, 150) + rng.normal(0, 8, SHAPE)
    return np.clip(grey, 0, 255).astype(np.uint8)


def overlap(a, b):
    return (a & b).sum() / (a | b).sum()


@pytest.mark.parametrize("channels", [1, 3])
def test_one_scribble_finds_the_defect(image, defect, channels):
    levels = image if channels == 1 else np.stack([image] * 3, axis=-1)
    cut = cut_by_scribbles(
        levels, np.zeros(SHAPE, np.uint8), 1, scribble((48, 50), (72, 50)), NOTHING
    )
    assert overlap(on_image(cut.found), defect) > 0.93
    np.testing.assert_array_equal(on_image(cut.added), on_image(cut.found))
    assert cut.removed is NOTHING
    assert cut.scale == 1


def test_what_is_scribbled_on_holds_whatever_it_looks_like(image):
    wrong, ground = scribble((60, 50), (60, 20)), scribble((40, 50), (50, 50), width=5)
    cut = cut_by_scribbles(image, np.zeros(SHAPE, np.uint8), 1, wrong, ground)
    found = on_image(cut.found)
    assert found[on_image(wrong)].all()
    assert not found[on_image(ground)].any()


def test_touched_blob_is_fitted_and_others_are_left(image, defect):
    mask = np.zeros(SHAPE, np.uint8)
    mask[30:55, 30:95] = 1  # too large on one side, too small on the other
    mask[80:95, 5:20] = 1
    mask[58:66, 55:65] = 2
    cut = cut_by_scribbles(image, mask, 1, scribble((48, 45), (72, 45)), NOTHING)
    after = mask.copy()
    after[on_image(cut.added)], after[on_image(cut.removed)] = 1, 0
    assert overlap(after[:75] == 1, (defect & (mask != 2))[:75]) > 0.9
    np.testing.assert_array_equal(after == 2, mask == 2)
    np.testing.assert_array_equal(after[80:], mask[80:])


def test_the_same_scribbles_give_the_same(image):
    marks = scribble((48, 50), (72, 50)), scribble((30, 20), (90, 20))
    one, other = (cut_by_scribbles(image, np.zeros(SHAPE, np.uint8), 1, *marks) for _ in "ab")
    np.testing.assert_array_equal(one.found.inside, other.found.inside)
    assert one.found.rect == other.found.rect


def test_large_box_is_looked_at_in_a_reduced_size(image, defect, monkeypatch):
    monkeypatch.setattr(scribbles, "MOST_PIXELS", 3000)
    thin = scribble((48, 50), (72, 50), width=1)
    cut = cut_by_scribbles(image, np.zeros(SHAPE, np.uint8), 1, thin, NOTHING)
    assert cut.scale < 1
    assert overlap(on_image(cut.found), defect) > 0.97, "its border follows the image itself"


def test_scribbles_hold_where_a_large_box_is_looked_at_in_a_reduced_size(image, monkeypatch):
    monkeypatch.setattr(scribbles, "MOST_PIXELS", 1500)
    marks = scribble((48, 50), (72, 50)), scribble((30, 37), (90, 37), width=2)
    cut = cut_by_scribbles(image, np.zeros(SHAPE, np.uint8), 1, *marks)
    found = on_image(cut.found)
    assert found[on_image(marks[0])].all()
    assert not found[on_image(marks[1])].any()


def test_without_a_scribble_on_the_defect_nothing_is_found(image):
    mask = np.zeros(SHAPE, np.uint8)
    ground = scribble((48, 50), (72, 50), width=9)
    assert cut_by_scribbles(image, mask, 1, NOTHING, ground) is None
    assert cut_by_scribbles(image, mask, 1, scribble((50, 50), (60, 50)), ground) is None


@pytest.mark.parametrize("level", [0, 128])
def test_flat_image_gives_the_scribble_or_more(level):
    image = np.full(SHAPE, level, np.uint8)
    marks = scribble((48, 50), (72, 50))
    cut = cut_by_scribbles(image, np.zeros(SHAPE, np.uint8), 1, marks, NOTHING)
    assert on_image(cut.found)[on_image(marks)].all()


def test_tiny_image():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    marks = scribble((1.5, 1.5), (1.5, 1.5), width=1, shape=(3, 4))
    cut = cut_by_scribbles(image, np.zeros((3, 4), np.uint8), 1, marks, NOTHING)
    assert cut.found.pixels >= 1
