"""Asks which masks to export, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget

from stac_core.types import ReviewStatus
from stac_gui.panels.form_dialog import FormDialog
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stac_gui.settings import Settings


@dataclass(frozen=True)
class ExportChoice:
    """Answer: what to export and where to."""

    folder: Path
    statuses: tuple[ReviewStatus, ...]
    copy_images: bool


class ExportDialog(FormDialog):
    """Chooses what to export."""

    def __init__(
        self,
        counts: Mapping[ReviewStatus, int],
        settings: Settings,
        parent: QWidget | None,
        unconfirmed: int = 0,
    ) -> None:
        super().__init__("", "", parent)
        self._settings, self._unconfirmed = settings, unconfirmed
        self.setWindowTitle(self.tr("Export labels"))
        self.ok.setText(self.tr("Export"))
        self.format = QComboBox(self)
        self.format.addItem(self.tr("PASCAL VOC (indexed PNG)"), "voc")
        self.form.addRow(self.tr("Format"), self.format)
        words = {
            ReviewStatus.ACCEPTED: self.tr("accepted"),
            ReviewStatus.NEEDS_FIX: self.tr("needs fix"),
            ReviewStatus.REJECTED: self.tr("rejected"),
            ReviewStatus.TODO: self.tr("undecided, as proposed"),
        }
        self.boxes: dict[ReviewStatus, QCheckBox] = {}
        for status, text in words.items():
            box = QCheckBox(f"{text} ({figure(counts.get(status, 0))})", self)
            box.setChecked(status is ReviewStatus.ACCEPTED)
            box.toggled.connect(self._check)
            self.boxes[status] = box
            label = self.tr("Images") if status is ReviewStatus.ACCEPTED else ""
            self.form.addRow(label, box)
        self.copy_images = QCheckBox(self.tr("Also copy the image files"), self)
        self.form.addRow("", self.copy_images)
        self.folder = QLineEdit(self)
        self.folder.setPlaceholderText(self.tr("A new or empty folder"))
        browse = QPushButton(self.tr("Choose …"), self)
        browse.clicked.connect(self._browse)
        self.path_row(self.tr("Folder"), self.folder, browse)
        self.folder.textChanged.connect(self._check)
        self._counts = counts
        self._check()

    def answer(self) -> ExportChoice:
        """What was chosen."""
        chosen = tuple(status for status, box in self.boxes.items() if box.isChecked())
        return ExportChoice(Path(self.folder.text()), chosen, self.copy_images.isChecked())

    @Slot()
    def _browse(self) -> None:
        start = self._settings.last_folder("export")
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Export to"), start)
        if chosen:
            self._settings.save_last_folder("export", str(Path(chosen).parent))
            self.folder.setText(chosen)

    @Slot()
    def _check(self) -> None:
        chosen = [status for status, box in self.boxes.items() if box.isChecked()]
        folder = Path(self.folder.text())
        undecided = self._counts.get(ReviewStatus.TODO, 0)
        if not chosen:
            self.show_problem(self.tr("Choose which images to export."))
        elif not any(self._counts.get(status, 0) for status in chosen):
            self.show_problem(self.tr("There are no such images yet."))
        elif not self.folder.text().strip():
            self.show_problem(self.tr("Choose a folder to export to."))
        elif folder.is_dir() and any(folder.iterdir()):
            self.show_problem(self.tr("This folder is not empty; choose a new one."))
        else:
            self.show_problem("")
            notes = []
            if undecided and ReviewStatus.TODO not in chosen:
                note = self.tr("{} images are still undecided and will not be exported.")
                notes.append(note.format(figure(undecided)))
            if self._unconfirmed and ReviewStatus.ACCEPTED in chosen:
                note = self.tr("{} accepted images still wait for another person.")
                notes.append(note.format(figure(self._unconfirmed)))
            if notes:
                self.warn(" ".join(notes))
