"""A table of names and figures: read, not edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class FigureTable(QTableWidget):
    """Names in the first column, figures in the others; nothing can be edited."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(3 * UNIT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def fill(
        self, titles: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[int] = (0,)
    ) -> None:
        """Show these cells.

        Args:
            titles: Of the columns.
            rows: Their cells.
            words: Columns that hold no figures.
        """
        self.setColumnCount(len(titles))
        self.setRowCount(len(rows))
        for column, title in enumerate(titles):
            side = Qt.AlignmentFlag.AlignLeft if column in words else Qt.AlignmentFlag.AlignRight
            item = QTableWidgetItem(title)
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)
            for row, cells in enumerate(rows):
                cell = QTableWidgetItem(cells[column])
                cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, cell)


class NameTable(FigureTable):
    """A row for each image: whole rows are chosen, long names are cut in the middle."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)

    def fill(
        self, titles: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[int] = (0,)
    ) -> None:
        """Show these cells; a name that is cut is told whole under the mouse."""
        super().fill(titles, rows, words)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for row, cells in enumerate(rows):
            item = self.item(row, 0)
            if item is not None:
                item.setToolTip(cells[0])
