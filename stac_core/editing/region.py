"""A set of pixels in a rectangle of an image: what tools find, show and paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stac_core.labels.mask_edit import DRAWN, EMPTY, Change, Rect, spans_rect, stroke_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.labels.mask_edit import Brush, Point


class Region(NamedTuple):
    """Pixels of an image.

    Attributes:
        rect: Where it lies; may be empty.
        inside: bool (rect's height, rect's width).
    """

    rect: Rect
    inside: NDArray[np.bool_]

    @property
    def pixels(self) -> int:
        """How many pixels it has."""
        return int(np.count_nonzero(self.inside))


NOTHING = Region(EMPTY, np.zeros((0, 0), bool))


def region_at(inside: NDArray[np.bool_], top: int = 0, left: int = 0) -> Region:
    """The region of the true pixels of an array, with the smallest rectangle around them.

    Args:
        inside: bool (h, w).
        top: Row of the image that the array begins at.
        left: Column that it begins at.
    """
    rows = np.flatnonzero(inside.any(axis=1))
    if not len(rows):
        return NOTHING
    part = inside[rows[0] : rows[-1] + 1]
    columns = np.flatnonzero(part.any(axis=0))
    rect = Rect(
        top + int(rows[0]), left + int(columns[0]), top + int(rows[-1]) + 1,
        left + int(columns[-1]) + 1,
    )  # fmt: skip
    return Region(rect, part[:, columns[0] : columns[-1] + 1])


def clipped(region: Region, shape: tuple[int, int]) -> Region:
    """The part of a region inside an image of this (height, width)."""
    rect = region.rect.clipped(shape)
    if rect == region.rect:
        return region
    if rect.is_empty:
        return NOTHING
    top, left = rect.top - region.rect.top, rect.left - region.rect.left
    rows = slice(top, top + rect.bottom - rect.top)
    return Region(rect, region.inside[rows, left : left + rect.right - rect.left])


def united(one: Region, other: Region) -> Region:
    """The pixels of either region."""
    if one.rect.is_empty or other.rect.is_empty:
        return other if one.rect.is_empty else one
    rect = one.rect.united(other.rect)
    inside = np.zeros((rect.bottom - rect.top, rect.right - rect.left), bool)
    for each in (one, other):
        rows, columns = each.rect.top - rect.top, each.rect.left - rect.left
        height, width = each.inside.shape
        inside[rows : rows + height, columns : columns + width] |= each.inside
    return Region(rect, inside)


def stroke_region(start: Point, end: Point, brush: Brush, shape: tuple[int, int]) -> Region:
    """The pixels of a straight stroke inside an image of this (height, width)."""
    spans = stroke_spans(start, end, brush).clipped(shape)
    rect = spans_rect(spans)
    if rect.is_empty:
        return NOTHING
    inside = spans.inside(rect.left, rect.right)
    return Region(rect, inside[rect.top - spans.top : rect.bottom - spans.top])


def fill_of(region: Region, value: int) -> Change:
    """The change that gives a region a label, where it is made in the region's pixels only.

    All of them count as drawn by a person, also those that have the label already.
    """
    shape = region.inside.shape
    return Change(region.rect, np.full(shape, value, np.uint8), np.full(shape, DRAWN, np.uint8))
