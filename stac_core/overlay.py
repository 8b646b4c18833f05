"""Pictures of results: heat map and mask over an image, as RGB."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from stac_core.opencv import cv2
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.types import FloatMap, Mask

ColorMap = Literal["inferno", "viridis", "cividis", "turbo", "grey"]
COLOR_MAPS: Final[tuple[ColorMap, ...]] = ("inferno", "viridis", "cividis", "turbo", "grey")

_OPENCV_MAPS: Final = {
    "inferno": cv2.COLORMAP_INFERNO,
    "viridis": cv2.COLORMAP_VIRIDIS,
    "cividis": cv2.COLORMAP_CIVIDIS,
    "turbo": cv2.COLORMAP_TURBO,
}


@cache
def color_table(name: ColorMap) -> NDArray[np.uint8]:
    """A colour map as uint8 (256, 3) RGB. All but turbo are perceptually uniform."""
    ramp = np.arange(256, dtype=np.uint8)
    if name == "grey":
        table = np.repeat(ramp[:, None], 3, axis=1)
    else:
        table = cv2.applyColorMap(ramp[None], _OPENCV_MAPS[name])[0, :, ::-1]
    table = np.ascontiguousarray(table)
    table.flags.writeable = False
    return table


def mask_edges(mask: Mask, thickness: int = 1) -> NDArray[np.bool_]:
    """Inner outline of every region that is not background.

    Args:
        mask: uint8 (H, W).
        thickness: Width of the outline in pixels.

    Returns:
        bool (H, W).
    """
    kernel = np.ones((2 * thickness + 1, 2 * thickness + 1), np.uint8)
    differs = np.not_equal(cv2.dilate(mask, kernel), cv2.erode(mask, kernel))
    return np.asarray(np.logical_and(differs, mask != BACKGROUND))


def draw_mask(
    rgb: NDArray[np.uint8],
    mask: Mask,
    colors: Sequence[tuple[int, int, int]],
    *,
    opacity: float = 0.25,
    thickness: int = 1,
) -> NDArray[np.uint8]:
    """A mask over an image: regions lightly filled, their outlines in full colour.

    Args:
        rgb: uint8 (H, W, 3).
        mask: uint8 (H, W).
        colors: (red, green, blue) of the C classes; ignored pixels are white.
        opacity: Of the fill.
        thickness: Of the outlines, which lie inside the regions, in pixels.

    Returns:
        uint8 (H, W, 3).
    """
    result: NDArray[np.uint8] = rgb.copy()
    if not mask.any():
        return result
    palette = _palette(colors)
    inside = mask != BACKGROUND
    blended = rgb[inside] * (1 - opacity) + palette[mask[inside]] * opacity
    result[inside] = np.rint(blended).astype(np.uint8)
    edges = mask_edges(mask, thickness)
    result[edges] = palette[mask[edges]]
    return result


def draw_overlay(
    rgb: NDArray[np.uint8],
    cam: FloatMap,
    mask: Mask,
    colors: Sequence[tuple[int, int, int]],
    *,
    color_map: ColorMap = "inferno",
    opacity: float = 0.5,
) -> NDArray[np.uint8]:
    """The strongest heat map and the mask's outlines over an image.

    Args:
        rgb: uint8 (H, W, 3).
        cam: float32 (C, H, W) in [0, 1].
        mask: uint8 (H, W).
        colors: (red, green, blue) of the C classes.
        color_map: Of the heat map.
        opacity: Of its hottest pixels; cooler ones are more transparent.

    Returns:
        uint8 (H, W, 3).
    """
    heat = cam.max(axis=0)
    levels = np.rint(heat * 255).astype(np.uint8)
    alpha = (heat * opacity)[..., None]
    picture = rgb * (1 - alpha) + color_table(color_map)[levels] * alpha
    result: NDArray[np.uint8] = np.rint(picture).astype(np.uint8)
    edges = mask_edges(mask)
    result[edges] = _palette(colors)[mask[edges]]
    return result


def _palette(colors: Sequence[tuple[int, int, int]]) -> NDArray[np.uint8]:
    """Colour of each label, uint8 (256, 3); white where there is no class."""
    palette = np.full((256, 3), 255, np.uint8)
    palette[1 : len(colors) + 1] = np.asarray(colors, np.uint8).reshape(-1, 3)
    palette[IGNORE_INDEX] = 255
    return palette
