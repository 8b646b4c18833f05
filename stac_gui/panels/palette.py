"""All commands in one list that is searched by typing."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.palette import Command, Hit, find
from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex

WIDTH, ROWS, ROW = 600, 10, 4 * UNIT


class _Role(IntEnum):
    HIT = Qt.ItemDataRole.UserRole + 1


class _Hits(QAbstractListModel):
    """What fits, for the list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hits[index.row()]
        command = hit.command
        if role == Qt.ItemDataRole.DisplayRole:
            return command.text
        if role == _Role.HIT:
            return hit
        if role == Qt.ItemDataRole.ToolTipRole:
            return command.why_not or command.help
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(each for each in (command.text, command.keys, command.why_not) if each)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        # those that cannot be chosen can be looked at: the list says why
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show(self, hits: list[Hit]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    """A command with the letters that fit, and its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTH - 4 * UNIT, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(_Role.HIT)
        command, colors = hit.command, current_colors()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colors.raised))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), QColor(colors.accent)
            )
        inner = rect.adjusted(2 * UNIT, 0, -2 * UNIT, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        aside = command.why_not or command.keys
        painter.setFont(font)
        painter.setPen(QColor(colors.muted))
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), aside)
        room = inner.width() - QFontMetrics(font).horizontalAdvance(aside) - 2 * UNIT
        text = f"✓ {command.text}" if command.is_on else command.text
        shift = len(text) - len(command.text)
        places = {place + shift for place in hit.places}
        left = inner.left()
        for place, letter in enumerate(text):
            bold = QFont(font)
            bold.setWeight(QFont.Weight.Bold if place in places else QFont.Weight.Normal)
            painter.setFont(bold)
            ink = colors.muted if command.why_not else colors.text
            painter.setPen(QColor(colors.accent if place in places else ink))
            width = QFontMetrics(bold).horizontalAdvance(letter)
            if left + width > inner.left() + room:
                break
            painter.drawText(QRect(left, inner.top(), width + 2, inner.height()), middle, letter)
            left += width
        painter.restore()


class Palette(QDialog):
    """Searches commands; Enter runs the chosen one.

    Args:
        commands: All of them, with what can be chosen now.
        recent: Keys of those used last, the latest first.
        parent: The window.

    Signals:
        chosen: Key of the command to run; the list is closed by then.
    """

    chosen = Signal(str)

    def __init__(
        self, commands: Sequence[Command], recent: Sequence[str], parent: QWidget | None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands, self._recent = commands, recent
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("What would you like to do?"))
        self.search.setAccessibleName(self.tr("Search commands"))
        self.search.setClearButtonEnabled(True)
        self._hits = _Hits(self)
        self.list = QListView(self)
        self.list.setModel(self._hits)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Commands that fit"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(ROWS * ROW)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = QLabel(self)
        self.hint.setProperty("role", "muted")
        self.hint.setMinimumHeight(3 * UNIT)
        self.hint.setContentsMargins(UNIT, 0, UNIT, 0)
        frame = QFrame(self)
        frame.setObjectName("palette")
        colors = current_colors()
        frame.setStyleSheet(f"QFrame#palette {{ border: 1px solid {colors.line};"
                            f" border-radius: 6px; background: {colors.window}; }}")  # fmt: skip
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        inner.setSpacing(UNIT)
        for widget in (self.search, self.list, self.hint):
            inner.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.setFixedWidth(WIDTH)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentRowChanged.connect(self._show_hint)
        self._find("")
        if parent is not None:
            place = parent.mapToGlobal(parent.rect().topLeft())
            self.move(place.x() + (parent.width() - WIDTH) // 2, place.y() + 10 * UNIT)

    @property
    def shown(self) -> list[Command]:
        """The commands that fit, in their order."""
        return [hit.command for hit in self._hits.hits]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        return watched is self.search and is_key and self._on_key(cast("QKeyEvent", event))

    def _on_key(self, event: QKeyEvent) -> bool:
        key, row, rows = event.key(), self.list.currentIndex().row(), self._hits.rowCount()
        moves = {
            Qt.Key.Key_Down: row + 1, Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_PageDown: min(row + ROWS, rows - 1), Qt.Key.Key_PageUp: max(row - ROWS, 0),
        }  # fmt: skip
        if key in moves and rows:
            self.list.setCurrentIndex(self._hits.index(moves[Qt.Key(key)] % rows, 0))
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_clicked(self.list.currentIndex())
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.close()  # as a menu does when somebody clicks beside it

    @Slot(str)
    def _find(self, query: str) -> None:
        self._hits.show(find(query, self._commands, self._recent))
        self.list.setCurrentIndex(self._hits.index(0, 0))
        self._show_hint()

    @Slot()
    def _show_hint(self) -> None:
        index = self.list.currentIndex()
        if not index.isValid():
            self.hint.setText(self.tr("No command fits."))
            return
        command = self._hits.hits[index.row()].command
        self.hint.setText(
            self.tr("Not now: {}").format(command.why_not) if command.why_not else command.help
        )

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid() and not self._hits.hits[index.row()].command.why_not:
            key = self._hits.hits[index.row()].command.key
            self.accept()
            self.chosen.emit(key)
