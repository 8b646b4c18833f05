"""A brush that stops at edges of the image: paints what looks like the pixels under its centre.

In each stamp of the brush the pixels fall into those like its core and the others, where the image
has an edge there: the threshold of Otsu (IEEE Trans. SMC 9, 1979) on the difference from the core's
median, which is the two-phase piecewise-constant model of Chan & Vese (IEEE Trans. IP 10, 2001)
with one phase known. The part that hangs together with the core is painted; without an edge in it
the whole stamp is, as by any brush. A stamp looks at nothing outside itself, so it is as fast in a
large image as in a small one, and a stroke gives the same whatever the mouse's events.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.editing.region import NOTHING, Region, region_at, stroke_region
from stac_core.labels.mask_edit import Brush
from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.editing.levels import Levels
    from stac_core.labels.mask_edit import Point

_CORE: Final = 0.3  # of the diameter: whose values the others are compared with
_SMOOTH: Final = 1.0  # Gaussian, in pixels, against noise
_MARGIN: Final = 3
# How far apart both sides must be to count as an edge: in levels, and in standard deviations within
# the sides. Mere noise halves into sides 3.3 deviations apart, so the levels decide what is smooth;
# a smaller separation than that follows soft edges too, and gave the better masks of real steel.
_STEP: Final = 6.0
_SEPARATION: Final = 2.5


def edge_stamp(levels: Levels, center: Point, diameter: int) -> Region:
    """What one stamp of the brush paints.

    Args:
        levels: uint8 (H, W) or (H, W, 3); only the stamp is looked at.
        center: (x, y); the centre of the first pixel is (0.5, 0.5).
        diameter: In pixels.

    Returns:
        Pixels of the stamp inside the image; none where its centre is outside.
    """
    size = (levels.shape[0], levels.shape[1])
    whole = stroke_region(center, center, Brush(diameter, 1), size)
    core = stroke_region(center, center, Brush(max(1, round(diameter * _CORE)), 1), size)
    if whole.rect.is_empty or core.rect.is_empty or diameter < 3:
        return NOTHING if core.rect.is_empty else whole
    around = whole.rect.grown(_MARGIN).clipped(size)
    smooth: Any = cv2.GaussianBlur(np.ascontiguousarray(levels[around.slices]), (0, 0), _SMOOTH)
    values = smooth[whole.rect.within(around)]
    within = core.rect.within(whole.rect)
    difference = _difference(values, values[within][core.inside])
    limit = _edge(difference[whole.inside])
    if limit is None:
        return whole
    alike = (whole.inside & (difference <= limit)).astype(np.uint8)
    count, parts = cv2.connectedComponents(alike, connectivity=4)
    reached = np.zeros(count, bool)
    reached[parts[within][core.inside]] = True
    reached[0] = False
    near = reached[parts].astype(np.uint8)
    # the grain of the surface leaves no pinholes
    closed = cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return region_at((closed > 0) & whole.inside, whole.rect.top, whole.rect.left)


def stamps_along(start: Point, end: Point, diameter: int) -> list[Point]:
    """Where stamps are set on the way from a point, which has one already, to another."""
    length = math.dist(start, end)
    count = max(1, math.ceil(length / max(1.0, diameter / 3)))
    steps = (np.arange(1, count + 1) / count).tolist()
    (x, y), (x1, y1) = start, end
    return [(x + step * (x1 - x), y + step * (y1 - y)) for step in steps]


def _difference(values: NDArray[np.uint8], core: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """uint8 (h, w): how far from the core's median, in the most different channel."""
    wanted = np.rint(np.median(core, axis=0)).astype(np.uint8)
    away = cv2.absdiff(values, np.broadcast_to(wanted, values.shape).copy())
    return np.asarray(away if away.ndim == 2 else away.max(axis=2))


def _edge(difference: NDArray[np.uint8]) -> int | None:
    """The largest difference on the core's side of an edge; None without one."""
    flat: Any = np.ascontiguousarray(difference).reshape(-1, 1)
    limit = int(cv2.threshold(flat, 0, 255, cv2.THRESH_OTSU)[0])
    counts = np.bincount(difference, minlength=256).astype(float)
    scale = np.arange(256)
    sides = []
    for part in (np.s_[: limit + 1], np.s_[limit + 1 :]):
        pixels = counts[part].sum()
        if pixels == 0:
            return None
        mean = (counts[part] * scale[part]).sum() / pixels
        sides.append((mean, (counts[part] * (scale[part] - mean) ** 2).sum()))
    (low, low_spread), (high, high_spread) = sides
    deviation = math.sqrt((low_spread + high_spread) / len(difference))
    step = high - low
    return limit if step >= _STEP and step >= _SEPARATION * deviation else None
