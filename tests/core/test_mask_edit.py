from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from stac_core.labels.mask_edit import (
    DRAWN,
    EMPTY,
    TILE,
    UNMARKED,
    Brush,
    Change,
    EditRecorder,
    MaskPatch,
    Rect,
    apply_change,
    diff_patch,
    edit_patches,
    paint_stroke,
)

SHAPE = (150, 300)
points = st.tuples(st.floats(-20, 320), st.floats(-20, 170))
strokes = st.tuples(points, points, st.integers(1, 40), st.sampled_from([0, 1, 2, 255]))


def draw(mask, gesture):
    recorder = EditRecorder(mask)
    for start, end, diameter, value in gesture:
        paint_stroke(mask, start, end, Brush(diameter, value), touch=recorder.touch)
    return recorder.finish()


@given(gestures=st.lists(st.lists(strokes, min_size=1, max_size=3), max_size=6))
def test_any_edits_undone_are_the_original_and_redone_the_final(gestures):
    rng = np.random.default_rng(0)
    mask = rng.integers(0, 3, SHAPE, dtype=np.uint8)
    states, patches = [mask.copy()], []
    for gesture in gestures:
        patch = draw(mask, gesture)
        if patch is not None:
            patches.append(patch)
            states.append(mask.copy())
        else:
            np.testing.assert_array_equal(mask, states[-1])
    for patch, before in zip(reversed(patches), reversed(states[:-1]), strict=True):
        patch.revert(mask)
        np.testing.assert_array_equal(mask, before)
    for patch, after in zip(patches, states[1:], strict=True):
        patch.apply(mask)
        np.testing.assert_array_equal(mask, after)


@given(gesture=st.lists(strokes, min_size=1, max_size=4))
def test_patch_knows_its_rectangle(gesture):
    mask = np.zeros(SHAPE, np.uint8)
    patch = draw(mask, gesture)
    changed = mask != 0
    if patch is None:
        assert not changed.any()
        return
    rows, columns = np.nonzero(changed)
    assert patch.rect == (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)


@given(gesture=st.lists(strokes, min_size=1, max_size=3))
def test_abandoned_gesture_leaves_no_trace(gesture):
    mask = np.random.default_rng(1).integers(0, 3, SHAPE, dtype=np.uint8)
    before = mask.copy()
    recorder = EditRecorder(mask)
    for start, end, diameter, value in gesture:
        paint_stroke(mask, start, end, Brush(diameter, value), touch=recorder.touch)
    restored = recorder.abandon()
    np.testing.assert_array_equal(mask, before)
    assert restored.is_empty or restored.clipped(SHAPE) == restored
    assert recorder.finish() is None


def naive_stroke(mask, start, end, diameter, value):
    """Distance of every pixel centre from the segment, pixel by pixel."""
    result = mask.copy()
    dx, dy = end[0] - start[0], end[1] - start[1]
    for row in range(mask.shape[0]):
        for column in range(mask.shape[1]):
            x, y = column + 0.5 - start[0], row + 0.5 - start[1]
            length = dx * dx + dy * dy
            t = min(max((x * dx + y * dy) / length, 0), 1) if length else 0
            if (x - t * dx) ** 2 + (y - t * dy) ** 2 <= (diameter / 2) ** 2:
                result[row, column] = value
    return result


@pytest.mark.parametrize(
    ("start", "end", "diameter"),
    [((5, 5), (5, 5), 6), ((2, 3), (25, 14), 5), ((-4, 8), (3, 30), 9), ((10, 10), (10, 2), 2)],
)
def test_stroke_covers_what_is_near_the_line(start, end, diameter):
    mask = np.zeros((20, 30), np.uint8)
    expected = naive_stroke(mask, start, end, diameter, 3)
    rect = paint_stroke(mask, start, end, Brush(diameter, 3))
    np.testing.assert_array_equal(mask, expected)
    outside = mask.copy()
    outside[rect.slices] = 0
    assert not outside.any()


def test_one_pixel_brush_draws_an_unbroken_thin_line():
    mask = np.zeros((20, 30), np.uint8)
    paint_stroke(mask, (2.5, 3.5), (27.5, 15.5), Brush(1, 1))
    assert mask[3, 2] == mask[15, 27] == 1
    assert (mask.sum(axis=0)[2:28] == 1).all()
    dot = np.zeros((5, 5), np.uint8)
    paint_stroke(dot, (2.9, 1.1), (2.9, 1.1), Brush(1, 1))
    assert dot.sum() == dot[1, 2] == 1


def test_stroke_outside_the_image_changes_nothing():
    mask = np.zeros((10, 10), np.uint8)
    assert paint_stroke(mask, (50, 50), (60, 60), Brush(5, 1)) == EMPTY
    assert not mask.any()


def test_long_thin_stroke_on_a_huge_mask_makes_a_small_patch():
    mask = np.zeros((8192, 8192), np.uint8)
    recorder = EditRecorder(mask)
    position = (0.0, 0.0)
    for step in range(1, 65):
        following = (step * 128.0, step * 128.0)
        paint_stroke(mask, position, following, Brush(9, 1), touch=recorder.touch)
        position = following
    patch = recorder.finish()
    patch.pack()
    assert patch.size < 100_000
    patch.revert(mask)
    assert not mask.any()


@given(
    before=hnp.arrays(np.uint8, (TILE + 5, 9), elements=st.integers(0, 2)),
    after=hnp.arrays(np.uint8, (TILE + 5, 9), elements=st.integers(0, 2)),
)
def test_diff_patch_turns_one_into_the_other_and_back(before, after):
    patch = diff_patch(before, after)
    if patch is None:
        np.testing.assert_array_equal(before, after)
        return
    work = before.copy()
    patch.apply(work)
    np.testing.assert_array_equal(work, after)
    patch.revert(work)
    np.testing.assert_array_equal(work, before)


def test_diff_of_other_shapes_is_misuse():
    with pytest.raises(ValueError, match="different shapes"):
        diff_patch(np.zeros((2, 2), np.uint8), np.zeros((2, 3), np.uint8))


def test_rect_algebra():
    a, b = Rect(0, 0, 2, 3), Rect(5, 1, 6, 9)
    assert a.united(b) == (0, 0, 6, 9)
    assert a.united(EMPTY) == a == EMPTY.united(a)
    assert Rect(-3, -3, 100, 1).clipped((10, 10)) == (0, 0, 10, 1)
    assert Rect(5, 5, 5, 9).is_empty
    assert Rect(0, 0, 4, 6).shared(Rect(2, -3, 9, 5)) == (2, 0, 4, 5)
    assert a.shared(b).is_empty
    assert Rect(4, 4, 5, 6).grown(2) == (2, 2, 7, 8)
    assert Rect(4, 4, 5, 6).within(Rect(3, 1, 9, 9)) == (slice(1, 2), slice(3, 5))
    assert isinstance(MaskPatch((), EMPTY), MaskPatch)


# ---- changes -----------------------------------------------------------------------------

TALL = (TILE + 20, 30)


@st.composite
def changes(draw):
    top, left = draw(st.integers(0, TALL[0] - 1)), draw(st.integers(0, TALL[1] - 1))
    bottom, right = draw(st.integers(top + 1, TALL[0])), draw(st.integers(left + 1, TALL[1]))
    shape = (bottom - top, right - left)
    values = np.random.default_rng(draw(st.integers(0, 99)))
    marks = values.choice(np.array([0, 1, 2, UNMARKED], np.uint8), shape)
    change = Change(
        Rect(top, left, bottom, right),
        values.integers(0, 3, shape, dtype=np.uint8),
        draw(st.sampled_from([None, marks])),
    )
    return change, draw(st.sampled_from([None, values.random(shape) < 0.5]))


def by_hand(mask, touched, change, editable):
    """Pixel by pixel."""
    mask, touched = mask.copy(), touched.copy()
    top, left = change.rect[:2]
    for (row, column), value in np.ndenumerate(change.pixels):
        place = top + row, left + column
        if editable is not None and not editable[row, column]:
            continue
        if change.marks is not None:
            mark = change.marks[row, column]
            touched[place] = touched[place] if mark == UNMARKED else mark
        elif mask[place] != value:
            touched[place] = DRAWN
        mask[place] = value
    return mask, touched


@given(given_change=changes(), seed=st.integers(0, 9))
def test_change_is_the_same_in_place_as_patches_and_by_hand(given_change, seed):
    change, editable = given_change
    rng = np.random.default_rng(seed)
    mask = rng.integers(0, 3, TALL, dtype=np.uint8)
    touched = rng.integers(0, 3, TALL, dtype=np.uint8)
    before = mask.copy(), touched.copy()
    wanted = by_hand(mask, touched, change, editable)
    patches = edit_patches(mask, touched, change, editable)
    np.testing.assert_array_equal(mask, before[0])
    if patches is None:
        np.testing.assert_array_equal(wanted[0], before[0])
    else:
        work = mask.copy(), touched.copy()
        np.testing.assert_array_equal(patches.made.pixels, wanted[0][change.rect.slices])
        np.testing.assert_array_equal(patches.made.marks, wanted[1][change.rect.slices])
        for patch, array, after, old in zip(patches[:2], work, wanted, before, strict=True):
            if patch is not None:
                patch.apply(array)
            np.testing.assert_array_equal(array, after)
            if patch is not None:
                patch.revert(array)
            np.testing.assert_array_equal(array, old)
    told = []
    apply_change(mask, touched, change, editable, touch=told.append)
    np.testing.assert_array_equal(mask, wanted[0])
    np.testing.assert_array_equal(touched, wanted[1])
    assert told == [change.rect]


@pytest.mark.parametrize(
    ("rect", "shape"), [((0, 0, 3, 11), (3, 11)), ((0, 0, 0, 0), (0, 0)), ((1, 1, 3, 3), (2, 1))]
)
def test_change_that_does_not_fit_is_misuse(rect, shape):
    mask = np.zeros((10, 10), np.uint8)
    with pytest.raises(ValueError, match="change"):
        edit_patches(mask, mask.copy(), Change(Rect(*rect), np.ones(shape, np.uint8)))


@given(gestures=st.lists(st.lists(strokes, min_size=1, max_size=2), min_size=2, max_size=4))
def test_joined_patches_are_one_from_the_first_state_to_the_last(gestures):
    mask = np.random.default_rng(0).integers(0, 3, SHAPE, dtype=np.uint8)
    first, whole, is_begun = mask.copy(), None, False
    for gesture in gestures:
        patch = draw(mask, gesture)
        if patch is not None:
            whole = whole.joined(patch) if is_begun and whole is not None else patch
            is_begun = True
    last = mask.copy()
    if whole is None:
        np.testing.assert_array_equal(first, last)
        return
    different = first != last
    outside = different.copy()
    outside[whole.rect.slices] = False
    assert not outside.any()
    whole.revert(mask)
    np.testing.assert_array_equal(mask, first)
    whole.apply(mask)
    np.testing.assert_array_equal(mask, last)


def test_patch_and_its_opposite_join_to_nothing():
    mask = np.zeros(SHAPE, np.uint8)
    there = diff_patch(mask, mask + 1)
    back = diff_patch(mask + 1, mask)
    assert there.joined(back) is None
