"""The dialog that names and colours the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stac_core.class_list import NameAndColor, make_specs
from stac_core.colors import default_color
from stac_core.errors import ConfigError
from stac_core.types import MAX_CLASSES
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.project_sections import ClassSpec

_SWATCH: Final = QSize(20, 20)


class _Row:
    """One class: its number, colour and name."""

    def __init__(self, number: QLabel, color: QToolButton, name: QLineEdit, value: str) -> None:
        self.number, self.button, self.name = number, color, name
        self.color = value


class ClassesDialog(QDialog):
    """Names and colours of the classes; `accepted` says that `wanted` is to be.

    Args:
        classes: As they are.
        has_model: Whether a model was trained with these classes.
        parent: The window.
    """

    def __init__(
        self, classes: Sequence[ClassSpec], *, has_model: bool, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Classes"))
        self.setMinimumSize(440, 360)
        self._before = [(spec.name, spec.color) for spec in classes]
        self._has_model = has_model
        self.rows: list[_Row] = []
        words = QLabel(
            self.tr("The kinds of defects to tell apart. A class's number is its value in masks, "
                    "so classes keep their places and none is taken away."),
            self,
        )  # fmt: skip
        words.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(UNIT)
        self._grid.setVerticalSpacing(UNIT)
        self._grid.setColumnStretch(2, 1)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, UNIT, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll = scroll
        self.add = QPushButton(self.tr("Add a class"), self)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self.add_class)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "muted")
        self.problem.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.ok = self.buttons.addButton(
            self.tr("Use these classes"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.ok.setProperty("role", "primary")
        self.ok.style().polish(self.ok)  # the box has styled it already, without the role
        self.ok.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        left = QHBoxLayout()
        left.addWidget(self.add)
        left.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(words)
        layout.addWidget(scroll, 1)
        layout.addLayout(left)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        for name, color in self._before:
            self._append(name, color)
        self._check()
        self.rows[0].name.setFocus()
        self.rows[0].name.selectAll()

    def wanted(self) -> list[NameAndColor]:
        """Names and colours of all classes, in order; lines added and left empty do not count."""
        kept = len(self._before)
        rows = [(row.name.text().strip(), row.color) for row in self.rows]
        while len(rows) > kept and not rows[-1][0]:
            rows.pop()
        return rows

    @Slot()
    def add_class(self) -> None:
        """One more line, ready to type in."""
        if len(self.rows) < MAX_CLASSES:
            self._append("", default_color(len(self.rows)))
            self.rows[-1].name.setFocus()
            self._check()

    # ---- inside --------------------------------------------------------------------------

    def _append(self, name: str, color: str) -> None:
        at = len(self.rows)
        number = QLabel(f"{at + 1}", self)
        number.setMinimumWidth(24)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        button = QToolButton(self)
        button.setIconSize(_SWATCH)
        button.setAccessibleName(self.tr("Colour of class {}").format(at + 1))
        button.setToolTip(self.tr("Choose the colour"))
        edit = QLineEdit(name, self)
        edit.setAccessibleName(self.tr("Name of class {}").format(at + 1))
        edit.setCursorPosition(0)
        edit.setPlaceholderText(self.tr("such as scratch, inclusion, stain"))
        edit.textChanged.connect(self._check)
        row = _Row(number, button, edit, color)
        button.clicked.connect(lambda: self._ask_color(row))
        self._show_color(row)
        for column, widget in enumerate((number, button, edit)):
            self._grid.addWidget(widget, at, column)
        self.setTabOrder(button, edit)
        self.rows.append(row)

    def _ask_color(self, row: _Row) -> None:
        dialog = QColorDialog(QColor(row.color), self)
        for number in range(8):
            dialog.setCustomColor(number, QColor(default_color(number)))

        def chosen(color: QColor) -> None:
            row.color = color.name()
            self._show_color(row)
            self._check()

        dialog.colorSelected.connect(chosen)
        dialog.open()

    @staticmethod
    def _show_color(row: _Row) -> None:
        picture = QPixmap(_SWATCH)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(row.color))
        painter.drawRoundedRect(picture.rect(), 4, 4)
        painter.end()
        row.button.setIcon(QIcon(picture))

    @Slot()
    def _check(self) -> None:
        wanted, text = self.wanted(), ""
        try:
            make_specs(wanted)
        except ConfigError as error:
            text = f"{error.where}: {error.what}"
        self.ok.setEnabled(not text and wanted != self._before)
        others = [name for name, _ in wanted] != [name for name, _ in self._before]
        if not text and others and self._has_model:
            text = self.tr("The models of this project know the old list: train again afterwards.")
        self.problem.setText(text)
