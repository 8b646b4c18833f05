"""Asks where the project of a bare folder goes, and for its classes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from stac_core.new_project import place_beside
from stac_gui.panels.form_dialog import FormDialog

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class NewProject:
    """Answer: where a bare folder's project goes, and its classes."""

    folder: Path
    classes: tuple[str, ...]


class NewProjectDialog(FormDialog):
    """Makes a project of a bare folder."""

    def __init__(self, images: Path, classes: Sequence[str], parent: QWidget | None) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Make a project of this folder"))
        self.ok.setText(self.tr("Make project"))
        words = QLabel(
            self.tr("Your decisions and masks are kept in a project beside the images. The image "
                    "folder itself is never changed."),
            self,
        )  # fmt: skip
        words.setWordWrap(True)
        self.form.addRow(words)
        self.folder = QLineEdit(str(place_beside(images)), self)
        browse = QPushButton(self.tr("Choose …"), self)
        browse.clicked.connect(self._browse)
        self.path_row(self.tr("Project folder"), self.folder, browse)
        self.classes = QLineEdit(", ".join(classes), self)
        self.classes.setToolTip(self.tr("Names of the defect classes in mask order, with commas"))
        self.form.addRow(self.tr("Classes"), self.classes)
        self._needed = len(classes)
        self.folder.textChanged.connect(self._check)
        self.classes.textChanged.connect(self._check)
        self._check()

    def answer(self) -> NewProject:
        """What was chosen."""
        return NewProject(Path(self.folder.text()), tuple(self._names()))

    def _names(self) -> list[str]:
        return [name.strip() for name in self.classes.text().split(",") if name.strip()]

    @Slot()
    def _browse(self) -> None:
        start = str(Path(self.folder.text()).parent)
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Project folder"), start)
        if chosen:
            self.folder.setText(chosen)

    @Slot()
    def _check(self) -> None:
        names, folder = self._names(), Path(self.folder.text())
        if not self.folder.text().strip():
            self.show_problem(self.tr("Choose a folder for the project."))
        elif (folder / "project.yaml").exists():
            self.show_problem(self.tr("There is a project in this folder already."))
        elif len(names) < self._needed:
            text = self.tr("Name at least {} classes: masks already use them.")
            self.show_problem(text.format(self._needed))
        elif len({name.casefold() for name in names}) < len(names):
            self.show_problem(self.tr("Each class needs a name of its own."))
        elif "background" in (name.casefold() for name in names):
            self.show_problem(self.tr("The background is always there: name only defects."))
        else:
            self.show_problem("")
