"""Editing masks: what an edit changed, as a patch that can be undone, and the brush's shapes.

A patch holds the tiles that an edit touched, before and after, which `MaskPatch.pack` makes small.
Its cost follows the area that was touched, not the size of the image, so a hundred undo steps on an
8192 x 8192 mask stay small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.editing.spans import Spans, round_spans, square_spans
from stac_core.labels.tile_pixels import TilePixels
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

    def grown(self, pixels: int) -> Rect:
        """The rectangle with so many more pixels on each side; it may leave the image."""
        return Rect(
            self.top - pixels, self.left - pixels, self.bottom + pixels, self.right + pixels
        )

    def shared(self, other: Rect) -> Rect:
        """The pixels of both; empty where there are none."""
        return Rect(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    def within(self, other: Rect) -> tuple[slice, slice]:
        """Index of these pixels in an array of the pixels of a larger rectangle."""
        return (
            slice(self.top - other.top, self.bottom - other.top),
            slice(self.left - other.left, self.right - other.left),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width)."""
        return self.bottom - self.top, self.right - self.left

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

    def touches_border_of(self, other: Rect) -> bool:
        """Whether it reaches to an edge of a rectangle that holds it."""
        return any(one == another for one, another in zip(self, other, strict=True))

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

FOUND: Final = 3
"""Mark of a pixel that was different from the proposal when its mask was read; likewise kept."""

UNMARKED: Final = 255
"""Where a change says nothing of whose a pixel is: the mark stays."""


class Change(NamedTuple):
    """New pixels for a rectangle of a mask: what an editing operation wants.

    Attributes:
        rect: Which pixels of the mask.
        pixels: uint8 (h, w), what they become.
        marks: uint8 (h, w), whose the pixels are after this: MODELS, DRAWN or SCRUBBED, UNMARKED
            where that stays. Where None, those that become different are DRAWN.
    """

    rect: Rect
    pixels: Mask
    marks: Mask | None = None


class EditPatches(NamedTuple):
    """What an edit does.

    Attributes:
        mask: To the mask.
        touched: To the marks.
        made: How the rectangle is afterwards, where that is at hand: faster than to unpack it.
    """

    mask: MaskPatch
    touched: MaskPatch | None
    made: Change | None = None

    def packed(self) -> EditPatches:
        """The same, packed by now: for those who make them in a thread."""
        for patch in (self.mask, self.touched):
            if patch is not None:
                patch.pack()
        return self


@dataclass(frozen=True, slots=True)
class PatchTile:
    """A tile before and after an edit."""

    rect: Rect
    before: TilePixels
    after: TilePixels


@dataclass(frozen=True, slots=True)
class MaskPatch:
    """What one edit changed in a mask.

    Attributes:
        rect: Holds all pixels that are different; the smallest such rectangle where one edit alone
            is meant.
    """

    tiles: tuple[PatchTile, ...]
    rect: Rect

    @property
    def size(self) -> int:
        """Bytes of memory it holds."""
        return sum(tile.before.size + tile.after.size for tile in self.tiles)

    def parts(self) -> Iterator[Rect]:
        """Rectangles that hold all pixels that are different: runs of tiles where these are few."""
        high, wide = self.rect.shape
        if 4 * len(self.tiles) * TILE**2 > high * wide:
            yield self.rect
            return
        run = EMPTY
        for rect in sorted(tile.rect for tile in self.tiles):
            goes_on = rect.top == run.top and rect.left == run.right
            if not (goes_on or run.is_empty):
                yield run.shared(self.rect)
            run = run.united(rect) if goes_on else rect
        yield run.shared(self.rect)

    def pack(self) -> None:
        """Hold less memory from now on; takes a while, and may be done in any thread."""
        for tile in self.tiles:
            tile.before.pack()
            tile.after.pack()

    def joined(self, later: MaskPatch) -> MaskPatch | None:
        """This edit and the one that followed it as one; None where the second undoes the first.

        Next to nothing is unpacked: it happens at every step of a wheel.
        """
        tiles = {tile.rect: tile for tile in self.tiles}
        for tile in later.tiles:
            first = tiles.get(tile.rect)
            if first is None:
                tiles[tile.rect] = tile
            elif first.before == tile.after:
                del tiles[tile.rect]
            else:
                tiles[tile.rect] = PatchTile(tile.rect, first.before, tile.after)
        if not tiles:
            return None
        return MaskPatch(tuple(tiles.values()), self.rect.united(later.rect))

    def apply(self, mask: Mask) -> None:
        """Make the edit: the touched pixels get their new values, in place."""
        for tile in self.tiles:
            mask[tile.rect.slices] = tile.after.values()

    def revert(self, mask: Mask) -> None:
        """Undo the edit: the touched pixels get their old values, in place."""
        for tile in self.tiles:
            mask[tile.rect.slices] = tile.before.values()


class EditRecorder:
    """Watches one gesture on a mask: keeps old tiles when they are first touched.

    Args:
        mask: uint8 (H, W), changed in place by the gesture.
    """

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self._old: dict[tuple[int, int], tuple[Rect, TilePixels]] = {}

    def touch(self, rect: Rect) -> None:
        """Call before the pixels of `rect` are changed."""
        for place in _tiles_of(rect.clipped(self._mask.shape)):
            if place not in self._old:
                tile = _tile_rect(*place, self._mask)
                self._old[place] = tile, TilePixels(self._mask[tile.slices])

    def finish(self) -> MaskPatch | None:
        """The patch of the whole gesture; None if no pixel is different."""
        tiles, around = [], EMPTY
        for rect, before in self._old.values():
            after = TilePixels(self._mask[rect.slices])
            if before != after:
                tiles.append(PatchTile(rect, before, after))
                around = around.united(rect)
        self._old = {}
        if not tiles:
            return None
        changed = EMPTY
        for tile in tiles:
            if tile.rect.touches_border_of(around):  # all others are within what these reach
                different = tile.before.values() != tile.after.values()
                changed = changed.united(_bounds(different, tile.rect))
        return MaskPatch(tuple(tiles), changed)

    def abandon(self) -> Rect:
        """Put everything back as it was; returns the rectangle that was restored."""
        restored = EMPTY
        for rect, before in self._old.values():
            self._mask[rect.slices] = before.values()
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
    return _patch_of(before, Rect(0, 0, *before.shape), after)


def found_marks(mask: Mask, proposal: Mask) -> Mask:
    """Marks of a mask that was read: uint8 (H, W), FOUND where it is no proposal, else MODELS."""
    marks: Mask = (mask != proposal).view(np.uint8)
    marks *= FOUND
    return marks


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
    mask[window], touched[window] = _after(mask[window], touched[window], change, editable)


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
    rect = change.rect
    pixels, marks = _after(mask[rect.slices], touched[rect.slices], change, editable)
    patch = _patch_of(mask, rect, pixels)
    if patch is None:
        return None
    return EditPatches(patch, _patch_of(touched, rect, marks), Change(rect, pixels, marks))


def _patch_of(values: Mask, rect: Rect, pixels: Mask) -> MaskPatch | None:
    """The patch that gives a rectangle other pixels; None if none is different."""
    different = values[rect.slices] != pixels
    if not different.any():
        return None
    tiles = []
    for row, column in _tiles_of(rect):
        tile = _tile_rect(row, column, values)
        shared = tile.shared(rect)
        part = shared.within(rect)
        if not different[part].any():
            continue
        before = values[tile.slices]
        after = before.copy()
        after[shared.within(tile)] = pixels[part]
        tiles.append(PatchTile(tile, TilePixels(before), TilePixels(after)))
    return MaskPatch(tuple(tiles), _bounds(different, rect))


def _check_change(mask: Mask, change: Change, editable: NDArray[np.bool_] | None) -> None:
    rect, shape = change.rect, change.rect.shape
    if rect.is_empty or rect.clipped(mask.shape) != rect:
        raise ValueError(f"a change outside a mask of shape {mask.shape}: {rect}")
    for array in (change.pixels, change.marks, editable):
        if array is not None and array.shape != shape:
            raise ValueError(f"a change of shape {array.shape} for a rectangle of {shape}")


def _after(
    mask: Mask, touched: Mask, change: Change, editable: NDArray[np.bool_] | None
) -> tuple[Mask, Mask]:
    """The mask and the marks of a change's rectangle after it."""
    pixels = change.pixels if editable is None else np.where(editable, change.pixels, mask)
    if change.marks is None:
        return pixels, np.where(mask != pixels, np.uint8(DRAWN), touched)
    marks = np.where(change.marks == UNMARKED, touched, change.marks)
    return pixels, marks if editable is None else np.where(editable, marks, touched)


class Brush(NamedTuple):
    """A brush.

    Attributes:
        diameter: In pixels, at least 1; the side of a square one.
        value: What it paints: 0 background, 1..C class, 255 ignore.
        is_square: Whether its tip is a square; else it is round.
    """

    diameter: int
    value: int
    is_square: bool = False


Point = tuple[float, float]
"""(x, y) in pixels; the centre of the first pixel is (0.5, 0.5)."""


def stroke_spans(start: Point, end: Point, brush: Brush) -> Spans:
    """The pixels of a straight stroke, row by row.

    Every pixel whose centre is within the round brush's radius of the line from `start` to `end`
    belongs to it, or is passed over by the square one, so fast strokes have no gaps, whatever the
    distance of the mouse events. A brush of one pixel draws the thinnest line there is.
    """
    if brush.diameter <= 1:
        return _thin_line(start, end)
    if brush.is_square:
        return square_spans(start, end, brush.diameter)
    return round_spans(start, end, brush.diameter)


def paint_stroke(
    mask: Mask,
    start: Point,
    end: Point,
    brush: Brush,
    *,
    touch: Callable[[Rect], None] = lambda rect: None,
) -> Rect:
    """Paint a straight stroke, in place.

    Args:
        mask: uint8 (H, W).
        start: Where the stroke begins.
        end: Where it ends; the same point makes a dot.
        brush: What with.
        touch: Told the rectangle before it is painted.

    Returns:
        The smallest rectangle around the stroke; empty if the stroke misses the mask.
    """
    spans = stroke_spans(start, end, brush).clipped(mask.shape)
    rect = spans_rect(spans)
    if rect.is_empty:
        return EMPTY
    touch(rect)
    paint_spans(mask, spans, brush.value)
    return rect


def paint_spans(mask: Mask, spans: Spans, value: int) -> None:
    """Give the pixels of clipped runs a value, in place."""
    for row, (left, right) in enumerate(
        zip(spans.left.tolist(), spans.right.tolist(), strict=True), spans.top
    ):
        mask[row, left:right] = value


def spans_rect(spans: Spans) -> Rect:
    """The smallest rectangle around runs of pixels."""
    filled = np.flatnonzero(spans.right > spans.left)
    if not len(filled):
        return EMPTY
    return Rect(
        spans.top + int(filled[0]),
        int(spans.left[filled].min()),
        spans.top + int(filled[-1]) + 1,
        int(spans.right[filled].max()),
    )


def _thin_line(start: Point, end: Point) -> Spans:
    """A line one pixel wide through the pixels that hold its ends."""
    first = (int(np.floor(start[0])), int(np.floor(start[1])))
    last = (int(np.floor(end[0])), int(np.floor(end[1])))
    top, left = min(first[1], last[1]), min(first[0], last[0])
    drawn = np.zeros((abs(first[1] - last[1]) + 1, abs(first[0] - last[0]) + 1), np.uint8)
    cv2.line(drawn, (first[0] - left, first[1] - top), (last[0] - left, last[1] - top), 1)
    begin = drawn.argmax(axis=1)  # the pixels of a row are next to each other
    return Spans(top, left + begin, left + begin + np.count_nonzero(drawn, axis=1))


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
    left, top, width, height = cv2.boundingRect(different.view(np.uint8))
    top, left = rect.top + top, rect.left + left
    return Rect(top, left, top + height, left + width)
