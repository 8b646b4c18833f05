"""Masks as outlines through the centres of their border pixels.

For programs that count the pixels on an outline as inside. Corners are pixel indices: (0, 0) is the
first pixel, not its upper left corner; see `outlines` for the programs that follow pixel edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stac_core.editing.parts import Part, bounds
from stac_core.formats.outlines import Outline
from stac_core.labels.mask_edit import Rect
from stac_core.opencv import cv2
from stac_core.types import BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from numpy.typing import NDArray

    from stac_core.types import Mask


def parts_of(mask: Mask, *, neighbours: Literal[4, 8] = 8) -> Iterator[Part]:
    """The connected parts of all labels but the background, label by label.

    Args:
        mask: uint8 (H, W).
        neighbours: How many of a pixel's neighbours it is connected with.
    """
    for value in np.flatnonzero(np.bincount(mask.ravel(), minlength=256)).tolist():
        if value == BACKGROUND:
            continue
        where = mask == value
        around = bounds(where)
        count, places, boxes, _ = cv2.connectedComponentsWithStats(
            where[around.slices].view(np.uint8), connectivity=neighbours
        )
        for number in range(1, count):
            left, top, width, height = boxes[number, :4].tolist()
            here = Rect(top, left, top + height, left + width)
            inside = places[here.slices] == number
            top, left = top + around.top, left + around.left
            yield Part(value, Rect(top, left, top + height, left + width), inside)


def pixel_outlines(inside: NDArray[np.bool_], *, every_pixel: bool = False) -> list[Outline]:
    """The outlines of the connected parts of a mask, pixels that touch at a corner connected.

    An island of one pixel has one corner, a line of pixels is followed to its end and back.

    Args:
        inside: bool (H, W).
        every_pixel: Whether each border pixel is a corner, not only those where the outline turns.

    Returns:
        Corners are indices of pixels of the part; the holes' rings pass through the pixels around
        them. Filled by even and odd with what lies on the rings they give the part's pixels.
    """
    how = cv2.CHAIN_APPROX_NONE if every_pixel else cv2.CHAIN_APPROX_SIMPLE
    found, places = cv2.findContours(inside.view(np.uint8), cv2.RETR_CCOMP, how)
    if not found:
        return []
    holes: dict[int, list[NDArray[np.int32]]] = {}
    for ring, (_, _, _, parent) in zip(found, places[0].tolist(), strict=True):
        if parent >= 0:
            holes.setdefault(parent, []).append(ring[:, 0])
    return [
        Outline(ring[:, 0], tuple(holes.get(number, ())))
        for number, ring in enumerate(found)
        if places[0][number][3] < 0
    ]
