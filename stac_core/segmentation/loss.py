"""The loss of a segmenter on labels that may be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from stac_core.segmentation.batches import SegmentBatch
    from stac_core.segmentation.compact import SegmenterOutput

UNSURE: Final = 0.55
"""Confidence up to which a pixel does not count."""

SURE: Final = 0.8
"""Confidence from which it counts in full."""

_SEEN: Final = 30.0
_DRAWN: Final = 128
_TEMPERATURE: Final = 0.2
_FEWEST: Final = 8


class SegmentWeights(NamedTuple):
    """Weights of the terms beside the cross-entropy."""

    dice: float = 0.5
    image: float = 0.2
    contrast: float = 0.1


class SegmentTerms(NamedTuple):
    """Scalars: the weighted sum and its unweighted terms."""

    total: Tensor
    pixels: Tensor
    dice: Tensor
    image: Tensor
    contrast: Tensor

    def numbers(self) -> dict[str, float]:
        """The values by name."""
        values = torch.stack([value.detach().float() for value in self]).tolist()
        return dict(zip(self._fields, values, strict=True))


def segment_loss(
    output: SegmenterOutput,
    batch: SegmentBatch,
    weights: SegmentWeights,
    generator: torch.Generator | None,
) -> SegmentTerms:
    """Cross-entropy and Dice of the labels, each pixel weighted by how sure its label is.

    `image` asks whether the image shows each class at all. `contrast` draws pixels of a class
    towards the mean feature of their class in the batch (InfoNCE, temperature 0.2).

    Args:
        output: Of the network.
        batch: With its labels.
        weights: Of the terms.
        generator: Draws the contrast's pixels, on the batch's device.
    """
    logits = output.logits.float()
    images, classes = logits.shape[:2]
    sure = ((batch.confidence - UNSURE) / (SURE - UNSURE)).clamp(0, 1)
    weight, labels = sure.reshape(-1), batch.labels.reshape(-1)
    # classes first and pixels in a row: this is the largest tensor of a step, looked at once
    likely = logits.transpose(0, 1).reshape(classes, -1).log_softmax(dim=0)
    own = likely.gather(0, labels[None])[0]
    pixels = -(own * weight).sum() / weight.sum().clamp(min=1)
    number = torch.arange(images, device=labels.device)[:, None] * classes
    places = (batch.labels.reshape(images, -1) + number).reshape(-1)
    areas = torch.zeros(images * classes, device=labels.device).index_add_(0, places, weight)
    areas = areas.reshape(images, classes)
    there = areas.sum(dim=0)
    shared = torch.zeros(classes, device=labels.device).index_add(0, labels, own.exp() * weight)
    both = likely.exp() @ weight + there
    known = there > 0
    dice = (1 - (2 * shared + 1) / (both + 1))[known].sum() / known.sum().clamp(min=1)
    seen = areas[:, 1:] > _SEEN
    image = functional.binary_cross_entropy_with_logits(output.class_logits.float(), seen.float())
    contrast = _contrast(output.features.float(), batch.labels, sure, classes, generator)
    total = pixels + weights.dice * dice + weights.image * image + weights.contrast * contrast
    return SegmentTerms(total, pixels, dice, image, contrast)


def _contrast(
    features: Tensor,
    labels: Tensor,
    sure: Tensor,
    classes: int,
    generator: torch.Generator | None,
) -> Tensor:
    high, wide = features.shape[-2:]
    size = (high, wide)
    coarse = functional.interpolate(labels[:, None].float(), size=size, mode="nearest")[:, 0]
    counted = functional.interpolate(sure[:, None], size=size, mode="nearest")[:, 0] > 0.5
    unit = functional.normalize(features, dim=1).permute(0, 2, 3, 1).reshape(-1, features.shape[1])
    flat, usable = coarse.reshape(-1), counted.reshape(-1)
    centres, drawn = [], []
    for label in range(classes):
        rows = (usable & (flat == label)).nonzero()[:, 0]
        if len(rows) > _FEWEST:
            centres.append(functional.normalize(unit[rows].mean(dim=0), dim=0).detach())
            picks = torch.randint(len(rows), (_DRAWN,), generator=generator, device=rows.device)
            drawn.append(rows[picks])
    if len(centres) < 2:
        return features.sum() * 0
    means = torch.stack(centres)
    terms = [
        functional.cross_entropy(
            unit[rows] @ means.T / _TEMPERATURE,
            torch.full((len(rows),), place, device=rows.device),
        )
        for place, rows in enumerate(drawn)
    ]
    return torch.stack(terms).mean()
