"""Connects the list of images with the window: filtering, sorting, and ways through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.gallery.query import QueryError
from stac_gui.action_table import ActionId
from stac_gui.models.activities import Activity
from stac_gui.presenters.folder_watch import FolderWatch
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.gallery.order import Sorting
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.services import WindowServices


class WalkDesk(QObject):
    """The list, as the main window has it.

    Args:
        window: The main window.
        controller: Knows what is open.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._session = controller.session
        self._walk = controller.session.walk
        self._loader, self._thumbnails = services.loader, services.thumbnails
        self.watch = FolderWatch(
            self._session,
            services.tasks,
            lambda: {**self._thumbnails.stamps(), **self._loader.stamps()},
            self,
        )

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        walk, nothing = self._walk, self.tr("Every listed image is decided.")
        return {
            ActionId.FILTER: self._filter,
            ActionId.NEXT_UNDECIDED: lambda: self._go(walk.next_undecided, nothing),
            ActionId.PREVIOUS_UNDECIDED: lambda: self._go(walk.previous_undecided, nothing),
            ActionId.MOST_WORTHWHILE: lambda: self._go(
                walk.most_worthwhile,
                self.tr("Nothing to choose from: no listed image is both scored and undecided."),
            ),
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        panel = self._window.image_list
        panel.filter.edited.connect(self._on_filter)
        panel.filter.sorting_chosen.connect(self._on_sorting)
        panel.filter.left.connect(self._window.canvas.setFocus)
        self._session.opened.connect(self._on_opened)
        self._walk.changed.connect(self._on_order)
        self._walk.failed.connect(self._controller.on_failed)
        panel.filter.show_sorting(self._walk.sorting)
        opener, activity = self._controller.opener, self._controller.activity
        activity.activities.watch("listing", self._listing, opener.cancel)
        opener.progress_changed.connect(activity.show)
        opener.progress_changed.connect(self._on_listing)
        self.watch.files_changed.connect(self._on_files)
        self.watch.message.connect(self._controller.say)
        self.watch.start()

    def close(self) -> None:
        """Look at the folders no more."""
        self.watch.close()

    def _listing(self) -> Activity | None:
        listed = self._controller.opener.listed
        if listed is None:
            return None
        return Activity("listing", self.tr("Listing images: {}").format(figure(listed)))

    @Slot()
    def _on_listing(self) -> None:
        opener, data = self._controller.opener, self._session.data
        if opener.is_cut_short and not opener.is_busy and data is not None:
            opener.is_cut_short = False
            text = self.tr("Listing was stopped at {} images. Open the folder again to see all.")
            self._controller.say("warning", text.format(figure(len(data.items))))

    @Slot(list)
    def _on_files(self, images: list[str]) -> None:
        """Files of images in memory have changed: show them as they are."""
        session = self._session
        for image_id in images:
            row = session.items.rows.get(image_id)
            if row is not None:
                self._loader.forget(session.items[row])
                for supply in session.sources:
                    supply.forget(image_id)
                self._controller.list_model.forget_picture(image_id)
        item = session.item
        if item is not None and item.id in images:
            session.read_again()
            text = self.tr("The file of {} has changed and was read again.").format(item.id)
            self._controller.say("info", text)

    def _filter(self) -> None:
        field = self._window.image_list.filter.field
        self._window.image_list.window().activateWindow()
        field.setFocus()
        field.selectAll()

    def _go(self, where: Callable[[int], int | None], nothing: str) -> None:
        row = where(self._session.row)
        if row is None:
            if self._session.items:
                self._controller.say("info", nothing)
        elif row == self._session.row:
            self._controller.say("info", self.tr("This is the only one."))
        else:
            self._session.go_to(row)

    @Slot()
    def _on_opened(self) -> None:
        if not self._walk.query:
            self._window.image_list.filter.clear()

    @Slot()
    def _on_order(self) -> None:
        self._controller.list_model.reorder()
        self._window.image_list.select(self._session.row)

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        problem = None
        try:
            self._walk.filter(text)
        except QueryError as error:
            problem = error
        self._window.image_list.filter.show_problem(problem)

    @Slot(object)
    def _on_sorting(self, sorting: Sorting) -> None:
        self._walk.sort(sorting)
        # one sorts to begin at the top
        self._window.image_list.view.scrollToTop()
