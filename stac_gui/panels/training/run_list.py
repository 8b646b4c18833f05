"""The list of runs: name, what becomes of it, how far it is, its best figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stac_gui.models.runs import (
    ACTIVE,
    RunRole,
    RunRow,
    best_figure,
    epoch_words,
    phase_words,
    stage_words,
    time_words,
)
from stac_gui.theme import UNIT, Colors, current_colors

if TYPE_CHECKING:
    from stac_gui.models.runs import Phase

Index = QModelIndex | QPersistentModelIndex

_BAR_HEIGHT: Final = 3


def phase_color(phase: Phase, colors: Colors) -> str:
    """The colour that a phase is said in."""
    if phase in ACTIVE:
        return colors.accent
    if phase in {"failed", "crashed", "refused"}:
        return colors.rejected
    return colors.accepted if phase == "completed" else colors.muted


class RunDelegate(QStyledItemDelegate):
    """Draws a run in two lines, with a thin bar while it is at work."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, 2 * option.fontMetrics.height() + 3 * UNIT)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        row: RunRow = index.data(RunRole.ROW)
        colors = current_colors()
        painter.save()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, QColor(colors.raised))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colors.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inner = rect.adjusted(2 * UNIT, UNIT, -2 * UNIT, -UNIT)
        line = option.fontMetrics.height()
        upper = QRect(inner.left(), inner.top(), inner.width(), line)
        lower = QRect(inner.left(), inner.top() + line + UNIT // 2, inner.width(), line)
        self._line(painter, upper, row.name, phase_words(row.phase), colors.text,
                   phase_color(row.phase, colors), aside=stage_words(row.stage))  # fmt: skip
        parts = [each for each in (epoch_words(row), time_words(row)) if each]
        self._line(painter, lower, best_figure(row.best) or row.error, " · ".join(parts),
                   colors.muted, colors.muted)  # fmt: skip
        if row.is_active:
            bar = QRect(rect.left(), rect.bottom() - _BAR_HEIGHT, rect.width(), _BAR_HEIGHT)
            painter.fillRect(bar, QColor(colors.line))
            bar.setWidth(round(rect.width() * row.share))
            painter.fillRect(bar, QColor(colors.accent))
        painter.restore()

    @staticmethod
    def _line(
        painter: QPainter,
        rect: QRect,
        left: str,
        right: str,
        left_color: str,
        right_color: str,
        *,
        aside: str = "",
    ) -> None:
        """A text at the left that gives way to one at the right.

        With words aside, which follow it quietly, it is bold.
        """
        font = painter.font()
        font.setBold(False)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(right)
        painter.setPen(QColor(right_color))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        beside = painter.fontMetrics().horizontalAdvance(aside) + UNIT if aside else 0
        font.setBold(bool(aside))
        painter.setFont(font)
        room = rect.adjusted(0, 0, -width - UNIT - beside, 0)
        text = painter.fontMetrics().elidedText(left, Qt.TextElideMode.ElideMiddle, room.width())
        painter.setPen(QColor(left_color))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        end = room.left() + painter.fontMetrics().horizontalAdvance(text) + UNIT
        font.setBold(False)
        painter.setFont(font)
        if aside:
            painter.setPen(QColor(current_colors().muted))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect.adjusted(end - rect.left(), 0, 0, 0), flags, aside)
