"""Image filters that saliency is made of; all take and give float32 (H, W) in grey levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.floating[Any]]

TAIL: Final = 99.5
"""Percentile that stands for the strongest contrast of an image."""

STEEPNESS: Final = 6.0
"""Of the sigmoids that turn a contrast into a probability."""

_FLOOR: Final = 0.05  # weight that even the strongest outlier keeps
_GRID: Final = 48  # surfaces are fitted on a copy of at most so many pixels a side


def to_grey(image: NDArray[np.uint8], working_side: int) -> Plane:
    """An image as grey levels, scaled down until its shorter side has `working_side` pixels.

    Args:
        image: uint8 (H, W) or RGB (H, W, 3).
        working_side: Smaller images stay as they are.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image
    shrink = min(grey.shape) / working_side
    if shrink > 1:
        high, wide = (max(1, round(side / shrink)) for side in grey.shape)
        grey = cv2.resize(grey, (wide, high), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.float32)


def soft_step(contrast: Plane) -> NDArray[np.float32]:
    """Probability by a contrast: 0.5 where it is 1, in [0, 1]."""
    exponent = np.clip(-STEEPNESS * (contrast - 1), -30, 30)
    probability: NDArray[np.float32] = (1 / (1 + np.exp(exponent))).astype(np.float32)
    return probability


def gaussian(values: Plane, sigma: float) -> Plane:
    """Gaussian blur; a wide one runs on a smaller copy, where it costs a fraction."""
    shrink = int(min(sigma / 4, min(values.shape) / 8))
    if shrink < 2:
        blurred: Plane = cv2.GaussianBlur(values, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
        return blurred
    high, wide = values.shape
    small = cv2.resize(
        values, (max(1, wide // shrink), max(1, high // shrink)), interpolation=cv2.INTER_AREA
    )
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=cv2.BORDER_REFLECT)
    enlarged: Plane = cv2.resize(small, (wide, high), interpolation=cv2.INTER_LINEAR)
    return enlarged


def background_residual(
    smooth: Plane, sign: int, sigma: float, *, outlier: float, reweights: int = 4
) -> Plane:
    """Sign * (image - background), the background estimated without what has that sign.

    Args:
        smooth: The image, its grain removed.
        sign: -1 looks for dark defects, +1 for bright ones.
        sigma: Of the background's Gaussian, in pixels.
        outlier: Share of the tail's contrast at which a pixel counts half as background.
        reweights: How often the weights are estimated.
    """
    weight = np.ones_like(smooth)
    residual = smooth
    for _ in range(reweights):
        background = gaussian(smooth * weight, sigma) / np.maximum(gaussian(weight, sigma), 1e-3)
        residual = sign * (smooth - background)
        half = max(outlier * float(np.percentile(residual, TAIL)), 1e-3)
        exponent = np.clip(STEEPNESS * (residual / half - 1), -30, 30)
        weight = (1 / (1 + np.exp(exponent)) + _FLOOR).astype(np.float32)
    return residual


def surface(grey: Plane, order: int, *, iterations: int = 3) -> Plane:
    """Robust polynomial fit (Cauchy weights of twice the noise): lighting is not contrast.

    Args:
        grey: The image.
        order: 1 for a plane, 2 for a quadratic ...
        iterations: How often the weights are estimated.
    """
    high, wide = grey.shape
    rows, columns = min(high, _GRID), min(wide, _GRID)
    values = cv2.resize(grey, (columns, rows), interpolation=cv2.INTER_AREA).ravel()
    terms = np.stack([term.ravel() for term in _terms(rows, columns, order)])
    weight = np.ones_like(values)
    coefficients = np.zeros(len(terms), np.float32)
    for _ in range(iterations):
        # A few sums beat a library's least squares: its own threads get in the way of ours.
        weighted = terms * weight
        normal = np.einsum("tp,sp->ts", weighted, terms)
        normal += 1e-6 * np.trace(normal) * np.eye(len(terms), dtype=np.float32)  # thin images
        coefficients = np.linalg.solve(normal, np.einsum("tp,p->t", weighted, values))
        residual = values - np.einsum("tp,t->p", terms, coefficients)
        scale = 2 * 1.4826 * float(np.median(np.abs(residual))) + 1e-3
        weight = 1 / (1 + np.square(residual / scale))
    fitted = np.zeros_like(grey)
    for coefficient, term in zip(coefficients, _terms(high, wide, order), strict=True):
        fitted += coefficient * term
    return fitted


def _terms(high: int, wide: int, order: int) -> list[Plane]:
    """1, y, x, and the products up to the order, each (high, wide)."""
    y = ((np.arange(high, dtype=np.float32) + 0.5) / high * 2 - 1)[:, None]
    x = ((np.arange(wide, dtype=np.float32) + 0.5) / wide * 2 - 1)[None, :]
    return [
        y ** (total - right) * x**right for total in range(order + 1) for right in range(total + 1)
    ]
