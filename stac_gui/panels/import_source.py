"""Where imports come from: a path, a format, and which class is which; shared by their dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from stac_core.importing.labels import LEAVE_OUT
from stac_gui.panels.form_dialog import FormDialog
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.importing.finding import Found
    from stac_gui.settings import Settings

DELAY_MS: Final = 300
"""After the last letter of a path, before it is looked at."""

_STATE_LINES: Final = 3
_MANY_CLASSES: Final = 6
"""More are scrolled."""


class ImportSourceDialog(FormDialog):
    """Chooses a folder or file; `found` is what is there.

    Args:
        classes: The project's class names.
        settings: Remembers the folder.
        parent: The window.

    Signals:
        look_wanted: Path, and the name of a format or None.
    """

    look_wanted = Signal(object, object)

    folder_key = "import"
    """Under which the folder is remembered."""

    def __init__(self, classes: Sequence[str], settings: Settings, parent: QWidget | None) -> None:
        super().__init__("", "", parent)
        self._classes, self._settings = list(classes), settings
        self.found: Found[Any] | None = None
        self.ok.setText(self.tr("Import"))
        self.setMinimumWidth(600)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._look)

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

    def mapping(self) -> dict[str, str]:
        """Their class -> ours, or `LEAVE_OUT`; whole while the dialog can be accepted."""
        chosen = {name: box.currentData() for name, box in self.class_boxes.items()}
        return {name: ours for name, ours in chosen.items() if ours is not None}

    def show_found(
        self, path: Path, format_name: str | None, found: Found[Any] | None, problem: str = ""
    ) -> None:
        """Show what is there; an answer that is out of date is dropped."""
        if path != self.path or format_name != self.format_name:
            return
        self.found = found
        self._fill_classes(() if found is None else found.source.classes)
        if found is None:
            self.state.clear()
            self.show_problem(problem)
            return
        text = self.tr("{}: {} files or entries, {} of them belong to images here.")
        words = [text.format(found.title, figure(len(found.source.names)), figure(found.matched))]
        if found.unknown:
            words.append(self.tr("Without an image: {} …").format(", ".join(found.unknown[:3])))
        if found.ambiguous:
            text = self.tr("Could mean several images: {} …")
            words.append(text.format(", ".join(found.ambiguous[:3])))
        if found.unlabeled:
            text = self.tr("Listed without a mask and left as they are: {} …")
            words.append(text.format(", ".join(found.unlabeled[:3])))
        self.state.setText(" ".join(words))
        self._check()

    # ---- the form ----------------------------------------------------------------------------

    def add_source(
        self, label: str, hint: str, formats: Sequence[tuple[str, str]], files: str = ""
    ) -> None:
        """Add the rows for path, format and classes.

        Args:
            label: Of the path.
            hint: Shown while there is no path.
            formats: Title and name of each.
            files: Filter of a file dialog; empty where only folders are imported.
        """
        self.place = QLineEdit(self)
        self.place.setPlaceholderText(hint)
        self.place.setAccessibleName(label)
        self.place.textChanged.connect(self._on_edited)
        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self.place, 1)
        self.folder_button = QPushButton(self.tr("Folder …"), self)
        self.folder_button.clicked.connect(self._browse_folder)
        row.addWidget(self.folder_button)
        self._files = files
        if files:
            self.file_button = QPushButton(self.tr("File …"), self)
            self.file_button.clicked.connect(self._browse_file)
            row.addWidget(self.file_button)
        self.form.addRow(label, row)
        self.format = QComboBox(self)
        self.format.addItem(self.tr("Find it by looking at the files"), None)
        for title, name in formats:
            self.format.addItem(title, name)
        self.format.currentIndexChanged.connect(self._on_edited)
        self.form.addRow(self.tr("Format"), self.format)
        self.state = QLabel(self)
        self.state.setProperty("role", "muted")
        self.state.setWordWrap(True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state.setMinimumHeight(_STATE_LINES * self.fontMetrics().lineSpacing())
        self.form.addRow("", self.state)
        self.class_boxes: dict[str, QComboBox] = {}
        self._class_area = QScrollArea(self)
        self._class_area.setWidgetResizable(True)
        self._class_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._class_label = QLabel(self.tr("Classes"), self)
        self.form.addRow(self._class_label, self._class_area)
        self._fill_classes(())

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
            self.show_problem(self.tr("None of them belongs to an image here."))
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
        self.show_problem("" if self.path else self.tr("Choose what to import."))
        self.ok.setEnabled(False)
        self._delay.start()

    @Slot()
    def _look(self) -> None:
        if self.path is not None:
            self.look_wanted.emit(self.path, self.format_name)

    @Slot()
    def _browse_folder(self) -> None:
        start = self._settings.last_folder(self.folder_key)
        self._take(QFileDialog.getExistingDirectory(self, self.tr("Folder to import"), start))

    @Slot()
    def _browse_file(self) -> None:
        start = self._settings.last_folder(self.folder_key)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("File to import"), start, self._files)
        self._take(name)

    def _take(self, name: str) -> None:
        if name:
            self._settings.save_last_folder(self.folder_key, str(Path(name).parent))
            self.place.setText(name)
