"""Enlarging what was put together pixel by pixel of the image, with a mask's outline on it.

An outline runs along the borders of the image's pixels. Where it crosses rows it is found and drawn
before rows are repeated, and only what is left is looked for at the resolution of the screen: both
touch some times fewer pixels than the screen shows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stac_core.opencv import cv2
from stac_core.types import BACKGROUND, IGNORE_INDEX
from stac_gui.canvas.rendering import (
    Area,
    MaskStyle,
    mask_tables,
    sample,
    shown_indices,
    trace_mask,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.types import Mask
    from stac_gui.canvas.pyramid import Pyramid
    from stac_gui.canvas.viewport import Viewport


class Enlarged(NamedTuple):
    """A part of an image that is shown enlarged.

    Attributes:
        part: Its rows and columns.
        rows: Row of the part under each row of the area's device pixels.
        columns: The same of the columns.
        area: The device pixels that show it; all of them lie on the image.
    """

    part: tuple[slice, slice]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    area: Area

    def widen(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """The part's pixels (h, w) with their columns repeated: (h, width)."""
        return np.take(pixels, self.columns, axis=1)

    def heighten(self, wide: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """What `widen` gave with its rows repeated: (height, width).

        In memory that is used again for the next area of this size: to be painted at once.
        """
        room = _room(self.area.height, self.area.width)
        # every row is there: to "clip" only spares a copy
        return np.take(wide, self.rows, axis=0, out=room, mode="clip")

    def enlarge(self, pixels: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The part's pixels (h, w) as device pixels (height, width), as `heighten` gives them."""
        return self.heighten(self.widen(pixels))


@lru_cache(maxsize=2)
def _room(height: int, width: int) -> NDArray[np.uint32]:
    """An array to write on: to get new memory for a screen takes longer than to fill it."""
    return np.empty((height, width), np.uint32)


def enlarged(viewport: Viewport, area: Area) -> Enlarged | None:
    """What of an image is shown in an area, at a scale of 1 or more; None for nothing."""
    (x, y), scale, (height, width) = viewport.origin, viewport.scale, viewport.image
    rows, high = shown_indices(area.y, area.height, y, scale, height)
    columns, wide = shown_indices(area.x, area.width, x, scale, width)
    top, left = int(np.argmax(high)), int(np.argmax(wide))
    rows, columns = rows[high], columns[wide]
    if not (rows.size and columns.size):
        return None
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    seen = Area(area.x + left, area.y + top, columns.size, rows.size)
    return Enlarged(part, rows - rows[0], columns - columns[0], seen)


def enlarge_traced(
    view: Enlarged,
    ground: NDArray[np.uint32],
    mask: Pyramid,
    viewport: Viewport,
    style: MaskStyle,
) -> NDArray[np.uint32]:
    """Enlarge a part of an image and draw a mask's outline and ignore band on it.

    Args:
        view: Which part.
        ground: RGB uint32 (h, w), the part's pixels.
        mask: Labels, as large as the image.
        viewport: Where the image lies.
        style: How the mask looks.

    Returns:
        RGB uint32 (height, width) of the view's area, to be painted at once.
    """
    labels = mask.base[view.part]
    if (labels == IGNORE_INDEX).any():  # its stripes follow the pixels of the screen
        pixels = view.enlarge(ground)
        around = sample(mask, viewport, view.area, margin=style.outline)
        trace_mask(pixels, around, view.area, style, over=True)
        return pixels
    if not (style.outline and labels.any()):
        return view.enlarge(ground)
    _, line = mask_tables(style)
    wide = view.widen(ground)
    across = _across(mask.base[view.part[0]], viewport, view.area, style.outline)
    widened = view.widen(labels)
    places = np.flatnonzero(across & (widened != BACKGROUND))
    wide.ravel()[places] = line[widened.ravel()[places]]
    pixels = view.heighten(wide)
    along = _along(mask.base[:, view.part[1]], viewport, view.area, style.outline)
    heightened = np.take(labels, view.rows, axis=0)
    places = np.flatnonzero(along & (heightened != BACKGROUND))
    rows, columns = np.divmod(places, labels.shape[1])
    # each of them is a run of device pixels
    starts = np.searchsorted(view.columns, np.arange(labels.shape[1] + 1))
    lengths = (starts[1:] - starts[:-1])[columns]
    ends = np.cumsum(lengths)
    steps = np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - lengths, lengths)
    runs = np.repeat(rows * pixels.shape[1] + starts[columns], lengths) + steps
    pixels.ravel()[runs] = np.repeat(line[heightened.ravel()[places]], lengths)
    return pixels


def _across(labels: Mask, viewport: Viewport, area: Area, width: int) -> NDArray[np.bool_]:
    """Bool (h, area.width): where a row has another label within so many device pixels."""
    columns, inside = shown_indices(
        area.x - width, area.width + 2 * width, viewport.origin[0], viewport.scale, labels.shape[1]
    )
    seen = np.take(labels, columns, axis=1)
    seen[:, ~inside] = BACKGROUND
    return _differs(seen, (1, 2 * width + 1))[:, width:-width]


def _along(labels: Mask, viewport: Viewport, area: Area, width: int) -> NDArray[np.bool_]:
    """Bool (area.height, w): where a column has another label within so many device pixels."""
    rows, inside = shown_indices(
        area.y - width, area.height + 2 * width, viewport.origin[1], viewport.scale, labels.shape[0]
    )
    seen = np.take(labels, rows, axis=0)
    seen[~inside] = BACKGROUND
    return _differs(seen, (2 * width + 1, 1))[width:-width]


def _differs(labels: Mask, reach: tuple[int, int]) -> NDArray[np.bool_]:
    """Where not all labels within reach (rows, columns) are the same."""
    spread = cv2.morphologyEx(labels, cv2.MORPH_GRADIENT, np.ones(reach, np.uint8))
    return np.asarray(spread != 0)
