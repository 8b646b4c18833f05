"""Asks which labels of another program to take over, and how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stac_core.formats.registry import readable
from stac_core.importing.labels import LEAVE_OUT, Rule, class_table
from stac_core.types import ReviewStatus
from stac_gui.panels.form_dialog import FormDialog
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from stac_core.importing.labels import FoundLabels
    from stac_gui.settings import Settings

DELAY_MS: Final = 300
"""After the last letter of a path, before it is looked at."""

_STATE_LINES: Final = 3

_MANY_CLASSES: Final = 6
"""More are scrolled."""


class ImportDialog(FormDialog):
    """Chooses labels; `found`, `table` and what is chosen are the answer when it is accepted.

    Args:
        classes: The project's class names.
        settings: Remembers the folder.
        parent: The window.

    Signals:
        look_wanted: Path, and the name of a format or None.
    """

    look_wanted = Signal(object, object)

    def __init__(self, classes: Sequence[str], settings: Settings, parent: QWidget | None) -> None:
        super().__init__("", "", parent)
        self._classes, self._settings = list(classes), settings
        self.found: FoundLabels | None = None
        self.setWindowTitle(self.tr("Import labels"))
        self.ok.setText(self.tr("Import"))
        self.setMinimumWidth(600)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._look)
        self._add_source()
        self._add_classes()
        self._add_rules()
        self.show_problem(self.tr("Choose the labels: a folder, or a file such as a COCO JSON."))

    @property
    def path(self) -> Path | None:
        """What was typed or chosen."""
        text = self.place.text().strip()
        return Path(text) if text else None

    @property
    def format_name(self) -> str | None:
        """The format that was chosen; None to find it."""
        name: str | None = self.format.currentData()
        return name

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
        mapping = {name: box.currentData() for name, box in self.class_boxes.items()}
        return class_table(self.found.labels.classes, self._classes, mapping)

    def show_found(
        self, path: Path, format_name: str | None, found: FoundLabels | None, problem: str = ""
    ) -> None:
        """Show what is there; an answer that is out of date is dropped."""
        if path != self.path or format_name != self.format_name:
            return
        self.found = found
        self._fill_classes(() if found is None else found.labels.classes)
        if found is None:
            self.state.clear()
            self.show_problem(problem)
            return
        text = self.tr("{}: {} labels, {} of them belong to images here.")
        words = [text.format(found.title, figure(len(found.labels.names)), figure(found.matched))]
        if found.unknown:
            words.append(self.tr("Without an image: {} …").format(", ".join(found.unknown[:3])))
        if found.ambiguous:
            text = self.tr("Could mean several images: {} …")
            words.append(text.format(", ".join(found.ambiguous[:3])))
        self.state.setText(" ".join(words))
        self._check()

    # ---- the form ----------------------------------------------------------------------------

    def _add_source(self) -> None:
        self.place = QLineEdit(self)
        self.place.setPlaceholderText(self.tr("A file or folder of labels"))
        self.place.setAccessibleName(self.tr("Labels"))
        self.place.textChanged.connect(self._on_edited)
        self.folder_button = QPushButton(self.tr("Folder …"), self)
        self.folder_button.clicked.connect(self._browse_folder)
        self.file_button = QPushButton(self.tr("File …"), self)
        self.file_button.clicked.connect(self._browse_file)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self.place, 1)
        row.addWidget(self.folder_button)
        row.addWidget(self.file_button)
        self.form.addRow(self.tr("Labels"), row)
        self.format = QComboBox(self)
        self.format.addItem(self.tr("Find it by looking at the files"), None)
        for each in readable():
            self.format.addItem(each.title, each.name)
        self.format.currentIndexChanged.connect(self._on_edited)
        self.form.addRow(self.tr("Format"), self.format)
        self.state = QLabel(self)
        self.state.setProperty("role", "muted")
        self.state.setWordWrap(True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state.setMinimumHeight(_STATE_LINES * self.fontMetrics().lineSpacing())
        self.form.addRow("", self.state)

    def _add_classes(self) -> None:
        self.class_boxes: dict[str, QComboBox] = {}
        self._class_area = QScrollArea(self)
        self._class_area.setWidgetResizable(True)
        self._class_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._class_label = QLabel(self.tr("Classes"), self)
        self.form.addRow(self._class_label, self._class_area)
        self._fill_classes(())

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

    def _fill_classes(self, theirs: Sequence[str]) -> None:
        inside = QWidget(self)
        rows = QFormLayout(inside)
        rows.setContentsMargins(0, 0, 0, UNIT)
        rows.setHorizontalSpacing(UNIT)
        rows.setVerticalSpacing(UNIT // 2)
        self.class_boxes = {}
        by_name = {name.casefold(): name for name in reversed(self._classes)}
        for name in theirs:
            box = QComboBox(inside)
            box.addItem(self.tr("Choose …"), None)
            for ours in self._classes:
                box.addItem(ours, ours)
            box.addItem(self.tr("leave out"), LEAVE_OUT)
            same = name if name in self._classes else by_name.get(name.casefold())
            box.setCurrentIndex(max(box.findData(same), 0) if same is not None else 0)
            box.setAccessibleName(self.tr("What {} is here").format(name))
            box.currentIndexChanged.connect(self._check)
            self.class_boxes[name] = box
            rows.addRow(f"{name}  →", box)
        self._class_area.setWidget(inside)
        count = max(len(theirs), 1)
        row_height = (inside.sizeHint().height() + UNIT) / count
        self._class_area.setFixedHeight(round(row_height * min(count, _MANY_CLASSES)))
        self._class_area.setVisible(bool(theirs))
        self._class_label.setVisible(bool(theirs))

    # ---- behaviour ---------------------------------------------------------------------------

    @Slot()
    def _check(self) -> None:
        if self.found is None:
            return
        open_name = next(
            (name for name, box in self.class_boxes.items() if box.currentData() is None), None
        )
        if self.found.matched == 0:
            self.show_problem(self.tr("None of these labels belongs to an image here."))
        elif open_name is not None:
            text = self.tr("Say which class {} is here, or leave it out.")
            self.show_problem(text.format(open_name))
        else:
            self.show_problem("")

    @Slot()
    def _on_edited(self) -> None:
        self.found = None
        self._fill_classes(())
        self.state.setText(self.tr("Looking …") if self.path else "")
        self.show_problem("" if self.path else self.tr("Choose the labels."))
        self.ok.setEnabled(False)
        self._delay.start()

    @Slot()
    def _look(self) -> None:
        if self.path is not None:
            self.look_wanted.emit(self.path, self.format_name)

    @Slot()
    def _browse_folder(self) -> None:
        start = self._settings.last_folder("import")
        self._take(QFileDialog.getExistingDirectory(self, self.tr("Folder of labels"), start))

    @Slot()
    def _browse_file(self) -> None:
        start = self._settings.last_folder("import")
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("File of labels"), start, self.tr("Labels (*.json *.xml *.yaml *.txt)")
        )
        self._take(name)

    def _take(self, name: str) -> None:
        if name:
            self._settings.save_last_folder("import", str(Path(name).parent))
            self.place.setText(name)
