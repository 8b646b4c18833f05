"""A field for numbers with decimals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSignalBlocker
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

if TYPE_CHECKING:
    from PySide6.QtGui import QValidator
    from PySide6.QtWidgets import QWidget


class NumberBox(QDoubleSpinBox):
    """Shows the language's decimal sign, and takes a point and a comma alike.

    Qt takes the other sign for one that groups digits, so that 0.5 would be 5 in German.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        locale = self.locale()
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        self.setLocale(locale)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate(re.sub("[.,]", self.locale().decimalPoint(), text), position)


def show_value(box: QSpinBox | QDoubleSpinBox, value: float) -> None:
    """Show a value without reporting it as a change.

    One that is shown already costs nothing, and what somebody is typing stays.
    """
    shown = round(value, box.decimals()) if isinstance(box, QDoubleSpinBox) else value
    if box.value() != shown:
        with QSignalBlocker(box):
            box.setValue(value)  # type: ignore[arg-type]
