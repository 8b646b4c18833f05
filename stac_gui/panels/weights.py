"""Asks which weights to use, and where to run them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget

from stac_gui.panels.form_dialog import FormDialog

if TYPE_CHECKING:
    from stac_gui.settings import Settings

WEIGHTS_FILTER: Final = "*.safetensors *.pth *.pt *.bin *.ckpt"


@dataclass(frozen=True)
class ModelChoice:
    """Answer: which weights, and where to run them."""

    path: Path
    device: str
    precision: str


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
