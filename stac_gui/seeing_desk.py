"""Connects what helps to see with the window: the brightness of the image on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from stac_core.data.images import full_range
from stac_gui.action_table import ActionId
from stac_gui.panels.grey_window import GreyWindowPanel
from stac_gui.presenters.grey_window import GreyWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.review import ReviewSession


class SeeingDesk(QObject):
    """How the image at hand is seen.

    Args:
        window: The main window.
        session: What is open and which image is at hand.
    """

    def __init__(self, window: MainWindow, session: ReviewSession) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.grey = GreyWindow(window.settings, self)

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {ActionId.BRIGHTNESS: lambda: self._show_brightness(self.grey_panel.isHidden())}

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        grey = self.grey
        panel = self.grey_panel = GreyWindowPanel(self._window.pages)
        self._session.image_changed.connect(self._on_image)
        self._session.opened.connect(self._on_opened)
        grey.changed.connect(self._show_grey)
        panel.black_moved.connect(grey.set_black)
        panel.white_moved.connect(grey.set_white)
        panel.released.connect(self._on_released)
        panel.mode_chosen.connect(grey.choose)
        panel.closed.connect(lambda: self._show_brightness(False))
        self._on_opened()

    def close(self) -> None:
        """There is nothing to end."""

    # ---- brightness ----------------------------------------------------------------------

    def _show_brightness(self, on: bool) -> None:
        panel = self.grey_panel
        had_focus = panel.isAncestorOf(self._window.focusWidget() or self._window)
        panel.setVisible(on)
        self._window.actions_by_id[ActionId.BRIGHTNESS].setChecked(on)
        if on:
            self._show_grey()
            self._show_counts()
        elif had_focus:
            self._window.canvas.setFocus()

    @Slot()
    def _on_opened(self) -> None:
        has_images = bool(self._session.items)
        self._window.actions_by_id[ActionId.BRIGHTNESS].setEnabled(has_images)
        if not has_images:
            self._show_brightness(False)

    @Slot()
    def _on_image(self) -> None:
        data, image = self._session.data, self._session.image
        if data is not None and image is not None:
            full = data.value_range(image.item.id) or full_range(image.pixels.dtype)
            self.grey.look_at(image, data.image_folder(image.item), full)
            self._show_counts()

    @Slot()
    def _on_released(self) -> None:
        self.grey.keep()
        self._show_grey()
        self._show_counts()

    @Slot()
    def _show_grey(self) -> None:
        grey = self.grey
        self._window.canvas.set_window(grey.window)
        if not self.grey_panel.isHidden():
            self.grey_panel.show_window(grey.mode, grey.window, grey.axis, whole=grey.is_whole)

    def _show_counts(self) -> None:
        if not self.grey_panel.isHidden():
            self.grey_panel.show_counts(self.grey.counts())
