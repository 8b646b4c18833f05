"""The log of a run: by level, with a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.log_lines import LEVELS, LogModel, LogRole
from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from pathlib import Path

    from stac_gui.models.runs import RunDetails

Index = QModelIndex | QPersistentModelIndex


class _LineDelegate(QStyledItemDelegate):
    """A line: time, then the text, with what is searched for marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.search = ""

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(100, option.fontMetrics.height() + UNIT)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        colors = current_colors()
        painter.save()
        rect: QRect = option.rect.adjusted(UNIT, 0, -UNIT, 0)
        if option.state & option.state.State_Selected:
            painter.fillRect(option.rect, QColor(colors.raised))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        time = str(index.data(LogRole.TIME))
        painter.setPen(QColor(colors.muted))
        painter.drawText(rect, align, time)
        rect.setLeft(rect.left() + option.fontMetrics.horizontalAdvance("00:00:00") + 2 * UNIT)
        text = " ".join(str(index.data()).split())
        self._mark(painter, rect, text, option.fontMetrics)
        level = index.data(LogRole.LEVEL)
        painter.setPen(QColor({"warning": colors.needs_fix, "error": colors.rejected}.get(
            level, colors.text)))  # fmt: skip
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, shown)
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRect, text: str, metrics: Any) -> None:
        start = text.casefold().find(self.search.casefold()) if self.search else -1
        if start >= 0:
            left = rect.left() + metrics.horizontalAdvance(text[:start])
            width = metrics.horizontalAdvance(text[start : start + len(self.search)])
            color = QColor(current_colors().accent)
            color.setAlpha(90)
            high = metrics.height()
            painter.fillRect(left, rect.center().y() - high // 2, width, high, color)


class LogPage(QWidget):
    """Messages of a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._match = -1
        self.model = LogModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self._delegate = _LineDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(self.tr("Messages of the run"))
        self.level = QComboBox(self)
        self.level.setAccessibleName(self.tr("Which messages are shown"))
        words = (self.tr("everything"), self.tr("warnings and errors"), self.tr("errors"))
        for level, text in zip(LEVELS, words, strict=True):
            self.level.addItem(text, level)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the messages"))
        self.search.setClearButtonEnabled(True)
        self.found = QLabel(self)
        self.found.setProperty("role", "muted")
        self.open_file = QPushButton(self.tr("Open the run's folder"), self)
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        for widget in (self.level, self.search, self.found):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.open_file)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        self.level.currentIndexChanged.connect(self._on_level)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._next)
        self.open_file.clicked.connect(self._open)

    def show_run(self, details: RunDetails) -> None:
        """Show a run's messages; stays at the newest one if that was in sight."""
        bar = self.view.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        self._folder = details.row.path
        self.model.show(details.messages)
        self._show_found()
        if at_end:
            self.view.scrollToBottom()

    def _on_level(self) -> None:
        self.model.set_level(str(self.level.currentData()))
        self._on_search(self.search.text())

    def _on_search(self, text: str) -> None:
        self._delegate.search = text
        self._match = -1
        self._next()
        self.view.viewport().update()

    def _next(self) -> None:
        rows = self.model.matches(self.search.text())
        if rows:
            self._match = (self._match + 1) % len(rows)
            self.view.setCurrentIndex(self.model.index(rows[self._match], 0))
        self._show_found()

    def _show_found(self) -> None:
        text = self.search.text()
        rows = self.model.matches(text)
        if not text:
            self.found.setText("")
        elif not rows:
            self.found.setText(self.tr("not found"))
        else:
            self.found.setText(self.tr("{} of {}").format(max(self._match, 0) + 1, len(rows)))

    def _open(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
