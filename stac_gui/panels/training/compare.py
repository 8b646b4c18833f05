"""Two runs beside each other: one curve of both, and their heat maps of the image at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import qimage2ndarray
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.curves import curve_key
from stac_gui.panels.training.curves import CurvePlot, curve_words, group_words
from stac_gui.theme import UNIT, current_colors
from stac_gui.translating import decimal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QPaintEvent

    from stac_gui.models.curves import Curve
    from stac_gui.models.runs import RunDetails
    from stac_gui.panels.training.needs import Runs, TwoModels


class PictureBox(QWidget):
    """A picture, as large as there is room, or words in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: NDArray[np.uint8] | None = None
        self._pixmap: QPixmap | None = None
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(160, 120))

    def show_picture(self, picture: NDArray[np.uint8] | None, words: str) -> None:
        """Show uint8 (H, W, 3) RGB, or words where there is no picture."""
        if picture is not self._picture:
            self._picture = picture
            self._pixmap = (
                None if picture is None else QPixmap.fromImage(qimage2ndarray.array2qimage(picture))
            )
        elif words == self._words:
            return
        self._words = words
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = current_colors()
        painter.fillRect(self.rect(), QColor(colors.canvas))
        if self._pixmap is None:
            painter.setPen(QColor(colors.muted))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(UNIT, UNIT, -UNIT, -UNIT), flags, self._words)
            return
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(self.rect().topLeft(), size)
        target.moveCenter(self.rect().center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, self._pixmap)


class ComparePage(QWidget):
    """Compares the selected run with another one.

    Args:
        session: Knows the runs.
        comparison: Looks at the image at hand with both models.
        parent: Owner.

    Signals:
        look_wanted: The image at hand is to be looked at.
    """

    look_wanted = Signal()

    def __init__(
        self,
        session: Runs,
        comparison: TwoModels,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._comparison = session, comparison
        self.other = QComboBox(self)
        self.other.setMinimumWidth(200)
        self.other.setAccessibleName(self.tr("Run to compare with"))
        self.measure = QComboBox(self)
        self.measure.setMinimumWidth(200)
        self.measure.setAccessibleName(self.tr("What is compared"))
        self.class_box = QComboBox(self)
        self.class_box.setAccessibleName(self.tr("Class whose maps are shown"))
        self.plot = CurvePlot("", self)
        self.boxes = (PictureBox(self), PictureBox(self))
        self.titles = (QLabel(self), QLabel(self))
        self.notes = (QLabel(self), QLabel(self))
        for note in self.notes:
            note.setProperty("role", "muted")
        self._lay_out()
        self.other.currentIndexChanged.connect(self._on_other)
        self.measure.currentIndexChanged.connect(self._show_curves)
        self.class_box.currentIndexChanged.connect(self._on_class)
        comparison.changed.connect(self.show_pictures)

    def show_rows(self) -> None:
        """Offer the runs to compare with."""
        session = self._session
        names = [row.name for row in session.rows if row.has_events]
        wanted = [name for name in names if name != session.selected]
        shown = [self.other.itemData(n) for n in range(self.other.count())]
        if shown != ["", *wanted]:
            self.other.blockSignals(True)
            self.other.clear()
            self.other.addItem(self.tr("choose a run …"), "")
            for name in wanted:
                self.other.addItem(name, name)
            self.other.setCurrentIndex(max(0, self.other.findData(session.compared)))
            self.other.blockSignals(False)
            self._on_other()

    def show_classes(self, names: list[str]) -> None:
        """Offer the project's classes."""
        self.class_box.blockSignals(True)
        self.class_box.clear()
        self.class_box.addItem(self.tr("tagged classes"), None)
        for name in names:
            self.class_box.addItem(name, name)
        self.class_box.blockSignals(False)

    def show_details(self) -> None:
        """Draw what is new."""
        self.show_rows()
        keys = {}
        for details in self._both():
            for curve in details.curves.curves:
                keys[curve_key(curve)] = curve
        shown = [self.measure.itemData(n) for n in range(self.measure.count())]
        if shown != list(keys):
            before = self.measure.currentData()
            self.measure.blockSignals(True)
            self.measure.clear()
            for key, curve in keys.items():
                words = " – ".join(
                    part for part in (group_words(curve.group), curve_words(curve.name)) if part
                )
                self.measure.addItem(words, key)
            best = next((k for k in ("validation/miou", "validation/mAP", "loss/total")
                         if k in keys), None)  # fmt: skip
            self.measure.setCurrentIndex(self.measure.findData(before or best))
            self.measure.blockSignals(False)
        self._show_curves()
        if self.isVisible():
            self.look_wanted.emit()

    def show_pictures(self) -> None:
        """Show what both models see."""
        names = (self._session.selected, self._session.compared)
        for side, (name, box, title, note) in enumerate(
            zip(names, self.boxes, self.titles, self.notes, strict=True)
        ):
            row = self._session.row(name) if name else None
            title.setText(name)
            scores = self._comparison.scores(side)
            note.setText(
                " · ".join(f"{each} {decimal(value, 2)}" for each, value in scores.items())
            )
            if not name:
                words = self.tr("Choose a run to compare with.")
            elif row is None or not row.has_model:
                words = self.tr("This run has no model yet.")
            else:
                words = self._comparison.problem(side) or self.tr("Looking at the image …")
            box.show_picture(self._comparison.picture(side), words)

    def _both(self) -> list[RunDetails]:
        found = (self._session.details, self._session.compared_details)
        return [details for details in found if details is not None]

    def _show_curves(self) -> None:
        key = self.measure.currentData()
        curves: list[tuple[str, Curve]] = []
        for details in self._both():
            curve = details.curves.find(str(key)) if key else None
            if curve is not None:
                curves.append((details.row.name, curve))
        self.plot.show_curves(curves)

    def _on_other(self) -> None:
        self._session.compare_with(str(self.other.currentData() or ""))
        self.show_pictures()

    def _on_class(self) -> None:
        self._comparison.set_class(self.class_box.currentData())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(UNIT)
        for text, field in (
            (self.tr("Compare with"), self.other),
            (self.tr("by"), self.measure),
            (self.tr("map of"), self.class_box),
        ):
            top.addWidget(QLabel(text, self))
            top.addWidget(field)
        top.addStretch(1)
        pictures = QWidget(self)
        grid = QGridLayout(pictures)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(UNIT)
        for side in (0, 1):
            self.titles[side].setProperty("role", "heading")
            grid.addWidget(self.titles[side], 0, side)
            grid.addWidget(self.boxes[side], 1, side)
            grid.addWidget(self.notes[side], 2, side)
            grid.setColumnStretch(side, 1)
        grid.setRowStretch(1, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.plot)
        split.addWidget(pictures)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        column.addLayout(top)
        column.addWidget(split, 1)
