"""The form of a new run: the few settings that matter, what they mean, and what it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.run_settings import DEVICES, OWN, RunSettings, choices
from stac_gui.models.runs import estimate_words
from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from stac_gui.panels.training.needs import Runs


class RunForm(QScrollArea):
    """Asks what to train.

    Args:
        session: Knows the project.
        parent: Owner.
    """

    def __init__(self, session: Runs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filling = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.preset = QComboBox(self)
        for name, about in choices():
            self.preset.addItem(name if name != OWN else self.tr("as the project says"), name)
            self.preset.setItemData(self.preset.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
        self.about = self._muted("")
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(self.tr("date and time"))
        self.epochs = _spin(1, 10_000)
        self.batch_size = _spin(2, 4096)
        self.lr = QDoubleSpinBox(self)
        self.lr.setDecimals(6)
        self.lr.setRange(1e-6, 1.0)
        self.lr.setSingleStep(1e-4)
        self.side = _spin(32, 2048, step=32, suffix=self.tr(" px"))
        self.use_masks = QCheckBox(self.tr("learn from accepted masks too"), self)
        self.device = QComboBox(self)
        words = (self.tr("best there is"), self.tr("processor (CPU)"), self.tr("GPU (CUDA)"))
        for device, text in zip(DEVICES, words, strict=True):
            self.device.addItem(text, device)
        self.seed = _spin(0, 2**31 - 1)
        self.estimate = QLabel(self)
        self.estimate.setWordWrap(True)
        self.start = QPushButton(self.tr("Start training"), self)
        self.start.setProperty("role", "primary")
        self._lay_out()
        self._connect()

    def fill(self) -> None:
        """Show what the chosen preset says for the project."""
        preset = str(self.preset.currentData())
        settings = self._session.settings(preset, str(self.device.currentData()))
        self.setEnabled(settings is not None and not self._session.read_only)
        if settings is None:
            return
        self._filling = True
        self.about.setText(str(self.preset.currentData(Qt.ItemDataRole.ToolTipRole) or self.tr(
            "the settings in the project file")))  # fmt: skip
        self.epochs.setValue(settings.epochs)
        self.batch_size.setValue(settings.batch_size)
        self.lr.setValue(settings.lr)
        self.side.setValue(settings.side)
        self.use_masks.setChecked(settings.use_masks)
        self.seed.setValue(settings.seed)
        self._filling = False
        self._on_changed()

    def settings(self) -> RunSettings:
        """What the form says."""
        return RunSettings(
            preset=str(self.preset.currentData()),
            epochs=self.epochs.value(),
            batch_size=self.batch_size.value(),
            lr=self.lr.value(),
            side=self.side.value(),
            use_masks=self.use_masks.isChecked(),
            device=str(self.device.currentData()),
            seed=self.seed.value(),
        )

    def show_estimate(self) -> None:
        """Show the session's estimate, or why there is none."""
        session, colors = self._session, current_colors()
        problem = session.estimate_problem
        self.estimate.setStyleSheet(f"color: {colors.rejected}" if problem else "")
        if problem:
            text = problem
        elif session.estimate is not None:
            text = estimate_words(session.estimate)
        elif session.is_estimating:
            text = self.tr("Measuring how long it takes …")
        else:
            text = ""
        self.estimate.setText(text)

    def show_queue(self) -> None:
        """Say whether a run would start at once or wait."""
        busy = self._session.active is not None
        self.start.setText(self.tr("Add to the queue") if busy else self.tr("Start training"))

    def _connect(self) -> None:
        self.preset.currentIndexChanged.connect(self.fill)
        for spin in (self.epochs, self.batch_size, self.side, self.seed):
            spin.valueChanged.connect(self._on_changed)
        self.lr.valueChanged.connect(self._on_changed)
        self.use_masks.toggled.connect(self._on_changed)
        self.device.currentIndexChanged.connect(self._on_changed)
        self.start.clicked.connect(self._on_start)
        self._session.queued.connect(self.name.clear)
        self._session.estimate_changed.connect(self.show_estimate)
        self._session.rows_changed.connect(self.show_queue)

    def _on_changed(self) -> None:
        if not self._filling and self.isVisible():
            self._session.ask_estimate(self.settings())

    def _on_start(self) -> None:
        self._session.start(self.settings(), self.name.text())

    def _lay_out(self) -> None:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        title = QLabel(self.tr("New training run"), self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        title.setFont(font)
        column.addWidget(title)
        column.addWidget(
            self._muted(self.tr("A run learns from the tags of all tagged images. It goes on when "
                                "this window is closed, and nothing that you decided is changed."))
        )  # fmt: skip
        column.addSpacing(UNIT)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * UNIT)
        grid.setVerticalSpacing(UNIT)
        grid.setColumnStretch(2, 1)
        rows: list[tuple[str, QWidget, QLabel]] = [
            (self.tr("&Preset"), self.preset, self.about),
            (self.tr("&Name"), self.name, self._muted(self.tr("what the run is called"))),
            (self.tr("&Epochs"), self.epochs, self._muted(self.tr(
                "how often each image is seen; more takes longer and is usually better"))),
            (self.tr("&Images at once"), self.batch_size, self._muted(self.tr(
                "more need more memory; fewer make the training less steady"))),
            (self.tr("&Learning rate"), self.lr, self._muted(self.tr(
                "how large the steps are; lower it if the loss jumps"))),
            (self.tr("Image si&ze"), self.side, self._muted(self.tr(
                "larger shows finer defects and takes much longer"))),
            (self.tr("&Masks"), self.use_masks, self._muted(self.tr(
                "the masks you accepted teach where defects are"))),
            (self.tr("&Runs on"), self.device, self._muted(self.tr(
                "a GPU is many times faster where there is one"))),
            (self.tr("Random see&d"), self.seed, self._muted(self.tr(
                "the same number gives the same result"))),
        ]  # fmt: skip
        for number, (text, field, help_text) in enumerate(rows):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setToolTip(help_text.text())
            field.setMinimumWidth(190)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
            grid.addWidget(help_text, number, 2)
        column.addLayout(grid)
        column.addSpacing(UNIT)
        column.addWidget(self.estimate)
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        self.setWidget(page)

    def _muted(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "muted")
        label.setWordWrap(True)
        return label


def _spin(low: int, high: int, *, step: int = 1, suffix: str = "") -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setSuffix(suffix)
    spin.setGroupSeparatorShown(True)
    return spin
