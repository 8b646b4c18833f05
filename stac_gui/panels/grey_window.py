"""A small panel over the canvas: which values of the image are black and white on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.panels.histogram import STEPS, Histogram
from stac_gui.panels.number_box import NumberBox
from stac_gui.theme import UNIT, icon
from stac_gui.translating import brief, decimal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QAbstractButton

    from stac_core.data.images import ValueRange

WIDTH = 312


class GreyNote(QLabel):
    """Black and white at a corner of the canvas, while they are dragged.

    Args:
        over: The canvas.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("role", "problem")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.move(2 * UNIT, 7 * UNIT)  # below the sides' names
        self.hide()

    def say(self, window: ValueRange, *, whole: bool) -> None:
        """Show values; whole ones as such."""
        black, white = (decimal(value, 0) if whole else brief(value) for value in window)
        self.setText(self.tr("Black {}, white {}").format(black, white))
        self.adjustSize()
        self.show()
        self.raise_()


class GreyWindowPanel(QFrame):
    """Black and white on the screen, with a histogram of the image.

    Signals:
        black_moved: The value that is black.
        white_moved: The value that is white.
        released: A line was let go, or a number was typed.
        mode_chosen: "auto" or "full".
        closed: The panel is to go.
    """

    black_moved = Signal(float)
    white_moved = Signal(float)
    released = Signal()
    mode_chosen = Signal(str)
    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._axis: ValueRange = (0.0, 255.0)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Brightness of the image on the screen"))
        self.histogram = Histogram(self.tr("How often each value occurs in the image"), self)
        self.black = self.histogram.add_line(self.tr("Black: values up to here"))
        self.white = self.histogram.add_line(self.tr("White: values from here"), hollow=True)
        self.black_value, self.white_value = NumberBox(self), NumberBox(self)
        self.buttons = {
            "auto": QPushButton(self.tr("Auto"), self),
            "full": QPushButton(self.tr("Full range"), self),
        }
        self.buttons["auto"].setToolTip(
            self.tr("Each image by itself: but for the darkest and the lightest 0.1 %; 8-bit "
                    "images as they are")
        )  # fmt: skip
        self.buttons["full"].setToolTip(self.tr("All values that the camera can give"))
        self._group = QButtonGroup(self)
        self._lay_out()
        self._connect()
        self.setFixedWidth(WIDTH)
        over.installEventFilter(self)
        self.hide()

    def show_window(self, mode: str, window: ValueRange, axis: ValueRange, *, whole: bool) -> None:
        """Show a choice without reporting it as a change.

        Args:
            mode: "auto", "full" or "manual".
            window: Values that are black and white.
            axis: Both ends of the histogram.
            whole: Whether values are whole numbers.
        """
        self._axis = axis
        span = axis[1] - axis[0]
        for line, box, value in (
            (self.black, self.black_value, window[0]),
            (self.white, self.white_value, window[1]),
        ):
            with QSignalBlocker(line), QSignalBlocker(box):
                line.setValue(round((value - axis[0]) / span * STEPS))
                box.setDecimals(0 if whole else 4)
                box.setSingleStep(max(1.0, round(span / 100)) if whole else span / 100)
                box.setValue(value)
        self._group.setExclusive(False)  # else the last one could not be released
        for name, button in self.buttons.items():
            button.setChecked(name == mode)
        self._group.setExclusive(True)

    def show_counts(self, counts: NDArray[np.int64] | None) -> None:
        """Show how often each value occurs."""
        self.histogram.show_counts(counts, self.tr("No image"))

    # ---- events --------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QEvent) -> None:
        self._place()
        self.raise_()

    # ---- inside --------------------------------------------------------------------------

    def _place(self) -> None:
        self.setFixedHeight(self.heightForWidth(WIDTH))
        self.move(self._over.width() - self.width() - 2 * UNIT, 7 * UNIT)  # below the sides' names

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Brightness"), self)
        title.setProperty("role", "heading")
        words = self.tr(
            "On the screen only; the model sees the image as it is. Or drag on the image with "
            "Ctrl held: sideways contrast, up and down brightness."
        )
        note = QLabel(words, self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        close = QToolButton(self)
        close.setIcon(icon("reject"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close"))
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(close)
        values = QGridLayout()
        values.setHorizontalSpacing(UNIT)
        values.setVerticalSpacing(UNIT)
        for column, (words, line, box) in enumerate(
            (
                (self.tr("Black"), self.black, self.black_value),
                (self.tr("White"), self.white, self.white_value),
            )
        ):
            box.setRange(-1e9, 1e9)
            box.setKeyboardTracking(False)
            box.setToolTip(line.toolTip())
            box.setAccessibleName(line.accessibleName())
            values.addWidget(QLabel(words, self), 0, 2 * column)
            values.addWidget(box, 0, 2 * column + 1)
            values.setColumnStretch(2 * column + 1, 1)
        modes = QHBoxLayout()
        modes.setSpacing(0)
        for button in self.buttons.values():
            button.setCheckable(True)
            button.setProperty("role", "segment")
            self._group.addButton(button)
            modes.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, UNIT, 0)
        inner.setSpacing(UNIT)
        inner.addWidget(self.histogram)
        inner.addLayout(values)
        inner.addLayout(modes)
        inner.addWidget(note)
        layout.addLayout(inner)

    def _connect(self) -> None:
        self.black.valueChanged.connect(lambda step: self.black_moved.emit(self._value_at(step)))
        self.white.valueChanged.connect(lambda step: self.white_moved.emit(self._value_at(step)))
        for line in (self.black, self.white):
            line.sliderReleased.connect(self.released)
        self.black_value.valueChanged.connect(self.black_moved)
        self.white_value.valueChanged.connect(self.white_moved)
        for box in (self.black_value, self.white_value):
            box.valueChanged.connect(lambda value: self.released.emit())
        self._group.buttonClicked.connect(self._on_mode)

    def _value_at(self, step: int) -> float:
        low, high = self._axis
        return low + step / STEPS * (high - low)

    @Slot(object)
    def _on_mode(self, button: QAbstractButton) -> None:
        name = next(name for name, each in self.buttons.items() if each is button)
        self.mode_chosen.emit(name)
