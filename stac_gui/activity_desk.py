"""Connects all that takes long with the bar at the bottom: one list, with stop for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_gui.models.activities import Activity
from stac_gui.models.runs import epoch_words
from stac_gui.panels.activities import ActivityButton, ActivityList
from stac_gui.presenters.activities import Activities

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.action_table import ActionId
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices


class ActivityDesk(QObject):
    """Long tasks, as the main window has them.

    Args:
        window: The main window.
        controller: Its behaviour.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.activities = Activities(services.tasks, self)
        self.button: ActivityButton = window.review_bar.tasks
        self.list = ActivityList(window)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """It has no actions of its own."""
        return {}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        controller, activities = self._controller, self.activities
        activities.watch("look", self._looking, controller.session.sources.cancel_batch)
        activities.watch("saliency", self._saliency, controller.saliency.session.cancel)
        activities.watch("training", self._training, self._stop_training)
        activities.watch("pipeline", self._pipeline, controller.pipelines.session.stop)
        for signal in (
            controller.session.sources.progress_changed,
            controller.saliency.session.work_changed,
            controller.training.session.rows_changed,
            controller.pipelines.session.changed,
            activities.changed,
        ):
            signal.connect(self.show)
        self.button.clicked.connect(self.open_list)
        self.list.stop_clicked.connect(activities.stop)
        self.show()

    def close(self) -> None:
        """Ask our own jobs to stop; training and pipelines go on without the window."""
        self.list.close()
        self.activities.close()

    @Slot()
    def open_list(self) -> None:
        """List what is at work."""
        self.list.show_activities(self.activities.current())
        self.list.open_above(self.button)

    @Slot()
    def show(self) -> None:
        """Show what is at work."""
        current = self.activities.current()
        self.button.show_count(len(current))
        if self.list.isVisible() or not current:
            self.list.show_activities(current)

    def _looking(self) -> Activity | None:
        progress = self._controller.session.supply.batch_progress
        if progress is None:
            return None
        return Activity("look", self.tr("Looking at all images"), *progress)

    def _saliency(self) -> Activity | None:
        found = self._controller.saliency.activity()
        return None if found is None else Activity("saliency", found[0], *found[1])

    def _training(self) -> Activity | None:
        row = self._controller.training.session.active
        view = self._controller.pipelines.session.view
        if row is None or (view is not None and view.is_at_work):  # the run is the pipeline's own
            return None
        words = ", ".join(each for each in (row.name, epoch_words(row)) if each)
        return Activity(
            "training",
            self.tr("Training {}").format(words),
            round(1000 * row.share),
            1000,
            row.phase == "stopping",
        )

    def _stop_training(self) -> None:
        row = self._controller.training.session.active
        if row is not None:
            self._controller.training.session.stop(row.name)

    def _pipeline(self) -> Activity | None:
        view = self._controller.pipelines.session.view
        if view is None or not view.is_at_work:
            return None
        words = self.tr("From tags to masks: stage {} of {}")
        stages = len(view.stages)
        done = sum(1.0 if each.status == "completed" else each.share or 0 for each in view.stages)
        return Activity(
            "pipeline",
            words.format(view.number, stages),
            round(100 * done),
            100 * stages,
            view.phase == "stopping",
        )
