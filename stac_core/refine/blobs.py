"""GrabCut of the blobs of a mask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.opencv import cv2
from stac_core.pseudo_mask import classes_in
from stac_core.types import BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stac_core.types import Mask

SURROUNDINGS: Final = 3
"""The background's colours are learnt from this many bands around a blob."""

_SEED: Final = 0


def cut_blobs(
    mask: Mask,
    image: NDArray[np.uint8],
    *,
    band: int,
    iterations: int,
    check: Callable[[], None] = lambda: None,
) -> Mask:
    """Move the outlines of blobs to where the colours change.

    Blobs of a class whose bands touch are cut together. What lies deeper than `band` in a blob
    stays, what lies farther out stays background, and no class takes pixels of another.

    Args:
        mask: uint8 (H, W).
        image: uint8 RGB (H, W, 3).
        band: How far an outline may move, in pixels.
        iterations: Of GrabCut.
        check: Called before each blob; may raise.

    Returns:
        A new mask. A blob that GrabCut would lose altogether stays as it is.
    """
    result = mask.copy()
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * band + 1, 2 * band + 1))
    for value in classes_in(mask):
        whole = (mask == value).astype(np.uint8)
        inner = cv2.erode(whole, kernel, borderType=cv2.BORDER_REFLECT)
        outer = cv2.dilate(whole, kernel)
        _, groups, stats, _ = cv2.connectedComponentsWithStats(outer, connectivity=8)
        for index in range(1, len(stats)):
            check()
            window = _around(stats[index], SURROUNDINGS * band, mask.shape)
            group = groups[window] == index
            own = group & (whole[window] > 0)
            found = _cut(
                np.ascontiguousarray(image[window]),
                group,
                own,
                own & (inner[window] > 0),
                free=(mask[window] == BACKGROUND) | own,
                iterations=iterations,
            )
            if found.any():
                part = result[window]
                part[own & ~found] = BACKGROUND
                part[found & (part == BACKGROUND)] = value
    return result


def _cut(
    image: NDArray[np.uint8],
    group: NDArray[np.bool_],
    own: NDArray[np.bool_],
    inner: NDArray[np.bool_],
    *,
    free: NDArray[np.bool_],
    iterations: int,
) -> NDArray[np.bool_]:
    """Where the blob is, in a window of the image."""
    if not (free & ~group).any():
        return own  # nothing around it to tell it from
    labels = np.full(own.shape, cv2.GC_BGD, np.uint8)
    labels[group] = cv2.GC_PR_BGD
    labels[own] = cv2.GC_PR_FGD
    labels[inner] = cv2.GC_FGD
    labels[~free] = cv2.GC_BGD
    return grab_cut(image, labels, iterations) & group


def grab_cut(
    image: NDArray[np.uint8], labels: NDArray[np.uint8], iterations: int
) -> NDArray[np.bool_]:
    """Tell an object from its background (Rother, Kolmogorov & Blake, SIGGRAPH 2004).

    Args:
        image: uint8 RGB (H, W, 3).
        labels: uint8 (H, W), what is known: OpenCV's GC_BGD, GC_FGD, GC_PR_BGD and GC_PR_FGD. It
            needs pixels of both sides.
        iterations: How often colours are learnt and the cut is made.

    Returns:
        bool (H, W), the object. The same input gives the same object.
    """
    result: Any = labels.copy()
    models: Any = np.zeros((2, 1, 65))
    colors: Any = image[..., ::-1].copy()
    anywhere: Any = None  # no rectangle: the labels say where to look
    cv2.setRNGSeed(_SEED)  # its clusters start at random
    cv2.grabCut(colors, result, anywhere, models[0], models[1], iterations, cv2.GC_INIT_WITH_MASK)
    return np.asarray((result == cv2.GC_FGD) | (result == cv2.GC_PR_FGD))


def _around(stats: NDArray[np.int32], margin: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    left, top, wide, high = (int(value) for value in stats[:4])
    return (
        slice(max(0, top - margin), min(shape[0], top + high + margin)),
        slice(max(0, left - margin), min(shape[1], left + wide + margin)),
    )
