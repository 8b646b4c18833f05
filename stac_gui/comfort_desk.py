"""Connects commands, keys and settings with the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, Slot
from PySide6.QtWidgets import QApplication, QToolButton

from stac_gui.action_table import ACTIONS, ActionId
from stac_gui.actions import words_of
from stac_gui.models.keymap import key_names
from stac_gui.models.palette import Command
from stac_gui.panels.keys import KeysDialog
from stac_gui.panels.palette import Palette
from stac_gui.panels.settings import SettingsDialog
from stac_gui.preferences import LOOK_KEYS, THEME
from stac_gui.restart import arguments_for, start_again
from stac_gui.theme import choose_theme
from stac_gui.translating import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_gui.controller import Controller
    from stac_gui.main_window import MainWindow

_RECENT: Final = "palette/recent"
_REMEMBERED: Final = 12

_WHY_NOT: Final = {
    ActionId.UNDO: mark("ComfortDesk", "nothing to undo"),
    ActionId.REDO: mark("ComfortDesk", "nothing to make again"),
    ActionId.MODEL_INFO: mark("ComfortDesk", "no model is loaded"),
    ActionId.LOOK_AT_ALL: mark("ComfortDesk", "no model is loaded"),
    ActionId.STOP_LOOKING: mark("ComfortDesk", "nothing is at work"),
    ActionId.PIPELINE: mark("ComfortDesk", "no project is open"),
    ActionId.BACK_UP: mark("ComfortDesk", "no project is open"),
    ActionId.IMAGE_FOLDERS: mark("ComfortDesk", "no project is open"),
    ActionId.EDIT_HERE: mark("ComfortDesk", "nobody else has the project open"),
}
_NO_IMAGES: Final = mark("ComfortDesk", "no images are open")
_ELSE: Final = mark("ComfortDesk", "not possible with what is shown")


class ComfortDesk(QObject):
    """Commands, keys and settings, as the main window has them.

    Args:
        window: The main window.
        controller: Its behaviour.
    """

    def __init__(self, window: MainWindow, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self.palette: Palette | None = None
        self.keys: KeysDialog | None = None
        self.settings: SettingsDialog | None = None

    def handlers(self) -> dict[ActionId, Callable[[], object]]:
        """What the actions do."""
        return {
            ActionId.PALETTE: self.show_palette,
            ActionId.SHORTCUTS: self.show_keys,
            ActionId.SETTINGS: self.show_settings,
        }

    def connect_widgets(self) -> None:
        """Connect everything, once."""
        self._window.preferences.changed.connect(self._on_preference)
        self._controller.session.current_changed.connect(self._name_image)
        for bar in (self._window.tools, self._window.review_bar):
            for button in bar.findChildren(QToolButton):
                if button.focusPolicy() is Qt.FocusPolicy.NoFocus:
                    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._window.actions_by_id.keymap.changed.connect(self._show_keys)
        self._show_keys()
        self._name_image()

    def close(self) -> None:
        """Close what is open beside the window."""
        for dialog in (self.palette, self.keys, self.settings):
            if dialog is not None:
                dialog.close()

    @Slot()
    def _show_keys(self) -> None:
        """Tell the keys of actions that have a button elsewhere."""
        window, actions = self._window, self._window.actions_by_id
        for button, action in (
            (window.welcome.project, ActionId.OPEN_PROJECT),
            (window.welcome.folder, ActionId.OPEN_FOLDER),
            (window.welcome.new, ActionId.NEW_PROJECT),
            (window.review_bar.stop, ActionId.STOP_LOOKING),
            (window.review_bar.pipeline, ActionId.PIPELINE),
            (window.inspector.record.history, ActionId.HISTORY),
        ):
            button.setToolTip(actions[action].toolTip())

    @Slot()
    def _name_image(self) -> None:
        """Say to screen readers which image is shown."""
        item = self._controller.session.item
        name = self.tr("No image") if item is None else self.tr("Image {}").format(item.id)
        self._window.canvas.setAccessibleName(name)

    # ---- commands ------------------------------------------------------------------------

    @Slot()
    def show_palette(self) -> None:
        """Show all commands, to be searched."""
        palette = Palette(self.commands(), self.recent(), self._window)
        palette.chosen.connect(self._run)
        palette.destroyed.connect(self._forget_palette)
        self.palette = palette
        palette.show()
        palette.activateWindow()
        palette.search.setFocus()

    def commands(self) -> list[Command]:
        """All commands as they are now."""
        actions, found = self._window.actions_by_id, []
        for spec in ACTIONS:
            if spec.id is ActionId.PALETTE:
                continue
            action = actions[spec.id]
            why = ""
            if not action.isEnabled():
                usual = _ELSE if self._controller.session.items else _NO_IMAGES
                why = actions.why_not(spec.id) or QCoreApplication.translate(
                    "ComfortDesk", _WHY_NOT.get(spec.id, usual)
                )
            found.append(
                Command(
                    spec.id.value,
                    words_of(spec.text).removesuffix(" …"),
                    words_of(spec.help),
                    key_names(actions.keymap.keys(spec.id)[:1]),
                    why,
                    is_on=action.isCheckable() and action.isChecked(),
                )
            )
        return found

    @staticmethod
    def recent() -> list[str]:
        """The commands that were run last, the latest first."""
        value = QSettings().value(_RECENT)
        return [str(each) for each in value] if isinstance(value, list) else []

    @Slot(str)
    def _run(self, key: str) -> None:
        recent = [key, *(each for each in self.recent() if each != key)]
        QSettings().setValue(_RECENT, recent[:_REMEMBERED])
        self._window.activateWindow()
        self._window.actions_by_id[ActionId(key)].trigger()

    @Slot()
    def _forget_palette(self) -> None:
        self.palette = None

    # ---- keys and settings ---------------------------------------------------------------

    @Slot()
    def show_keys(self) -> None:
        """List all keys."""
        if self.keys is None:
            self.keys = KeysDialog(self._window.actions_by_id.keymap, self._window)
        self.keys.show()
        self.keys.raise_()
        self.keys.activateWindow()
        self.keys.search.setFocus()

    @Slot()
    def show_settings(self) -> None:
        """Show the settings."""
        # the look is changed by many controls; the table shows it as it is now
        self._window.settings.save_look(self._controller.toolbox.look)
        if self.settings is None:
            self.settings = SettingsDialog(self._window.preferences, self._window)
            self.settings.keys_wanted.connect(self.show_keys)
            self.settings.restart_wanted.connect(self.restart)
        self.settings.refresh()
        self.settings.show()
        self.settings.raise_()
        self.settings.activateWindow()

    @Slot()
    def restart(self) -> None:
        """Start the program anew where it is now, once everything is saved."""
        session = self._controller.session
        path = None if session.data is None else session.data.path
        image = None if session.item is None else session.item.path
        # closing gives the project free and asks where something cannot be saved
        if self._window.close() and not start_again(arguments_for(path, image)):
            text = self.tr("The program could not be started again: start it by hand. Everything "
                           "is saved.")  # fmt: skip
            self._window.dialogs.show_error(text, "")

    @Slot(str)
    def _on_preference(self, key: str) -> None:
        value = self._window.preferences[key]
        if key == THEME:
            choose_theme(cast("QApplication", QApplication.instance()), str(value))
        elif key in LOOK_KEYS:
            toolbox = self._controller.toolbox
            setattr(toolbox.look, LOOK_KEYS[key], value)
            toolbox.show_look()
