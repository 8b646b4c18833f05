"""Pixel-adaptive refinement of maps (PAMR; Araslanov & Roth, CVPR 2020)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import torch
from torch.nn import functional as F

from stac_core.devices import choose_device

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

CONTRAST: Final = 0.1
"""Differences are measured in this share of the local standard deviation, as in the paper."""

_EIGHT: Final = [step for step in product((-1, 0, 1), repeat=2) if step != (0, 0)]


@torch.inference_mode()
def adapt(
    maps: NDArray[np.float32],
    guide: NDArray[np.float32],
    *,
    iterations: int,
    reach: int,
    device: str = "auto",
    check: Callable[[], None] = lambda: None,
) -> NDArray[np.float32]:
    """Replace each value, again and again, by a mean over neighbours that look alike.

    The weights are a softmax over eight neighbours at each distance 1, 2, 4 ... `reach` of minus
    the absolute difference in the image, relative to the local standard deviation.

    Args:
        maps: float32 (K, H, W).
        guide: float32 (H, W, n) in 0..255.
        iterations: How often.
        reach: Distance of the farthest neighbours in pixels.
        device: Where.
        check: Called every few milliseconds; may raise.

    Returns:
        float32 (K, H, W), within the range of `maps`.

    Raises:
        DeviceError: If the device asked for is not there.
    """
    where = choose_device(device)
    distances = [2**power for power in range(reach.bit_length())]
    image = torch.from_numpy(guide).to(where).permute(2, 0, 1)[None] / 255
    values = torch.from_numpy(maps).to(where)[None]
    weights = _weights(image, distances, check)
    for _ in range(iterations):
        mixed = torch.zeros_like(values)
        for weight, near in zip(weights, _neighbours(values, distances), strict=True):
            check()
            mixed.addcmul_(near, weight)
        values = mixed
    result: NDArray[np.float32] = values[0].cpu().numpy()
    return result


def _weights(image: Tensor, distances: list[int], check: Callable[[], None]) -> Tensor:
    """Softmax weights (neighbours, H, W) of an image (1, n, H, W).

    One neighbour after the other: nobody waits long for `check`, and what is worked on stays in the
    processor's cache.
    """
    count = len(_EIGHT) * len(distances) + 1
    mean = image.clone()
    for near in _neighbours(image, distances):
        check()
        mean += near
    mean /= count
    squares = (image - mean).square_()
    for near in _neighbours(image, distances):
        check()
        squares += (near - mean).square_()
    scale = CONTRAST * (squares / (count - 1)).sqrt_() + 1e-8
    weights = image.new_empty((count - 1, *image.shape[-2:]))
    for number, near in enumerate(_neighbours(image, distances)):
        check()
        torch.mean(((near - image).abs_() / scale)[0], dim=0, out=weights[number])
    return weights.neg_().softmax(dim=0)


def _neighbours(values: Tensor, distances: list[int]) -> Iterator[Tensor]:
    """`values` (1, n, H, W) as seen from each neighbour; the border is repeated outwards."""
    height, width = values.shape[-2:]
    for distance in distances:
        padded = F.pad(values, [distance] * 4, mode="replicate")
        for down, across in _EIGHT:
            top, left = distance * (1 + down), distance * (1 + across)
            yield padded[..., top : top + height, left : left + width]
