"""The saved masks of an image as a list for Qt's views, with small pictures made when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap

from stac_core.types import IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stac_core.labels.records import LabelRecord
    from stac_core.types import Mask

THUMBNAIL: Final = 72
"""Longest side of a small picture, in pixels."""

Index = QModelIndex | QPersistentModelIndex


class RevisionsModel(QAbstractListModel):
    """Revisions, newest first.

    Args:
        load: Asks for a mask by its digest and calls back with it.
        words: What a row says, a line each.
        parent: Owner.
    """

    def __init__(
        self,
        load: Callable[[str, Callable[[Mask], None]], None],
        words: Callable[[LabelRecord], list[str]],
        parent: Any = None,
    ) -> None:
        super().__init__(parent)
        self._load, self._words = load, words
        self._records: Sequence[LabelRecord] = ()
        self._colors: Sequence[tuple[int, int, int]] = ()
        self._pictures: dict[str, QIcon] = {}
        self._asked: set[str] = set()

    def show(self, records: Sequence[LabelRecord], colors: Sequence[tuple[int, int, int]]) -> None:
        """Show other revisions; colours are those of the classes from 1."""
        self.beginResetModel()
        if colors != self._colors:
            self._pictures, self._asked = {}, set()
        self._records, self._colors = records, colors
        self.endResetModel()

    def record(self, row: int) -> LabelRecord:
        """The revision of a row."""
        return self._records[row]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._records):
            return None
        record = self._records[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join(self._words(record))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self._words(record))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(str(record.mask_digest))
        return None

    def _picture(self, digest: str) -> QIcon:
        if digest not in self._asked:
            self._asked.add(digest)
            self._load(digest, lambda mask: self._on_mask(digest, mask))
        return self._pictures.get(digest) or _icon(_blank())

    def _on_mask(self, digest: str, mask: Mask) -> None:
        picture = small_picture(mask, self._colors)
        self._pictures[digest] = _icon(QPixmap.fromImage(picture))
        for row, record in enumerate(self._records):
            if record.mask_digest == digest:
                index = self.index(row)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


def small_picture(mask: Mask, colors: Sequence[tuple[int, int, int]]) -> QImage:
    """A mask as a small picture in which no defect vanishes, however small.

    Args:
        mask: uint8 (H, W).
        colors: Of the classes from 1.
    """
    step = max(1, -(-max(mask.shape) // THUMBNAIL))
    height, width = (-(-side // step) for side in mask.shape)
    labels = np.zeros((height * step, width * step), np.uint8)
    labels[: mask.shape[0], : mask.shape[1]] = np.where(mask == IGNORE_INDEX, 0, mask)
    small = labels.reshape(height, step, width, step).max(axis=(1, 3))
    table = np.full((256, 3), 255, np.uint8)
    table[0] = 40  # background: a quiet grey in both themes
    table[1 : len(colors) + 1] = colors
    pixels = np.ascontiguousarray(table[small])
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    scaled = image.scaled(
        THUMBNAIL, THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.FastTransformation,
    )  # fmt: skip
    return scaled.copy()  # its own memory: that of the array goes away


def _blank() -> QPixmap:
    pixmap = QPixmap(THUMBNAIL, THUMBNAIL)
    pixmap.fill(QColor(40, 40, 40))
    return pixmap


def _icon(pixmap: QPixmap) -> QIcon:
    """The same colours whether the row is chosen or not: they mean classes."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
