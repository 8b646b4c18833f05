"""A small segmenter that trains in minutes on two CPU cores.

A U-Net of three levels that works at half the image's size: pixels are folded into channels at the
start and unfolded at the end, so thin defects are not lost and no layer sees the full size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import torch
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor

WIDTHS: Final = (24, 48, 80)
PROJECTION: Final = 32
MULTIPLE: Final = 8
"""Images are padded until their sides are multiples of this."""

_NOISE_FLOOR: Final = 4.0
_CLIP: Final = 5.0


class SegmenterOutput(NamedTuple):
    """What a segmenter says of a batch.

    Attributes:
        logits: (B, 1 + C, H, W), background first.
        class_logits: (B, C), whether the image shows the class.
        features: (B, 32, H/4, W/4), for the contrast between pixels; not normalised.
    """

    logits: Tensor
    class_logits: Tensor
    features: Tensor


class CompactNet(nn.Module):
    """The compact segmenter: 0.3 million parameters.

    Args:
        classes: C, without the background.
        channels: 1 for grey images, 3 for colour.
    """

    def __init__(self, classes: int, *, channels: int = 1) -> None:
        super().__init__()
        self.classes, self.channels = classes, channels
        one, two, three = WIDTHS
        self.stem = nn.Sequential(
            nn.PixelUnshuffle(2), _conv((channels + 1) * 4, one), _conv(one, one)
        )
        self.down2 = nn.Sequential(_conv(one, two, stride=2), _conv(two, two))
        self.down3 = _conv(two, three, stride=2)
        self.wide = nn.ModuleList(_conv(three, three, dilation=rate) for rate in (1, 2, 4))
        self.overall = nn.Linear(three, three)
        self.across3 = nn.Conv2d(three, two, 1)
        self.up2 = _conv(two, two)
        self.across2 = nn.Conv2d(two, one, 1)
        self.up1 = _conv(one, one)
        self.head = nn.Conv2d(one, 4 * (classes + 1), 1)
        self.class_head = nn.Linear(2 * three, classes)
        self.projection = nn.Conv2d(two, PROJECTION, 1)

    def forward(self, images: Tensor) -> SegmenterOutput:
        """Look at images.

        Args:
            images: float32 (B, 1 or 3, H, W), grey levels 0 to 255.
        """
        high, wide = images.shape[-2:]
        padded = pad_to_multiple(standardise(images), MULTIPLE)
        first = self.stem(padded)
        second = self.down2(first)
        third = self.down3(second)
        for layer in self.wide:
            third = third + layer(third)
        mean = third.mean(dim=(2, 3))
        third = third + self.overall(mean)[:, :, None, None]
        up = self.up2(second + _double(self.across3(third)))
        features = self.projection(up)
        up = self.up1(first + _double(self.across2(up)))
        logits = nn.functional.pixel_shuffle(self.head(up), 2)[..., :high, :wide]
        pooled = torch.cat([mean, third.amax(dim=(2, 3))], dim=1)
        return SegmenterOutput(logits, self.class_head(pooled), features)


def standardise(images: Tensor) -> Tensor:
    """Contrast and brightness as two things: (B, c + 1, H, W) from grey levels (B, c, H, W).

    The first c channels are relative to the image's own mean and standard deviation, clipped at 5;
    the last is the absolute level.
    """
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    spread = images.std(dim=(1, 2, 3), keepdim=True) + _NOISE_FLOOR
    relative = ((images - mean) / spread).clamp(-_CLIP, _CLIP)
    level = (images.mean(dim=1, keepdim=True) - 128) / 64
    return torch.cat([relative, level], dim=1)


def _conv(inputs: int, outputs: int, *, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(
            inputs, outputs, 3, stride=stride, padding=dilation, dilation=dilation, bias=False
        ),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


def _double(values: Tensor) -> Tensor:
    return nn.functional.interpolate(values, scale_factor=2, mode="bilinear", align_corners=False)


def pad_to_multiple(values: Tensor, multiple: int) -> Tensor:
    """Repeat the last rows and columns of (B, c, H, W) until H and W are multiples."""
    high, wide = values.shape[-2:]
    below, right = -high % multiple, -wide % multiple
    if not below and not right:
        return values
    return nn.functional.pad(values, (0, right, 0, below), mode="replicate")
