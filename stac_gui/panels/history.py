"""The history of the image at hand: its saved masks, to look at and to bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QSize, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.revisions import THUMBNAIL
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent

    from stac_core.labels.records import LabelRecord
    from stac_gui.models.revisions import RevisionsModel


class HistoryWindow(QDialog):
    """Lists saved masks beside the main window, which stays usable.

    Args:
        model: The masks.
        parent: The main window.

    Signals:
        looked_at: The `LabelRecord` whose mask is to be seen; None for the image's own.
        restore_wanted: The `LabelRecord` whose mask is to come back.
    """

    looked_at = Signal(object)
    restore_wanted = Signal(object)

    def __init__(self, model: RevisionsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.resize(320, 520)
        self.model = model
        self.about = QLabel(self)
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.list.setSpacing(UNIT // 2)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Saved masks, newest first"))
        self.list.selectionModel().selectionChanged.connect(self._on_selection)
        self.list.doubleClicked.connect(self._restore)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.restore = QPushButton(self.tr("Restore"), self)
        self.restore.setToolTip(self.tr("Make this the image's mask again; undo takes it back"))
        self.buttons.addButton(self.restore, QDialogButtonBox.ButtonRole.ActionRole)
        self.restore.clicked.connect(self._restore)
        self.buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.about)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)

    def set_image(self, image_id: str) -> None:
        """Another image is at hand; its masks are on their way."""
        self.show_revisions([], ())
        self.setWindowTitle(self.tr("History of {}").format(image_id))

    def show_revisions(
        self, records: Sequence[LabelRecord], colors: Sequence[tuple[int, int, int]]
    ) -> None:
        """List masks; what was chosen stays so where it is still there."""
        before = self.chosen()
        self.model.show(records, colors)
        for row, record in enumerate(records):
            if before is not None and record == before:
                self.list.setCurrentIndex(self.model.index(row))
        if self.model.rowCount():
            text = self.tr("Choose one to see it on the image. Nothing is changed by looking.")
        else:
            text = self.tr("No mask of this image is saved yet.")
        self.about.setText(text)
        self._on_selection()

    def choose_none(self) -> None:
        """The image's own mask is shown again."""
        self.list.clearSelection()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.looked_at.emit(None)
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape closes the window as its cross does."""
        self.close()

    def chosen(self) -> LabelRecord | None:
        """The mask that is chosen."""
        rows = self.list.selectionModel().selectedIndexes()
        return self.model.record(rows[0].row()) if rows else None

    @Slot()
    def _on_selection(self, *_: QItemSelection) -> None:
        record = self.chosen()
        self.restore.setEnabled(record is not None)
        self.looked_at.emit(record)

    @Slot()
    def _restore(self) -> None:
        record = self.chosen()
        if record is not None:
            self.restore_wanted.emit(record)
