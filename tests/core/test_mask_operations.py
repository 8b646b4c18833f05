"""Operations on blobs and classes, against hand-made masks and scipy."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage

from stac_core.editing import operations as ops
from stac_core.editing.parts import blob_at, bounds, class_part
from stac_core.errors import DataError
from stac_core.labels.mask_edit import (
    DRAWN,
    EMPTY,
    MODELS,
    UNMARKED,
    Change,
    Rect,
    apply_change,
)
from stac_core.refine.blobs import cut_blobs

EIGHT = np.ones((3, 3), bool)
masks = hnp.arrays(
    np.uint8,
    hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=24),
    elements=st.sampled_from([0, 0, 0, 1, 1, 2, 255]),
)


def drawn(text):
    """A mask from a picture: a row a line, a dot is background, ? is ignore."""
    values = {".": 0, "?": 255}
    rows = text.split()
    return np.array([[values.get(each) or int(each.strip(".?") or 0) for each in row]
                     for row in rows], np.uint8)  # fmt: skip


def done(mask, change):
    """The mask and the marks after a change of a mask that nobody has touched."""
    after, marks = mask.copy(), np.zeros_like(mask)
    if change is not None:
        apply_change(after, marks, change)
        assert not np.array_equal(after, mask), "a change that changes nothing"
    return after, marks


def within(where, pixels):
    """Where the nearest true pixel is at most so far away, in another way than the code's."""
    if not where.any():
        return np.zeros_like(where)
    return ndimage.distance_transform_edt(~where) <= pixels


# ---- parts -------------------------------------------------------------------------------


@given(mask=masks, x=st.integers(0, 23), y=st.integers(0, 23))
def test_blob_is_the_connected_component_of_its_class(mask, x, y):
    blob = blob_at(mask, x, y)
    inside = y < mask.shape[0] and x < mask.shape[1]
    if not inside or mask[y, x] == 0:
        assert blob is None
        return
    labels, _ = ndimage.label(mask == mask[y, x], structure=EIGHT)
    np.testing.assert_array_equal(blob.on(Rect(0, 0, *mask.shape)), labels == labels[y, x])
    assert blob.value == mask[y, x]
    assert blob.rect == bounds(labels == labels[y, x])


def test_blob_larger_than_the_first_look_is_found_whole():
    mask = np.zeros((900, 700), np.uint8)
    mask[10:890, 300] = mask[889, 5:690] = mask[10, 300:600] = 3
    blob = blob_at(mask, 300, 400)
    assert blob.rect == (10, 5, 890, 690)
    assert blob.inside.sum() == (mask == 3).sum()


def test_blob_in_a_huge_mask_costs_what_the_blob_costs():
    mask = np.zeros((8192, 8192), np.uint8)
    mask[4000:4100, 4000:4060] = 1
    mask[0, 0] = 1
    started = time.process_time()
    for _ in range(20):
        blob = blob_at(mask, 4010, 4010)
    assert (time.process_time() - started) / 20 < 0.008
    assert blob.inside.all()


def test_class_part_holds_all_blobs():
    mask = drawn("1..2 .... 2.1.")
    part = class_part(mask, 1)
    assert part.rect == (0, 0, 3, 3)
    assert part.inside.sum() == 2
    assert class_part(mask, 3) is None
    assert bounds(np.zeros((4, 5), bool)) == EMPTY


# ---- growing and shrinking ---------------------------------------------------------------


@given(mask=masks, pixels=st.integers(1, 4), over=st.booleans())
def test_growing_adds_free_pixels_within_the_distance(mask, pixels, over):
    part = class_part(mask, 1)
    if part is None:
        return
    after, _ = done(mask, ops.grow(mask, part, pixels=pixels, over_others=over))
    wanted = mask.copy()
    free = np.ones(mask.shape, bool) if over else np.isin(mask, [0, 255])
    wanted[within(mask == 1, pixels) & free] = 1
    np.testing.assert_array_equal(after, wanted)


@given(mask=masks, pixels=st.integers(1, 4))
def test_shrinking_removes_pixels_near_the_outside_but_not_at_the_border(mask, pixels):
    part = class_part(mask, 1)
    if part is None:
        return
    after, _ = done(mask, ops.shrink(mask, part, pixels=pixels))
    wanted = mask.copy()
    wanted[within(mask != 1, pixels) & (mask == 1)] = 0
    np.testing.assert_array_equal(after, wanted)


def test_one_blob_grows_and_the_others_do_not():
    mask = drawn("........ .1....1. ........ ..2.....")
    after, marks = done(mask, ops.grow(mask, blob_at(mask, 1, 1), pixels=1))
    np.testing.assert_array_equal(after, drawn(".1...... 111...1. .1...... ..2....."))
    np.testing.assert_array_equal(marks, drawn(".1...... 111..... .1...... ........") * DRAWN)


def test_a_class_that_grew_is_marked_where_it_grew_only():
    mask = drawn("1...... 2.....1 .......")
    mask[1, 0:6] = 2
    mask[1, 6] = 2
    mask[0, 1:] = 2
    mask[2] = 2
    mask[2, 6] = 1
    part = class_part(mask, 1)
    assert ops.grow(mask, part, pixels=1) is None  # walled in by the other class
    mask[2, 5] = 0
    after, marks = done(mask, ops.grow(mask, part, pixels=1))
    assert (after != mask).sum() == 1
    assert np.argwhere(marks).tolist() == [[2, 5], [2, 6]]


def test_what_shrinking_loses_is_counted():
    mask = drawn("....... .111.1. .111... .111... .......")
    part = class_part(mask, 1)
    change = ops.shrink(mask, part, pixels=1)
    after, _ = done(mask, change)
    assert np.argwhere(after).tolist() == [[2, 2]]
    assert ops.lost_blobs(part, change) == 1
    assert ops.lost_blobs(part, ops.grow(mask, part, pixels=1)) == 0
    full = np.ones((4, 4), np.uint8)
    assert ops.shrink(full, class_part(full, 1), pixels=1) is None


# ---- smoothing ---------------------------------------------------------------------------


def test_smoothing_rounds_an_outline_and_keeps_the_area_roughly():
    mask = np.zeros((80, 80), np.uint8)
    rows, columns = np.mgrid[:80, :80]
    disc = np.hypot(rows - 40, columns - 40) < 24
    mask[disc] = 1
    mask[40 - 26 : 40 - 20, 40] = 1  # a spike of a pixel's width
    mask[40, 40 - 24 : 40 - 20] = 0  # a notch
    after, _ = done(mask, ops.smooth(mask, blob_at(mask, 40, 40), pixels=3))
    assert after[14, 40] == 0
    assert after[40, 18] == 1
    assert abs(int(after.sum()) - int(disc.sum())) < 0.03 * disc.sum()


def test_smoothing_keeps_small_blobs_and_thin_scratches():
    mask = np.zeros((120, 120), np.uint8)
    mask[10:60, 10:60] = 1
    mask[30, 60:110] = 1  # a scratch that leads out of it
    mask[80:83, 20:23] = 1
    mask[100, 10:80] = 1
    after, _ = done(mask, ops.smooth(mask, class_part(mask, 1), pixels=4))
    assert (after[30, 66:110] == 1).all()
    assert after[10, 10] == 0  # corners are round
    np.testing.assert_array_equal(after[75:], mask[75:])
    alone = mask.copy()
    alone[:75] = 0
    assert ops.smooth(alone, class_part(alone, 1), pixels=4) is None


@given(mask=masks, pixels=st.integers(1, 3))
def test_smoothing_takes_from_no_other_class_and_loses_no_blob(mask, pixels):
    part = class_part(mask, 1)
    if part is None:
        return
    change = ops.smooth(mask, part, pixels=pixels)
    after, _ = done(mask, change)
    np.testing.assert_array_equal(after == 2, mask == 2)
    if change is not None:
        before = part.on(Rect(0, 0, *mask.shape))
        assert not (before & ~within(after == 1, pixels + 0.01)).any()


# ---- holes, islands ----------------------------------------------------------------------


@given(mask=masks)
def test_filled_holes_are_those_of_scipy_but_for_other_classes(mask):
    part = class_part(mask, 1)
    if part is None:
        return
    after, _ = done(mask, ops.fill_holes(mask, part))
    wanted = mask.copy()
    wanted[ndimage.binary_fill_holes(mask == 1) & (mask != 2)] = 1
    np.testing.assert_array_equal(after, wanted)


@given(mask=masks, pixels=st.integers(1, 9))
def test_removed_islands_are_the_small_components(mask, pixels):
    part = class_part(mask, 1)
    if part is None:
        return
    after, marks = done(mask, ops.remove_islands(mask, part, pixels=pixels))
    labels, _ = ndimage.label(mask == 1, structure=EIGHT)
    sizes = np.bincount(labels.ravel())
    small = (sizes < pixels)[labels] & (mask == 1)
    np.testing.assert_array_equal(after, np.where(small, 0, mask))
    np.testing.assert_array_equal(marks == DRAWN, small)


def test_only_the_largest_blob_is_kept():
    mask = drawn("11..1 11... ..2.. 1...1")
    after, _ = done(mask, ops.keep_largest(mask, class_part(mask, 1)))
    np.testing.assert_array_equal(after, drawn("11... 11... ..2.. ....."))
    assert ops.keep_largest(after, class_part(after, 1)) is None


# ---- class of a blob ---------------------------------------------------------------------


def test_blob_is_relabelled_deleted_and_a_class_erased():
    mask = drawn("11.1 1..? ...?")
    blob = blob_at(mask, 0, 0)
    after, _ = done(mask, ops.relabel(mask, blob, value=2))
    np.testing.assert_array_equal(after, drawn("22.1 2..? ...?"))
    assert ops.relabel(mask, blob, value=1) is None
    after, marks = done(mask, ops.delete(mask, blob))
    np.testing.assert_array_equal(after, drawn("...1 ...? ...?"))
    assert marks.sum() == 3 * DRAWN
    after, _ = done(mask, ops.delete(mask, class_part(mask, 1)))
    assert not after.any()
    after, _ = done(mask, ops.delete(mask, blob_at(mask, 3, 2)))
    np.testing.assert_array_equal(after, drawn("11.1 1... ...."))


def test_deleted_blob_takes_its_own_rim_of_the_ignore_band_along():
    mask = drawn("?????.... ?111?.?2? ?????.?2? ......??? ....??..1 ....??...")
    after, marks = done(mask, ops.delete(mask, blob_at(mask, 1, 1)))
    # the rim of the upper left blob is joined with that of the others by nothing
    np.testing.assert_array_equal(
        after, drawn("......... ......?2? ......?2? ......??? ....??..1 ....??...")
    )
    assert (marks == DRAWN).sum() == 15
    # this rim belongs to two blobs, and stays
    after, _ = done(mask, ops.delete(mask, blob_at(mask, 7, 1)))
    np.testing.assert_array_equal(
        after, drawn("?????.... ?111?.?.? ?????.?.? ......??? ....??..1 ....??...")
    )
    # and goes with all of a class, if no other class has a part in it
    after, _ = done(mask, ops.delete(mask, class_part(mask, 1)))
    np.testing.assert_array_equal(
        after, drawn("......... ......?2? ......?2? ......??? ....??... ....??...")
    )


# ---- GrabCut -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scene():
    """A bright disc on dark texture, and a rough mask of it."""
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[:90, :110]
    disc = np.hypot(rows - 45, columns - 50) < 20
    image = np.where(disc, 190, 60)[..., None] + rng.normal(0, 8, (90, 110, 3))
    rough = np.zeros((90, 110), np.uint8)
    rough[np.hypot(rows - 43, columns - 52) < 17] = 1
    return image.clip(0, 255).astype(np.uint8), disc, rough


def test_cutting_a_blob_is_the_refinements_grabcut_of_it(scene):
    image, disc, rough = scene
    after, _ = done(
        rough,
        ops.cut(rough, blob_at(rough, 50, 45), lambda rect: image[rect.slices], pixels=6),
    )
    np.testing.assert_array_equal(after, cut_blobs(rough, image, band=6, iterations=2))
    assert ((after == 1) != disc).sum() < 0.05 * disc.sum()


def test_cutting_one_blob_leaves_the_others_and_the_ignore_band(scene):
    image, disc, rough = scene
    mask = rough.copy()
    mask[45:60, 69:90] = 2  # another class on a part of the disc
    mask[5:9, 5:9] = 1
    mask[20:24, 40:60] = 255
    change = ops.cut(mask, blob_at(mask, 50, 45), lambda rect: image[rect.slices], pixels=6)
    after, marks = done(mask, change)
    assert ((after == 2) == (mask == 2)).all()
    assert (after[5:9, 5:9] == 1).all()
    assert not marks[5:9, 5:9].any()
    assert ((after == 255) <= (mask == 255)).all()
    assert (after[27:30, 45:55][disc[27:30, 45:55]] == 1).all()


def test_cutting_can_be_stopped(scene):
    image, _, rough = scene

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ops.cut(
            rough, blob_at(rough, 50, 45), lambda rect: image[rect.slices], pixels=3, check=stop
        )


# ---- other masks -------------------------------------------------------------------------


def test_another_mask_is_copied_whole_or_refused():
    mask, other = drawn("1.. ..2"), drawn("... .1.")
    after, marks = done(mask, ops.copy_mask(mask, other))
    np.testing.assert_array_equal(after, other)
    assert (marks == DRAWN).all()
    assert ops.copy_mask(other, other.copy()) is None
    with pytest.raises(DataError, match="3 x 1 pixels, this image 3 x 2"):
        ops.copy_mask(mask, other[:1])


def test_whole_mask_goes_back_to_the_proposal():
    mask, proposal = drawn("1.. ..2"), drawn("... .1.")
    change = ops.revert(mask, proposal)
    after, marks = mask.copy(), np.full_like(mask, DRAWN)
    apply_change(after, marks, change)
    np.testing.assert_array_equal(after, proposal)
    assert (marks == MODELS).all()
    assert ops.revert(proposal, proposal.copy()) is None


def test_blob_goes_back_to_the_proposal_and_others_stay():
    proposal = drawn("11111.11 11111.11 ........ 111.....")
    mask = drawn("....12.. ....12.. ....11.. 2.2.....")
    after, marks = mask.copy(), np.full_like(mask, DRAWN)
    apply_change(after, marks, ops.revert_blob(mask, proposal, 4, 1))
    np.testing.assert_array_equal(after, drawn("111112.. 111112.. ........ 2.2....."))
    assert (marks == MODELS).sum() == 5 * 2 + 2
    # where a person removed it, what is proposed comes back
    after, _ = done(mask, ops.revert_blob(mask, proposal, 7, 0))
    assert (after[:2, 6:] == 1).all()
    # but not over what somebody drew there
    after, _ = done(mask, ops.revert_blob(mask, proposal, 1, 3))
    np.testing.assert_array_equal(after[3], drawn("212.....")[0])
    assert ops.revert_blob(mask, proposal, 4, 3) is None
    assert ops.revert_blob(proposal, proposal, 0, 0) is None


# ---- all of them -------------------------------------------------------------------------


@given(mask=masks, data=st.data())
def test_no_operation_touches_its_argument_and_marks_are_known(mask, data):
    part = class_part(mask, 1)
    if part is None:
        return
    before = mask.copy()
    pixels = data.draw(st.integers(1, 4))
    image = np.random.default_rng(0).integers(0, 255, (*mask.shape, 3), dtype=np.uint8)
    changes = [
        ops.grow(mask, part, pixels=pixels),
        ops.shrink(mask, part, pixels=pixels),
        ops.smooth(mask, part, pixels=pixels),
        ops.fill_holes(mask, part),
        ops.remove_islands(mask, part, pixels=pixels),
        ops.keep_largest(mask, part),
        ops.relabel(mask, part, value=2),
        ops.delete(mask, part),
        ops.cut(mask, part, lambda rect: image[rect.slices], pixels=pixels),
    ]
    np.testing.assert_array_equal(mask, before)
    for change in changes:
        assert change is None or isinstance(change, Change)
        after, marks = done(mask, change)
        assert (marks[after != mask] == DRAWN).all()
        if change is not None and change.marks is not None:
            assert np.isin(change.marks, [DRAWN, UNMARKED]).all()
