"""How well a candidate mask can be told from the tags: the evidence that chooses operators.

A mask that shows the class can be predicted from the pixels of tagged images while nothing is
predicted on images without the tag; a mask of the background's own grain cannot, because the same
grain is on the other images too. A closed-form ridge regression on the bank's own maps measures it,
cross-validated between groups of images that do not look alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

RANDOM_FEATURES: Final = 300
_RIDGE: Final = 1e-3
_TOP: Final = 0.02


@dataclass(frozen=True)
class Pixels:
    """Some pixels of one image.

    Attributes:
        z: float16 (n, K), the bank's normalised maps.
        weights: float32 (n,), how many pixels of the image each stands for; they add up to 1.
        masks: bool (n, M), the candidates, packed along the second axis.
        candidates: M.
    """

    z: NDArray[np.float16]
    weights: NDArray[np.float32]
    masks: NDArray[np.uint8]
    candidates: int

    def unpacked(self, chosen: NDArray[np.intp]) -> Floats:
        """Some of the candidates at the pixels: float32 (n, m)."""
        bits = np.unpackbits(self.masks, axis=1, count=self.candidates)
        return bits[:, chosen].astype(np.float32)


class Lift:
    """The bank's maps with random features on top, so that a linear fit can bend.

    Args:
        operators: K.
        seed: Of the random directions.
    """

    def __init__(self, operators: int, seed: int = 0) -> None:
        generator = np.random.default_rng(seed)
        scale = 1 / np.sqrt(operators)
        self._directions = (
            generator.standard_normal((operators, RANDOM_FEATURES)).astype(np.float32) * scale
        )
        self._offsets = generator.uniform(-1, 1, RANDOM_FEATURES).astype(np.float32)

    def __call__(self, z: NDArray[np.float16]) -> Floats:
        """Features of pixels: float32 (n, K + 300 + 1)."""
        values = z.astype(np.float32)
        squeezed = np.sign(values) * np.log1p(np.abs(values))
        bent = np.maximum(squeezed @ self._directions + self._offsets, 0)
        return np.concatenate([squeezed, bent, np.ones((len(values), 1), np.float32)], axis=1)


@dataclass(frozen=True)
class Learnability:
    """What the ridge says of each candidate.

    Attributes:
        r2: (m,), cross-validated share of the mask's variance that is predicted; may be negative.
        auc: (m,), chance that the prediction's top 2 % are higher on an image with the tag than on
            one without.
    """

    r2: Floats
    auc: Floats


def learnability(
    images: Sequence[Pixels],
    tagged: NDArray[np.bool_],
    weights: Floats,
    folds: NDArray[np.intp],
    chosen: NDArray[np.intp],
    *,
    lift: Lift,
) -> Learnability:
    """Try to predict candidates' masks on tagged images and nothing on the others.

    Args:
        images: Pixels of n images.
        tagged: (n,), whether the class is there; on the others the target is 0.
        weights: (n,), of the images.
        folds: (n,), 0 or 1; the ridge is fitted on one and judged on the other.
        chosen: (m,), which candidates.
        lift: Makes the features.
    """
    size = lift(images[0].z[:1]).shape[1]
    gram = np.zeros((2, size, size))
    cross = np.zeros((2, size, len(chosen)))
    square, total = np.zeros((2, len(chosen))), np.zeros((2, len(chosen)))
    mass = np.zeros(2)
    for image, shows, weight, fold in zip(images, tagged, weights, folds, strict=True):
        features = lift(image.z)
        each = image.weights * weight
        weighted = features * each[:, None]
        gram[fold] += weighted.T @ features
        mass[fold] += float(each.sum())
        if shows:
            targets = image.unpacked(chosen)
            cross[fold] += weighted.T @ targets
            square[fold] += each @ targets  # masks are 0 or 1: their square is themselves
            total[fold] += each @ targets
    r2 = np.zeros(len(chosen))
    fits = []
    for fold in (0, 1):
        other = 1 - fold
        ridge = _RIDGE * mass[other] * np.eye(size)
        fit = np.linalg.solve(gram[other] + ridge, cross[other])
        fits.append(fit.astype(np.float32))
        error = (
            square[fold]
            - 2 * np.sum(fit * cross[fold], axis=0)
            + np.sum(fit * (gram[fold] @ fit), axis=0)
        )
        variance = square[fold] - total[fold] ** 2 / max(mass[fold], 1e-12)
        r2 += (1 - error / np.maximum(variance, 1e-9)) / 2
    tops = np.stack(
        [_top(lift(image.z) @ fits[fold]) for image, fold in zip(images, folds, strict=True)]
    )
    return Learnability(r2, np.asarray([image_auc(column, tagged) for column in tops.T]))


def _top(predicted: Floats) -> Floats:
    """Mean of the highest predictions of each column."""
    count = max(1, round(_TOP * len(predicted)))
    top = np.partition(predicted, len(predicted) - count, axis=0)[-count:]
    mean: Floats = top.mean(axis=0)
    return mean


def image_auc(values: Floats, tagged: NDArray[np.bool_]) -> float:
    """Chance that an image with the tag has a larger value than one without; 0.5 is no evidence."""
    positive, negative = values[tagged], np.sort(values[~tagged])
    if not len(positive) or not len(negative):
        return 0.5
    below = np.searchsorted(negative, positive, side="left")
    not_above = np.searchsorted(negative, positive, side="right")
    return float((below + not_above).mean() / (2 * len(negative)))


def look_alike_groups(thumbnails: Floats, *, alike: float = 0.95) -> NDArray[np.intp]:
    """Groups of images so alike that one must not judge what another taught.

    Args:
        thumbnails: (n, p), a few pixels of each image.
        alike: Correlation from which two images belong together.

    Returns:
        (n,), the number of each image's group.
    """
    centred = thumbnails - thumbnails.mean(axis=1, keepdims=True)
    unit = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    group = np.arange(len(unit))
    for row in range(len(unit)):
        for other in np.flatnonzero(unit[row, :] @ unit.T[:, :row] >= alike) if row else ():
            group[group == group[row]] = group[other]
    return group
