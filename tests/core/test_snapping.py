from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stac_core.editing import snapping
from stac_core.editing.snapping import snapped
from stac_core.opencv import cv2


def disc(shape, radius):
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return np.hypot(rows - shape[0] / 2, columns - shape[1] / 2) < radius


def picture(inside, rng, *, channels=1, noise=8):
    grey = np.where(inside, 90.0, 140.0)[..., None] + rng.normal(
        0, noise, (*inside.shape, channels)
    )
    levels = np.clip(grey, 0, 255).astype(np.uint8)
    return levels[..., 0] if channels == 1 else levels


@pytest.mark.parametrize("channels", [1, 3])
def test_a_coarse_border_goes_to_where_the_image_changes(rng, channels):
    true = disc((300, 320), 100)
    small = cv2.resize(true.astype(np.uint8), (64, 60), interpolation=cv2.INTER_NEAREST)
    coarse = cv2.resize(small, (320, 300), interpolation=cv2.INTER_NEAREST) > 0
    found = snapped(picture(true, rng, channels=channels), coarse, 5)
    assert (found != true).sum() < 0.1 * (coarse != true).sum()


@given(seed=st.integers(0, 99), reach=st.integers(1, 4))
def test_only_a_band_around_the_border_changes_and_tiles_do_not_show(seed, reach):
    rng = np.random.default_rng(seed)
    inside = cv2.GaussianBlur(rng.random((150, 170)), (0, 0), 6) > 0.5
    levels = rng.integers(0, 256, inside.shape, np.uint8)
    found = snapped(levels, inside, reach)
    near = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    area = inside.astype(np.uint8)
    band = cv2.dilate(area, near) != cv2.erode(area, near)
    assert not (found != inside)[~band].any()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapping, "_TILE", 37)
        again = snapped(levels, inside, reach)
    assert (again != found).mean() < 0.002  # sums of floats differ in their last digit


@pytest.mark.parametrize("inside", [np.zeros((20, 30), bool), np.ones((20, 30), bool)])
def test_without_a_border_nothing_moves(rng, inside):
    levels = rng.integers(0, 256, inside.shape, np.uint8)
    np.testing.assert_array_equal(snapped(levels, inside, 2), inside)
    with pytest.raises(ValueError, match="levels of shape"):
        snapped(levels[1:], inside, 2)
