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

from stac_core.editing.region import NOTHING, Region, region_at
from stac_core.labels.mask_edit import Rect
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


def edge_stroke(levels: Levels, start: Point, end: Point, diameter: int) -> Region:
    """What a straight piece of a stroke paints: stamp after stamp, the first at `start`.

    Args:
        levels: uint8 (H, W) or (H, W, 3); only what is around the piece is looked at.
        start: (x, y); the centre of the first pixel is (0.5, 0.5).
        end: The other end; the same point makes one stamp.
        diameter: In pixels.

    Returns:
        Pixels of the brush inside the image; none of stamps whose centre is outside.
    """
    size = (levels.shape[0], levels.shape[1])
    reach = math.ceil(diameter / 2) + 1
    box = Rect(
        math.floor(min(start[1], end[1])), math.floor(min(start[0], end[0])),
        math.ceil(max(start[1], end[1])), math.ceil(max(start[0], end[0])),
    ).grown(reach).clipped(size)  # fmt: skip
    if box.is_empty:
        return NOTHING
    around = box.grown(_MARGIN).clipped(size)
    smooth: Any = cv2.GaussianBlur(np.ascontiguousarray(levels[around.slices]), (0, 0), _SMOOTH)
    values = smooth[box.within(around)]
    painted = np.zeros(box.shape, bool)
    for x, y in _places(start, end, diameter):
        if 0 <= x < size[1] and 0 <= y < size[0]:
            top, left = max(0, math.floor(y) - reach - box.top), math.floor(x) - reach - box.left
            left = max(0, left)
            window = np.s_[
                top : math.ceil(y) + reach - box.top, left : math.ceil(x) + reach - box.left
            ]
            center = (x - box.left - left, y - box.top - top)
            painted[window] |= _stamp(values[window], center, diameter)
    return region_at(painted, box.top, box.left)


def _places(start: Point, end: Point, diameter: int) -> list[Point]:
    """Where stamps are set: so close that the brush's outline is smooth."""
    count = math.ceil(math.dist(start, end) / max(1.0, diameter / 3))
    steps = [step / count for step in range(1, count + 1)]
    return [
        start,
        *((start[0] + s * (end[0] - start[0]), start[1] + s * (end[1] - start[1])) for s in steps),
    ]


def _stamp(values: NDArray[np.uint8], center: Point, diameter: int) -> NDArray[np.bool_]:
    """Bool (h, w): what one stamp paints of a window of smooth values."""
    y = np.arange(values.shape[0], dtype=np.float32)[:, None] + np.float32(0.5 - center[1])
    x = np.arange(values.shape[1], dtype=np.float32)[None, :] + np.float32(0.5 - center[0])
    distance = y * y + x * x
    brush = np.asarray(distance <= np.float32(diameter / 2) ** 2)
    core = np.asarray(distance <= np.float32(max(1.0, diameter * _CORE) / 2) ** 2)
    core[int(center[1]), int(center[0])] = True  # between pixels a tiny one would hold none
    if diameter < 3:
        return brush | core
    difference = _difference(values, values[core])
    limit = _edge(difference[brush])
    if limit is None:
        return brush
    alike = (brush & (difference <= limit)).astype(np.uint8)
    count, parts = cv2.connectedComponents(alike, connectivity=4)
    reached = np.zeros(count, bool)
    reached[parts[core]] = True
    reached[0] = False
    near = reached[parts].astype(np.uint8)
    # the grain of the surface leaves no pinholes
    closed = cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return np.asarray((closed > 0) & brush)


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
