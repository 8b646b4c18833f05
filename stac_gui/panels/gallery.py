"""The grid of images: many at a glance, to choose and tag several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.image_list import SIDE
from stac_gui.panels.elided import ElidedLabel
from stac_gui.panels.tile_painting import TEXT_LINES, GridDelegate
from stac_gui.panels.tile_view import TileView
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelectionModel
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from stac_gui.models.image_list import ImageListModel

SMALLEST: Final = 80
LARGEST: Final = 320
USUAL: Final = 144
SIDES: Final = (128, 256, 512)
"""Thumbnails are made in these sizes, so that the slider does not make each anew."""


class GridView(TileView):
    """Tiles side by side; Enter and a double click open one.

    Signals:
        opened: A tile is to be looked at in full.
    """

    opened = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            key_event: QKeyEvent = event  # type: ignore[assignment]
            keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if key_event.key() in keys and not _held(key_event):
                event.accept()  # Enter accepts no mask that nobody sees
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not _held(event):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class GalleryPanel(QWidget):
    """The grid with the size of its tiles, and what is selected.

    Args:
        model: The images.
        selection: The list's, so that both select the same.
        parent: Owner.

    Signals:
        size_chosen: Side of the thumbnails, in pixels.
    """

    size_chosen = Signal(int)

    def __init__(
        self,
        model: ImageListModel,
        selection: QItemSelectionModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.view = GridView(self)
        self.view.setModel(model)
        self.view.setSelectionModel(selection)
        self.view.setItemDelegate(GridDelegate(self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setAccessibleName(self.tr("Grid of images"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(SMALLEST, LARGEST)
        self.slider.setSingleStep(UNIT)
        self.slider.setPageStep(4 * UNIT)
        self.slider.setMinimumWidth(80)
        self.slider.setMaximumWidth(160)
        self.slider.setToolTip(self.tr("Size of the thumbnails"))
        self.slider.setAccessibleName(self.tr("Size of the thumbnails"))
        self.selected = QLabel(self)
        self.hint = ElidedLabel(self)
        self.free = QPushButton(self.tr("No defect"), self)
        self.free.setToolTip(self.tr("Tag the selected images as free of every defect  (Shift+0)"))
        self.folders = QPushButton(self.tr("Tags from folders …"), self)
        self.folders.setToolTip(self.tr("Tag images by the names of the folders they lie in"))
        self.back = QPushButton(self.tr("Open image"), self)
        self.back.setToolTip(self.tr("Look at the image at hand  (Enter)"))
        self._lay_out()
        self.slider.valueChanged.connect(self._on_size)
        self.view.range_changed.connect(lambda places: model.look_at("grid", places))
        selection.selectionChanged.connect(self.show_selected)
        selection.currentChanged.connect(self._on_current)
        model.modelReset.connect(self.show_selected)
        self.slider.setValue(USUAL)
        self.show_selected()

    def show_classes(self, names: list[str]) -> None:
        """Say which digit tags what."""
        digits = [f"{number} {name}" for number, name in enumerate(names[:9], start=1)]
        self.hint.setText(self.tr("Keys tag:") + "  " + "   ".join(digits) if digits else "")

    @Slot()
    def show_selected(self) -> None:
        """Say how many images are selected."""
        count = self.view.selected_count()
        self.selected.setText(
            self.tr("{} selected").format(figure(count)) if count else self.tr("Nothing selected")
        )

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._model.set_side(self._side())
        self.view.scrollTo(self.view.currentIndex())

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._model.set_side(SIDE)
        self._model.look_at("grid", range(0))

    # ---- inside --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        bar.setSpacing(UNIT)
        bar.addWidget(self.selected)
        bar.addWidget(self.free)
        bar.addWidget(self.folders)
        bar.addSpacing(UNIT)
        bar.addWidget(self.hint, 1)
        bar.addWidget(self.slider)
        bar.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)

    @Slot(int)
    def _on_size(self, side: int) -> None:
        self.view.set_tiles(QSize(side + 3 * UNIT, side + 3 * UNIT + TEXT_LINES), wraps=True)
        if self.isVisible():
            self._model.set_side(self._side())
        self.size_chosen.emit(side)

    def _side(self) -> int:
        wanted = self.slider.value() * self.devicePixelRatioF()
        return next((side for side in SIDES if side >= wanted), SIDES[-1])

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, before: QModelIndex) -> None:
        if self.isVisible() and index.isValid():
            self.view.scrollTo(index)
