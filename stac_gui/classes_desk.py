"""Connects the list of classes with the window: the dialog, and taking what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.class_list import renamed, renamed_tags
from stac_gui.action_table import ActionId
from stac_gui.panels.classes import ClassesDialog
from stac_gui.presenters.classes import changed_classes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stac_core.class_list import NameAndColor
    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.services import WindowServices


class ClassesDesk(QObject):
    """The classes, as the main window has them.

    Args:
        window: The main window.
        review: What is open.
        services: The workers.
        when_saved: Calls a function as soon as everything is on the disk.
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
        self._tasks, self._when_saved = services.tasks, when_saved
        self.dialog: ClassesDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the action does."""
        return {ActionId.CLASSES: self.ask}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._window.inspector.classes_button.clicked.connect(self.ask)
        self._review.opened.connect(self._on_opened)
        self._on_opened()

    def close(self) -> None:
        """Ask nothing any more."""
        if self.dialog is not None:
            self.dialog.close()

    @Slot()
    def ask(self) -> None:
        """Ask for the classes."""
        data = self._review.data
        if data is None or data.read_only:
            return
        self._review.leave()
        has_model = any(supply.path is not None for supply in self._review.sources)
        dialog = ClassesDialog(data.classes, has_model=has_model, parent=self._window)
        dialog.accepted.connect(lambda: self._use(data, dialog.wanted()))
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        dialog.open()
        dialog.activateWindow()

    @Slot()
    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    @Slot()
    def _on_opened(self) -> None:
        data = self._review.data
        may = data is not None and not data.read_only
        self._window.actions_by_id[ActionId.CLASSES].setEnabled(may)
        self._window.inspector.classes_button.setEnabled(may)

    def _use(self, data: Opened, wanted: Sequence[NameAndColor]) -> None:
        def submit() -> None:
            # tags on their way to the store are under the old names: they go first
            self._tasks.submit(
                lambda: changed_classes(data, wanted), done, self._window.controller.on_failed
            )

        def done(changed: Opened) -> None:
            if self._review.data is data:
                # by the tags of now: some may have been given in the meantime
                names = renamed(data.classes, changed.classes)
                self._review.change_classes(replace(changed, tags=renamed_tags(data.tags, names)))

        if data.project is None:
            submit()
        else:
            self._when_saved(submit)
