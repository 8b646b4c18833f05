from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage

from stac_core import cam as cams
from stac_core.models.cam_net import Localisation
from stac_core.pseudo_mask import (
    MaskMaker,
    PseudoMaskSpec,
    cam_to_mask,
    clean_mask,
    spec_for_classes,
)


def features(patch_map, attention, affinity=None):
    zero = torch.zeros(1, patch_map.shape[1])
    return Localisation(zero, zero, patch_map, attention, affinity)


def test_cam_kinds_by_hand():
    patch_map = torch.tensor([[[[-1.0, 4.0]]]])
    attention = torch.tensor([[[[0.5, 0.25]]]])
    made = {kind: cams.view_cam(features(patch_map, attention), kind) for kind in cams.CAM_KINDS}
    assert made["patchcam"].flatten().tolist() == [0, 4]
    assert made["mct"].flatten().tolist() == [0.5, 0.25]
    assert made["fused"].flatten().tolist() == [0, 1]


def test_affinity_spreads_along_rows():
    cam = torch.tensor([[[[1.0, 2.0, 3.0]]]])
    affinity = torch.tensor([[[0.0, 1.0, 0.0], [0.5, 0.0, 0.5], [0.0, 0.0, 2.0]]])
    assert cams.refine_with_affinity(cam, affinity).flatten().tolist() == [2, 2, 6]


def test_normalise_absent_constant_and_present():
    maps = torch.tensor([[[[1.0, 3.0]], [[5.0, 5.0]], [[2.0, 7.0]]]])
    normal = cams.normalise_cam(maps, torch.tensor([[True, True, False]]))
    assert normal.tolist() == [[[[0, 1]], [[0, 0]], [[0, 0]]]]


def test_normalise_constant_but_for_rounding_is_zero():
    stretched = cams.resize_cam(torch.full((1, 1, 2, 2), 0.1234567), (37, 41))
    assert not cams.normalise_cam(stretched, torch.tensor([[True]])).any()


@given(
    maps=hnp.arrays(np.float32, (1, 2, 3, 4), elements=st.floats(0, 1e6, width=32)),
    present=hnp.arrays(bool, (1, 2)),
)
def test_normalise_range(maps, present):
    normal = cams.normalise_cam(torch.from_numpy(maps), torch.from_numpy(present)).numpy()
    assert np.isfinite(normal).all()
    assert normal.min() >= 0
    assert normal.max() <= 1
    assert not normal[~present].any()


def plain_mask(cam, threshold):
    """argmax over [threshold, maps], written out."""
    stacked = np.concatenate([np.full((1, *cam.shape[1:]), threshold, np.float32), cam])
    return stacked.argmax(axis=0).astype(np.uint8)


cam_strategy = hnp.arrays(
    np.float32, st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 6)),
    elements=st.floats(0, 1, width=16),
)  # fmt: skip


@given(cam=cam_strategy, threshold=st.floats(0, 1, width=16))
def test_mask_is_argmax_over_threshold_and_maps(cam, threshold):
    expected = plain_mask(cam, threshold)
    np.testing.assert_array_equal(cam_to_mask(cam, PseudoMaskSpec(threshold)), expected)
    same = PseudoMaskSpec(0.5, class_thresholds=dict.fromkeys(range(len(cam)), threshold))
    np.testing.assert_array_equal(cam_to_mask(cam, same), expected)


def test_class_thresholds_let_a_weaker_class_through():
    cam = np.array([[[0.7, 0.7]], [[0.4, 0.2]]], np.float32)
    spec = PseudoMaskSpec(0.8, class_thresholds={1: 0.3})
    assert cam_to_mask(cam, spec).tolist() == [[2, 0]]
    named = spec_for_classes(["a", "b"], threshold=0.8, class_thresholds={"b": 0.3})
    assert named == spec


def test_ignore_band_between_two_thresholds():
    cam = np.array([[[0.2, 0.5, 0.7]]], np.float32)
    assert cam_to_mask(cam, PseudoMaskSpec(0.6, ignore_from=0.4)).tolist() == [[0, 255, 1]]


def test_small_blobs_go_and_holes_are_filled():
    mask = np.zeros((9, 9), np.uint8)
    mask[1:6, 1:6] = 1
    mask[3, 3] = 0
    mask[8, 8] = 2
    cleaned = clean_mask(mask, min_blob=2, fill_holes=1)
    assert cleaned[3, 3] == 1
    assert cleaned[8, 8] == 0
    assert mask[3, 3] == 0, "the given mask is not changed"
    assert clean_mask(mask) is mask


def test_hole_between_two_classes_or_at_the_border_stays():
    mask = np.zeros((5, 5), np.uint8)
    mask[1:4, 1:4] = 1
    mask[1, 2] = 2
    mask[2, 2] = 0
    assert clean_mask(mask, fill_holes=5)[2, 2] == 0
    border = np.ones((4, 4), np.uint8)
    border[0, 1] = 0
    assert clean_mask(border, fill_holes=5)[0, 1] == 0


@given(
    mask=hnp.arrays(np.uint8, (12, 12), elements=st.sampled_from([0, 1, 1, 2, 255])),
    smallest=st.integers(2, 9),
)
def test_min_blob_agrees_with_scipy(mask, smallest):
    cleaned = clean_mask(mask, min_blob=smallest)
    expected = mask.copy()
    for value in (1, 2):
        labels, count = ndimage.label(mask == value, np.ones((3, 3)))
        for index in range(1, count + 1):
            if (labels == index).sum() < smallest:
                expected[labels == index] = 0
    np.testing.assert_array_equal(cleaned, expected)


@given(mask=hnp.arrays(np.uint8, (10, 10), elements=st.sampled_from([0, 1, 1])))
def test_fill_all_holes_agrees_with_scipy(mask):
    expected = ndimage.binary_fill_holes(mask).astype(np.uint8)
    np.testing.assert_array_equal(clean_mask(mask, fill_holes=100), expected)


def test_mask_maker_rejects_other_shapes():
    with pytest.raises(ValueError, match="expected maps"):
        MaskMaker(np.zeros((3, 3), np.float32))
    with pytest.raises(ValueError, match="expected maps"):
        MaskMaker(np.zeros((255, 2, 2), np.float32))
