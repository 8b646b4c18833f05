"""Smaller copies of a picture, so that any zoom touches about as many pixels as the screen has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from stac_core.labels.mask_edit import Rect
from stac_core.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from stac_core.editing.region import Region

SMALLEST = 512
"""Copies are made until the longer side is at most this."""

_REMEMBERED = 3


FEW: Final = 4
"""Up to so many changed rectangles are not joined before copies are made of them."""

CELL: Final = 128
"""Side of the cells, in pixels, by which more of them are joined."""

QUICK: Final = 1 << 22
"""Copies of a level of so many pixels are made without anybody noticing the time."""

QUICK_AGAIN: Final = 1 << 25
"""Where so many pixels have changed, copies are still made again at once."""


class Pyramid:
    """A picture and copies at half, a quarter ... of its size.

    Args:
        base: (H, W) or (H, W, 3) of bytes or other numbers; not copied.
        reduce: "mean" for pictures; "max" for label maps, where a thin region must stay visible.
        blank: The picture is 0 everywhere until it is updated: its copies are, too, and nothing
            of it is read for them.
        maker: Called when many copies are to be made: takes `begin`'s work to a thread and its
            result to `finish`. Without one they are made at once.
    """

    def __init__(
        self,
        base: NDArray[Any],
        reduce: Literal["mean", "max"],
        *,
        blank: bool = False,
        maker: Callable[[Pyramid], None] | None = None,
    ) -> None:
        self._levels = [base]
        self._blank, self._maker = blank, maker
        self._being_made = False
        self._stale: list[Rect] = []
        self._stale_pixels = 0
        self._reduce = _mean if reduce == "mean" else _max

    @property
    def base(self) -> NDArray[Any]:
        """The picture itself."""
        return self._levels[0]

    @property
    def depth(self) -> int:
        """Number of levels that there can be."""
        side, depth = max(self.base.shape[:2]), 1
        while side > SMALLEST:
            side, depth = (side + 1) // 2, depth + 1
        return depth

    @property
    def memory(self) -> int:
        """Bytes held by the levels that were made."""
        return sum(int(level.nbytes) for level in self._levels)

    def build(self) -> None:
        """Make all levels now, as a worker should."""
        self.level(self.depth - 1)

    def at_hand(self, index: int) -> int:
        """The level to be shown: this one, or a finer one while a `maker` is at work on it."""
        index = min(index, self.depth - 1)
        if self._maker is None or not self._takes_long(index):
            return index
        if not self._being_made:
            self._being_made = True
            self._maker(self)
        return 0 if self._takes_long(index) else index

    def begin(self) -> Callable[[], list[NDArray[Any]]]:
        """A function that makes all levels, in any thread, for `finish`.

        The picture may change meanwhile, if `update` says so.
        """
        self._levels = self._levels[:1]
        self._stale, self._stale_pixels = [], 0
        base, depth, reduce = self.base, self.depth, self._reduce

        def work() -> list[NDArray[Any]]:
            levels = [base]
            while len(levels) < depth:
                levels.append(reduce(levels[-1]))
            return levels

        return work

    def finish(self, levels: list[NDArray[Any]]) -> None:
        """Take the levels that were made; what changed since they were begun is made again."""
        self._levels, self._being_made = levels, False

    def level(self, index: int) -> NDArray[Any]:
        """The copy at 1 / 2^index of the size; the smallest one if there is none so small."""
        index = min(index, self.depth - 1)
        if index and self._stale:
            self._refresh()
        while len(self._levels) <= index:
            finer = self._levels[-1]
            self._levels.append(_zeros(finer) if self._blank else self._reduce(finer))
        return self._levels[index]

    def smallest(self, side: int) -> NDArray[Any]:
        """The smallest level that was made whose longer side is at least `side`, else the base."""
        large = [each for each in self._levels if max(each.shape[:2]) >= side]
        return large[-1] if large else self.base

    def update(self, rect: Rect) -> None:
        """The picture changed inside `rect`: the copies follow when they are next looked at."""
        if rect.is_empty:
            return
        if self._blank:
            self._blank, self._levels = False, self._levels[:1]
        elif len(self._levels) > 1 or self._being_made:
            self._stale.append(rect)
            high, wide = rect.shape
            self._stale_pixels += high * wide

    def _takes_long(self, index: int) -> bool:
        if index == 0 or self._blank:
            return False
        finer = self._levels[min(index, len(self._levels)) - 1]
        is_missing = len(self._levels) <= index and finer.size > QUICK
        return is_missing or self._stale_pixels > QUICK_AGAIN

    def _refresh(self) -> None:
        stale, self._stale, self._stale_pixels = self._stale, [], 0
        for rect in stale if len(stale) <= FEW else _joined(stale, self.base.shape):
            self._reduce_again(rect)

    def _reduce_again(self, rect: Rect) -> None:
        top, left, bottom, right = rect
        for finer, coarser in zip(self._levels, self._levels[1:], strict=False):
            top, left = top // 2, left // 2
            bottom = min((bottom + 1) // 2, coarser.shape[0])
            right = min((right + 1) // 2, coarser.shape[1])
            part = finer[2 * top : 2 * bottom, 2 * left : 2 * right]
            coarser[top:bottom, left:right] = self._reduce(part)


class RegionLevels:
    """Smaller copies of the regions that are shown, made once for each.

    A worker that has found a large region makes them too, so that the window does not stop for it.
    """

    def __init__(self) -> None:
        self._made: list[tuple[Region, Pyramid]] = []

    def of(self, region: Region) -> Pyramid:
        """The region's pixels as labels 0 and 1; it may not be empty."""
        for known, pyramid in self._made:
            if known is region:
                return pyramid
        pyramid = Pyramid(region.inside.view(np.uint8), "max")
        self._made = [*self._made[1 - _REMEMBERED :], (region, pyramid)]
        return pyramid


def _joined(rects: Sequence[Rect], shape: tuple[int, ...]) -> Iterator[Rect]:
    """Fewer rectangles that hold all of these: runs of cells, row by row."""
    cells = np.zeros((-(-shape[0] // CELL), -(-shape[1] // CELL) + 2), bool)
    for top, left, bottom, right in rects:
        rows = slice(top // CELL, (bottom - 1) // CELL + 1)
        cells[rows, left // CELL + 1 : (right - 1) // CELL + 2] = True
    for row in np.flatnonzero(cells.any(axis=1)).tolist():
        # where runs begin and end
        ends = np.flatnonzero(cells[row, 1:] != cells[row, :-1]).tolist()
        for start, end in zip(ends[0::2], ends[1::2], strict=True):
            run = Rect(row * CELL, start * CELL, (row + 1) * CELL, end * CELL)
            yield run.clipped((shape[0], shape[1]))


def _even(picture: NDArray[Any]) -> NDArray[Any]:
    """Repeat the last row or column where their number is odd."""
    high, wide = picture.shape[:2]
    if high % 2 == 0 and wide % 2 == 0:
        return picture
    padding = [(0, high % 2), (0, wide % 2), (0, 0)][: picture.ndim]
    return np.pad(picture, padding, mode="edge")


def _zeros(finer: NDArray[Any]) -> NDArray[Any]:
    """The copy of a level that is 0 everywhere."""
    height, width = finer.shape[:2]
    return np.zeros(((height + 1) // 2, (width + 1) // 2, *finer.shape[2:]), finer.dtype)


def _mean(picture: NDArray[Any]) -> NDArray[Any]:
    even = _even(picture)
    size = (even.shape[1] // 2, even.shape[0] // 2)
    return np.asarray(cv2.resize(even, size, interpolation=cv2.INTER_AREA))


def _max(labels: NDArray[Any]) -> NDArray[Any]:
    even = _even(labels)
    rows = np.maximum(even[0::2], even[1::2])
    return np.asarray(np.maximum(rows[:, 0::2], rows[:, 1::2]))
