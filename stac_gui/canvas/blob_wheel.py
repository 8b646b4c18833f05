"""Alt+wheel over the canvas: steps for the blob under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from stac_gui.canvas.view import Canvas


class BlobWheel(QObject):
    """Sees the canvas's wheel before the canvas does, and takes it while Alt is held.

    Args:
        canvas: Whose wheel.

    Signals:
        turned: x and y of an image pixel, and steps; away from the person is positive.
    """

    turned = Signal(int, int, int)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._turned = 0.0
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel:
            return False
        wheel = cast("QWheelEvent", event)
        if wheel.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        # the menu bar opens when Alt is let go, unless it sees that Alt was used meanwhile
        QApplication.sendEvent(self._canvas, QEvent(QEvent.Type.ActivationChange))
        angle = wheel.angleDelta()
        self._turned += (angle.y() or angle.x()) / 120  # Alt makes the wheel a horizontal one
        steps = int(self._turned)  # fine wheels report parts of a step
        self._turned -= steps
        pixel = self._canvas.pixel_at(wheel.position())
        if steps and pixel is not None:
            self.turned.emit(*pixel, steps)
        wheel.accept()
        return True
