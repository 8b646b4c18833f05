"""How much the operations on masks do: a small window that stays open beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Mapping


class MaskAmounts(QDialog):
    """Numbers of pixels, and whether growing takes other classes; each holds as soon as it is set.

    Args:
        values: By name: grow, smooth, island, cut in pixels; over.
        parent: Owner.

    Signals:
        changed: Name, and number of pixels or whether.
    """

    changed = Signal(str, object)

    def __init__(self, values: Mapping[str, int | bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Amounts for masks"))
        self.setWindowFlag(Qt.WindowType.Tool)
        form = QFormLayout()
        form.setHorizontalSpacing(3 * UNIT)
        form.setVerticalSpacing(UNIT)
        rows = (
            ("grow", self.tr("Grow and shrink by"), 100),
            ("smooth", self.tr("Smooth outlines by"), 100),
            ("island", self.tr("Islands have fewer than"), 1_000_000),
            ("cut", self.tr("GrabCut moves outlines by up to"), 100),
        )
        self.boxes: dict[str, QSpinBox] = {}
        for name, words, most in rows:
            box = QSpinBox(self)
            box.setRange(1, most)
            box.setGroupSeparatorShown(True)
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
            box.setSuffix(self.tr(" px"))
            box.setMinimumWidth(12 * UNIT)
            box.setAccessibleName(words)
            box.setValue(int(values[name]))
            box.valueChanged.connect(lambda value, name=name: self.changed.emit(name, value))
            form.addRow(words, box)
            self.boxes[name] = box
        self.over = QCheckBox(self.tr("Growing takes pixels of other classes too"), self)
        self.over.setChecked(bool(values["over"]))
        self.over.toggled.connect(lambda on: self.changed.emit("over", on))
        form.addRow(self.over)
        hint = QLabel(
            self.tr("Operations work on the blob under the cursor, or on the chosen class where "
                    "there is none."),
            self,
        )  # fmt: skip
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(form)
        layout.addWidget(hint)
