"""Asks how and where to a project is backed up."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton

from stac_gui.panels.form_dialog import FormDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stac_gui.settings import Settings


@dataclass(frozen=True)
class BackupChoice:
    """Answer: where the copy goes, and whether the images go along."""

    target: Path
    images: bool


class BackupDialog(FormDialog):
    """Asks for a backup's place and kind.

    Args:
        root: The project's folder.
        settings: Remembers folders.
        parent: The window.
    """

    def __init__(self, root: Path, settings: Settings, parent: QWidget | None) -> None:
        super().__init__("", "", parent)
        self._root, self._settings = root, settings
        self.setWindowTitle(self.tr("Back up project"))
        self.ok.setText(self.tr("Back up"))
        words = QLabel(
            self.tr("A copy of everything that belongs to the project: tags, decisions, masks with "
                    "their history, settings, models and runs. It is read again and compared."),
            self,
        )  # fmt: skip
        words.setWordWrap(True)
        self.form.addRow(words)
        self.kind = QComboBox(self)
        self.kind.addItem(self.tr("one zip file"), ".zip")
        self.kind.addItem(self.tr("a folder"), "")
        self.form.addRow(self.tr("As"), self.kind)
        self.images = QCheckBox(self.tr("Copy the images too"), self)
        self.images.setToolTip(
            self.tr("Without them the copy finds the images where they are now, on this computer")
        )
        self.form.addRow("", self.images)
        folder = settings.last_folder("backup") or str(root.parent)
        self._stem = f"{root.name}-{time.strftime('%Y-%m-%d')}"
        self.target = QLineEdit(str(Path(folder) / f"{self._stem}.zip"), self)
        browse = QPushButton(self.tr("Choose …"), self)
        browse.clicked.connect(self._browse)
        self.path_row(self.tr("Backup"), self.target, browse)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.target.textChanged.connect(self._check)
        self._check()

    def answer(self) -> BackupChoice:
        """What was chosen."""
        target = Path(self.target.text().strip())
        self._settings.save_last_folder("backup", str(target.parent))
        return BackupChoice(target, self.images.isChecked())

    @Slot()
    def _on_kind(self) -> None:
        name, suffix = self.target.text().strip(), self.kind.currentData()
        plain = name.removesuffix(".zip")
        self.target.setText(plain + suffix)

    @Slot()
    def _browse(self) -> None:
        start = str(Path(self.target.text().strip()).parent)
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Back up to"), start)
        if chosen:
            name = Path(self.target.text().strip()).name or f"{self._stem}.zip"
            self.target.setText(str(Path(chosen) / name))

    @Slot()
    def _check(self) -> None:
        text = self.target.text().strip()
        target = Path(text)
        zipped = target.suffix.lower() == ".zip"
        if not text:
            self.show_problem(self.tr("Say where the backup goes."))
        elif target.exists():
            self.show_problem(self.tr("There is something of this name already."))
        elif target.absolute().is_relative_to(self._root):
            self.show_problem(self.tr("Choose a place outside the project's own folder."))
        elif zipped != bool(self.kind.currentData()):
            self.show_problem(self.tr("A zip file's name ends with .zip, a folder's does not."))
        else:
            self.show_problem("")
