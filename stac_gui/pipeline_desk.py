"""Connects the pipeline with the main window: menu entry, line at the bottom, dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from stac_gui.action_table import ActionId
from stac_gui.models.runs import duration
from stac_gui.presenters.pipelines import PipelineSession

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.models.pipelines import PipelineView
    from stac_gui.panels.pipeline import PipelineDialog
    from stac_gui.services import WindowServices


class PipelineDesk(QObject):
    """The pipeline, as the main window has it.

    Args:
        window: The main window.
        controller: Knows what is open.
        services: The workers.
        session: The pipeline; tests give their own.
    """

    def __init__(
        self,
        window: MainWindow,
        controller: Controller,
        services: WindowServices,
        session: PipelineSession | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.session = session or PipelineSession(services.tasks, parent=self)
        self.dialog: PipelineDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.PIPELINE: self.show_dialog}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._on_changed)
        self.session.finished.connect(self._on_finished)
        self.session.message.connect(self._on_message)
        self._window.review_bar.pipeline.clicked.connect(self.show_dialog)
        self._on_opened()

    @Slot()
    def show_dialog(self) -> None:
        """Show the dialog; it is made when it is first wanted."""
        if self.dialog is None:
            from stac_gui.panels.pipeline import PipelineDialog

            self.dialog = PipelineDialog(self.session, self._window)
            self.dialog.report_wanted.connect(self.open_report)
            self.dialog.proposals_wanted.connect(self._show_proposals)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot(object)
    def open_report(self, page: Path) -> None:
        """Show the report where the system shows pages."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
            text = self.tr("No program shows pages here. The report is {}.")
            self._window.messages.say("warning", text.format(page))

    def close(self) -> None:
        """Follow nothing; a pipeline at work goes on."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None
        self.session.close()

    @Slot()
    def _on_opened(self) -> None:
        data = self._controller.session.data
        root = None if data is None else data.root
        if data is None or root is None:
            self.session.open(None, None)
        elif root != self.session.root:
            self.session.open(data.project, root, read_only=data.read_only)
        self._window.actions_by_id[ActionId.PIPELINE].setEnabled(root is not None)

    @Slot()
    def _on_changed(self) -> None:
        view, text = self.session.view, ""
        if view is not None and view.is_at_work:
            text = self.tr("to masks: {}/{}").format(view.number, len(view.stages))
            if view.seconds_left is not None:
                text += f", {duration(view.seconds_left)}"
        self._window.review_bar.show_pipeline(text)

    @Slot(object)
    def _on_finished(self, view: PipelineView) -> None:
        shown = self._controller.reload()
        text = self.tr("From tags to masks: done in {}.").format(duration(view.seconds))
        if not shown:
            text += " " + self.tr("Its proposals are shown when you open the project again.")
        self._window.messages.say("info", text)

    @Slot()
    def _show_proposals(self) -> None:
        if not self._controller.reload():
            text = self.tr("There are edits that can still be undone. Open the project again to "
                           "see the proposals.")  # fmt: skip
            self._window.messages.say("warning", text)
        elif self.dialog is not None:
            self.dialog.close()

    @Slot(str, str)
    def _on_message(self, level: str, text: str) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.say(level, text)
        else:
            self._window.messages.say(level, text)
