"""Scores of heat maps: pixel counts at many thresholds at once, and the AUPRO."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2
from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.types import FloatMap, Mask

CURVE: Final = tuple(round(0.20 + 0.05 * step, 2) for step in range(13))
"""Thresholds of a curve: 0.20 to 0.80 by 0.05."""

FPR_LIMIT: Final = 0.3
"""Up to which false-positive rate the AUPRO integrates (Bergmann et al., IJCV 2021)."""

AUPRO_BINS: Final = 4096
"""Values of a map are told apart as finely as this."""


def threshold_levels(strongest: FloatMap, thresholds: Sequence[float]) -> NDArray[np.uint8]:
    """How many of the thresholds each pixel tops: uint8 (H, W).

    Args:
        strongest: float32 (H, W), the largest map.
        thresholds: (T,), rising, at most 255.

    Raises:
        ValueError: If the thresholds do not rise, or are too many.
    """
    limits = np.asarray(thresholds, np.float32)
    if (np.diff(limits) <= 0).any() or len(limits) > 255:
        raise ValueError(f"thresholds must rise, 255 at most: {thresholds}")
    levels = np.zeros(strongest.shape, np.uint8)
    for limit in limits:
        levels += strongest > limit
    return levels


def level_counts(
    actual: Mask, winner: Mask, levels: NDArray[np.uint8], thresholds: int, num_labels: int
) -> NDArray[np.int64]:
    """Pixels by their label, the class whose map is the strongest, and how many thresholds it tops.

    Everything that `confusion_matrix` counts at any of the thresholds follows from it (see
    `confusion_at`), so that an image's maps are looked at once however many thresholds there are.

    Args:
        actual: uint8 (H, W); 255 is left out.
        winner: uint8 (H, W), the class with the largest map, 0 where no map is above 0.
        levels: uint8 (H, W), as from `threshold_levels`.
        thresholds: Their number T.
        num_labels: Number of labels L, background included.

    Returns:
        int64 (L, L, T + 1): actual label, winner, level.
    """
    kept = actual != IGNORE_INDEX
    count = thresholds + 1
    keys = actual.astype(np.int32)
    keys *= num_labels
    keys += winner
    keys *= count
    keys += levels
    flat = keys.ravel() if kept.all() else keys[kept]
    return np.bincount(flat, minlength=num_labels**2 * count).reshape(num_labels, num_labels, count)


def confusion_at(counts: NDArray[np.int64], threshold: int) -> NDArray[np.int64]:
    """The confusion matrix at one of the thresholds.

    Args:
        counts: (L, L, T + 1) as from `level_counts`, summed over any images.
        threshold: Its place in the thresholds, from 0.

    Returns:
        int64 (L, L); rows are actual, columns predicted labels.
    """
    above: NDArray[np.int64] = counts[..., threshold + 1 :].sum(axis=-1)
    below = counts[..., : threshold + 1].sum(axis=(-1, -2))
    above[:, 0] += below
    return above


class RegionOverlapCurve:
    """Per-region overlap against the false-positive rate of one class over a whole set (PRO curve).

    Bergmann, Batzner, Fauser, Sattlegger and Steger, "The MVTec Anomaly Detection Dataset", IJCV
    2021: for falling thresholds the mean over all actual regions (8-connected) of the share of
    their pixels that is predicted, against the share of all other pixels that is predicted.
    Values are told apart in steps of 1 / `AUPRO_BINS`.
    """

    def __init__(self) -> None:
        self._normal = np.zeros(AUPRO_BINS, np.int64)
        self._overlap = np.zeros(AUPRO_BINS)
        self._regions = 0

    def add(
        self, heat: FloatMap, actual: NDArray[np.bool_], ignored: NDArray[np.bool_] | None = None
    ) -> None:
        """Count one image.

        Args:
            heat: float32 (H, W) in [0, 1].
            actual: bool (H, W), where the class is.
            ignored: bool (H, W), pixels that do not count; None where all do.
        """
        bins = (heat * np.float32(AUPRO_BINS)).astype(np.intp)
        np.clip(bins, 0, AUPRO_BINS - 1, out=bins)
        if actual.any():
            count, labels = cv2.connectedComponents(
                np.ascontiguousarray(actual).view(np.uint8), connectivity=8
            )
            inside = labels[actual]
            weights = 1 / np.bincount(inside, minlength=count)[inside]
            self._overlap += np.bincount(bins[actual], weights, minlength=AUPRO_BINS)
            self._regions += count - 1
            normal = ~actual if ignored is None else ~(actual | ignored)
            bins = bins[normal]
        elif ignored is not None:
            bins = bins[~ignored]
        self._normal += np.bincount(bins.ravel(), minlength=AUPRO_BINS)

    def merge(self, other: RegionOverlapCurve) -> None:
        """Add what another one has counted."""
        self._normal += other._normal
        self._overlap += other._overlap
        self._regions += other._regions

    def area(self, limit: float = FPR_LIMIT) -> float:
        """Area under the curve up to a false-positive rate, by that rate: the AUPRO.

        Returns:
            In [0, 1]; NaN where there is no region, or nothing but regions.
        """
        normal = int(self._normal.sum())
        if not self._regions or not normal:
            return math.nan
        rate = np.concatenate([[0.0], np.cumsum(self._normal[::-1]) / normal])
        overlap = np.concatenate([[0.0], np.cumsum(self._overlap[::-1]) / self._regions])
        last = int(np.searchsorted(rate, limit, side="right"))
        edge = np.interp(limit, rate[last - 1 : last + 1], overlap[last - 1 : last + 1])
        xs = np.append(rate[:last], limit)
        ys = np.append(overlap[:last], edge)
        return float(np.sum(np.diff(xs) * (ys[1:] + ys[:-1]) / 2) / limit)
