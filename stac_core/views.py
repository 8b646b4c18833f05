"""The views of an image that a network looks at: scaled, normalised, within the patch budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from torch import Tensor


@dataclass(frozen=True)
class ViewSize:
    """Size of one view.

    Attributes:
        size: (height, width) in pixels.
        count: How many of the scales asked for led to this size.
        reduced: Whether the patch budget made it smaller than its scale asks for.
    """

    size: tuple[int, int]
    count: int
    reduced: bool


def view_sizes(
    size: tuple[int, int],
    scales: Sequence[float],
    *,
    patch_size: tuple[int, int],
    max_tokens: int,
    snap: bool = False,
) -> list[ViewSize]:
    """Sizes of the views of an image, equal ones counted together.

    Args:
        size: (height, width) of the image in pixels.
        scales: Multiply the image's own size.
        patch_size: (height, width) in pixels.
        max_tokens: A view with more patches is scaled down to fit.
        snap: Round the sides to whole patches.
    """
    counts: dict[tuple[int, int], int] = {}
    reduced: dict[tuple[int, int], bool] = {}
    for scale in scales:
        # rounding half to even, as the authors' inference does
        height, width = (max(1, round(side * scale)) for side in size)
        wanted = _snapped((height, width), patch_size, _nearest) if snap else (height, width)
        fitted = _fit_tokens(*wanted, patch_size, max_tokens)
        if snap and fitted != wanted:
            fitted = _snapped(fitted, patch_size, math.floor)
        counts[fitted] = counts.get(fitted, 0) + 1
        reduced[fitted] = reduced.get(fitted, False) or fitted != wanted
    return [ViewSize(fitted, count, reduced[fitted]) for fitted, count in counts.items()]


def resize_rgb(rgb: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Antialiased bicubic resize in 8 bits, as Pillow does it; other resizers differ by 1e-2."""
    if rgb.shape[:2] == size:
        return rgb
    resized = Image.fromarray(rgb).resize((size[1], size[0]), Image.Resampling.BICUBIC)
    return np.asarray(resized)


def images_to_tensor(
    images: Sequence[NDArray[np.uint8]], mean: Sequence[float], std: Sequence[float]
) -> Tensor:
    """Equal-sized uint8 RGB images (H, W, 3) as one normalised float32 tensor (B, 3, H, W)."""
    batch = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float().div_(255)
    return batch.sub_(torch.tensor(mean).view(1, 3, 1, 1)).div_(torch.tensor(std).view(1, 3, 1, 1))


def pad_to_patch(images: Tensor, patch_size: tuple[int, int]) -> Tensor:
    """Repeat the border of images that are smaller than one patch until they hold one."""
    low = max(0, patch_size[0] - images.shape[-2])
    right = max(0, patch_size[1] - images.shape[-1])
    if low == 0 and right == 0:
        return images
    return torch.nn.functional.pad(images, (0, right, 0, low), mode="replicate")


def _snapped(
    size: tuple[int, int], patch_size: tuple[int, int], rounded: Callable[[float], int]
) -> tuple[int, int]:
    high, wide = (
        max(1, rounded(side / patch)) * patch for side, patch in zip(size, patch_size, strict=True)
    )
    return high, wide


def _nearest(value: float) -> int:
    return math.floor(value + 0.5)  # half a patch more rather than less


def _fit_tokens(
    height: int, width: int, patch_size: tuple[int, int], max_tokens: int
) -> tuple[int, int]:
    def tokens(high: int, wide: int) -> int:
        return max(1, high // patch_size[0]) * max(1, wide // patch_size[1])

    if tokens(height, width) <= max_tokens:
        return height, width
    factor = math.sqrt(max_tokens / tokens(height, width))
    while True:
        fitted = (max(1, int(height * factor)), max(1, int(width * factor)))
        if tokens(*fitted) <= max_tokens:
            return fitted
        factor *= 0.97  # a side already below one patch does not shrink the count
