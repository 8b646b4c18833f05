"""Segmentation scores over a whole set of images, from one confusion matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.types import Mask


@dataclass(frozen=True)
class SegmentationScores:
    """Scores over all pixels of a set, background included as class 0.

    Attributes:
        iou: (C + 1,) intersection over union in [0, 1]; NaN for a class that neither side has.
        miou: Mean of the classes that are there.
        fp: Mean over classes of (predicted - true positive) / union.
        fn: Mean over classes of (actual - true positive) / union.
    """

    iou: NDArray[np.float64]
    miou: float
    fp: float
    fn: float


def confusion_matrix(predicted: Mask, actual: Mask, num_labels: int) -> NDArray[np.int64]:
    """Count pixels by actual and predicted label.

    Args:
        predicted: uint8 labels of any shape; those of ignored pixels do not matter.
        actual: uint8 labels of the same shape; 255 is left out.
        num_labels: Number of labels, background included.

    Returns:
        int64 (num_labels, num_labels); rows are actual, columns predicted labels.

    Raises:
        ValueError: If the shapes differ, or a label is not below `num_labels`. A predicted 255
            where the truth is not 255 is such a label.
    """
    if predicted.shape != actual.shape:
        raise ValueError(f"shapes differ: predicted {predicted.shape}, actual {actual.shape}")
    kept = actual != IGNORE_INDEX
    actual, predicted = actual[kept], predicted[kept]
    for name, labels in (("predicted", predicted), ("actual", actual)):
        if labels.size and labels.max() >= num_labels:
            raise ValueError(f"{name} label {labels.max()} is not below {num_labels}")
    pairs = actual.astype(np.intp) * num_labels + predicted
    return np.bincount(pairs, minlength=num_labels**2).reshape(num_labels, num_labels)


def scores_of(confusion: NDArray[np.int64]) -> SegmentationScores:
    """IoU per class, their mean, and the FP and FN shares of Sime et al. (STAC, 2026).

    Args:
        confusion: (labels, labels) as from `confusion_matrix`, summed over a set.
    """
    true_positive = np.diag(confusion).astype(np.float64)
    actual = confusion.sum(axis=1)
    predicted = confusion.sum(axis=0)
    union = actual + predicted - true_positive
    with np.errstate(invalid="ignore", divide="ignore"):
        iou = true_positive / union
        false_positive = (predicted - true_positive) / union
        false_negative = (actual - true_positive) / union
    if not union.any():
        return SegmentationScores(iou, float("nan"), float("nan"), float("nan"))
    return SegmentationScores(
        iou=iou,
        miou=float(np.nanmean(iou)),
        fp=float(np.nanmean(false_positive)),
        fn=float(np.nanmean(false_negative)),
    )


@dataclass(frozen=True)
class ClassScores:
    """Scores of each label that say which way it is wrong, (C + 1,) in [0, 1].

    Attributes:
        dice: 2 TP / (predicted + actual), the F1 of pixels; NaN for a label that neither side has.
        precision: TP / predicted; NaN for a label that is never predicted.
        recall: TP / actual; NaN for a label that is not there.
    """

    dice: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]


def class_scores(confusion: NDArray[np.int64]) -> ClassScores:
    """Dice coefficient (Dice, 1945), precision and recall of each label.

    Args:
        confusion: (labels, labels) as from `confusion_matrix`, summed over a set.
    """
    true_positive = np.diag(confusion).astype(np.float64)
    actual = confusion.sum(axis=1)
    predicted = confusion.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return ClassScores(
            dice=2 * true_positive / (actual + predicted),
            precision=true_positive / predicted,
            recall=true_positive / actual,
        )


def average_precision(
    scores: NDArray[np.floating], present: NDArray[np.bool_], known: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Area under the precision-recall steps of each class (as PASCAL VOC 2010 and later).

    Images with equal scores count together, so that their order does not matter.

    Args:
        scores: (n, C).
        present: bool (n, C).
        known: bool (n, C); an image whose tag is not known does not count.

    Returns:
        (C,) in [0, 1]; NaN for a class that no image is known to show.
    """
    result = np.full(scores.shape[1], np.nan)
    for index in range(scores.shape[1]):
        kept = known[:, index]
        values, truth = scores[kept, index], present[kept, index]
        if not truth.any():
            continue
        order = np.argsort(-values, kind="stable")
        values, truth = values[order], truth[order]
        last_of_equals = np.append(values[1:] != values[:-1], True)
        hits = np.cumsum(truth)[last_of_equals]
        precision = hits / (np.flatnonzero(last_of_equals) + 1)
        result[index] = np.sum(np.diff(hits, prepend=0) * precision) / truth.sum()
    return result


def f1_scores(
    decided: NDArray[np.bool_], present: NDArray[np.bool_], known: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """F1 of each class: 2 TP / (2 TP + FP + FN).

    Args:
        decided: bool (n, C), classes called present.
        present: bool (n, C).
        known: bool (n, C); an image whose tag is not known does not count.

    Returns:
        (C,) in [0, 1]; NaN for a class that is neither shown nor called.
    """
    hits = (decided & present & known).sum(axis=0)
    wrong = ((decided != present) & known).sum(axis=0)
    with np.errstate(invalid="ignore"):
        result: NDArray[np.float64] = 2 * hits / (2 * hits + wrong)
    return result


def mean_of_known(values: NDArray[np.float64]) -> float | None:
    """Mean of the values that are numbers; None where none is."""
    return None if np.isnan(values).all() else float(np.nanmean(values))
