"""The panel at the right: classes, heat map, mask and brush of the image at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import qimage2ndarray
from PySide6.QtCore import QModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSlider,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from stac_core.overlay import COLOR_MAPS, ColorMap, color_table
from stac_gui.models.class_table import KEY, NAME, SCORE, TAG, ClassTableModel
from stac_gui.panels.record import RecordPanel
from stac_gui.panels.refine import RefinePanel
from stac_gui.panels.source_switch import SourceSwitch
from stac_gui.panels.thresholds import ThresholdPanel
from stac_gui.theme import UNIT
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_gui.models.class_table import ClassRow


class Legend(QWidget):
    """The heat map's scale with the threshold on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color_map: ColorMap = "inferno"
        self._threshold: float | None = 0.5
        self.setMinimumHeight(34)
        self.setAccessibleName(self.tr("Scale of the heat map"))

    def show_scale(self, color_map: ColorMap, threshold: float | None) -> None:
        """Show a colour map and where the mask begins, if that is one place on it."""
        if (color_map, threshold) != (self._color_map, self._threshold):
            self._color_map, self._threshold = color_map, threshold
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bar = QRect(1, 1, self.width() - 2, 12)
        ramp = np.linspace(0, 255, max(2, bar.width())).astype(np.uint8)
        picture = qimage2ndarray.array2qimage(color_table(self._color_map)[ramp][None])
        painter.drawImage(bar, picture)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.drawRect(bar)
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        text = QRect(0, bar.bottom() + 2, self.width(), self.height() - bar.bottom() - 2)
        painter.setPen(muted)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft), "0")
        painter.drawText(text, int(Qt.AlignmentFlag.AlignRight), "1")
        if self._threshold is not None:
            self._paint_threshold(painter, bar, text, self._threshold)
        painter.end()

    def _paint_threshold(self, painter: QPainter, bar: QRect, text: QRect, value: float) -> None:
        x = bar.left() + round(value * bar.width())
        painter.setPen(QPen(QColor(0, 0, 0), 3))
        painter.drawLine(x, bar.top(), x, bar.bottom() + 1)
        painter.setPen(QPen(QColor(255, 255, 255), 1))
        painter.drawLine(x, bar.top(), x, bar.bottom() + 1)
        label = decimal(value, 2)
        width = painter.fontMetrics().horizontalAdvance(label)
        left = min(max(x - width // 2, 14), self.width() - width - 14)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        place = QRect(left, text.top(), width + 2, text.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft), label)


class ClassTable(QTableView):
    """The classes; the chosen row is the class to paint and to show.

    Signals:
        class_chosen: Number of the class from 1.
    """

    class_chosen = Signal(int)

    def __init__(self, model: ClassTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Classes"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((KEY, 24), (SCORE, 52), (TAG, 44)):
            self.setColumnWidth(column, width)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        model.modelReset.connect(self._on_reset)

    def choose(self, number: int) -> None:
        """Choose a class by its number from 1."""
        if 1 <= number <= self.model().rowCount():
            self.selectRow(number - 1)

    def _on_reset(self) -> None:
        rows = self.model().rowCount()
        height = self.horizontalHeader().sizeHint().height() + 28 * min(max(rows, 1), 9) + 2
        self.setFixedHeight(height)
        self.choose(1)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == TAG:
            cast("ClassTableModel", self.model()).cycle_tag(index.row())

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, index: QModelIndex, before: QModelIndex) -> None:
        if index.isValid():
            self.class_chosen.emit(index.row() + 1)


class Inspector(QWidget):
    """Everything about the image at hand.

    Signals:
        class_chosen: Number of the class from 1.
        tag_changed: Class name and present, absent or None.
        defect_free: The image has no defect.
        style_changed: Colour map, opacity or mask style.
    """

    class_chosen = Signal(int)
    tag_changed = Signal(str, object)
    defect_free = Signal()
    style_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = ClassTableModel(self)
        self.table = ClassTable(self._classes, self)
        self.defect_free_button = QPushButton(self.tr("No defect"), self)
        self.classes_button = QPushButton(self.tr("Classes …"), self)
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.record = RecordPanel(self)
        self.source = SourceSwitch(self)
        self.color_map = QComboBox(self)
        self.color_map.addItems([name.capitalize() for name in COLOR_MAPS])
        self.color_map.setToolTip(self.tr("Colours of the heat map; safe for colour-blind eyes "
                                          "except Turbo"))  # fmt: skip
        self.opacity = _slider(100, self.tr("Opacity of the heat map"), self)
        self.legend = Legend(self)
        self.badge = QLabel(self)
        self.badge.setProperty("role", "muted")
        self.badge.setWordWrap(True)
        self.all_classes = QCheckBox(self.tr("All classes at once"), self)
        self.fixed_scale = QCheckBox(self.tr("Same scale for all images"), self)
        self.fixed_scale.setToolTip(
            self.tr("Weigh heat by the class's score: what the model hardly believes stays dark. "
                    "Masks do not change")
        )  # fmt: skip
        self.thresholds = ThresholdPanel(self)
        self.fill = _slider(100, self.tr("Opacity of the mask's inside"), self)
        self.refine = RefinePanel(self)
        self._lay_out()
        self._connect()

    # ---- what is shown -------------------------------------------------------------------

    def show_classes(self, rows: Sequence[ClassRow]) -> None:
        """Show the classes with scores and tags of the image at hand."""
        self._classes.set_rows(rows)

    def show_thresholds(self, threshold: float, ignore_from: float | None) -> None:
        """Show the thresholds without reporting them as a change."""
        self.thresholds.show_thresholds(threshold, ignore_from)

    def show_look(
        self,
        *,
        color_map: ColorMap,
        opacity: float,
        fill: float,
        all_classes: bool,
        fixed_scale: bool,
    ) -> None:
        """Show how things look without reporting it as a change."""
        widgets = (self.color_map, self.opacity, self.fill, self.all_classes, self.fixed_scale)
        blockers = [QSignalBlocker(widget) for widget in widgets]
        self.color_map.setCurrentIndex(COLOR_MAPS.index(color_map))
        self.opacity.setValue(round(opacity * 100))
        self.fill.setValue(round(fill * 100))
        self.all_classes.setChecked(all_classes)
        self.fixed_scale.setChecked(fixed_scale)
        del blockers

    def show_reading(self, why: str) -> None:
        """Say why tags cannot be changed; nothing where they can be."""
        self.defect_free_button.setEnabled(not why)
        self.defect_free_button.setToolTip(why)

    def show_note(self, text: str) -> None:
        """Say something about the image's maps; nothing where empty."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def cycle_tag(self, number: int) -> None:
        """Change the tag of a class, by its number from 1."""
        self._classes.cycle_tag(number - 1)

    def chosen_color_map(self) -> ColorMap:
        """The colour map that is chosen."""
        return COLOR_MAPS[self.color_map.currentIndex()]

    # ---- inside --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(_heading(self.tr("Image"), self))
        layout.addWidget(self.table)
        below = QHBoxLayout()
        below.setSpacing(UNIT)
        below.addWidget(self.defect_free_button, 1)
        below.addWidget(self.classes_button)
        layout.addLayout(below)
        layout.addWidget(self.note)
        layout.addWidget(self.record)
        layout.addWidget(_line(self))
        layout.addWidget(self.source)
        layout.addWidget(_line(self))
        layout.addWidget(_heading(self.tr("Heat map"), self))
        heat = QGridLayout()
        heat.setHorizontalSpacing(UNIT)
        heat.setVerticalSpacing(UNIT)
        heat.addWidget(QLabel(self.tr("Colours"), self), 0, 0)
        heat.addWidget(self.color_map, 0, 1)
        heat.addWidget(QLabel(self.tr("Opacity"), self), 1, 0)
        heat.addWidget(self.opacity, 1, 1)
        heat.setColumnStretch(1, 1)
        layout.addLayout(heat)
        layout.addWidget(self.all_classes)
        layout.addWidget(self.fixed_scale)
        layout.addWidget(self.legend)
        layout.addWidget(self.badge)
        layout.addWidget(_line(self))
        layout.addWidget(_heading(self.tr("Mask"), self))
        layout.addWidget(self.thresholds)
        mask = QGridLayout()
        mask.setHorizontalSpacing(UNIT)
        mask.setVerticalSpacing(UNIT)
        mask.addWidget(QLabel(self.tr("Fill"), self), 0, 0)
        mask.addWidget(self.fill, 0, 1)
        mask.setColumnStretch(1, 1)
        layout.addLayout(mask)
        layout.addWidget(_line(self))
        layout.addWidget(_heading(self.tr("Refine"), self))
        layout.addWidget(self.refine)
        layout.addStretch(1)
        # other languages have longer words
        self.setMinimumWidth(max(260, layout.minimumSize().width()))
        self.show_note("")

    def _connect(self) -> None:
        self.table.class_chosen.connect(self.class_chosen)
        self._classes.tag_clicked.connect(self.tag_changed)
        self.defect_free_button.clicked.connect(self.defect_free)
        self.color_map.currentIndexChanged.connect(self.style_changed)
        self.opacity.valueChanged.connect(self.style_changed)
        self.fill.valueChanged.connect(self.style_changed)


def _slider(top: int, words: str, parent: QWidget) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal, parent)
    slider.setRange(0, top)
    slider.setPageStep(max(1, top // 20))
    slider.setSingleStep(max(1, top // 100))
    slider.setToolTip(words)
    slider.setAccessibleName(words)
    return slider


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
