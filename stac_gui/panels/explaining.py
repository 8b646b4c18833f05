"""A strip of small maps below the canvas: what the heat map is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import qimage2ndarray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stac_gui.panels.elided import ElidedLabel
from stac_gui.theme import UNIT, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

SIDE = 88


class SmallMap(NamedTuple):
    """One map.

    Attributes:
        key: Tells it from the others.
        name: For people.
        help: What it says.
        picture: uint8 RGB (h, w, 3).
    """

    key: str
    name: str
    help: str
    picture: NDArray[np.uint8]


class ExplainStrip(QWidget):
    """Small maps in a row; a click shows one large, another click the heat map again.

    Signals:
        chosen: Key of a map.
        closed: The strip is to go.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Why is this hot?"), self)
        title.setProperty("role", "heading")
        self.note = ElidedLabel(self)
        close = QToolButton(self)
        close.setIcon(icon("reject"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close"))
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        top.addWidget(title)
        top.addWidget(self.note, 1)
        top.addWidget(close)
        inner = QWidget(self)
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(UNIT)
        self._row.addStretch(1)
        self.buttons: dict[str, QToolButton] = {}
        scroll = QScrollArea(self)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the button that has the focus
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        height = SIDE + self.fontMetrics().height() + 3 * UNIT
        scroll.setFixedHeight(height + scroll.horizontalScrollBar().sizeHint().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(scroll)

    def show_maps(self, maps: Sequence[SmallMap], shown: str, note: str) -> None:
        """Show other maps, which one is shown large, and what there is to say."""
        self.note.setText(note)
        if [each.key for each in maps] != list(self.buttons):
            for old in self.buttons.values():
                self._row.removeWidget(old)
                old.deleteLater()
            self.buttons = {each.key: self._button(each) for each in maps}
            for place, button in enumerate(self.buttons.values()):
                self._row.insertWidget(place, button)
        for each in maps:
            button = self.buttons[each.key]
            picture = QPixmap.fromImage(qimage2ndarray.array2qimage(each.picture))
            button.setIcon(QIcon(picture))
            button.setChecked(each.key == shown)

    # ---- inside --------------------------------------------------------------------------

    def _button(self, small: SmallMap) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "card")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(SIDE, SIDE))
        button.setText(small.name)
        button.setToolTip(small.help)
        button.setAccessibleName(f"{small.name}: {small.help}")
        button.clicked.connect(lambda: self.chosen.emit(small.key))
        return button
