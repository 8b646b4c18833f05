"""What tags the names of folders would give, before they are taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHeaderView, QLabel, QTableWidget, QTableWidgetItem

from stac_gui.panels.form_dialog import FormDialog
from stac_gui.theme import UNIT
from stac_gui.translating import figure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stac_core.data.folder_tags import FolderTags


class FolderTagsDialog(FormDialog):
    """Shows what would be tagged how often.

    Args:
        plan: What taking tags from folder names would do.
        makes_classes: Whether the folders' names become the classes.
        parent: Owner.
    """

    def __init__(
        self, plan: FolderTags, *, makes_classes: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Tags from folder names"))
        self.ok.setText(self.tr("Tag images"))
        intro = QLabel(
            self.tr("Each folder becomes a class; its images are tagged with it alone.")
            if makes_classes
            else self.tr("Images in a folder named like a class are tagged with it alone."),
            self,
        )
        intro.setWordWrap(True)
        rows = [(name, figure(count)) for name, count in plan.counts.items()]
        rows.append((self.tr("without any defect"), figure(plan.free)))
        rows.append((self.tr("left as they are"), figure(plan.left)))
        self.table = QTableWidget(len(rows), 2, self)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for column, (text, side) in enumerate(
            zip((self.tr("Tag"), self.tr("Images")), sides, strict=True)
        ):
            head = QTableWidgetItem(text)
            head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.table.setHorizontalHeaderItem(column, head)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setAccessibleName(self.tr("What would be tagged"))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = QTableWidgetItem(text)
                if column == 1:
                    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    cell.setTextAlignment(right)
                self.table.setItem(number, column, cell)
        self.table.setShowGrid(False)
        self.table.setFixedHeight(min(10, len(rows) + 1) * 4 * UNIT)
        self.keep = QCheckBox(
            self.tr("Keep the tags of images that have some ({} differ)").format(
                figure(plan.replaced)
            ),
            self,
        )
        self.keep.setVisible(plan.replaced > 0)
        self.keep.setChecked(True)
        for widget in (intro, self.table, self.keep):
            self.form.addRow(widget)

    def answer(self) -> bool:
        """Whether images that have tags keep them."""
        return self.keep.isChecked()
