"""Comparing two label sets: every image is read once, in threads, and counted at all thresholds."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from stac_core.errors import DataError
from stac_core.evaluation.counts import PixelCounts, SparseCounts, sparse
from stac_core.evaluation.result import SHAPE_FIELDS, Comparison, Shapes
from stac_core.evaluation.sides import (
    Side,
    both_ways,
    class_numbers,
    compared_classes,
    translate,
    translate_maps,
)
from stac_core.metrics import confusion_matrix, scores_of
from stac_core.metrics_maps import RegionOverlapCurve, level_counts, threshold_levels
from stac_core.metrics_shapes import boundary_f1, boundary_tolerance, region_counts
from stac_core.pseudo_mask import MaskMaker, PseudoMaskSpec, classes_in
from stac_core.types import BACKGROUND, IGNORE_INDEX, CancelToken, no_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from stac_core.formats.label_set import Size
    from stac_core.types import FloatMap, Mask, Progress

DEFAULT_THRESHOLD: Final = 0.6

_ANY_CLASS: Final = PseudoMaskSpec(threshold=0.0)
_MOST_THREADS: Final = 8
_NAMED: Final = 3
_AHEAD: Final = 4
_MEMORY: Final = 128 << 20
"""Bytes of masks that are kept between the first and the second look at the images."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Request:
    """What is compared.

    Attributes:
        predicted: The predictions.
        actual: The masks that measure.
        classes: Class names; None takes those of both sides (see `compared_classes`).
        names: Ids or keys of the images to compare; None takes all masks that measure.
        thresholds: Background thresholds for heat maps, rising; masks are compared once.
        lenient: Images without a prediction are left out, and predicted pixels that are left open
            (255) count as background. Otherwise both are errors.
    """

    predicted: Side
    actual: Side
    classes: Sequence[str] | None = None
    names: Sequence[str] | None = None
    thresholds: Sequence[float] = (DEFAULT_THRESHOLD,)
    lenient: bool = False


@dataclass(frozen=True)
class _Pair:
    """An image on both sides, in the classes that are compared.

    Of heat maps, `winner` is the class of the strongest and `levels` how many thresholds it tops.
    """

    actual: Mask
    winner: Mask
    levels: NDArray[np.uint8] | None
    maps: FloatMap | None
    left_open: int = 0

    def predicted(self, at: int) -> Mask:
        """The mask at a threshold."""
        return self.winner if self.levels is None else self.winner * (self.levels > at)


@dataclass
class _Counted:
    """What is counted in one image."""

    pixels: SparseCounts
    size: tuple[int, int]
    left_open: int
    curves: list[RegionOverlapCurve] = field(default_factory=list)
    shapes: NDArray[np.float64] | None = None


def compare(
    request: Request, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> Comparison:
    """Compare two label sets.

    Boundaries and regions are looked at for one threshold: the one with the highest mIoU.

    Args:
        request: What.
        progress: Told after each image that is looked at; with several thresholds twice.
        cancel: Checked before each image.

    Raises:
        DataError: If a prediction is missing, or something cannot be read or does not fit.
        Cancelled: If `cancel` says so.
    """
    return _Run(request, progress, cancel or CancelToken()).compare()


def shapes_at(
    request: Request,
    comparison: Comparison,
    threshold: int,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> Shapes:
    """Boundaries and regions at another threshold of a comparison.

    Args:
        request: What was compared.
        comparison: Of it.
        threshold: Place in the comparison's thresholds.
        progress: Told after each image.
        cancel: Checked before each image.

    Raises:
        DataError: As `compare`.
        Cancelled: If `cancel` says so.
    """
    run = _Run(request, progress, cancel or CancelToken())
    return run.shapes(threshold, 0, len(run.pairs))


def masks_of(request: Request, places: Iterable[int], at: int) -> Iterator[tuple[int, Mask, Mask]]:
    """Masks of some images, in the classes that are compared.

    Args:
        request: What was compared.
        places: Of the images in `Comparison.names`.
        at: Place of the threshold.

    Yields:
        Place, what is there and what was predicted, uint8 (H, W) each.

    Raises:
        DataError: As `compare`.
    """
    run = _Run(request, no_progress, CancelToken())
    for place in places:
        actual, predicted = run.masks(place, at)
        yield place, actual, predicted


class _Run:
    def __init__(self, request: Request, progress: Progress, cancel: CancelToken) -> None:
        self._predicted, self._actual = request.predicted, request.actual
        self._lenient, self._progress, self._cancel = request.lenient, progress, cancel
        self.notes: list[str] = []
        if request.classes is None:
            self.classes = compared_classes(self._predicted, self._actual)
        else:
            self.classes = list(request.classes)
        self.labels = len(self.classes) + 1
        self._numbers = {side: self._number(side) for side in (self._predicted, self._actual)}
        self._limits = tuple(request.thresholds)
        self.thresholds: tuple[float | None, ...] = (
            self._limits if self._predicted.has_maps else (None,)
        )
        if self._actual.has_maps:
            raise DataError("are heat maps, not masks to measure by", where=self._actual.where)
        own = self._predicted.classes
        # numbers only on the other side: that the order differs is a sign of a mistake
        if (
            self._predicted.has_maps
            and own
            and not self._actual.classes
            and list(own) != self.classes
        ):
            raise DataError(
                f"its classes are {', '.join(own)}, not {', '.join(self.classes)}",
                where=self._predicted.place(self._predicted.names[0]),
            )
        if lost := self._actual.unlabeled:
            shown = ", ".join(lost[:_NAMED]) + (" ..." if len(lost) > _NAMED else "")
            self.notes.append(f"{len(lost):,} images are listed without a mask to measure: {shown}")
        self._kept: dict[int, _Pair] = {}
        self._keeps = _MEMORY
        names = self._chosen(request.names)
        self.pairs, self.missing, self.extra = self._match(names)

    def compare(self) -> Comparison:
        """Count everything."""
        several = len(self.thresholds) > 1
        total = len(self.pairs) * (2 if several else 1)
        images: list[SparseCounts] = []
        curves = [RegionOverlapCurve() for _ in self.classes] if self._predicted.has_maps else []
        rows, sizes, left_open = [], [], 0

        def count(place: int) -> _Counted:
            return self._count(place, shapes=not several)

        for counted in self._each(count, 0, total):
            images.append(counted.pixels)
            sizes.append(counted.size)
            left_open += counted.left_open
            for curve, more in zip(curves, counted.curves, strict=False):
                curve.merge(more)
            if counted.shapes is not None:
                rows.append(counted.shapes)
        counts = PixelCounts(self.labels, len(self.thresholds), images)
        there = counts.confusion(0)
        ignored = sum(height * width for height, width in sizes) - int(there.sum())
        if ignored and not there[1:].any():
            self.notes.append(
                f"{self._actual.where}: marks pixels with {IGNORE_INDEX} alone, which do not "
                "count; if they are defects, a map has to say so (see the format grey)"
            )
        best = 0
        if several:
            miou = [scores_of(counts.confusion(at)).miou for at in range(len(self.thresholds))]
            best = int(np.nanargmax(miou)) if not np.isnan(miou).all() else 0
            shapes = self.shapes(best, len(self.pairs), total)
        else:
            shapes = Shapes(0, np.array(rows))
        if left_open:
            self.notes.append(
                f"{left_open:,} pixels that the predictions leave open count as background"
            )
        return Comparison(
            classes=tuple(self.classes),
            thresholds=self.thresholds,
            names=tuple(name for name, _ in self.pairs),
            predicted_names=tuple(found for _, found in self.pairs),
            sizes=tuple(sizes),
            counts=counts,
            best=best,
            shapes=shapes,
            aupro=tuple(curve.area() for curve in curves),
            missing=tuple(self.missing),
            extra=tuple(self.extra),
            notes=tuple(self.notes),
        )

    def masks(self, place: int, at: int) -> tuple[Mask, Mask]:
        """What is there in an image, and what was predicted at a threshold."""
        pair = self._read(place)
        return pair.actual, pair.predicted(at)

    def shapes(self, at: int, done: int, total: int) -> Shapes:
        """Boundaries and regions at one threshold."""

        def look(place: int) -> NDArray[np.float64]:
            pair = self._kept.pop(place, None) or self._read(place)
            return self._shapes(pair.actual, pair.predicted(at))

        return Shapes(at, np.array(list(self._each(look, done, total))))

    def _number(self, side: Side) -> list[int]:
        numbers, left = class_numbers(side, self.classes)
        if side.classes and len(left) == len(side.classes):
            raise DataError(
                f"its classes {', '.join(left)} are none of {', '.join(self.classes)}",
                where=side.where,
                fix="Use the same class names on both sides, and in --classes",
            )
        if left:
            self.notes.append(f"{side.where}: {', '.join(left)} count as background")
        return numbers

    def _chosen(self, wanted: Sequence[str] | None) -> list[str]:
        if wanted is None:
            return list(self._actual.names)
        match, ambiguous = both_ways(wanted, self._actual.names)
        lost = next((name for name in wanted if name not in match), None)
        if lost is not None:
            several = ambiguous.get(lost)
            raise DataError(
                f"no mask for {lost}, which the list names"
                if not several
                else f"{lost}, which the list names, could be {' or '.join(several[:_NAMED])}",
                where=self._actual.where,
            )
        return list(dict.fromkeys(match[name] for name in wanted))

    def _match(self, names: list[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
        """Names on both sides; masks without a prediction; predictions without a mask."""
        match, ambiguous = both_ways(self._predicted.names, self._actual.names)
        found = {actual: name for name, actual in match.items()}
        missing = [name for name in names if name not in found]
        if missing and not self._lenient:
            clash = next((name for name, ids in ambiguous.items() if missing[0] in ids), None)
            if clash is not None:
                ids = " or ".join(ambiguous[clash][:_NAMED])
                raise DataError(f"{clash} could be {ids}", where=self._predicted.where)
            raise DataError(
                f"no prediction for {len(missing)} of {len(names)} images, "
                f"the first is {missing[0]}",
                where=self._predicted.where,
                fix="Predict them too, or name the images to score with --list",
            )
        pairs = [(name, found[name]) for name in names if name in found]
        if not pairs:
            raise DataError(
                "there are no masks to compare with"
                if not names
                else f"has no prediction for any of the {len(names)} masks in {self._actual.where}",
                where=self._actual.where if not names else self._predicted.where,
            )
        return pairs, missing, [name for name in self._predicted.names if name not in match]

    def _each(self, look: Callable[[int], _T], done: int, total: int) -> Iterator[_T]:
        """What `look` finds for each image in its order; the images are looked at in threads."""
        workers = min(os.cpu_count() or 1, _MOST_THREADS)
        waiting: deque[Future[_T]] = deque()
        with ThreadPoolExecutor(workers, "evaluate") as pool:
            try:
                for place in range(len(self.pairs)):
                    self._cancel.check()
                    waiting.append(pool.submit(look, place))
                    if len(waiting) > _AHEAD * workers:
                        yield waiting.popleft().result()
                        done += 1
                        self._progress(done, total)
                while waiting:
                    self._cancel.check()
                    yield waiting.popleft().result()
                    done += 1
                    self._progress(done, total)
            finally:
                for future in waiting:
                    future.cancel()

    def _read(self, place: int) -> _Pair:
        """Both sides of an image, in the classes that are compared."""
        name, other = self.pairs[place]
        predicted, actual = self._predicted, self._actual
        maps: FloatMap | None = None
        if predicted.has_maps:
            numbers = self._numbers[predicted]
            own = predicted.maps(other, len(numbers))
            if not np.isfinite(own).all():
                raise DataError("holds values that are no numbers", where=predicted.place(other))
            maps = translate_maps(own, numbers, len(self.classes))
            size: tuple[int, int] | None = (maps.shape[1], maps.shape[2])
        else:
            size = predicted.size(other)
        truth = self._truth(name, other, actual.size(name) or size)
        truth = translate(truth, self._numbers[actual], name, actual)
        levels: NDArray[np.uint8] | None = None
        if maps is not None:
            maker = MaskMaker(maps)
            winner = maker.labels(_ANY_CLASS)
            levels = threshold_levels(maker.strongest, self._limits)
        else:
            height, width = truth.shape
            winner = predicted.mask(other, (height, width))
        if winner.shape != truth.shape:
            raise DataError(
                f"its size {winner.shape} is not the mask's {truth.shape}",
                where=predicted.place(other),
            )
        left_open = 0
        if maps is None:
            winner = translate(winner, self._numbers[predicted], other, predicted)
            winner, left_open = self._decided(winner, truth, other)
        return _Pair(truth, winner, levels, maps, left_open)

    def _truth(self, name: str, other: str, size: Size | None) -> Mask:
        """The mask that measures; where its format does not state sizes, the prediction has it."""
        try:
            return self._actual.mask(name, size)
        except DataError:
            if size is not None:
                raise
            try:
                height, width = self._predicted.mask(other).shape
            except DataError:
                height = 0
            if not height:
                raise
        return self._actual.mask(name, (height, width))

    def _decided(self, mask: Mask, truth: Mask, name: str) -> tuple[Mask, int]:
        """A predicted mask without open pixels, and how many were open where the truth is not."""
        is_open = mask == IGNORE_INDEX
        if not is_open.any():
            return mask, 0
        count = int(np.count_nonzero(is_open & (truth != IGNORE_INDEX)))
        if count and not self._lenient:
            raise DataError(
                f"holds the value {IGNORE_INDEX}, but the classes are 1 to {len(self.classes)}",
                where=self._predicted.place(name),
                fix="Predictions must say a class or background wherever the mask does",
            )
        return np.where(is_open, np.uint8(BACKGROUND), mask), count

    def _count(self, place: int, *, shapes: bool) -> _Counted:
        pair = self._read(place)
        height, width = pair.actual.shape
        if pair.levels is None:
            counts = np.zeros((self.labels, self.labels, 2), np.int64)
            counts[..., 1] = confusion_matrix(pair.winner, pair.actual, self.labels)
        else:
            counts = level_counts(
                pair.actual, pair.winner, pair.levels, len(self._limits), self.labels
            )
        counted = _Counted(sparse(counts), (height, width), pair.left_open)
        if pair.maps is not None:
            ignored = pair.actual == IGNORE_INDEX
            left_out = ignored if ignored.any() else None
            for index, heat in enumerate(pair.maps):
                curve = RegionOverlapCurve()
                curve.add(heat, pair.actual == index + 1, left_out)
                counted.curves.append(curve)
        if shapes:
            counted.shapes = self._shapes(pair.actual, pair.predicted(0))
        elif self._keeps > 0:  # for the second look, without its maps
            self._keeps -= 3 * pair.actual.size
            self._kept[place] = replace(pair, maps=None)
        return counted

    def _shapes(self, actual: Mask, predicted: Mask) -> NDArray[np.float64]:
        """(C, 5): boundary F1, then `RegionCounts` of each class."""
        found = np.zeros((len(self.classes), len(SHAPE_FIELDS)))
        found[:, 0] = np.nan
        tolerance = boundary_tolerance(*actual.shape)
        ignored = actual == IGNORE_INDEX
        shown = set(classes_in(actual)) | set(classes_in(predicted))
        for label in shown:
            guess, truth = predicted == label, actual == label
            regions = region_counts(guess, truth, ignored)
            found[label - 1] = (
                boundary_f1(guess & ~ignored, truth, tolerance),
                regions.actual,
                regions.found,
                regions.covered,
                regions.false,
            )
        return found
