"""How reviewing goes: a headline, a small chart of the last sessions, and a table of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN: Final = 14
"""Sessions in the chart."""

_BAND: Final = 9 * UNIT
_NAMES: Final = 15 * UNIT


@dataclass(frozen=True)
class Series:
    """One row of bars.

    Attributes:
        name: What they are.
        values: One for each session; None where it is not known.
        texts: The values in words.
        top: Value of a full bar; None for the largest one.
    """

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    top: float | None = None


class SessionChart(QWidget):
    """Rows of bars, one bar for each session; each row says what it is, so colour says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[str, ...] = ()
        self._series: tuple[Series, ...] = ()

    def show_sessions(self, days: Sequence[str], series: Sequence[Series]) -> None:
        """Show these sessions, oldest first."""
        self._days, self._series = tuple(days), tuple(series)
        self.setFixedHeight(self.sizeHint().height())
        words = [f"{each.name}: {', '.join(each.texts)}" for each in series]
        self.setAccessibleName(self.tr("The last sessions"))
        self.setAccessibleDescription(". ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60 * UNIT, len(self._series) * _BAND + 3 * UNIT)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place = cast("QHelpEvent", event)
            number = self._session_at(place.pos().x())
            if number is None:
                QToolTip.hideText()
            else:
                lines = [f"{each.name}: {each.texts[number]}" for each in self._series]
                QToolTip.showText(place.globalPos(), "\n".join([self._days[number], *lines]), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, series in enumerate(self._series):
            self._paint_row(painter, row * _BAND, series)
        painter.setPen(QColor(current_colors().muted))
        under = len(self._series) * _BAND + UNIT // 2
        metrics, until = painter.fontMetrics(), -1.0
        for number, day in enumerate(self._days):
            width = metrics.horizontalAdvance(day)
            middle = self._left(number) + self._step() / 2
            # a name that would run into the one before is left out
            if middle - width / 2 > until:
                place = QRectF(middle - width, under, 2 * width, metrics.height())
                painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter), day)
                until = middle + width / 2 + UNIT
        painter.end()

    def _paint_row(self, painter: QPainter, top: int, series: Series) -> None:
        colors, metrics = current_colors(), painter.fontMetrics()
        base, highest = top + _BAND - UNIT, _BAND - UNIT - metrics.height() - 4
        painter.setPen(QColor(colors.muted))
        place = QRectF(0, base - 2 * metrics.height(), _NAMES - UNIT, 2 * metrics.height())
        flags = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, int(flags | Qt.TextFlag.TextWordWrap), series.name)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawLine(_NAMES, base, self.width(), base)
        known = [value for value in series.values if value is not None]
        full = series.top or max(known, default=0.0) or 1.0
        step = self._step()
        for number, value in enumerate(series.values):
            left, text = self._left(number), series.texts[number]
            height = 0.0 if value is None else highest * min(value / full, 1.0)
            bar = QRectF(left + step * 0.2, base - height, step * 0.6, height)
            painter.fillRect(bar, QColor(colors.accent))
            if metrics.horizontalAdvance(text) <= step - 2:
                painter.setPen(QColor(colors.text))
                place = QRectF(left, base - height - metrics.height() - 1, step, metrics.height())
                painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter), text)

    def _step(self) -> float:
        room = max(self.width() - _NAMES, 1)
        return min(8.0 * UNIT, room / max(len(self._days), 1))

    def _left(self, number: int) -> float:
        return _NAMES + number * self._step()

    def _session_at(self, x: int) -> int | None:
        number = int((x - _NAMES) // self._step())
        return number if x >= _NAMES and 0 <= number < len(self._days) else None


class ProgressWindow(QDialog):
    """Shows how reviewing goes, beside the main window.

    Args:
        parent: The main window.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowTitle(self.tr("Progress"))
        self.resize(84 * UNIT, 72 * UNIT)
        self.headline = QLabel(self)
        font = self.headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self.headline.setFont(font)
        self.details = QLabel(self)
        self.details.setProperty("role", "muted")
        self.details.setWordWrap(True)
        self.chart = SessionChart(self)
        self.table = QTableWidget(0, 6, self)
        titles = (
            self.tr("Session"), self.tr("Who"), self.tr("Images"), self.tr("Time"),
            self.tr("Images/h"), self.tr("As proposed"),
        )  # fmt: skip
        for column, title in enumerate(titles):
            item = QTableWidgetItem(title)
            item.setTextAlignment(_aligned(column))
            self.table.setHorizontalHeaderItem(column, item)
        self.table.setAccessibleName(self.tr("All sessions, newest first"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(3 * UNIT)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.about = QLabel(
            self.tr("A session ends after half an hour without a save. “As proposed” is the "
                    "intersection over union of the model's masks and those that were accepted."),
            self,
        )  # fmt: skip
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        for widget in (self.headline, self.details, self.chart):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.about)
        layout.addWidget(buttons)

    def show_reading(self) -> None:
        """The figures are on their way."""
        if not self.table.rowCount():
            self.headline.setText(self.tr("Reading …"))

    def show_report(
        self,
        headline: str,
        details: str,
        days: Sequence[str],
        series: Sequence[Series],
        rows: Sequence[Sequence[str]],
    ) -> None:
        """Show figures.

        Args:
            headline: How far it is.
            details: What is left.
            days: Of the last sessions, oldest first.
            series: Figures of these sessions.
            rows: Cells of all sessions, newest first.
        """
        self.headline.setText(headline)
        self.details.setText(details)
        self.details.setVisible(bool(details))
        self.chart.show_sessions(days, series)
        for widget in (self.chart, self.table, self.about):
            widget.setVisible(bool(rows))
        self.table.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_aligned(column))
                self.table.setItem(row, column, item)


def _aligned(column: int) -> Qt.AlignmentFlag:
    """Numbers at the right, words at the left."""
    side = Qt.AlignmentFlag.AlignRight if column >= 2 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
