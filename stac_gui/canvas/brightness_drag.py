"""A drag with Ctrl held: how far the pointer is from where it began."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QSinglePointEvent

    from stac_gui.canvas.view import Canvas

_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TabletPress}
_MOVES = {QEvent.Type.MouseMove, QEvent.Type.TabletMove}
_RELEASES = {QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease}


class BrightnessDrag(QObject):
    """Sees the canvas's mouse and pen before the canvas does, and takes them while Ctrl is held.

    Args:
        canvas: Whose pointer.

    Signals:
        begun: A button went down.
        moved: Widget pixels to the right and upwards from there.
        ended: Whether what was dragged is to stay; Escape abandons it.
    """

    begun = Signal()
    moved = Signal(float, float)
    ended = Signal(bool)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._start: QPointF | None = None
        self._cursor = QCursor()
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._start is None:
            return kind in _PRESSES and self._begin(cast("QSinglePointEvent", event))
        if kind in _MOVES:
            way = cast("QSinglePointEvent", event).position() - self._start
            self.moved.emit(way.x(), -way.y())
        elif kind in _RELEASES:
            if cast("QSinglePointEvent", event).button() == Qt.MouseButton.LeftButton:
                self._end(keep=True)
        elif kind == QEvent.Type.KeyPress:
            if cast("QKeyEvent", event).key() != Qt.Key.Key_Escape:
                return False
            self._end(keep=False)
        elif kind not in _PRESSES:  # another button changes nothing
            return False
        event.accept()
        return True

    def _begin(self, event: QSinglePointEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        wanted = (
            event.button() == Qt.MouseButton.LeftButton
            and held == Qt.KeyboardModifier.ControlModifier
            and self._canvas.has_image
            and not self._canvas.tools.is_active
        )
        if wanted:
            self._start, self._cursor = event.position(), self._canvas.cursor()
            self._canvas.setCursor(Qt.CursorShape.SizeAllCursor)
            self.begun.emit()
            event.accept()
        return wanted

    def _end(self, *, keep: bool) -> None:
        self._start = None
        self._canvas.setCursor(self._cursor)
        self.ended.emit(keep)
