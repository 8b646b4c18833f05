"""What a gesture has changed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.labels.mask_edit import EditPatches, EditRecorder, Rect

if TYPE_CHECKING:
    from stac_core.types import Mask


class Gesture:
    """Keeps what is changed in a mask and in the marks of whose its pixels are.

    Args:
        mask: uint8 (H, W), changed in place.
        touched: uint8 (H, W), likewise.
    """

    def __init__(self, mask: Mask, touched: Mask) -> None:
        self._mask, self._touched = EditRecorder(mask), EditRecorder(touched)

    def touch(self, rect: Rect) -> None:
        """Call before pixels are changed."""
        self._mask.touch(rect)
        self._touched.touch(rect)

    def finish(self) -> EditPatches | None:
        """What has changed; None if no pixel of the mask is different."""
        patch, touches = self._mask.finish(), self._touched.finish()
        return None if patch is None else EditPatches(patch, touches)

    def abandon(self) -> Rect:
        """Put everything back as it was; returns the rectangle that was restored."""
        self._touched.abandon()
        return self._mask.abandon()
