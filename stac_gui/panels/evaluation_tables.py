"""Scores of each class, and what is taken for what, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView

from stac_gui.panels.figure_table import FigureTable
from stac_gui.theme import current_colors
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QWidget

    from stac_core.evaluation.result import Comparison

DASH: Final = "–"
_STRONGEST: Final = 0.55
"""Opacity of a cell of the matrix with all pixels of its row."""


class ClassScoresTable(FigureTable):
    """A row for the background and each class.

    Signals:
        chosen: The label of a row.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Scores of each class"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        for signal in (self.cellClicked, self.cellActivated):
            signal.connect(lambda row, _: self.chosen.emit(row))

    def show_scores(self, comparison: Comparison, at: int) -> None:
        """Show the scores at a threshold; boundaries and regions only where they are known."""
        more, iou = comparison.class_scores(at), comparison.scores(at).iou
        boundary, totals = comparison.shapes.boundary_f1(), comparison.shapes.totals()
        titles = [
            self.tr("Class"), self.tr("IoU"), self.tr("Dice"), self.tr("Precision"),
            self.tr("Recall"), self.tr("Boundary F1"), self.tr("Found"),
            self.tr("False"),
        ]  # fmt: skip
        if comparison.aupro:
            titles.append("AUPRO")
        rows = []
        for label, name in enumerate(comparison.labels):
            shares = (iou[label], more.dice[label], more.precision[label], more.recall[label])
            row = [name, *map(percent, shares)]
            if label and comparison.shapes.at == at:
                actual, hits, _, false = totals[label - 1]
                of = self.tr("{} of {}").format(figure(int(hits)), figure(int(actual)))
                row += [percent(boundary[label - 1]), of, figure(int(false))]
            else:
                row += [DASH] * 3
            if comparison.aupro:
                row.append(percent(comparison.aupro[label - 1]) if label else DASH)
            rows.append(row)
        self.fill(titles, rows)
        for column, words in (
            (6, self.tr("Regions of which something is found")),
            (7, self.tr("Regions where nothing is")),
        ):
            item = self.horizontalHeaderItem(column)
            if item is not None:
                item.setToolTip(words)


class ConfusionTable(FigureTable):
    """What is there in rows, what was predicted in columns, in percent of a row's pixels.

    Signals:
        class_chosen: The label of a row.
        cell_chosen: Actual and predicted label.
    """

    class_chosen = Signal(int)
    cell_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("What is taken for what"))
        self._shares = np.zeros((0, 0))
        for signal in (self.cellClicked, self.cellActivated):
            signal.connect(self._on_cell)

    def show_counts(self, comparison: Comparison, at: int) -> None:
        """Show what is taken for what at a threshold."""
        labels = comparison.labels
        counts = comparison.counts.confusion(at)
        self._shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        rows = [
            [
                name,
                *(percent(share) if counts[row].any() else DASH for share in self._shares[row]),
            ]
            for row, name in enumerate(labels)
        ]
        self.fill([self.tr("is there"), *labels], rows)
        words = self.tr("{} predicted as {}: {} pixels")
        for row, column in np.ndindex(counts.shape):
            item = self.item(row, column + 1)
            if item is not None:
                count = figure(int(counts[row, column]))
                item.setToolTip(words.format(labels[row], labels[column], count))
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self._paint()

    def _paint(self) -> None:
        for row, column in np.ndindex(self._shares.shape):
            item = self.item(row, column + 1)
            if item is not None:
                color = QColor(current_colors().accent)
                color.setAlphaF(_STRONGEST * float(self._shares[row, column]))
                item.setBackground(color)

    def _on_cell(self, row: int, column: int) -> None:
        if column:
            self.cell_chosen.emit(row, column - 1)
        else:
            self.class_chosen.emit(row)


def percent(value: float) -> str:
    """A share as a figure; a dash where there is none."""
    return DASH if np.isnan(value) else decimal(100 * float(value), 1)


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
