"""The segmenter's loss against its formulas written out pixel by pixel."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from stac_core.segmentation.batches import SegmentBatch
from stac_core.segmentation.compact import SegmenterOutput
from stac_core.segmentation.loss import SegmentWeights, segment_loss


def case(seed=0, images=2, classes=3, side=8):
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(images, classes, side, side, generator=generator, requires_grad=True)
    labels = torch.randint(classes, (images, side, side), generator=generator)
    confidence = 0.5 + 0.5 * torch.rand(images, side, side, generator=generator)
    shown = torch.randn(images, classes - 1, generator=generator)
    features = torch.randn(images, 4, side // 4, side // 4, generator=generator)
    output = SegmenterOutput(logits, shown, features)
    return output, SegmentBatch(torch.zeros(images, 1, side, side), labels, confidence)


def by_hand(output, batch):
    logits = output.logits.detach().numpy().astype(np.float64)
    labels, confidence = batch.labels.numpy(), batch.confidence.numpy().astype(np.float64)
    images, classes, high, wide = logits.shape
    entropy = weights = 0.0
    shared, predicted, true = np.zeros(classes), np.zeros(classes), np.zeros(classes)
    areas = np.zeros((images, classes))
    for image in range(images):
        for y in range(high):
            for x in range(wide):
                weight = min(max((confidence[image, y, x] - 0.55) / 0.25, 0), 1)
                values = np.exp(logits[image, :, y, x])
                values /= values.sum()
                label = labels[image, y, x]
                entropy -= weight * math.log(values[label])
                weights += weight
                shared[label] += weight * values[label]
                predicted += weight * values
                true[label] += weight
                areas[image, label] += weight
    dice = np.mean([1 - (2 * s + 1) / (p + t + 1)
                    for s, p, t in zip(shared, predicted, true, strict=True) if t > 0])  # fmt: skip
    shown = 1 / (1 + np.exp(-output.class_logits.numpy().astype(np.float64)))
    seen = areas[:, 1:] > 30
    image_term = -np.mean(np.where(seen, np.log(shown), np.log(1 - shown)))
    return entropy / max(weights, 1), dice, image_term


@pytest.mark.parametrize("seed", [0, 1])
def test_terms_follow_their_formulas(seed):
    output, batch = case(seed, side=16)
    found = segment_loss(output, batch, SegmentWeights(), torch.Generator().manual_seed(0))
    assert (found.pixels.item(), found.dice.item(), found.image.item()) == pytest.approx(
        by_hand(output, batch), rel=1e-5
    )
    total = found.pixels + 0.5 * found.dice + 0.2 * found.image + 0.1 * found.contrast
    assert found.total.item() == pytest.approx(total.item(), rel=1e-6)


def test_class_that_no_sure_pixel_has_is_left_out_of_dice():
    output, batch = case()
    batch.confidence[batch.labels == 2] = 0.5
    found = segment_loss(output, batch, SegmentWeights(), torch.Generator().manual_seed(0))
    assert found.dice.item() == pytest.approx(by_hand(output, batch)[1], rel=1e-5)


def test_unsure_pixels_have_no_gradient():
    output, batch = case()
    batch.confidence[:, :, :4] = 0.55
    segment_loss(output, batch, SegmentWeights(), torch.Generator().manual_seed(0)).total.backward()
    assert torch.count_nonzero(output.logits.grad[..., :4]) == 0
    assert torch.count_nonzero(output.logits.grad[..., 4:]) > 0


def test_nothing_sure_gives_finite_terms():
    output, batch = case()
    batch.confidence.zero_()
    found = segment_loss(output, batch, SegmentWeights(), torch.Generator().manual_seed(0))
    found.total.backward()
    assert math.isfinite(found.total.item())
    assert torch.isfinite(output.logits.grad).all()
