"""GrabCut by scribbles: mark some of the defect and some ground, look at the result, take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from stac_core.editing.region import NOTHING, Region, stroke_region, united
from stac_core.editing.scribbles import ScribbleCut, cut_by_scribbles
from stac_core.labels.mask_edit import Brush
from stac_core.types import BACKGROUND
from stac_gui.canvas.jobs import Latest
from stac_gui.canvas.tools import BaseTool, Line, Preview, Tip, Trouble, tip_diameter

if TYPE_CHECKING:
    from stac_core.labels.mask_edit import Point
    from stac_gui.canvas.tools import Editable, Pointer, Scene, ToolOptions

WIDEST: Final = 60
"""Image pixels that a scribble is wide at most: it marks something, it does not paint."""
_PIECE: Final = 32


class _Scribble:
    """One stroke.

    Attributes:
        value: What it says: the class, or background.
        pixels: What it covers.
        lines: It, to be seen.
    """

    def __init__(self, value: int, width: int, start: Point, shape: tuple[int, int]) -> None:
        self.value, self.lines = value, [Line((start,), width=width, value=value)]
        self.pixels: Region = NOTHING
        self._shape = shape
        self.go_on(start)

    def go_on(self, point: Point) -> None:
        """Draw to a point."""
        line = self.lines[-1]
        last = line.points[-1]
        brush = Brush(int(line.width), 1)
        self.pixels = united(self.pixels, stroke_region(last, point, brush, self._shape))
        if len(line.points) < _PIECE:
            self.lines[-1] = line._replace(points=(*line.points, point))
        else:
            self.lines.append(line._replace(points=(last, point)))


class ScribbleTool(BaseTool):
    """Scribble on the defect, and with the right button or Alt on the ground.

    After each scribble the defect is looked for again. Enter takes it, as one step; Backspace takes
    the last scribble back, Escape all of them.
    """

    def __init__(self, scene: Scene, options: ToolOptions) -> None:
        super().__init__(scene, options)
        self._jobs = Latest(scene)
        self._target: Editable | None = None
        self._value = BACKGROUND
        self._scribbles: list[_Scribble] = []
        self._is_down = False
        self._cut: ScribbleCut | None = None
        self._revision = 0
        self._takes = False
        self._has_said = False

    @property
    def is_active(self) -> bool:
        """Whether there are scribbles."""
        return bool(self._scribbles)

    @property
    def is_pending(self) -> bool:
        """Whether Enter takes what was found."""
        return self.is_active and not self._is_down

    def press(self, pointer: Pointer) -> None:
        """Begin a scribble."""
        super().press(pointer)
        target = self.scene.target
        if target is None or self.scene.image is None:
            return
        if not self._scribbles:
            self._target, self._value = target, self.scene.value
        height, width = target.mask.shape
        value = BACKGROUND if pointer.subtracts else self._value
        self._scribbles.append(
            _Scribble(value, self._width(pointer), pointer.point, (height, width))
        )
        self._is_down, self._takes = True, False

    def move(self, pointer: Pointer) -> None:
        """Go on with it."""
        super().move(pointer)
        if self._is_down:
            self._scribbles[-1].go_on(pointer.point)

    def release(self, pointer: Pointer) -> None:
        """Look for what it means."""
        super().release(pointer)
        if self._is_down:
            self._is_down = False
            self._look()

    def finish(self) -> bool:
        """Take what was found, or is about to be."""
        if not self.is_pending:
            return False
        target = self._target
        if self._jobs.is_busy or target is None or target.revision != self._revision:
            self._takes = True
            if not self._jobs.is_busy:  # the mask changed since
                self._look()
        else:
            self._take()
        return True

    def step_back(self) -> bool:
        """Take the last scribble back."""
        if not self.is_pending:
            return False
        self._scribbles.pop()
        if self._scribbles:
            self._look()
        else:
            self.cancel()
        return True

    def cancel(self) -> None:
        """Forget the scribbles and what was found."""
        self._scribbles, self._cut, self._target = [], None, None
        self._is_down = self._takes = self._has_said = False
        self._jobs.forget()

    def preview(self) -> Preview:
        """The scribbles, what was found, and the tip."""
        lines = tuple(line for scribble in self._scribbles for line in scribble.lines)
        tips: tuple[Tip, ...] = ()
        if self.hovered is not None:
            tips = (Tip(self.hovered.point, self._width(self.hovered)),)
        value = self._value if self._scribbles else self.scene.value
        if self.hovered is not None and self.hovered.subtracts and not lines:
            value = BACKGROUND
        region = None if self._cut is None or not self._cut.found.pixels else self._cut.found
        busy = self._jobs.is_busy and self.hovered is not None and bool(lines)
        return Preview(
            lines,
            tips,
            region,
            value=value,
            text="…" if busy else "",
            place=(0.0, 0.0) if self.hovered is None else self.hovered.point,
        )

    def _width(self, pointer: Pointer) -> int:
        return min(tip_diameter(self.options, pointer), WIDEST)

    def _look(self) -> None:
        target, image = self._target, self.scene.image
        if target is None or image is None:
            return
        defect = ground = NOTHING
        for scribble in self._scribbles:
            if scribble.value == BACKGROUND:
                ground = united(ground, scribble.pixels)
            else:
                defect = united(defect, scribble.pixels)
        self._revision = target.revision
        mask, value = target.mask, self._value
        self._jobs.ask(lambda: cut_by_scribbles(image, mask, value, defect, ground), self._on_found)

    def _on_found(self, cut: Any) -> None:
        self._cut = cut
        if cut is not None and cut.scale < 1 and not self._has_said:
            self._has_said = True
            self.scene.tell(Trouble.REDUCED)
        if self._takes:
            self._take()

    def _take(self) -> None:
        target, cut, value = self._target, self._cut, self._value
        if cut is None:
            self._takes = False
            return
        self.cancel()
        if target is None:
            return
        target.begin()
        for region, label in ((cut.added, value), (cut.removed, BACKGROUND)):
            target.paint(region, label)
        self.commit(target, "GrabCut")
