"""How a mask was before a gesture that changes it again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stac_core.editing.parts import is_free
from stac_core.labels.mask_edit import DRAWN, EMPTY, FOUND, SCRUBBED, Rect

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stac_core.editing.parts import Part
    from stac_core.types import Mask


class Layers(NamedTuple):
    """What there was in a rectangle.

    Attributes:
        mask: uint8 (h, w).
        marks: uint8 (h, w).
        may: bool (h, w), where limits allow changes.
        free: bool (h, w), where a blob may grow: no class is there, and nobody erased.
    """

    mask: Mask
    marks: Mask
    may: NDArray[np.bool_]
    free: NDArray[np.bool_]


class StartState:
    """Mask, marks and limits as they were before the first step.

    What has been looked at is kept; everywhere else they are as they were.
    """

    def __init__(
        self, mask: Mask, marks: Mask, limit: Callable[[Rect], NDArray[np.bool_] | None]
    ) -> None:
        self._mask, self._marks, self._limit = mask, marks, limit
        self._rect = EMPTY
        self._released: Part | None = None
        nothing, nowhere = np.zeros((0, 0), np.uint8), np.zeros((0, 0), bool)
        self._layers = Layers(nothing, nothing, nowhere, nowhere)

    def release(self, part: Part) -> None:
        """Take pixels that were found erased for scrubbed ones; before the first step."""
        self._released, self._rect = part, EMPTY

    def of(self, rect: Rect) -> Layers:
        """What there was in a rectangle; not to be written to."""
        whole = self._rect.united(rect)
        if whole != self._rect:
            self._layers, self._rect = self._extended(whole), whole
        part, (mask, marks, may, free) = rect.within(whole), self._layers
        return Layers(mask[part], marks[part], may[part], free[part])

    def _extended(self, whole: Rect) -> Layers:
        mask, marks = self._mask[whole.slices].copy(), self._marks[whole.slices].copy()
        if self._released is not None:
            marks[self._released.on(whole)] = SCRUBBED
        limit = self._limit(whole)
        may = np.ones(whole.shape, bool) if limit is None else limit.copy()
        if not self._rect.is_empty:
            place = self._rect.within(whole)
            mask[place], marks[place], may[place], _ = self._layers
        return Layers(mask, marks, may, may & is_free(mask) & ~is_kept(marks))


def is_kept(marks: Mask) -> NDArray[np.bool_]:
    """Where a person drew or erased, as far as the marks know: bool (h, w)."""
    return np.asarray((marks == DRAWN) | (marks == FOUND))
