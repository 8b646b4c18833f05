"""What the mouse does to a mask: state machines without any widget.

The canvas knows one protocol. It tells the tool at hand where the pointer is, and paints whatever
the tool wants to be seen, which is data in image pixels. A gesture is one step of undo, however
long it is; Escape abandons it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from stac_core.labels.mask_edit import Brush, Change, Point
from stac_core.types import BACKGROUND
from stac_gui.canvas.pyramid import RegionLevels

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.editing.levels import Levels
    from stac_core.editing.limits import EditGuard
    from stac_core.editing.region import Region
    from stac_core.labels.mask_edit import EditPatches
    from stac_core.types import Mask

    Run = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[], object]], None]

MIN_DIAMETER: Final = 1
MAX_DIAMETER: Final = 400
SMALLEST_PIECE: Final = 4
LARGEST_PIECE: Final = 64
LARGEST_TIP: Final = 2048
"""Image pixels that a brush is wide at most, however far the image is zoomed out."""


class ToolKind(enum.Enum):
    """The tools."""

    PAN = "pan"
    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    LASSO = "lasso"
    FILL = "fill"
    WAND = "wand"
    SMART = "smart"
    SCRIBBLE = "scribble"
    PIECES = "pieces"


class Editable(Protocol):
    """What a tool needs of a mask document. What is between begin and commit is one step."""

    mask: Mask
    guard: EditGuard | None

    @property
    def revision(self) -> int:
        """Another number after each change."""

    def begin(self) -> None:
        """Start a gesture."""

    def stroke(self, start: Point, end: Point, brush: Brush) -> None:
        """Paint a straight piece."""

    def paint(self, region: Region, value: int) -> None:
        """Give pixels a label."""

    def edit(self, change: Change, text: str, *, editable: NDArray[np.bool_] | None = None) -> bool:
        """Change them as a step of its own; False if none is different."""

    def patches(
        self, change: Change, *, editable: NDArray[np.bool_] | None = None
    ) -> EditPatches | None:
        """What `edit` would do, without doing it; in any thread."""

    def take(self, patches: EditPatches, text: str) -> None:
        """Do it, if the mask is still of the same revision."""

    def commit(self, text: str) -> bool:
        """End the gesture as one step; False if no pixel is different."""

    def abandon(self) -> None:
        """Break the gesture off."""


@dataclass
class ToolOptions:
    """What a person chooses for the tools; kept from one day to the next.

    Attributes:
        diameter: Of brushes, in image pixels, or screen pixels where `on_screen`.
        square: Whether brush and eraser have a square tip.
        on_screen: Whether brushes have the same size on the screen at every zoom.
        tolerance: Of the wand, in 0..255.
        on_heat: Whether the wand looks at the heat map rather than the image.
        connected: Whether the wand takes only what is connected.
        piece: Width of superpixels, in image pixels.
        unsure_only: Whether the smart brush changes only what the heat map is unsure of.
    """

    diameter: int = 12
    square: bool = False
    on_screen: bool = False
    tolerance: int = 12
    on_heat: bool = False
    connected: bool = True
    piece: int = 12
    unsure_only: bool = False


class Pointer(NamedTuple):
    """Where the pointer is and how it is held.

    Attributes:
        point: (x, y) in image pixels.
        subtracts: Whether it takes away: right button, Alt, or a pen's eraser.
        pressure: Of a pen, in [0, 1]; a mouse has 1.
        pixel: Image pixels in one pixel of the screen.
    """

    point: Point
    subtracts: bool = False
    pressure: float = 1.0
    pixel: float = 1.0


class Line(NamedTuple):
    """A line to be seen.

    Attributes:
        points: (x, y) in image pixels.
        marked: Whether each point has a mark.
        is_faint: Whether it only shows how an outline would close.
        width: In image pixels, of what was scribbled; 0 for a thin outline.
        value: Whose colour it has; that of the preview where None.
    """

    points: tuple[Point, ...]
    marked: bool = False
    is_faint: bool = False
    width: float = 0.0
    value: int | None = None


class Tip(NamedTuple):
    """A brush's outline to be seen, in image pixels."""

    center: Point
    diameter: float
    is_square: bool = False


class Preview(NamedTuple):
    """What a tool shows over the image.

    Attributes:
        lines: Drawn in the colour of `value`.
        tips: Outlines of brushes.
        region: Pixels, drawn as a mask of that class would be.
        is_hint: Whether the region is drawn as an outline only.
        value: The class; background is drawn white.
        text: A few words beside `place`.
        place: (x, y) in image pixels.
    """

    lines: tuple[Line, ...] = ()
    tips: tuple[Tip, ...] = ()
    region: Region | None = None
    is_hint: bool = False
    value: int = BACKGROUND
    text: str = ""
    place: Point = (0.0, 0.0)


NO_PREVIEW: Final = Preview()


class Trouble(enum.Enum):
    """Why a tool does nothing where the person expects something."""

    NO_HEAT = "no-heat"
    NO_UNSURE = "no-unsure"
    TOO_LATE = "too-late"
    LIMITED = "limited"
    REDUCED = "reduced"


def _at_once(
    work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[], object]
) -> None:
    done(work())


def _nothing() -> None:
    """Nobody listens."""


@dataclass
class Scene:
    """What tools work on.

    Attributes:
        target: The mask; None while there is none.
        value: The class at hand.
        image: As it is shown.
        heat: uint8 (H, W), the heat map that is shown, 0..255 = 0..1.
        unsure: From which level to which the heat map is unsure; None where nobody knows.
        levels: Smaller copies of regions that are shown.
        run: Does work that may take long in a thread, then hands over its result or says that it
            failed; at once where there are no threads.
        chosen: Called when a tool has changed an option.
        tell: Called when a tool cannot do what is asked of it.
        pending: Called when there begins or ceases to be something that Enter completes.
        changed: Called when a preview is different without the pointer having moved.
    """

    target: Editable | None = None
    value: int = 1
    image: Levels | None = None
    heat: NDArray[np.uint8] | None = None
    unsure: tuple[int, int] | None = None
    levels: RegionLevels = field(default_factory=RegionLevels)
    run: Run = _at_once
    changed: Callable[[], None] = _nothing
    chosen: Callable[[], None] = _nothing
    tell: Callable[[Trouble], None] = lambda trouble: None
    pending: Callable[[bool], None] = lambda is_pending: None


class Tool(Protocol):
    """A tool: what happens at each event of the pointer, and what is to be seen of it."""

    @property
    def is_active(self) -> bool:
        """Whether there is something that Escape abandons."""

    @property
    def is_pending(self) -> bool:
        """Whether there is something that Enter completes."""

    def press(self, pointer: Pointer) -> None:
        """A button went down; only called while the scene has a target."""

    def move(self, pointer: Pointer) -> None:
        """The pointer moved, with or without a button held."""

    def release(self, pointer: Pointer) -> None:
        """The button went up."""

    def leave(self) -> None:
        """The pointer left the canvas."""

    def cancel(self) -> None:
        """Abandon what was begun; the mask is as it was."""

    def finish(self) -> bool:
        """Enter: complete what was begun; False if there is nothing."""

    def double_click(self) -> bool:
        """Complete what was begun, where a double click does that; False where it is a press."""

    def step_back(self) -> bool:
        """Backspace: take the last piece back; False if there is none."""

    def preview(self) -> Preview:
        """What is to be seen."""


class BaseTool:
    """What most tools have in common.

    Args:
        scene: What it works on; shared by all tools.
        options: What was chosen; shared too.
    """

    def __init__(self, scene: Scene, options: ToolOptions) -> None:
        self.scene, self.options = scene, options
        self.hovered: Pointer | None = None

    @property
    def is_active(self) -> bool:
        return False

    @property
    def is_pending(self) -> bool:
        return False

    def press(self, pointer: Pointer) -> None:
        self.hovered = pointer

    def move(self, pointer: Pointer) -> None:
        self.hovered = pointer

    def release(self, pointer: Pointer) -> None:
        self.hovered = pointer

    def leave(self) -> None:
        self.hovered = None

    def cancel(self) -> None:
        """Nothing to abandon."""

    def finish(self) -> bool:
        return False

    def double_click(self) -> bool:
        return False

    def step_back(self) -> bool:
        return False

    def preview(self) -> Preview:
        return NO_PREVIEW

    def commit(self, target: Editable, text: str) -> None:
        """End a gesture, and say so where limits have let nothing through."""
        if not target.commit(text) and target.guard is not None:
            self.scene.tell(Trouble.LIMITED)

    def label(self, pointer: Pointer) -> int:
        """What the pointer paints: the class at hand, or background."""
        return BACKGROUND if pointer.subtracts else self.scene.value


class BrushTool(BaseTool):
    """Brush and eraser: press, move and release make one gesture.

    Args:
        scene: What it works on.
        options: Diameter and shape.
        erases: Whether it paints background always.

    Attributes:
        value: The label of the stroke at hand.
    """

    name = "brush"

    def __init__(self, scene: Scene, options: ToolOptions, *, erases: bool = False) -> None:
        super().__init__(scene, options)
        self.value = BACKGROUND
        self._erases = erases
        self._target: Editable | None = None
        self._last: Point = (0.0, 0.0)

    @property
    def is_active(self) -> bool:
        """Whether a gesture is going on."""
        return self._target is not None

    def press(self, pointer: Pointer) -> None:
        """Start at a point."""
        super().press(pointer)
        target = self.scene.target
        if target is None or self._target is not None:
            return
        self._target, self._last = target, pointer.point
        self.value = self.label(pointer)
        target.begin()
        self.paint(target, pointer.point, pointer.point, pointer)

    def move(self, pointer: Pointer) -> None:
        """Go on to a point; without a press nothing is painted."""
        super().move(pointer)
        if self._target is not None and pointer.point != self._last:
            self.paint(self._target, self._last, pointer.point, pointer)
            self._last = pointer.point

    def release(self, pointer: Pointer) -> None:
        """End the gesture."""
        super().release(pointer)
        if self._target is not None:
            target, self._target = self._target, None
            self.commit(target, "erase" if self.value == BACKGROUND else self.name)

    def cancel(self) -> None:
        """Abandon the gesture."""
        if self._target is not None:
            target, self._target = self._target, None
            target.abandon()

    def preview(self) -> Preview:
        """The brush's outline at the pointer."""
        if self.hovered is None:
            return NO_PREVIEW
        value = self.value if self.is_active else self.label(self.hovered)
        return Preview(tips=(self.tip(self.hovered),), value=value)

    def label(self, pointer: Pointer) -> int:
        """Background for the eraser."""
        return BACKGROUND if self._erases else super().label(pointer)

    def paint(self, target: Editable, start: Point, end: Point, pointer: Pointer) -> None:
        """Paint a straight piece of the stroke; a dot where both ends are the same."""
        target.stroke(start, end, Brush(self.diameter(pointer), self.value, self.options.square))

    def tip(self, pointer: Pointer) -> Tip:
        """The outline at a place."""
        return Tip(pointer.point, self.diameter(pointer), self.options.square)

    def diameter(self, pointer: Pointer) -> int:
        """In image pixels, at this zoom and under this pressure."""
        return tip_diameter(self.options, pointer)


def tip_diameter(options: ToolOptions, pointer: Pointer) -> int:
    """Diameter of a brush in image pixels, at this zoom and under this pressure."""
    wanted = options.diameter * pointer.pressure
    if options.on_screen:
        wanted *= pointer.pixel
    return min(max(round(wanted), MIN_DIAMETER), LARGEST_TIP)


def resized(diameter: int, steps: int) -> int:
    """A larger or smaller diameter, by about a tenth for each step and at least a pixel."""
    change = max(1, round(diameter * 0.12))
    return min(max(diameter + steps * change, MIN_DIAMETER), MAX_DIAMETER)
