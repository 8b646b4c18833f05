"""Which steps refine the mask, with their numbers: made from the steps' own descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from stac_core.refine.steps import STEP_KINDS, AnyStep, with_step, without_step
from stac_gui.panels.number_box import NumberBox, show_value
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic.fields import FieldInfo

ROW: Final = 26
"""Height of a step's row, with or without numbers: nothing moves when a step goes on."""

FIELD_WIDTH: Final = 66


class StepRow(QWidget):
    """The numbers of one kind of step.

    Args:
        kind: Which.
        parent: Owner.

    Signals:
        edited: Name of the field and its new value.
    """

    edited = Signal(str, object)

    def __init__(self, kind: type[AnyStep], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QSpinBox | NumberBox] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT // 2)
        row.addStretch(1)
        for name, field in kind.model_fields.items():
            extra = cast("dict[str, Any]", field.json_schema_extra or {})
            if "unit" not in extra or extra["advanced"]:
                continue
            box = _number_box(field, self)
            words = f"{_translated(kind.model_config['title'])}: {_translated(field.title)}"
            box.setAccessibleName(words)
            box.setToolTip(words)
            box.setFixedWidth(FIELD_WIDTH)
            if extra["unit"]:
                box.setSuffix(f" {_translated(extra['unit'])}")
            box.setKeyboardTracking(False)
            box.valueChanged.connect(lambda value, name=name: self.edited.emit(name, value))
            self.boxes[name] = box
            row.addWidget(box)

    def show_step(self, step: AnyStep) -> None:
        """Show a step's numbers without reporting them as a change."""
        for name, box in self.boxes.items():
            show_value(box, getattr(step, name))


class RefinePanel(QWidget):
    """The steps between heat map and mask, each on or off.

    Signals:
        steps_chosen: New steps, and what tells changes that one undo takes back from others.
        keep_clicked: The steps are to be the project's.
    """

    steps_chosen = Signal(object, object)
    keep_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[AnyStep, ...] = ()
        self._numbers: dict[str, AnyStep] = {name: kind() for name, kind in STEP_KINDS.items()}
        self.checks: dict[str, QCheckBox] = {}
        self.rows: dict[str, StepRow] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for index, (name, kind) in enumerate(STEP_KINDS.items()):
            check = QCheckBox(_translated(kind.model_config["title"]), self)
            check.setToolTip(_translated((kind.__doc__ or "").partition("\n")[0]))
            check.toggled.connect(lambda on, name=name: self._on_toggled(name, on))
            row = StepRow(kind, self)
            row.edited.connect(lambda field, value, name=name: self._on_edited(name, field, value))
            grid.addWidget(check, index, 0)
            grid.addWidget(row, index, 1, Qt.AlignmentFlag.AlignRight)
            grid.setRowMinimumHeight(index, ROW)
            self.checks[name], self.rows[name] = check, row
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.keep_button = QPushButton(self.tr("Keep for the project"), self)
        self.keep_button.setToolTip(
            self.tr("Refine by these steps from now on, on the command line too")
        )
        self.keep_button.clicked.connect(self.keep_clicked)
        bottom = QHBoxLayout()
        bottom.addWidget(self.note, 1)
        bottom.addWidget(self.keep_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(grid)
        layout.addLayout(bottom)
        self.show_steps((), ())

    def show_steps(self, steps: Sequence[AnyStep], kept: Sequence[AnyStep]) -> None:
        """Show steps without reporting them as a change.

        Args:
            steps: Those of the mask at hand.
            kept: The project's.
        """
        self._steps = tuple(steps)
        for step in reversed(self._steps):  # of two of a kind the first one is shown
            self._numbers[step.step] = step
        on = {step.step for step in self._steps}
        for name, check in self.checks.items():
            with QSignalBlocker(check):
                check.setChecked(name in on)
            self.rows[name].show_step(self._numbers[name])
            self.rows[name].setVisible(name in on)
        self.keep_button.setEnabled(self._steps != tuple(kept))

    def show_busy(self, busy: bool) -> None:
        """Say that the mask at hand is being refined, or no longer."""
        self.note.setText(self.tr("refining …") if busy else "")

    @Slot()
    def _on_toggled(self, name: str, on: bool) -> None:
        if on:
            steps = with_step(self._steps, self._numbers[name])
        else:
            steps = without_step(self._steps, name)
        self.steps_chosen.emit(steps, None)

    @Slot()
    def _on_edited(self, name: str, field: str, value: object) -> None:
        step = self._numbers[name].model_copy(update={field: value})
        self._numbers[name] = step
        self.steps_chosen.emit(with_step(self._steps, step), (name, field))


def _number_box(field: FieldInfo, parent: QWidget) -> QSpinBox | NumberBox:
    """A box with the limits that the field has."""
    low, high = 0.0, 9999.0
    for limit in field.metadata:
        low = getattr(limit, "ge", low)
        high = min(high, getattr(limit, "le", high))
    if field.annotation is int:
        whole = QSpinBox(parent)
        whole.setRange(int(low), int(high))
        return whole
    box = NumberBox(parent)
    fine = high <= 1
    smallest = 10.0 ** -_decimals(field.default) if fine else 0.1
    if any(hasattr(limit, "gt") for limit in field.metadata):
        low = max(low, smallest)
    box.setDecimals(_decimals(field.default) if fine else 1)
    box.setRange(low, high)
    box.setSingleStep(smallest if fine else 0.5)
    return box


def _decimals(value: float) -> int:
    """Decimals of a value in [0, 1]: at least two."""
    return max(2, len(f"{value:g}".partition(".")[2]))


def _translated(text: str | None) -> str:
    return QCoreApplication.translate("Refinement", text or "")
