"""Polygon and lasso: an outline is drawn, and what it goes around is painted or taken away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from stac_core.editing.polygon import polygon_region
from stac_core.types import BACKGROUND
from stac_gui.canvas.jobs import paint
from stac_gui.canvas.tools import NO_PREVIEW, BaseTool, Line, Preview

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import Point
    from stac_gui.canvas.tools import Editable, Pointer, Scene, ToolOptions

CLOSE: Final = 8.0
"""A click so many screen pixels from the first corner closes the polygon."""
_PIECE: Final = 32
"""A lasso is shown as lines of so many points, so that only its end is drawn again."""


class _OutlineTool(BaseTool):
    """Paints what an outline goes around."""

    def _paint(self, target: Editable, points: list[Point], value: int, text: str) -> None:
        height, width = target.mask.shape
        columns, rows = zip(*points, strict=True)
        pixels = (max(columns) - min(columns)) * (max(rows) - min(rows))
        paint(
            self.scene,
            target,
            lambda: polygon_region(points, (height, width)),
            value,
            text,
            pixels=math.ceil(min(pixels, height * width)),
        )


class PolygonTool(_OutlineTool):
    """Click corner after corner; a click on the first one, Enter or a double click finishes.

    Backspace takes the last corner back, Escape all of them. With the right button, or Alt, held
    at the first corner, the polygon is taken away.
    """

    def __init__(self, scene: Scene, options: ToolOptions) -> None:
        super().__init__(scene, options)
        self._target: Editable | None = None
        self._corners: list[Point] = []
        self._placed = Line(())
        self._value = BACKGROUND

    @property
    def is_active(self) -> bool:
        """Whether corners have been placed."""
        return bool(self._corners)

    @property
    def is_pending(self) -> bool:
        """Whether Enter closes a polygon."""
        return self.is_active

    def press(self, pointer: Pointer) -> None:
        """Place a corner, or finish at the first one."""
        super().press(pointer)
        if not self._corners:
            self._target, self._value = self.scene.target, self.label(pointer)
        if self._is_at_start(pointer):
            self.finish()
        elif not self._corners or self._corners[-1] != pointer.point:
            self._set_corners([*self._corners, pointer.point])

    def finish(self) -> bool:
        """Paint what the corners go around."""
        if not self._corners:
            return False
        corners, target = self._corners, self._target
        self.cancel()
        if target is not None:
            self._paint(target, corners, self._value, "polygon")
        return True

    def double_click(self) -> bool:
        """Paint what the corners go around; the last one is here already."""
        return self.finish()

    def step_back(self) -> bool:
        """Take the last corner back."""
        if not self._corners:
            return False
        self._set_corners(self._corners[:-1])
        return True

    def cancel(self) -> None:
        """Forget the corners."""
        self._set_corners([])
        self._target = None

    def preview(self) -> Preview:
        """The edges so far, and those that a click would make."""
        if not self._corners:
            return NO_PREVIEW
        lines = [self._placed]
        if self.hovered is not None:
            closes = self._is_at_start(self.hovered)
            end = self._corners[0] if closes else self.hovered.point
            lines.append(Line((self._corners[-1], end)))
            if not closes and len(self._corners) > 1:
                lines.append(Line((end, self._corners[0]), is_faint=True))
        return Preview(tuple(lines), value=self._value)

    def _set_corners(self, corners: list[Point]) -> None:
        self._corners = corners
        self._placed = Line(tuple(corners), marked=True)

    def _is_at_start(self, pointer: Pointer) -> bool:
        if len(self._corners) < 3:
            return False
        (x, y), (x0, y0) = pointer.point, self._corners[0]
        return math.hypot(x - x0, y - y0) <= CLOSE * pointer.pixel


class LassoTool(_OutlineTool):
    """Draw around something with the button held; with the right button or Alt it is taken away."""

    def __init__(self, scene: Scene, options: ToolOptions) -> None:
        super().__init__(scene, options)
        self._target: Editable | None = None
        self._points: list[Point] = []
        self._pieces: list[Line] = []
        self._value = BACKGROUND

    @property
    def is_active(self) -> bool:
        """Whether an outline is being drawn."""
        return self._target is not None

    def press(self, pointer: Pointer) -> None:
        """Start an outline."""
        super().press(pointer)
        if self._target is None:
            self._target, self._value = self.scene.target, self.label(pointer)
            self._points, self._pieces = [pointer.point], []

    def move(self, pointer: Pointer) -> None:
        """Go on with it."""
        super().move(pointer)
        if self._target is None or pointer.point == self._points[-1]:
            return
        self._points.append(pointer.point)
        if len(self._points) % _PIECE == 0:
            first = max(0, len(self._points) - _PIECE - 1)
            self._pieces.append(Line(tuple(self._points[first:])))

    def release(self, pointer: Pointer) -> None:
        """Close the outline and paint what it goes around."""
        super().release(pointer)
        if self._target is not None:
            target, points = self._target, self._points
            self.cancel()
            self._paint(target, points, self._value, "lasso")

    def cancel(self) -> None:
        """Forget the outline."""
        self._target = None
        self._points, self._pieces = [], []

    def preview(self) -> Preview:
        """The outline so far, and how it would close."""
        if self._target is None:
            return NO_PREVIEW
        begun = len(self._points) - len(self._points) % _PIECE
        open_end = Line(tuple(self._points[max(0, begun - 1) :]))
        closing = Line((self._points[-1], self._points[0]), is_faint=True)
        return Preview((*self._pieces, open_end, closing), value=self._value)
