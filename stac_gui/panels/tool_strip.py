"""The strip of tools beside the canvas: two columns, so that all of them fit on a low screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QVBoxLayout, QWidget

from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

COLUMNS: Final = 2
SIDE: Final = 4 * UNIT
"""Width and height of a button."""


class ToolStrip(QWidget):
    """Buttons for actions.

    Args:
        actions: In their order; None begins another group.
        parent: Owner.
    """

    def __init__(self, actions: Sequence[QAction | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tool-strip")
        self.setAccessibleName(self.tr("Tools"))
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT // 2, UNIT // 2, UNIT // 2, UNIT // 2)
        column.setSpacing(UNIT // 2)
        groups: list[list[QAction]] = [[]]
        for action in actions:
            if action is None:
                groups.append([])
            else:
                groups[-1].append(action)
        for number, group in enumerate(groups):
            if number:
                column.addWidget(_line(self))
            grid = QGridLayout()
            grid.setSpacing(UNIT // 2)
            for place, action in enumerate(group):
                grid.addWidget(self._button(action), place // COLUMNS, place % COLUMNS)
            column.addLayout(grid)
        column.addStretch(1)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(SIDE, SIDE)
        button.setAutoRaise(True)
        return button


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
