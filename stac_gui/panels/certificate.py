"""Shows what a format could not keep of exported masks, image by image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stac_gui.format_words import limit_words
from stac_gui.panels.figure_table import NameTable
from stac_gui.theme import UNIT
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QAbstractButton

    from stac_core.exporting.certificate import Certificate

MAX_ROWS = 1000
"""The worst are shown; `certificate.json` holds all."""


class CertificateDialog(QDialog):
    """The images of an export that do not come back as they were, the worst first.

    Args:
        certificate: What came back.
        folder: Of the export.
        parent: The window.

    Signals:
        image_wanted: Id of an image that somebody wants to see.
    """

    image_wanted = Signal(str)

    def __init__(self, certificate: Certificate, folder: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle(self.tr("What the format could not keep"))
        self.resize(720, 480)
        inexact = certificate.inexact
        text = self.tr(
            "{} of {} masks do not come back exactly when they are read again. Lost: {}. The "
            "masks in the project are as they were."
        )
        self.words = QLabel(
            text.format(
                figure(len(inexact)),
                figure(len(certificate.proofs)),
                limit_words(certificate.lost),
            ),
            self,
        )
        self.words.setWordWrap(True)
        self._shown = [proof.image_id for proof in inexact[:MAX_ROWS]]
        self.table = NameTable(self.tr("Images that do not come back exactly"), self)
        self.table.fill(
            (self.tr("Image"), self.tr("IoU"), self.tr("Pixels"), self.tr("Lost")),
            [
                (each.image_id, decimal(each.iou, 4), figure(each.differing),
                 limit_words(each.lost))
                for each in inexact[:MAX_ROWS]
            ],
            words=(0, 3),
        )  # fmt: skip
        self.table.itemActivated.connect(self._on_activated)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.open_folder = self.buttons.addButton(
            self.tr("Open the folder"), QDialogButtonBox.ButtonRole.ActionRole
        )
        for button in self.buttons.buttons():  # Enter belongs to the table
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        self.buttons.clicked.connect(self._on_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)

    @Slot(QTableWidgetItem)
    def _on_activated(self, item: QTableWidgetItem) -> None:
        self.image_wanted.emit(self._shown[item.row()])

    @Slot("QAbstractButton*")
    def _on_button(self, button: QAbstractButton) -> None:
        if button is self.open_folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
        else:
            self.reject()
