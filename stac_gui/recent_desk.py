"""What was opened last: a menu, and a list on the page of an empty window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from stac_gui.action_table import ActionId

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices


class RecentDesk(QObject):
    """What was opened last, as the main window has it.

    Args:
        window: The main window.
        controller: Opens.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._tasks = window, controller, services.tasks
        self.menu = QMenu(self.tr("Open &recent"), window)
        self.menu.setToolTipsVisible(True)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """It has no actions of its own."""
        return {}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._controller.session.opened.connect(self._on_opened)
        self._window.welcome.recent.chosen.connect(self._open)
        self.menu.aboutToShow.connect(self._look)
        folder = self._window.actions_by_id[ActionId.OPEN_FOLDER]
        for action in self._window.menuBar().actions():
            menu = action.menu()
            if isinstance(menu, QMenu) and folder in menu.actions():
                following = menu.actions()[menu.actions().index(folder) + 1]
                menu.insertMenu(following, self.menu)
        self._show()

    def close(self) -> None:
        """There is nothing to end."""

    @Slot()
    def _on_opened(self) -> None:
        data = self._controller.session.data
        if data is not None:
            self._window.settings.add_recent(data.path)
            self._show()

    def _show(self) -> None:
        paths = self._window.settings.recent()
        self.menu.clear()
        for path in paths:
            # "&" would be a key of the menu
            action = self.menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.setData(path)
            action.triggered.connect(lambda _=False, path=path: self._open(path))
        if paths:
            self.menu.addSeparator()
            self.menu.addAction(self.tr("Forget these")).triggered.connect(self._forget)
        self.menu.menuAction().setEnabled(bool(paths))
        self._window.welcome.recent.show_paths(paths)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Grey what is not there; in a thread, since a share that is off answers late."""
        paths = self._window.settings.recent()

        def look() -> set[Path]:
            return {path for path in paths if not path.exists()}

        self._tasks.submit(look, lambda gone: self._show_gone(gone, paths), lambda _: None)

    def _show_gone(self, gone: set[Path], paths: list[Path]) -> None:
        for action in self.menu.actions():
            path = action.data()
            if isinstance(path, Path):
                action.setEnabled(path not in gone)
                text = self.tr("{} is not there now").format(path)
                action.setToolTip(text if path in gone else str(path))
        self._window.welcome.recent.show_gone(gone, paths)

    @Slot(object)
    def _open(self, path: Path) -> None:
        if self._controller.may_leave():
            self._controller.open_path(path)

    @Slot()
    def _forget(self) -> None:
        self._window.settings.forget_recent()
        self._show()
