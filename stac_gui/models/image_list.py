"""The list of images for Qt's views; thumbnails are made when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QImage, QPixmap

from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import SignalInstance

    from stac_core.types import ImageItem

KEPT_THUMBNAILS = 2000

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a row says beside its name."""

    IMAGE_ID = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    SCORE = Qt.ItemDataRole.UserRole + 3
    EDITED = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True)
class RowState:
    """What is known of an image.

    Attributes:
        status: What a person decided.
        score: The highest class score; None where no model has looked yet.
        edited: Whether a person shaped its mask.
    """

    status: ReviewStatus = ReviewStatus.TODO
    score: float | None = None
    edited: bool = False


class Rows(Protocol):
    """Where rows come from."""

    @property
    def items(self) -> Sequence[ImageItem]:
        """The images."""

    @property
    def order(self) -> Sequence[int] | NDArray[np.int32]:
        """Rows of the images that are listed, in the list's order."""

    def position(self, row: int) -> int:
        """Place of a row in the list; -1 where it is not listed."""

    def row_of(self, image_id: str) -> int | None:
        """Row of an image."""

    def state(self, image_id: str) -> RowState:
        """What is known of an image."""


class Thumbnails(Protocol):
    """Where thumbnails come from."""

    loaded: SignalInstance

    def request(self, item: ImageItem) -> None:
        """Ask for a thumbnail."""

    def clear(self) -> None:
        """Forget what was asked for."""


class ImageListModel(QAbstractListModel):
    """Images with thumbnail, status and score, in the order of the list.

    A row is an image's place in the folder, a position its place in the list.

    Args:
        rows: Where rows come from.
        thumbnails: Where thumbnails come from.
        parent: Owner.
    """

    def __init__(self, rows: Rows, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._thumbnails = thumbnails
        self._order: Sequence[int] | NDArray[np.int32] = ()
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        thumbnails.loaded.connect(self._on_thumbnail)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._order):
            return None
        item = self._rows.items[self.row(index.row())]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Role.IMAGE_ID}:
            return item.id
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(item)
        if role in {Role.STATUS, Role.SCORE, Role.EDITED, Qt.ItemDataRole.AccessibleTextRole}:
            state = self._rows.state(item.id)
            if role == Role.STATUS:
                return state.status
            if role == Role.SCORE:
                return state.score
            if role == Role.EDITED:
                return state.edited
            score = "" if state.score is None else f", {state.score:.2f}"
            return f"{item.id}, {state.status}{score}"
        return None

    @property
    def total(self) -> int:
        """Images in all, listed or not."""
        return len(self._rows.items)

    def row(self, position: int) -> int:
        """Row of the image at a place in the list."""
        return int(self._order[position])

    def index_of(self, row: int) -> QModelIndex:
        """Index of a row; an invalid one where it is not listed."""
        position = self._rows.position(row)
        return QModelIndex() if position < 0 else self.index(position, 0)

    @Slot()
    def reload(self) -> None:
        """Other images."""
        self._pictures.clear()
        self._thumbnails.clear()
        self.reorder()

    @Slot()
    def reorder(self) -> None:
        """The same images, others of them listed or in another order."""
        self.beginResetModel()
        self._order = self._rows.order
        self.endResetModel()

    @Slot(int)
    def row_changed(self, row: int) -> None:
        """A row says something else now."""
        index = self.index_of(row)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def _picture(self, item: ImageItem) -> QPixmap | None:
        found = self._pictures.get(item.id)
        if found is None:
            self._thumbnails.request(item)
            return None
        self._pictures.move_to_end(item.id)
        return found

    @Slot(str, QImage)
    def _on_thumbnail(self, image_id: str, picture: QImage) -> None:
        row = self._rows.row_of(image_id)
        if row is None:
            return
        self._pictures[image_id] = QPixmap.fromImage(picture)
        while len(self._pictures) > KEPT_THUMBNAILS:
            self._pictures.popitem(last=False)
        index = self.index_of(row)
        if index.isValid():
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])
