"""The list of images at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from stac_gui.panels.elided import StillPlace
from stac_gui.panels.list_filter import FilterBar
from stac_gui.panels.tile_painting import ROW_HEIGHT, RowDelegate
from stac_gui.panels.tile_view import TileView
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_gui.models.image_list import ImageListModel


class ImageListPanel(QWidget):
    """Images with thumbnails; the one at hand is selected.

    Args:
        model: The images.
        parent: Owner.

    Signals:
        chosen: Row that was clicked or reached with the arrow keys.
    """

    chosen = Signal(int)

    def __init__(self, model: ImageListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.view = TileView(self)
        self.view.setModel(model)
        self.view.setItemDelegate(RowDelegate(self.view))
        self.view.set_tiles(QSize(160, ROW_HEIGHT), wraps=False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.range_changed.connect(lambda places: model.look_at("list", places))
        self.view.setAccessibleName(self.tr("Images"))
        self.filter = FilterBar(self.view, self)
        self._count = QLabel(self)
        self._count.setProperty("role", "muted")
        self._count.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filter)
        layout.addWidget(self.view)
        layout.addWidget(StillPlace(self._count, self))
        self.setMinimumWidth(224)
        self._kept: tuple[int, int] | None = None
        self._at_hand = -1
        self._selected: NDArray[np.int32] = np.zeros(0, np.int32)
        self._is_restoring = self._is_choosing = False
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self._show_count()

    def follow_model(self) -> None:
        """Keep place and selection when the model is reset; after all views are made.

        A view forgets its selection when its model is reset: it has to be done with that before.
        """
        self._model.modelAboutToBeReset.connect(self._keep_place)
        self._model.modelReset.connect(self._restore_place)

    def select(self, row: int) -> None:
        """Mark a row as the one at hand; a selection that it is part of stays."""
        index = self._model.index_of(row)
        is_selected = self._is_choosing or self.view.selectionModel().isSelected(index)
        if index == self.view.currentIndex() and is_selected:
            return  # while somebody chooses it, Qt selects it afterwards
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._show_count()

    @Slot()
    def _keep_place(self) -> None:
        """Before the order changes: remember where the image at hand, or the first one, is."""
        visible, current = self.view.visible_rows(), self.view.currentIndex().row()
        self._kept = None
        self._at_hand = self._model.row(current) if current >= 0 else -1
        self._selected = self._model.rows(self.view.selected_rows())
        if visible:
            place = current if current in visible else visible.start
            top = self.view.visualRect(self._model.index(place, 0)).top()
            self._kept = self._model.row(place), top

    @Slot()
    def _restore_place(self) -> None:
        """After the order changed: what was remembered is where it was, and selected."""
        self._is_restoring = True
        self.view.doItemsLayout()
        index = self._place_of(self._at_hand)
        if index.isValid():
            keep = QItemSelectionModel.SelectionFlag.NoUpdate
            self.view.selectionModel().setCurrentIndex(index, keep)
        self.view.select_rows(self._model.positions(self._selected).tolist())
        if self._kept is not None:
            area = self.view.visualRect(self._place_of(self._kept[0]))
            if not area.isNull():
                bar = self.view.verticalScrollBar()
                bar.setValue(bar.value() + area.top() - self._kept[1])
        self._is_restoring = False
        self._show_count()

    def _place_of(self, row: int) -> QModelIndex:
        """Where a row from before the reset is now; nowhere if it is not listed any more."""
        places = self._model.positions(np.array([row] if row >= 0 else [], np.int32))
        return self._model.index(int(places[0]), 0) if len(places) else QModelIndex()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, before: QModelIndex) -> None:
        self._show_count()
        if index.isValid() and not self._is_restoring:
            self.view.setAccessibleDescription(index.data(Qt.ItemDataRole.AccessibleTextRole))
            self._is_choosing = True
            self.chosen.emit(self._model.row(index.row()))
            self._is_choosing = False

    @Slot()
    def _show_count(self) -> None:
        listed, every = self._model.rowCount(), self._model.total
        place = self.view.currentIndex().row() + 1
        if every == 0:
            text = self.tr("No images")
        elif listed == 0:
            text = self.tr("None of {} images").format(figure(every))
        else:
            text = f"{figure(place)} / {figure(listed)}" if place else figure(listed)
            if listed < every:
                text = self.tr("{} of {} images").format(text, figure(every))
        self._count.setText(text)
