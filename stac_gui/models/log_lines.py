"""The log of a run as a list for Qt's views, filtered by level and searched."""

from __future__ import annotations

import time
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.run_history import Message

LEVELS: Final = ("info", "warning", "error")

Index = QModelIndex | QPersistentModelIndex


class LogRole(IntEnum):
    """What a row says beside its text."""

    LEVEL = Qt.ItemDataRole.UserRole + 1
    TIME = Qt.ItemDataRole.UserRole + 2


class LogModel(QAbstractListModel):
    """Messages from a level on, oldest first."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Message] = ()
        self._shown: list[Message] = []
        self._level = LEVELS[0]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        message = self._shown[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return message.text
        if role == LogRole.LEVEL:
            return message.level
        if role == LogRole.TIME:
            return time.strftime("%H:%M:%S", time.localtime(message.time))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{message.level}: {message.text}"
        return None

    @property
    def total(self) -> int:
        """Messages of all levels."""
        return len(self._all)

    def show(self, messages: Sequence[Message]) -> None:
        """Show these messages; those that only follow the ones before are appended."""
        before, self._all = self._all, messages
        if len(messages) >= len(before) > 0 and tuple(messages[: len(before)]) == tuple(before):
            new = [each for each in messages[len(before) :] if self._passes(each)]
            if new:
                first = len(self._shown)
                self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
                self._shown += new
                self.endInsertRows()
            return
        self._filter()

    def set_level(self, level: str) -> None:
        """Show messages of this level and the graver ones."""
        if level != self._level:
            self._level = level
            self._filter()

    def matches(self, text: str) -> list[int]:
        """Rows that hold a text, whatever its case; none for an empty one."""
        wanted = text.casefold()
        if not wanted:
            return []
        return [row for row, each in enumerate(self._shown) if wanted in each.text.casefold()]

    def _passes(self, message: Message) -> bool:
        level = message.level if message.level in LEVELS else LEVELS[0]
        return LEVELS.index(level) >= LEVELS.index(self._level)

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = [each for each in self._all if self._passes(each)]
        self.endResetModel()
