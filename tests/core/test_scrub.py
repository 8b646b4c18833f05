"""One blob's own threshold, against thresholds and components made in another way."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import ndimage

from stac_core.editing.limits import EditGuard, EditLimits
from stac_core.editing.scrub import LEVELS, BlobScrub, NothingToScrubError
from stac_core.labels.mask_edit import DRAWN, MODELS, SCRUBBED, apply_change, found_marks

EIGHT = np.ones((3, 3), bool)


def hills(*peaks, size=(40, 60)):
    """A map of cones: (row, column, height, width) each."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    heights = [
        height * np.clip(1 - np.hypot(rows - row, columns - column) / width, 0, 1)
        for row, column, height, width in peaks
    ]
    return np.max(heights, axis=0).astype(np.float32)


def bumpy(seed, size=(32, 44)):
    """A smooth random map in [0, 1]."""
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=size), 3)
    return ((noise - noise.min()) / np.ptp(noise)).astype(np.float32)


def component(where, x, y):
    labels, _ = ndimage.label(where, structure=EIGHT)
    return (labels == labels[y, x]) & where


class Work:
    """A mask with its marks, and a scrub of one of its blobs."""

    def __init__(self, heat, x, y, *, mask=None, marks=None, near=0.6, value=1, **kwargs):
        self.mask = (heat > np.float32(near)).astype(np.uint8) if mask is None else mask
        self.marks = np.zeros_like(self.mask) if marks is None else marks
        self.start = self.mask.copy(), self.marks.copy()
        self.scrub = BlobScrub(
            self.mask, self.marks, heat, value=value, x=x, y=y, near=near, **kwargs
        )

    def step(self, steps):
        before = self.mask.copy()
        change = self.scrub.step(steps)
        if change is not None:
            apply_change(self.mask, self.marks, change)
            assert not np.array_equal(before, self.mask), "a step that changes nothing"
        return change is not None


# ---- along the tree ----------------------------------------------------------------------


@given(seed=st.integers(0, 40), moves=st.lists(st.integers(-4, 4), max_size=6))
def test_blob_is_the_component_above_its_level_and_others_stay(seed, moves):
    heat = bumpy(seed)
    y, x = (int(each) for each in np.unravel_index(heat.argmax(), heat.shape))
    work = Work(heat, x, y)
    mask = work.start[0]
    own = component(mask == 1, x, y)
    others = (mask == 1) & ~own
    assert work.scrub.reading.level == pytest.approx(0.6)
    np.testing.assert_array_equal(work.mask, mask)
    for move in moves:
        work.step(move)
        level = np.float32(work.scrub.reading.level)
        index = round(float(level) * 100)
        assert level == LEVELS[index]
        if level <= np.float32(0.6):
            wanted = component((heat > level) & ~others, x, y)
        else:
            wanted = own & (heat > level)
        np.testing.assert_array_equal(work.mask == 1, wanted | others)
        assert work.scrub.reading.pixels == wanted.sum()
        assert not (work.marks[others]).any()


@given(seed=st.integers(0, 40), steps=st.integers(1, 60), down=st.booleans())
def test_the_way_back_leads_to_the_mask_as_it_was(seed, steps, down):
    heat = bumpy(seed)
    y, x = (int(each) for each in np.unravel_index(heat.argmax(), heat.shape))
    work = Work(heat, x, y)
    work.step(steps if down else -steps)
    taken = 0
    while not np.array_equal(work.mask, work.start[0]):
        assert work.step(-1 if down else 1)
        taken += 1
    assert taken <= steps
    np.testing.assert_array_equal(work.marks, work.start[1])
    assert work.scrub.reading.level == pytest.approx(0.6)


def test_every_step_changes_the_blob_until_it_fills_its_hill_or_is_gone():
    heat = hills((20, 20, 1.0, 15), (20, 45, 0.9, 10))
    work = Work(heat, 20, 20)
    sizes = [work.scrub.reading.pixels]
    while work.step(1):
        sizes.append(work.scrub.reading.pixels)
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == component((heat > 0) & ~_around(work.start[0], 45, 20), 20, 20).sum()
    work = Work(heat, 20, 20)
    while work.step(-1):
        pass
    assert work.scrub.reading.pixels == 0
    assert not work.mask[:, :32].any()
    assert work.mask[20, 45] == 1
    assert work.step(1)  # and comes back
    assert work.mask[20, 20] == 1


def _around(mask, x, y):
    return component(mask == 1, x, y)


def test_plateaus_are_passed_in_one_step():
    heat = np.full((20, 20), 0.1, np.float32)
    heat[5:15, 5:15] = 0.3
    heat[8:12, 8:12] = 0.86
    work = Work(heat, 10, 10)
    assert work.scrub.reading.level == pytest.approx(0.6)
    work.step(1)
    assert (work.mask == 1).sum() == 100
    assert work.scrub.reading.level == pytest.approx(0.29)
    work.step(1)
    assert (work.mask == 1).all()
    work.step(-2)
    assert (work.mask == 1).sum() == 16
    assert work.scrub.reading.level == pytest.approx(0.6)
    work.step(-1)
    assert not work.mask.any()


def test_reading_names_parts_and_where_it_vanishes():
    heat = hills((20, 18, 1.0, 16), (20, 36, 0.9, 16))
    work = Work(heat, 18, 20, near=0.4)
    reading = work.scrub.reading
    assert reading.parts == 1
    assert reading.meets is None
    vanishes = round(reading.vanishes * 100)
    assert not (heat > LEVELS[vanishes]).any()
    assert (heat > LEVELS[vanishes - 1]).any()
    splits = round(reading.splits * 100)
    assert ndimage.label(heat > LEVELS[splits], structure=EIGHT)[1] == 2
    assert ndimage.label(heat > LEVELS[splits - 1], structure=EIGHT)[1] == 1
    while work.scrub.reading.parts == 1:
        assert work.step(-1)
    assert work.scrub.reading.parts == 2
    assert work.scrub.reading.level >= reading.splits
    assert ndimage.label(work.mask, structure=EIGHT)[1] == 2


@given(seed=st.integers(0, 60))
def test_reading_names_where_a_neighbour_is_met(seed):
    heat = bumpy(seed)
    mask = (heat > 0.6).astype(np.uint8)
    y, x = (int(each) for each in np.unravel_index(heat.argmax(), heat.shape))
    own = component(mask == 1, x, y)
    others = (mask == 1) & ~own
    met = [
        index
        for index in range(60)
        if (
            component((heat > LEVELS[index]) & ~others, x, y)
            & ndimage.binary_dilation(others, structure=EIGHT)
        ).any()
    ]
    meets = Work(heat, x, y).scrub.reading.meets
    assert meets == (pytest.approx(max(met) / 100) if met else None)


# ---- what it may not take ----------------------------------------------------------------


@given(seed=st.integers(0, 30), moves=st.lists(st.integers(-9, 9), min_size=1, max_size=5))
def test_no_other_blob_and_nothing_erased_is_taken(seed, moves):
    rng = np.random.default_rng(seed)
    heat = bumpy(seed)
    mask = (heat > 0.6).astype(np.uint8)
    y, x = (int(each) for each in np.unravel_index(heat.argmax(), heat.shape))
    own = component(mask == 1, x, y)
    mask[(rng.random(mask.shape) < 0.05) & ~own] = 2
    mask[(rng.random(mask.shape) < 0.05) & ~own] = 255
    marks = np.where((rng.random(mask.shape) < 0.1) & ~own, DRAWN, MODELS).astype(np.uint8)
    fixed = ~own & (((mask != 0) & (mask != 255)) | (marks == DRAWN))
    work = Work(heat, x, y, mask=mask.copy(), marks=marks)
    for move in moves:
        work.step(move)
        np.testing.assert_array_equal(work.mask[fixed], mask[fixed])
        np.testing.assert_array_equal(work.marks[fixed], marks[fixed])
        moved = work.mask != work.start[0]
        assert (work.marks[moved] == SCRUBBED).all()


def test_strokes_on_cold_ground_stay_but_the_rim_of_an_earlier_scrub_moves():
    heat = hills((20, 20, 1.0, 15))
    work = Work(heat, 20, 20)
    work.mask[20, 24:50] = 1  # a scratch that the model does not see
    work.marks[20, 24:50] = DRAWN
    again = Work(heat, 20, 20, mask=work.mask, marks=work.marks)
    again.step(-8)
    cold = np.arange(24, 50)[heat[20, 24:50] < 0.55]
    assert (again.mask[20, cold] == 1).all()
    assert again.mask[14, 20] == 0
    # as after a restart: the rim differs from the proposal and counts as drawn
    low = (heat > 0.4).astype(np.uint8)
    rim = np.where((low == 1) & (heat <= 0.6), DRAWN, MODELS).astype(np.uint8)
    later = Work(heat, 20, 20, mask=low, marks=rim)
    assert later.scrub.reading.level == pytest.approx(0.4, abs=0.02)
    while later.scrub.reading.level < 0.7:
        assert later.step(-1)
    np.testing.assert_array_equal(later.mask == 1, heat > np.float32(later.scrub.reading.level))


def test_limits_hold_for_each_step_and_the_way_back():
    heat = hills((20, 20, 1.0, 15))
    image = np.zeros(heat.shape, np.uint8)
    image[:, 20:] = 100
    work_mask = (heat > 0.6).astype(np.uint8)
    marks = np.zeros_like(work_mask)
    guard = EditGuard(EditLimits(brightness=(50, 255)), image)
    work = Work(
        heat, 20, 20, mask=work_mask, marks=marks,
        limit=lambda rect: guard.allowed(work_mask, rect),
    )  # fmt: skip
    work.step(10)
    np.testing.assert_array_equal(work.mask[:, :20], work.start[0][:, :20])
    assert (work.mask[:, 20:] != work.start[0][:, 20:]).any()
    work.step(-30)
    np.testing.assert_array_equal(work.mask[:, :20], work.start[0][:, :20])
    assert work.mask[20, 30:].sum() == 0
    # a limit to background looks at the mask as it was, so that what grew can be taken back
    work_mask = (heat > 0.6).astype(np.uint8)
    guard = EditGuard(EditLimits(label=0), image)
    work = Work(heat, 20, 20, mask=work_mask, limit=lambda rect: guard.allowed(work_mask, rect))
    assert work.step(6)
    assert work.step(-6)
    np.testing.assert_array_equal(work.mask, work.start[0])
    assert not work.step(-1)


def test_what_leaves_the_blob_joins_the_ignore_band_where_there_is_one():
    heat = hills((20, 20, 1.0, 15))
    mask = np.where(heat > 0.6, 1, np.where(heat > 0.4, 255, 0)).astype(np.uint8)
    work = Work(heat, 20, 20, mask=mask.copy(), ignore_from=0.4)
    while work.scrub.reading.level < 0.8:
        work.step(-1)
    level = np.float32(work.scrub.reading.level)
    np.testing.assert_array_equal(
        work.mask, np.where(heat > level, 1, np.where(heat > 0.4, 255, 0))
    )
    while work.scrub.reading.level > 0.5:
        work.step(1)
    level = np.float32(work.scrub.reading.level)
    np.testing.assert_array_equal(
        work.mask, np.where(heat > level, 1, np.where(heat > 0.4, 255, 0))
    )


# ---- where it starts ---------------------------------------------------------------------


def test_hot_spot_under_the_threshold_becomes_a_blob_and_goes_again():
    heat = hills((20, 15, 1.0, 10), (20, 45, 0.5, 10))
    work = Work(heat, 45, 20)
    assert work.scrub.reading.pixels == 0
    assert not work.step(-1)
    work.step(1)
    assert work.mask[20, 45] == 1
    size = work.scrub.reading.pixels
    work.step(5)
    assert work.scrub.reading.pixels > size
    work.step(-6)
    np.testing.assert_array_equal(work.mask, work.start[0])


def test_slope_belongs_to_its_blob():
    heat = hills((20, 20, 1.0, 15))
    work = Work(heat, 28, 20)  # outside the blob, whose radius is 6
    assert work.mask[20, 28] == 0
    assert work.scrub.holds(20, 20)
    work.step(1)
    assert work.scrub.reading.pixels > work.start[0].sum()


def test_hand_drawn_blob_grows_by_the_hottest_and_shrinks_by_the_coldest_first():
    heat = hills((20, 30, 1.0, 30))
    mask = np.zeros(heat.shape, np.uint8)
    mask[18:23, 12:18] = 1
    marks = np.where(mask == 1, DRAWN, MODELS).astype(np.uint8)
    grown = Work(heat, 15, 20, mask=mask.copy(), marks=marks.copy())
    grown.step(1)
    new = (grown.mask == 1) & (mask == 0)
    assert heat[new].min() > heat[17:24, 11:19][~mask[17:24, 11:19].astype(bool)].max() - 0.02
    assert not Work(heat, 15, 20, mask=mask.copy(), marks=marks.copy()).step(-1)


@pytest.mark.parametrize("case", ["cold", "erased", "shape"])
def test_nothing_to_scrub(case):
    heat = hills((20, 20, 0.5, 15))
    marks = np.full(heat.shape, DRAWN if case == "erased" else MODELS, np.uint8)
    if case == "shape":
        with pytest.raises(ValueError, match="shape"):
            Work(heat[:, :-1], 0, 0, mask=np.zeros(heat.shape, np.uint8))
        return
    with pytest.raises(NothingToScrubError):
        Work(heat, 20 if case == "erased" else 59, 20, marks=marks)


@given(seed=st.integers(0, 20), x=st.integers(0, 43), y=st.integers(0, 31))
def test_holds_says_which_blob_is_meant(seed, x, y):
    heat = bumpy(seed)
    mask = (heat > 0.6).astype(np.uint8)
    assume(mask[y, x])
    scrub = Work(heat, x, y).scrub
    own = component(mask == 1, x, y)
    for row, column in np.argwhere(np.ones(mask.shape, bool))[::7]:
        assert scrub.holds(int(column), int(row)) == own[row, column]
    assert not scrub.holds(-1, 0)
    assert not scrub.holds(0, 1000)


def test_one_step_at_1024_is_interactive_and_costs_what_the_blob_costs():
    heat = np.zeros((1024, 1024), np.float32)
    heat[100:500, 100:600] = hills((200, 250, 1.0, 260), size=(400, 500))
    heat[600:900, 600:900] = hills((150, 150, 1.0, 160), size=(300, 300))
    work = Work(heat, 350, 300)
    times = []
    for _ in range(20):
        started = time.process_time()
        change = work.scrub.step(1)
        reading = work.scrub.reading
        times.append(time.process_time() - started)
        apply_change(work.mask, work.marks, change)
    assert reading.pixels > 30_000
    assert np.median(times) < 0.016


# ---- in a mask that was read -------------------------------------------------------------


@given(seed=st.integers(0, 60), steps=st.integers(1, 8))
def test_what_a_threshold_took_away_in_an_earlier_session_comes_back(seed, steps):
    heat = bumpy(seed)
    y, x = (int(each) for each in np.unravel_index(heat.argmax(), heat.shape))
    first = Work(heat, x, y)
    proposal = first.start[0]
    first.step(-steps)
    assume(first.mask[y, x] and first.scrub.reading.parts == 1)  # else a part grows back alone
    again = Work(heat, x, y, mask=first.mask.copy(), marks=found_marks(first.mask, proposal))
    states = [again.mask.copy()]
    while again.scrub.reading.level > 0.6 and again.step(1):
        states.append(again.mask.copy())
    assert any(np.array_equal(state, proposal) for state in states)
    while again.step(-1) and again.mask[y, x]:  # and the way up is as it was
        assert not (again.mask & (1 - proposal)).any()


def test_what_was_erased_by_hand_in_an_earlier_session_does_not_come_back():
    heat = hills((20, 20, 1.0, 18))
    proposal = (heat > np.float32(0.6)).astype(np.uint8)
    for rows, columns in ((slice(20, 40), slice(0, 60)), (slice(19, 21), slice(24, 26))):
        mask = proposal.copy()
        mask[rows, columns] = 0  # half of it, or a hole near its middle
        gone = (mask != proposal).copy()
        work = Work(heat, 20, 17, mask=mask, marks=found_marks(mask, proposal))
        for _ in range(70):
            work.step(1)
        assert not work.mask[gone].any()
        assert work.mask.sum() > proposal.sum(), "elsewhere it grows"


def test_a_blob_that_is_gone_in_a_mask_that_was_read_stays_so():
    heat = hills((20, 20, 1.0, 18))
    proposal = (heat > np.float32(0.6)).astype(np.uint8)
    mask = np.zeros_like(proposal)
    with pytest.raises(NothingToScrubError):
        Work(heat, 20, 20, mask=mask, marks=found_marks(mask, proposal))
