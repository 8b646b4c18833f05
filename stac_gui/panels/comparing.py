"""The names of the two sides of a comparison, which are also what chooses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence


class SideName(QWidget):
    """Says at a side's upper left corner what it shows; choosing another one shows that.

    Signals:
        chosen: Place in the list of contents.
    """

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = QComboBox(self)
        self.box.setAccessibleName(name)
        self.box.setToolTip(name)
        # the canvas has the keys again as soon as something is chosen
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT)
        row.addWidget(self.box)
        row.addWidget(self.problem, 1)
        self.box.activated.connect(self._on_activated)
        self.hide()

    def show_side(self, names: Sequence[str], current: int, problem: str) -> None:
        """Show what there is to choose, what is chosen, and why it cannot be seen."""
        with QSignalBlocker(self.box):
            if [self.box.itemText(row) for row in range(self.box.count())] != list(names):
                self.box.clear()
                self.box.addItems(list(names))
            self.box.setCurrentIndex(current)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def place(self, left: int, width: int) -> None:
        """Lie at the top of a side of the canvas."""
        self.adjustSize()
        wanted = self.box.sizeHint().width()
        if not self.problem.isHidden():
            wanted += UNIT + self.problem.sizeHint().width() + UNIT
        self.setGeometry(
            left + 2 * UNIT, 2 * UNIT, min(wanted, width - 4 * UNIT), self.sizeHint().height()
        )
        self.raise_()

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self.chosen.emit(row)
