"""Everything about one run: how far it is, what can be done with it, and what it left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from stac_gui.models.runs import (
    RESUMABLE,
    best_figure,
    duration,
    epoch_words,
    memory,
    phase_words,
    stage_words,
    time_words,
)
from stac_gui.panels.training.compare import ComparePage
from stac_gui.panels.training.curves import CurvesPage
from stac_gui.panels.training.log import LogPage
from stac_gui.panels.training.run_list import phase_color
from stac_gui.panels.training.samples import SamplesPage
from stac_gui.theme import UNIT, current_colors
from stac_gui.translating import decimal, figure

if TYPE_CHECKING:
    from stac_gui.models.runs import RunDetails, RunRow
    from stac_gui.models.sample_table import Pictures
    from stac_gui.panels.training.needs import Runs, TwoModels

CONFIRM_MS = 5000


class RunPage(QWidget):
    """The selected run.

    Args:
        session: Knows the runs.
        comparison: Looks at the image at hand with two models.
        pictures: Reads picture files.
        parent: Owner.
    """

    def __init__(
        self,
        session: Runs,
        comparison: TwoModels,
        pictures: Pictures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.name = QLabel(self)
        font = self.name.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self.name.setFont(font)
        self.phase = QLabel(self)
        self.facts = QLabel(self)
        self.facts.setProperty("role", "muted")
        self.facts.setWordWrap(True)
        self.error = QLabel(self)
        self.error.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setMaximum(1000)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(6)
        self.pause = QPushButton(self.tr("Pause"), self)
        self.resume = QPushButton(self.tr("Resume"), self)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.kill = QPushButton(self.tr("End its process"), self)
        self.go_on = QPushButton(self.tr("Continue"), self)
        self.remove = QPushButton(self.tr("Remove from the queue"), self)
        self.use = QPushButton(self.tr("Use this model"), self)
        self.use.setProperty("role", "primary")
        self.curves = CurvesPage(self)
        self.samples = SamplesPage(pictures, self)
        self.log = LogPage(self)
        self.compare = ComparePage(session, comparison, self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("About the run"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.curves, self.tr("Curves"))
        self.tabs.addTab(self.samples, self.tr("Maps"))
        self.tabs.addTab(self.log, self.tr("Log"))
        self.tabs.addTab(self.compare, self.tr("Compare"))
        self._confirm = QTimer(self)
        self._confirm.setSingleShot(True)
        self._confirm.setInterval(CONFIRM_MS)
        self._lay_out()
        self._connect()
        self.show_run()

    def show_run(self) -> None:
        """Show what is known of the selected run."""
        session = self._session
        row = session.row(session.selected)
        details = session.details
        if row is None:
            return
        self._show_head(row, details)
        self._show_buttons(row)
        if details is not None and details.row.name == row.name:
            page = self.tabs.currentWidget()
            if page is self.curves:
                self.curves.show_curves(details.curves)
            elif page is self.samples:
                self.samples.show_run(details)
            elif page is self.log:
                self.log.show_run(details)
            else:
                self.compare.show_details()

    def _show_head(self, row: RunRow, details: RunDetails | None) -> None:
        colors = current_colors()
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, 420))
        self.name.setToolTip(row.name)
        self.phase.setText(phase_words(row.phase))
        self.phase.setStyleSheet(f"color: {phase_color(row.phase, colors)}; font-weight: 600")
        self.progress.setVisible(row.is_active)
        self.progress.setValue(round(1000 * row.share))
        self.facts.setText(" · ".join(_facts(row, details)))
        self.error.setVisible(bool(row.error))
        self.error.setText(row.error)
        self.error.setStyleSheet(f"color: {colors.rejected}")

    def _show_buttons(self, row: RunRow) -> None:
        phase, name = row.phase, row.name
        read_only = self._session.read_only
        self.pause.setVisible(phase in {"running", "pausing"})
        self.pause.setEnabled(phase == "running")
        self.resume.setVisible(phase == "paused")
        self.stop.setVisible(phase in {"running", "pausing", "paused", "stopping"})
        self.stop.setEnabled(phase != "stopping")
        if not self._confirm.isActive():
            self.stop.setText(self.tr("Stop"))
        self.kill.setVisible(self._session.may_kill(name))
        self.go_on.setVisible(phase in RESUMABLE and not read_only)
        self.remove.setVisible(phase in {"queued", "refused"} and not row.has_events)
        self.use.setVisible(row.has_model and not read_only)
        self.use.setEnabled(not row.is_current)
        self.use.setText(self.tr("In use") if row.is_current else self.tr("Use this model"))

    def _on_stop(self) -> None:
        if self._confirm.isActive():
            self._confirm.stop()
            self._session.stop(self._session.selected)
        else:  # asked in place: a second press within some seconds means it
            self.stop.setText(self.tr("Really stop?"))
            self._confirm.start()

    def _connect(self) -> None:
        session = self._session
        self.pause.clicked.connect(lambda: session.pause(session.selected))
        self.resume.clicked.connect(lambda: session.unpause(session.selected))
        self.stop.clicked.connect(self._on_stop)
        self.kill.clicked.connect(lambda: session.kill(session.selected))
        self.go_on.clicked.connect(lambda: session.go_on(session.selected))
        self.remove.clicked.connect(lambda: session.remove(session.selected))
        self.use.clicked.connect(lambda: session.use_model(session.selected))
        self.curves.smooth_changed.connect(session.set_smooth)
        self.tabs.currentChanged.connect(self.show_run)
        self._confirm.timeout.connect(self.show_run)
        session.rows_changed.connect(self.show_run)
        session.details_changed.connect(self.show_run)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self.name)
        head.addWidget(self.phase)
        head.addStretch(1)
        for button in (self.pause, self.resume, self.stop, self.kill, self.go_on, self.remove,
                       self.use):  # fmt: skip
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * UNIT, 0, 0)
        column.setSpacing(UNIT)
        for part in (head, self.facts, self.error, self.progress):
            box = QHBoxLayout()
            box.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 0)
            if isinstance(part, QHBoxLayout):
                box.addLayout(part)
            else:
                box.addWidget(part)
            column.addLayout(box)
        column.addWidget(self.tabs, 1)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunPage", text)


def _facts(row: RunRow, details: RunDetails | None) -> list[str]:
    """What there is to know beside the name, the most important first."""
    facts = {} if details is None else details.facts
    kind = stage_words(row.stage) + (f" ({facts['arch']})" if facts.get("arch") else "")
    words = [kind, epoch_words(row), best_figure(row.best)]
    if row.phase == "running":
        words.append(time_words(row))
    words.append(str(facts.get("device", "")))
    if row.is_active and facts.get("images_per_s"):
        words.append(_tr("{} images/s").format(decimal(float(facts["images_per_s"]), 0)))
    if facts.get("memory_mb"):
        words.append(memory(float(facts["memory_mb"])))
    if facts.get("images"):
        masks = int(facts.get("masks") or 0)
        text = _tr("{} images, {} masks") if masks else _tr("{} images")
        words.append(text.format(figure(int(facts["images"])), figure(masks)))
    if row.seconds >= 1:
        words.append(_tr("{} of work").format(duration(row.seconds)))
    return [each for each in words if each]
