"""The classes of the image at hand: key, colour, score and tag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY, NAME, SCORE, TAG = range(4)

Index = QModelIndex | QPersistentModelIndex

_TAG_MARKS: Final = {True: "✓", False: "–", None: "?"}

_SIDES: Final = {
    KEY: Qt.AlignmentFlag.AlignHCenter,
    NAME: Qt.AlignmentFlag.AlignLeft,
    SCORE: Qt.AlignmentFlag.AlignRight,
    TAG: Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(frozen=True)
class ClassRow:
    """One class.

    Attributes:
        name: Its name.
        color: `#RRGGBB`.
        score: Of the image at hand; None before a model has looked at it.
        tag: Present, absent, or None where not known.
    """

    name: str
    color: str
    score: float | None = None
    tag: bool | None = None


class ClassTableModel(QAbstractTableModel):
    """The classes as a table; a click on the tag changes it.

    Signals:
        tag_clicked: Class name and its next tag: present, absent, not known in turn.
    """

    tag_clicked = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ClassRow] = []

    @property
    def rows(self) -> Sequence[ClassRow]:
        """The classes."""
        return self._rows

    def set_rows(self, rows: Sequence[ClassRow]) -> None:
        """Show these classes."""
        if [row.name for row in rows] != [row.name for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for number, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
            if old != new:
                self._rows[number] = new
                self.dataChanged.emit(self.index(number, KEY), self.index(number, TAG))

    def cycle_tag(self, number: int) -> None:
        """Ask for the next tag of a class: present, absent, not known."""
        if 0 <= number < len(self._rows):
            row = self._rows[number]
            following = {None: True, True: False, False: None}[row.tag]
            self.tag_clicked.emit(row.name, following)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("", self.tr("Class"), self.tr("Score"), self.tr("Tag"))[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = {NAME: Qt.AlignmentFlag.AlignLeft, SCORE: Qt.AlignmentFlag.AlignRight}
            return side.get(section, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return _chip(row.color)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES[column] | Qt.AlignmentFlag.AlignVCenter
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._explanation(row, column)
        return None

    def _text(self, number: int, row: ClassRow, column: int) -> str:
        if column == KEY:
            return str(number + 1) if number < 9 else ""
        if column == NAME:
            return row.name
        if column == SCORE:
            return "" if row.score is None else decimal(row.score, 2)
        return _TAG_MARKS[row.tag]

    def _explanation(self, row: ClassRow, column: int) -> str:
        if column == TAG:
            state = {
                True: self.tr("{}: tagged present"),
                False: self.tr("{}: tagged absent"),
                None: self.tr("{}: not tagged; the score decides"),
            }[row.tag]
            return state.format(row.name) + "\n" + self.tr("Click to change")
        if column == SCORE and row.score is not None:
            return self.tr("The model's score for {} in this image").format(row.name)
        return row.name


def _chip(color: str) -> QIcon:
    pixmap = QPixmap(24, 24)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(color))
    painter.setPen(QColor(0, 0, 0, 60))
    painter.drawRoundedRect(1, 1, 10, 10, 3, 3)
    painter.end()
    chip = QIcon(pixmap)
    chip.addPixmap(pixmap, QIcon.Mode.Selected)  # a selected row must not tint a class's colour
    return chip
