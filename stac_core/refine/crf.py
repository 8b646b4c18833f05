"""Dense conditional random field by mean field (Kraehenbuehl & Koltun, NeurIPS 2011).

The appearance kernel, over position and colour, is filtered with the permutohedral lattice, as in
the paper; the smoothness kernel is a Gaussian blur. Both are normalised at each pixel, so the
weights mean the same near borders and in busy places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2
from stac_core.refine.lattice import image_lattice

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stac_core.types import FloatMap

SURE: Final = 0.02
"""Maps count as no surer than this distance from 0 and 1, so that neighbours can overrule them."""

SMOOTHNESS: Final = 0.5
"""Strength of the smoothness kernel relative to the appearance kernel's."""

SMOOTH_SIGMA: Final = 1.5
"""Width of the smoothness kernel in pixels."""


def dense_crf(
    maps: FloatMap,
    guide: FloatMap,
    thresholds: NDArray[np.float32],
    *,
    weight: float,
    color: float,
    sigma: float,
    iterations: int,
    check: Callable[[], None] = lambda: None,
) -> FloatMap:
    """Let pixels of a similar colour agree.

    A map at its threshold says that class and background are equally likely, before and after:
    odds = m / (1 - m) * (1 - t) / t.

    Args:
        maps: float32 (K, H, W) in [0, 1].
        guide: float32 (H, W, n) in 0..255.
        thresholds: (K,), each in [0, 1]; limited to what maps can be sure of.
        weight: Of the appearance kernel.
        color: Its range in grey levels.
        sigma: Its range in pixels.
        iterations: Of the mean field.
        check: Called before each iteration; may raise.

    Returns:
        float32 (K, H, W) in [0, 1].
    """
    height, width = maps.shape[1:]
    cuts = _log_odds(thresholds)[:, None, None]
    unary = np.zeros((height * width, len(maps) + 1), np.float32)  # column 0: the background
    unary[:, 1:] = (_log_odds(maps) - cuts).reshape(len(maps), -1).T
    lattice = image_lattice(guide, sigma=sigma, color=color)
    likely = _softmax(unary)
    for _ in range(iterations):
        check()
        alike = lattice.mean(likely)
        near = cv2.GaussianBlur(likely.reshape(height, width, -1), (0, 0), SMOOTH_SIGMA)
        agreement = alike + np.float32(SMOOTHNESS) * near.reshape(alike.shape)
        likely = _softmax(unary + np.float32(weight) * agreement)
    likely = np.maximum(likely, np.float32(1e-12))
    odds = np.log(likely[:, 1:] / likely[:, :1]).T.reshape(maps.shape) + cuts
    result: FloatMap = 1 / (1 + np.exp(-odds))
    return result


def _log_odds(values: NDArray[np.float32]) -> NDArray[np.float32]:
    limited = np.clip(values, np.float32(SURE), np.float32(1 - SURE))
    result: NDArray[np.float32] = np.log(limited / (1 - limited))
    return result


def _softmax(values: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    result: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return result
