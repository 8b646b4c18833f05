"""Masks as outlines: traced along pixel edges, so that filling them gives the same pixels back.

An outline's corners are (x, y) between pixels: the first pixel is the square from (0, 0) to (1, 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from stac_core.editing.parts import bounds
from stac_core.editing.polygon import fill_rings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ring = NDArray[np.int32]

__all__ = ["Outline", "bridged", "bridged_inset", "fill_rings", "trace"]

_BAND: Final = 1 << 24
"""Pixels in which corners are looked for at a time."""


class Outline(NamedTuple):
    """The outline of a connected part of a mask.

    Attributes:
        outer: int32 (n, 2), the corners (x, y) around the part, clockwise on the screen, first one
            not repeated.
        holes: The same around each hole in it, counter-clockwise.
    """

    outer: Ring
    holes: tuple[Ring, ...] = ()

    @property
    def rings(self) -> list[Ring]:
        """All rings; filled together by either rule they give the part's pixels."""
        return [self.outer, *self.holes]

    @property
    def area(self) -> float:
        """What lies inside, in pixels."""
        return sum(map(_signed_area, self.rings))


def trace(inside: NDArray[np.bool_], *, neighbours: Literal[4, 8] = 8) -> list[Outline]:
    """The outlines of the connected parts of a mask along the edges of its pixels.

    Corners lie only where the outline turns. Filling the rings gives exactly the pixels back.

    Args:
        inside: bool (H, W).
        neighbours: How many of a pixel's neighbours it is connected with. 8: pixels that touch at a
            corner are one part, as everywhere in this program; its outline then passes through
            such a corner twice. 4: they are two parts, and no outline touches itself except
            around holes.

    Returns:
        One outline a part, in the order of their first pixels.
    """
    rect = bounds(inside)
    if rect.is_empty:
        return []
    padded = np.pad(inside[rect.slices].view(np.int8), 1)
    corners = _find_corners(padded, neighbours)
    rings, is_outer, owner = _join(corners, padded)
    points = corners.points + np.array([rect.left, rect.top], np.int32)
    parts: dict[int, list[Ring]] = {}
    for ring, order in enumerate(rings):
        parts.setdefault(int(owner[ring]), []).append(points[order])
    # an outer ring has its first corner before those of its holes
    return [
        Outline(parts[ring][0], tuple(parts[ring][1:]))
        for ring in np.flatnonzero(is_outer).tolist()
    ]


class _Corners(NamedTuple):
    """Corners in the order of rows; 2k and 2k + 1 are the ends of the k-th horizontal edge.

    Where pixels touch at a corner it stands twice.

    Attributes:
        points: int32 (n, 2).
        goes_right: bool (n / 2,): whether the k-th horizontal edge is followed to the right, with
            the inside below it.
        by_column: intp (n,): corners in the order of columns; the 2k-th and the next are the ends
            of a vertical edge.
    """

    points: Ring
    goes_right: NDArray[np.bool_]
    by_column: NDArray[np.intp]


def _find_corners(padded: NDArray[np.int8], neighbours: int) -> _Corners:
    height, width = padded.shape[0] - 1, padded.shape[1] - 1  # of the grid of pixel corners
    step = max(_BAND // (width + 1), 1)
    places = []
    for top in range(0, height, step):
        bottom = min(top + step, height)
        # an edge lies where a pixel differs from the one above; it ends where that changes
        edges = padded[top + 1 : bottom + 1] - padded[top:bottom]
        places.append(np.flatnonzero(edges[:, 1:] != edges[:, :-1]) + top * width)
    y, x = np.divmod(np.concatenate(places), width)
    above, beside = padded[y, x], padded[y, x + 1]
    below, across = padded[y + 1, x], padded[y + 1, x + 1]
    touching = (above == across) & (below == beside)
    # of two corners at one place the first ends the edge to its left, the second the other one
    twice = 1 + touching
    index = np.repeat(np.arange(len(y)), twice)
    is_second = np.zeros(len(index), bool)
    is_second[1:] = index[1:] == index[:-1]
    goes_up = (above != beside)[index]
    first_goes_up = (above == 1) == (neighbours == 4)
    goes_up[touching[index]] = (first_goes_up[index] != is_second)[touching[index]]
    points = np.stack([x, y], axis=1).astype(np.int32)[index]
    key = 2 * _column_order(points, height) + ~goes_up
    return _Corners(points, across[index[::2]] == 1, np.argsort(key))


def _column_order(points: Ring, height: int) -> NDArray[np.int64]:
    return points[:, 0].astype(np.int64) * height + points[:, 1]


def _join(
    corners: _Corners, padded: NDArray[np.int8]
) -> tuple[list[NDArray[np.intp]], NDArray[np.bool_], NDArray[np.intp]]:
    """The corners of each ring in order; which rings are outer ones; the outer ring of each."""
    count = len(corners.goes_right)
    partner = np.empty(2 * count, np.intp)
    partner[corners.by_column[::2]] = corners.by_column[1::2]
    partner[corners.by_column[1::2]] = corners.by_column[::2]
    starts = 2 * np.arange(count) + ~corners.goes_right
    ends = 4 * np.arange(count) + 1 - starts
    following = (partner[ends] // 2).tolist()
    seen = bytearray(count)
    edges: list[int] = []
    firsts: list[int] = []
    for first in range(count):
        if not seen[first]:
            firsts.append(len(edges))
            at = first
            while not seen[at]:
                seen[at] = 1
                edges.append(at)
                at = following[at]
    order = np.array(edges)
    ring_of = np.empty(count, np.intp)
    ring_of[order] = np.repeat(np.arange(len(firsts)), np.diff([*firsts, count]))
    first_edges = order[firsts]
    is_outer = corners.goes_right[first_edges]
    joined = np.stack([starts[order], ends[order]], axis=1).ravel()
    rings = np.split(joined, 2 * np.array(firsts[1:], np.intp))
    return rings, is_outer, _owners(corners, padded, ring_of, first_edges)


def _owners(
    corners: _Corners,
    padded: NDArray[np.int8],
    ring_of: NDArray[np.intp],
    first_edges: NDArray[np.intp],
) -> NDArray[np.intp]:
    """The outer ring that each ring belongs to.

    To the left of a hole's first pixel lies a run of pixels of the same part. The edge at which the
    run begins belongs to the outer ring, or to another hole, whose first pixel comes before.
    """
    owner = np.arange(len(first_edges))
    holes = np.flatnonzero(~corners.goes_right[first_edges])
    if not len(holes):
        return owner
    x, y = corners.points[2 * first_edges[holes]].T.astype(np.int64)
    rows, row = np.unique(y, return_inverse=True)
    width = padded.shape[1] - 1
    lines = padded[rows + 1]
    begins = np.flatnonzero(lines[:, 1:] > lines[:, :-1])
    begin = begins[np.searchsorted(begins, row * width + x - 1, side="right") - 1] - row * width
    tops = corners.by_column[::2]
    height = padded.shape[0] - 1
    keys = _column_order(corners.points[tops], height)
    edge = tops[np.searchsorted(keys, begin * height + y, side="right") - 1] // 2
    owner[holes] = ring_of[edge]
    while not np.array_equal(owner, owner[owner]):
        owner = owner[owner]
    return owner


def _signed_area(ring: Ring) -> float:
    """Positive where the ring is clockwise on the screen."""
    x, y = np.asarray(ring, float).T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2


def bridged(outline: Outline) -> NDArray[np.float64]:
    """One ring that goes around the part and into its holes, for formats that know no holes.

    From the outline a level line leads to each hole, around it, and the same way back, so filling
    the ring by either rule gives the part with its holes.

    Args:
        outline: A part.

    Returns:
        float64 (n, 2), whole numbers where the outline is as traced.
    """
    outer, *holes = (ring.astype(float) for ring in outline.rings)
    return _bridge(outer, holes)


def bridged_inset(
    outline: Outline, inside: NDArray[np.bool_], *, distance: float = 0.25
) -> NDArray[np.float64]:
    """The ring of `bridged`, moved into its part for readers that count the pixels it runs through.

    Each corner then lies in a pixel of the part, and so does every pixel that an edge runs through:
    OpenCV's `fillPoly`, which cuts off fractions and fills the outline as well, gives the part's
    pixels, and so does filling by pixel centres. Where pixels touch at a corner, the way from one
    to the other leads through that corner.

    Args:
        outline: As traced from `inside`.
        inside: bool (H, W).
        distance: In pixels, between 0 and 0.5.

    Returns:
        float64 (n, 2).
    """
    outer, *holes = (_inset(ring, inside, distance) for ring in outline.rings)
    return _bridge(outer, holes)


def _inset(ring: Ring, inside: NDArray[np.bool_], distance: float) -> NDArray[np.float64]:
    going = np.sign(np.roll(ring, -1, axis=0) - ring)
    coming = np.roll(going, 1, axis=0)
    in_from_going, in_from_coming = (np.stack([-way[:, 1], way[:, 0]], axis=1)
                                     for way in (going, coming))  # fmt: skip
    corners = ring + distance * (in_from_coming + in_from_going)
    x, y = corners.astype(int).T
    touching = np.flatnonzero(~inside[y, x])
    leaving = ring + distance * (in_from_coming - coming)
    entered = ring + distance * (in_from_going + going)
    corners[touching] = leaving[touching]
    return np.asarray(np.insert(corners, touching + 1, entered[touching], axis=0))


def _bridge(outer: NDArray[np.float64], holes: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    for hole in sorted(map(_from_left, holes), key=lambda each: tuple(each[0])):
        outer = _with_hole(outer, hole)
    return outer


def _from_left(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ring from its leftmost corner on, the upper one of several."""
    first = np.lexsort((ring[:, 1], ring[:, 0]))[0]
    return np.roll(ring, -first, axis=0)


def _with_hole(ring: NDArray[np.float64], hole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lead the ring to the hole from its nearest edge on the left; holes come left to right."""
    x, y = hole[0]
    start, end = ring, np.roll(ring, -1, axis=0)
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    reached = np.flatnonzero((low <= y) & (y <= high) & (low < high))
    (x0, y0), (x1, y1) = start[reached].T, end[reached].T
    meets = x0 + (y - y0) * ((x1 - x0) / (y1 - y0))
    left = np.flatnonzero(meets <= x)
    if len(left):
        nearest = left[np.argmax(meets[left])]
        bridge = np.array([[meets[nearest], y]])
        after = int(reached[nearest]) + 1
    else:  # of an outline that was not traced, whose hole sticks out
        after = int(np.argmin(np.hypot(*(ring - hole[0]).T))) + 1
        bridge = ring[after - 1 : after]
    return np.concatenate([ring[:after], bridge, hole, hole[:1], bridge, ring[after:]])
