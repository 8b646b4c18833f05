"""Superpixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from stac_core.editing import superpixels as superpixels_module
from stac_core.editing.superpixels import TILE, superpixels, tile_at
from stac_core.labels.mask_edit import Rect

SHAPE = (90, 130)
WHOLE = Rect(0, 0, *SHAPE)
EIGHT = np.ones((3, 3))


def pieces_of(image, size=12, rect=WHOLE):
    return superpixels(image, rect, size)


@given(
    number=st.integers(0, 10_000), height=st.integers(1, 60), width=st.integers(1, 60),
    size=st.integers(2, 30), color=st.booleans(),
)  # fmt: skip
def test_pieces_are_connected_and_cover_the_tile(number, height, width, size, color):
    rng = np.random.default_rng(number)
    shape = (height, width, 3) if color else (height, width)
    image = rng.integers(0, 256, shape, dtype=np.uint8)
    pieces = superpixels(image, Rect(0, 0, height, width), size)
    covered = np.zeros((height, width), int)
    for index in range(len(pieces)):
        region = pieces.region(index)
        assert region.inside.any()
        _, count = ndimage.label(region.inside, EIGHT)
        assert count == 1
        covered[region.rect.slices] += region.inside
    assert (covered == 1).all()


def test_pieces_follow_edges(rng):
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    defect = (x - 60) ** 2 + (y - 45) ** 2 < 25**2
    image = np.clip(np.where(defect, 110, 140) + rng.normal(0, 6, SHAPE), 0, 255).astype(np.uint8)
    labels = pieces_of(image).labels
    inside = np.bincount(labels[defect], minlength=labels.max() + 1)
    picked = (inside * 2 > np.bincount(labels.ravel()))[labels]
    assert (picked & defect).sum() / (picked | defect).sum() > 0.9
    grid = (y // 12) * 100 + x // 12
    inside = np.bincount(grid[defect], minlength=grid.max() + 1)
    squares = (inside * 2 > np.bincount(grid.ravel()))[grid]
    assert (squares & defect).sum() / (squares | defect).sum() < 0.88, "better than squares"


@pytest.mark.parametrize("size", [6, 12, 30])
def test_pieces_are_about_as_large_as_asked(rng, size):
    image = rng.integers(100, 140, SHAPE, dtype=np.uint8)
    pieces = pieces_of(image, size)
    assert SHAPE[0] * SHAPE[1] / len(pieces) == pytest.approx(size**2, rel=0.35)


def test_flat_image_gives_a_grid():
    pieces = pieces_of(np.full((48, 60), 77, np.uint8), 12, Rect(0, 0, 48, 60))
    assert len(pieces) == 20
    assert all(pieces.region(index).inside.all() for index in range(20))


def test_the_same_image_gives_the_same_pieces(rng):
    image = rng.integers(0, 256, (*SHAPE, 3), dtype=np.uint8)
    np.testing.assert_array_equal(pieces_of(image).labels, pieces_of(image.copy()).labels)


def test_a_tile_lies_where_it_is_in_the_image(rng):
    image = rng.integers(0, 256, (200, 300), dtype=np.uint8)
    rect = Rect(100, 150, 160, 240)
    pieces = superpixels(image, rect, 10)
    number = pieces.number_at(155, 101)
    region = pieces.region(number)
    assert region.inside[101 - region.rect.top, 155 - region.rect.left]
    assert pieces.number_at(149, 120) is None
    assert pieces.number_at(155, 160) is None


@given(height=st.integers(1, 9000), width=st.integers(1, 9000), size=st.integers(4, 64))
def test_tiles_cover_the_image_once(height, width, size):
    shape, seen, y = (height, width), set(), 0
    while y < height:
        x = 0
        while x < width:
            rect = tile_at(x, y, shape, size)
            assert rect.top <= y < rect.bottom
            assert rect.left <= x < rect.right
            assert max(rect.shape) < 2 * TILE + 64
            assert tile_at(rect.right - 1, rect.bottom - 1, shape, size) == rect
            seen.add(rect)
            x = rect.right
        y = rect.bottom
    assert sum(rect.shape[0] * rect.shape[1] for rect in seen) == height * width


@pytest.fixture
def small_tiles(monkeypatch):
    monkeypatch.setattr(superpixels_module, "TILE", 48)


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize(("kind", "share"), [("noise", 0.02), ("smooth", 3e-4), ("flat", 0)])
@pytest.mark.parametrize("shape", [(200, 230), (201, 235, 3)])
def test_tiles_have_the_pieces_of_the_whole_image(rng, shape, kind, share):
    image = rng.integers(0, 256, shape, dtype=np.uint8)
    if kind != "noise":
        image = (
            ndimage.uniform_filter(image, (9, 9, 1)[: len(shape)])
            if kind == "smooth"
            else image * 0
        )
    whole = superpixels(image, Rect(0, 0, *shape[:2]), 8)
    known = {int(piece): whole.region(number) for number, piece in enumerate(whole.ids)}
    tiles, y = [], 0
    while y < shape[0]:
        x = 0
        while x < shape[1]:
            tiles.append(superpixels(image, tile_at(x, y, shape, 8), 8))
            x = tiles[-1].rect.right
        y = tiles[-1].rect.bottom
    assert len(tiles) >= 16
    other = np.zeros(shape[:2], int)
    for tile in tiles:
        seen = tile.labels[tile.rect.within(tile.around)]
        for number in np.unique(seen):
            region, expected = tile.region(number), known[int(tile.ids[number])]
            found = np.zeros(shape[:2], bool)
            found[region.rect.slices] = region.inside
            found[expected.rect.slices] ^= expected.inside
            other += found
    assert np.count_nonzero(other) <= share * other.size


@pytest.mark.usefixtures("small_tiles")
def test_a_piece_at_the_border_of_tiles_is_the_same_from_both(rng):
    image = ndimage.uniform_filter(rng.integers(0, 256, (200, 300), dtype=np.uint8), 9)
    left, right = (superpixels(image, tile_at(x, 60, image.shape, 12), 12) for x in (47, 48))
    assert left.rect.right == right.rect.left == 48
    shared = set(left.ids[[left.number_at(47, y) for y in range(48, 96)]])
    shared &= set(right.ids[[right.number_at(48, y) for y in range(48, 96)]])
    assert len(shared) >= 3, "pieces go on across the border"
    for piece in shared:
        one, other = (
            each.region(int(np.flatnonzero(each.ids == piece)[0])) for each in (left, right)
        )
        assert one.rect == other.rect
        np.testing.assert_array_equal(one.inside, other.inside)
