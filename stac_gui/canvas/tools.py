"""What the mouse does to a mask: state machines without any widget."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Final, Protocol

from stac_core.labels.mask_edit import Brush, Point
from stac_core.types import BACKGROUND

MIN_DIAMETER: Final = 1
MAX_DIAMETER: Final = 400


class ToolKind(enum.Enum):
    """The tools."""

    PAN = "pan"
    BRUSH = "brush"
    ERASER = "eraser"


class Editable(Protocol):
    """What a tool needs of a mask document."""

    def begin(self) -> None:
        """Start a gesture."""

    def stroke(self, start: Point, end: Point, brush: Brush) -> None:
        """Paint a straight piece."""

    def commit(self, text: str) -> None:
        """End the gesture as one step."""

    def abandon(self) -> None:
        """Break the gesture off."""


@dataclass
class BrushTool:
    """Brush and eraser: press, move and release make one gesture; Escape abandons it.

    Attributes:
        diameter: In image pixels.
        value: The class that the brush paints.
        erases: Whether it paints background instead.
    """

    diameter: int = 12
    value: int = 1
    erases: bool = False
    _target: Editable | None = field(default=None, repr=False)
    _last: Point = (0.0, 0.0)

    @property
    def is_active(self) -> bool:
        """Whether a gesture is going on."""
        return self._target is not None

    @property
    def brush(self) -> Brush:
        """What it paints with."""
        return Brush(self.diameter, BACKGROUND if self.erases else self.value)

    def press(self, target: Editable, point: Point) -> None:
        """Start at a point (x, y) of the image."""
        self._target, self._last = target, point
        target.begin()
        target.stroke(point, point, self.brush)

    def move(self, point: Point) -> None:
        """Go on to a point; without a press this does nothing."""
        if self._target is not None and point != self._last:
            self._target.stroke(self._last, point, self.brush)
            self._last = point

    def release(self) -> None:
        """End the gesture."""
        if self._target is not None:
            target, self._target = self._target, None
            target.commit("erase" if self.erases else "brush")

    def cancel(self) -> None:
        """Abandon the gesture."""
        if self._target is not None:
            target, self._target = self._target, None
            target.abandon()

    def resize(self, steps: int) -> None:
        """Make the brush larger or smaller, by about a tenth for each step and at least a pixel."""
        change = max(1, round(self.diameter * 0.12))
        wanted = self.diameter + steps * change
        self.diameter = min(max(wanted, MIN_DIAMETER), MAX_DIAMETER)
