"""Connects making projects of data sets with the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from stac_core.data.layouts.class_folders import LAYOUT as CLASS_FOLDERS
from stac_core.data.layouts.folder import LAYOUT as BARE_FOLDER
from stac_core.data.layouts.registry import detect
from stac_core.data_set_project import (
    copy_data_set,
    data_set_project,
    import_data_set_maps,
    write_data_set_project,
)
from stac_gui.action_table import ActionId
from stac_gui.library_words import said
from stac_gui.panels.new_project import NewProjectDialog
from stac_gui.presenters.data_sets import DataSetReading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.data.layouts.base import Layout
    from stac_core.types import CancelToken, Progress
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.panels.new_project import DataSetWish
    from stac_gui.services import WindowServices

_UNMARKED: Final = frozenset({BARE_FOLDER.name, CLASS_FOLDERS.name})
"""Layouts in which nothing but images lies."""


class NewProjectDesk(QObject):
    """New projects of data sets, as the main window has them.

    Args:
        window: The main window.
        controller: Opens what was made.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._tasks = window, controller, services.tasks
        self.reading = DataSetReading(services.tasks, self)
        self.dialog: NewProjectDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.NEW_PROJECT: self.ask}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self.reading.found.connect(self._on_found)
        self.reading.failed.connect(self._on_read_failed)
        self.reading.stopped.connect(self._on_stopped)
        self.reading.progressed.connect(self._on_progress)
        self._controller.session.opened.connect(self._on_opened)
        self._window.welcome.new_clicked.connect(self.ask)

    def close(self) -> None:
        """Close what is open beside the window."""
        self.reading.forget()
        if self.dialog is not None:
            self.dialog.reject()

    @Slot()
    def ask(self) -> None:
        """Ask what a new project is made of."""
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        dialog = NewProjectDialog(None, (), self._window)
        dialog.read_wanted.connect(self.reading.read)
        dialog.stop_wanted.connect(self.reading.stop)
        dialog.forget_wanted.connect(self.reading.forget)

        def finished(accepted: int) -> None:
            self.reading.forget()
            self.dialog = None
            wish = dialog.wish()
            dialog.deleteLater()
            if accepted and wish is not None and self._controller.may_leave():
                self._make(wish)

        dialog.finished.connect(finished)
        self.dialog = dialog
        data = self._controller.session.data
        if data is not None and data.project is None:
            dialog.show_folder(data.path)  # most likely the one that is open
        dialog.open()

    def _make(self, wish: DataSetWish) -> None:
        """Write the project, then open it."""
        text = self.tr("Copying {}") if wish.copies else self.tr("Making the project {}")

        def work(progress: Progress, cancel: CancelToken) -> Path:
            return make(wish, progress, cancel)

        self._controller.activity.activities.run(
            text.format(wish.folder.name),
            work,
            self._controller.open_path,
            self._controller.on_failed,
            lambda: self._controller.say("info", self.tr("Stopped; no project was made.")),
        )

    def _on_opened(self) -> None:
        """Say so where a bare folder is a data set: its masks are not to be taken for images."""
        data = self._controller.session.data
        if data is None or data.project is not None or data.is_filling:
            return
        path = data.path

        def done(found: tuple[Layout, Path]) -> None:
            now = self._controller.session.data
            is_same = now is not None and now.project is None and now.path == path
            if is_same and found[0].name not in _UNMARKED:
                text = self.tr(
                    "This folder looks like a data set ({}). File > New project takes over its "
                    "tags, subsets and masks."
                )
                self._controller.say("info", text.format(said(found[0].title)))

        self._tasks.submit(lambda: detect(path), done, lambda _: None)

    # ---- what was found ------------------------------------------------------------------

    def _on_found(self, preview: object) -> None:
        if self.dialog is not None:
            self.dialog.show_preview(preview)  # type: ignore[arg-type]

    def _on_read_failed(self, error: ErrorInfo) -> None:
        if self.dialog is not None:
            self.dialog.show_failure(error.message)

    def _on_stopped(self) -> None:
        if self.dialog is not None:
            self.dialog.show_stopped()

    def _on_progress(self, done: int, total: int) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(done, total)


def make(wish: DataSetWish, progress: Progress, cancel: CancelToken) -> Path:
    """Make the project that is wished for.

    Returns:
        Its folder.

    Raises:
        StacError: If it cannot be made.
        Cancelled: If asked to stop.
    """
    names = tuple(name for name, _ in wish.classes)
    data, root = wish.data, wish.folder.resolve()
    if data.layout == BARE_FOLDER.name:  # it has no classes of its own
        data = replace(data, classes=names, own_classes=names)
    data = data.renamed(names)
    data_set_project(root, data, classes=wish.classes)  # before anything is copied
    if wish.copies:
        data = copy_data_set(data, root, progress=progress, cancel=cancel)
    write_data_set_project(root, data, data_set_project(root, data, classes=wish.classes))
    if wish.imports_maps:
        import_data_set_maps(root, data, progress=progress, cancel=cancel)
    return root
