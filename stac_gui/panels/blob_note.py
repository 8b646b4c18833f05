"""Beside the cursor: at which threshold a blob is, and what lies on its way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from stac_gui.theme import UNIT, current_colors


@dataclass(frozen=True)
class BlobPlace:
    """Where a blob is on its way, as thresholds in [0, 1].

    Attributes:
        words: The same for those who read.
        level: Of the blob.
        vanishes: Above this nothing of it is left.
        splits: Here it falls apart; None where it does not.
        meets: Below this it touches a neighbour; None where none is near.
    """

    words: str
    level: float
    vanishes: float
    splits: float | None = None
    meets: float | None = None


class BlobNote(QFrame):
    """Words and a scale from 0 to 1; they go when the mouse moves on.

    Args:
        over: The widget over which it is shown.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = QLabel(self)
        self.scale = _Scale(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self.words)
        layout.addWidget(self.scale)
        self.hide()

    def say(self, place: BlobPlace, where: QPoint, blob: QRect) -> None:
        """Show where a blob is.

        Args:
            place: On its way.
            where: Of the cursor, in the widget below.
            blob: Around the blob, which is not to be covered if that can be.
        """
        colors = current_colors()
        self.setStyleSheet(
            f"BlobNote {{ background: {colors.raised}; border: 1px solid {colors.line};"
            " border-radius: 4px; }"
        )
        self.words.setText(place.words)
        self.setAccessibleName(place.words)
        self.scale.show_place(place)
        self.adjustSize()
        if self.isHidden() or self.geometry().intersects(blob):  # else it need not jump
            self.move(self._free_place(where, blob))
        self.show()
        self.raise_()

    def _free_place(self, where: QPoint, blob: QRect) -> QPoint:
        """Under the blob, or over it, or at the cursor where the blob fills the view."""
        room = self._over.rect().adjusted(UNIT, UNIT, -UNIT, -UNIT)
        left = max(room.left(), min(where.x(), room.right() - self.width()))
        for top in (blob.bottom() + 2 * UNIT, blob.top() - 2 * UNIT - self.height()):
            if room.top() <= top and top + self.height() <= room.bottom():
                return QPoint(left, top)
        top = min(where.y() + 3 * UNIT, room.bottom() - self.height())
        return QPoint(left, max(room.top(), top))

    @Slot()
    def leave(self) -> None:
        """Go."""
        self.hide()


class _Scale(QWidget):
    """A line from 0 to 1: thick where the blob is there and alone, with a dot at its level."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = BlobPlace("", 0.0, 1.0)
        self.setMinimumSize(QSize(20 * UNIT, 2 * UNIT))

    def show_place(self, place: BlobPlace) -> None:
        """Show another blob, or another level."""
        self._place = place
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, place = current_colors(), self._place
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, margin = self.height() / 2, UNIT / 2

        def x_of(value: float) -> float:
            return margin + value * (self.width() - 2 * margin)

        painter.setPen(QPen(QColor(colors.muted), 1))
        painter.drawLine(QPointF(x_of(0), middle), QPointF(x_of(1), middle))
        alone = place.meets or 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.accent))
        painter.drawRect(QRectF(x_of(alone), middle - 1.5, x_of(place.vanishes) - x_of(alone), 3))
        painter.setPen(QPen(QColor(colors.text), 1))
        for tick in (place.meets, place.splits, place.vanishes):
            if tick is not None:
                painter.drawLine(QPointF(x_of(tick), middle - 5), QPointF(x_of(tick), middle + 5))
        painter.setBrush(QColor(colors.accent))
        painter.drawEllipse(QPointF(x_of(place.level), middle), 4, 4)
        painter.end()
