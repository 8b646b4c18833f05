"""GrabCut from a few scribbles on a defect and on the ground around it.

Rother, Kolmogorov & Blake, "GrabCut", SIGGRAPH 2004, in the box around the scribbles and the blobs
that they touch. What is not scribbled on begins as defect where its colour is nearer the
scribbles' median than the rest of the box is (Otsu's threshold), else as ground; the box's rim is
ground. Pixels of other classes, and of blobs that no scribble touches, are left alone, but for
those that are scribbled on themselves.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from stac_core.editing.region import Region, region_at, united
from stac_core.editing.snapping import snapped
from stac_core.opencv import cv2
from stac_core.refine.blobs import grab_cut
from stac_core.types import BACKGROUND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.editing.levels import Levels
    from stac_core.labels.mask_edit import Rect
    from stac_core.types import Mask

MOST_PIXELS: Final = 400_000
"""A larger box is looked at in a reduced size, so that the answer comes in about a second; only the
border of what is found there follows the image itself."""
_ROOM: Final = 24  # pixels around the scribbles at least, and half of their extent
_RIM: Final = 2
_SMOOTH: Final = 1.0
_ITERATIONS: Final = 2


class ScribbleCut(NamedTuple):
    """What GrabCut makes of scribbles.

    Attributes:
        found: The defect.
        added: Pixels that become the class.
        removed: Pixels of touched blobs that become background.
        scale: How much smaller the box was looked at, in (0, 1].
    """

    found: Region
    added: Region
    removed: Region
    scale: float


def cut_by_scribbles(
    levels: Levels, mask: Mask, value: int, defect: Region, ground: Region
) -> ScribbleCut | None:
    """Find the defect that scribbles mean.

    Args:
        levels: uint8 (H, W) or (H, W, 3); only the box is looked at.
        mask: uint8 (H, W), as it is.
        value: The defect's class.
        defect: Pixels that a person says are of the defect; inside the image.
        ground: Pixels that a person says are not; where both are, this one holds.

    Returns:
        What was found; None without a scribble on the defect.
    """
    if defect.rect.is_empty:
        return None
    marks = united(defect, ground).rect
    room = max(_ROOM, max(marks.shape) // 2)
    box = marks.grown(room).clipped(mask.shape)
    whole = _touched(mask[box.slices] == value, defect, box)
    reached = region_at(whole, box.top, box.left).rect
    grown = reached.grown(_ROOM).clipped(mask.shape).united(box)
    if grown != box:  # a touched blob goes on beyond the scribbles
        box = grown
        whole = _touched(mask[box.slices] == value, defect, box)
    part = mask[box.slices]
    scribbled = _in_box(defect, box) & ~_in_box(ground, box)
    if not scribbled.any():
        return None
    free = (part == BACKGROUND) | whole | scribbled
    found, scale = _cut(levels, box, scribbled, _in_box(ground, box), whole, free)
    found = _touched(found | scribbled, defect, box) & free
    return ScribbleCut(
        region_at(found, box.top, box.left),
        region_at(found & (part != value), box.top, box.left),
        region_at(whole & ~found, box.top, box.left),
        scale,
    )


def _in_box(region: Region, box: Rect) -> NDArray[np.bool_]:
    inside = np.zeros(box.shape, bool)
    if not region.rect.is_empty:
        inside[region.rect.within(box)] = region.inside
    return inside


def _touched(inside: NDArray[np.bool_], scribbles: Region, box: Rect) -> NDArray[np.bool_]:
    """Those 8-connected parts that a scribble touches."""
    count, parts = cv2.connectedComponents(inside.astype(np.uint8), connectivity=8)
    reached = np.zeros(count, bool)
    reached[parts[_in_box(scribbles, box)]] = True
    reached[0] = False
    return np.asarray(reached[parts])


def _cut(
    levels: Levels,
    box: Rect,
    defect: NDArray[np.bool_],
    ground: NDArray[np.bool_],
    whole: NDArray[np.bool_],
    free: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], float]:
    """The defect in the box, and the scale at which it was looked for."""
    full: Any = np.ascontiguousarray(levels[box.slices])
    colors, marks = full, (defect, ground)
    scale = min(1.0, (MOST_PIXELS / defect.size) ** 0.5)
    height, width = defect.shape
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    if scale < 1:
        colors = cv2.resize(colors, size, interpolation=cv2.INTER_AREA)
        # a thin scribble must not get lost
        defect, ground = (_any_of(each, size) for each in (defect, ground))
        whole, free = (_nearest(each, size) for each in (whole, free))
    if colors.ndim == 2:
        colors = np.repeat(colors[..., None], 3, axis=2)
    colors = cv2.GaussianBlur(colors, (0, 0), _SMOOTH)
    median = np.rint(np.median(colors[defect], axis=0)).astype(np.uint8)
    away = cv2.absdiff(colors, np.broadcast_to(median, colors.shape).copy()).max(axis=2)
    near = away <= cv2.threshold(away.reshape(-1, 1), 0, 255, cv2.THRESH_OTSU)[0]
    labels = np.where(near | whole, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    rim = np.ones(near.shape, bool)
    rim[_RIM:-_RIM, _RIM:-_RIM] = False
    labels[(rim & ~whole) | ~free] = cv2.GC_BGD
    labels[defect] = cv2.GC_FGD
    labels[ground] = cv2.GC_BGD
    known = np.isin(labels, (cv2.GC_BGD, cv2.GC_PR_BGD))
    if known.all() or not known.any():
        return marks[0], scale  # nothing to tell apart
    found = grab_cut(colors, labels, _ITERATIONS)
    if scale < 1:
        found = snapped(full, _nearest(found, (width, height)), math.ceil(1 / scale))
        found = (found | marks[0]) & ~marks[1]
    return found, scale


def _any_of(inside: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    share = cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(share > 0)


def _nearest(inside: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    resized = cv2.resize(inside.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(resized > 0)
