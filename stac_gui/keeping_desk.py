"""Connects backups and moved image folders with the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

from stac_core.backup import BackupReport, back_up
from stac_core.project import is_project
from stac_core.relink import FolderMatch, FolderPlace, folder_places, guess_folder, match_folder
from stac_core.relink import relink as relink_project
from stac_gui.action_table import ActionId
from stac_gui.panels.relink import RelinkDialog
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.outcome import ErrorInfo
    from stac_gui.services import WindowServices

_Found = tuple[list[FolderPlace], dict[str, "Path"]]


class KeepingDesk(QObject):
    """Backups and image folders, as the main window has them.

    Args:
        window: The main window.
        controller: Opens projects.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._tasks = window, controller, services.tasks
        self.dialog: RelinkDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.BACK_UP: self.ask_back_up, ActionId.IMAGE_FOLDERS: self.show_folders}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self._on_opened()

    def close(self) -> None:
        """Close what is open beside the window."""
        if self.dialog is not None:
            self.dialog.reject()

    def _on_opened(self) -> None:
        data = self._controller.session.data
        is_open = data is not None and data.root is not None
        for each in (ActionId.BACK_UP, ActionId.IMAGE_FOLDERS):
            self._window.actions_by_id[each].setEnabled(is_open)

    # ---- backups -----------------------------------------------------------------------------

    def ask_back_up(self) -> None:
        """Ask where to, and copy the project as a whole."""
        data = self._controller.session.data
        if data is None or data.root is None:
            return
        self._controller.session.leave()
        root = data.root
        choice = self._window.dialogs.ask_backup(root)
        if choice is None:
            return

        def done(report: BackupReport) -> None:
            size = QLocale().formattedDataSize(report.size)
            text = self.tr("Backed up and compared: {} files, {}, in {}.")
            text = text.format(figure(report.files), size, report.target)
            if report.missing:
                lost = self.tr("{} masks of the history are missing in the project itself.")
                text += " " + lost.format(len(report.missing))
            self._controller.say("warning" if report.missing else "info", text)

        def stopped() -> None:
            self._controller.say("info", self.tr("The backup was stopped; nothing was kept."))

        self._controller.activity.activities.run(
            self.tr("Backing up {}").format(data.name),
            lambda progress, cancel: back_up(
                root, choice.target, images=choice.images, progress=progress, cancel=cancel
            ),
            done,
            self._controller.on_failed,
            stopped,
        )

    # ---- image folders -----------------------------------------------------------------------

    def on_open_failed(self, path: Path, error: ErrorInfo) -> None:
        """A project could not be opened: ask for its images if that is why, else say it."""

        def look() -> _Found:
            if not is_project(path):
                return [], {}
            found = _look(path)
            return found if any(not place.is_there for place in found[0]) else ([], {})

        def done(found: _Found) -> None:
            if found[0]:
                self._show(path, *found)
            else:
                self._controller.on_failed(error)

        self._tasks.submit(look, done, lambda _: self._controller.on_failed(error))

    def show_folders(self) -> None:
        """Show where the images of the open project are."""
        data = self._controller.session.data
        if data is not None and data.root is not None:
            root = data.root
            self._tasks.submit(
                lambda: _look(root),
                lambda found: self._show(root, *found),
                self._controller.on_failed,
            )

    def _show(self, path: Path, places: list[FolderPlace], guesses: dict[str, Path]) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        dialog = RelinkDialog(places, guesses, self._window)
        by_name = {place.name: place for place in places}

        def look(name: str, folder: Path) -> None:
            def shown(match: FolderMatch | None, problem: str = "") -> None:
                if self.dialog is dialog:
                    dialog.show_match(name, folder, match, problem)

            place = by_name[name]
            self._tasks.submit(
                lambda: match_folder(folder, place.known, masks=place.masks, exclude=place.exclude),
                shown,
                lambda error: shown(None, error.message),
            )

        def finished(accepted: int) -> None:
            self.dialog = None
            answer = dialog.answer()
            dialog.deleteLater()
            if accepted and answer and self._controller.may_leave():
                self._tasks.submit(
                    lambda: relink_project(path, answer),
                    lambda _: self._controller.open_path(path),
                    self._controller.on_failed,
                )

        dialog.look_wanted.connect(look)
        dialog.finished.connect(finished)
        self.dialog = dialog
        dialog.open()


def _look(path: Path) -> _Found:
    """A project's image folders, and where the lost ones may be."""
    places = folder_places(path)
    root = path if path.is_dir() else path.parent
    guesses = {}
    for place in places:
        guess = None if place.is_there else guess_folder(root, place)
        if guess is not None:
            guesses[place.name] = guess
    return places, guesses
