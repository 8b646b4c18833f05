"""Looking at large images in a reduced size, so that memory and time stay bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.types import FloatMap

MOST_PIXELS: Final = 1_000_000
"""What a network sees of a large image, too: 4,096 patches of 16 x 16 pixels."""


def in_reduced_size(
    run: Callable[[FloatMap, FloatMap, float], FloatMap], maps: FloatMap, guide: FloatMap
) -> FloatMap:
    """Refine maps, those of a large image in a reduced size; the change is stretched and added.

    Args:
        run: Takes maps, guide and how much smaller they are, in (0, 1], and gives refined maps.
        maps: float32 (K, H, W).
        guide: float32 (H, W, n).

    Returns:
        float32 (K, H, W), which may leave the maps' range where the size was reduced.
    """
    height, width = maps.shape[1:]
    scale = (MOST_PIXELS / (height * width)) ** 0.5
    if scale >= 1:
        return run(maps, guide, 1.0)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.stack([cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in maps])
    seen = cv2.resize(guide, size, interpolation=cv2.INTER_AREA)
    change = run(small, seen.reshape(size[1], size[0], -1), scale) - small
    result = maps.copy()
    for each, difference in zip(result, change, strict=True):
        each += cv2.resize(difference, (width, height))
    return result
