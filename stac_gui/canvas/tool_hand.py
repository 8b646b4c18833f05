"""The tool at hand: gives it the pointer's events, and keeps what it shows on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from stac_gui.canvas.previews import PreviewLayer
from stac_gui.canvas.tools import (
    LARGEST_PIECE,
    NO_PREVIEW,
    SMALLEST_PIECE,
    BrushTool,
    Pointer,
    Scene,
    Tool,
    ToolKind,
    ToolOptions,
    resized,
)
from stac_gui.canvas.tools_edge import EdgeBrushTool
from stac_gui.canvas.tools_outline import LassoTool, PolygonTool
from stac_gui.canvas.tools_pieces import PieceTool
from stac_gui.canvas.tools_region import FillTool, WandTool
from stac_gui.canvas.tools_scribble import ScribbleTool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QPointF, QRect
    from PySide6.QtGui import QPainter, QRegion

    from stac_gui.canvas.rendering import MaskStyle
    from stac_gui.canvas.tools import Editable
    from stac_gui.canvas.viewport import Viewport


class View(Protocol):
    """What the hand needs of the canvas."""

    @property
    def viewport(self) -> Viewport:
        """Zoom and position."""

    def devicePixelRatioF(self) -> float:
        """Device pixels per widget pixel."""

    def update(self, region: QRegion, /) -> None:
        """Repaint a part."""


class ToolHand:
    """Holds one of the tools.

    Args:
        view: The canvas.

    Attributes:
        scene: What the tools work on.
        options: What was chosen for them.
        kind: The tool at hand.
        is_away: Whether the tool shows nothing, as while the image is dragged.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self.scene = Scene(changed=self.refresh)
        self.options = ToolOptions()
        self.kind = ToolKind.PAN
        self.is_away = False
        self._layer = PreviewLayer(self.scene.levels)
        self._was_pending = False
        self._button = Qt.MouseButton.NoButton
        scene, options = self.scene, self.options
        self._tools: dict[ToolKind, Tool] = {
            ToolKind.BRUSH: BrushTool(scene, options),
            ToolKind.ERASER: BrushTool(scene, options, erases=True),
            ToolKind.POLYGON: PolygonTool(scene, options),
            ToolKind.LASSO: LassoTool(scene, options),
            ToolKind.FILL: FillTool(scene, options),
            ToolKind.WAND: WandTool(scene, options),
            ToolKind.SMART: EdgeBrushTool(scene, options),
            ToolKind.SCRIBBLE: ScribbleTool(scene, options),
            ToolKind.PIECES: PieceTool(scene, options),
        }

    @property
    def tool(self) -> Tool | None:
        """The tool at hand; None where the image is moved."""
        return self._tools.get(self.kind)

    @property
    def is_active(self) -> bool:
        """Whether there is something that Escape abandons."""
        return self.tool is not None and self.tool.is_active

    @property
    def is_pending(self) -> bool:
        """Whether there is something that Enter completes."""
        return self.tool is not None and self.tool.is_pending

    def take(self, kind: ToolKind) -> None:
        """Take another tool; what the one before had begun is abandoned."""
        self.cancel()
        if self.tool is not None:
            self.tool.leave()
        self.kind = kind
        self.refresh()

    def work_on(self, target: Editable | None) -> None:
        """Work on another mask; what was begun is abandoned."""
        self.cancel()
        self.scene.target = target
        self.refresh()

    # ---- the pointer ---------------------------------------------------------------------

    def press(
        self,
        position: QPointF,
        button: Qt.MouseButton,
        modifiers: Qt.KeyboardModifier,
        *,
        pressure: float = 1.0,
        erases: bool = False,
    ) -> None:
        """A button went down; while one is down, others are not heard."""
        held = self._button is not Qt.MouseButton.NoButton
        if self.tool is None or self.scene.target is None or held:
            return
        self._button = button
        self.tool.press(self._pointer(position, modifiers, pressure, erases=erases))
        self.refresh()

    def move(
        self,
        position: QPointF,
        modifiers: Qt.KeyboardModifier,
        *,
        pressure: float = 1.0,
        erases: bool = False,
    ) -> None:
        """The pointer moved."""
        if self.tool is not None:
            self.tool.move(self._pointer(position, modifiers, pressure, erases=erases))
            self.refresh()

    def release(
        self, position: QPointF, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier
    ) -> None:
        """A button went up."""
        if button is not self._button:
            return
        if self.tool is not None:
            self.tool.release(self._pointer(position, modifiers, 1.0, erases=False))
        self._button = Qt.MouseButton.NoButton
        self.refresh()

    def leave(self) -> None:
        """The pointer left the canvas."""
        if self.tool is not None:
            self.tool.leave()
            self.refresh()

    # ---- keys ----------------------------------------------------------------------------

    def cancel(self) -> bool:
        """Abandon what was begun; False if there is nothing."""
        active = self.is_active
        if self.tool is not None:
            self.tool.cancel()
        self._button = Qt.MouseButton.NoButton
        self.refresh()
        return active

    def finish(self) -> bool:
        """Complete what was begun; False if there is nothing to complete."""
        done = self.tool is not None and self.tool.finish()
        self.refresh()
        return done

    def double_click(self) -> bool:
        """The second press of a double click; False where it is a press like any other."""
        done = self.tool is not None and self.tool.double_click()
        self.refresh()
        return done

    def step_back(self) -> bool:
        """Take the last piece back; False if there is none."""
        done = self.tool is not None and self.tool.step_back()
        self.refresh()
        return done

    def resize(self, steps: int) -> None:
        """Make the brush, or the pieces, larger or smaller."""
        options = self.options
        if self.kind is ToolKind.PIECES:
            wanted = resized(options.piece, steps)
            options.piece = min(max(wanted, SMALLEST_PIECE), LARGEST_PIECE)
        else:
            options.diameter = resized(options.diameter, steps)
        self.refresh()

    # ---- what is seen --------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what the tool shows now."""
        tool = self.tool
        shown = tool is not None and self.scene.target is not None and not self.is_away
        preview = tool.preview() if tool is not None and shown else NO_PREVIEW
        view = self._view
        dirty = self._layer.show(preview, view.viewport, view.devicePixelRatioF())
        if not dirty.isEmpty():
            view.update(dirty)
        if self._was_pending != self.is_pending:
            self._was_pending = self.is_pending
            self.scene.pending(self.is_pending)

    def paint(self, painter: QPainter, rects: Iterable[QRect], style: MaskStyle) -> None:
        """Draw it over the image."""
        view = self._view
        self._layer.paint(painter, rects, view.viewport, view.devicePixelRatioF(), style)

    # ---- inside --------------------------------------------------------------------------

    def _pointer(
        self,
        position: QPointF,
        modifiers: Qt.KeyboardModifier,
        pressure: float,
        *,
        erases: bool,
    ) -> Pointer:
        view = self._view
        ratio, viewport = view.devicePixelRatioF(), view.viewport
        point = viewport.to_image((position.x() * ratio, position.y() * ratio))
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        right = self._button is Qt.MouseButton.RightButton
        return Pointer(point, alt or right or erases, pressure, ratio / viewport.scale)
