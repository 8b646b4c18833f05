"""The list of images for Qt's views; thumbnails are made when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QImage, QPixmap

from stac_core.types import ReviewStatus
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray
    from PySide6.QtCore import SignalInstance

    from stac_core.types import ImageItem

KEPT_BYTES = 96 << 20
SIDE = 96
"""Pixels of a thumbnail's longer side, in the list."""

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a row says beside its name."""

    IMAGE_ID = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    SCORE = Qt.ItemDataRole.UserRole + 3
    EDITED = Qt.ItemDataRole.UserRole + 4
    STATE = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True)
class RowState:
    """What is known of an image.

    Attributes:
        status: What a person decided.
        score: The highest class score, or another number that the list is sorted by; None where
            no model has looked yet.
        edited: Whether a person shaped its mask.
        dots: Colour of each class that it shows, and whether that is tagged or only scored.
        is_free: Whether it is tagged as without any defect.
        contradiction: How scores contradict tags, in words; empty where they do not.
    """

    status: ReviewStatus = ReviewStatus.TODO
    score: float | None = None
    edited: bool = False
    dots: tuple[tuple[str, bool], ...] = ()
    is_free: bool = False
    contradiction: str = ""


class Rows(Protocol):
    """Where rows come from."""

    @property
    def items(self) -> Sequence[ImageItem]:
        """The images."""

    @property
    def ids(self) -> Sequence[str]:
        """Their ids, which cost less than they do."""

    @property
    def order(self) -> Sequence[int] | NDArray[np.int32]:
        """Rows of the images that are listed, in the list's order."""

    def position(self, row: int) -> int:
        """Place of a row in the list; -1 where it is not listed."""

    def positions(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        """Places of those rows that are listed, ascending."""

    def row_of(self, image_id: str) -> int | None:
        """Row of an image."""

    def state(self, image_id: str) -> RowState:
        """What is known of an image."""


class Thumbnails(Protocol):
    """Where thumbnails come from."""

    loaded: SignalInstance

    def request(self, item: ImageItem, side: int) -> None:
        """Ask for a thumbnail whose longer side has so many pixels."""

    def keep(self, images: Collection[str]) -> None:
        """Forget what was asked for, but for these images."""

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
        self._items: Sequence[ImageItem] = ()
        self._before: Sequence[ImageItem] = ()
        self._pictures: OrderedDict[str, tuple[QPixmap, int]] = OrderedDict()
        self._bytes = 0
        self._side = SIDE
        self._sides: dict[str, int] = {}
        self._seen: dict[str, range] = {}
        thumbnails.loaded.connect(self._on_thumbnail)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._order):
            return None
        row = self.row(index.row())
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(self._rows.items[row])
        image_id = self._rows.ids[row]
        if role in {Qt.ItemDataRole.DisplayRole, Role.IMAGE_ID}:
            return image_id
        texts = {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}
        if role in {Role.STATE, Role.STATUS, Role.SCORE, Role.EDITED, *texts}:
            state = self._rows.state(image_id)
            if role == Role.STATE:
                return state
            if role == Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (image_id, state.contradiction)))
            if role == Role.STATUS:
                return state.status
            if role == Role.SCORE:
                return state.score
            if role == Role.EDITED:
                return state.edited
            score = "" if state.score is None else f", {decimal(state.score, 2)}"
            against = f", {state.contradiction}" if state.contradiction else ""
            return f"{image_id}, {state.status}{score}{against}"
        return None

    @property
    def total(self) -> int:
        """Images in all, listed or not."""
        return len(self._rows.items)

    def row(self, position: int) -> int:
        """Row of the image at a place in the list."""
        return int(self._order[position])

    def rows(self, positions: Sequence[int]) -> NDArray[np.int32]:
        """Rows of the images at these places of the list."""
        return np.asarray(self._order, np.int32)[np.asarray(positions, np.int64)]

    def positions(self, rows: NDArray[np.int32]) -> NDArray[np.int64]:
        """Places of those of these rows that are listed, ascending.

        While the model is reset, the rows are those from before it.
        """
        if self._before is not self._items:
            found = [self._rows.row_of(self._before[int(row)].id) for row in rows]
            rows = np.array([row for row in found if row is not None], np.int32)
        return self._rows.positions(rows)

    def index_of(self, row: int) -> QModelIndex:
        """Index of a row; an invalid one where it is not listed."""
        position = self._rows.position(row)
        return QModelIndex() if position < 0 else self.index(position, 0)

    @Slot()
    def reload(self) -> None:
        """Other images."""
        self._pictures.clear()
        self._bytes = 0
        self._sides.clear()
        self._thumbnails.clear()
        self.reorder()

    def forget_picture(self, image_id: str) -> None:
        """Make a thumbnail anew: the image's file has changed."""
        old = self._pictures.pop(image_id, None)
        if old is not None:
            self._bytes -= _memory(old[0])
        row = self._rows.row_of(image_id)
        if row is not None:
            self.row_changed(row)

    def set_side(self, side: int) -> None:
        """Make thumbnails of another size from now on; smaller ones are shown meanwhile."""
        self._side = side

    def look_at(self, view: str, places: range) -> None:
        """A view shows these places now: thumbnails for what scrolled away are not made.

        Args:
            view: Which view; together they show all of their places.
            places: Of the list.
        """
        self._seen[view] = places
        shown = (place for part in self._seen.values() for place in part)
        ids, count = self._rows.ids, len(self._order)
        self._thumbnails.keep({ids[self.row(each)] for each in shown if each < count})

    @Slot()
    def reorder(self) -> None:
        """The same images, others of them listed or in another order."""
        self.beginResetModel()
        self._order = self._rows.order
        self._before, self._items = self._items, self._rows.items
        self.endResetModel()
        self._before = self._items

    @Slot(int)
    def row_changed(self, row: int) -> None:
        """A row says something else now."""
        index = self.index_of(row)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def _picture(self, item: ImageItem) -> QPixmap | None:
        found = self._pictures.get(item.id)
        if found is None or found[1] < self._side:
            self._sides[item.id] = self._side
            self._thumbnails.request(item, self._side)
        if found is None:
            return None
        self._pictures.move_to_end(item.id)
        return found[0]

    @Slot(str, QImage)
    def _on_thumbnail(self, image_id: str, picture: QImage) -> None:
        row = self._rows.row_of(image_id)
        if row is None:
            return
        pixmap = QPixmap.fromImage(picture)
        old = self._pictures.pop(image_id, None)
        self._pictures[image_id] = pixmap, self._sides.pop(image_id, self._side)
        self._bytes += _memory(pixmap) - (0 if old is None else _memory(old[0]))
        while self._bytes > KEPT_BYTES and len(self._pictures) > 1:
            _, (gone, _) = self._pictures.popitem(last=False)
            self._bytes -= _memory(gone)
        index = self.index_of(row)
        if index.isValid():
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


def _memory(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
