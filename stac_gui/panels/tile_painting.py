"""How an image looks in the list and in the grid: thumbnail, name, decision, classes, score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stac_core.types import ReviewStatus
from stac_gui.models.image_list import Role, RowState
from stac_gui.theme import UNIT, current_colors, icon, status_color
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

THUMBNAIL: Final = 48
ROW_HEIGHT: Final = THUMBNAIL + UNIT
DOT: Final = 8
TEXT_LINES: Final = 40
"""Pixels below a thumbnail of the grid, for its two lines."""

_STATUS_ICONS: Final = {
    ReviewStatus.ACCEPTED: "accept",
    ReviewStatus.NEEDS_FIX: "fix",
    ReviewStatus.REJECTED: "reject",
}

Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    """What list and grid have in common."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = {
            ReviewStatus.TODO: self.tr("to do"),
            ReviewStatus.ACCEPTED: self.tr("accepted"),
            ReviewStatus.NEEDS_FIX: self.tr("needs fix"),
            ReviewStatus.REJECTED: self.tr("rejected"),
        }
        self._free = self.tr("no defect")
        self._icons = {status: icon(name) for status, name in _STATUS_ICONS.items()}
        self._warning = icon("contradiction")
        self._fonts: tuple[QFont, QFont, QFontMetrics] | None = None

    def _second_line(
        self, painter: QPainter, area: QRect, font: QFont, state: RowState, *, words: bool
    ) -> None:
        """Decision, classes and score at the bottom of an area."""
        small, metrics = self._small_font(font)
        painter.setFont(small)
        high = metrics.height()
        line = QRect(area.left(), area.bottom() - high + 1, area.width(), high)
        color = status_color(state.status)
        right = line.right()
        if state.score is not None:
            shown = decimal(state.score, 2)
            painter.setPen(color)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | middle), shown)
            right -= metrics.horizontalAdvance(shown) + UNIT // 2
        if state.contradiction:
            mark = QRect(right - line.height() + 1, line.top(), line.height(), line.height())
            self._mark(painter, mark, self._warning, QColor(current_colors().needs_fix))
            right = mark.left() - UNIT // 2
        left = line.left()
        if state.status in self._icons:
            mark = QRect(left, line.top(), line.height(), line.height())
            self._mark(painter, mark, self._icons[state.status], color)
            left = mark.right() + UNIT // 2
        text = self._words[state.status] if words else ""
        if words and state.edited:
            text = self.tr("{}, edited").format(text)
        if state.is_free:
            text = f"{text} · {self._free}" if text else self._free
        dots = len(state.dots) * (DOT + 2) + (UNIT // 2 if state.dots else 0)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - left - dots)
        painter.setPen(color)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(left, line.top(), right - left, line.height()), flags, text)
        left += metrics.horizontalAdvance(text) + (UNIT // 2 if text else 0)
        _paint_dots(painter, QRect(left, line.top(), right - left, line.height()), state.dots)

    def _small_font(self, font: QFont) -> tuple[QFont, QFontMetrics]:
        """The font of the second line; kept, since it takes longer to make than the line."""
        if self._fonts is None or self._fonts[0] != font:
            small = QFont(font)
            small.setPointSizeF(font.pointSizeF() * 0.9)
            self._fonts = QFont(font), small, QFontMetrics(small)
        return self._fonts[1:]

    @staticmethod
    def _mark(painter: QPainter, area: QRect, picture: QIcon, color: QColor) -> None:
        pixmap = picture.pixmap(area.size(), painter.device().devicePixelRatioF())
        tint = QPainter(pixmap)
        tint.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        tint.fillRect(pixmap.rect(), color)
        tint.end()
        painter.drawPixmap(area, pixmap)


class RowDelegate(_Delegate):
    """A row of the list: thumbnail, name, and below it the decision, classes and score."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette: QPalette = option.palette
        area: QRect = option.rect
        font: QFont = option.font
        painter.save()
        _paint_ground(painter, area, option)
        if option.state & QStyle.StateFlag.State_HasFocus:
            bar = QRect(area.left(), area.top(), 3, area.height())
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Accent))
        frame = QRect(area.left() + UNIT, area.top() + UNIT // 2, THUMBNAIL, THUMBNAIL)
        _paint_thumbnail(painter, frame, index, palette)
        text = area.adjusted(THUMBNAIL + 2 * UNIT, UNIT, -UNIT, -UNIT)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), name)
        self._second_line(painter, text, font, index.data(Role.STATE), words=True)
        painter.restore()


class GridDelegate(_Delegate):
    """A tile of the grid: a large thumbnail, and below it name, decision, classes and score."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette: QPalette = option.palette
        font: QFont = option.font
        area: QRect = option.rect.adjusted(UNIT // 2, UNIT // 2, -UNIT // 2, -UNIT // 2)
        painter.save()
        _paint_ground(painter, area, option)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        inner = area.adjusted(UNIT, UNIT, -UNIT, -UNIT)
        frame = inner.adjusted(0, 0, 0, -TEXT_LINES)
        _paint_thumbnail(painter, frame, index, palette)
        text = QRect(inner.left(), frame.bottom() + UNIT // 2, inner.width(), 0)
        text.setBottom(inner.bottom())
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        name = str(index.data()).rpartition("/")[2]
        name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), name)
        self._second_line(painter, text, font, index.data(Role.STATE), words=False)
        painter.restore()


def _paint_ground(painter: QPainter, area: QRect, option: QStyleOptionViewItem) -> None:
    palette: QPalette = option.palette
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, palette.color(QPalette.ColorRole.Midlight))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, palette.color(QPalette.ColorRole.AlternateBase))


def _paint_thumbnail(painter: QPainter, frame: QRect, index: Index, palette: QPalette) -> None:
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


def _paint_dots(painter: QPainter, area: QRect, dots: tuple[tuple[str, bool], ...]) -> None:
    """The classes of an image in their colours: full where tagged, a ring where only scored."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, (color, tagged) in enumerate(dots):
        left = area.left() + number * (DOT + 2)
        if left + DOT > area.right():
            return
        place = QRect(left, area.center().y() - DOT // 2 + 1, DOT - 1, DOT - 1)
        painter.setPen(QPen(QColor(color), 1.5))
        painter.setBrush(QColor(color) if tagged else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place)
