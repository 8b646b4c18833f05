"""The pointer over the canvas: it moves the image, or works with the tool at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice

from stac_gui.canvas.tools import ToolKind

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QCursor, QMouseEvent, QTabletEvent

    from stac_gui.canvas.tool_hand import ToolHand


class View(Protocol):
    """What the pointer needs of the canvas."""

    tools: ToolHand

    @property
    def has_image(self) -> bool:
        """Whether there is an image."""

    def pan(self, moved: QPointF) -> None:
        """Move the image by widget pixels."""

    def cursor(self) -> QCursor:
        """The pointer that is shown."""

    def setCursor(self, shape: Qt.CursorShape, /) -> None:
        """Show another pointer."""


class Pointing:
    """Where the pointer is, and what it does.

    Args:
        view: The canvas.

    Attributes:
        place: Where it is, in widget pixels; None while it is elsewhere.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self.place: QPointF | None = None
        self._hand = False
        self._grabbed: QPointF | None = None
        self._button = Qt.MouseButton.NoButton

    def hold_hand(self, on: bool) -> None:
        """Move the image with the left button while a key is held."""
        self._hand = on
        self.show()

    def follow(self) -> None:
        """Another image pixel, or another tool, is under a pointer that has not moved."""
        if self.place is not None:
            self._view.tools.move(self.place, Qt.KeyboardModifier.NoModifier)

    def leave(self) -> None:
        """The pointer left the canvas."""
        self.place = None
        self._view.tools.leave()

    # ---- events --------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """A button of the mouse went down."""
        self.place = event.position()
        if event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._moves_image
        ):
            self._grabbed, self._button = event.position(), event.button()
            self.show()
        elif event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton}:
            self._view.tools.press(event.position(), event.button(), event.modifiers())

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved."""
        position = event.position()
        self.place = position
        if self._grabbed is not None:
            moved, self._grabbed = position - self._grabbed, position
            self._view.pan(moved)
        self._view.tools.move(position, event.modifiers())

    def release(self, event: QMouseEvent) -> None:
        """A button of the mouse went up."""
        if self._grabbed is not None and event.button() == self._button:
            self._grabbed = None
            self.show()
        else:
            self._view.tools.release(event.position(), event.button(), event.modifiers())

    def pen(self, event: QTabletEvent) -> bool:
        """A pen: its pressure scales the brush, its other end erases; False leaves it to a mouse.

        A pen that moves the image does what a mouse does there.
        """
        moves = self._moves_image or self._grabbed is not None
        if moves or event.button() == Qt.MouseButton.MiddleButton:
            return False
        position, kind, tools = event.position(), event.type(), self._view.tools
        self.place = position
        erases = event.pointerType() is QPointingDevice.PointerType.Eraser
        has_pressure = bool(
            event.pointingDevice().capabilities() & QInputDevice.Capability.Pressure
        )
        pressure = event.pressure() if has_pressure and event.buttons() else 1.0
        if kind is QEvent.Type.TabletPress:
            tools.press(
                position, event.button(), event.modifiers(), pressure=pressure, erases=erases
            )
        elif kind is QEvent.Type.TabletRelease:
            tools.release(position, event.button(), event.modifiers())
        else:
            tools.move(position, event.modifiers(), pressure=pressure, erases=erases)
        return True

    # ---- what is seen --------------------------------------------------------------------

    def show(self) -> None:
        """Look like what it would do."""
        tools = self._view.tools
        tools.is_away = self._hand or self._grabbed is not None
        tools.refresh()
        if self._grabbed is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif not self._view.has_image:
            shape = Qt.CursorShape.ArrowCursor
        elif self._moves_image:
            shape = Qt.CursorShape.OpenHandCursor
        elif tools.scene.target is None:
            shape = Qt.CursorShape.WaitCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        if self._view.cursor().shape() != shape:  # to set it costs as much as a label
            self._view.setCursor(shape)

    @property
    def _moves_image(self) -> bool:
        return self._view.tools.kind is ToolKind.PAN or self._hand
