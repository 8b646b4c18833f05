"""Drawing what is in sight: image, heat map and mask as arrays of device pixels.

Everything here is a pure function of arrays. Overlays are sampled at the resolution of the screen,
so their cost follows the area that is repainted, and a mask's outline is one or two screen pixels
wide at every zoom and follows the pixel grid exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from stac_core.opencv import cv2
from stac_core.overlay import ColorMap, color_table
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stac_core.types import Mask
    from stac_gui.canvas.pyramid import Pyramid
    from stac_gui.canvas.viewport import Viewport

GRID_FROM: Final = 16.0
"""Device pixels per image pixel from which pixels are told apart by lines."""

_GRID_DARK, _GRID_LIGHT = 70 << 24, 70 << 24 | 70 << 16 | 70 << 8 | 70
_FADE = 0.45  # share of the scale over which a heat map fades in
_AT_ONCE = 1 << 17  # pixels that are copied at once while some are picked
_HATCH = 8  # distance of the ignore band's stripes in device pixels


class Area(NamedTuple):
    """A rectangle of device pixels of the view."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class MaskStyle:
    """How a mask looks.

    Attributes:
        colors: (red, green, blue) of the classes.
        fill: Opacity of the inside, in [0, 1].
        outline: Width of the outline in device pixels; 0 for none.
    """

    colors: tuple[tuple[int, int, int], ...]
    fill: float = 0.25
    outline: int = 2


@dataclass(frozen=True)
class HeatStyle:
    """How a heat map looks.

    Attributes:
        color_map: Its colours.
        opacity: Of the hottest pixels.
        lower: Share of the scale below which it is transparent.
    """

    color_map: ColorMap = "inferno"
    opacity: float = 0.55
    lower: float = 0.15


def look_up(table: NDArray[np.uint32], values: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """`table[values]`, several times faster.

    Args:
        table: (256,).
        values: (h, w), at least one of them.
    """
    found: NDArray[np.uint32] = cv2.LUT(values, table.view(np.int32)).view(np.uint32)
    return found


def level_for(scale: float) -> int:
    """The pyramid level that is at most twice as fine as the screen."""
    return max(0, math.floor(-math.log2(scale) + 1e-9))


def sample(
    pyramid: Pyramid,
    viewport: Viewport,
    area: Area,
    *,
    margin: int = 0,
    table: NDArray[Any] | None = None,
) -> NDArray[Any]:
    """The picture's pixel under each device pixel of an area.

    Args:
        pyramid: The picture.
        viewport: Where it lies.
        area: Part of the view.
        margin: Look so many device pixels further on every side.
        table: (256,), what to take for each value of a grey picture, such as its colour.

    Returns:
        (height + 2 margin, width + 2 margin[, 3]); 0 outside the picture.
    """
    level = pyramid.at_hand(level_for(viewport.scale))
    picture = pyramid.level(level)
    step = viewport.scale * (1 << level)
    rows, high = shown_indices(
        area.y - margin, area.height + 2 * margin, viewport.origin[1], step, picture.shape[0]
    )
    columns, wide = shown_indices(
        area.x - margin, area.width + 2 * margin, viewport.origin[0], step, picture.shape[1]
    )
    if not (rows.size and columns.size):
        return np.zeros((rows.size, columns.size), picture.dtype if table is None else table.dtype)
    # the indices grow, so their ends are all that is looked at
    part = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    rows, columns = rows - rows[0], columns - columns[0]
    taken: NDArray[Any]
    # an enlarged picture is coloured, and its few rows are widened, before they are repeated
    enlarged = part.shape[0] < rows.size
    if table is not None and enlarged:
        part = table[part]
    if enlarged:
        taken = np.take(np.take(part, columns, axis=1), rows, axis=0)
    else:
        taken = _picked(part, rows, columns)
    if table is not None and not enlarged:
        taken = table[taken]
    if not (high.all() and wide.all()):
        taken[~high] = 0
        taken[:, ~wide] = 0
    return taken


def _picked(part: NDArray[Any], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[Any]:
    """Some rows and columns of a picture.

    Few rows at a time: to take memory for all between the columns costs more than the picking.
    """
    few = max(1, _AT_ONCE // part.shape[1])
    picked = np.empty((rows.size, columns.size, *part.shape[2:]), part.dtype)
    for start in range(0, rows.size, few):
        # not `take` here: of a part that is not contiguous it would first copy everything
        block = part[rows[start : start + few]]
        # all indices are inside; to check them numpy would make another copy
        np.take(block, columns, axis=1, out=picked[start : start + few], mode="clip")
    return picked


def heat_pixels(levels: Pyramid, viewport: Viewport, area: Area, style: HeatStyle) -> Any:
    """A heat map's colours.

    Args:
        levels: uint8 (H, W), 0..255 = 0..1.
        viewport: Where it lies.
        area: Part of the view.
        style: Colours and opacity.

    Returns:
        Premultiplied ARGB uint32 (height, width) of the area; 0 outside the image.
    """
    return sample(levels, viewport, area, table=heat_table(style))


def mask_pixels(mask: Pyramid, viewport: Viewport, area: Area, style: MaskStyle) -> Any:
    """A mask's colours.

    Args:
        mask: Labels, uint8 (H, W).
        viewport: Where it lies.
        area: Part of the view.
        style: Colours, fill and outline.

    Returns:
        Premultiplied ARGB uint32 (height, width) of the area; 0 outside the image.
    """
    fill, _ = mask_tables(style)
    labels = sample(mask, viewport, area, margin=style.outline)
    # an enlarged mask is coloured pixel by pixel of the mask, not of the screen
    enlarged = viewport.scale > 1
    inner = _without_margin(labels, style.outline)
    pixels = sample(mask, viewport, area, table=fill) if enlarged else fill[inner]
    trace_mask(pixels, labels, area, style)
    return pixels


def trace_mask(
    pixels: NDArray[np.uint32], labels: Mask, area: Area, style: MaskStyle, *, over: bool = False
) -> None:
    """Draw the outline of a mask and the stripes of its ignore band into an area, in place.

    Args:
        pixels: Premultiplied ARGB (height, width) of the area.
        labels: uint8 (height + 2 outline, width + 2 outline), the label of each device pixel.
        area: Part of the view.
        style: Colours and outline.
        over: Let what is there shine through the stripes, instead of replacing it.
    """
    _, line = mask_tables(style)
    inner = np.ascontiguousarray(_without_margin(labels, style.outline))
    drawn = np.zeros(inner.shape, bool)
    if style.outline:
        drawn = _edges(labels, style.outline) & (inner != BACKGROUND)
    ignored = inner == IGNORE_INDEX
    has_ignored = bool(ignored.any())
    if has_ignored:
        y = np.arange(area.y, area.y + area.height)[:, None]
        x = np.arange(area.x, area.x + area.width)[None, :]
        drawn |= ((x + y) % _HATCH < 2) & ignored
    # few pixels of many: their places are found faster than all are looked at again
    places = np.flatnonzero(drawn)
    colors = line[inner.ravel()[places]]
    if over and has_ignored:
        colors = _over(colors, pixels.ravel()[places])
    pixels.ravel()[places] = colors


def _over(colors: NDArray[np.uint32], ground: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Premultiplied ARGB (n,) over other such pixels."""
    shines = 255 - (colors >> 24)
    mixed = colors.copy()
    for shift in (0, 8, 16, 24):
        mixed += ((ground >> shift & 255) * shines + 127) // 255 << shift
    return mixed


def _without_margin(labels: Mask, margin: int) -> Mask:
    return labels[margin:-margin, margin:-margin] if margin else labels


def grid_pixels(viewport: Viewport, area: Area) -> Any:
    """Thin lines between the pixels of the image.

    Each is dark with a light one beside it, so that one of the two is seen on every image.

    Args:
        viewport: Where the image lies.
        area: Part of the view.

    Returns:
        Premultiplied ARGB uint32 (h, w).
    """
    pixels = np.zeros((area.height, area.width), np.uint32)
    for after, color in ((1, _GRID_LIGHT), (0, _GRID_DARK)):
        (x, y), scale = viewport.origin, viewport.scale
        pixels[_line_starts(area.y - after, area.height, y, scale)] = color
        pixels[:, _line_starts(area.x - after, area.width, x, scale)] = color
    pixels[~inside_of(viewport, area)] = 0
    return pixels


def _line_starts(start: int, count: int, origin: float, scale: float) -> NDArray[np.bool_]:
    """Bool (count,): device pixels that are the first of an image pixel."""
    positions = (np.arange(start - 1, start + count) + 0.5 - origin) / scale
    return np.asarray(np.diff(np.floor(positions)) > 0)


def inside_of(viewport: Viewport, area: Area) -> NDArray[np.bool_]:
    """Bool (h, w): which device pixels of the area show the image."""
    _, high = shown_indices(
        area.y, area.height, viewport.origin[1], viewport.scale, viewport.image[0]
    )
    _, wide = shown_indices(
        area.x, area.width, viewport.origin[0], viewport.scale, viewport.image[1]
    )
    return np.asarray(high[:, None] & wide[None, :])


def shown_indices(
    start: int, count: int, origin: float, scale: float, size: int
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Index of the picture's row or column under each device pixel, and whether there is one."""
    positions = (np.arange(start, start + count) + 0.5 - origin) / scale
    indices = np.floor(positions).astype(np.intp)
    valid = (indices >= 0) & (indices < size)
    return np.clip(indices, 0, size - 1), valid


def _edges(labels: Mask, width: int) -> NDArray[np.bool_]:
    """Pixels that have another label within `width` pixels in one of the four directions.

    Args:
        labels: (height + 2 width, width + 2 width), as far as is looked.
        width: How far.
    """
    cross = np.zeros((2 * width + 1, 2 * width + 1), np.uint8)
    cross[width] = cross[:, width] = 1
    # a pixel is part of its own cross: all labels in it are the same, or it is at an edge
    spread = cv2.morphologyEx(labels, cv2.MORPH_GRADIENT, cross)
    return np.asarray(_without_margin(spread, width) != 0)


@lru_cache(maxsize=32)
def heat_table(style: HeatStyle) -> Any:
    """Premultiplied ARGB uint32 (256,): it fades in from a bound on, so that no edge shows."""
    scale = np.linspace(0, 1, 256)
    rise = np.clip((scale - style.lower) / _FADE, 0, 1)
    alpha = style.opacity * rise * rise * (3 - 2 * rise)
    return premultiplied(color_table(style.color_map), alpha)


@lru_cache(maxsize=32)
def mask_tables(style: MaskStyle) -> tuple[Any, Any]:
    """Fill and outline colours by label, uint32 (256,) each."""
    colors = np.full((256, 3), 255, np.uint8)
    if style.colors:
        colors[1 : len(style.colors) + 1] = np.asarray(style.colors, np.uint8)
    known = np.zeros(256)
    known[1 : len(style.colors) + 1] = 1
    fill = premultiplied(colors, known * style.fill)
    line_alpha = np.ones(256)
    line_alpha[BACKGROUND] = 0
    line_alpha[IGNORE_INDEX] = 0.7
    return fill, premultiplied(colors, line_alpha)


def premultiplied(colors: NDArray[np.uint8], alpha: NDArray[np.floating[Any]]) -> Any:
    """Colours (n, 3) with opacities (n,) in [0, 1] as premultiplied ARGB uint32 (n,)."""
    scaled = np.rint(colors * alpha[:, None]).astype(np.uint32)
    opacity = np.rint(alpha * 255).astype(np.uint32)
    return opacity << 24 | scaled[:, 0] << 16 | scaled[:, 1] << 8 | scaled[:, 2]


def palette_of(colors: Sequence[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """Colours in the form that styles need: hashable."""
    return tuple((int(red), int(green), int(blue)) for red, green, blue in colors)
