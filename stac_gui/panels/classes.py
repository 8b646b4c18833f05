"""The dialog that names and colours the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stac_core.class_list import NameAndColor, make_specs
from stac_core.errors import ConfigError
from stac_gui.panels.class_rows import ClassRows
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.project_sections import ClassSpec
    from stac_gui.panels.class_rows import ClassRow


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
        words = QLabel(
            self.tr("The kinds of defects to tell apart. A class's number is its value in masks, "
                    "so classes keep their places and none is taken away."),
            self,
        )  # fmt: skip
        words.setWordWrap(True)
        self._lines = ClassRows(self)
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
        layout.addWidget(self._lines, 1)
        layout.addLayout(left)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self._lines.changed.connect(self._check)
        self._lines.show_classes(self._before)
        self.rows[0].name.setFocus()
        self.rows[0].name.selectAll()

    @property
    def rows(self) -> list[ClassRow]:
        """The lines."""
        return self._lines.rows

    def wanted(self) -> list[NameAndColor]:
        """Names and colours of all classes, in order; lines added and left empty do not count."""
        return self._lines.wanted()

    @Slot()
    def add_class(self) -> None:
        """One more line, ready to type in."""
        self._lines.add_class()

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
