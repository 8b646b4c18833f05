"""The evaluation window: what is compared with what, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.evaluation import ImageScoresModel
from stac_gui.models.evaluation_choice import ACTUAL, PREDICTED, Choice, kind_words
from stac_gui.panels.elided import ElidedLabel
from stac_gui.panels.evaluation_plot import ThresholdPlot
from stac_gui.panels.evaluation_tables import ClassScoresTable, ConfusionTable, percent
from stac_gui.theme import UNIT
from stac_gui.translating import decimal

if TYPE_CHECKING:
    from pathlib import Path

    from stac_gui.models.evaluation_choice import Found, Kind


class Comparing(Protocol):
    """What the window needs to know."""

    changed: SignalInstance
    found: Found | None
    at: int
    problem: str

    @property
    def is_at_work(self) -> bool:
        """Whether something is being compared or written."""

    def can_choose(self, kind: Kind) -> bool:
        """Whether there is such a side."""

    def progress(self) -> tuple[int, int]:
        """Steps done, and all."""

    def summary(self) -> str:
        """What was found, in a line."""


class EvaluationWindow(QWidget):
    """A window beside the main one; closing it only hides it.

    Args:
        session: What is compared.

    Signals:
        start_wanted: The two `Choice`s.
        stop_wanted: Stop what is at work.
        file_wanted: 0 or 1, the side whose labels are to be chosen; whether in a folder.
        report_wanted: Save the report.
        threshold_chosen: Place of a threshold to look at; list its weak images.
        weak_wanted: List the images that are worse than all together.
        class_chosen: Label whose images are to be listed.
        cell_chosen: Actual and predicted label.
        image_opened: Place of an image in the comparison.
    """

    start_wanted = Signal(object, object)
    stop_wanted = Signal()
    file_wanted = Signal(int, bool)
    report_wanted = Signal()
    threshold_chosen = Signal(int)
    weak_wanted = Signal()
    class_chosen = Signal(int)
    cell_chosen = Signal(int, int)
    image_opened = Signal(int)

    def __init__(self, session: Comparing) -> None:
        super().__init__()
        self._session = session
        self._paths: list[Path | None] = [None, None]
        self._shown: tuple[Found | None, int] = (None, -1)
        self.setWindowTitle(self.tr("Evaluation – STAC Studio"))
        self.resize(1280, 800)
        self.sides = (QComboBox(self), QComboBox(self))
        names = (self.tr("Compare"), self.tr("with"))
        self._labels = [QLabel(name, self) for name in names]
        for side, label in zip(self.sides, self._labels, strict=True):
            label.setBuddy(side)
            side.setAccessibleName(label.text())
            side.setMinimumContentsLength(20)
            side.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            side.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.start = QPushButton(self.tr("Evaluate"), self)
        self.start.setProperty("role", "primary")
        self.stop = QPushButton(self.tr("Cancel"), self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(UNIT)
        self.figures = QLabel(self)
        font = self.figures.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self.figures.setFont(font)
        self.state = ElidedLabel(self)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.empty = QLabel(
            self.tr("Choose what to compare with masks that measure, then Evaluate."), self
        )
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.classes = ClassScoresTable(self)
        self.matrix = ConfusionTable(self)
        self.plot = ThresholdPlot(self)
        self.threshold = QComboBox(self)
        self.threshold.setAccessibleName(self.tr("Threshold"))
        self.weak = QPushButton(self.tr("List weak images"), self)
        self.weak.setToolTip(self.tr("Images that are worse than all together"))
        self.model = ImageScoresModel(self)
        self.images = QTableView(self)
        self.report = QPushButton(self.tr("Save report …"), self)
        self._set_up_images()
        self._lay_out()
        self._connect()
        self.show_sides()
        self._show()

    def show_sides(self) -> None:
        """Offer what there is to compare now."""
        for number, (side, kinds) in enumerate(zip(self.sides, (PREDICTED, ACTUAL), strict=True)):
            chosen = side.currentData()
            side.blockSignals(True)
            side.clear()
            for kind in kinds:
                if self._session.can_choose(kind):
                    side.addItem(kind_words(kind), Choice(kind))
            path = self._paths[number]
            if path is not None:
                side.insertItem(side.count() - 2, str(path), Choice("file", path))
            found = [side.itemData(row) for row in range(side.count())]
            side.setCurrentIndex(found.index(chosen) if chosen in found else 0)
            side.blockSignals(False)
        self._show_buttons()

    def show_path(self, number: int, path: Path | None) -> None:
        """A file or folder was chosen for a side; None where nothing was."""
        side = self.sides[number]
        if path is not None:
            self._paths[number] = path
            self.show_sides()
            side.setCurrentIndex(side.count() - 3)
        else:
            side.setCurrentIndex(0)
        self._show_buttons()

    # ---- session to widgets --------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        session, found = self._session, self._session.found
        self.problem.setText(session.problem)
        self.problem.setVisible(bool(session.problem))
        self.empty.setVisible(found is None)
        self.body.setVisible(found is not None)
        self.state.setText("" if found is None else session.summary())
        if found is None:
            self.figures.clear()
            self.model.show_scores(None)
        elif (found, session.at) != self._shown:
            self._show_found(found, session.at)
        self._shown = (found, session.at)
        self.show_progress()
        self._show_buttons()

    @Slot()
    def show_progress(self) -> None:
        """Show how far what is at work is."""
        at_work = self._session.is_at_work
        done, total = self._session.progress()
        self.progress.setVisible(at_work)
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _show_buttons(self) -> None:
        session, at_work = self._session, self._session.is_at_work
        chosen = [side.currentData() for side in self.sides]
        is_chosen = all(each is not None and not each.is_open for each in chosen)
        self.start.setEnabled(is_chosen and not at_work)
        self.stop.setVisible(at_work)
        self.report.setEnabled(session.found is not None and not at_work)
        self.threshold.setEnabled(not at_work)

    def _show_found(self, found: Found, at: int) -> None:
        comparison = found.comparison
        scores = comparison.scores(at)
        self.figures.setText(
            "   ".join(
                f"{name} {percent(value)} %"
                for name, value in (("mIoU", scores.miou), ("FP", scores.fp), ("FN", scores.fn))
            )
        )
        thresholds = [each for each in comparison.thresholds if each is not None]
        several = len(thresholds) > 1
        for widget in (self.plot, self.threshold, self.threshold_label, self.plot_title):
            widget.setVisible(several)
        self.threshold.blockSignals(True)
        self.threshold.clear()
        self.threshold.addItems([decimal(each, 2) for each in thresholds])
        self.threshold.setCurrentIndex(at)
        self.threshold.blockSignals(False)
        if several:
            each = [comparison.scores(place) for place in range(len(thresholds))]
            values = [[100 * getattr(one, name) for one in each] for name in ("miou", "fp", "fn")]
            self.plot.show_scores(thresholds, values, at)
        self.classes.show_scores(comparison, at)
        self.matrix.show_counts(comparison, at)
        self.model.show_scores(comparison, at)

    # ---- widgets to session --------------------------------------------------------------

    def _connect(self) -> None:
        self._session.changed.connect(self._show)
        for number, side in enumerate(self.sides):
            side.currentIndexChanged.connect(lambda _, number=number: self._on_side(number))
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self.stop_wanted)
        self.report.clicked.connect(self.report_wanted)
        self.weak.clicked.connect(self.weak_wanted)
        self.plot.chosen.connect(self._on_threshold)
        self.threshold.activated.connect(self._on_threshold)
        for table in (self.classes.chosen, self.matrix.class_chosen):
            table.connect(self.class_chosen)
        self.matrix.cell_chosen.connect(self.cell_chosen)
        self.images.activated.connect(
            lambda index: self.image_opened.emit(self.model.place(index.row()))
        )
        self.images.doubleClicked.connect(
            lambda index: self.image_opened.emit(self.model.place(index.row()))
        )
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def _on_side(self, number: int) -> None:
        choice = self.sides[number].currentData()
        if choice is not None and choice.is_open:
            self.file_wanted.emit(number, choice.kind == "folder")
        self._show_buttons()

    @Slot()
    def _on_start(self) -> None:
        self.start_wanted.emit(*(side.currentData() for side in self.sides))

    @Slot(int)
    def _on_threshold(self, at: int) -> None:
        if not self._session.is_at_work:
            self.threshold_chosen.emit(at)

    # ---- layout --------------------------------------------------------------------------

    def _set_up_images(self) -> None:
        view = self.images
        view.setModel(self.model)
        view.setAccessibleName(self.tr("Images, the worst first"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(3 * UNIT)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(50)
        header.setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)

    def _lay_out(self) -> None:
        top = QGridLayout()
        top.setHorizontalSpacing(UNIT)
        for number, (label, side) in enumerate(zip(self._labels, self.sides, strict=True)):
            top.addWidget(label, 0, 2 * number)
            top.addWidget(side, 0, 2 * number + 1)
            top.setColumnStretch(2 * number + 1, 1)
        top.addWidget(self.start, 0, 4)
        top.addWidget(self.stop, 0, 5)
        line = QHBoxLayout()
        line.setSpacing(2 * UNIT)
        line.addWidget(self.figures)
        line.addWidget(self.state, 1)
        self.plot_title = _heading(self.tr("Thresholds"), self)
        left: list[tuple[QWidget, int]] = [
            (_heading(self.tr("Classes"), self), 0), (self.classes, 1),
            (_heading(self.tr("What is taken for what, in percent"), self), 0), (self.matrix, 1),
        ]  # fmt: skip
        self.threshold_label = QLabel(self.tr("Threshold"), self)
        self.threshold_label.setBuddy(self.threshold)
        tools = QHBoxLayout()
        tools.setSpacing(UNIT)
        tools.addWidget(self.threshold_label)
        tools.addWidget(self.threshold)
        tools.addStretch(1)
        tools.addWidget(self.weak)
        right: list[tuple[QWidget, int]] = [
            (self.plot_title, 0), (self.plot, 1), (_heading(self.tr("Images"), self), 0),
            (self.images, 1),
        ]  # fmt: skip
        self.body = QSplitter(self)
        self.body.setChildrenCollapsible(False)
        for column in (left, right):
            holder = QWidget(self)
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(UNIT)
            for widget, stretch in column:
                box.addWidget(widget, stretch)
            if column is right:
                box.addLayout(tools)
            self.body.addWidget(holder)
        self.body.setHandleWidth(2 * UNIT)
        self.body.setSizes([656, 592])
        bottom = QHBoxLayout()
        hint = _muted(
            self.tr(
                "A click on a class, a cell or the curve lists those images in the main window."
            ),
            self,
        )
        bottom.addWidget(hint, 1)
        bottom.addWidget(self.report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(top)
        layout.addWidget(self.progress)
        layout.addWidget(self.problem)
        layout.addLayout(line)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.body, 1)
        layout.addLayout(bottom)


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label


def _muted(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label
