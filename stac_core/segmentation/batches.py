"""Batches for segmenters: augmented, and joined to mosaics of two images."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import torch
from torch import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.engine.batches import Flips
    from stac_core.engine.samples import Samples
    from stac_core.segmentation.targets import Targets

_GAIN: Final = 0.15
_OFFSET: Final = 15.0
_NOISE: Final = 4.0
_SEAM: Final = (2.0, 8.0)


class SegmentBatch(NamedTuple):
    """One step's data.

    Attributes:
        images: float32 (B, channels, H, W), grey levels.
        labels: int64 (B, H, W).
        confidence: float32 (B, H, W) in [0, 1].
    """

    images: Tensor
    labels: Tensor
    confidence: Tensor


def make_segment_batch(
    samples: Samples,
    targets: Targets,
    rows: NDArray[np.intp],
    *,
    flips: Flips,
    mosaic: float,
    generator: torch.Generator,
    device: torch.device,
) -> SegmentBatch:
    """Put images with their targets into a batch and augment it.

    Args:
        samples: Where the images come from.
        targets: Their labels.
        rows: Which.
        flips: Which mirrorings; "all" also exchanges rows and columns of square images.
        mosaic: How often the batch is made of two images each, joined along a soft seam: images
            that show several classes are often made so, and few of them are labelled at first.
        generator: Decides all that is random.
        device: Where the batch goes.
    """
    index = np.asarray(rows)
    images = torch.from_numpy(samples.images[index]).permute(0, 3, 1, 2).float()
    labels = torch.from_numpy(targets.labels[index]).long()
    confidence = torch.from_numpy(targets.confidence[index]).float() / 255
    images, labels, confidence = _mirror(images, labels, confidence, flips, generator)
    if float(torch.rand((), generator=generator)) < mosaic:
        images, labels, confidence = _join(images, labels, confidence, generator)
    images = _relight(images, generator)
    images = images.contiguous(memory_format=torch.channels_last)
    return SegmentBatch(images.to(device), labels.to(device), confidence.to(device))


def _mirror(
    images: Tensor, labels: Tensor, confidence: Tensor, flips: Flips, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    together = torch.cat([images, labels[:, None].float(), confidence[:, None]], dim=1)
    is_square = images.shape[-1] == images.shape[-2]
    chosen = torch.rand(len(images), 3, generator=generator) < 0.5
    for row, (across, down, turned) in enumerate(chosen.tolist()):
        if across and flips != "none":
            together[row] = together[row].flip(-1)
        if down and flips in {"both", "all"}:
            together[row] = together[row].flip(-2)
        if turned and flips == "all" and is_square:
            together[row] = together[row].transpose(-1, -2).clone()
    channels = images.shape[1]
    return together[:, :channels], together[:, channels].long(), together[:, channels + 1]


def _join(
    images: Tensor, labels: Tensor, confidence: Tensor, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Each image with another one on the far side of a line, blended over a few pixels."""
    count, _, high, wide = images.shape
    other = torch.randperm(count, generator=generator)
    turn, right, down, soft = torch.rand(4, count, 1, 1, generator=generator)
    angle = 2 * math.pi * turn
    y = torch.arange(high)[None, :, None] - high * (0.3 + 0.4 * down)
    x = torch.arange(wide)[None, None, :] - wide * (0.3 + 0.4 * right)
    width = _SEAM[0] + (_SEAM[1] - _SEAM[0]) * soft
    share = torch.sigmoid((x * angle.cos() + y * angle.sin()) / width)
    near = share > 0.5
    return (
        share[:, None] * images + (1 - share[:, None]) * images[other],
        torch.where(near, labels, labels[other]),
        torch.where(near, confidence, confidence[other]),
    )


def _relight(images: Tensor, generator: torch.Generator) -> Tensor:
    """Another contrast, brightness and grain."""
    gain, offset, noise = torch.rand(3, len(images), 1, 1, 1, generator=generator)
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    changed = (images - mean) * (1 + _GAIN * (2 * gain - 1)) + mean + _OFFSET * (2 * offset - 1)
    grain = torch.randn(images.shape, generator=generator)
    noisy: Tensor = changed + _NOISE * noise * grain
    return noisy
