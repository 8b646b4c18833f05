"""Limits of editing: which pixels a person wants to be able to change at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.labels.mask_edit import Rect
    from stac_core.types import FloatMap, Mask

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601


@dataclass(frozen=True)
class EditLimits:
    """Where edits may change pixels; None limits nothing.

    Attributes:
        label: Only pixels that have this label: 0 background, 1..C class.
        brightness: Only pixels of the image from the first to the second value, as they are in the
            file; colours by their brightness.
        heat: Only where the heat map is from the first to the second value, in [0, 1].
    """

    label: int | None = None
    brightness: tuple[float, float] | None = None
    heat: tuple[float, float] | None = None

    @property
    def is_on(self) -> bool:
        """Whether anything is limited."""
        return self != EditLimits()


@dataclass(frozen=True)
class EditGuard:
    """Limits together with what they look at.

    Attributes:
        limits: Which.
        image: (H, W) or (H, W, 3) as read.
        heat: float32 (H, W) in [0, 1]; without one, a limit on it lets nothing through.
    """

    limits: EditLimits
    image: NDArray[Any]
    heat: FloatMap | None = None

    def allowed(self, mask: Mask, rect: Rect) -> NDArray[np.bool_]:
        """Which pixels of a rectangle may change now.

        A pixel that has been changed since may no longer be allowed: what an edit has made of it
        stays.

        Args:
            mask: uint8 (H, W), as it is.
            rect: Inside the mask.

        Returns:
            bool (rect's height, rect's width).
        """
        rows_columns = rect.slices
        part = mask[rows_columns]
        allowed = np.ones(part.shape, bool)
        if self.limits.label is not None:
            allowed &= part == self.limits.label
        if self.limits.brightness is not None:
            allowed &= _between(brightness(self.image[rows_columns]), self.limits.brightness)
        if self.limits.heat is not None:
            if self.heat is None:
                allowed[:] = False
            else:
                allowed &= _between(self.heat[rows_columns], self.limits.heat)
        return allowed


def brightness(image: NDArray[Any]) -> NDArray[Any]:
    """Grey values (h, w) as they are, colours (h, w, 3) by their luma (ITU-R BT.601)."""
    if image.ndim == 2:
        return image
    return np.asarray(image.astype(np.float32) @ _LUMA)


def _between(values: NDArray[Any], bounds: tuple[float, float]) -> NDArray[np.bool_]:
    return np.asarray((values >= bounds[0]) & (values <= bounds[1]))
