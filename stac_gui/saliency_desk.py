"""Connects saliency with the main window: its menu, its line at the bottom, and its own window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.project import relative_to_project
from stac_core.types import ReviewStatus
from stac_gui.action_table import ActionId
from stac_gui.presenters.saliency.preview import SaliencyPreview
from stac_gui.presenters.saliency.session import SaliencySession
from stac_gui.translating import figure
from stac_gui.workers.pictures import PictureReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.project import Project
    from stac_gui.main_window import MainWindow
    from stac_gui.panels.saliency.window import SaliencyWindow
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.services import WindowServices


class SaliencyDesk(QObject):
    """Saliency, as the main window has it.

    Args:
        window: The main window.
        review: What is open and which image is at hand.
        services: The workers.
        when_saved: Calls a function as soon as all tags are on the disk.
    """

    def __init__(
        self,
        window: MainWindow,
        review: ReviewSession,
        services: WindowServices,
        when_saved: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__(window)
        self._window, self._review = window, review
        self.session = SaliencySession(
            services.tasks, when_saved=when_saved, has_masks=self._has_masks, parent=self
        )
        self.preview = SaliencyPreview(services.tasks, self)
        self._pictures = PictureReader(services.tasks, self)
        self.window: SaliencyWindow | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.SALIENCY: self.show_window}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._review.opened.connect(self._on_opened)
        self._review.current_changed.connect(self._look)
        self.session.message.connect(self._on_message)
        self.session.project_changed.connect(self._on_project)
        self._on_opened()

    @Slot()
    def show_window(self) -> None:
        """Show the saliency window; it is made when it is first wanted."""
        if self.window is None:
            from stac_gui.panels.saliency.window import SaliencyWindow

            self.window = SaliencyWindow(self.session, self.preview, self._pictures)
            self.window.look_wanted.connect(self._look)
            self.window.folder_wanted.connect(self._ask_folder)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def activity(self) -> tuple[str, tuple[int, int]] | None:
        """What runs, in words, and how far it is; None where nothing does."""
        work = self.session.work
        if work is None:
            return None
        words = work.words
        if work.total:
            of = self.tr("{} of {}").format(figure(work.done), figure(work.total))
            words = f"{words}: {of}"
        return words, (work.done, work.total)

    def close(self) -> None:
        """End what runs."""
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self.preview.cancel()
        self.session.close()

    def _has_masks(self) -> bool:
        """Whether a mask is accepted, or the project takes masks from elsewhere."""
        project = self.session.project
        if project is not None and project.data.masks != "store":
            return True
        records = self._review.decisions.records.values()
        return any(each.status is ReviewStatus.ACCEPTED for each in records)

    @Slot()
    def _on_opened(self) -> None:
        data = self._review.data
        if data is not self.session.data or data is None or data.project is None:
            self.session.open(data)
        self._window.actions_by_id[ActionId.SALIENCY].setEnabled(data is not None)

    @Slot(object)
    def _on_project(self, project: Project) -> None:
        if self._review.data is not None and self._review.data.root is not None:
            self._review.data.project = project

    @Slot()
    def _look(self) -> None:
        """Bring the preview to what is chosen, if somebody looks at it."""
        if self.window is not None and self.window.isVisible():
            self.preview.look(self.session.data, self.session.draft, self._review.item)
        else:
            self.preview.cancel()

    @Slot()
    def _ask_folder(self) -> None:
        data = self.session.data
        folder = self._window.dialogs.ask_map_folder()
        if folder is not None and data is not None and data.root is not None:
            self.session.change(folder=relative_to_project(data.root, folder))

    @Slot(str, str)
    def _on_message(self, level: str, text: str) -> None:
        if self.window is None or not self.window.isVisible():
            self._window.messages.say(level, text)
