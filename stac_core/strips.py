"""Small pictures side by side for reports: image, masks over it, heat maps, as one data URI."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.opencv import cv2
from stac_core.overlay import color_table, draw_mask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.types import FloatMap, Mask

HEIGHT: Final = 132
"""Of a picture, in pixels."""

_GAP: Final = 4
_QUALITY: Final = 82


def small(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An image (H, W, 3) in the height of a report's pictures."""
    height, width = image.shape[:2]
    size = (max(1, round(width * HEIGHT / height)), HEIGHT)
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    scaled: NDArray[np.uint8] = cv2.resize(image, size, interpolation=way)
    return scaled


def outlined(
    image: NDArray[np.uint8], mask: Mask, colors: Sequence[tuple[int, int, int]]
) -> NDArray[np.uint8]:
    """A mask over an image: filled lightly, with an outline of one pixel in the picture's own size.

    Args:
        image: uint8 (H, W, 3).
        mask: uint8 (H, W).
        colors: (red, green, blue) of the classes; others are white.
    """
    picture = small(image)
    size = (picture.shape[1], picture.shape[0])
    labels = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST)
    return draw_mask(picture, labels, colors, opacity=0.3)


def heated(image: NDArray[np.uint8], heat: FloatMap) -> NDArray[np.uint8]:
    """A heat map (H, W) in [0, 1] over an image."""
    picture = small(image)
    size = (picture.shape[1], picture.shape[0])
    levels = cv2.resize(heat, size, interpolation=cv2.INTER_LINEAR)[..., None]
    hot = color_table("inferno")[np.rint(levels[..., 0] * 255).astype(np.uint8)]
    mixed = picture * (1 - 0.6 * levels) + hot * 0.6 * levels
    result: NDArray[np.uint8] = np.rint(mixed).astype(np.uint8)
    return result


def strip(tiles: Sequence[NDArray[np.uint8]]) -> str:
    """Pictures side by side as a data URI."""
    gap = np.full((HEIGHT, _GAP, 3), 255, np.uint8)
    parts: list[NDArray[np.uint8]] = []
    for tile in tiles:
        parts += [small(tile) if tile.shape[0] != HEIGHT else tile, gap]
    joined = np.concatenate(parts[:-1], axis=1)
    options = [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
    data = cv2.imencode(".jpg", np.ascontiguousarray(joined[..., ::-1]), options)[1].tobytes()
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
