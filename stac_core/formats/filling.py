"""How other programs turn their shapes into pixels, so that we read the masks that they would make.

They agree only on shapes that nobody draws: some count the pixels that an outline passes through,
some the pixels whose centre it goes around, and most cut off the fractions of corners first. Which
program does what, and where that was read, is told in the modules of their formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from stac_core.editing.region import NOTHING, Region, region_at
from stac_core.labels.mask_edit import Rect
from stac_core.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from stac_core.formats.label_set import Size

    Corners = NDArray[np.float64]


def pillow_polygon(points: ArrayLike, size: Size) -> Region:
    """A polygon as Pillow's `ImageDraw.polygon` fills it: with the pixels on its outline.

    Fractions of the corners are cut off, so (0.9, 0.9) is the first pixel.

    Args:
        points: (n, 2), corners (x, y), at least one.
        size: (H, W) of the image.
    """
    corners = _cut(points)

    def draw(canvas: ImageDraw.ImageDraw, left: int, top: int) -> None:
        # it wants two corners at least, and one pixel is drawn as a line to itself
        moved = [(x - left, y - top) for x, y in corners.tolist()]
        canvas.polygon(moved * 2 if len(moved) == 1 else moved, fill=1, outline=1)

    return _drawn(_around(corners), size, draw)


def pillow_rectangle(points: ArrayLike, size: Size) -> Region:
    """The rectangle between two corners as Pillow draws it: with both corners' pixels."""
    corners = _cut(points)
    low, high = corners.min(axis=0), corners.max(axis=0)
    rect = Rect(int(low[1]), int(low[0]), int(high[1]) + 1, int(high[0]) + 1).clipped(size)
    return NOTHING if rect.is_empty else Region(rect, np.ones(rect.shape, bool))


def pillow_ellipse(points: ArrayLike, size: Size) -> Region:
    """The ellipse in the rectangle between two corners, as Pillow draws it."""
    box = np.asarray(points, float)

    def draw(canvas: ImageDraw.ImageDraw, left: int, top: int) -> None:
        low, high = (box - (left, top)).tolist()
        canvas.ellipse((*low, *high), fill=1, outline=1)

    return _drawn(_around(box), size, draw)


def opencv_polygon(points: ArrayLike, size: Size) -> Region:
    """A polygon as OpenCV's `fillPoly` fills it: with the pixels on its outline.

    Fractions of the corners are cut off, so (0.9, 0.9) is the first pixel.

    Args:
        points: (n, 2), corners (x, y), at least one.
        size: (H, W) of the image.
    """
    corners = _cut(points)
    rect = _around(corners).clipped(size)
    if rect.is_empty:
        return NOTHING
    canvas = np.zeros(rect.shape, np.uint8)
    cv2.fillPoly(canvas, [(corners - (rect.left, rect.top)).astype(np.int32)], 1)
    return region_at(canvas.view(bool), rect.top, rect.left)


def opencv_ellipse(
    center: tuple[float, float], radii: tuple[float, float], angle: float, size: Size
) -> Region:
    """An ellipse as OpenCV draws it, its middle and radii rounded to whole pixels first.

    Args:
        center: (x, y).
        radii: (along x, along y) before it is turned.
        angle: Degrees it is turned by, clockwise on the screen.
        size: (H, W) of the image.
    """
    (x, y), (wide, high) = (round(center[0]), round(center[1])), map(round, radii)
    reach = max(wide, high) + 1
    rect = Rect(y - reach, x - reach, y + reach + 1, x + reach + 1).clipped(size)
    if rect.is_empty or min(wide, high) < 0:
        return NOTHING
    canvas = np.zeros(rect.shape, np.uint8)
    middle = (x - rect.left, y - rect.top)
    cv2.ellipse(canvas, middle, (wide, high), angle, 0, 360, 1, thickness=-1)
    return region_at(canvas.view(bool), rect.top, rect.left)


def scikit_polygon(points: ArrayLike, size: Size) -> Region:
    """A polygon as scikit-image's `draw.polygon` fills it: corners, outline and what is inside.

    Parts of the outline that are passed an even number of times count only at their corners, by its
    rule of crossings (O'Rourke, Computational Geometry in C, chapter 7). Fractions of the corners
    are cut off before.

    Args:
        points: (n, 2), corners (x, y), at least one.
        size: (H, W) of the image.
    """
    corners = _cut(points)
    rect = _around(corners).clipped(size)
    if rect.is_empty:
        return NOTHING
    height, width = rect.shape
    start = corners - (rect.left, rect.top)
    end = np.roll(start, -1, axis=0)
    # odd numbers of crossings to the right; then of those to the left, with the other ends of edges
    inside = _parity(start, end, rect, lambda x: np.ceil(x), lower=0)
    inside |= _parity(start, end, rect, lambda x: np.floor(x) + 1, lower=1)
    x, y = start[((start >= 0) & (start < (width, height))).all(axis=1)].T
    inside[y, x] = True
    return region_at(inside, rect.top, rect.left)


def _parity(
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    rect: Rect,
    column: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    *,
    lower: int,
) -> NDArray[np.bool_]:
    """Pixels that an odd number of edges begins before.

    Args:
        start: (n, 2), begin of each edge.
        end: (n, 2), its end.
        rect: The pixels looked at; edges are counted from its corner.
        column: First column behind a crossing.
        lower: 0: an edge has its upper end and not its lower one; 1: the other way round.
    """
    height, width = rect.shape
    is_up = start[:, 1] > end[:, 1]
    top, bottom = np.where(is_up[:, None], end, start), np.where(is_up[:, None], start, end)
    first = np.clip(top[:, 1] + lower, 0, height)
    last = np.clip(bottom[:, 1] + lower, 0, height)
    count = np.where(bottom[:, 1] > top[:, 1], last - first, 0)
    edge = np.repeat(np.arange(len(start)), count)
    rows = np.arange(len(edge)) + np.repeat(first - np.cumsum(count) + count, count)
    run = bottom[edge] - top[edge]
    x = top[edge, 0] + (rows - top[edge, 1]) * run[:, 0] / run[:, 1]
    columns = np.clip(column(x), 0, width).astype(np.intp)
    toggles = np.bincount(rows * (width + 1) + columns, minlength=height * (width + 1))
    odd = toggles.reshape(height, width + 1)[:, :width] & 1
    return np.asarray(np.cumsum(odd, axis=1) & 1, bool)


def _cut(points: ArrayLike) -> NDArray[np.int64]:
    corners: NDArray[np.int64] = np.trunc(np.asarray(points, float)).astype(np.int64)
    return corners


def _around(corners: NDArray[np.float64] | NDArray[np.int64]) -> Rect:
    """The pixels that hold all corners, and one more on each side for rounding."""
    low = np.floor(corners.min(axis=0)).astype(int) - 1
    high = np.ceil(corners.max(axis=0)).astype(int) + 2
    return Rect(int(low[1]), int(low[0]), int(high[1]), int(high[0]))


def _drawn(
    around: Rect, size: Size, draw: Callable[[ImageDraw.ImageDraw, int, int], None]
) -> Region:
    rect = around.clipped(size)
    if rect.is_empty:
        return NOTHING
    height, width = rect.shape
    canvas = Image.new("L", (width, height))
    draw(ImageDraw.Draw(canvas), rect.left, rect.top)
    return region_at(np.array(canvas, bool), rect.top, rect.left)
