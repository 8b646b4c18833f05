"""Polygons as pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.editing.region import NOTHING, Region, region_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.labels.mask_edit import Point


def polygon_region(points: Sequence[Point], shape: tuple[int, int]) -> Region:
    """The pixels whose centre is inside a closed polygon.

    Where the outline crosses itself, everything that it goes around counts (winding number other
    than zero), so a lasso that overlaps its own beginning has no hole. The outline itself is half
    open: polygons that share an edge share no pixel, and leave none between them.

    Args:
        points: (x, y) of at least three corners, in pixels; the centre of the first pixel is
            (0.5, 0.5). They may lie outside the image.
        shape: (height, width) of the image.

    Returns:
        The pixels inside the image; none for fewer corners.
    """
    if len(points) < 3:
        return NOTHING
    corners = np.asarray(points, float)
    left = max(int(np.floor(corners[:, 0].min())), 0)
    right = min(int(np.ceil(corners[:, 0].max())), shape[1])
    top = max(int(np.floor(corners[:, 1].min())), 0)
    bottom = min(int(np.ceil(corners[:, 1].max())), shape[0])
    if right <= left or bottom <= top:
        return NOTHING
    turns = np.zeros((bottom - top, right - left + 1), np.int32)
    # each edge changes the winding number of all pixel centres to the right of it
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        direction = 1 if y1 > y0 else -1
        first = max(int(np.ceil(min(y0, y1) - 0.5)), top)
        last = min(int(np.ceil(max(y0, y1) - 0.5)), bottom)
        if last <= first:
            continue
        rows = np.arange(first, last)
        x = x0 + (rows + 0.5 - y0) * (x1 - x0) / (y1 - y0)
        columns = np.clip(np.ceil(x - 0.5).astype(np.intp) - left, 0, right - left)
        turns[rows - top, columns] += direction
    inside = np.cumsum(turns[:, :-1], axis=1, dtype=np.int32) != 0
    return region_at(inside, top, left)
