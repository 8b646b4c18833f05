"""Connects evaluation with the main window: its action, its window, and the images it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_gui.action_table import ActionId
from stac_gui.presenters.evaluation import Evaluation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.models.evaluation_choice import Choice
    from stac_gui.panels.evaluation import EvaluationWindow


class EvaluationDesk(QObject):
    """Evaluation, as the main window has it.

    Args:
        window: The main window.
        controller: Knows what is open, and lists what is at work.
    """

    def __init__(self, window: MainWindow, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.session = Evaluation(controller.session, controller.activity.activities, self)
        self.window: EvaluationWindow | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.EVALUATE: self.show_window}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self._controller.session.sources.model_changed.connect(self._on_sides)
        self.session.message.connect(self._controller.say)

    def close(self) -> None:
        """End what is at work, and close the window."""
        self.session.stop()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    @Slot()
    def show_window(self) -> None:
        """Show the window; it is made when it is first wanted."""
        self.session.open()
        if self.window is None:
            from stac_gui.panels.evaluation import EvaluationWindow

            self.window = window = EvaluationWindow(self.session)
            self._controller.activity.activities.changed.connect(window.show_progress)
            window.start_wanted.connect(self._start)
            window.stop_wanted.connect(self.session.stop)
            window.file_wanted.connect(self._ask_file)
            window.report_wanted.connect(self._ask_report)
            window.threshold_chosen.connect(self._on_threshold)
            window.weak_wanted.connect(lambda: self._list(*self.session.images_below()))
            window.class_chosen.connect(
                lambda label: self._list(*self.session.images_of_class(label))
            )
            window.cell_chosen.connect(
                lambda actual, predicted: self._list(
                    *self.session.images_of_cell(actual, predicted)
                )
            )
            window.image_opened.connect(self._open_image)
        self.window.show_sides()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    @Slot(object, object)
    def _start(self, predicted: Choice, actual: Choice) -> None:
        # what was decided last counts too
        self._controller.when_saved(lambda: self.session.start(predicted, actual))

    @Slot(int, bool)
    def _ask_file(self, number: int, in_folder: bool) -> None:
        if self.window is not None:
            path = self._window.dialogs.ask_labels(self.window, in_folder)
            self.window.show_path(number, path)

    @Slot()
    def _ask_report(self) -> None:
        if self.window is not None:
            path = self._window.dialogs.ask_report(self.window)
            if path is not None:
                self.session.export(path)

    @Slot(int)
    def _on_threshold(self, at: int) -> None:
        self.session.choose(at)
        self._list(*self.session.images_below())

    def _list(self, name: str, images: Sequence[str]) -> None:
        """Show these images only, in the list and the grid."""
        if not images:
            self._controller.say("info", self.tr("There is no such image here."))
            return
        text = self._controller.session.walk.show_set(name, images)
        self._window.image_list.filter.show_text(text)
        if not self._controller.gallery.is_shown:
            self._controller.gallery.toggle()

    @Slot(int)
    def _open_image(self, place: int) -> None:
        found = self.session.found
        image_id = "" if found is None else found.ids[place]
        if image_id:
            self._controller.session.go_to_id(image_id)
            self._controller.gallery.leave()
            self._window.activateWindow()
        else:
            self._controller.say("info", self.tr("This image is not in what is open."))

    @Slot()
    def _on_opened(self) -> None:
        self.session.open()
        self._on_sides()

    @Slot()
    def _on_sides(self) -> None:
        if self.window is not None:
            self.window.show_sides()
