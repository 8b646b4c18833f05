"""Asks which labels of another program to take over, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from stac_core.formats.registry import readable
from stac_core.importing.labels import Rule, class_table
from stac_core.types import ReviewStatus
from stac_gui.panels.import_source import ImportSourceDialog
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from stac_gui.settings import Settings


class ImportDialog(ImportSourceDialog):
    """Chooses labels; `found`, `table`, `rule`, `status` and `tag` are the answer."""

    def __init__(self, classes: Sequence[str], settings: Settings, parent: QWidget | None) -> None:
        super().__init__(classes, settings, parent)
        self.setWindowTitle(self.tr("Import labels"))
        self.add_source(
            self.tr("Labels"),
            self.tr("A file or folder of labels"),
            [(each.title, each.name) for each in readable()],
            self.tr("Labels (*.json *.xml *.yaml *.txt)"),
        )
        self._add_rules()
        self.show_problem(self.tr("Choose the labels: a folder, or a file such as a COCO JSON."))

    @property
    def rule(self) -> Rule:
        """What happens where a person has been at work."""
        return next(rule for rule, button in self.rules.items() if button.isChecked())

    def table(self) -> NDArray[np.uint8]:
        """Which value each value of the labels becomes (see `class_table`).

        Raises:
            DataError: If a class has no counterpart; not while the dialog can be accepted.
        """
        assert self.found is not None
        return class_table(self.found.source.classes, self._classes, self.mapping())

    def _add_rules(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(UNIT // 2)
        self.rules: dict[Rule, QRadioButton] = {}
        for rule, text in (
            (Rule.ASK, self.tr("Ask me image by image")),
            (Rule.KEEP, self.tr("Keep what is here")),
            (Rule.REPLACE, self.tr("Take the new labels; what is here stays in the history")),
        ):
            button = QRadioButton(text, self)
            self.rules[rule] = button
            column.addWidget(button)
        self.rules[Rule.ASK].setChecked(True)
        label = QLabel(self.tr("Where somebody here\nhas been at work"), self)
        self.form.addRow(label, column)
        self.status = QComboBox(self)
        for status, text in (
            (ReviewStatus.TODO, self.tr("undecided: somebody looks at them first")),
            (ReviewStatus.NEEDS_FIX, self.tr("needs fix")),
            (ReviewStatus.ACCEPTED, self.tr("accepted")),
        ):
            self.status.addItem(text, status)
        self.form.addRow(self.tr("They become"), self.status)
        self.tag = QCheckBox(self.tr("Tag untagged images with the classes in their labels"), self)
        self.tag.setChecked(True)
        self.form.addRow("", self.tag)
