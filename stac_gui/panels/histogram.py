"""A histogram with lines on it that can be dragged, or moved with the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STEPS: Final = 1000
"""Places that a line can have, but for 0."""

GRIP: Final = 7
"""Half the width of what a line is held by."""

HEIGHT: Final = 80

_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
        Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    }
)  # fmt: skip


class Line(QSlider):
    """A line on a histogram: a slider for the keyboard and for screen readers.

    Held keys are one gesture, as a drag with the mouse is: between `sliderPressed` and
    `sliderReleased`.

    Args:
        words: What it is.
        parent: The histogram.
        hollow: Draw its grip as a ring, to tell it from its neighbour.
    """

    def __init__(self, words: str, parent: Histogram, *, hollow: bool = False) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._histogram = parent
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 20)
        self.setToolTip(words)
        self.setAccessibleName(words)
        # a drag leaves the keys where they were: the arrows go on to the next image
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hollow = hollow

    def sliderChange(self, change: QSlider.SliderChange) -> None:
        super().sliderChange(change)  # called whether or not signals are blocked
        self._histogram.place(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in _KEYS:
                event.accept()  # not the next image
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and not event.isAutoRepeat():
            self.setSliderDown(True)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and not event.isAutoRepeat():
            self.setSliderDown(False)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setSliderDown(False)
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the panel scrolls

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = current_colors()
        role = QPalette.ColorRole
        ink = self.palette().color(QPalette.ColorGroup.Active, role.Text)
        if not self.isEnabled():
            ink = self.palette().color(QPalette.ColorGroup.Disabled, role.Text)
        surface = self.palette().color(role.Window)
        middle, bottom = self.width() / 2, self.height() - GRIP
        painter.setPen(QPen(surface, 4))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, bottom))
        painter.setPen(QPen(ink, 1.5))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, bottom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 2))
        painter.setBrush(surface if self._hollow else ink)
        painter.drawEllipse(QPointF(middle, bottom), GRIP - 3, GRIP - 3)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(middle, bottom), GRIP - 1, GRIP - 1)
        painter.end()


class Histogram(QWidget):
    """How often each value occurs, on a logarithmic scale, with lines that can be moved.

    A press anywhere takes the nearest line there.

    Args:
        words: What is counted.
        parent: Owner.

    Attributes:
        lines: Left to right; hidden ones are not there for the mouse either.
    """

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.lines: list[Line] = []
        self._heights: NDArray[np.float64] | None = None
        self._empty = ""
        self._hatched = False
        self._dragged: Line | None = None

    def add_line(self, words: str, *, hollow: bool = False) -> Line:
        """Another line, to the right of those there are."""
        line = Line(words, self, hollow=hollow)
        self.lines.append(line)
        self.place(line)
        return line

    def place(self, line: Line) -> None:
        """Bring a line to where its value is."""
        line.setGeometry(round(self._x_of(line)) - GRIP - 1, 0, 2 * GRIP + 2, HEIGHT)
        self.update()

    def show_counts(self, counts: Sequence[int] | NDArray[np.int64] | None, empty: str) -> None:
        """Show other values.

        Args:
            counts: (N,) numbers of equal intervals between both ends; None where there are none.
            empty: What to say then.
        """
        self._empty = empty
        self._heights = None
        if counts is not None:
            heights = np.log1p(np.asarray(counts, np.float64))
            self._heights = heights / max(float(heights.max(initial=0)), 1e-9)
        self.update()

    def show_band(self, on: bool) -> None:
        """Hatch what lies between the first and the last line."""
        self._hatched = on
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def plot(self) -> QRect:
        """Where the bars are."""
        return QRect(GRIP, 0, max(1, self.width() - 2 * GRIP), HEIGHT - 2 * GRIP)

    # ---- events --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        for line in self.lines:
            self.place(line)
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._dragged = self._nearest(event.position().x())
        if self._dragged is not None:
            self._dragged.setSliderDown(True)
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._drag_to(event.position().x())
        else:
            line = self._nearest(event.position().x())
            near = line is not None and abs(self._x_of(line) - event.position().x()) <= GRIP
            self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)
            self.setToolTip(line.toolTip() if near and line is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None and event.button() == Qt.MouseButton.LeftButton:
            dragged, self._dragged = self._dragged, None
            dragged.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, plot = current_colors(), self.plot()
        painter.fillRect(plot, self.palette().color(QPalette.ColorRole.Base))
        if self._heights is None:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = plot.adjusted(UNIT, 0, -UNIT, 0)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, int(flags), self._empty)
        else:
            self._paint_bars(painter, plot)
        shown = [line for line in self.lines if not line.isHidden()]
        if self._hatched and len(shown) > 1:
            left, right = self._x_of(shown[0]), self._x_of(shown[-1])
            ink = self.palette().color(QPalette.ColorRole.Text)
            band = QRectF(left, plot.top(), right - left, plot.height())
            painter.fillRect(band, QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(plot.adjusted(0, 0, -1, -1))
        painter.end()

    # ---- inside --------------------------------------------------------------------------

    def _paint_bars(self, painter: QPainter, plot: QRect) -> None:
        assert self._heights is not None
        # one bar a pixel, as high as the highest value there: no lonely value is lost
        starts = np.arange(plot.width()) * len(self._heights) // plot.width()
        bars = np.maximum.reduceat(self._heights, starts) * (plot.height() - 4)
        ink = self.palette().color(QPalette.ColorRole.PlaceholderText)
        # one picture: so many rectangles would take longer than all else that is painted
        high = plot.height() - 1
        inked = np.arange(high)[:, None] >= high - np.ceil(bars).astype(int)
        pixels = np.where(inked, np.uint32(ink.rgba()), np.uint32(0))
        form = QImage.Format.Format_ARGB32_Premultiplied
        picture = QImage(pixels.data, plot.width(), high, 4 * plot.width(), form)
        painter.drawImage(plot.topLeft(), picture)

    def _x_of(self, line: Line) -> float:
        return self.plot().left() + line.value() / STEPS * self.plot().width()

    def _nearest(self, x: float) -> Line | None:
        """The line to take at x; of two in one place the one that has room on that side."""
        shown = [line for line in self.lines if not line.isHidden() and line.isEnabled()]
        found: Line | None = None
        for line in shown:
            if found is None:
                found = line
                continue
            nearer = abs(self._x_of(line) - x) < abs(self._x_of(found) - x)
            same = self._x_of(line) == self._x_of(found)
            if nearer or (same and x >= self._x_of(line)):
                found = line
        return found

    def _drag_to(self, x: float) -> None:
        assert self._dragged is not None
        share = (x - self.plot().left()) / self.plot().width()
        self._dragged.setValue(round(min(max(share, 0.0), 1.0) * STEPS))
