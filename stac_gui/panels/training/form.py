"""The form of a new run: the few settings that matter, what they mean, and what it will take."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
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

from stac_gui.models.run_settings import (
    ARCHS,
    COMPACT,
    DEVICES,
    HUB,
    OWN,
    RANDOM,
    STAGES,
    USUAL_SIZE,
    RunSettings,
    choices,
)
from stac_gui.models.runs import estimate_words
from stac_gui.panels.number_box import NumberBox
from stac_gui.theme import UNIT, current_colors
from stac_gui.translating import figure

if TYPE_CHECKING:
    from stac_core.runs import Stage
    from stac_gui.panels.training.needs import Runs

_SMALLEST = 32
_STEP = 32


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
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the control that has the focus
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stage = QComboBox(self)
        kinds = (self.tr("heat maps (STAC)"), self.tr("segmenter"))
        for stage, text in zip(STAGES, kinds, strict=True):
            self.stage.addItem(text, stage)
        self.stage_help = self._muted("")
        self.preset = QComboBox(self)
        self.about = self._muted("")
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(self.tr("date and time"))
        self.arch = QComboBox(self)
        for arch in ARCHS:
            self.arch.addItem(arch, arch)
        self.arch_help = self._muted("")
        self.weights = QComboBox(self)
        self.rounds = _spin(1, 20)
        self.epochs = _spin(1, 10_000)
        self.epochs_help = self._muted("")
        self.batch_size = _spin(2, 4096)
        self.lr = NumberBox(self)
        self.lr.setDecimals(6)
        self.lr.setRange(1e-6, 1.0)
        self.lr.setSingleStep(1e-4)
        self.lr_help = self._muted("")
        self.side = _spin(_SMALLEST, 2048, step=_STEP, suffix=self.tr(" px"))
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
        self._only_segmenters: list[QWidget] = []
        self._of_weights: list[QWidget] = []
        self._lay_out()
        self._offer_presets()
        self._connect()
        self._show_fields()

    @property
    def _stage(self) -> Stage:
        stage: Stage = self.stage.currentData()
        return stage

    def fill(self) -> None:
        """Show what the chosen preset says for the project."""
        preset = str(self.preset.currentData())
        settings = self._session.settings(preset, str(self.device.currentData()), self._stage)
        self.setEnabled(settings is not None and not self._session.read_only)
        if settings is None:
            return
        self._filling = True
        self.about.setText(str(self.preset.currentData(Qt.ItemDataRole.ToolTipRole) or self.tr(
            "the settings in the project file")))  # fmt: skip
        self.arch.setCurrentIndex(self.arch.findData(settings.arch))
        self._offer_weights(settings.weights)
        self.rounds.setValue(settings.rounds)
        rounds = settings.rounds if self._stage == "segment" else 1
        self.epochs.setValue(settings.epochs // rounds)
        self.batch_size.setValue(settings.batch_size)
        self.lr.setValue(settings.lr)
        self.side.setValue(settings.side if settings.side != USUAL_SIZE else self.side.minimum())
        self.use_masks.setChecked(settings.use_masks)
        self.seed.setValue(settings.seed)
        self._filling = False
        self._on_changed()

    def settings(self) -> RunSettings:
        """What the form says."""
        is_segmenter = self._stage == "segment"
        rounds = self.rounds.value() if is_segmenter else 1
        side = self.side.value()
        return RunSettings(
            preset=str(self.preset.currentData()),
            epochs=self.epochs.value() * rounds,
            batch_size=self.batch_size.value(),
            lr=self.lr.value(),
            side=USUAL_SIZE if is_segmenter and side < _SMALLEST else side,
            use_masks=self.use_masks.isChecked(),
            device=str(self.device.currentData()),
            seed=self.seed.value(),
            stage=self._stage,
            arch=str(self.arch.currentData()),
            weights=str(self.weights.currentData()),
            rounds=rounds,
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

    # ---- what depends on what --------------------------------------------------------------

    def _offer_presets(self) -> None:
        """The presets of what is trained."""
        self.preset.blockSignals(True)
        self.preset.clear()
        for name, about in choices(self._stage):
            self.preset.addItem(name if name != OWN else self.tr("as the project says"), name)
            words = QCoreApplication.translate("Presets", about)
            self.preset.setItemData(self.preset.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.preset.blockSignals(False)

    def _offer_weights(self, chosen: str) -> None:
        """What an encoder may start from; a file only where the settings name one."""
        self.weights.clear()
        self.weights.addItem(self.tr("random numbers"), RANDOM)
        self.weights.addItem(self.tr("published ImageNet weights"), HUB)
        if chosen not in {RANDOM, HUB}:
            self.weights.addItem(PurePath(chosen).name, chosen)
        self.weights.setCurrentIndex(self.weights.findData(chosen))

    def _show_fields(self) -> None:
        """Show what counts for what is trained, in its words."""
        is_segmenter = self._stage == "segment"
        for widget in self._only_segmenters:
            widget.setVisible(is_segmenter)
        arch = str(self.arch.currentData())
        for widget in self._of_weights:
            widget.setVisible(is_segmenter and arch != COMPACT)
        self.arch_help.setText(_arch_words(arch))
        self.stage_help.setText(
            self.tr("a network that says for each pixel what it shows: sharper masks")
            if is_segmenter
            else self.tr("maps of where each class is, from the tags")
        )
        # one step below the smallest size stands for the images' own
        self.side.setMinimum(_SMALLEST - _STEP if is_segmenter else _SMALLEST)
        self.side.setSpecialValueText(self.tr("as the images") if is_segmenter else "")
        if is_segmenter:
            total = self.rounds.value() * self.epochs.value()
            words = self.tr("how often each image is seen in a round; {} times in all")
            self.epochs_help.setText(words.format(figure(total)))
            self.lr_help.setText(
                self.tr("how large the steps are; compact 0.003, the others 0.0001")
            )
        else:
            self.epochs_help.setText(
                self.tr("how often each image is seen; more takes longer and is usually better")
            )
            self.lr_help.setText(self.tr("how large the steps are; lower it if the loss jumps"))

    # ---- signals -----------------------------------------------------------------------------

    def _connect(self) -> None:
        self.stage.currentIndexChanged.connect(self._on_stage)
        self.preset.currentIndexChanged.connect(self.fill)
        for spin in (self.rounds, self.epochs, self.batch_size, self.side, self.seed):
            spin.valueChanged.connect(self._on_changed)
        self.lr.valueChanged.connect(self._on_changed)
        self.use_masks.toggled.connect(self._on_changed)
        for box in (self.arch, self.weights, self.device):
            box.currentIndexChanged.connect(self._on_changed)
        self.start.clicked.connect(self._on_start)
        self._session.queued.connect(self.name.clear)
        self._session.estimate_changed.connect(self.show_estimate)
        self._session.rows_changed.connect(self.show_queue)

    def _on_stage(self) -> None:
        self._offer_presets()
        self._show_fields()  # the sizes that are possible come before the size
        self.fill()

    def _on_changed(self) -> None:
        if self._filling:
            return
        self._show_fields()
        if self.isVisible():
            self._session.ask_estimate(self.settings())

    def _on_start(self) -> None:
        self._session.start(self.settings(), self.name.text())

    # ---- layout --------------------------------------------------------------------------------

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
            (self.tr("&Train"), self.stage, self.stage_help),
            (self.tr("&Preset"), self.preset, self.about),
            (self.tr("&Name"), self.name, self._muted(self.tr("what the run is called"))),
            (self.tr("Net&work"), self.arch, self.arch_help),
            (self.tr("&Start from"), self.weights, self._muted(self.tr(
                "published weights learn faster; they are downloaded once"))),
            (self.tr("R&ounds"), self.rounds, self._muted(self.tr(
                "after each one the network makes its own targets better"))),
            (self.tr("&Epochs"), self.epochs, self.epochs_help),
            (self.tr("&Images at once"), self.batch_size, self._muted(self.tr(
                "more need more memory; fewer make the training less steady"))),
            (self.tr("&Learning rate"), self.lr, self.lr_help),
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
            field.setMinimumSize(230, self.preset.sizeHint().height())
            for place, widget in enumerate((label, field, help_text)):
                grid.addWidget(widget, number, place)
            if field in {self.arch, self.rounds}:
                self._only_segmenters += [label, field, help_text]
            elif field is self.weights:
                self._of_weights += [label, field, help_text]
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


def _arch_words(arch: str) -> str:
    """What a network is for."""
    words = {
        COMPACT: "ours; trains in minutes without a GPU",
        "deeplabv3plus-resnet18": "the paper's smallest one; fast on a GPU",
        "deeplabv3plus-efficientnet-b0": "light; wants a GPU",
        "deeplabv3plus-efficientnet-b4": "the paper's best one; needs a GPU",
        "segformer-mit-b0": "light transformer; its licence allows research only",
        "segformer-mit-b4": "large transformer, needs a GPU; its licence allows research only",
    }
    return QCoreApplication.translate("RunForm", words[arch])


def _spin(low: int, high: int, *, step: int = 1, suffix: str = "") -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setSuffix(suffix)
    spin.setGroupSeparatorShown(True)
    return spin
