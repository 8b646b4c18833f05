"""What a comparison of two label sets found, and the JSON of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.metrics import class_scores, scores_of
from stac_core.types import BACKGROUND_NAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.evaluation.counts import PixelCounts
    from stac_core.metrics import ClassScores, SegmentationScores

SHAPE_FIELDS: Final = ("boundary_f1", "regions", "found", "covered", "false")
"""What is kept of the shapes of a class in an image."""


@dataclass(frozen=True)
class Shapes:
    """Boundaries and regions at one threshold.

    Attributes:
        at: Place of the threshold.
        values: float64 (images, C, 5), see `SHAPE_FIELDS`.
    """

    at: int
    values: NDArray[np.float64]

    def boundary_f1(self) -> NDArray[np.float64]:
        """(C,) in [0, 1]: the mean over the images that show the class on either side."""
        return mean_known(self.values[..., 0])

    def totals(self) -> NDArray[np.float64]:
        """(C, 4): regions in the truth, found ones, sum of their covered shares, false ones."""
        return np.asarray(self.values[..., 1:].sum(axis=0))


@dataclass(frozen=True)
class ImageScores:
    """Scores of single images, in [0, 1]; NaN where there is nothing to score.

    Attributes:
        iou: (images, C + 1).
        miou: (images,), the mean over the labels that are there on either side.
        wrong: int64 (images,), pixels that are not what the truth says.
        pixels: int64 (images,), pixels that count.
        shows: bool (images, C + 1), whether a label is there on either side.
    """

    iou: NDArray[np.float64]
    miou: NDArray[np.float64]
    wrong: NDArray[np.int64]
    pixels: NDArray[np.int64]
    shows: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What was found.

    Attributes:
        classes: Names without the background.
        thresholds: Of the heat maps; one None for masks.
        names: The images, as the truth calls them.
        predicted_names: The same, as the predictions call them.
        sizes: (H, W) of each.
        counts: Their pixels.
        best: Place of the threshold with the highest mIoU.
        shapes: Boundaries and regions at one threshold.
        aupro: Of each class, in [0, 1]; empty for masks.
        missing: Masks without a prediction.
        extra: Predictions without a mask.
        notes: What a person should know of how it was done.
    """

    classes: tuple[str, ...]
    thresholds: tuple[float | None, ...]
    names: tuple[str, ...]
    predicted_names: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    counts: PixelCounts
    best: int
    shapes: Shapes
    aupro: tuple[float, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    _images: dict[int, ImageScores] = field(default_factory=dict, repr=False)

    @property
    def labels(self) -> tuple[str, ...]:
        """Background and class names."""
        return (BACKGROUND_NAME, *self.classes)

    def scores(self, at: int = 0) -> SegmentationScores:
        """Scores of the set at a threshold."""
        return scores_of(self.counts.confusion(at))

    def class_scores(self, at: int = 0) -> ClassScores:
        """Dice, precision and recall of the set at a threshold."""
        return class_scores(self.counts.confusion(at))

    def image_scores(self, at: int = 0) -> ImageScores:
        """Scores of each image at a threshold; they are kept."""
        if at not in self._images:
            self._images[at] = self._image_scores(at)
        return self._images[at]

    def _image_scores(self, at: int) -> ImageScores:
        hits, actual, predicted = self.counts.by_image(at)
        with np.errstate(invalid="ignore", divide="ignore"):
            iou = hits / (actual + predicted - hits)
        pixels = actual.sum(axis=1)
        wrong = pixels - hits.sum(axis=1)
        return ImageScores(iou, mean_known(iou.T), wrong, pixels, (actual + predicted) > 0)

    def worst(self, at: int = 0) -> NDArray[np.intp]:
        """Places of the images, the lowest mIoU first; those without a score are left out."""
        miou = self.image_scores(at).miou
        order = np.argsort(miou, kind="stable")
        return order[~np.isnan(miou[order])]

    def with_shapes(self, shapes: Shapes) -> Comparison:
        """The same with the shapes at another threshold."""
        return replace(self, shapes=shapes)

    def as_json(self) -> list[dict[str, Any]]:
        """For each threshold percentages, not rounded, null where a class is nowhere.

        The threshold whose shapes are known has those too, and a list of its images.
        """
        return [self._at_json(at) for at in range(len(self.thresholds))]

    def _at_json(self, at: int) -> dict[str, Any]:
        confusion = self.counts.confusion(at)
        scores, more = scores_of(confusion), class_scores(confusion)
        values: dict[str, Any] = {
            "threshold": self.thresholds[at],
            "images": len(self.names),
            "iou": self._named(scores.iou),
            "miou": percent(scores.miou),
            "fp": percent(scores.fp),
            "fn": percent(scores.fn),
            "dice": self._named(more.dice),
            "precision": self._named(more.precision),
            "recall": self._named(more.recall),
            "confusion": {"labels": list(self.labels), "pixels": confusion.tolist()},
        }
        if at == self.shapes.at:
            values |= self._shapes_json(at)
        return values

    def _shapes_json(self, at: int) -> dict[str, Any]:
        boundary, totals = self.shapes.boundary_f1(), self.shapes.totals()
        found: dict[str, Any] = {
            "boundary_f1": dict(zip(self.classes, map(percent, boundary), strict=True)),
            "regions": {
                name: {
                    "actual": int(actual),
                    "found": int(hit),
                    "detection_rate": percent(hit / actual) if actual else None,
                    "overlap": percent(covered / actual) if actual else None,
                    "false": int(false),
                }
                for name, (actual, hit, covered, false) in zip(self.classes, totals, strict=True)
            },
        }
        if self.aupro:
            found["aupro"] = dict(zip(self.classes, map(percent, self.aupro), strict=True))
        found["per_image"] = self.table(at)
        return found | {
            "missing": list(self.missing),
            "extra": len(self.extra),
            "notes": list(self.notes),
        }

    def table(self, at: int) -> list[dict[str, Any]]:
        """One row for each image: its name, scores in percent, and how its regions are met.

        Args:
            at: Place of the threshold; regions and boundaries are left out where they are not
                known for it.
        """
        scores = self.image_scores(at)
        rows: list[dict[str, Any]] = []
        for place, name in enumerate(self.names):
            row: dict[str, Any] = {
                "image": name,
                "miou": percent(scores.miou[place]),
                "iou": self._named(scores.iou[place]),
                "wrong_pixels": int(scores.wrong[place]),
                "pixels": int(scores.pixels[place]),
            }
            if at == self.shapes.at:
                shapes = self.shapes.values[place]
                actual, found, _, false = shapes[:, 1:].sum(axis=0)
                row |= {
                    "boundary_f1": percent(float(mean_known(shapes[:, 0]))),
                    "regions": int(actual),
                    "found": int(found),
                    "false": int(false),
                }
            rows.append(row)
        return rows

    def _named(self, values: NDArray[np.float64]) -> dict[str, float | None]:
        return dict(zip(self.labels, map(percent, values), strict=True))


def percent(value: float) -> float | None:
    """A share in percent; None where it is not a number."""
    return None if math.isnan(value) else float(value) * 100


def mean_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the first axis of what is not NaN; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=0) / count)
