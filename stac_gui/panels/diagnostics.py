"""What is known of this installation, and what a helper is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stac_gui.library_words import said
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.diagnostics import Part


class DiagnosticsDialog(QDialog):
    """Says whether the GPU can be used, and lists what is saved for a helper.

    Args:
        parent: The window.

    Signals:
        save_wanted: The bundle is to be saved.
    """

    save_wanted = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Diagnostics"))
        self.resize(680, 520)
        heading = QLabel(self.tr("Graphics card"), self)
        heading.setProperty("role", "heading")
        self.gpu = _text(self)
        bundle = QLabel(self.tr("For somebody who helps you"), self)
        bundle.setProperty("role", "heading")
        about = _text(self)
        about.setText(
            self.tr("Saved as one zip file that you can look into before you give it away. It "
                    "holds no images and no masks; file names and your user name may be in it.")
        )  # fmt: skip
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels(
            [self.tr("File"), self.tr("What it is"), self.tr("Size")]
        )
        self.table.setAccessibleName(self.tr("What is saved"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.save = self.buttons.addButton(
            self.tr("Save …"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.save.clicked.connect(self.save_wanted)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(heading)
        layout.addWidget(self.gpu)
        layout.addSpacing(UNIT)
        layout.addWidget(bundle)
        layout.addWidget(about)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)
        self.show_waiting()

    def show_waiting(self) -> None:
        """Say that everything is being gathered."""
        self.gpu.setText(self.tr("Asking …"))
        self.table.setRowCount(0)
        self.save.setEnabled(False)

    def show_parts(self, gpu: str, parts: Sequence[Part]) -> None:
        """Show what was gathered.

        Args:
            gpu: A sentence or two about the graphics card.
            parts: What is saved.
        """
        self.gpu.setText(gpu)
        self.table.setRowCount(len(parts))
        for row, part in enumerate(parts):
            size = QLocale().formattedDataSize(len(part.data))
            for column, text in enumerate((part.name, said(part.about), size)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.save.setEnabled(True)


def _text(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
