"""Strokes as one run of pixels a row: exact, and cheap for brushes of any size.

A straight stroke with a round or square tip is convex, so each row of pixels holds at most one run
of it. Where a run begins and ends follows from the tip's equation; no distance is computed for any
pixel, and the cost follows the stroke's height.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Point = tuple[float, float]


class Spans(NamedTuple):
    """Runs of pixels in rows top, top + 1, ...: columns left..right - 1, none where right <= left.

    Attributes:
        top: First row.
        left: intp (n,).
        right: intp (n,).
    """

    top: int
    left: NDArray[np.intp]
    right: NDArray[np.intp]

    def clipped(self, shape: tuple[int, int]) -> Spans:
        """The part inside an image of this (height, width)."""
        first = min(max(-self.top, 0), len(self.left))
        last = max(first, min(len(self.left), shape[0] - self.top))
        left = np.clip(self.left[first:last], 0, shape[1])
        return Spans(self.top + first, left, np.clip(self.right[first:last], left, shape[1]))

    def inside(self, first: int, last: int) -> NDArray[np.bool_]:
        """Bool (n, last - first): which pixels of columns first..last - 1 belong to a run."""
        columns = np.arange(first, last)[None, :]
        return np.asarray((columns >= self.left[:, None]) & (columns < self.right[:, None]))


def round_spans(start: Point, end: Point, diameter: float) -> Spans:
    """Pixels whose centre is at most half a diameter away from a straight line.

    Args:
        start: (x, y); the centre of the first pixel is (0.5, 0.5).
        end: The other end; the same point makes a disc.
        diameter: In pixels.
    """
    radius = diameter / 2
    top, y = _rows(start[1], end[1], radius)
    low, high = np.full(len(y), np.inf), np.full(len(y), -np.inf)
    for x0, y0 in (start, end):
        half = np.sqrt(np.maximum(radius * radius - (y - y0) ** 2, 0))
        there = np.abs(y - y0) <= radius
        low = np.where(there, np.minimum(low, x0 - half), low)
        high = np.where(there, np.maximum(high, x0 + half), high)
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = float(np.hypot(dx, dy))
    if length > 1e-3 and abs(dy) > 1e-9 * length:
        for side in (-1.0, 1.0):  # the two straight edges between the discs
            edge_x, edge_y = (
                start[0] - side * radius * dy / length,
                start[1] + side * radius * dx / length,
            )
            along = (y - edge_y) / dy
            there = (along >= 0) & (along <= 1)
            x = edge_x + along * dx
            low = np.where(there, np.minimum(low, x), low)
            high = np.where(there, np.maximum(high, x), high)
    # closed on both sides: a centre right on the outline belongs to the stroke
    empty = low > high
    left = np.ceil(np.where(empty, 0, low) - 0.5).astype(np.intp)
    right = np.floor(np.where(empty, -1, high) - 0.5).astype(np.intp) + 1
    return Spans(top, left, np.maximum(left, right))


def square_spans(start: Point, end: Point, side: int) -> Spans:
    """Pixels whose centre a square passes over when it moves along a straight line.

    Args:
        start: (x, y) of the square's centre; the centre of the first pixel is (0.5, 0.5).
        end: The other end; the same point makes a square of `side` rows and columns.
        side: In pixels.
    """
    half = side / 2
    dx, dy = end[0] - start[0], end[1] - start[1]
    # as many rows and columns wherever the square lies between pixels
    top = int(np.ceil(min(start[1], end[1]) - half - 0.5))
    bottom = int(np.ceil(max(start[1], end[1]) - half - 0.5)) + side
    y = np.arange(top, bottom) + 0.5
    if abs(dy) > 1e-9:
        one, other = (y - half - start[1]) / dy, (y + half - start[1]) / dy
        first = np.clip(np.minimum(one, other), 0, 1)
        last = np.clip(np.maximum(one, other), 0, 1)
    else:
        first, last = np.zeros(len(y)), np.ones(len(y))
    ends = start[0] + np.stack([first, last]) * dx
    left = np.ceil(ends.min(axis=0) - half - 0.5).astype(np.intp)
    return Spans(top, left, np.ceil(ends.max(axis=0) - half - 0.5).astype(np.intp) + side)


def _rows(y0: float, y1: float, reach: float) -> tuple[int, NDArray[np.float64]]:
    top = int(np.ceil(min(y0, y1) - reach - 0.5))
    bottom = int(np.floor(max(y0, y1) + reach - 0.5))
    y: NDArray[np.float64] = np.arange(top, bottom + 1, dtype=np.float64) + 0.5
    return top, y
