"""Filters of maps: Gaussian, guided, joint bilateral."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.opencv import cv2
from stac_core.refine.lattice import image_lattice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.types import FloatMap


def image_guide(image: NDArray[np.uint8]) -> FloatMap:
    """An image (H, W, 3) as float32 (H, W, n): n is 1 where all channels are the same."""
    grey = np.array_equal(image[..., 0], image[..., 1]) and np.array_equal(
        image[..., 0], image[..., 2]
    )
    return (image[..., :1] if grey else image).astype(np.float32)


def smooth(maps: FloatMap, sigma: float) -> FloatMap:
    """Gaussian blur of maps (K, H, W), mirrored at the border."""
    return np.stack([cv2.GaussianBlur(each, (0, 0), sigma) for each in maps])


def guided(maps: FloatMap, guide: FloatMap, *, radius: int, eps: float) -> FloatMap:
    """Guided filter: in each window a map is as good a linear function of the image as can be.

    Args:
        maps: float32 (K, H, W).
        guide: float32 (H, W, n) in 0..255.
        radius: The windows are (2 radius + 1) pixels wide.
        eps: Added to the variance of the image in [0, 1].

    Returns:
        float32 (K, H, W), which may overshoot the maps' range at edges.
    """
    image = guide / np.float32(255)
    channels = image.shape[2]

    def mean(values: FloatMap) -> FloatMap:
        side = 2 * radius + 1
        result: FloatMap = cv2.boxFilter(values, -1, (side, side), borderType=cv2.BORDER_REFLECT)
        return result.reshape(values.shape)

    center = mean(image)
    spread = np.empty((*image.shape, channels), np.float32)
    for row in range(channels):
        for column in range(row, channels):
            product = np.ascontiguousarray(image[..., row] * image[..., column])
            both = mean(product) - center[..., row] * center[..., column]
            spread[..., row, column] = spread[..., column, row] = both
    spread += np.float32(eps) * np.eye(channels, dtype=np.float32)
    inverse = 1 / spread if channels == 1 else np.linalg.inv(spread)
    result = np.empty_like(maps)
    for index, each in enumerate(maps):
        level = mean(each)
        together = mean(image * each[..., None]) - center * level[..., None]
        slope = np.einsum("hwij,hwj->hwi", inverse, together)
        offset = level - (slope * center).sum(axis=-1)
        result[index] = (mean(slope) * image).sum(axis=-1) + mean(offset)
    return result


def bilateral(maps: FloatMap, guide: FloatMap, *, sigma: float, color: float) -> FloatMap:
    """Joint bilateral filter of maps (K, H, W) with an image (H, W, n) in 0..255 as guide."""
    lattice = image_lattice(guide, sigma=sigma, color=color)
    means = lattice.mean(np.ascontiguousarray(maps.reshape(len(maps), -1).T))
    return np.ascontiguousarray(means.T).reshape(maps.shape)
