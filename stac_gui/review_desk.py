"""Connects the record of each image with the window: note, who did what, second review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.project import load_project, save_project, with_settings
from stac_gui.action_table import ActionId
from stac_gui.preferences import REVIEWER
from stac_gui.presenters.history import History
from stac_gui.presenters.notes import Notes
from stac_gui.presenters.nudging import ThresholdKeys
from stac_gui.presenters.record_words import record_lines, revision_lines, source_lines
from stac_gui.presenters.source_words import model_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.labels.records import LabelRecord
    from stac_core.project import Project
    from stac_core.types import Mask
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.panels.history import HistoryWindow
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
        self.threshold = ThresholdKeys(self._session, self)
        self.past = History(self._session, services.tasks, self)
        self.history: HistoryWindow | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {
            ActionId.SECOND_REVIEW: self._toggle_second,
            ActionId.HISTORY: self.show_history,
            ActionId.RAISE_THRESHOLD: lambda: self.threshold.move(1),
            ActionId.LOWER_THRESHOLD: lambda: self.threshold.move(-1),
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        session, panel = self._session, self._window.inspector.record
        panel.note_typed.connect(self.notes.type)
        panel.history_wanted.connect(self.show_history)
        self.past.listed.connect(self._on_listed)
        self.past.shown.connect(self._on_shown)
        self.past.message.connect(self._controller.say)
        session.document_changed.connect(self._look_at_own)
        panel.note.finished.connect(self._on_note_finished)
        session.opened.connect(self._on_opened)
        session.current_changed.connect(self.show_record)
        session.current_changed.connect(self._on_current)
        session.row_changed.connect(self._on_row)
        session.sources.model_changed.connect(self.show_record)
        self._window.preferences.changed.connect(self._on_preference)
        self._on_preference(REVIEWER)
        self._on_opened()

    def close(self) -> None:
        """Close the windows."""
        if self.history is not None:
            self.history.close()
            self.history.deleteLater()
            self.history = None

    @Slot()
    def show_history(self) -> None:
        """Show the saved masks of the image at hand."""
        if self.past.root is None:
            text = self.tr("There is no history yet: it begins with the first saved mask.")
            self._controller.say("info", text)
            return
        if self.history is None:
            from stac_gui.models.revisions import RevisionsModel
            from stac_gui.panels.history import HistoryWindow

            model = RevisionsModel(self.past.load, revision_lines, self)
            self.history = HistoryWindow(model, self._window)
            self.history.looked_at.connect(self.past.look_at)
            self.history.restore_wanted.connect(self.past.restore)
        self.history.show()
        self.history.raise_()
        self.history.activateWindow()
        self._on_current()

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
            panel.show_record("", [], has_history=False)
            return
        record = self._session.decisions.record(item.id)
        supplies = [each.model for each in self._session.sources if each.model is not None]
        models = {model.digest: model_name(model.path) for model in supplies}
        lines = record_lines(record, second_review=self.is_second_review, models=models)
        has_history = data.root is not None and record.time > 0
        details = source_lines(record)
        panel.note.setReadOnly(data.read_only)
        panel.show_record(self.notes.text(item.id), lines, details, has_history=has_history)

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
            if self.history is not None and self.history.isVisible():
                self.past.list_revisions()

    @Slot()
    def _on_current(self) -> None:
        item = self._session.item
        if self.history is not None and self.history.isVisible() and item is not None:
            self.history.set_image(item.id)
            self.past.list_revisions()

    @Slot(list)
    def _on_listed(self, records: list[LabelRecord]) -> None:
        if self.history is not None:
            self.history.show_revisions(records, self.past.colors)

    @Slot()
    def _look_at_own(self) -> None:
        self.past.look_at(None)

    def _restore(self) -> None:
        record = None if self.history is None else self.history.chosen()
        if record is not None:
            self.past.restore(record)

    @Slot(object)
    def _on_shown(self, mask: Mask | None) -> None:
        """Show a saved mask on the canvas, where it cannot be painted on, or the image's own."""
        canvas, document = self._window.canvas, self._session.document
        if mask is not None:
            canvas.set_mask(mask, None)
            text = self.tr("This is an older mask, only to look at.")
            self._window.messages.say("warning", text, (self.tr("Restore"), self._restore))
        elif document is not None:
            self._controller.show_mask(document)
            self._window.messages.hide()
            if self.history is not None:
                self.history.choose_none()

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
