from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from stac_core.labels.mask_edit import TILE, EditRecorder, diff_patch
from stac_core.labels.patch_memory import FEW, PatchMemory
from stac_core.labels.tile_pixels import TilePixels

shapes = st.tuples(st.integers(1, 9), st.integers(1, 9))
tiles = shapes.flatmap(
    lambda shape: hnp.arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 255]))
)


@given(pixels=tiles)
def test_pixels_are_the_same_packed_or_not(pixels):
    tile = TilePixels(pixels)
    assert (tile.values() == pixels).all()
    read = TilePixels(tile.to_bytes(), pixels.shape)
    for each in (tile, read):
        np.testing.assert_array_equal(np.broadcast_to(each.values(), pixels.shape), pixels)
    assert tile.to_bytes() == TilePixels(pixels).to_bytes()


@given(first=tiles, later=tiles, packed=st.tuples(st.booleans(), st.booleans()))
def test_equal_means_equal_pixels_whichever_is_packed(first, later, packed):
    one, other = TilePixels(first), TilePixels(later)
    for tile, packs in zip((one, other), packed, strict=True):
        if packs:
            tile.pack()
    assert (one == other) == np.array_equal(first, later)
    alike = TilePixels(TilePixels(first).to_bytes(), first.shape)
    assert one == alike
    assert alike == one
    assert one != "a tile"


def test_a_tile_of_one_value_takes_one_byte():
    tile = TilePixels(np.full((TILE, TILE), 7, np.uint8))
    assert tile.size == TILE * TILE
    tile.pack()
    assert tile.size == 1
    assert tile.values() == 7


def wide():
    """A patch of more than a few tiles."""
    mask = np.zeros((6 * TILE, 5 * TILE), np.uint8)
    after = mask.copy()
    after[10:-10, 20:-20] = np.arange(mask.size).reshape(mask.shape)[10:-10, 20:-20] % 3
    patch = diff_patch(mask, after)
    assert len(patch.tiles) > FEW
    return mask, after, patch


class Later:
    def __init__(self):
        self.jobs = []

    def __call__(self, work, done):
        self.jobs.append((work, done))


def test_wide_steps_are_packed_later_and_can_be_undone_meanwhile():
    mask, after, patch = wide()
    later = Later()
    memory = PatchMemory(budget=10, run=later)
    first = memory.keep(patch, None)
    second = memory.keep(wide()[2])
    assert not first.is_packed
    loose = memory.size
    patch.apply(mask)
    np.testing.assert_array_equal(mask, after)
    (work, done), (more, end) = later.jobs
    work()
    done()
    assert first.is_packed
    assert not first.is_on_disk  # the other one will need less room soon
    more()
    end()
    assert first.is_on_disk
    assert not second.is_on_disk
    assert memory.size < loose / 4
    first.patches[0].revert(mask)
    assert not mask.any()


def test_what_nobody_keeps_any_more_is_not_packed():
    later = Later()
    memory = PatchMemory(run=later)
    patch = wide()[2]
    loose = patch.size
    memory.keep(patch)
    for work, done in later.jobs:
        work()
        done()
    assert patch.size == loose


def test_threads_may_pack_while_others_read():
    mask, after, patch = wide()
    threads = [threading.Thread(target=patch.pack) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        patch.apply(mask)
        assert (mask == after).all()
        patch.revert(mask)
        assert not mask.any()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("pack", [False, True])
def test_steps_that_undo_each_other_are_none(pack):
    _, after, patch = wide()
    back = diff_patch(after, np.zeros_like(after))
    if pack:
        patch.pack()
    assert patch.joined(back) is None
    part = after.copy()
    part[: 2 * TILE] = 0
    rest = patch.joined(diff_patch(after, part))
    assert {tile.rect.top for tile in rest.tiles} == {2 * TILE, 3 * TILE, 4 * TILE, 5 * TILE}


@given(
    before=hnp.arrays(np.uint8, (2 * TILE + 9, TILE + 5), elements=st.just(0)),
    spots=st.lists(st.tuples(st.integers(0, 2 * TILE + 8), st.integers(0, TILE + 4)), max_size=6),
)
def test_a_gesture_knows_the_smallest_rectangle_around_it(before, spots):
    recorder = EditRecorder(before)
    for row, column in spots:
        recorder.touch(diff_patch(before, _with(before, row, column, 1 - before[row, column])).rect)
        before[row, column] = 1 - before[row, column]
    patch = recorder.finish()
    rows, columns = np.nonzero(before)
    if not rows.size:
        assert patch is None
        return
    assert patch.rect == (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)


def _with(mask, row, column, value):
    after = mask.copy()
    after[row, column] = value
    return after


@given(spots=st.lists(st.tuples(st.integers(0, 899), st.integers(0, 899)), min_size=1, max_size=9))
def test_parts_of_a_patch_hold_all_that_is_different(spots):
    mask = np.zeros((900, 900), np.uint8)
    after = mask.copy()
    for row, column in spots:
        after[row, column] = 1
    patch = diff_patch(mask, after)
    seen = np.zeros(mask.shape, bool)
    for rect in patch.parts():
        assert not seen[rect.slices].any()
        seen[rect.slices] = True
        assert rect.clipped(mask.shape) == rect == rect.shared(patch.rect)
    assert seen[after == 1].all()
