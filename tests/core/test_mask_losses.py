"""Losses on images whose mask a person has made, against loops that follow the definition."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from stac_core.losses import image_weights, mask_loss, saliency_loss, stretch_cam
from stac_core.pixel_contrast import PixelTargets, label_pixels

SIZE = (24, 32)


@pytest.fixture
def case():
    generator = torch.Generator().manual_seed(0)
    cam = torch.rand(3, 2, 3, 4, generator=generator).requires_grad_()
    present = torch.tensor([[True, False], [True, True], [False, True]])
    saliency = (torch.rand(3, 1, *SIZE, generator=generator) < 0.3).float()
    labels = torch.zeros(2, *SIZE, dtype=torch.uint8)
    labels[0, 4:10, 3:9] = 1
    labels[0, 12:20, 10:30] = 2
    labels[0, 21:] = 255
    labels[1, :5] = 2
    return cam, present, saliency, PixelTargets(labels, torch.tensor([1, 2]))


def by_hand(cam, present, targets, row):
    """Mean over known pixels of the squared distance of each present class's stretched map."""
    labels = targets.labels[row].long()
    image = int(targets.rows[row])
    total, known = 0.0, labels != 255
    for index in range(cam.shape[1]):
        if not present[image, index]:
            continue
        whole = F.interpolate(
            cam[image, index][None, None], SIZE, mode="bilinear", align_corners=False
        )[0, 0]
        stretched = (whole - whole.min()) / (whole.max() - whole.min() + 1e-8)
        wanted = (labels == index + 1).float()
        total = total + ((stretched - wanted) ** 2)[known].sum()
    return total / known.sum()


def test_mask_loss_is_the_mean_square_over_known_pixels_of_each_class(case):
    cam, present, _, targets = case
    share = torch.tensor([0.0, 0.25, 0.75])
    stretch = stretch_cam(cam, present, SIZE)
    found = mask_loss(cam, stretch, targets, share)
    expected = 0.25 * by_hand(cam, present, targets, 0) + 0.75 * by_hand(cam, present, targets, 1)
    torch.testing.assert_close(found, expected)  # 255 as a class would be off by a third
    (gradient,) = torch.autograd.grad(found, cam, retain_graph=True)
    (same,) = torch.autograd.grad(expected, cam)
    torch.testing.assert_close(gradient, same, atol=1e-6, rtol=1e-4)
    assert gradient[0].abs().max() == 0


def test_a_perfect_map_has_no_mask_loss_and_pixels_of_the_ignore_band_do_not_count(case):
    _, present, _, targets = case
    cam = torch.zeros(3, 2, *SIZE)
    cam[1, 0, 4:10, 3:9] = 1
    cam[1, 1, 12:20, 10:30] = 1
    cam[1, 1, 21:] = torch.rand(3, 32)  # in the band anything goes
    cam[2, 1, :5] = 1
    stretch = stretch_cam(cam, present, SIZE)
    share = torch.tensor([0.0, 0.5, 0.5])
    assert float(mask_loss(cam, stretch, targets, share)) == pytest.approx(0, abs=1e-9)
    assert float(mask_loss(cam, stretch, None, share)) == 0


def test_shares_of_images_with_masks_and_with_tags(case):
    _, present, _, targets = case
    weights = image_weights(present, targets, 3.0)
    torch.testing.assert_close(weights.tags, torch.tensor([1 / 7, 0, 0]))
    torch.testing.assert_close(weights.masks, torch.tensor([0, 3 / 7, 3 / 7]))
    free = torch.zeros_like(present)
    assert float(image_weights(free, targets, 3.0).masks.sum()) == 0
    plain = image_weights(present, None, 3.0)
    torch.testing.assert_close(plain.tags, torch.full((3,), 1 / 3))
    assert float(plain.masks.sum()) == 0


def test_saliency_loss_leaves_images_with_masks_to_their_masks(case):
    cam, present, saliency, targets = case
    stretch = stretch_cam(cam, present, SIZE)
    weights = image_weights(present, targets, 1.0)
    alone = saliency_loss(
        cam[:1], stretch_cam(cam[:1], present[:1], SIZE), present[:1], saliency[:1]
    )
    found = saliency_loss(cam, stretch, present, saliency, weights.tags)
    torch.testing.assert_close(found, alone / 3)
    equal = saliency_loss(cam, stretch, present, saliency, torch.full((3,), 1 / 3))
    torch.testing.assert_close(equal, saliency_loss(cam, stretch, present, saliency))


def test_the_contrast_takes_its_labels_from_masks(case):
    cam, present, saliency, targets = case
    stretch = stretch_cam(cam, present, SIZE)
    plain = label_pixels(stretch.maps, saliency, 0.5)
    found = label_pixels(stretch.maps, saliency, 0.5, targets)
    assert torch.equal(found.label[0], plain.label[0])
    assert torch.equal(found.valid[0], plain.valid[0])
    for row, image in enumerate((1, 2)):
        labels = targets.labels[row].long()
        known = labels != 255
        assert torch.equal(found.valid[image], known)
        assert torch.equal(found.label[image][known], labels[known])
        assert torch.equal(found.probabilities[image, 0], (labels == 0).float())
        assert torch.equal(found.probabilities[image, 1:], stretch.maps[image])
