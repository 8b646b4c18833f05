"""Pixel counts of every image at every threshold, kept so that any score can be asked for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.metrics_maps import confusion_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class PixelCounts:
    """What `level_counts` found in each image of a set; only what is not 0 is kept.

    Args:
        num_labels: Number of labels L, background included.
        images: For each image int64 (L, L, T + 1), or (L, L, 2) for masks: one threshold that all
            predicted pixels top.
    """

    def __init__(self, num_labels: int, thresholds: int, images: Sequence[SparseCounts]) -> None:
        self.num_labels, self.thresholds, self.images = num_labels, thresholds, len(images)
        sizes = [len(keys) for keys, _ in images]
        self._rows = np.repeat(np.arange(len(images), dtype=np.int32), sizes)
        keys = np.concatenate([keys for keys, _ in images] or [np.empty(0, np.int32)])
        self._pixels = np.concatenate([pixels for _, pixels in images] or [np.empty(0, np.int64)])
        pairs, self._levels = np.divmod(keys, thresholds + 1)
        self._actual, self._winner = np.divmod(pairs, num_labels)
        # asked for again and again, and small
        total = self._sum(keys, num_labels**2 * (thresholds + 1))
        self._total = total.reshape(num_labels, num_labels, thresholds + 1)

    def _predicted(self, threshold: int) -> NDArray[np.int32]:
        return np.where(self._levels > threshold, self._winner, 0)

    def confusion(self, threshold: int = 0) -> NDArray[np.int64]:
        """The confusion matrix of the whole set: int64 (L, L), rows are actual labels."""
        return confusion_at(self._total, threshold)

    def by_image(
        self, threshold: int = 0
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """True positives, actual and predicted pixels: int64 (images, L) each."""
        predicted = self._predicted(threshold)
        shape, size = (self.images, self.num_labels), self.images * self.num_labels
        first = self._rows.astype(np.int64) * self.num_labels
        right = predicted == self._actual
        hits = self._sum((first + self._actual)[right], size, right)
        actual = self._sum(first + self._actual, size)
        guessed = self._sum(first + predicted, size)
        return hits.reshape(shape), actual.reshape(shape), guessed.reshape(shape)

    def pixels_of(self, actual: int, predicted: int, threshold: int = 0) -> NDArray[np.int64]:
        """In each image, the pixels of one label that are predicted as another: int64 (images,)."""
        chosen = (self._actual == actual) & (self._predicted(threshold) == predicted)
        return self._sum(self._rows[chosen], self.images, chosen)

    def _sum(
        self, keys: NDArray[np.integer], size: int, chosen: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        pixels = self._pixels if chosen is None else self._pixels[chosen]
        # sums of whole numbers are exact in floats up to 2 ** 53 pixels
        return np.bincount(keys, pixels, minlength=size).astype(np.int64)


SparseCounts = tuple["NDArray[np.int32]", "NDArray[np.int64]"]
"""Places in the flat counts of an image that are not 0, and the pixels there."""


def sparse(counts: NDArray[np.int64]) -> SparseCounts:
    """Counts of one image, as `PixelCounts` takes them."""
    flat = counts.ravel()
    keys = np.flatnonzero(flat)
    return keys.astype(np.int32), flat[keys]
