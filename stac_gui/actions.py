"""The window's actions as Qt's objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from stac_gui.action_table import ACTIONS, ActionId
from stac_gui.models.keymap import Keymap
from stac_gui.theme import icon

if TYPE_CHECKING:
    from collections.abc import Callable


def words_of(text: str) -> str:
    """Words of the table of actions, in the person's language."""
    return QCoreApplication.translate("Actions", text)


class Actions(QObject):
    """The actions as Qt's objects.

    Args:
        parent: Owner.

    Attributes:
        keymap: Their keys, which a person may change.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.keymap = Keymap(self)
        self._actions: dict[ActionId, QAction] = {}
        self._reasons: dict[ActionId, str] = {}
        for spec in ACTIONS:
            action = QAction(words_of(spec.text), self)
            action.setObjectName(spec.id.value)
            action.setAutoRepeat(spec.repeats)
            action.setCheckable(spec.checkable)
            if spec.icon:
                action.setIcon(icon(spec.icon))
            action.setStatusTip(words_of(spec.help))
            self._actions[spec.id] = action
        self._apply_keys()
        self.keymap.changed.connect(self._apply_keys)

    def __getitem__(self, action_id: ActionId) -> QAction:
        return self._actions[action_id]

    def explain(self, action_id: ActionId, why: str) -> None:
        """Say in the tooltip why an action is not possible now; nothing where it is."""
        if why != self._reasons.get(action_id, ""):
            self._reasons[action_id] = why
            self._show_tooltip(action_id)

    def why_not(self, action_id: ActionId) -> str:
        """Why an action is not possible, where somebody has explained it."""
        return self._reasons.get(action_id, "")

    @Slot()
    def _apply_keys(self) -> None:
        for action_id, action in self._actions.items():
            keys = [QKeySequence(key) for key in self.keymap.keys(action_id)]
            if keys != action.shortcuts():
                action.setShortcuts(keys)
            self._show_tooltip(action_id)

    def _show_tooltip(self, action_id: ActionId) -> None:
        action, why = self._actions[action_id], self._reasons.get(action_id)
        words = action.statusTip()
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = f"{words}  ({key})" if key else words
        action.setToolTip(f"{text}\n{why}" if why else text)

    def connect_all(self, handlers: dict[ActionId, Callable[[], object]]) -> None:
        """Say what each action does.

        Raises:
            ValueError: If one is left out.
        """
        missing = set(self._actions) - set(handlers)
        if missing:
            raise ValueError(f"no handler for {sorted(each.value for each in missing)}")
        for action_id, handler in handlers.items():
            self._actions[action_id].triggered.connect(_ignoring_checked(handler))


def _ignoring_checked(handler: Callable[[], object]) -> Callable[..., None]:
    def on_triggered(*_: object) -> None:
        handler()

    return on_triggered
