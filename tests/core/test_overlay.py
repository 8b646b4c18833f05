"""Pictures of results."""

from __future__ import annotations

import numpy as np
import pytest

from stac_core.overlay import COLOR_MAPS, color_table, draw_overlay, mask_edges
from stac_core.types import IGNORE_INDEX

RED, GREEN = (200, 0, 0), (0, 200, 0)


@pytest.fixture
def surface(rng):
    return rng.integers(0, 255, (20, 30, 3), dtype=np.uint8)


def test_nothing_found_leaves_the_image_as_it_is(surface):
    cam, mask = np.zeros((2, 20, 30), np.float32), np.zeros((20, 30), np.uint8)
    np.testing.assert_array_equal(draw_overlay(surface, cam, mask, [RED, GREEN]), surface)


def test_hottest_pixel_is_the_colour_map_at_the_opacity(surface):
    cam, mask = np.zeros((2, 20, 30), np.float32), np.zeros((20, 30), np.uint8)
    cam[1, 5, 7] = 1.0
    drawn = draw_overlay(surface, cam, mask, [RED, GREEN], color_map="viridis", opacity=0.25)
    expected = surface[5, 7] * 0.75 + color_table("viridis")[255] * 0.25
    np.testing.assert_allclose(drawn[5, 7], expected, atol=0.5)
    drawn[5, 7] = surface[5, 7]
    np.testing.assert_array_equal(drawn, surface)


def test_outlines_have_the_class_colours_and_stay_inside(surface):
    mask = np.zeros((20, 30), np.uint8)
    mask[4:10, 4:10], mask[12:18, 4:10], mask[4:10, 20:26] = 1, 2, IGNORE_INDEX
    drawn = draw_overlay(surface, np.zeros((2, 20, 30), np.float32), mask, [RED, GREEN])
    assert tuple(drawn[4, 4]) == RED
    assert tuple(drawn[17, 9]) == GREEN
    assert tuple(drawn[4, 20]) == (255, 255, 255)
    untouched = ~mask_edges(mask)
    np.testing.assert_array_equal(drawn[untouched], surface[untouched])
    assert untouched[mask == 0].all()
    assert untouched[6, 6]


def test_outline_between_touching_classes_and_at_the_rim():
    mask = np.ones((6, 8), np.uint8)
    assert not mask_edges(mask).any()  # the image's rim is no outline
    mask[:, 4:] = 2
    expected = np.zeros((6, 8), bool)
    expected[:, 3:5] = True
    np.testing.assert_array_equal(mask_edges(mask), expected)


@pytest.mark.parametrize("name", COLOR_MAPS)
def test_colour_maps_are_tables_that_cannot_be_changed(name):
    table = color_table(name)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert not table.flags.writeable


@pytest.mark.parametrize("name", ["inferno", "viridis", "cividis", "grey"])
def test_hotter_is_lighter(name):
    luminance = color_table(name) @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(luminance[::16]) > 0).all()
