"""A few words beside the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from stac_gui.theme import UNIT, current_colors


class CursorNote(QLabel):
    """Words beside a place of another widget; they go when the mouse moves on.

    Args:
        over: The widget.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str, place: QPoint) -> None:
        """Show words near a place of the widget, inside of it."""
        colors = current_colors()
        self.setStyleSheet(
            f"CursorNote {{ background: {colors.raised}; border: 1px solid {colors.line};"
            f" border-radius: 4px; padding: {UNIT // 2}px {UNIT}px; }}"
        )
        self.setText(text)
        self.setAccessibleName(text)
        self.adjustSize()
        gap = 2 * UNIT
        left = min(place.x() + gap, self._over.width() - self.width() - UNIT)
        top = place.y() + gap
        if top + self.height() > self._over.height() - UNIT:
            top = place.y() - gap - self.height()
        self.move(max(UNIT, left), max(UNIT, top))
        self.show()
        self.raise_()

    @Slot()
    def leave(self) -> None:
        """Go."""
        self.hide()
