"""Connects the record of each image with the window: note, who did what, second review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.project import load_project, save_project, with_settings
from stac_gui.action_table import ActionId
from stac_gui.preferences import REVIEWER
from stac_gui.presenters.notes import Notes
from stac_gui.presenters.record_words import record_lines
from stac_gui.presenters.source_words import model_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.project import Project
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices


class ReviewDesk(QObject):
    """Notes, records and second review, as the main window has them.

    Args:
        window: The main window.
        controller: What is open and which image is at hand.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._services = window, controller, services
        self._session = controller.session
        self.notes = Notes(self._session, self)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.SECOND_REVIEW: self._toggle_second}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        session, panel = self._session, self._window.inspector.record
        panel.note_typed.connect(self.notes.type)
        panel.note.finished.connect(self._on_note_finished)
        session.opened.connect(self._on_opened)
        session.current_changed.connect(self.show_record)
        session.row_changed.connect(self._on_row)
        session.sources.model_changed.connect(self.show_record)
        self._window.preferences.changed.connect(self._on_preference)
        self._on_preference(REVIEWER)
        self._on_opened()

    def close(self) -> None:
        """Nothing runs here."""

    @property
    def is_second_review(self) -> bool:
        """Whether two people have to accept a mask of what is open."""
        data = self._session.data
        return data is not None and data.project is not None and data.project.review.second

    @Slot()
    def show_record(self) -> None:
        """Show what is known of the image at hand."""
        item, data = self._session.item, self._session.data
        panel = self._window.inspector.record
        if item is None or data is None:
            panel.show_record("", [])
            return
        record = self._session.decisions.record(item.id)
        supplies = [each.model for each in self._session.sources if each.model is not None]
        models = {model.digest: model_name(model.path) for model in supplies}
        lines = record_lines(record, second_review=self.is_second_review, models=models)
        panel.show_record(self.notes.text(item.id), lines)

    @Slot()
    def _on_opened(self) -> None:
        data = self._session.data
        action = self._window.actions_by_id[ActionId.SECOND_REVIEW]
        action.setEnabled(data is not None and data.root is not None and not data.read_only)
        action.setChecked(self.is_second_review)
        self.show_record()

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if row == self._session.row:
            self.show_record()

    @Slot()
    def _on_note_finished(self) -> None:
        self.notes.save()
        self._window.canvas.setFocus()

    @Slot(str)
    def _on_preference(self, key: str) -> None:
        if key == REVIEWER:
            self._controller.decisions.who = str(self._window.preferences[REVIEWER]).strip()

    def _toggle_second(self) -> None:
        data, wanted = self._session.data, not self.is_second_review
        if data is None or data.root is None:
            return
        root = data.root

        def done(project: Project) -> None:
            if self._session.data is not None and self._session.data.root == root:
                self._session.data.project = project
                self._on_opened()

        self._services.tasks.submit(
            lambda: _save_second(root, second=wanted), done, self._controller.on_failed
        )


def _save_second(root: Path, *, second: bool) -> Project:
    project = with_settings(load_project(root), {"review": {"second": second}}, where=root)
    save_project(project, root)
    return project
