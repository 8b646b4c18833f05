"""How often values occur in a map or an image, fast enough for a window that waits for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

COUNTED: Final = 1_000_000
"""Of larger pictures an even grid of about so many pixels is counted."""


def level_counts(levels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How often each of the 256 levels occurs.

    Args:
        levels: uint8 (H, W).

    Returns:
        int64 (256,). Of pictures with more than `COUNTED` pixels every second, third ... row and
        column is counted, so the numbers are shares rather than totals.
    """
    part = np.ascontiguousarray(every_nth(levels))
    counts = cv2.calcHist([part], [0], None, [256], [0, 256])
    return np.asarray(counts, np.float64).ravel().astype(np.int64)


def every_nth(picture: NDArray[Any]) -> NDArray[Any]:
    """An even grid of the pixels of (H, W) or (H, W, 3): about `COUNTED` of them, or all."""
    pixels = picture.shape[0] * picture.shape[1]
    step = max(1, math.ceil(math.sqrt(pixels / COUNTED)))
    return picture[::step, ::step]
