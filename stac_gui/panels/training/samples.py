"""Heat maps of a few images after each epoch, as a strip that grows to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.sample_table import SampleTableModel
from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from stac_gui.models.runs import RunDetails
    from stac_gui.models.sample_table import Pictures

CELL: Final = 148


class _PictureDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        inner = option.rect.adjusted(UNIT // 2, UNIT // 2, -UNIT // 2, -UNIT // 2)
        if isinstance(picture, QPixmap) and not picture.isNull():
            size = picture.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(inner.topLeft(), size)
            target.moveCenter(inner.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, picture)
        else:
            painter.fillRect(inner, QColor(current_colors().raised))


class SamplesPage(QWidget):
    """The strip of a run.

    Args:
        pictures: Reads picture files.
        parent: Owner.
    """

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SampleTableModel(pictures, self)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_PictureDelegate(self.view))
        self.view.setShowGrid(False)
        self.view.setCornerButtonEnabled(False)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(self.tr("Maps by epoch"))
        for header in (self.view.horizontalHeader(), self.view.verticalHeader()):
            header.setDefaultSectionSize(CELL)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.verticalHeader().setFixedWidth(CELL)
        self.view.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)

    def show_run(self, details: RunDetails) -> None:
        """Show a run's pictures; stays at the newest one if that was in sight."""
        bar = self.view.horizontalScrollBar()
        at_end = bar.value() >= bar.maximum() - CELL
        self.model.show(details.row.path, details.samples, details.validation)
        self.note.setText(
            self.tr("The same images after each epoch: maps and the mask's outlines.")
            if details.samples
            else self.tr("Maps of a few images appear after the first epoch.")
        )
        self.view.setVisible(bool(details.samples))
        if at_end:
            bar.setValue(bar.maximum())
