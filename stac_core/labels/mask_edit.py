"""Editing masks: what an edit changed, as a patch that can be undone, and the brush's shapes.

A patch holds the tiles that an edit touched, before and after, packed. Its cost follows the area
that was touched, not the size of the image, so a hundred undo steps on an 8192 x 8192 mask stay
small.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from stac_core.types import Mask

TILE: Final = 128
"""Side of a tile in pixels."""


class Rect(NamedTuple):
    """A rectangle of pixels: rows top..bottom - 1, columns left..right - 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.bottom <= self.top or self.right <= self.left

    def clipped(self, shape: tuple[int, int]) -> Rect:
        """The part inside an image of this (height, width)."""
        return Rect(
            max(self.top, 0),
            max(self.left, 0),
            min(self.bottom, shape[0]),
            min(self.right, shape[1]),
        )

    def united(self, other: Rect) -> Rect:
        """The smallest rectangle that holds both; an empty one adds nothing."""
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return Rect(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of these pixels in an image."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


EMPTY: Final = Rect(0, 0, 0, 0)

MODELS: Final = 0
"""Mark of a pixel that follows thresholds and models."""

DRAWN: Final = 1
"""Mark of a pixel that a person drew, erased or shaped: no threshold or model changes it."""

SCRUBBED: Final = 2
"""Mark of a pixel that a person decided on by a threshold of its blob alone; likewise kept."""


class Change(NamedTuple):
    """New pixels for a rectangle of a mask: what an editing operation wants.

    Attributes:
        rect: Which pixels of the mask.
        pixels: uint8 (h, w), what they become.
        marks: uint8 (h, w), whose the pixels are after this: MODELS, DRAWN or SCRUBBED; where None,
            those that become different are DRAWN and the others as they were.
    """

    rect: Rect
    pixels: Mask
    marks: Mask | None = None


class EditPatches(NamedTuple):
    """What an edit does to a mask, and to the map of the pixels that a person decided on."""

    mask: MaskPatch
    touched: MaskPatch | None


@dataclass(frozen=True, slots=True)
class _Tile:
    rect: Rect
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class MaskPatch:
    """What one edit changed in a mask.

    Attributes:
        rect: Smallest rectangle around the changed pixels.
        pixels: How many pixels changed.
    """

    tiles: tuple[_Tile, ...]
    rect: Rect
    pixels: int

    @property
    def size(self) -> int:
        """Bytes of memory it holds."""
        return sum(len(tile.before) + len(tile.after) for tile in self.tiles)

    def joined(self, later: MaskPatch) -> MaskPatch | None:
        """This edit and the one that followed it as one; None where the second undoes the first."""
        tiles = {tile.rect: tile for tile in self.tiles}
        for tile in later.tiles:
            first = tiles.get(tile.rect)
            before = tile.before if first is None else first.before
            tiles[tile.rect] = _Tile(tile.rect, before, tile.after)
        changed, pixels, kept = EMPTY, 0, []
        for tile in tiles.values():
            if tile.before == tile.after:  # packing gives the same bytes for the same pixels
                continue
            kept.append(tile)
            different = _unpack(tile.before, tile.rect) != _unpack(tile.after, tile.rect)
            pixels += int(np.count_nonzero(different))
            changed = changed.united(_bounds(different, tile.rect))
        return MaskPatch(tuple(kept), changed, pixels) if kept else None

    def apply(self, mask: Mask) -> None:
        """Make the edit: the touched pixels get their new values, in place."""
        for tile in self.tiles:
            mask[tile.rect.slices] = _unpack(tile.after, tile.rect)

    def revert(self, mask: Mask) -> None:
        """Undo the edit: the touched pixels get their old values, in place."""
        for tile in self.tiles:
            mask[tile.rect.slices] = _unpack(tile.before, tile.rect)


class EditRecorder:
    """Watches one gesture on a mask: keeps old tiles when they are first touched.

    Args:
        mask: uint8 (H, W), changed in place by the gesture.
    """

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self._old: dict[tuple[int, int], Mask] = {}

    def touch(self, rect: Rect) -> None:
        """Call before the pixels of `rect` are changed."""
        for row, column in _tiles_of(rect.clipped(self._mask.shape)):
            if (row, column) not in self._old:
                self._old[row, column] = self._mask[
                    _tile_rect(row, column, self._mask).slices
                ].copy()

    def finish(self) -> MaskPatch | None:
        """The patch of the whole gesture; None if no pixel is different."""
        tiles, changed, pixels = [], EMPTY, 0
        for (row, column), before in self._old.items():
            rect = _tile_rect(row, column, self._mask)
            after = self._mask[rect.slices]
            different = before != after
            count = int(np.count_nonzero(different))
            if count:
                tiles.append(_Tile(rect, _pack(before), _pack(after)))
                changed = changed.united(_bounds(different, rect))
                pixels += count
        self._old = {}
        return MaskPatch(tuple(tiles), changed, pixels) if tiles else None

    def abandon(self) -> Rect:
        """Put everything back as it was; returns the rectangle that was restored."""
        restored = EMPTY
        for (row, column), before in self._old.items():
            rect = _tile_rect(row, column, self._mask)
            self._mask[rect.slices] = before
            restored = restored.united(rect)
        self._old = {}
        return restored


def diff_patch(before: Mask, after: Mask) -> MaskPatch | None:
    """The patch that turns one mask into another of the same shape; None if they are equal.

    Raises:
        ValueError: If the shapes differ.
    """
    if before.shape != after.shape:
        raise ValueError(f"masks of different shapes: {before.shape} and {after.shape}")
    work = after.copy()
    recorder = EditRecorder(work)
    different = before != after
    if not different.any():
        return None
    area = _bounds(different, Rect(0, 0, *before.shape))
    work[area.slices] = before[area.slices]
    recorder.touch(area)
    work[area.slices] = after[area.slices]
    return recorder.finish()


def apply_change(
    mask: Mask,
    touched: Mask,
    change: Change,
    editable: NDArray[np.bool_] | None = None,
    *,
    touch: Callable[[Rect], None] = lambda rect: None,
) -> None:
    """Make a change, in place.

    Args:
        mask: uint8 (H, W).
        touched: uint8 (H, W), the marks: whose the pixels are.
        change: What is to be different.
        editable: bool (h, w), the pixels of the change's rectangle that may become different; None
            means all.
        touch: Told the rectangle before it is changed.

    Raises:
        ValueError: If the shapes do not fit.
    """
    _check_change(mask, change, editable)
    touch(change.rect)
    window = change.rect.slices
    pixels, marks = _after(mask[window], touched[window], change, editable, np.s_[:, :])
    mask[window], touched[window] = pixels, marks


def edit_patches(
    mask: Mask, touched: Mask, change: Change, editable: NDArray[np.bool_] | None = None
) -> EditPatches | None:
    """What `apply_change` would do, as patches; nothing is changed. May run in any thread.

    Returns:
        The patches; None if no pixel of the mask would be different.

    Raises:
        ValueError: If the shapes do not fit.
    """
    _check_change(mask, change, editable)
    on_mask, on_touched = _PatchMaker(), _PatchMaker()
    top, left = change.rect.top, change.rect.left
    for row, column in _tiles_of(change.rect):
        tile = _tile_rect(row, column, mask)
        rect = Rect(*map(max, tile[:2], change.rect[:2]), *map(min, tile[2:], change.rect[2:]))
        part = np.s_[rect.top - top : rect.bottom - top, rect.left - left : rect.right - left]
        window = rect.slices
        pixels, marks = _after(mask[window], touched[window], change, editable, part)
        on_mask.add(mask, tile, rect, pixels)
        on_touched.add(touched, tile, rect, marks)
    patch = on_mask.finish()
    return None if patch is None else EditPatches(patch, on_touched.finish())


class _PatchMaker:
    """Collects tiles that are about to be different."""

    def __init__(self) -> None:
        self._tiles: list[_Tile] = []
        self._changed, self._pixels = EMPTY, 0

    def add(self, values: Mask, tile: Rect, rect: Rect, pixels: Mask) -> None:
        """The part `rect` of a tile becomes `pixels`."""
        different = values[rect.slices] != pixels
        count = int(np.count_nonzero(different))
        if count == 0:
            return
        before = values[tile.slices]
        after = before.copy()
        after[
            rect.top - tile.top : rect.bottom - tile.top,
            rect.left - tile.left : rect.right - tile.left,
        ] = pixels
        self._tiles.append(_Tile(tile, _pack(before), _pack(after)))
        self._changed = self._changed.united(_bounds(different, rect))
        self._pixels += count

    def finish(self) -> MaskPatch | None:
        """The patch; None if nothing is different."""
        return MaskPatch(tuple(self._tiles), self._changed, self._pixels) if self._tiles else None


def _check_change(mask: Mask, change: Change, editable: NDArray[np.bool_] | None) -> None:
    rect = change.rect
    shape = (rect.bottom - rect.top, rect.right - rect.left)
    if rect.is_empty or rect.clipped(mask.shape) != rect:
        raise ValueError(f"a change outside a mask of shape {mask.shape}: {rect}")
    for array in (change.pixels, change.marks, editable):
        if array is not None and array.shape != shape:
            raise ValueError(f"a change of shape {array.shape} for a rectangle of {shape}")


def _after(
    mask: Mask,
    touched: Mask,
    change: Change,
    editable: NDArray[np.bool_] | None,
    part: tuple[slice, slice],
) -> tuple[Mask, Mask]:
    """The mask and the touched pixels of a window after a part of a change."""
    pixels = change.pixels[part]
    if editable is not None:
        pixels = np.where(editable[part], pixels, mask)
    if change.marks is None:
        return pixels, np.where(mask != pixels, np.uint8(DRAWN), touched)
    marks = change.marks[part]
    return pixels, marks if editable is None else np.where(editable[part], marks, touched)


class Brush(NamedTuple):
    """A brush.

    Attributes:
        diameter: In pixels, at least 1.
        value: What it paints: 0 background, 1..C class, 255 ignore.
    """

    diameter: int
    value: int


Point = tuple[float, float]
"""(x, y) in pixels; the centre of the first pixel is (0.5, 0.5)."""


def stroke_rect(start: Point, end: Point, diameter: int) -> Rect:
    """Rectangle that holds every pixel of a straight stroke."""
    reach = diameter / 2 + 1
    return Rect(
        int(np.floor(min(start[1], end[1]) - reach)),
        int(np.floor(min(start[0], end[0]) - reach)),
        int(np.ceil(max(start[1], end[1]) + reach)),
        int(np.ceil(max(start[0], end[0]) + reach)),
    )


def paint_stroke(
    mask: Mask,
    start: Point,
    end: Point,
    brush: Brush,
    *,
    touch: Callable[[Rect], None] = lambda rect: None,
) -> Rect:
    """Paint a straight stroke with a round brush, in place.

    Every pixel whose centre is within the brush's radius of the line from `start` to `end` is
    painted, so fast strokes have no gaps, whatever the distance of the mouse events.

    Args:
        mask: uint8 (H, W).
        start: Where the stroke begins.
        end: Where it ends; the same point makes a dot.
        brush: What with.
        touch: Told the rectangle before it is painted.

    Returns:
        The rectangle that may have changed; empty if the stroke misses the mask.
    """
    rect = stroke_rect(start, end, brush.diameter).clipped(mask.shape)
    if rect.is_empty:
        return EMPTY
    touch(rect)
    inside = _capsule(start, end, brush.diameter, rect)
    mask[rect.slices][inside] = brush.value
    return rect


def _capsule(start: Point, end: Point, diameter: int, rect: Rect) -> NDArray[np.bool_]:
    """Bool (h, w): pixels of `rect` whose centre is near the line."""
    if diameter <= 1:
        return _thin_line(start, end, rect)
    y = np.arange(rect.top, rect.bottom, dtype=np.float32)[:, None] + np.float32(0.5 - start[1])
    x = np.arange(rect.left, rect.right, dtype=np.float32)[None, :] + np.float32(0.5 - start[0])
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if length > 1e-6:  # a shorter stroke is a dot
        along = np.clip((x * np.float32(dx) + y * np.float32(dy)) / np.float32(length), 0, 1)
        x = x - along * np.float32(dx)
        y = y - along * np.float32(dy)
    return np.asarray(x * x + y * y <= np.float32(diameter / 2) ** 2)


def _thin_line(start: Point, end: Point, rect: Rect) -> NDArray[np.bool_]:
    """A line one pixel wide through the pixels that hold its ends."""
    drawn = np.zeros((rect.bottom - rect.top, rect.right - rect.left), np.uint8)
    first = (int(np.floor(start[0])) - rect.left, int(np.floor(start[1])) - rect.top)
    last = (int(np.floor(end[0])) - rect.left, int(np.floor(end[1])) - rect.top)
    cv2.line(drawn, first, last, 1)
    return drawn.astype(bool)


def _tiles_of(rect: Rect) -> Iterator[tuple[int, int]]:
    if rect.is_empty:
        return
    for row in range(rect.top // TILE, (rect.bottom - 1) // TILE + 1):
        for column in range(rect.left // TILE, (rect.right - 1) // TILE + 1):
            yield row, column


def _tile_rect(row: int, column: int, mask: Mask) -> Rect:
    top, left = row * TILE, column * TILE
    return Rect(top, left, top + TILE, left + TILE).clipped(mask.shape)


def _bounds(different: NDArray[np.bool_], rect: Rect) -> Rect:
    rows = np.flatnonzero(different.any(axis=1))
    columns = np.flatnonzero(different.any(axis=0))
    return Rect(
        rect.top + int(rows[0]),
        rect.left + int(columns[0]),
        rect.top + int(rows[-1]) + 1,
        rect.left + int(columns[-1]) + 1,
    )


def _pack(values: Mask) -> bytes:
    return zlib.compress(np.ascontiguousarray(values).tobytes(), level=1)


def _unpack(data: bytes, rect: Rect) -> Mask:
    shape = (rect.bottom - rect.top, rect.right - rect.left)
    return np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(shape)
