"""The list of images at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from stac_core.types import ReviewStatus
from stac_gui.models.image_list import Role
from stac_gui.panels.list_filter import FilterBar
from stac_gui.panels.tile_view import TileView
from stac_gui.theme import UNIT, icon, status_color
from stac_gui.translating import figure

if TYPE_CHECKING:
    from stac_gui.models.image_list import ImageListModel

THUMBNAIL: Final = 48
ROW_HEIGHT: Final = THUMBNAIL + UNIT

_STATUS_ICONS: Final = {
    ReviewStatus.ACCEPTED: "accept",
    ReviewStatus.NEEDS_FIX: "fix",
    ReviewStatus.REJECTED: "reject",
}


class _RowDelegate(QStyledItemDelegate):
    """Thumbnail, name and below it the decision and the score."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = {
            ReviewStatus.TODO: self.tr("to do"),
            ReviewStatus.ACCEPTED: self.tr("accepted"),
            ReviewStatus.NEEDS_FIX: self.tr("needs fix"),
            ReviewStatus.REJECTED: self.tr("rejected"),
        }
        self._icons = {status: icon(name) for status, name in _STATUS_ICONS.items()}

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(160, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        palette: QPalette = option.palette
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(area, palette.color(QPalette.ColorRole.Midlight))
            bar = QRect(area.left(), area.top(), 3, area.height())
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))
        frame = QRect(area.left() + UNIT, area.top() + UNIT // 2, THUMBNAIL, THUMBNAIL)
        self._paint_thumbnail(painter, frame, index, palette)
        text = area.adjusted(THUMBNAIL + 2 * UNIT, UNIT, -UNIT, -UNIT)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, text.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(text, int(flags), name)
        self._paint_second_line(painter, text, font, index)
        painter.restore()

    def _paint_thumbnail(
        self,
        painter: QPainter,
        frame: QRect,
        index: QModelIndex | QPersistentModelIndex,
        palette: QPalette,
    ) -> None:
        painter.fillRect(frame, palette.color(QPalette.ColorRole.Dark))
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap) and not picture.isNull():
            size = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(frame.topLeft(), size)
            target.moveCenter(frame.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, picture)
        elif isinstance(picture, QPixmap):  # the file cannot be read
            painter.setPen(status_color(ReviewStatus.REJECTED))
            painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), "!")

    def _paint_second_line(
        self,
        painter: QPainter,
        text: QRect,
        font: QFont,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(small)
        status = index.data(Role.STATUS)
        color = status_color(status)
        painter.setPen(color)
        bottom = Qt.AlignmentFlag.AlignBottom
        left = text
        if status in self._icons:
            side = QFontMetrics(small).height()
            mark = QRect(text.left(), text.bottom() - side + 1, side, side)
            self._paint_mark(painter, mark, status, color)
            left = text.adjusted(side + UNIT // 2, 0, 0, 0)
        words = self._words.get(status, "")
        if index.data(Role.EDITED):
            words = self.tr("{}, edited").format(words)
        score = index.data(Role.SCORE)
        shown = "" if score is None else f"{score:.2f}"
        room = left.width() - QFontMetrics(small).horizontalAdvance(shown) - UNIT
        words = QFontMetrics(small).elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, int(Qt.AlignmentFlag.AlignLeft | bottom), words)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignRight | bottom), shown)

    def _paint_mark(
        self, painter: QPainter, area: QRect, status: ReviewStatus, color: QColor
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._icons[status].pixmap(area.size(), ratio)
        tint = QPainter(pixmap)
        tint.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        tint.fillRect(pixmap.rect(), color)
        tint.end()
        painter.drawPixmap(area, pixmap)


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
        self.view.setItemDelegate(_RowDelegate(self.view))
        self.view.set_tiles(QSize(160, ROW_HEIGHT), wraps=False)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
        layout.addWidget(self._count)
        self.setMinimumWidth(224)
        self._kept: tuple[int, int] | None = None
        self.view.selectionModel().currentChanged.connect(self._on_current)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        self._show_count()

    def select(self, row: int) -> None:
        """Mark a row as the one at hand."""
        index = self._model.index_of(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._show_count()

    @Slot()
    def _keep_place(self) -> None:
        """Before the order changes: remember where the image at hand, or the first one, is."""
        visible, current = self.view.visible_rows(), self.view.currentIndex().row()
        self._kept = None
        if visible:
            place = current if current in visible else visible.start
            top = self.view.visualRect(self._model.index(place, 0)).top()
            self._kept = self._model.row(place), top

    @Slot()
    def _restore_place(self) -> None:
        """After the order changed: what was remembered is where it was."""
        self.view.doItemsLayout()
        if self._kept is not None:
            area = self.view.visualRect(self._model.index_of(self._kept[0]))
            if not area.isNull():
                bar = self.view.verticalScrollBar()
                bar.setValue(bar.value() + area.top() - self._kept[1])
        self._show_count()

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, before: QModelIndex) -> None:
        self._show_count()
        if index.isValid():
            self.view.setAccessibleDescription(index.data(Qt.ItemDataRole.AccessibleTextRole))
            self.chosen.emit(self._model.row(index.row()))

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
