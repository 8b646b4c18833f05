"""Fill and magic wand: one press finds a region of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.editing.flood import label_region, similar_region
from stac_core.editing.region import NOTHING
from stac_core.types import BACKGROUND
from stac_gui.canvas import jobs
from stac_gui.canvas.jobs import Latest, paint, to_show
from stac_gui.canvas.tools import NO_PREVIEW, BaseTool, Preview, Trouble
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from stac_core.editing.levels import Levels
    from stac_core.editing.region import Region
    from stac_core.labels.mask_edit import Point
    from stac_gui.canvas.tools import Editable, Pointer, Scene, ToolOptions

_DRAG: Final = 2.0
"""Screen pixels to drag for one level of tolerance."""


class _Found(NamedTuple):
    """The region of a label at some time."""

    region: Region
    revision: int
    target: Editable

    def holds(self, target: Editable | None, pixel: tuple[int, int]) -> bool:
        """Whether a pixel belongs to it, of the same mask as it still is."""
        if target is not self.target or target.revision != self.revision:
            return False
        x, y = pixel[0] - self.region.rect.left, pixel[1] - self.region.rect.top
        height, width = self.region.inside.shape
        return 0 <= x < width and 0 <= y < height and bool(self.region.inside[y, x])


class FillTool(BaseTool):
    """Gives the connected region of one label under the pointer another: fills holes, relabels.

    The region's outline is shown before it is pressed.
    """

    def __init__(self, scene: Scene, options: ToolOptions) -> None:
        super().__init__(scene, options)
        self._jobs = Latest(scene)
        self._found: _Found | None = None
        self._pressed: int | None = None

    @property
    def is_active(self) -> bool:
        """Whether a region that was pressed is still looked for."""
        return self._pressed is not None

    def press(self, pointer: Pointer) -> None:
        """Fill the region under the pointer as soon as it is known."""
        super().press(pointer)
        self._pressed = self.label(pointer)
        self._look(pointer)

    def move(self, pointer: Pointer) -> None:
        """Look for the region under the pointer."""
        super().move(pointer)
        if self._pressed is None:
            self._look(pointer)

    def leave(self) -> None:
        """Show nothing."""
        super().leave()
        if self._pressed is None:
            self._jobs.forget()

    def cancel(self) -> None:
        """Fill nothing."""
        self._pressed, self._found = None, None
        self._jobs.forget()

    def preview(self) -> Preview:
        """The outline of what a press would fill."""
        found, pointer = self._found, self.hovered
        if (
            found is None
            or pointer is None
            or not found.holds(self.scene.target, pixel_at(pointer))
        ):
            return NO_PREVIEW
        value = self.label(pointer)
        if found.target.mask[pixel_at(pointer)[::-1]] == value:
            return NO_PREVIEW  # it is of that class already
        return Preview(region=found.region, is_hint=True, value=value)

    def _look(self, pointer: Pointer) -> None:
        target, pixel = self.scene.target, pixel_at(pointer)
        if target is None:
            return
        if self._found is not None and self._found.holds(target, pixel):
            self._fill(self._found)
            return
        revision, mask, scene = target.revision, target.mask, self.scene
        self._jobs.ask(
            lambda: _Found(to_show(scene, label_region(mask, pixel)), revision, target),
            self._take,
            is_quick=mask.size <= jobs.QUICK,
        )

    def _take(self, found: _Found) -> None:
        self._found = found
        self._fill(found)

    def _fill(self, found: _Found) -> None:
        value, self._pressed = self._pressed, None
        same = found.target is self.scene.target and found.target.revision == found.revision
        if value is not None and same and not found.region.rect.is_empty:
            region = found.region
            paint(
                self.scene, found.target, lambda: region, value, "fill", pixels=region.inside.size
            )


class WandTool(BaseTool):
    """Press on something and drag to the right until all of it is taken, and nothing else.

    Dragging changes the tolerance, which the next press begins with.
    """

    def __init__(self, scene: Scene, options: ToolOptions) -> None:
        super().__init__(scene, options)
        self._jobs = Latest(scene)
        self._target: Editable | None = None
        self._start: Point = (0.0, 0.0)
        self._first = 0
        self._value = BACKGROUND
        self._region = NOTHING
        self._released = False

    @property
    def is_active(self) -> bool:
        """Whether a region is being chosen."""
        return self._target is not None

    def press(self, pointer: Pointer) -> None:
        """Begin with what is similar to the pixel here."""
        super().press(pointer)
        if self._target is not None:
            return
        if self._values() is None:
            self.scene.tell(Trouble.NO_HEAT)
            return
        self._target, self._value = self.scene.target, self.label(pointer)
        self._start, self._first = pointer.point, self.options.tolerance
        self._region, self._released = NOTHING, False
        self._look()

    def move(self, pointer: Pointer) -> None:
        """Take more or less."""
        super().move(pointer)
        if self._target is None or self._released:
            return
        moved = (pointer.point[0] - self._start[0]) / pointer.pixel / _DRAG
        tolerance = int(np.clip(self._first + round(moved), 0, 255))
        if tolerance != self.options.tolerance:
            self.options.tolerance = tolerance
            self.scene.chosen()
            self._look()

    def release(self, pointer: Pointer) -> None:
        """Paint it, as one step, as soon as it is known."""
        super().release(pointer)
        if self._target is None:
            return
        self._released = True
        if not self._jobs.is_busy:
            self._paint()

    def cancel(self) -> None:
        """Paint nothing."""
        self._target, self._region = None, NOTHING
        self._jobs.forget()

    def preview(self) -> Preview:
        """The region and the tolerance."""
        if self._target is None or self.hovered is None:
            return NO_PREVIEW
        tolerance = self.options.tolerance
        text = f"± {decimal(tolerance / 255, 2) if self.options.on_heat else tolerance}"
        region = None if self._region.rect.is_empty else self._region
        return Preview(region=region, value=self._value, text=text, place=self.hovered.point)

    def _look(self) -> None:
        values = self._values()
        if values is None:
            return
        x, y = (int(np.floor(each)) for each in self._start)
        tolerance, connected = self.options.tolerance, self.options.connected
        scene = self.scene
        self._jobs.ask(
            lambda: to_show(scene, similar_region(values, (x, y), tolerance, connected=connected)),
            self._take,
            is_quick=values.shape[0] * values.shape[1] <= jobs.QUICK,
        )

    def _values(self) -> Levels | None:
        return self.scene.heat if self.options.on_heat else self.scene.image

    def _take(self, region: Region) -> None:
        self._region = region
        if self._released:
            self._paint()

    def _paint(self) -> None:
        target, region, value = self._target, self._region, self._value
        self.cancel()
        if target is not None:
            pixels = region.inside.size
            paint(self.scene, target, lambda: region, value, "magic wand", pixels=pixels)


def pixel_at(pointer: Pointer) -> tuple[int, int]:
    """(x, y) of the pixel under the pointer."""
    return int(np.floor(pointer.point[0])), int(np.floor(pointer.point[1]))
