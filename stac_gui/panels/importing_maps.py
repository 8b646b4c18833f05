"""Asks which heat maps of another program to take in, and what their values mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from stac_core.formats.map_registry import MAP_FORMATS
from stac_core.imported_maps import DEFAULT_THRESHOLD, safe_maps_name
from stac_core.importing.map_values import MapValues, fits_unit
from stac_core.importing.maps import MapImport
from stac_gui.panels.import_source import ImportSourceDialog
from stac_gui.panels.number_box import NumberBox
from stac_gui.theme import UNIT
from stac_gui.translating import brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.importing.finding import Found
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
        self.name = QLineEdit(self)
        self.name.textChanged.connect(self._check)
        self.place.textChanged.connect(self._on_place)
        self.form.addRow(self.tr("Name here"), self.name)
        self._add_values()
        self._add_proposals()
        self.show_problem(self.tr("Choose the folder of the heat maps."))

    def show_found(
        self, path: Path, format_name: str | None, found: Found[Any] | None, problem: str = ""
    ) -> None:
        """Show what is there, and which values."""
        super().show_found(path, format_name, found, problem)
        if self.found is None or self.found.values is None:
            return
        low, high = self.found.values
        text = self.tr("Values from {} to {}.").format(_rough(low), _rough(high))
        self.state.setText(f"{self.state.text()} {text}")
        if not fits_unit(low, high):
            self.low.setValue(low)
            self.high.setValue(high)

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
            name=self.name.text().strip(),
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
        self.low, self.high = NumberBox(self), NumberBox(self)
        self.low.setAccessibleName(self.tr("Lowest value"))
        self.high.setAccessibleName(self.tr("Highest value"))
        for box, value in ((self.low, 0.0), (self.high, 255.0)):
            box.setRange(-_MOST, _MOST)
            box.setDecimals(4)
            box.setValue(value)
            box.setEnabled(False)
            box.valueChanged.connect(self._check)
            self.range.toggled.connect(box.setEnabled)
        for button in (self.unit, self.stretch, self.range):
            button.toggled.connect(self._check)
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
        self.threshold = NumberBox(self)
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
        if self.found is not None and self.ok.isEnabled():
            self.show_problem(self._problem(self.found))

    def _problem(self, found: Found[Any]) -> str:
        name = self.name.text().strip()
        if not any(self.mapping().values()):
            return self.tr("All classes are left out.")
        if not name:
            return self.tr("Give the maps a name.")
        if safe_maps_name(name).casefold() in found.taken:
            return self.tr("There are maps of this name already: choose another name.")
        if self.unit.isChecked() and found.values is not None and not fits_unit(*found.values):
            return self.tr("The values do not lie in 0 to 1: say what they mean.")
        if self.range.isChecked() and self.low.value() >= self.high.value():
            return self.tr("The lower value comes first.")
        return ""

    @Slot(str)
    def _on_place(self, text: str) -> None:
        self.name.setText(Path(text.strip()).name if text.strip() else "")


def _rough(value: float) -> str:
    """A value in three figures: those of other images may be others anyway."""
    return brief(value, 3)
