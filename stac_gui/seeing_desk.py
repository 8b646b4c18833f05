"""Connects what helps to see with the window: brightness, comparison, small map and pixel grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from stac_core.data.images import full_range
from stac_gui.action_table import ActionId
from stac_gui.canvas.brightness_drag import BrightnessDrag
from stac_gui.canvas.minimap import MiniMap
from stac_gui.comparing_desk import ComparingDesk
from stac_gui.explaining_desk import ExplainingDesk
from stac_gui.panels.grey_window import GreyNote, GreyWindowPanel
from stac_gui.presenters.comparing import Content
from stac_gui.presenters.grey_window import GreyWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.main_window import MainWindow
    from stac_gui.presenters.review import ReviewSession
    from stac_gui.services import WindowServices
    from stac_gui.toolbox import Toolbox


_SWITCHES: Final = (ActionId.MINI_MAP, ActionId.PIXEL_GRID)


class SeeingDesk(QObject):
    """How the image at hand is seen.

    Args:
        window: The main window.
        session: What is open and which image is at hand.
        services: The workers.
        toolbox: Shows heat maps.
    """

    def __init__(
        self,
        window: MainWindow,
        session: ReviewSession,
        services: WindowServices,
        toolbox: Toolbox,
    ) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.why = ExplainingDesk(window, session, services, toolbox)
        self.grey = GreyWindow(window.settings, self)
        self.sides = ComparingDesk(window, session, services)
        self._explained = ""

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        switches: dict[ActionId, Callable[[], object]] = {
            action: lambda each=action: self._toggle(each)  # type: ignore[misc]
            for action in _SWITCHES
        }
        return {
            ActionId.BRIGHTNESS: lambda: self._show_brightness(self.grey_panel.isHidden()),
            **switches,
            **self.sides.handlers(),
            **self.why.handlers(),
        }

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
        self.grey_note = GreyNote(self._window.canvas)
        drag = self.grey_drag = BrightnessDrag(self._window.canvas)
        drag.begun.connect(grey.begin_drag)
        drag.moved.connect(self._on_dragged)
        drag.ended.connect(self._on_drag_ended)
        self.mini_map = MiniMap(self._window.canvas)
        self._window.canvas.add_follower(self.mini_map)
        for action in _SWITCHES:
            self._switch(action, on=self._window.settings.flag(action.value))
        self.sides.connect_widgets()
        self.why.connect_widgets()
        self.why.explaining.changed.connect(self._make_room)
        self._on_opened()

    def close(self) -> None:
        """There is nothing to end."""

    @Slot()
    def _make_room(self) -> None:
        """A map that was asked for is seen also where the two sides show something else."""
        sides, before = self.sides.comparing, self._explained
        self._explained = self.why.explaining.shown
        is_new = self._explained and self._explained != before
        if is_new and not {sides.left, sides.right} & {Content.HEAT, Content.OVERLAY}:
            sides.choose(Content.HEAT, sides.right)

    # ---- map and grid --------------------------------------------------------------------

    def _toggle(self, action: ActionId) -> None:
        on = not self._window.settings.flag(action.value)
        self._window.settings.save_flag(action.value, on=on)
        self._switch(action, on=on)

    def _switch(self, action: ActionId, *, on: bool) -> None:
        self._window.actions_by_id[action].setChecked(on)
        if action is ActionId.MINI_MAP:
            self.mini_map.set_wanted(on)
        else:
            self._window.canvas.show_grid(on)

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

    @Slot(float, float)
    def _on_dragged(self, right: float, up: float) -> None:
        self.grey.drag(right, up)
        if self.grey_panel.isHidden():  # which shows it too
            self.grey_note.say(self.grey.window, whole=self.grey.is_whole)

    @Slot(bool)
    def _on_drag_ended(self, keep: bool) -> None:
        self.grey_note.hide()
        self.grey.end_drag(keep=keep)
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
