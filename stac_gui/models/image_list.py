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
    """Images with thumbnail, status and score.

    Args:
        rows: Where rows come from.
        thumbnails: Where thumbnails come from.
        parent: Owner.
    """

    def __init__(self, rows: Rows, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._thumbnails = thumbnails
        self._items: Sequence[ImageItem] = []
        self._row_of: dict[str, int] = {}
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        thumbnails.loaded.connect(self._on_thumbnail)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
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

    @Slot()
    def reload(self) -> None:
        """Another list of images."""
        self.beginResetModel()
        self._items = self._rows.items
        self._row_of = {item.id: row for row, item in enumerate(self._items)}
        self._pictures.clear()
        self._thumbnails.clear()
        self.endResetModel()

    @Slot(int)
    def row_changed(self, row: int) -> None:
        """A row says something else now."""
        index = self.index(row, 0)
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
        row = self._row_of.get(image_id)
        if row is None:
            return
        self._pictures[image_id] = QPixmap.fromImage(picture)
        while len(self._pictures) > KEPT_THUMBNAILS:
            self._pictures.popitem(last=False)
        index = self.index(row, 0)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])
