"""The images of a comparison as a table that sorts, also with 100,000 of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.evaluation.result import Comparison

Index = QModelIndex | QPersistentModelIndex

_ROOM = "\N{NO-BREAK SPACE}" * 4
NAME, MIOU, WRONG, MISSED, FALSE = range(5)


class ImageScoresModel(QAbstractTableModel):
    """Name, mIoU, wrong pixels, and regions that are missed or false; the worst image first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._columns: list[NDArray[np.float64]] = []
        self._order: NDArray[np.intp] = np.empty(0, np.intp)
        self._sorted = (MIOU, Qt.SortOrder.AscendingOrder)

    def show_scores(self, comparison: Comparison | None, at: int = 0) -> None:
        """Show the images of a comparison at a threshold, or none."""
        self.beginResetModel()
        if comparison is None:
            self._names, self._columns = (), []
        else:
            scores = comparison.image_scores(at)
            unknown = np.full(len(comparison.names), np.nan)
            missed = false = unknown
            if comparison.shapes.at == at:
                regions = comparison.shapes.values
                missed = (regions[..., 1] - regions[..., 2]).sum(axis=1)
                false = regions[..., 4].sum(axis=1)
            self._names = comparison.names
            self._columns = [scores.miou * 100, scores.wrong.astype(float), missed, false]
        self._arrange()
        self.endResetModel()

    def place(self, row: int) -> int:
        """Place of a row's image in the comparison."""
        return int(self._order[row])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else FALSE + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, place = index.column(), self.place(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole and column != NAME:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and column == NAME:
            return self._names[place]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == NAME:
            return self._names[place]
        value = self._columns[column - 1][place]
        if np.isnan(value):
            return "–"
        return decimal(value, 1) if column == MIOU else figure(int(value))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == NAME else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and section >= MISSED:
            told = (self.tr("Regions that are not found"), self.tr("Regions where nothing is"))
            return told[section - MISSED]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        words = (
            self.tr("Image"), self.tr("mIoU %"), self.tr("Wrong pixels"),
            self.tr("Missed"), self.tr("False"),
        )  # fmt: skip
        # the sorting arrow is at the right, where the words of figures end
        return words[section] + (_ROOM if section == self._sorted[0] != NAME else "")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; images without a value come last."""
        self._sorted = (column, order)
        self.layoutAboutToBeChanged.emit()
        self._arrange()
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        column, order = self._sorted
        down = order == Qt.SortOrder.DescendingOrder
        if column == NAME or not self._columns:
            found = np.arange(len(self._names))
            self._order = found[::-1] if down else found
            return
        values = self._columns[column - 1]
        self._order = np.argsort(-values if down else values, kind="stable")
