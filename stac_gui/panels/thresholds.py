"""Where the mask begins: a histogram of the heat map with the thresholds on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.panels.histogram import STEPS, Histogram, Line
from stac_gui.panels.number_box import NumberBox, show_value
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_BAND = 0.15
"""Width of an ignore band that is switched on."""


class ThresholdPanel(QWidget):
    """The threshold of the mask, and the ignore band below it.

    Signals:
        threshold_moved: New threshold, and the number of the drag or None.
        band_moved: Where the ignore band begins now, or None for no band; and the same.
        released: A line was let go.
        reset: Back to the model's own threshold.
    """

    threshold_moved = Signal(float, object)
    band_moved = Signal(object, object)
    released = Signal()
    reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drag = 0
        self.histogram = Histogram(self.tr("How often each heat occurs"), self)
        self.band = self.histogram.add_line(
            self.tr("Where the ignore band begins: it ends at the threshold"), hollow=True
        )
        self.threshold = self.histogram.add_line(
            self.tr("Threshold of the mask: what is hotter belongs to it")
        )
        self.threshold_value = _number(self.threshold, self)
        self.reset_button = QPushButton(self.tr("Reset"), self)
        self.reset_button.setToolTip(self.tr("Back to the threshold of the model or the project"))
        self.has_band = QCheckBox(self.tr("Ignore from"), self)
        self.has_band.setToolTip(
            self.tr("Leave out what is neither hot nor cold: it is drawn hatched, belongs to no "
                    "class, and nothing is learned from it")
        )  # fmt: skip
        self.band_value = _number(self.band, self)
        self._lay_out()
        self._connect()
        self.show_levels(None)
        self.show_thresholds(0.5, None)

    def show_thresholds(self, threshold: float, ignore_from: float | None) -> None:
        """Show the thresholds without reporting them as a change."""
        shown = [(self.threshold, self.threshold_value, threshold)]
        if ignore_from is not None:
            shown.append((self.band, self.band_value, ignore_from))
        for line, box, value in shown:
            with QSignalBlocker(line):
                line.setValue(round(value * STEPS))
            show_value(box, value)
        with QSignalBlocker(self.has_band):
            self.has_band.setChecked(ignore_from is not None)
        self.band.setVisible(ignore_from is not None)
        self.band_value.setVisible(ignore_from is not None)
        self.histogram.show_band(ignore_from is not None)

    def show_levels(self, counts: NDArray[np.int64] | None) -> None:
        """Show how often each heat occurs: (256,) numbers, or None without a heat map."""
        self.histogram.show_counts(counts, self.tr("No heat map"))

    # ---- inside --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(UNIT)
        grid.setColumnStretch(0, 1)
        grid.addWidget(QLabel(self.tr("Threshold"), self), 0, 0)
        grid.addWidget(self.threshold_value, 0, 1)
        grid.addWidget(self.reset_button, 0, 2)
        grid.addWidget(self.has_band, 1, 0)
        grid.addWidget(self.band_value, 1, 1)
        # nothing moves when the band goes on
        grid.setRowMinimumHeight(1, self.band_value.sizeHint().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.histogram)
        layout.addLayout(grid)

    def _connect(self) -> None:
        for line in (self.band, self.threshold):
            line.sliderPressed.connect(self._on_pressed)
            line.sliderReleased.connect(self.released)
        self.threshold.valueChanged.connect(self._on_threshold)
        self.threshold_value.valueChanged.connect(lambda value: self._move(value, None))
        self.band.valueChanged.connect(self._on_band)
        self.band_value.valueChanged.connect(lambda value: self._move_band(value, None))
        self.has_band.toggled.connect(self._on_band_toggled)
        self.reset_button.clicked.connect(self.reset)

    @Slot()
    def _on_pressed(self) -> None:
        self._drag += 1

    @Slot(int)
    def _on_threshold(self, value: int) -> None:
        self._move(value / STEPS, self._gesture(self.threshold))

    @Slot(int)
    def _on_band(self, value: int) -> None:
        self._move_band(value / STEPS, self._gesture(self.band))

    @Slot(bool)
    def _on_band_toggled(self, on: bool) -> None:
        start = max(0.0, self.threshold_value.value() - FIRST_BAND)
        self.band_moved.emit(start if on else None, None)

    def _gesture(self, line: Line) -> int | None:
        return self._drag if line.isSliderDown() else None

    def _move(self, value: float, gesture: int | None) -> None:
        self.threshold_moved.emit(value, gesture)

    def _move_band(self, value: float, gesture: int | None) -> None:
        self.band_moved.emit(min(value, self.threshold_value.value()), gesture)


def _number(line: Line, parent: QWidget) -> NumberBox:
    box = NumberBox(parent)
    box.setRange(0, 1)
    box.setDecimals(3)
    box.setSingleStep(0.01)
    box.setKeyboardTracking(False)
    box.setToolTip(line.toolTip())
    box.setAccessibleName(line.accessibleName())
    return box
