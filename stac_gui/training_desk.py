"""Connects training with the main window: its menu, its line at the bottom, and its own window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from stac_gui.action_table import ActionId
from stac_gui.models.runs import duration, epoch_words, phase_words
from stac_gui.presenters.training.comparison import Comparison, ModelVersion
from stac_gui.presenters.training.session import TrainingSession
from stac_gui.workers.pictures import PictureReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.runs import Stage
    from stac_gui.main_window import MainWindow
    from stac_gui.models.runs import Phase
    from stac_gui.panels.training.window import TrainingWindow
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.services import WindowServices
    from stac_gui.workers.engines import Source

SOURCES: Final[dict[Stage, Source]] = {"train": "cam", "segment": "segmenter"}
"""What makes maps with the model of a stage."""


class TrainingDesk(QObject):
    """Training, as the main window has it.

    Args:
        window: The main window.
        review: What is open and which image is at hand.
        services: The workers.
        session: The runs; tests give their own.
    """

    def __init__(
        self,
        window: MainWindow,
        review: ReviewSession,
        services: WindowServices,
        session: TrainingSession | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._review = window, review
        self.session = session or TrainingSession(services.tasks, parent=self)
        self.comparison = Comparison(services.tasks, make_engine=services.make_engine, parent=self)
        self._pictures = PictureReader(services.tasks, self)
        self._finished: dict[str, Phase] = {}
        self.window: TrainingWindow | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.TRAINING: self.show_window, ActionId.NEW_RUN: self.show_new_run}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._review.opened.connect(self._on_opened)
        self._review.current_changed.connect(self._look)
        self._review.sources.model_changed.connect(self._on_model)
        self.session.rows_changed.connect(self._on_rows)
        self.session.model_wanted.connect(self._on_model_wanted)
        self._window.review_bar.training.clicked.connect(self.show_window)
        self._on_opened()

    @Slot()
    def show_window(self) -> None:
        """Show the training window; it is made when it is first wanted."""
        if self.window is None:
            # brings the plots along, which nobody needs before
            from stac_gui.panels.training.window import TrainingWindow

            self.window = TrainingWindow(self.session, self.comparison, self._pictures)
            self.window.look_wanted.connect(self._look)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    @Slot()
    def show_new_run(self) -> None:
        """Show the form of a new run."""
        self.show_window()
        assert self.window is not None
        self.window.new_run()

    def close(self) -> None:
        """Follow nothing; runs go on."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self.session.close()
        self.comparison.close()

    @Slot()
    def _on_opened(self) -> None:
        data = self._review.data
        self._finished = {}
        if data is None:
            self.session.open(None, None)
        else:
            self.session.open(data.project, data.root, read_only=data.read_only)
        for each in (ActionId.TRAINING, ActionId.NEW_RUN):
            self._window.actions_by_id[each].setEnabled(data is not None)

    @Slot()
    def _on_rows(self) -> None:
        bar, row, text = self._window.review_bar, self.session.active, ""
        if row is not None:
            parts = [epoch_words(row) or phase_words(row.phase)]
            if row.seconds_left is not None and row.phase == "running":
                parts.append(self.tr("{} left").format(duration(row.seconds_left)))
            elif row.phase != "running":
                parts.append(phase_words(row.phase))
            if waiting := len(self.session.waiting):
                parts.append(self.tr("{} waiting").format(waiting))
            text = self.tr("training: {}").format(", ".join(dict.fromkeys(parts)))
            bar.training.setToolTip(row.name)
        bar.show_training(text)
        self._tell_finished()

    def _tell_finished(self) -> None:
        """Say in the main window when a run that was at work has ended."""
        phases = {row.name: row.phase for row in self.session.rows}
        before, self._finished = self._finished, phases
        for name, phase in phases.items():
            was = before.get(name)
            if was is None or was == phase or was not in {"running", "starting", "stopping"}:
                continue
            if phase == "completed":
                text = self.tr("Training run {} is done. Use its model: Train > Training.")
                self._window.messages.say("info", text.format(name))
            elif phase in {"failed", "crashed", "refused"}:
                row = self.session.row(name)
                text = self.tr("Training run {} {}: {}")
                reason = "" if row is None else row.error.partition("\n")[0]
                self._window.messages.say("warning", text.format(name, phase_words(phase), reason))

    @Slot()
    def _look(self) -> None:
        """Let the compared models look at the image at hand, if somebody looks at them."""
        window, session = self.window, self.session
        if window is None or not window.page.compare.isVisible():
            return

        def version(name: str) -> ModelVersion | None:
            row = session.row(name) if name else None
            if row is None or row.model_stamp is None:
                return None
            return ModelVersion(row.model, row.model_stamp, SOURCES[row.stage])

        models = (version(session.selected), version(session.compared))
        self.comparison.look(models, self._review.data, self._review.item)
        window.page.compare.show_pictures()

    @Slot()
    def _on_model(self) -> None:
        for stage, source in SOURCES.items():
            self.session.set_in_use(stage, self._review.sources[source].path)

    @Slot(str, object)
    def _on_model_wanted(self, stage: Stage, path: Path) -> None:
        data, project = self._review.data, self.session.project
        if data is None or project is None:
            return
        if stage == "train":
            self._review.use_model(replace(data, project=project, model=path), "cam")
        else:
            self._review.use_model(replace(data, project=project, segmenter=path), "segmenter")
