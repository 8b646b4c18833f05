"""An image's values as the screen shows them, made only where somebody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from stac_core.data.images import to_display

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from stac_core.data.images import ImageArray, ValueRange

Window = tuple[slice, slice]
"""Rows and columns."""


class Levels(Protocol):
    """8-bit values of an image, by windows. An array is one."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W) or (H, W, 3)."""

    def __getitem__(self, window: Window, /) -> NDArray[Any]:
        """uint8 (h, w) or (h, w, 3); the window is not empty."""


class ShownLevels:
    """What the person sees of an image: with its black and white points, whatever its type.

    Args:
        pixels: (H, W) or (H, W, 3) as read.
        window: Values that are black and white.
    """

    def __init__(self, pixels: ImageArray, window: ValueRange) -> None:
        self._pixels, self._window = pixels, window

    @property
    def shape(self) -> tuple[int, ...]:
        """(H, W) or (H, W, 3)."""
        return self._pixels.shape

    def __getitem__(self, window: Window, /) -> NDArray[np.uint8]:
        """uint8 (h, w) or (h, w, 3); the window is not empty."""
        return to_display(self._pixels[window], self._window)
