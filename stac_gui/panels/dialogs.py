"""Dialogs. Everything that stops the window to ask goes through `Dialogs`, so tests can answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from stac_core import __version__
from stac_gui.panels.backup import BackupDialog
from stac_gui.panels.exporting import ExportDialog
from stac_gui.panels.folder_tags import FolderTagsDialog
from stac_gui.panels.new_project import NewProjectDialog
from stac_gui.panels.weights import ModelDialog
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.class_list import NameAndColor
    from stac_core.data.folder_tags import FolderTags
    from stac_gui.panels.backup import BackupChoice
    from stac_gui.panels.exporting import Exportable, ExportChoice
    from stac_gui.panels.new_project import NewProject
    from stac_gui.panels.weights import ModelChoice
    from stac_gui.settings import Settings

Unsaved = Literal["wait", "discard", "cancel"]


class Dialogs:
    """Asks the person.

    Args:
        parent: The window.
        settings: Remembers folders.
    """

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        self._parent, self._settings = parent, settings

    def ask_project(self) -> Path | None:
        """Which project to open."""
        title = _tr("Open project")
        start = self._settings.last_folder("project")
        name, _ = QFileDialog.getOpenFileName(
            self._parent, title, start, _tr("Projects (project.yaml)")
        )
        return self._remember("project", name)

    def ask_folder(self) -> Path | None:
        """Which folder of images to open."""
        title = _tr("Open image folder")
        start = self._settings.last_folder("images")
        name = QFileDialog.getExistingDirectory(self._parent, title, start)
        return self._remember("images", name)

    def ask_map_folder(self) -> Path | None:
        """Which folder of saliency maps to use."""
        title = _tr("Choose the folder of saliency maps")
        start = self._settings.last_folder("maps")
        name = QFileDialog.getExistingDirectory(self._parent, title, start)
        return self._remember("maps", name)

    def ask_model(self, current: Path | None, device: str, precision: str) -> ModelChoice | None:
        """Which weights to use."""
        dialog = ModelDialog(current, device, precision, self._settings, self._parent)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_new_project(self, images: Path, classes: Sequence[NameAndColor]) -> NewProject | None:
        """Where the project of a bare folder goes."""
        dialog = NewProjectDialog(images, classes, self._parent)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_export(self, what: Exportable) -> ExportChoice | None:
        """What to export."""
        dialog = ExportDialog(what, self._settings, self._parent)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_folder_tags(self, plan: FolderTags, makes_classes: bool) -> bool | None:
        """Whether images that have tags keep them; None to tag none by folder names."""
        dialog = FolderTagsDialog(plan, makes_classes=makes_classes, parent=self._parent)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_backup(self, root: Path) -> BackupChoice | None:
        """Where to back a project up."""
        dialog = BackupDialog(root, self._settings, self._parent)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_bundle_file(self) -> Path | None:
        """Where to save what a helper needs."""
        start = Path(self._settings.last_folder("bundle")) / "stac-diagnostics.zip"
        name, _ = QFileDialog.getSaveFileName(
            self._parent, _tr("Save for a helper"), str(start), _tr("Zip files (*.zip)")
        )
        return self._remember("bundle", name)

    def ask_labels(self, parent: QWidget, in_folder: bool) -> Path | None:
        """Which labels or heat maps to compare: a file, or a folder of them."""
        start = self._settings.last_folder("labels")
        if in_folder:
            title = _tr("Choose a folder of labels or heat maps")
            return self._remember("labels", QFileDialog.getExistingDirectory(parent, title, start))
        name, _ = QFileDialog.getOpenFileName(parent, _tr("Choose a file of labels"), start)
        return self._remember("labels", name)

    def ask_report(self, parent: QWidget) -> Path | None:
        """Where to save a report."""
        start = Path(self._settings.last_folder("report")) / "evaluation.html"
        name, _ = QFileDialog.getSaveFileName(
            parent, _tr("Save report"), str(start), _tr("Web pages (*.html)")
        )
        return self._remember("report", name)

    def ask_unsaved(self) -> Unsaved:
        """What to do with work that could not be saved."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_tr("Not saved"))
        box.setText(_tr("Some of your work is not saved yet."))
        box.setInformativeText(
            _tr("If you go on now, it is lost. Go back to save it or to make room on "
                            "the disk."),
        )  # fmt: skip
        back = box.addButton(_tr("Go back"), QMessageBox.ButtonRole.RejectRole)
        lose = box.addButton(_tr("Lose it"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(back)
        box.exec()
        return "discard" if box.clickedButton() is lose else "cancel"

    def ask_take_over(self, owner: str) -> bool:
        """Whether to take a project from a window on another computer, by the owner's name."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_tr("Edit here"))
        box.setText(_tr("{} has this project open.").format(owner))
        box.setInformativeText(
            _tr("Take it over only if that computer is off or the program there is closed. If "
                "both save, the later one wins."),
        )  # fmt: skip
        back = box.addButton(_tr("Go on reading"), QMessageBox.ButtonRole.RejectRole)
        take = box.addButton(_tr("Take it over"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(back)
        box.exec()
        return box.clickedButton() is take

    def show_facts(self, title: str, facts: Sequence[tuple[str, str]]) -> None:
        """Show names and values."""
        FactsDialog(title, facts, self._parent).exec()

    def show_about(self) -> None:
        """Say what this program is."""
        text = _tr(
            "STAC Studio {}\n\nFrom image-level tags to reviewed pixel masks of industrial "
            "defects.\n\nLicensed under the Apache License 2.0."
        )
        QMessageBox.about(self._parent, _tr("About STAC Studio"), text.format(__version__))

    def show_error(self, message: str, details: str) -> None:
        """Show an error that needs more than a line."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_tr("This did not work"))
        box.setText(message)
        box.setInformativeText(details if details.count("\n") < 8 else "")
        box.setDetailedText("" if details.count("\n") < 8 else details)
        box.exec()

    def _remember(self, what: str, name: str) -> Path | None:
        if not name:
            return None
        self._settings.save_last_folder(what, str(Path(name).parent))
        return Path(name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)


class FactsDialog(QDialog):
    """Names and values, to read and to copy."""

    def __init__(
        self, title: str, facts: Sequence[tuple[str, str]], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(UNIT)
        for name, value in facts:
            text = QLabel(value, self)
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label = QLabel(name, self)
            label.setProperty("role", "muted")
            form.addRow(label, text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(form)
        layout.addWidget(buttons)
