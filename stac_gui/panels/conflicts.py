"""Asks, image by image, whose labels count: those that are here or those that would come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import qimage2ndarray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.panels.figure_table import NameTable
from stac_gui.theme import UNIT
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.importing.labels import Incoming

PICTURE_SIDE: Final = 224


class ConflictsDialog(QDialog):
    """A tick takes the new labels; without it what is here stays.

    Args:
        images: Images on which somebody here has been at work, and whose masks differ.
        parent: The window.

    Signals:
        picture_wanted: The image whose two masks are to be shown.
    """

    picture_wanted = Signal(object)

    def __init__(self, images: Sequence[Incoming], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.images = list(images)
        self.setWindowTitle(self.tr("Whose labels count?"))
        self.resize(960, 560)
        text = self.tr(
            "Somebody here has decided on {} of these images or drawn in them, and the new labels "
            "differ. Tick those whose new labels you want; what is here stays in their history."
        )
        words = QLabel(text.format(figure(len(self.images))), self)
        words.setWordWrap(True)
        self._make_table()
        side = QVBoxLayout()
        side.setSpacing(UNIT)
        self.pictures: list[QLabel] = []
        for text in (self.tr("Here now"), self.tr("New")):
            head = QLabel(text, self)
            head.setProperty("role", "muted")
            picture = QLabel(self)
            picture.setFixedSize(PICTURE_SIDE, PICTURE_SIDE)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            picture.setAccessibleName(text)
            self.pictures.append(picture)
            side.addWidget(head)
            side.addWidget(picture)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(2 * UNIT)
        middle.addWidget(self.table, 1)
        middle.addLayout(side)
        self.keep_all = QPushButton(self.tr("Keep all"), self)
        self.keep_all.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.take_all = QPushButton(self.tr("Take all"), self)
        self.take_all.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.ok = self.buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setProperty("role", "primary")
        self.ok.style().polish(self.ok)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.setSpacing(UNIT)
        for each in (self.keep_all, self.take_all):
            each.setAutoDefault(False)
            below.addWidget(each)
        below.addStretch(1)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(words)
        layout.addLayout(middle, 1)
        layout.addLayout(below)
        self.table.currentCellChanged.connect(self._on_current)
        self.table.setCurrentCell(0, 0)

    def taken(self) -> set[str]:
        """Ids of the images whose new labels are wanted."""
        rows = range(self.table.rowCount())
        ticked = Qt.CheckState.Checked
        return {self.images[row].image_id for row in rows if self._tick_of(row) == ticked}

    def want_first(self) -> None:
        """Ask for the pictures of the image at hand."""
        self._on_current(self.table.currentRow())

    def show_pictures(
        self, image: Incoming, pictures: tuple[NDArray[np.uint8], NDArray[np.uint8]] | None
    ) -> None:
        """Show both masks of an image; None where they cannot be shown.

        Args:
            image: Which image; an answer for another than the one at hand is dropped.
            pictures: uint8 (h, w, 3) RGB each.
        """
        row = self.table.currentRow()
        if not 0 <= row < len(self.images) or self.images[row] is not image:
            return
        for place, label in enumerate(self.pictures):
            if pictures is None:
                label.setText(self.tr("cannot be shown"))
                continue
            shown = QPixmap.fromImage(qimage2ndarray.array2qimage(pictures[place]))
            label.setPixmap(shown)

    def _make_table(self) -> None:
        self.table = NameTable(self.tr("Images whose labels differ"), self)
        self.table.fill(
            (self.tr("Image"), self.tr("IoU")),
            [
                (each.image_id, "–" if each.agreement is None else decimal(each.agreement, 3))
                for each in self.images
            ],
        )
        for row in range(len(self.images)):
            item = self.table.item(row, 0)
            if item is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        self._tick(Qt.CheckState.Unchecked)

    def _tick_of(self, row: int) -> Qt.CheckState:
        item = self.table.item(row, 0)
        return Qt.CheckState.Unchecked if item is None else item.checkState()

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 0)
            if item is not None:
                item.setCheckState(state)

    @Slot(int)
    def _on_current(self, row: int) -> None:
        for label in self.pictures:
            label.clear()
        if 0 <= row < len(self.images):
            self.picture_wanted.emit(self.images[row])
