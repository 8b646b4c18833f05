"""Dialogs. Everything that stops the window to ask goes through `Dialogs`, so tests can answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stac_core import __version__
from stac_core.new_project import place_beside
from stac_core.types import ReviewStatus
from stac_gui.panels.backup import BackupDialog
from stac_gui.panels.form_dialog import FormDialog
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stac_core.data.folder_tags import FolderTags
    from stac_gui.panels.backup import BackupChoice
    from stac_gui.settings import Settings

WEIGHTS_FILTER = "*.safetensors *.pth *.pt *.bin *.ckpt"

Unsaved = Literal["wait", "discard", "cancel"]


@dataclass(frozen=True)
class NewProject:
    """Answer: where a bare folder's project goes, and its classes."""

    folder: Path
    classes: tuple[str, ...]


@dataclass(frozen=True)
class ExportChoice:
    """Answer: what to export and where to."""

    folder: Path
    statuses: tuple[ReviewStatus, ...]
    copy_images: bool


@dataclass(frozen=True)
class ModelChoice:
    """Answer: which weights, and where to run them."""

    path: Path
    device: str
    precision: str


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

    def ask_new_project(self, images: Path, classes: Sequence[str]) -> NewProject | None:
        """Where the project of a bare folder goes."""
        dialog = NewProjectDialog(images, classes, self._parent)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_export(
        self, counts: Mapping[ReviewStatus, int], unconfirmed: int
    ) -> ExportChoice | None:
        """What to export."""
        dialog = ExportDialog(counts, self._settings, self._parent, unconfirmed)
        return dialog.answer() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_folder_tags(self, plan: FolderTags, makes_classes: bool) -> bool | None:
        """Whether images that have tags keep them; None to tag none by folder names."""
        from stac_gui.panels.folder_tags import FolderTagsDialog  # made of this module's form

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


class ModelDialog(FormDialog):
    """Chooses weights, device and precision."""

    def __init__(
        self,
        current: Path | None,
        device: str,
        precision: str,
        settings: Settings,
        parent: QWidget | None,
    ) -> None:
        super().__init__("", "", parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Choose weights"))
        self.ok.setText(self.tr("Load"))
        self.path = QLineEdit("" if current is None else str(current), self)
        self.path.setPlaceholderText(self.tr("A model of STAC Studio, or the STAC authors' .pth"))
        browse = QPushButton(self.tr("Choose …"), self)
        browse.clicked.connect(self._browse)
        self.path_row(self.tr("Weights"), self.path, browse)
        self.device = QComboBox(self)
        for text, value in (
            (self.tr("GPU if there is one, else CPU"), "auto"),
            (self.tr("CPU"), "cpu"),
            (self.tr("GPU (CUDA)"), "cuda"),
        ):
            self.device.addItem(text, value)
        self.device.setCurrentIndex(max(0, self.device.findData(device)))
        self.form.addRow(self.tr("Device"), self.device)
        self.precision = QComboBox(self)
        for text, value in (
            (self.tr("Fastest that the device computes well"), "auto"),
            (self.tr("32 bits (fp32), exact"), "fp32"),
            (self.tr("16 bits (bf16)"), "bf16"),
        ):
            self.precision.addItem(text, value)
        self.precision.setCurrentIndex(max(0, self.precision.findData(precision)))
        self.form.addRow(self.tr("Precision"), self.precision)
        self.path.textChanged.connect(self._check)
        self._check()

    def answer(self) -> ModelChoice:
        """What was chosen."""
        return ModelChoice(
            Path(self.path.text()), self.device.currentData(), self.precision.currentData()
        )

    @Slot()
    def _browse(self) -> None:
        start = self._settings.last_folder("weights")
        kinds = self.tr("Weights") + f" ({WEIGHTS_FILTER});;" + self.tr("All files") + " (*)"
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose weights"), start, kinds)
        if name:
            self._settings.save_last_folder("weights", str(Path(name).parent))
            self.path.setText(name)

    @Slot()
    def _check(self) -> None:
        text = self.path.text().strip()
        if not text:
            self.show_problem(self.tr("Choose a weights file."))
        elif not Path(text).is_file():
            self.show_problem(self.tr("There is no such file."))
        else:
            self.show_problem("")


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
