"""Made-up defects on made-up and on real surfaces."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from stac_core.saliency.nets import LABELS
from stac_core.saliency.synthetic_images import make_surface
from stac_core.saliency.textures import RealImages, make_background


def surfaces(count, **options):
    return [make_surface(np.random.default_rng([5, n]), **options) for n in range(count)]


def test_a_seed_decides_the_image_and_its_labels():
    one, again, other = (make_surface(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.image, again.image)
    assert np.array_equal(one.labels, again.labels)
    assert not np.array_equal(one.image, other.image)
    assert one.image.shape == one.labels.shape == (200, 200)
    assert one.image.dtype == one.labels.dtype == np.uint8


@pytest.mark.parametrize("size", [(64, 64), (48, 120)])
def test_surfaces_of_any_size_hold_all_labels(size):
    made = surfaces(24, size=size)
    assert all(each.image.shape == each.labels.shape == size for each in made)
    seen = np.unique(np.concatenate([each.labels.ravel() for each in made]))
    assert seen.tolist() == list(range(len(LABELS) + 1))
    assert any(not each.labels.any() for each in made), "some are free of defects"


@pytest.mark.parametrize(("label", "sign"), [(1, -1), (2, 1)])
def test_labels_say_darker_or_brighter_than_around(label, sign):
    right = total = 0
    for each in surfaces(40):
        inside = each.labels == label
        ring = cv2.dilate(inside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
        around = ring & (each.labels == 0)
        if inside.sum() > 30 and around.sum() > 30:
            total += 1
            right += sign * (each.image[inside].mean() - each.image[around].mean()) > 3
    assert total >= 15
    assert right >= 0.9 * total


def test_defect_free_images_are_backgrounds_as_they_are(rng):
    free = rng.integers(0, 255, (64, 64), dtype=np.uint8)
    images = RealImages([free], [free])
    variants = [free, free[::-1], free[:, ::-1], free[::-1, ::-1]]
    same = 0
    for number in range(60):
        made = make_background(np.random.default_rng(number), (64, 64), images)
        same += any(np.array_equal(made, each) for each in variants)
    assert 30 <= same <= 54  # 70 % are meant


def test_defects_of_real_images_fade_from_backgrounds(rng):
    image = np.clip(128 + rng.normal(0, 4, (128, 128)), 0, 255).astype(np.uint8)
    image[50:70, 50:70] = 255
    for number in range(40):
        made = make_background(np.random.default_rng(number), (128, 128), RealImages([image]))
        rest = made - cv2.GaussianBlur(made, (0, 0), 20)
        # the square stood out by 127 levels; what is made up has its own contrast, up to 18 * 4
        assert np.percentile(np.abs(rest), 98.5) < 60


def test_images_smaller_than_a_surface_are_mirrored_on(rng):
    small = rng.integers(100, 110, (20, 31), dtype=np.uint8)
    made = make_surface(np.random.default_rng(0), (80, 64), RealImages([small], [small]))
    assert made.image.shape == (80, 64)
