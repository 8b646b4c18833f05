"""Superpixels: hovering outlines a piece of the image, dragging paints the pieces passed over."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from stac_core.editing.superpixels import Superpixels, superpixels, tile_at
from stac_core.types import BACKGROUND
from stac_gui.canvas.jobs import Latest
from stac_gui.canvas.tools import BaseTool, Preview
from stac_gui.canvas.tools_region import pixel_at

if TYPE_CHECKING:
    from stac_core.editing.levels import Levels
    from stac_core.editing.region import Region
    from stac_core.labels.mask_edit import Point, Rect
    from stac_gui.canvas.tools import Editable, Pointer, Scene, ToolOptions

_TILES: Final = 6
"""So many tiles are remembered; one takes about 4 MB, with large pieces 10."""


class _Key(NamedTuple):
    """What pieces depend on, beside the image."""

    rect: Rect
    size: int


class PieceTool(BaseTool):
    """Paints pieces of the image that follow its edges; the right button takes them away.

    An image is cut into pieces in a thread, a large one only around the pointer. What is dragged
    over meanwhile is painted when they are there.
    """

    def __init__(self, scene: Scene, options: ToolOptions) -> None:
        super().__init__(scene, options)
        self._jobs = Latest(scene)
        self._image: Levels | None = None
        self._tiles: OrderedDict[_Key, Superpixels] = OrderedDict()
        self._asked: _Key | None = None
        self._target: Editable | None = None
        self._value = BACKGROUND
        self._size = 0
        self._last: Point = (0.0, 0.0)
        self._ahead: list[tuple[int, int]] = []
        self._painted: set[int] = set()
        self._released = False
        self._shown: tuple[_Key, int, Region] | None = None

    @property
    def is_active(self) -> bool:
        """Whether a gesture is going on."""
        return self._target is not None

    def press(self, pointer: Pointer) -> None:
        """Paint the piece under the pointer."""
        super().press(pointer)
        target = self.scene.target
        if target is None or self.scene.image is None or self._target is not None:
            return
        self._target, self._value = target, self.label(pointer)
        self._size, self._last = self.options.piece, pointer.point
        self._ahead, self._painted, self._released = [pixel_at(pointer)], set(), False
        target.begin()
        self._go_on()

    def move(self, pointer: Pointer) -> None:
        """Paint the pieces on the way, or look at the one here."""
        super().move(pointer)
        if self._target is None:
            if self.scene.target is not None:
                self._piece_at(pixel_at(pointer), self.options.piece)
            return
        self._ahead += _pixels_between(self._last, pointer.point, self._size)
        self._last = pointer.point
        self._go_on()

    def release(self, pointer: Pointer) -> None:
        """End the gesture as soon as all pieces are there."""
        super().release(pointer)
        self._released = True
        self._go_on()

    def cancel(self) -> None:
        """Abandon the gesture."""
        target, self._target = self._target, None
        self._ahead = []
        if target is not None:
            target.abandon()

    def preview(self) -> Preview:
        """The outline of the piece under the pointer."""
        if self.hovered is None:
            return Preview()
        pixel, place = pixel_at(self.hovered), self.hovered.point
        value = self._value if self.is_active else self.label(self.hovered)
        # while pieces are painted, those on the way are made before the one that is looked at
        size = self._size if self.is_active else self.options.piece
        found = self._piece_at(pixel, size, makes=not self._ahead)
        if found is None:
            return Preview(value=value, text="…" if self._jobs.is_busy else "", place=place)
        key, pieces, number = found
        if self._shown is None or self._shown[:2] != (key, number):
            self._shown = key, number, pieces.region(number)
        return Preview(region=self._shown[2], is_hint=True, value=value)

    # ---- inside --------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Paint the pieces along the way as far as they are known."""
        target = self._target
        if target is None:
            return
        while self._ahead:
            pixel = self._ahead[0]
            if self._key_at(pixel, self._size) is not None:
                found = self._piece_at(pixel, self._size)
                if found is None:
                    return  # until its tile is there
                _, pieces, number = found
                piece = int(pieces.ids[number])  # it may have been found in the next tile, too
                if piece not in self._painted:
                    self._painted.add(piece)
                    target.paint(pieces.region(number), self._value)
            self._ahead.pop(0)
        if self._released:
            self._target = None
            self.commit(target, "erase" if self._value == BACKGROUND else "superpixels")

    def _key_at(self, pixel: tuple[int, int], size: int) -> _Key | None:
        """Which tile a pixel belongs to; None outside the image."""
        image = self.scene.image
        if image is None or not (0 <= pixel[0] < image.shape[1] and 0 <= pixel[1] < image.shape[0]):
            return None
        return _Key(tile_at(*pixel, image.shape, size), size)

    def _piece_at(
        self, pixel: tuple[int, int], size: int, *, makes: bool = True
    ) -> tuple[_Key, Superpixels, int] | None:
        """The piece that holds a pixel; None where it is still to be made, which `makes` begins."""
        image, key = self.scene.image, self._key_at(pixel, size)
        if image is not self._image:  # another image, or other black and white points
            self._image, self._asked, self._shown = image, None, None
            self._tiles.clear()
            self._jobs.forget()
        if image is None or key is None:
            return None
        pieces = self._tiles.get(key)
        if pieces is not None:
            self._tiles.move_to_end(key)
            number = pieces.number_at(*pixel)
            return None if number is None else (key, pieces, number)
        if makes and key != self._asked:
            self._asked = key
            self._jobs.ask(
                lambda: superpixels(image, key.rect, size), lambda made: self._take(key, made)
            )
        return None

    def _take(self, key: _Key, pieces: Superpixels) -> None:
        self._asked = None
        self._tiles[key] = pieces
        while len(self._tiles) > _TILES:
            self._tiles.popitem(last=False)
        self._go_on()


def _pixels_between(start: Point, end: Point, size: int) -> list[tuple[int, int]]:
    """Pixels on the way from a point to another, so close that no piece is passed over."""
    count = max(1, math.ceil(math.dist(start, end) / max(1.0, size / 4)))
    steps = [step / count for step in range(1, count + 1)]
    (x, y), (x1, y1) = start, end
    return [(math.floor(x + step * (x1 - x)), math.floor(y + step * (y1 - y))) for step in steps]
