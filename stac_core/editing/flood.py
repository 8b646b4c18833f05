"""Connected regions around a pixel: of one label (fill), or of similar values (magic wand)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.editing import parts
from stac_core.editing.region import NOTHING, Region, region_at
from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.editing.levels import Levels
    from stac_core.labels.mask_edit import Rect
    from stac_core.types import Mask

_AROUND: Final = 1  # the wand's value is the median of so many pixels on each side


def label_region(mask: Mask, seed: tuple[int, int]) -> Region:
    """The pixels of the same label that are connected with a pixel (four neighbours each).

    Args:
        mask: uint8 (H, W).
        seed: (x, y) of the pixel; outside the mask there is nothing.
    """
    x, y = seed
    if not (0 <= y < mask.shape[0] and 0 <= x < mask.shape[1]):
        return NOTHING
    label = mask[y, x]
    return Region(
        *parts.connected(lambda rect: mask[rect.slices] == label, seed, mask.shape, neighbours=4)
    )


def similar_region(
    values: Levels, seed: tuple[int, int], tolerance: int, *, connected: bool = True
) -> Region:
    """The pixels whose value is near that of a place: a magic wand.

    The place's value is the median of the pixels right around it, so that the noise of a single
    one does not decide. Colours are as different as their most different channel.

    Args:
        values: uint8 (H, W) or (H, W, 3); only what is looked at is made.
        seed: (x, y) of the pixel; outside the image there is nothing.
        tolerance: Largest difference, in 0..255.
        connected: Only what is connected with the pixel (four neighbours each); else all pixels
            of the image.
    """
    x, y = seed
    if not (0 <= y < values.shape[0] and 0 <= x < values.shape[1]):
        return NOTHING
    near = values[max(0, y - _AROUND) : y + _AROUND + 1, max(0, x - _AROUND) : x + _AROUND + 1]
    wanted = np.median(near.reshape(-1, *near.shape[2:]), axis=0)
    low = np.clip(np.ceil(wanted - tolerance), 0, 255)
    high = np.clip(np.floor(wanted + tolerance), 0, 255)

    def similar(window: tuple[slice, slice]) -> NDArray[np.bool_]:
        part: Any = np.ascontiguousarray(values[window])
        return np.asarray(cv2.inRange(part, low.reshape(-1), high.reshape(-1)) > 0)

    if not connected:
        return region_at(similar(np.s_[:, :]))

    def belongs(rect: Rect) -> NDArray[np.bool_]:
        inside = similar(rect.slices)
        inside[y - rect.top, x - rect.left] = True  # its own noise must not leave it out
        return inside

    size = (values.shape[0], values.shape[1])
    return Region(*parts.connected(belongs, seed, size, neighbours=4))
