"""Parts of a mask that operations work on: one blob, or all blobs of a class.

A blob is a set of 8-connected pixels of one class, as in `stac_core.pseudo_mask.clean_mask`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from stac_core.labels.mask_edit import Rect
from stac_core.opencv import cv2
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from stac_core.types import Mask

FIRST_LOOK: Final = 64
"""Pixels around a point that are looked at first; most blobs are smaller."""


class Part(NamedTuple):
    """Pixels of one class.

    Attributes:
        value: Their class, or 255 for ignore.
        rect: The smallest rectangle that holds them.
        inside: bool (h, w), which pixels of the rectangle they are.
    """

    value: int
    rect: Rect
    inside: NDArray[np.bool_]

    def on(self, rect: Rect) -> NDArray[np.bool_]:
        """Where the part is, bool (h, w), in any rectangle."""
        whole = np.zeros(rect.shape, bool)
        shared = self.rect.shared(rect)
        if not shared.is_empty:
            whole[shared.within(rect)] = self.inside[shared.within(self.rect)]
        return whole


def blob_at(mask: Mask, x: int, y: int) -> Part | None:
    """The blob that holds a pixel; its cost follows the size of the blob, not of the mask.

    Args:
        mask: uint8 (H, W).
        x: Column.
        y: Row.

    Returns:
        The blob; None where there is background, or no pixel.
    """
    if not (0 <= y < mask.shape[0] and 0 <= x < mask.shape[1]):
        return None
    value = int(mask[y, x])
    if value == BACKGROUND:
        return None
    return Part(value, *connected(lambda rect: mask[rect.slices] == value, (x, y), mask.shape))


def class_part(mask: Mask, value: int) -> Part | None:
    """All pixels of a class; None where it has none.

    Args:
        mask: uint8 (H, W).
        value: 1..C class, or 255 for ignore.
    """
    where = mask == value
    rect = bounds(where)
    return None if rect.is_empty else Part(value, rect, where[rect.slices].copy())


def class_parts(mask: Mask, num_classes: int, *, with_ignore: bool = False) -> Iterator[Part]:
    """All blobs of all classes, class by class.

    Args:
        mask: uint8 (H, W).
        num_classes: Blobs of the labels 1..num_classes are looked for.
        with_ignore: Those of the ignore label come last; else they are left out.
    """
    counts = cv2.calcHist([mask], [0], None, [256], [0, 256]).ravel()
    values = (np.flatnonzero(counts[1 : num_classes + 1]) + 1).tolist()
    if with_ignore and counts[IGNORE_INDEX]:
        values.append(IGNORE_INDEX)
    for value in values:
        inside = np.equal(mask, value).view(np.uint8)
        count, blobs, boxes, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
        for blob in range(1, count):
            left, top, wide, high = boxes[blob, :4].tolist()
            rect = Rect(top, left, top + high, left + wide)
            yield Part(value, rect, blobs[rect.slices] == blob)


def connected(
    where: Callable[[Rect], NDArray[np.bool_]],
    seed: tuple[int, int],
    shape: tuple[int, int],
    start: Rect | None = None,
    *,
    neighbours: Literal[4, 8] = 8,
) -> tuple[Rect, NDArray[np.bool_]]:
    """The connected pixels around a seed, looked for in windows that grow only where they must.

    Args:
        where: Gives bool (h, w) for a rectangle: the pixels that may be reached.
        seed: (x, y); it must be one of them.
        shape: (height, width) of the image.
        start: The first window, for who knows about how far the pixels reach.
        neighbours: How many of a pixel's neighbours it is connected with.

    Returns:
        The smallest rectangle around the pixels, and bool (h, w): which of its pixels they are.
    """
    x, y = seed
    window = start or Rect(y, x, y + 1, x + 1).grown(FIRST_LOOK)
    window = window.united(Rect(y, x, y + 1, x + 1)).clipped(shape)
    while True:
        field = where(window).astype(np.uint8)
        place = (x - window.left, y - window.top)
        cv2.floodFill(field, None, place, 2, flags=neighbours)
        reached = field == 2
        rect = bounds(reached, window)
        wider = _widened(window, rect, shape)
        if wider == window:
            return rect, np.ascontiguousarray(reached[rect.within(window)])
        window = wider


def _widened(window: Rect, found: Rect, shape: tuple[int, int]) -> Rect:
    """A larger window on the sides where what was found touches it, within the image."""
    height, width = window.shape
    wider = Rect(
        window.top - (height if found.top == window.top else 0),
        window.left - (width if found.left == window.left else 0),
        window.bottom + (height if found.bottom == window.bottom else 0),
        window.right + (width if found.right == window.right else 0),
    )
    return wider.clipped(shape)


def is_free(mask: Mask) -> NDArray[np.bool_]:
    """Where no class is: background, and the ignore band, which lies around most blobs."""
    return np.asarray((mask == BACKGROUND) | (mask == IGNORE_INDEX))


def bounds(where: NDArray[np.bool_], rect: Rect | None = None) -> Rect:
    """The smallest rectangle that holds all true pixels; empty where there is none.

    Args:
        where: bool (h, w).
        rect: Where the array lies in the image; at its corner if None.
    """
    left, top, wide, high = cv2.boundingRect(where.view(np.uint8))
    above, beside = (0, 0) if rect is None else rect[:2]
    return Rect(above + top, beside + left, above + top + high, beside + left + wide)
