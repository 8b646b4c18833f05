"""Heat maps of a few images after each epoch as a table: images down, epochs across."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)
from PySide6.QtGui import QImage, QPixmap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from PySide6.QtCore import SignalInstance

    from stac_core.run_history import Sample

KEPT_PICTURES: Final = 400

Index = QModelIndex | QPersistentModelIndex


class Pictures(Protocol):
    """Where pictures come from."""

    loaded: SignalInstance

    def request(self, path: Path) -> None:
        """Ask for a picture."""

    def clear(self) -> None:
        """Forget what was asked for."""


class SampleTableModel(QAbstractTableModel):
    """Pictures of a run; each is read when it is first looked at.

    Args:
        pictures: Where they come from; tells the path and a QImage, an empty one if unreadable.
        parent: Owner.
    """

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = pictures
        self._folder: Path | None = None
        self._samples: Sequence[Sample] = ()
        self._images: list[str] = []
        self._figures: Mapping[int, str] = {}
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        self._places: dict[str, tuple[int, int]] = {}
        pictures.loaded.connect(self._on_picture)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._images)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._samples)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        image_id = self._images[index.row()]
        sample = self._samples[index.column()]
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.tr("{}, after epoch {}").format(image_id, sample.epoch)
        if role == Qt.ItemDataRole.DecorationRole:
            name = dict(sample.images).get(image_id)
            return None if name is None else self._picture(name, index.row(), index.column())
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Vertical:
            return self._images[section]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._images[section]
        epoch = self._samples[section].epoch
        words = self.tr("epoch {}").format(epoch)
        return f"{words}\n{self._figures[epoch]}" if epoch in self._figures else words

    def show(self, folder: Path, samples: Sequence[Sample], figures: Mapping[int, str]) -> None:
        """Show a run's pictures; further epochs are appended.

        Args:
            folder: The run folder.
            samples: By epoch.
            figures: Epoch -> its validation figure.
        """
        self._figures = figures
        images = list(dict.fromkeys(image for sample in samples for image, _ in sample.images))
        old = len(self._samples)
        goes_on = folder == self._folder and images == self._images and old > 0
        if goes_on and tuple(samples[:old]) == tuple(self._samples):
            if len(samples) > old:
                self.beginInsertColumns(QModelIndex(), old, len(samples) - 1)
                self._samples = samples
                self.endInsertColumns()
            return
        self.beginResetModel()
        if folder != self._folder or not samples:
            self._source.clear()
        self._pictures.clear()  # a resumed run writes some of them anew
        self._places.clear()
        self._folder, self._samples, self._images = folder, samples, images
        self.endResetModel()

    def _picture(self, name: str, row: int, column: int) -> QPixmap | None:
        assert self._folder is not None
        key = str(self._folder / name)
        found = self._pictures.get(key)
        if found is None:
            self._places[key] = row, column
            self._source.request(self._folder / name)
            return None
        self._pictures.move_to_end(key)
        return found

    @Slot(str, QImage)
    def _on_picture(self, key: str, picture: QImage) -> None:
        place = self._places.pop(key, None)
        if place is None or place[0] >= len(self._images) or place[1] >= len(self._samples):
            return
        self._pictures[key] = QPixmap.fromImage(picture)
        while len(self._pictures) > KEPT_PICTURES:
            self._pictures.popitem(last=False)
        index = self.index(*place)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])
