"""Lines of classes: number, colour and name to be changed, and how many images have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stac_core.colors import default_color
from stac_core.types import MAX_CLASSES
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.class_list import NameAndColor

_SWATCH: Final = QSize(20, 20)


class ClassRow:
    """One class: its number, colour, name and count."""

    def __init__(
        self, number: QLabel, color: QToolButton, name: QLineEdit, count: QLabel, value: str
    ) -> None:
        self.number, self.button, self.name, self.count = number, color, name, count
        self.color = value


class ClassRows(QScrollArea):
    """The lines, which scroll where there are many.

    Args:
        parent: The dialog.

    Signals:
        changed: A name or colour was changed, or a line added.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.rows: list[ClassRow] = []
        self._kept = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT)
        self._grid.setVerticalSpacing(UNIT)
        self._grid.setColumnStretch(2, 1)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, UNIT, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)

    def show_classes(
        self, classes: Sequence[NameAndColor], counts: Sequence[str] | None = None
    ) -> None:
        """Show these instead of what is there; none of them can be left empty."""
        for row in self.rows:
            for widget in (row.number, row.button, row.name, row.count):
                self._grid.removeWidget(widget)
                widget.deleteLater()
        self.rows = []
        for at, (name, color) in enumerate(classes):
            self._append(name, color, counts[at] if counts else "")
        self._kept = len(classes)
        self.changed.emit()

    def wanted(self) -> list[NameAndColor]:
        """Names and colours of all classes, in order; lines added and left empty do not count."""
        rows = [(row.name.text().strip(), row.color) for row in self.rows]
        while len(rows) > self._kept and not rows[-1][0]:
            rows.pop()
        return rows

    def add_class(self) -> None:
        """One more line, ready to type in."""
        if len(self.rows) < MAX_CLASSES:
            self._append("", default_color(len(self.rows)), "")
            self.rows[-1].name.setFocus()
            self.changed.emit()

    # ---- inside --------------------------------------------------------------------------

    def _append(self, name: str, color: str, count: str) -> None:
        at = len(self.rows)
        number = QLabel(f"{at + 1}", self)
        number.setMinimumWidth(24)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        number.setAlignment(right)
        button = QToolButton(self)
        button.setIconSize(_SWATCH)
        button.setAccessibleName(self.tr("Colour of class {}").format(at + 1))
        button.setToolTip(self.tr("Choose the colour"))
        edit = QLineEdit(name, self)
        edit.setAccessibleName(self.tr("Name of class {}").format(at + 1))
        edit.setCursorPosition(0)
        edit.setPlaceholderText(self.tr("such as scratch, inclusion, stain"))
        edit.textChanged.connect(self.changed)
        images = QLabel(count, self)
        images.setAlignment(right)
        row = ClassRow(number, button, edit, images, color)
        button.clicked.connect(lambda: self._ask_color(row))
        self._show_color(row)
        for column, widget in enumerate((number, button, edit, images)):
            self._grid.addWidget(widget, at, column)
        self.setTabOrder(button, edit)
        self.rows.append(row)

    def _ask_color(self, row: ClassRow) -> None:
        dialog = QColorDialog(QColor(row.color), self)
        for number in range(8):
            dialog.setCustomColor(number, QColor(default_color(number)))

        def chosen(color: QColor) -> None:
            row.color = color.name()
            self._show_color(row)
            self.changed.emit()

        dialog.colorSelected.connect(chosen)
        dialog.open()

    @staticmethod
    def _show_color(row: ClassRow) -> None:
        picture = QPixmap(_SWATCH)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(row.color))
        painter.drawRoundedRect(picture.rect(), 4, 4)
        painter.end()
        row.button.setIcon(QIcon(picture))
