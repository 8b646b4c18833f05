"""The dialog of a pipeline: what will happen, how long it takes, how far it is, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.pipelines import (
    CAN_GO_ON,
    estimate_summary,
    summary,
    time_of,
    title_of,
)
from stac_gui.models.run_settings import DEVICES
from stac_gui.theme import UNIT, current_colors

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from stac_gui.models.pipelines import PipelineView, StageRow

_WIDTH: Final = 600
_MARKS: Final = {"waiting": "○", "running": "●", "completed": "✓", "cancelled": "○", "failed": "✕"}


class Pipeline(Protocol):
    """What the dialog needs to know and to ask."""

    changed: SignalInstance
    estimate_changed: SignalInstance
    view: PipelineView | None
    estimate: dict[str, Any] | None
    estimate_problem: str
    read_only: bool

    @property
    def planned(self) -> tuple[StageRow, ...]:
        """The stages of a new one."""

    @property
    def may_kill(self) -> bool:
        """Whether it may be killed."""

    @property
    def is_estimating(self) -> bool:
        """Whether an estimate is on its way."""

    def watch_closely(self, closely: bool) -> None:
        """Look often."""

    def ask_estimate(self, device: str) -> None:
        """Ask how long a new one takes."""

    def want_no_estimate(self) -> None:
        """Nobody looks at it any more."""

    def start(self) -> None:
        """Start a new one."""

    def go_on(self) -> None:
        """Go on with the one that was stopped."""

    def stop(self) -> None:
        """Ask it to stop."""

    def kill(self) -> None:
        """End its process."""


class PipelineDialog(QDialog):
    """A window beside the main one; closing it stops nothing.

    Args:
        session: The pipeline.
        parent: Owner.

    Signals:
        report_wanted: The path of a report to show.
        proposals_wanted: The main window is to show what was proposed.
    """

    report_wanted = Signal(object)
    proposals_wanted = Signal()

    def __init__(self, session: Pipeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_new = False
        self.setWindowTitle(self.tr("From tags to masks"))
        self.setMinimumWidth(_WIDTH)
        self.device = QComboBox(self)
        words = (self.tr("best there is"), self.tr("processor (CPU)"), self.tr("GPU (CUDA)"))
        for device, text in zip(DEVICES, words, strict=True):
            self.device.addItem(text, device)
        self.device_label = QLabel(self.tr("&Runs on"), self)
        self.device_label.setBuddy(self.device)
        self.rows: list[_StageWidgets] = []
        self.grid = QGridLayout()
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start = self._button(self.tr("Start"), primary=True)
        self.go_on = self._button(self.tr("Go on"), primary=True)
        self.proposals = self._button(self.tr("Show proposals"), primary=True)
        self.report = self._button(self.tr("Open report"))
        self.stop = self._button(self.tr("Stop"))
        self.kill = self._button(self.tr("End it now"))
        self.again = self._button(self.tr("Start anew …"))
        self.leave = self._button(self.tr("Close"))
        self._lay_out()
        self._connect()
        self._show()

    def say(self, level: str, text: str) -> None:
        """Show a message until the next change."""
        self._write(text, is_problem=level != "info")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._is_new = False
        self._session.watch_closely(True)
        self._show()
        self._ask()
        self.leave.setFocus()  # a key pressed by chance neither starts nor stops anything

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.watch_closely(False)
        self._session.want_no_estimate()
        super().hideEvent(event)

    # ---- session to widgets ----------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        session, view = self._session, self._view
        if view is not None:
            self._show_stages(view.stages)
            self._write(summary(view), is_problem=view.phase in {"failed", "crashed"})
        else:
            self._show_new()
        phase = "" if view is None else view.phase
        can_write = not session.read_only
        self.device.setVisible(view is None)
        self.device_label.setVisible(view is None)
        self.start.setVisible(view is None)
        self.start.setEnabled(session.estimate is not None and can_write)
        self.go_on.setVisible(phase in CAN_GO_ON)
        self.go_on.setEnabled(can_write)
        self.stop.setVisible(phase in {"starting", "running"})
        self.stop.setEnabled(phase == "running")
        self.kill.setVisible(phase == "stopping" and session.may_kill)
        self.report.setVisible(view is not None and view.report is not None)
        self.proposals.setVisible(phase == "completed")
        self.again.setVisible(phase in CAN_GO_ON or phase == "completed")
        self.again.setEnabled(can_write)

    @property
    def _view(self) -> PipelineView | None:
        """The pipeline that is shown; None while a new one is offered."""
        view = self._session.view
        return None if self._is_new and view is not None and not view.is_at_work else view

    def _show_new(self) -> None:
        session = self._session
        self._show_stages(session.planned)
        if session.read_only:
            self._write(self.tr("This project is open for reading only."), is_problem=True)
        elif session.estimate_problem:
            self._write(session.estimate_problem, is_problem=True)
        elif session.estimate is not None:
            self._write(estimate_summary(session.estimate))
        elif session.is_estimating:
            self._write(self.tr("Looking at the project and measuring how long it takes …"))
        else:
            self._write("")

    def _show_stages(self, stages: tuple[StageRow, ...]) -> None:
        if len(stages) != len(self.rows):
            for widgets in self.rows:
                widgets.remove(self.grid)
            self.rows = [_StageWidgets(self.grid, number, self) for number in range(len(stages))]
        for widgets, row in zip(self.rows, stages, strict=True):
            widgets.show_row(row)

    def _write(self, text: str, *, is_problem: bool = False) -> None:
        color = current_colors().rejected
        self.state.setStyleSheet(f"color: {color}" if is_problem else "")
        self.state.setText(text)
        # the layout would squeeze words that are wrapped; the window grows with them instead
        lines = 2 * self.state.fontMetrics().height()
        needed = self.state.heightForWidth(max(self.state.width(), _WIDTH - 6 * UNIT))
        self.state.setMinimumHeight(max(lines, needed))

    # ---- widgets to session ----------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask for an estimate where a new pipeline is offered."""
        if self.isVisible() and self._view is None and not self._session.read_only:
            self._session.ask_estimate(str(self.device.currentData()))

    @Slot()
    def _on_start(self) -> None:
        self._is_new = False
        self._session.start()

    @Slot()
    def _on_again(self) -> None:
        self._is_new = True
        self._show()
        self._ask()

    @Slot()
    def _on_changed(self) -> None:
        self._show()
        session = self._session
        is_answered = session.estimate is not None or bool(session.estimate_problem)
        if self._view is None and not is_answered and not session.is_estimating:
            self._ask()

    @Slot()
    def _on_report(self) -> None:
        view = self._session.view
        if view is not None and view.report is not None:
            self.report_wanted.emit(view.report)

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._on_changed)
        session.estimate_changed.connect(self._show)
        self.device.currentIndexChanged.connect(self._ask)
        self.start.clicked.connect(self._on_start)
        self.go_on.clicked.connect(session.go_on)
        self.stop.clicked.connect(session.stop)
        self.kill.clicked.connect(session.kill)
        self.again.clicked.connect(self._on_again)
        self.report.clicked.connect(self._on_report)
        self.proposals.clicked.connect(self.proposals_wanted)
        self.leave.clicked.connect(self.close)

    def _button(self, text: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        if primary:
            button.setProperty("role", "primary")
        return button

    def _lay_out(self) -> None:
        title = QLabel(self.tr("From tags to masks"), self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        title.setFont(font)
        words = QLabel(
            self.tr("Learns from the tags alone and proposes a mask for every image. Masks that "
                    "you decided on or edited stay as they are. It goes on when this window, or "
                    "the whole program, is closed."),
            self,
        )  # fmt: skip
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        words.setMinimumHeight(words.heightForWidth(_WIDTH - 6 * UNIT))
        self.grid.setHorizontalSpacing(2 * UNIT)
        self.grid.setVerticalSpacing(UNIT // 2)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnMinimumWidth(2, 150)
        line = QFrame(self)
        line.setFixedHeight(1)
        line.setProperty("role", "line")
        runs_on = QHBoxLayout()
        runs_on.setSpacing(2 * UNIT)
        runs_on.addWidget(self.device_label)
        runs_on.addWidget(self.device)
        runs_on.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        for button in (self.again, self.kill, self.stop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.leave, self.report, self.go_on, self.proposals, self.start):
            buttons.addWidget(button)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        column.setSpacing(UNIT)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(UNIT)
        column.addLayout(self.grid)
        column.addSpacing(UNIT)
        column.addWidget(line)
        column.addLayout(runs_on)
        column.addWidget(self.state, 1)
        column.addLayout(buttons)


class _StageWidgets:
    """One stage in the list: a mark, what it does, its time, and a bar while it is at work."""

    def __init__(self, grid: QGridLayout, number: int, parent: QWidget) -> None:
        self.mark = QLabel(parent)
        self.mark.setFixedWidth(2 * UNIT)
        self.title = QLabel(parent)
        self.title.setProperty("role", "heading")
        self.about = QLabel(parent)
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)  # other languages have longer words
        self.time = QLabel(parent)
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QProgressBar(parent)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setMaximum(1000)
        keep = self.bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # nothing jumps when the bar appears
        self.bar.setSizePolicy(keep)
        for label in (self.mark, self.title, self.about, self.time):
            label.setMinimumHeight(label.fontMetrics().height())
        row = 3 * number
        grid.addWidget(self.mark, row, 0)
        grid.addWidget(self.title, row, 1)
        grid.addWidget(self.time, row, 2)
        grid.addWidget(self.about, row + 1, 1, 1, 2)
        grid.addWidget(self.bar, row + 2, 1, 1, 2)

    def show_row(self, row: StageRow) -> None:
        colors = current_colors()
        color = {
            "completed": colors.accepted,
            "running": colors.accent,
            "failed": colors.rejected,
        }.get(row.status, colors.muted)
        self.mark.setStyleSheet(f"color: {color}; font-weight: 600")
        self.mark.setText(_MARKS[row.status])
        self.mark.setAccessibleName(row.status)
        self.title.setText(title_of(row))
        about = QCoreApplication.translate("Recipes", row.about)
        self.about.setText(f"{about}." if about else "")
        # the layout would squeeze words that are wrapped
        self.about.setMinimumHeight(self.about.heightForWidth(_WIDTH - 10 * UNIT))
        self.time.setText(time_of(row))
        self.bar.setVisible(row.status == "running" and row.share is not None)
        self.bar.setValue(round(1000 * (row.share or 0)))

    def remove(self, grid: QGridLayout) -> None:
        for widget in (self.mark, self.title, self.about, self.time, self.bar):
            grid.removeWidget(widget)
            widget.deleteLater()
