"""Scores that look at shapes: boundaries and connected regions of one class in one image."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

BOUNDARY_TOLERANCE: Final = 0.0075
"""Share of the image's diagonal within which boundaries match: Csurka, Larlus and Perronnin, "What
is a good evaluation measure for semantic segmentation?", BMVC 2013, section 3."""

_DISK: Final = 4
"""Up to this tolerance, in pixels, a dilation is faster than a distance transform."""

_CROSS: Final = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)


@dataclass(frozen=True)
class RegionCounts:
    """How the connected regions (8-connected) of a class are met.

    Attributes:
        actual: Regions in the truth.
        found: Those of which at least one pixel is predicted.
        covered: Sum over the actual regions of the share of their pixels that is predicted; by
            `actual` it is the per-region overlap of Bergmann et al., "The MVTec Anomaly Detection
            Dataset", IJCV 2021.
        false: Predicted regions that touch no pixel of the truth.
    """

    actual: int
    found: int
    covered: float
    false: int


def boundary_tolerance(height: int, width: int) -> float:
    """How far boundaries may lie apart in an image of this size, in pixels."""
    return BOUNDARY_TOLERANCE * math.hypot(height, width)


def boundary_f1(predicted: NDArray[np.bool_], actual: NDArray[np.bool_], tolerance: float) -> float:
    """F1 of the boundaries of a class: the BF score of Csurka et al. (BMVC 2013).

    Precision is the share of the predicted boundary that is less than `tolerance` from the actual
    one, recall the other way round. A boundary is made of the pixels of the class of which one of
    the four neighbours is not; what lies outside the image is not.

    Args:
        predicted: bool (H, W).
        actual: bool (H, W).
        tolerance: In pixels.

    Returns:
        In [0, 1]; NaN where neither has the class, 0 where only one has.
    """
    has_predicted, has_actual = bool(predicted.any()), bool(actual.any())
    if not (has_predicted and has_actual):
        return 0.0 if has_predicted or has_actual else math.nan
    # only the part that holds both, with a rim so that the image's border ends a region
    left, top, wide, high = cv2.boundingRect((predicted | actual).view(np.uint8))
    window = np.s_[top : top + high, left : left + wide]
    guess, truth = (_boundary(mask[window]) for mask in (predicted, actual))
    precision = float(np.mean(_near(truth, tolerance)[guess]))
    recall = float(np.mean(_near(guess, tolerance)[truth]))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def region_counts(
    predicted: NDArray[np.bool_], actual: NDArray[np.bool_], ignored: NDArray[np.bool_]
) -> RegionCounts:
    """How the regions of a class are met.

    Args:
        predicted: bool (H, W).
        actual: bool (H, W).
        ignored: bool (H, W), where the truth says nothing; a predicted region that lies there
            altogether is not false.
    """
    if not (predicted.any() or actual.any()):
        return RegionCounts(0, 0, 0.0, 0)
    count, labels = cv2.connectedComponents(actual.view(np.uint8), connectivity=8)
    areas = np.bincount(labels.ravel(), minlength=count)[1:]
    hits = np.bincount(labels[predicted], minlength=count)[1:]
    guesses, guessed = cv2.connectedComponents(predicted.view(np.uint8), connectivity=8)
    touching = np.bincount(guessed[actual], minlength=guesses)[1:]
    counting = np.bincount(guessed[~ignored], minlength=guesses)[1:]
    return RegionCounts(
        actual=count - 1,
        found=int(np.count_nonzero(hits)),
        covered=float((hits / areas).sum()),
        false=int(np.count_nonzero((touching == 0) & (counting > 0))),
    )


def _near(points: NDArray[np.bool_], distance: float) -> NDArray[np.bool_]:
    """Which pixels are less than a distance from some of these points."""
    if distance > _DISK:
        far = cv2.distanceTransform((~points).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        return np.asarray(far < distance)
    offsets = np.arange(-_DISK, _DISK + 1)
    disk = (offsets[:, None] ** 2 + offsets**2 < distance**2).astype(np.uint8)
    return np.asarray(cv2.dilate(points.view(np.uint8), disk) > 0)


def _boundary(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    inner = cv2.erode(
        np.ascontiguousarray(mask).view(np.uint8),
        _CROSS,
        borderType=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    return np.asarray(mask & (inner == 0))
