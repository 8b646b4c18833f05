"""Connects the grid with the window, and tags many images at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.data.folder_tags import plan_folder_tags
from stac_core.project import make_classes
from stac_gui.action_table import ActionId
from stac_gui.models.activities import Activity
from stac_gui.translating import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.data.folder_tags import FolderTags
    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.opening import Opened
    from stac_gui.services import WindowServices


class GalleryDesk(QObject):
    """The grid and tags in bulk, as the main window has them.

    Args:
        window: The main window.
        controller: Knows what is open.
        services: The workers.
    """

    def __init__(
        self, window: MainWindow, controller: Controller, services: WindowServices
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._services = window, controller, services
        self._session = controller.session
        self._tagging = controller.session.tagging

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {
            ActionId.GALLERY: self.toggle,
            ActionId.DEFECT_FREE: self.tag_free,
            ActionId.TAGS_FROM_FOLDERS: self._plan_folders,
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        gallery, activities = self._window.gallery, self._controller.activity.activities
        gallery.view.opened.connect(self.leave)
        gallery.back.clicked.connect(self.leave)
        gallery.free.clicked.connect(self.tag_free)
        gallery.folders.clicked.connect(self._plan_folders)
        gallery.slider.setValue(self._window.settings.tile_size(gallery.slider.value()))
        self._session.opened.connect(self._on_opened)
        self._window.pages.currentChanged.connect(self._on_page)
        self._tagging.done.connect(self._on_done)
        activities.watch("tags", self._activity, self._tagging.cancel)
        self._tagging.progress_changed.connect(self._controller.activity.show)
        self._on_opened()
        self._on_page()

    def close(self) -> None:
        """Remember the size of the tiles."""
        self._window.settings.save_tile_size(self._window.gallery.slider.value())

    # ---- the grid ------------------------------------------------------------------------

    @property
    def is_shown(self) -> bool:
        """Whether the grid is shown."""
        return self._window.pages.currentWidget() is self._window.gallery

    @property
    def has_focus(self) -> bool:
        """Whether the grid gets the keys."""
        return self._window.gallery.view.hasFocus()

    @Slot()
    def toggle(self) -> None:
        """Show the grid, or the image at hand again."""
        if self.is_shown:
            self.leave()
        elif self._session.items:
            self._window.pages.setCurrentWidget(self._window.gallery)
            self._window.gallery.view.setFocus()
        else:
            self._on_page()  # sets the menu's tick back

    @Slot()
    def leave(self) -> None:
        """Show the image at hand."""
        self._window.pages.setCurrentWidget(self._window.canvas)
        self._window.canvas.setFocus()

    @Slot()
    def _on_opened(self) -> None:
        self._window.gallery.show_classes(self._session.class_names)
        has_images = bool(self._session.items)
        for each in (ActionId.GALLERY, ActionId.TAGS_FROM_FOLDERS):
            self._window.actions_by_id[each].setEnabled(has_images)

    @Slot()
    def _on_page(self) -> None:
        self._window.actions_by_id[ActionId.GALLERY].setChecked(self.is_shown)
        self._controller.show_undo()

    # ---- tags ----------------------------------------------------------------------------

    def selected(self) -> list[str]:
        """Ids of the selected images, in the list's order."""
        places = self._window.image_list.view.selected_rows()
        ids = self._session.items.ids
        return [ids[row] for row in self._controller.list_model.rows(places).tolist()]

    def tag(self, number: int) -> None:
        """Tag the selected images with a class, by its number; a single one by turns.

        Args:
            number: Of the class, from 1.
        """
        images, names = self.selected(), self._session.class_names
        if len(images) < 2:
            self._window.inspector.cycle_tag(number)
        elif number <= len(names):
            self._tagging.toggle_tag(names[number - 1], images)

    @Slot()
    def tag_free(self) -> None:
        """Tag the selected images, or the one at hand, as without any defect."""
        images = self.selected()
        if len(images) < 2:
            self._tagging.set_defect_free()
        else:
            self._tagging.toggle_defect_free(images)

    def undo(self) -> bool:
        """Take the last tagging back, if the grid is shown; whether it is."""
        if self.is_shown:
            self._tagging.undo()
        return self.is_shown

    def redo(self) -> bool:
        """Tag again, if the grid is shown; whether it is."""
        if self.is_shown:
            self._tagging.redo()
        return self.is_shown

    @Slot(str, int)
    def _on_done(self, words: str, count: int) -> None:
        self._controller.show_undo()
        if count == 0:
            self._controller.say("info", self.tr("Nothing changed: {}.").format(words))
            return
        text = self.tr("{}, {} images.").format(words, figure(count))
        text = text[0].upper() + text[1:]
        undo = (self.tr("Undo"), self._tagging.undo) if self._tagging.can_undo else None
        self._window.messages.say("info", text, undo)

    def _activity(self) -> Activity | None:
        progress = self._tagging.progress
        return None if progress is None else Activity("tags", self.tr("Tagging"), *progress)

    # ---- tags from folders ---------------------------------------------------------------

    @Slot()
    def _plan_folders(self) -> None:
        data = self._session.data
        if data is None:
            return
        # a bare folder has no classes of its own before somebody works with them
        is_new = data.project is None and not data.tags and not self._session.decisions.records
        classes = None if is_new else data.class_names
        ids, tags = data.items.ids, dict(data.tags)
        self._services.tasks.submit(
            lambda: plan_folder_tags(ids, classes, tags),
            lambda plan: self._on_plan(data, plan, is_new=is_new),
            self._controller.on_failed,
        )

    def _on_plan(self, data: Opened, plan: FolderTags, *, is_new: bool) -> None:
        if self._session.data is not data:
            return  # something else was opened in the meantime
        keep = self._window.dialogs.ask_folder_tags(plan, is_new)
        if keep is None:
            return
        if is_new:
            self._session.change_classes(replace(data, classes=make_classes(plan.classes)))
        table = plan.keeping(data.tags) if keep else plan.table
        self._tagging.set_tags(table, self.tr("tagged by folder names"))
