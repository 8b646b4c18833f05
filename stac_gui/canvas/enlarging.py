"""Enlarging what was put together pixel by pixel of the image, with a mask's outline on it.

An outline runs along the borders of the image's pixels. They are found there, and what lies beside
them is drawn: across rows before these are repeated, and along them afterwards. That touches many
times fewer pixels than the screen shows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

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


_FEW: Final = 8
"""Of so many pixels at most one lies at a border where borders are followed one by one."""


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
    labels, width, area = mask.base[view.part], style.outline, view.area
    if not labels.any() or (not width and not (labels == IGNORE_INDEX).any()):
        return view.enlarge(ground)
    scale, (x, y), (across, along) = viewport.scale, viewport.origin, view.part
    sides = _borders(mask.base[across], x, scale, (area.x, area.width), width)
    ends = _borders(mask.base[:, along].T, y, scale, (area.y, area.height), width)
    if sides is None or ends is None or (labels == IGNORE_INDEX).any():
        # stripes follow the pixels of the screen, and many borders are quicker looked for there
        pixels = view.enlarge(ground)
        around = sample(mask, viewport, area, margin=width)
        trace_mask(pixels, around, area, style, over=True)
        return pixels
    _, line = mask_tables(style)
    rows, places = sides
    own = labels[rows, view.columns[places]]
    wide, seen = view.widen(ground), own != BACKGROUND
    wide[rows[seen], places[seen]] = line[own[seen]]
    pixels = view.heighten(wide)
    columns, places = ends
    own = labels[view.rows[places], columns]
    seen = own != BACKGROUND
    columns, places, own = columns[seen], places[seen], own[seen]
    # each of them is a run of device pixels
    starts = np.searchsorted(view.columns, np.arange(labels.shape[1] + 1))
    lengths = (starts[1:] - starts[:-1])[columns]
    stops = np.cumsum(lengths)
    steps = np.arange(stops[-1] if stops.size else 0) - np.repeat(stops - lengths, lengths)
    runs = np.repeat(places * area.width + starts[columns], lengths) + steps
    pixels.ravel()[runs] = np.repeat(line[own], lengths)
    return pixels


def _borders(
    labels: Mask, origin: float, scale: float, shown: tuple[int, int], width: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
    """Where along a line of pixels another label is within so many device pixels.

    Args:
        labels: uint8 (lines, length), all of the image's length; outside it is background.
        origin: Device pixel at which the image begins.
        scale: Device pixels per pixel of the image; more than 1.
        shown: The first device pixel and how many there are.
        width: How far a border is seen.

    Returns:
        Lines and places, each (n,); places are counted from the first device pixel, and some may be
        there twice. None where there are very many.
    """
    first, count = shown
    positions = (np.arange(first - width, first + count + width) + 0.5 - origin) / scale
    indices = np.floor(positions).astype(np.intp)
    low, high = int(indices[0]), int(indices[-1]) + 1
    around = np.full((labels.shape[0], high - low), BACKGROUND, np.uint8)
    left, right = max(low, 0), min(high, labels.shape[1])
    around[:, left - low : right - low] = labels[:, left:right]
    found = np.flatnonzero(around[:, 1:] != around[:, :-1])
    if found.size * _FEW > around.size:
        return None
    lines, before = np.divmod(found, around.shape[1] - 1)
    # the first device pixel of each pixel of the image but the first
    starts = np.searchsorted(indices, np.arange(low + 1, high)) - width
    places = (starts[before, None] + np.arange(-width, width)).ravel()
    lines = np.repeat(lines, 2 * width)
    kept = (places >= 0) & (places < count)
    return lines[kept], places[kept]
