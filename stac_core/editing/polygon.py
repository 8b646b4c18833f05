"""Polygons as pixels: the one place that decides which pixels lie inside an outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from stac_core.editing.region import NOTHING, Region, region_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from stac_core.labels.mask_edit import Point

FillRule = Literal["winding", "even-odd"]
"""Where rings cover each other: everything that is gone around, or what an odd number covers."""

_FARTHEST: Final = 1e9
"""Corners farther away are moved to here; products of coordinates stay finite."""

_MOST_CROSSINGS: Final = 1 << 21
"""Crossings of edges with rows that are worked on at a time."""


def polygon_region(points: Sequence[Point], shape: tuple[int, int]) -> Region:
    """The pixels whose centre is inside a closed polygon.

    Where the outline crosses itself, everything that it goes around counts, so a lasso that
    overlaps its own beginning has no hole.

    Args:
        points: (x, y) of at least three corners, as in `fill_rings`.
        shape: (height, width) of the image.

    Returns:
        The pixels inside the image; none for fewer corners.
    """
    return fill_rings([points], shape)


def fill_rings(
    rings: Sequence[ArrayLike], shape: tuple[int, int], *, rule: FillRule = "winding"
) -> Region:
    """The pixels whose centre is inside of closed rings, taken together.

    An outline is half open: shapes that share an edge, in whichever direction they follow it, share
    no pixel and leave none between them. So an edge that is followed to and fro changes nothing.

    Args:
        rings: Each (n, 2), the finite (x, y) of its corners in pixels; the centre of the first
            pixel is (0.5, 0.5). They may lie outside the image. One of fewer than three corners
            holds nothing.
        shape: (height, width) of the image.
        rule: "winding": whatever has a winding number other than zero, so rings may overlap, and a
            hole is a ring in the opposite direction. "even-odd": what an odd number of rings goes
            around, so a ring inside another is a hole whatever its direction.

    Returns:
        The pixels inside the image.
    """
    closed = [each for each in map(_corners, rings) if len(each) >= 3]
    if not closed:
        return NOTHING
    corners = np.concatenate(closed)
    left = max(int(np.floor(corners[:, 0].min())), 0)
    right = min(int(np.ceil(corners[:, 0].max())), shape[1])
    top = max(int(np.floor(corners[:, 1].min())), 0)
    bottom = min(int(np.ceil(corners[:, 1].max())), shape[0])
    if right <= left or bottom <= top:
        return NOTHING
    height, width = bottom - top, right - left
    # where a run of pixels inside begins, and where it ended; the last one may end with the array
    steps = np.zeros(height * width + 1, np.int8)
    corners -= (left, top)
    for rows, columns, directions in _crossings(corners, [len(each) for each in closed], height):
        place = rows * (width + 1) + np.clip(columns, 0, width).astype(np.intp)
        order = np.argsort(place)
        turns = np.cumsum(directions[order])
        place = place[order]
        inside = (turns[:-1] != 0) if rule == "winding" else (turns[:-1] & 1 != 0)
        inside &= place[1:] > place[:-1]
        for ends, step in ((place[:-1][inside], 1), (place[1:][inside], -1)):
            row = ends // (width + 1)
            steps[ends - row] += np.int8(step)
    filled = np.cumsum(steps[:-1], dtype=np.int8).view(bool).reshape(height, width)
    return region_at(filled, top, left)


def _corners(ring: ArrayLike) -> NDArray[np.float64]:
    points = np.asarray(ring, np.float64).reshape(-1, 2)
    return np.clip(points, -_FARTHEST, _FARTHEST)


def _crossings(
    corners: NDArray[np.float64], lengths: Sequence[int], height: int
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.int32]]]:
    """Where edges cross the middles of rows, all crossings of some rows at a time.

    Args:
        corners: (n, 2), of all rings.
        lengths: Corners of each ring.
        height: Rows 0..height - 1 are looked at.

    Yields:
        For each crossing its row; the first column whose centre lies to the right of it; and 1
        where the edge goes down, -1 where it goes up.
    """
    ends = np.cumsum(lengths)
    following = np.arange(1, len(corners) + 1)
    following[ends - 1] = ends - lengths
    upper, lower = corners, corners[following]
    direction = np.where(lower[:, 1] > upper[:, 1], 1, -1).astype(np.int32)
    # an edge is followed downwards whichever way it goes: both ways round to the same columns
    upper, lower = (np.where(direction[:, None] > 0, *each) for each in
                    ((upper, lower), (lower, upper)))  # fmt: skip
    first = np.clip(np.ceil(upper[:, 1] - 0.5), 0, height).astype(np.intp)
    last = np.clip(np.ceil(lower[:, 1] - 0.5), 0, height).astype(np.intp)
    crosses = last > first
    upper, lower, direction = upper[crosses], lower[crosses], direction[crosses]
    first, last = first[crosses], last[crosses]
    slope = (lower[:, 0] - upper[:, 0]) / (lower[:, 1] - upper[:, 1])
    for start, stop in _bands(first, last, height):
        begin, end = np.maximum(first, start), np.minimum(last, stop)
        here = np.flatnonzero(end > begin)
        count = end[here] - begin[here]
        edge = np.repeat(here, count)
        rows = np.arange(len(edge)) + np.repeat(begin[here] - np.cumsum(count) + count, count)
        x = upper[edge, 0] + (rows + 0.5 - upper[edge, 1]) * slope[edge]
        yield rows, np.ceil(x - 0.5), direction[edge]


def _bands(
    first: NDArray[np.intp], last: NDArray[np.intp], height: int
) -> Iterator[tuple[int, int]]:
    """Rows in bands that edges cross about `_MOST_CROSSINGS` times, at least a row each."""
    change = np.bincount(first, minlength=height + 1) - np.bincount(last, minlength=height + 1)
    total = np.cumsum(np.cumsum(change[:height]))
    start = 0
    while start < height:
        before = int(total[start - 1]) if start else 0
        stop = int(np.searchsorted(total, before + _MOST_CROSSINGS, side="right"))
        stop = max(start + 1, stop)
        yield start, stop
        start = stop
