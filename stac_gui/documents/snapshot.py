"""A mask's packed state, kept up to date by packing only what was changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stac_core.labels.packed_mask import PackedMask, tiles_of

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import Rect
    from stac_core.types import Mask


class Snapshot:
    """Watches a mask that is changed in place."""

    def __init__(self) -> None:
        self._packed: PackedMask | None = None
        self._tiles: set[int] = set()

    def note(self, rect: Rect) -> None:
        """Pixels of this rectangle may be different now."""
        if self._packed is not None:
            self._tiles |= tiles_of(rect, self._packed.shape)

    def know(self, packed: PackedMask) -> None:
        """Somebody has packed the mask as it is now."""
        self._packed, self._tiles = packed, set()

    def take(self, mask: Mask) -> PackedMask:
        """The mask as it is now, uint8 (H, W)."""
        if self._packed is None or 2 * len(self._tiles) > len(self._packed.fills):
            self._packed = PackedMask.of(mask)
        elif self._tiles:
            self._packed = self._packed.updated(mask, self._tiles)
        self._tiles = set()
        return self._packed
