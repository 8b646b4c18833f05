"""What begins with a question: opening, making a project, choosing a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.class_list import make_specs
from stac_core.imported_maps import KIND as IMPORTED
from stac_core.models.header import is_segmenter
from stac_core.new_project import place_beside
from stac_gui.action_table import ActionId
from stac_gui.presenters.beside import can_be_made
from stac_gui.presenters.maps import RunOn
from stac_gui.presenters.opening import Opened, create_project
from stac_gui.translating import brief, figure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stac_core.project_sections import ClassSpec
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.services import WindowServices


class Questions(QObject):
    """Asks, and does what was answered.

    Args:
        window: Whose dialogs.
        controller: Does the work.
        services: Runs what takes long, and claims new projects.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._tasks, self._claims = services.tasks, services.claims
        self._is_making = False

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What this part's actions do."""
        return {
            ActionId.OPEN_PROJECT: self.ask_project,
            ActionId.OPEN_FOLDER: self.ask_folder,
            ActionId.SAVE: self._save,
            ActionId.CHOOSE_MODEL: self._ask_model,
            ActionId.MODEL_INFO: self._show_model,
            ActionId.ABOUT: self._window.dialogs.show_about,
        }

    @Slot()
    def ask_project(self) -> None:
        """Ask for a project and open it."""
        if self._controller.may_leave():
            path = self._window.dialogs.ask_project()
            if path is not None:
                self._controller.open_path(path)

    @Slot()
    def ask_folder(self) -> None:
        """Ask for a folder of images and open it."""
        if self._controller.may_leave():
            path = self._window.dialogs.ask_folder()
            if path is not None:
                self._controller.open_path(path)

    @Slot()
    def make_project(self) -> None:
        """Make a project of the folder at hand, beside it; ask where only if that cannot be."""
        data = self._controller.session.data
        if data is None or data.project is not None or self._is_making:
            return

        def work() -> Opened | None:
            if not can_be_made(data.path):
                return None
            return self._create(data, place_beside(data.path), data.classes)

        self._submit(work)

    def _ask_place(self) -> None:
        """Ask where the project of the folder at hand goes, and make it."""
        data = self._controller.session.data
        if data is None or data.project is not None:
            return
        before = [(spec.name, spec.color) for spec in data.classes]
        answer = self._window.dialogs.ask_new_project(data.path, before)
        if answer is None:
            self._controller.say(
                "warning", self.tr("Nothing is saved yet. File > Save asks again.")
            )
            return
        classes = make_specs(answer.classes)
        self._submit(lambda: self._create(data, answer.folder, classes))

    def _submit(self, work: Callable[[], Opened | None]) -> None:
        self._is_making = True
        self._tasks.submit(work, self._on_project_made, self._on_not_made)

    def _create(self, data: Opened, root: Path, classes: Sequence[ClassSpec]) -> Opened:
        sources = self._controller.session.sources
        model, segmenter = (sources[each].model for each in ("cam", "segmenter"))
        return create_project(
            data.path, root, classes, dict(data.tags),
            None if model is None else model.path,
            None if segmenter is None else segmenter.path,
            claims=self._claims,
        )  # fmt: skip

    def _on_not_made(self, error: ErrorInfo) -> None:
        self._is_making = False
        self._controller.on_failed(error)

    def _on_project_made(self, opened: Opened | None) -> None:
        self._is_making = False
        if opened is None:
            self._ask_place()
            return
        before = self._controller.session.data
        self._controller.session.became_project(opened)
        if before is not None:
            before.give_up()
        self._controller.say("info", self.tr("Your work is kept in {}.").format(opened.path))

    def _save(self) -> None:
        data = self._controller.session.data
        self._controller.session.save_now()
        if data is not None and data.project is None:
            self.make_project()

    def _ask_model(self) -> None:
        sources = self._controller.session.sources
        supply, run_on = sources.supply, sources.supply.run_on
        current = None if supply.model is None else supply.model.path
        choice = self._window.dialogs.ask_model(current, run_on.device, run_on.precision)
        if choice is not None:
            sources.set_run_on(RunOn(choice.device, choice.precision))
            self._tasks.submit(
                lambda: is_segmenter(choice.path),
                lambda found: sources.load(choice.path, "segmenter" if found else "cam"),
                self._controller.on_failed,
            )

    def _show_model(self) -> None:
        model = self._controller.session.supply.model
        if model is None:
            return
        network = [
            (self.tr("Architecture"), model.architecture),
            (self.tr("Parameters"), figure(model.parameters)),
        ]
        imported = model.kind == IMPORTED
        facts = [
            (self.tr("Folder") if imported else self.tr("File"), str(model.path)),
            (self.tr("From"), model.origin),
            *([(self.tr("Format"), model.architecture)] if imported else network),
            (self.tr("Classes"), ", ".join(model.classes)),
            (self.tr("Threshold"), brief(model.threshold)),
            *([] if imported else [(self.tr("Runs on"), model.runs_on)]),
            (self.tr("Digest"), model.digest),
        ]
        if model.notes:
            facts.append((self.tr("Notes"), "\n".join(model.notes)))
        self._window.dialogs.show_facts(self.tr("What is loaded"), facts)
