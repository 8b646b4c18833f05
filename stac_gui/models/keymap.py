"""Which keys do what: the table's keys, with those that a person chose instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence

from stac_gui.action_table import ACTIONS, ActionId, ActionSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SECTION: Final = "keys"

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText


def _tr(text: str) -> str:
    return QCoreApplication.translate("Keymap", text)


def same_key(key: str) -> str:
    """One spelling for each key: "ctrl+K" and "Ctrl+k" are "Ctrl+K"."""
    return QKeySequence(key).toString(_PORTABLE)


def key_names(keys: Iterable[str]) -> str:
    """Keys as the system writes them."""
    return "   ".join(QKeySequence(key).toString(_NATIVE) for key in keys)


def held_key_words(key: str) -> str:
    """What a key that is no shortcut does, such as digits; empty for all others."""
    plain = key.removeprefix("Shift+")
    if len(plain) == 1 and plain in "123456789":
        return _tr("digits choose and tag classes")
    words = {
        "H": _tr("H shows the bare image while it is held"),
        "Space": _tr("Space moves the image while it is held"),
        "Esc": _tr("Esc abandons a stroke"),
    }
    return words.get(key, "")


class Keymap(QObject):
    """The keys of all actions; a change is remembered at once.

    Args:
        parent: Owner.

    Signals:
        changed: Some action has other keys.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings()
        self._specs: dict[ActionId, ActionSpec] = {spec.id: spec for spec in ACTIONS}
        self._keys = {spec.id: self._stored(spec) for spec in ACTIONS}

    def keys(self, action: ActionId) -> tuple[str, ...]:
        """The keys of an action; the first one is shown."""
        return self._keys[action]

    def default(self, action: ActionId) -> tuple[str, ...]:
        """The keys that it has until a person changes them."""
        return tuple(map(same_key, self._specs[action].keys))

    def is_default(self, action: ActionId) -> bool:
        """Whether nobody changed them."""
        return self._keys[action] == self.default(action)

    def owner(self, key: str) -> ActionId | None:
        """The action that has a key."""
        key = same_key(key)
        return next((action for action, keys in self._keys.items() if key in keys), None)

    def set_keys(self, action: ActionId, keys: Sequence[str]) -> None:
        """Give an action these keys; another action that has one of them loses it.

        Raises:
            ValueError: If one is held, and so no shortcut.
        """
        wanted = tuple(dict.fromkeys(map(same_key, keys)))
        for key in wanted:
            if held_key_words(key):
                raise ValueError(f"{key} is no shortcut")
        for other, theirs in self._keys.items():
            if other is not action and set(theirs) & set(wanted):
                self._write(other, tuple(key for key in theirs if key not in wanted))
        self._write(action, wanted)
        self._store.sync()
        self.changed.emit()

    def reset(self, action: ActionId) -> None:
        """Give an action its own keys back."""
        self.set_keys(action, self.default(action))

    def reset_all(self) -> None:
        """Give all actions their own keys back."""
        for action in self._specs:
            self._write(action, self.default(action))
        self._store.sync()
        self.changed.emit()

    def _stored(self, spec: ActionSpec) -> tuple[str, ...]:
        value = self._store.value(f"{_SECTION}/{spec.id.value}")
        if value is None:
            return self.default(spec.id)
        texts = value if isinstance(value, list) else [value]
        return tuple(same_key(str(key)) for key in texts if str(key))

    def _write(self, action: ActionId, keys: tuple[str, ...]) -> None:
        self._keys[action] = keys
        name = f"{_SECTION}/{action.value}"
        if keys == self.default(action):
            self._store.remove(name)  # a later version may have better ones
        else:
            self._store.setValue(name, list(keys) or "")
