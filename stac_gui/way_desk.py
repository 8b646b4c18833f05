"""Connects the way from tags to labels with the window: the strip under the menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from stac_gui.action_table import ActionId
from stac_gui.models.way import Step, may_ask_how_long, way_of
from stac_gui.panels.way import WayBar
from stac_gui.preferences import WAY
from stac_gui.presenters.way import Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices


class WayDesk(QObject):
    """The way, as the main window has it.

    Args:
        window: The main window.
        controller: Knows what is open.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.way = Way(
            controller.session,
            controller.pipelines.session,
            controller.training.session,
            services.tasks,
            self,
        )
        self.bar = WayBar(self.tr("Steps"), window)
        self.bar.toggleViewAction().setVisible(False)  # Help has the switch that is remembered
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.bar)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.SHOW_WAY: self._toggle}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self.way.changed.connect(self.show)
        self.way.message.connect(self._controller.say)
        self.bar.step_clicked.connect(self._on_step)
        self.bar.ask_clicked.connect(self.way.ask_how_long)
        self.bar.closed.connect(self._toggle)
        self._controller.exporting.exported.connect(self.way.note_export)
        self._window.preferences.changed.connect(self._on_preference)
        self.show()

    def close(self) -> None:
        """There is nothing to end."""

    @Slot()
    def show(self) -> None:
        """Show how far the project is, where somebody wants to see it."""
        facts = self.way.facts
        wanted = bool(self._window.preferences[WAY])
        self._window.actions_by_id[ActionId.SHOW_WAY].setChecked(wanted)
        self.bar.setVisible(wanted and facts.images > 0)
        self.bar.show_way(way_of(facts), may_ask=may_ask_how_long(facts))

    @Slot()
    def _toggle(self) -> None:
        self._window.preferences.set(WAY, not self._window.preferences[WAY])

    @Slot(str)
    def _on_preference(self, key: str) -> None:
        if key == WAY:
            self.show()

    @Slot(object)
    def _on_step(self, step: Step) -> None:
        {
            Step.TAG: self._tag,
            Step.TRAIN: self._train,
            Step.REVIEW: self._review,
            Step.EXPORT: self._window.actions_by_id[ActionId.EXPORT].trigger,
        }[step]()

    def _tag(self) -> None:
        row = self.way.next_untagged()
        if row >= 0:
            self._controller.session.go_to(row)
        self._window.inspector.table.setFocus()
        self._controller.say(
            "info",
            self.tr("Shift+1, Shift+2 … tag the image with a class; Shift+0 says it has no defect.")
            if row >= 0
            else self.tr("Every image is tagged."),
        )

    def _train(self) -> None:
        facts = self.way.facts
        if not facts.has_project:
            self._controller.questions.make_project()
        elif facts.obstacle:
            self._window.dialogs.show_error(self.tr("Training cannot start yet"), facts.obstacle)
        else:
            self._window.actions_by_id[ActionId.PIPELINE].trigger()

    def _review(self) -> None:
        row = self.way.next_undecided()
        if row >= 0:
            self._controller.session.go_to(row)
            self._window.canvas.setFocus()
        else:
            self._controller.say("info", self.tr("Every image is decided."))
