"""Asks which heat maps of another program to take in, and what their values mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from stac_core.formats.map_registry import MAP_FORMATS
from stac_core.imported_maps import DEFAULT_THRESHOLD
from stac_core.importing.maps import MapImport, MapValues
from stac_gui.panels.import_source import ImportSourceDialog
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_gui.settings import Settings

_MOST: Final = 1e9


class ImportMapsDialog(ImportSourceDialog):
    """Chooses heat maps; `answer` says what to do with them."""

    folder_key = "import-maps"

    def __init__(self, classes: Sequence[str], settings: Settings, parent: QWidget | None) -> None:
        super().__init__(classes, settings, parent)
        self.setWindowTitle(self.tr("Import heat maps"))
        self.add_source(
            self.tr("Heat maps"),
            self.tr("A folder of heat maps"),
            [(each.title, each.name) for each in MAP_FORMATS.values()],
        )
        self._add_values()
        self._add_proposals()
        self.show_problem(self.tr("Choose the folder of the heat maps."))

    def answer(self) -> MapImport:
        """What was chosen; only after something was found."""
        assert self.path is not None
        assert self.found is not None
        if self.unit.isChecked():
            values = MapValues("unit")
        elif self.stretch.isChecked():
            values = MapValues("stretch")
        else:
            values = MapValues("range", self.low.value(), self.high.value())
        return MapImport(
            self.path,
            self.found.format,
            mapping=self.mapping(),
            values=values,
            threshold=self.threshold.value() if self.propose.isChecked() else None,
        )

    def _add_values(self) -> None:
        self.unit = QRadioButton(self.tr("lie in 0 to 1; other values are an error"), self)
        self.stretch = QRadioButton(
            self.tr("mean little by themselves: stretch each map to its own range"), self
        )
        self.range = QRadioButton(self.tr("go from"), self)
        self.unit.setChecked(True)
        self.low, self.high = QDoubleSpinBox(self), QDoubleSpinBox(self)
        self.low.setAccessibleName(self.tr("Lowest value"))
        self.high.setAccessibleName(self.tr("Highest value"))
        for box, value in ((self.low, 0.0), (self.high, 255.0)):
            box.setRange(-_MOST, _MOST)
            box.setDecimals(4)
            box.setValue(value)
            box.setEnabled(False)
            box.valueChanged.connect(self._check)
            self.range.toggled.connect(box.setEnabled)
        self.range.toggled.connect(self._check)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self.range)
        row.addWidget(self.low)
        row.addWidget(QLabel(self.tr("to"), self))
        row.addWidget(self.high)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(UNIT // 2)
        column.addWidget(self.unit)
        column.addWidget(self.stretch)
        column.addLayout(row)
        self.form.addRow(self.tr("Their values"), column)

    def _add_proposals(self) -> None:
        self.propose = QCheckBox(self.tr("Make proposals at the threshold"), self)
        self.propose.setChecked(True)
        self.propose.setToolTip(self.tr("Masks that somebody drew or decided on stay."))
        self.threshold = QDoubleSpinBox(self)
        self.threshold.setRange(0, 1)
        self.threshold.setSingleStep(0.05)
        self.threshold.setDecimals(2)
        self.threshold.setValue(DEFAULT_THRESHOLD)
        self.threshold.setAccessibleName(self.tr("Threshold"))
        self.propose.toggled.connect(self.threshold.setEnabled)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self.propose)
        row.addWidget(self.threshold)
        row.addStretch(1)
        self.form.addRow(self.tr("Masks"), row)

    @Slot()
    def _check(self) -> None:
        super()._check()
        is_range = self.found is not None and self.range.isChecked()
        if is_range and self.low.value() >= self.high.value():
            self.show_problem(self.tr("The lower value comes first."))
