"""From maps to masks: thresholds, an ignore band, and cleaning of small blobs and holes.

Whole masks of an image, with all steps before and after the thresholds, are made by
`stac_core.refine.refiner`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2
from stac_core.types import BACKGROUND, IGNORE_INDEX, MAX_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from stac_core.types import FloatMap, Mask

_TILE: Final = 128
"""Side of the tiles whose smallest and largest values are kept, in pixels."""


@dataclass(frozen=True)
class PseudoMaskSpec:
    """How a mask is made from maps.

    Attributes:
        threshold: A class is there where its map is above this and above the other classes' maps.
        class_thresholds: Class index from 0 -> its own threshold instead.
        ignore_from: Pixels that no class claims but whose strongest map is above this lower
            threshold become 255; None leaves no such band.
    """

    threshold: float = 0.6
    class_thresholds: Mapping[int, float] = field(default_factory=dict)
    ignore_from: float | None = None

    def thresholds(self, classes: int) -> NDArray[np.float32]:
        """The threshold of each of so many classes, float32 (C,)."""
        return np.array(
            [self.class_thresholds.get(index, self.threshold) for index in range(classes)],
            np.float32,
        )

    @property
    def is_uniform(self) -> bool:
        """Whether all classes have one threshold."""
        return all(value == self.threshold for value in self.class_thresholds.values())


Window = tuple[slice, slice]
"""Rows and columns of a part of an image."""


class MaskMaker:
    """Makes masks from one image's maps at many thresholds: the maps are ranked only once.

    Args:
        cam: float32 (C, H, W) in [0, 1], C at most 254.
        present: bool (C,), the classes whose maps count; None means all.

    Attributes:
        strongest: float32 (H, W), the largest of the maps that count; 0 where none does.

    Raises:
        ValueError: If the maps have another shape.
    """

    def __init__(self, cam: FloatMap, present: NDArray[np.bool_] | None = None) -> None:
        if cam.ndim != 3 or not 1 <= cam.shape[0] <= MAX_CLASSES:
            raise ValueError(f"expected maps (C, H, W) with 1..{MAX_CLASSES} classes: {cam.shape}")
        self._cam = cam
        kept = range(len(cam)) if present is None else np.flatnonzero(present)
        self._kept = [int(index) for index in kept]
        self.strongest: FloatMap = np.zeros(cam.shape[1:], np.float32)
        self._winner: Mask = np.zeros(cam.shape[1:], np.uint8)
        for index in self._kept:  # one class at a time: no copy of all maps
            better = cam[index] > self.strongest
            np.copyto(self.strongest, cam[index], where=better)
            self._winner[better] = index + 1
        self._low, self._high = _tile_ranges(self.strongest)

    def class_map(self, index: int) -> FloatMap:
        """The map of a class, from 0: float32 (H, W) in [0, 1]."""
        return np.asarray(self._cam[index])

    def make(self, spec: PseudoMaskSpec) -> Mask:
        """The mask: uint8 (H, W), 0 background, 1..C class, 255 ignore.

        This is the argmax over [threshold, map_1 .. map_C]; a tie goes to the background, and
        between classes to the first. The ignore band is made of background.
        """
        return self.with_ignore(self.labels(spec), spec)

    def labels(self, spec: PseudoMaskSpec) -> Mask:
        """The mask without the ignore band, uint8 (H, W)."""
        if not spec.is_uniform:
            return self._by_class(spec)
        return self._winner * (self.strongest > np.float32(spec.threshold))

    def windows_between(self, old: PseudoMaskSpec, new: PseudoMaskSpec) -> list[Window] | None:
        """Where the masks of two specs can differ; None if that is not known.

        It costs next to nothing: for each tile the smallest and the largest value are kept, and a
        pixel changes only where a threshold has passed its value.
        """
        if not (old.is_uniform and new.is_uniform):
            return None
        low, high = self._low, self._high
        crossed = np.zeros(low.shape, bool)
        for before, after in (
            (old.threshold, new.threshold), (_band(old), _band(new)),
        ):  # fmt: skip
            if before != after:
                smaller, larger = np.float32(min(before, after)), np.float32(max(before, after))
                crossed |= (high > smaller) & (low <= larger)
        return list(_runs(crossed, self.strongest.shape))

    def part(self, window: Window, spec: PseudoMaskSpec) -> Mask:
        """A part of what `make` gives for a spec that is uniform, uint8 (h, w)."""
        strongest = self.strongest[window]
        mask = self._winner[window] * (strongest > np.float32(spec.threshold))
        return _with_band(mask, strongest, spec)

    def with_ignore(self, mask: Mask, spec: PseudoMaskSpec) -> Mask:
        """A mask of `labels`, cleaned or not, with the ignore band; the same array."""
        return _with_band(mask, self.strongest, spec)

    def _by_class(self, spec: PseudoMaskSpec) -> Mask:
        mask = np.zeros(self.strongest.shape, np.uint8)
        claimed = np.zeros(self.strongest.shape, np.float32)
        for index in self._kept:
            threshold = np.float32(spec.class_thresholds.get(index, spec.threshold))
            cam = self._cam[index]
            wins = (cam > threshold) & (cam > claimed)
            np.copyto(claimed, cam, where=wins)
            mask[wins] = index + 1
        return mask


def _tile_ranges(values: FloatMap) -> tuple[FloatMap, FloatMap]:
    """The smallest and the largest value of each tile, float32 (rows, columns) of tiles."""
    height, width = values.shape
    starts = np.arange(0, width, _TILE)
    low, high = [], []
    for row in range(0, height, _TILE):
        band = values[row : row + _TILE]
        low.append(np.minimum.reduceat(band.min(axis=0), starts))
        high.append(np.maximum.reduceat(band.max(axis=0), starts))
    return np.stack(low), np.stack(high)


def _with_band(mask: Mask, strongest: FloatMap, spec: PseudoMaskSpec) -> Mask:
    if spec.ignore_from is not None:
        unsure = (mask == BACKGROUND) & (strongest > np.float32(spec.ignore_from))
        mask[unsure] = IGNORE_INDEX
    return mask


def _band(spec: PseudoMaskSpec) -> float:
    """Where the ignore band begins; infinitely high where there is none."""
    return math.inf if spec.ignore_from is None else spec.ignore_from


def _runs(tiles: NDArray[np.bool_], shape: tuple[int, ...]) -> Iterator[Window]:
    """Windows of the image around tiles that are next to each other in a row."""
    for row, line in enumerate(tiles):
        ends = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]).astype(np.int8)))
        rows = slice(row * _TILE, min((row + 1) * _TILE, shape[0]))
        for start, stop in zip(ends[::2], ends[1::2], strict=True):
            yield rows, slice(int(start) * _TILE, min(int(stop) * _TILE, shape[1]))


def cam_to_mask(cam: FloatMap, spec: PseudoMaskSpec) -> Mask:
    """The mask of one image's maps (see `MaskMaker`).

    Args:
        cam: float32 (C, H, W) in [0, 1].
        spec: How to make it.

    Returns:
        uint8 (H, W): 0 background, 1..C class, 255 ignore.
    """
    return MaskMaker(cam).make(spec)


def clean_mask(
    mask: Mask, *, min_blob: int = 0, min_share: float = 0.0, fill_holes: int = 0
) -> Mask:
    """Drop small blobs of each class and fill small holes in what is left.

    Args:
        mask: uint8 (H, W).
        min_blob: Blobs (8-connected) of a class with fewer pixels become background.
        min_share: So do blobs with less than this share of the pixels of the class's largest one.
        fill_holes: Background holes (4-connected, not touching the border) of up to so many pixels
            that a single class encloses take that class.

    Returns:
        A new mask, or the same one where nothing was asked for.
    """
    drops = min_blob > 1 or min_share > 0
    if not drops and fill_holes <= 0:
        return mask
    result = mask.copy()
    if drops:
        for value in classes_in(mask):
            labels, stats = _components(mask == value, connectivity=8)
            areas = stats[1:, cv2.CC_STAT_AREA]
            small = np.zeros(len(stats), bool)
            small[1:] = areas < max(min_blob, min_share * areas.max())
            if small.any():
                result[small[labels]] = BACKGROUND
    if fill_holes > 0:
        _fill_holes(result, fill_holes)
    return result


def classes_in(mask: Mask) -> list[int]:
    """The classes that a mask (H, W) shows, from 1."""
    counts = np.bincount(mask.ravel(), minlength=IGNORE_INDEX + 1)
    return [int(value) for value in np.flatnonzero(counts[1:IGNORE_INDEX]) + 1]


def _fill_holes(mask: Mask, largest: int) -> None:
    height, width = mask.shape
    labels, stats = _components(mask == BACKGROUND, connectivity=4)
    for index in range(1, len(stats)):
        left, top, wide, high, area = (int(value) for value in stats[index])
        touches = left == 0 or top == 0 or left + wide == width or top + high == height
        if touches or area > largest:
            continue
        window = np.s_[top - 1 : top + high + 1, left - 1 : left + wide + 1]
        hole = labels[window] == index
        rim = cv2.dilate(hole.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) & ~hole
        around = np.unique(mask[window][rim])
        around = around[around != BACKGROUND]  # diagonal neighbours of a 4-connected hole
        if len(around) == 1 and around[0] != IGNORE_INDEX:
            mask[window][hole] = around[0]


def _components(
    where: NDArray[np.bool_], *, connectivity: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Label map and OpenCV statistics of the connected components; 0 is everything else."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        where.astype(np.uint8), connectivity=connectivity
    )
    return labels, stats


def spec_for_classes(
    classes: Sequence[str],
    *,
    threshold: float,
    class_thresholds: Mapping[str, float],
    ignore_from: float | None = None,
) -> PseudoMaskSpec:
    """A spec whose class thresholds are given by class name, as in the project file."""
    return PseudoMaskSpec(
        threshold=threshold,
        class_thresholds={
            classes.index(name): value
            for name, value in class_thresholds.items()
            if name in classes
        },
        ignore_from=ignore_from,
    )
