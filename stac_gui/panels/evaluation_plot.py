"""Scores by threshold as curves; a click chooses the nearest threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal

from stac_core.evaluation.page import apart
from stac_gui.theme import current_colors
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

NAMES: Final = ("mIoU", "FP", "FN")
_NAME_ROOM: Final = 9
"""Percent of the axis that a name needs for itself."""
_DASHES: Final = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


class ThresholdPlot(pg.PlotWidget):  # type: ignore[misc]
    """mIoU, FP and FN in percent, each named at its end.

    Signals:
        chosen: Place of the threshold that was clicked on.
    """

    chosen = Signal(int)
    _lines: Sequence[Any] = ()  # the widget changes while it is being made

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setAccessibleName(self.tr("Scores by threshold"))
        for part in (self, self.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys choose in the list of thresholds
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.showGrid(x=False, y=True, alpha=0.15)
        item.getAxis("left").setWidth(40)
        item.getAxis("left").setTicks([[(level, str(level)) for level in range(0, 101, 20)]])
        item.getAxis("bottom").enableAutoSIPrefix(False)
        item.setYRange(0, 100, padding=0.04)
        item.setLabel("bottom", self.tr("threshold"))
        self._thresholds: list[float] = []
        lines = [self.plot() for _ in NAMES]
        self._names = [pg.TextItem(name, anchor=(0, 0.5)) for name in NAMES]
        self._mark = pg.InfiniteLine(angle=90)
        for each in (*self._names, self._mark):
            item.addItem(each)
        self._lines = lines
        self._paint()

    def show_scores(
        self, thresholds: Sequence[float], values: Sequence[Sequence[float]], at: int
    ) -> None:
        """Show curves.

        Args:
            thresholds: Rising, two at least.
            values: Of `NAMES`, in percent.
            at: Place of the threshold that is looked at.
        """
        self._thresholds = list(thresholds)
        ends = apart([-series[-1] for series in values], _NAME_ROOM)
        for line, name, series, end in zip(self._lines, self._names, values, ends, strict=True):
            line.setData(thresholds, series)
            name.setPos(thresholds[-1], -end)
        step = max(1, len(thresholds) // 6)
        ticks = [(each, decimal(each, 2)) for each in thresholds[::step]]
        self.getPlotItem().getAxis("bottom").setTicks([ticks])
        room = thresholds[-1] - thresholds[0]
        self.getPlotItem().setXRange(
            thresholds[0] - 0.05 * room, thresholds[-1] + 0.12 * room, padding=0
        )
        self._mark.setPos(thresholds[at])
        words = [
            f"{name} {decimal(series[at], 1)} %" for name, series in zip(NAMES, values, strict=True)
        ]
        self.setAccessibleDescription(f"{decimal(thresholds[at], 2)}: {', '.join(words)}")

    def place_at(self, x: float) -> int:
        """Place of the threshold nearest to a place across, in pixels of the widget."""
        scene = self.mapToScene(int(x), self.height() // 2)
        value = self.getPlotItem().vb.mapSceneToView(QPointF(scene)).x()
        return int(np.argmin(np.abs(np.array(self._thresholds) - value)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._thresholds:
            self.chosen.emit(self.place_at(event.position().x()))
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == event.Type.PaletteChange and self._lines:
            self._paint()
        super().changeEvent(event)

    def _paint(self) -> None:
        colors = current_colors()
        for number, (line, name) in enumerate(zip(self._lines, self._names, strict=True)):
            color = colors.text if number else colors.accent
            line.setPen(pg.mkPen(color, width=2 - (number > 0), style=_DASHES[number]))
            line.setSymbol("o")
            line.setSymbolSize(5)
            line.setSymbolBrush(color)
            line.setSymbolPen(None)
            name.setColor(color)
        self._mark.setPen(pg.mkPen(colors.muted, style=Qt.PenStyle.DashLine))
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(colors.line)
            axis.setTextPen(colors.muted)
            axis.setLabel(axis.labelText, **{"color": colors.muted, "font-size": "8pt"})
