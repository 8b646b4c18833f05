"""Moving a border that was found in a reduced image to where it is in the image itself.

In a narrow band around the border each pixel goes to the side whose mean colour nearby it is
nearer to. Its cost follows the length of the border.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TILE: Final = 256
_SMOOTH: Final = 1.0


def snapped(levels: NDArray[np.uint8], inside: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """An area whose border is where the image's colours change.

    Args:
        levels: uint8 (H, W) or (H, W, 3).
        inside: bool (H, W).
        reach: By how many pixels the border may move, at least 1.

    Returns:
        A new array. Pixels further than `reach` from the border are as they were.

    Raises:
        ValueError: If the shapes differ.
    """
    if levels.shape[:2] != inside.shape:
        raise ValueError(f"levels of shape {levels.shape} for an area of {inside.shape}")
    result = inside.copy()
    height, width = inside.shape
    margin = 6 * reach + 4
    for top in range(0, height, _TILE):
        for left in range(0, width, _TILE):
            above, beside = max(0, top - margin), max(0, left - margin)
            window = np.s_[above : top + _TILE + margin, beside : left + _TILE + margin]
            part = inside[window]
            if part.any() and not part.all():
                core = np.s_[
                    top - above : top - above + _TILE, left - beside : left - beside + _TILE
                ]
                moved = _moved(np.ascontiguousarray(levels[window]), part, reach)
                result[top : top + _TILE, left : left + _TILE] = moved[core]
    return result


def _moved(levels: Any, inside: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    colors = cv2.GaussianBlur(levels, (0, 0), _SMOOTH).astype(np.float32)
    if colors.ndim == 2:
        colors = colors[..., None]
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    area = inside.view(np.uint8)
    sure = cv2.erode(area, near), 1 - cv2.dilate(area, near)
    size = (8 * reach + 1, 8 * reach + 1)
    shares, distances = [], []
    for side in sure:
        weight = side.astype(np.float32)
        share = cv2.boxFilter(weight, -1, size)
        shares.append(share > 1e-6)
        distance = np.zeros(inside.shape, np.float32)
        for channel in range(colors.shape[2]):
            color = np.ascontiguousarray(colors[..., channel])
            mean = cv2.boxFilter(color * weight, -1, size) / np.maximum(share, 1e-6)
            distance += (color - mean) ** 2
        distances.append(distance)
    nearer = (distances[0] < distances[1]).view(np.uint8)
    nearer = cv2.medianBlur(nearer, 3).view(bool)  # noise makes no islands of one pixel
    known = ~(sure[0] | sure[1]).view(bool) & shares[0] & shares[1]
    return np.where(known, nearer, inside)
