"""One blob's own threshold: the blob moves along the component tree of its heat map, alone.

Raised, the coldest pixels leave the blob; lowered, the hottest ones around it join, with all that
they are connected to above the level. These are the nodes of the map's tree of thresholds from the
blob to its peak and to the root (max-tree; Salembier, Oliveras & Garrido, IEEE Transactions on
Image Processing 1998), except that the start is the blob as it is, whoever shaped it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.editing.parts import Part, blob_at, bounds, connected, is_free
from stac_core.editing.start_state import StartState, is_kept
from stac_core.labels.mask_edit import EMPTY, FOUND, SCRUBBED, Change, Rect
from stac_core.opencv import cv2
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stac_core.types import FloatMap, Mask

LEVELS: Final = (np.arange(101) / 100).astype(np.float32)
"""The thresholds that a blob can have; a pixel is above a level, not at it."""

LOOK_AHEAD: Final = 300_000
"""A neighbour is looked for in a window of at most so many pixels."""

LOOK_UP: Final = 30_000
"""Where a blob splits is looked for in a rectangle of at most so many pixels."""

_NEAR: Final = np.ones((3, 3), np.uint8)


class NothingToScrubError(ValueError):
    """At a pixel there is neither a blob nor heat, or a person erased there."""


class Reading(NamedTuple):
    """Where a blob is on its way.

    Attributes:
        level: Its threshold, in [0, 1].
        pixels: How many it has; 0 where it vanished.
        parts: How many blobs it has split into.
        splits: The level at which it falls apart; None where it does not, or is too large to look.
        vanishes: The level at which nothing of it is left.
        meets: The level at which it touches another blob; None where none is near.
        rect: Around the blob, as it was and is.
    """

    level: float
    pixels: int
    parts: int
    splits: float | None
    vanishes: float
    meets: float | None
    rect: Rect


_NONE: Final = Part(BACKGROUND, EMPTY, np.zeros((0, 0), bool))


class BlobScrub:
    """Moves one blob to other thresholds.

    It grows into background and the ignore band only: never into other blobs, nor to where a person
    erased, but to where a threshold of its own took it away, also in an earlier session. Of the
    blob itself, pixels that a person drew and that are colder than what lies around stay, for no
    threshold put them there. Only the surroundings of the blob are looked at, so a step costs what
    the blob costs.

    The mask must stay as it was but for the changes that `step` gives.

    Args:
        mask: uint8 (H, W).
        marks: uint8 (H, W), whose the pixels are.
        heat: float32 (H, W) in [0, 1], the map of the blob's class.
        value: The class.
        x: Column of a pixel of the blob, or of a hot spot that is not in the mask yet.
        y: Its row.
        near: The threshold that the mask was made with; named as the blob's where it may be.
        ignore_from: What leaves the blob and is hotter than this becomes 255; None for background.
        limit: Bool (h, w) of a rectangle, where the mask may be changed; None where everywhere.

    Raises:
        ValueError: If the map has another shape.
        NothingToScrubError: If there is neither blob nor heat at the pixel, or a person erased
            there.
    """

    def __init__(
        self,
        mask: Mask,
        marks: Mask,
        heat: FloatMap,
        *,
        value: int,
        x: int,
        y: int,
        near: float = 0.6,
        ignore_from: float | None = None,
        limit: Callable[[Rect], NDArray[np.bool_] | None] = lambda rect: None,
    ) -> None:
        if heat.shape != mask.shape:
            raise ValueError(f"a map of shape {heat.shape} for a mask of {mask.shape}")
        self._mask, self._heat, self._start = mask, heat, StartState(mask, marks, limit)
        self.value, self._ignore_from = value, ignore_from
        own = self._find(x, y)
        self._own = _NONE if own is None else own
        if own is not None:
            self._release(own, near)
        self._seed = (x, y) if own is None else _first(own)
        if own is None and not self._start.of(_pixel(x, y)).free.all():
            raise NothingToScrubError
        self._kept = Part(self.value, self._own.rect, self._staying())
        self._moving = self._values(self._own.rect, self._own.inside & ~self._kept.inside)
        self._now = self._own
        self._raised = 0  # 1 above the blob as it was, -1 below, 0 at it
        self._level = self._home = self._first_level(x, y, near)
        self._meets, self._splits = self._meeting(), self._splitting()

    # ---- what it is now ------------------------------------------------------------------

    @property
    def reading(self) -> Reading:
        """Where the blob is."""
        inside = self._now.inside
        parts = 1
        if self._raised > 0 and inside.size:
            parts = _parts(inside)
        hottest = float(self._moving.max()) if self._moving.size else float(self._peak())
        return Reading(
            level=float(LEVELS[self._level]),
            pixels=int(np.count_nonzero(inside)),
            parts=parts,
            splits=_level(self._splits),
            vanishes=float(LEVELS[_reached(hottest)]),
            meets=_level(self._meets),
            rect=self._own.rect.united(self._now.rect),
        )

    def holds(self, x: int, y: int) -> bool:
        """Whether a pixel belongs to the blob, as it was or is."""
        return any(
            area.rect.top <= y < area.rect.bottom
            and area.rect.left <= x < area.rect.right
            and bool(area.inside[y - area.rect.top, x - area.rect.left])
            for area in (self._own, self._now)
        )

    # ---- moving --------------------------------------------------------------------------

    def step(self, steps: int) -> Change | None:
        """Go some steps down, where the blob grows, or up; each step changes the blob.

        Args:
            steps: Positive to grow, negative to shrink.

        Returns:
            The change from the mask as it is now; None where there is no further step.
        """
        before = self._now
        moved = False
        for _ in range(abs(steps)):
            if not (self._lower() if steps > 0 else self._raise()):
                break
            moved = True
        return self._change(before) if moved else None

    def _lower(self) -> bool:
        if self._raised > 0:
            gone = self._own.inside & ~self._now.on(self._own.rect)
            level = _below(float(self._values(self._own.rect, gone).max()))
            coldest = float(self._moving.min())
            self._set(1, level) if coldest <= LEVELS[level] else self._go_home()
            return True
        hottest = self._hottest_around(self._now)
        if not hottest > LEVELS[0]:
            return False
        self._set(-1, _below(hottest))
        return True

    def _raise(self) -> bool:
        if self._raised < 0:
            added = self._now.inside & ~self._own.on(self._now.rect)
            level = _reached(float(self._values(self._now.rect, added).min()))
            is_there = self._own.inside.size or self._peak() > LEVELS[level]
            area = self._grown(level) if is_there else _NONE
            if np.count_nonzero(area.inside) > np.count_nonzero(self._own.inside):
                self._now, self._level = area, level
            else:
                self._go_home()
            return True
        left = self._now.inside & ~self._kept.on(self._now.rect)
        if not left.any():
            return False
        self._set(1, _reached(float(self._values(self._now.rect, left).min())))
        return True

    def _go_home(self) -> None:
        self._now, self._raised, self._level = self._own, 0, self._home

    def _set(self, raised: int, level: int) -> None:
        self._raised, self._level = raised, level
        self._now = self._shrunk(level) if raised > 0 else self._grown(level)

    def _shrunk(self, level: int) -> Part:
        rect = self._own.rect
        inside = self._own.inside & ((self._heat[rect.slices] > LEVELS[level]) | self._kept.inside)
        tight = bounds(inside, rect)
        return Part(self.value, tight, inside[tight.within(rect)]) if inside.any() else _NONE

    def _grown(self, level: int, window: Rect | None = None) -> Part:
        """The blob with all above a level that is connected to it; in a window only, if given."""

        def where(rect: Rect) -> NDArray[np.bool_]:
            above: NDArray[np.bool_] = self._heat[rect.slices] > LEVELS[level]
            above &= self._start.of(rect).free
            above |= self._own.on(rect)
            return above

        if window is None:
            around = self._now.rect.united(self._own.rect)
            start = None if around.is_empty else around.grown(8 + max(around.shape) // 8)
            return Part(self.value, *connected(where, self._seed, self._mask.shape, start))
        field = where(window).view(np.uint8)
        place = (self._seed[0] - window.left, self._seed[1] - window.top)
        cv2.floodFill(field, None, place, 2, flags=8)
        return Part(self.value, window, field == 2)

    # ---- where it may go -----------------------------------------------------------------

    def _hottest_around(self, area: Part) -> float:
        """The largest value next to an area where it may grow; 0 where it may not."""
        if area.rect.is_empty:
            return self._peak()
        rect = area.rect.grown(1).clipped(self._mask.shape)
        inside = area.on(rect)
        ring = cv2.dilate(inside.view(np.uint8), _NEAR).view(bool) & ~inside
        values = self._values(rect, ring & self._start.of(rect).free)
        return float(values.max()) if values.size else 0.0

    def _peak(self) -> float:
        """The value at the seed: where a blob that is not there yet begins."""
        return float(self._heat[self._seed[1], self._seed[0]])

    def _values(self, rect: Rect, where: NDArray[np.bool_]) -> NDArray[np.float32]:
        return np.asarray(self._heat[rect.slices][where])

    # ---- the start -----------------------------------------------------------------------

    def _find(self, x: int, y: int) -> Part | None:
        """The blob at a pixel, or the one that a slope belongs to."""
        if self._mask[y, x] == self.value:
            return blob_at(self._mask, x, y)
        value = float(self._heat[y, x])
        if not value > LEVELS[0]:
            raise NothingToScrubError
        level = LEVELS[_below(value)]
        hill = connected(lambda rect: self._heat[rect.slices] > level, (x, y), self._mask.shape)
        heat = np.where(hill[1], self._heat[hill[0].slices], 0)
        row, column = np.unravel_index(int(heat.argmax()), heat.shape)
        peak = (hill[0].left + int(column), hill[0].top + int(row))
        if self._mask[peak[1], peak[0]] == self.value:
            return blob_at(self._mask, *peak)
        return None

    def _release(self, own: Part, near: float) -> None:
        """Let the blob grow back to where an earlier session raised its threshold.

        What was erased is not told apart in a mask that was read. Where all that is missing of the
        blob is colder than all that is there, with a level in between, a threshold took it away:
        nobody erases along a level by hand. Else it stays erased, as does all of a blob that is
        gone.
        """
        around = own.rect.grown(1).clipped(self._mask.shape)
        if not (self._start.of(around).marks == FOUND).any():
            return

        def where(rect: Rect) -> NDArray[np.bool_]:
            start = self._start.of(rect)
            missing = is_free(start.mask) & (start.marks == FOUND)
            missing &= self._heat[rect.slices] > np.float32(near)
            return np.asarray(missing | own.on(rect))

        start = own.rect.grown(8 + max(own.rect.shape) // 8)
        rect, inside = connected(where, _first(own), self._mask.shape, start)
        missing = inside & ~own.on(rect)
        made = own.inside & ~is_kept(self._start.of(own.rect).marks)
        there = self._values(own.rect, made if made.any() else own.inside)
        gone = self._values(rect, missing)
        if gone.size and _reached(float(gone.max())) <= _below(float(there.min())):
            self._start.release(Part(self.value, rect, missing))

    def _staying(self) -> NDArray[np.bool_]:
        """Pixels of the blob that stay: drawn on cold ground, or not to be changed."""
        rect, inside = self._own.rect, self._own.inside
        if not inside.size:
            return inside
        start = self._start.of(rect)
        drawn = inside & is_kept(start.marks)
        if drawn.any():
            drawn &= self._heat[rect.slices] <= np.float32(self._hottest_around(self._own))
        return np.asarray(drawn | (inside & ~start.may))

    def _first_level(self, x: int, y: int, near: float) -> int:
        if not self._own.inside.any():
            return _reached(float(self._heat[y, x]))
        around = _reached(self._hottest_around(self._own))
        coldest = float(self._moving.min()) if self._moving.size else 0.0
        highest = max(0, _below(coldest))
        named = round(near * 100)
        return min(max(named, min(around, highest)), highest)

    def _meeting(self) -> int | None:
        """The highest level at which the blob touches another one, by bisection."""
        around = self._own.rect.united(_pixel(*self._seed))
        window = around.grown(max(48, max(around.shape) // 2)).clipped(self._mask.shape)
        if window.shape[0] * window.shape[1] > LOOK_AHEAD:
            return None
        others = ~is_free(self._start.of(window).mask) & ~self._own.on(window)
        if not others.any():
            return None
        near = cv2.dilate(others.view(np.uint8), _NEAR).view(bool)
        hottest = self._heat[window.slices].max() if self._own.inside.size else self._peak()
        low, high = -1, _below(float(hottest))
        while low < high:  # the lower, the larger the blob: it touches up to some level
            level = (low + high + 1) // 2
            if (self._grown(level, window).inside & near).any():
                low = level
            else:
                high = level - 1
        return low if low >= 0 else None

    def _splitting(self) -> int | None:
        """The lowest level at which the blob has more parts than it had at first."""
        rect = self._own.rect
        if not 0 < rect.shape[0] * rect.shape[1] <= LOOK_UP:
            return None
        parts, heat = _parts(self._own.inside), self._heat[rect.slices]
        hottest = float(self._values(rect, self._own.inside).max())
        for level in range(self._home + 1, _below(hottest) + 1):
            inside = self._own.inside & ((heat > LEVELS[level]) | self._kept.inside)
            if _parts(inside) > parts:
                return level
        return None

    # ---- the change ----------------------------------------------------------------------

    def _change(self, before: Part) -> Change:
        rect = self._own.rect
        for area in (before, self._now):
            rect = rect.united(area.rect)
        mask, marks, _, _ = self._start.of(rect)
        own, now = self._own.on(rect), self._now.on(rect)
        pixels = mask.copy()
        np.copyto(pixels, BACKGROUND, where=own)
        if self._ignore_from is not None:
            pixels[own & (self._heat[rect.slices] > np.float32(self._ignore_from))] = IGNORE_INDEX
        np.copyto(pixels, self.value, where=now)
        if self._raised:
            marks = marks.copy()
            np.copyto(marks, SCRUBBED, where=(own | now) & ~self._kept.on(rect))
        return Change(rect, pixels, marks)


def _parts(inside: NDArray[np.bool_]) -> int:
    """How many blobs there are."""
    return int(cv2.connectedComponents(inside.view(np.uint8), connectivity=8)[0]) - 1


def _level(index: int | None) -> float | None:
    return None if index is None else float(LEVELS[index])


def _pixel(x: int, y: int) -> Rect:
    return Rect(y, x, y + 1, x + 1)


def _first(part: Part) -> tuple[int, int]:
    """Some pixel (x, y) of a part."""
    row, column = np.unravel_index(int(part.inside.argmax()), part.inside.shape)
    return part.rect.left + int(column), part.rect.top + int(row)


def _below(value: float) -> int:
    """The highest level that a value is above; -1 where there is none."""
    return int(np.searchsorted(LEVELS, np.float32(value), side="left")) - 1


def _reached(value: float) -> int:
    """The lowest level that a value is not above."""
    return min(int(np.searchsorted(LEVELS, np.float32(value), side="left")), len(LEVELS) - 1)
