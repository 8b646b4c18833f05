"""Where a new threshold changes a mask."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stac_core.opencv import cv2
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec
from stac_core.refine.refiner import MaskRecipe, MaskRefiner
from stac_core.refine.steps import Smooth, Specks

SHAPE = (300, 290)


def smooth_maps(seed, classes=2):
    rng = np.random.default_rng(seed)
    maps = [cv2.resize(rng.random((5, 5), np.float32), SHAPE[::-1]) for _ in range(classes)]
    return np.clip(np.stack(maps), 0, 1).astype(np.float32)


# values that maps really have come up often, so that "above" and "from" are told apart
levels = st.sampled_from([0.0, 0.2, 0.25, 0.5, 0.6, 0.75, 1.0]) | st.floats(0, 1, width=32)
specs = st.builds(
    lambda threshold, band: PseudoMaskSpec(threshold, ignore_from=band),
    levels,
    st.none() | levels,
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3), st.booleans(), specs, specs)
def test_masks_differ_only_inside_the_windows_and_parts_are_of_the_whole(seed, steps, old, new):
    maps = smooth_maps(seed)
    if steps:
        maps = np.round(maps * 20) / np.float32(20)
    maker = MaskMaker(maps)
    before, after = maker.make(old), maker.make(new)
    made = before.copy()
    for window in maker.windows_between(old, new):
        made[window] = maker.part(window, new)
    np.testing.assert_array_equal(made, after)


def test_small_step_on_smooth_maps_looks_at_few_tiles():
    ramp = np.linspace(0, 1, 1280, dtype=np.float32)[None, None].repeat(1280, axis=1)
    windows = MaskMaker(ramp).windows_between(PseudoMaskSpec(0.52), PseudoMaskSpec(0.53))
    assert {(each[1].start, each[1].stop) for each in windows} == {(640, 768)}


def test_thresholds_of_single_classes_are_no_case_for_windows():
    maker = MaskMaker(smooth_maps(0))
    own = PseudoMaskSpec(0.5, {0: 0.7})
    assert maker.windows_between(own, PseudoMaskSpec(0.4)) is None
    assert maker.windows_between(PseudoMaskSpec(0.4), own) is None


@pytest.mark.parametrize(
    ("before", "after", "rough", "known"),
    [
        ((), (), False, True),
        ((), (), True, False),  # nothing can be missing without steps
        ((), (Smooth(),), False, False),
        ((Specks(),), (Specks(),), False, False),  # a speck may vanish far from where it changed
    ],
)
def test_changes_are_known_only_where_they_follow_from_the_threshold(before, after, rough, known):
    refiner = MaskRefiner(lambda: np.zeros((*SHAPE, 3), np.uint8), smooth_maps(1))
    old = MaskRecipe(PseudoMaskSpec(0.5), before)
    new = MaskRecipe(PseudoMaskSpec(0.6), after)
    assert (refiner.changes(old, new, rough=rough) is not None) == known
