"""A view of very many rows as a list or a grid: it computes places instead of laying rows out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QCursor, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from stac_gui.theme import current_colors

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint

MARGIN: Final = 4
"""Pixels above the first and below the last tile of a grid."""


class TileView(QAbstractItemView):
    """Rows of equal size, one below the other or side by side as many as fit.

    Qt's own list view keeps a place for each row: at 100,000 rows each change of the list stops
    the window for 200 ms. Here a place is arithmetic, so that everything takes as long as what is
    on the screen.

    Args:
        parent: Owner.

    Signals:
        range_changed: Range of the rows that are on the screen now.
    """

    range_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = range(0)
        self._tile = QSize(160, 56)
        self._wraps = False
        self._columns = 1
        self._lit = -1  # the row that was painted as the one under the mouse
        self.setMouseTracking(True)
        # it fills itself: nothing behind it is painted, and what scrolls is moved, not painted anew
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # always there, so that nothing jumps when the list grows
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)

    def set_tiles(self, size: QSize, *, wraps: bool) -> None:
        """Show tiles of another size; the one at hand stays in sight.

        Args:
            size: Of a tile; without wrapping only its height counts.
            wraps: Whether several fit side by side.
        """
        if (size, wraps) == (self._tile, self._wraps):
            return
        kept = self._kept_place()
        self._tile, self._wraps = QSize(size), wraps
        self._restore_place(kept)

    @property
    def columns(self) -> int:
        """Tiles side by side."""
        return self._columns

    def visible_rows(self) -> range:
        """Rows that are on the screen, at least in part."""
        top, height = self._offset() - self._margin(), self._tile.height()
        first = max(0, top // height) * self.columns
        last = ((top + self.viewport().height()) // height + 1) * self.columns
        return range(min(first, self._count()), min(max(last, 0), self._count()))

    def selected_count(self) -> int:
        """How many rows are selected."""
        parts = self.selectionModel().selection().toList()
        return sum(part.bottom() - part.top() + 1 for part in parts)

    def select_rows(self, rows: Sequence[int]) -> None:
        """Select these rows, in ascending order, and no others."""
        selection, model = QItemSelection(), self.model()
        start = 0
        for number in range(1, len(rows) + 1):
            if number == len(rows) or rows[number] != rows[number - 1] + 1:
                first, last = (
                    model.index(int(rows[start]), 0),
                    model.index(int(rows[number - 1]), 0),
                )
                selection.append(QItemSelectionRange(first, last))
                start = number
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(selection, flags)

    def selected_rows(self) -> list[int]:
        """Selected rows in order, without asking each of them."""
        rows: set[int] = set()
        for part in self.selectionModel().selection().toList():
            rows.update(range(part.top(), part.bottom() + 1))
        return sorted(rows)

    # ---- places --------------------------------------------------------------------------

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        columns = self.columns
        width = self.viewport().width() // columns
        line, column = divmod(index.row(), columns)
        top = line * self._tile.height() + self._margin() - self._offset()
        return QRect(column * width, top, width, self._tile.height())

    def indexAt(self, point: QPoint) -> QModelIndex:
        width = self.viewport().width() // self.columns
        column = point.x() // max(1, width)
        line = (point.y() + self._offset() - self._margin()) // self._tile.height()
        row = line * self.columns + column
        if 0 <= column < self.columns and 0 <= row < self._count():
            return self.model().index(row, 0)
        return QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        area, bar = self.visualRect(index), self.verticalScrollBar()
        height = self.viewport().height()
        if hint == _Hint.PositionAtCenter:
            bar.setValue(bar.value() + area.center().y() - height // 2)
        elif hint == _Hint.PositionAtTop or area.top() < 0:
            bar.setValue(bar.value() + area.top())
        elif hint == _Hint.PositionAtBottom or area.bottom() >= height:
            bar.setValue(bar.value() + area.bottom() + 1 - height)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        if not self._count():
            return QModelIndex()
        if not self.currentIndex().isValid():
            # Qt asks when the list gets the focus, too, as it does while something is opened
            return self.model().index(0, 0)
        columns = self.columns
        page = max(1, self.viewport().height() // self._tile.height()) * columns
        row = self.currentIndex().row()
        step = {
            _Move.MoveUp: -columns, _Move.MoveDown: columns, _Move.MoveLeft: -1,
            _Move.MoveRight: 1, _Move.MovePrevious: -1, _Move.MoveNext: 1,
            _Move.MovePageUp: -page, _Move.MovePageDown: page,
            _Move.MoveHome: -self._count(), _Move.MoveEnd: self._count(),
        }[action]  # fmt: skip
        vertical = action in {_Move.MoveUp, _Move.MoveDown}
        if vertical and not 0 <= row + step < self._count():
            return self.model().index(row, 0)  # in the last line down is nowhere
        return self.model().index(min(max(row + step, 0), self._count() - 1), 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self._offset()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    # ---- selecting -----------------------------------------------------------------------

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        # Qt gives the places of the first and the last tile as opposite corners, in any order
        ends = sorted((self._nearest(rect.topLeft()), self._nearest(rect.bottomRight())))
        selection = QItemSelection()
        if ends[0] >= 0:
            model = self.model()
            selection.select(model.index(ends[0], 0), model.index(ends[1], 0))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region, visible = QRegion(), self.visible_rows()
        for part in selection.toList():
            for row in range(max(part.top(), visible.start), min(part.bottom() + 1, visible.stop)):
                region += self.visualRect(self.model().index(row, 0))
        return region

    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts; names are searched for in the filter."""

    def _nearest(self, point: QPoint) -> int:
        """Row of the tile nearest to a point, which may be off the screen; -1 without any."""
        width = max(1, self.viewport().width() // self.columns)
        column = min(max(point.x() // width, 0), self.columns - 1)
        line = max(0, (point.y() + self._offset() - self._margin()) // self._tile.height())
        return min(line * self.columns + column, self._count() - 1)

    # ---- painting and scrolling ----------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(current_colors().surface))
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        delegate, model, chosen = self.itemDelegate(), self.model(), self.selectionModel()
        current, under = self.currentIndex().row(), self._under_mouse()
        self._lit = under
        visible = self.visible_rows()
        if visible != self._range:
            self._range = visible
            self.range_changed.emit(visible)
        for row in visible:
            index = model.index(row, 0)
            area = self.visualRect(index)
            if not event.region().intersects(area):
                continue
            state = plain
            if chosen.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if row == current:  # the image at hand, wherever the keyboard's focus is
                state |= QStyle.StateFlag.State_HasFocus
            if row == under:
                state |= QStyle.StateFlag.State_MouseOver
            option.rect, option.state = area, state
            delegate.paint(painter, option, index)
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)
        for row in {self._lit, self._under_mouse()} - {-1}:  # the mouse stays where it is
            self.viewport().update(self.visualRect(self.model().index(row, 0)))

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._columns = 1
        if self._wraps:
            self._columns = max(1, self.viewport().width() // self._tile.width())
        height, shown = self._tile.height(), self.viewport().height()
        lines = -(-self._count() // self._columns)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, lines * height + 2 * self._margin() - shown))
        bar.setPageStep(shown)
        bar.setSingleStep(max(1, height // 2))

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        kept = self._kept_place(event.oldSize())
        super().resizeEvent(event)
        self._restore_place(kept)

    def _kept_place(self, size: QSize | None = None) -> tuple[int, int] | None:
        """Row that is to stay where it is, and its distance from the top."""
        visible = self.visible_rows()
        current = self.currentIndex().row()
        row = current if current in visible else visible.start
        if not visible or (size is not None and not size.isValid()):
            return None
        return row, self.visualRect(self.model().index(row, 0)).top()

    def _restore_place(self, kept: tuple[int, int] | None) -> None:
        self.updateGeometries()
        if kept is not None:
            row, top = kept
            bar = self.verticalScrollBar()
            now = self.visualRect(self.model().index(row, 0)).top()
            bar.setValue(bar.value() + now - top)
        self.viewport().update()

    def _under_mouse(self) -> int:
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()

    def _count(self) -> int:
        return 0 if self.model() is None else self.model().rowCount()

    def _offset(self) -> int:
        return self.verticalScrollBar().value()

    def _margin(self) -> int:
        return MARGIN if self._wraps else 0
