"""The bar above the canvas: what the tool at hand does, and its options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from stac_gui.canvas.tools import (
    LARGEST_PIECE,
    MAX_DIAMETER,
    MIN_DIAMETER,
    SMALLEST_PIECE,
    ToolKind,
    ToolOptions,
)
from stac_gui.panels.elided import ElidedLabel
from stac_gui.panels.limits import LimitsButton
from stac_gui.theme import UNIT, icon
from stac_gui.translating import decimal, mark

if TYPE_CHECKING:
    from collections.abc import Callable


HEIGHT: Final = 5 * UNIT

HINTS: Final = {
    ToolKind.PAN: mark("ToolHints", "Drag to move the image"),
    ToolKind.BRUSH: mark("ToolHints", "Drag to paint; with the right button, to erase"),
    ToolKind.ERASER: mark("ToolHints", "Drag to erase"),
    ToolKind.POLYGON: mark(
        "ToolHints",
        "Click the corners; Enter or a double click finishes, Backspace takes the last one back. "
        "With Alt or the right button it takes away",
    ),
    ToolKind.LASSO: mark(
        "ToolHints", "Draw around what you mean; with Alt or the right button it takes away"
    ),
    ToolKind.FILL: mark(
        "ToolHints", "Click what is to become the chosen class, a hole in it for instance"
    ),
    ToolKind.SMART: mark(
        "ToolHints", "Drag along what you mean: what looks like the brush's middle is painted"
    ),
    ToolKind.SCRIBBLE: mark(
        "ToolHints",
        "Mark the defect, with the right button what is not; Enter takes what is found",
    ),
    ToolKind.PIECES: mark("ToolHints", "Drag over the pieces that belong to it"),
    ToolKind.WAND: mark("ToolHints", "Press on something; drag right for more, left for less"),
}
"""One line for each tool."""

_TIP: Final = ("size", "shape", "on_screen")
CONTROLS: Final = {
    ToolKind.BRUSH: _TIP,
    ToolKind.ERASER: _TIP,
    ToolKind.SMART: ("size", "on_screen", "unsure"),
    ToolKind.PIECES: ("piece",),
    ToolKind.SCRIBBLE: ("size", "on_screen", "take"),
    ToolKind.WAND: ("tolerance", "look_at", "connected"),
}
"""What each tool needs of the bar; nothing where it is not named."""


class ToolOptionsBar(QFrame):
    """Shows the tool at hand and only those options that it has.

    Args:
        options: Is changed as the person changes the controls.

    Signals:
        changed: A person changed an option.
    """

    changed = Signal()

    def __init__(self, options: ToolOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tool-options")
        self.setAccessibleName(self.tr("Options of the tool"))
        self.setFixedHeight(HEIGHT)
        self._options = options
        self.hint = ElidedLabel(self)
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.size_px = _number(
            (MIN_DIAMETER, MAX_DIAMETER),
            self.tr(" px"),
            self.tr("Width of the brush  ([ and ], Shift+wheel)"),
            self,
        )
        self.round = _tip_button("tip-round", self.tr("Round brush"), self)
        self.square = _tip_button("tip-square", self.tr("Square brush"), self)
        self._tips = QButtonGroup(self)
        self.on_screen = _tip_button(
            "same-size",
            self.tr("The brush is as wide on the screen however far you zoom in"),
            self,
        )
        self.tolerance = _number(
            (0, 255), "", self.tr("Largest difference that still belongs"), self
        )
        self.look_at = QComboBox(self)
        self.look_at.addItems([self.tr("Image"), self.tr("Heat map")])
        self.look_at.setAccessibleName(self.tr("What the wand looks at"))
        self.connected = QCheckBox(self.tr("Connected only"), self)
        self.connected.setToolTip(self.tr("Not the whole image, only what hangs together"))
        self.unsure = QCheckBox(self.tr("Only where unsure"), self)
        self.piece = _number(
            (SMALLEST_PIECE, LARGEST_PIECE),
            self.tr(" px"),
            self.tr("Width of the pieces  ([ and ], Shift+wheel)"),
            self,
        )
        self.take = QPushButton(self.tr("Take it"), self)
        self.take.setEnabled(False)
        self.take.setToolTip(self.tr("Put what was found into the mask  (Enter)"))
        self.limits = LimitsButton(self)
        self._groups = {
            "size": self._group(QLabel(self.tr("Size"), self), self.size_px),
            "shape": self._group(self.round, self.square, spacing=0),
            "on_screen": self._group(self.on_screen),
            "tolerance": self._group(QLabel(self.tr("Tolerance"), self), self.tolerance),
            "look_at": self._group(QLabel(self.tr("in the"), self), self.look_at),
            "connected": self._group(self.connected),
            "unsure": self._group(self.unsure),
            "piece": self._group(QLabel(self.tr("Pieces of"), self), self.piece),
            "take": self._group(self.take),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 0)
        row.setSpacing(2 * UNIT)
        for group in self._groups.values():
            row.addWidget(group)
        row.addWidget(self.hint, 1)
        row.addWidget(self.limits)
        self._connect()
        self.show_options()
        self.show_tool(ToolKind.PAN)

    def show_tool(self, kind: ToolKind) -> None:
        """Show another tool's options."""
        wanted = CONTROLS.get(kind, ())
        # first away with the others: both at once would widen the window, and it would stay so
        for shown in (False, True):
            for name, group in self._groups.items():
                if (name in wanted) is shown:
                    group.setVisible(shown)
        words = QCoreApplication.translate("ToolHints", HINTS[kind])
        self.hint.setText(words)

    @Slot()
    def show_options(self) -> None:
        """Show the options without reporting them as changes."""
        options = self._options
        widgets = (
            self.size_px, self.round, self.square, self.on_screen, self.tolerance, self.look_at,
            self.connected, self.unsure, self.piece,
        )  # fmt: skip
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.size_px.setValue(options.diameter)
        (self.square if options.square else self.round).setChecked(True)
        self.on_screen.setChecked(options.on_screen)
        self.tolerance.setValue(options.tolerance)
        self.look_at.setCurrentIndex(int(options.on_heat))
        self.connected.setChecked(options.connected)
        self.unsure.setChecked(options.unsure_only)
        self.piece.setValue(options.piece)
        del blockers

    def show_unsure(self, low: float, high: float) -> None:
        """Say from where to where the heat map is unsure."""
        words = self.tr("Change only pixels at which the heat map is between {} and {}")
        text = words.format(decimal(low, 2), decimal(high, 2))
        if text != self.unsure.toolTip():  # it is mostly the same for the next image
            self.unsure.setToolTip(text)

    # ---- inside --------------------------------------------------------------------------

    def _group(self, *widgets: QWidget, spacing: int = UNIT) -> QWidget:
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing)
        for widget in widgets:
            row.addWidget(widget)
        return group

    def _connect(self) -> None:
        for button in (self.round, self.square):
            self._tips.addButton(button)
        self.size_px.valueChanged.connect(self._taken(self.size_px.value, "diameter"))
        self.square.toggled.connect(self._taken(self.square.isChecked, "square"))
        self.on_screen.toggled.connect(self._taken(self.on_screen.isChecked, "on_screen"))
        self.tolerance.valueChanged.connect(self._taken(self.tolerance.value, "tolerance"))
        self.look_at.currentIndexChanged.connect(
            self._taken(lambda: self.look_at.currentIndex() == 1, "on_heat")
        )
        self.connected.toggled.connect(self._taken(self.connected.isChecked, "connected"))
        self.piece.valueChanged.connect(self._taken(self.piece.value, "piece"))
        self.unsure.toggled.connect(self._taken(self.unsure.isChecked, "unsure_only"))

    def _taken(self, read: Callable[[], object], name: str) -> Callable[..., None]:
        """A slot that brings a control's value to the options."""

        def take(*_: object) -> None:
            setattr(self._options, name, read())
            self.changed.emit()

        return take


def _number(limits: tuple[int, int], unit: str, words: str, parent: QWidget) -> QSpinBox:
    box = QSpinBox(parent)
    box.setRange(*limits)
    box.setSuffix(unit)
    box.setToolTip(words)
    box.setAccessibleName(words)
    box.setKeyboardTracking(False)
    return box


def _tip_button(name: str, words: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setIcon(icon(name))
    button.setIconSize(QSize(16, 16))
    button.setCheckable(True)
    button.setAutoRaise(True)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setProperty("role", "segment")
    return button
