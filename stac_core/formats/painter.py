"""Objects of a file laid on a mask one over the other; counts what they dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.editing.polygon import FillRule, fill_rings
from stac_core.editing.region import Region, clipped
from stac_core.formats.label_set import ImageLabels, new_mask
from stac_core.labels.mask_edit import Rect
from stac_core.types import BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import ArrayLike, NDArray

    from stac_core.formats.label_set import Size

_TOLERANCE: Final = 0.5
"""Pixels by which a corner may leave the image unnoticed: rounding in files, no pixel's centre."""


class Painter:
    """A mask that objects are put on, the later ones over the earlier ones.

    Args:
        size: (H, W) of the image.
        where: The file and the field that state the size, for the error.

    Raises:
        DataError: If no image has that size.
    """

    def __init__(self, size: Size, *, where: Path | str) -> None:
        self._mask = new_mask(size, where=where)
        self._disputed: NDArray[np.bool_] | None = None
        self._outside = 0

    def polygon(
        self, rings: Sequence[ArrayLike], value: int, *, rule: FillRule = "winding"
    ) -> None:
        """Put an object on the mask whose rings are filled together (see `fill_rings`).

        Args:
            rings: Each (n, 2), corners (x, y) in pixels.
            value: What its pixels become.
            rule: What rings inside others mean.
        """
        size = (self._mask.shape[0], self._mask.shape[1])
        self._outside += any(reaches_out(ring, size) for ring in rings)
        self._put(fill_rings(rings, size, rule=rule), value)

    def pixels(
        self,
        inside: NDArray[np.bool_],
        value: int,
        *,
        top: int = 0,
        left: int = 0,
        is_cut: bool = False,
    ) -> None:
        """Put an object on the mask that is given by its pixels.

        Args:
            inside: bool (h, w); it may leave the image.
            value: What its pixels become.
            top: Row of the image that `inside` begins at.
            left: Column that it begins at.
            is_cut: Whether the object left the image, and `inside` is only what is in it.
        """
        rect = Rect(top, left, top + inside.shape[0], left + inside.shape[1])
        part = clipped(Region(rect, inside), (self._mask.shape[0], self._mask.shape[1]))
        if is_cut or (part.rect != rect and part.pixels < np.count_nonzero(inside)):
            self._outside += 1
        self._put(part, value)

    def labels(self) -> ImageLabels:
        """The mask, and what was found while it was painted."""
        overlap = 0 if self._disputed is None else int(np.count_nonzero(self._disputed))
        return ImageLabels(self._mask, overlap, self._outside)

    def _put(self, region: Region, value: int) -> None:
        if region.rect.is_empty:
            return
        under = self._mask[region.rect.slices]
        disputed = region.inside & (under != BACKGROUND) & (under != value)
        if value != BACKGROUND and disputed.any():  # cutting a hole is no dispute
            if self._disputed is None:
                self._disputed = np.zeros(self._mask.shape, bool)
            self._disputed[region.rect.slices] |= disputed
        under[region.inside] = value


def reaches_out(corners: ArrayLike, size: Size) -> bool:
    """Whether a shape has a corner outside of an image, by more than rounding.

    Args:
        corners: (n, 2), each (x, y).
        size: (H, W) of the image.
    """
    points = np.asarray(corners, float).reshape(-1, 2)
    limits = (size[1] + _TOLERANCE, size[0] + _TOLERANCE)
    return bool((points < -_TOLERANCE).any() or (points > limits).any())
