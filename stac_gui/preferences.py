"""What a person can set: one table, of which the settings dialog is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal

from stac_core.overlay import COLOR_MAPS
from stac_gui.translating import mark

Value: TypeAlias = str | int | bool


@dataclass(frozen=True)
class Preference:
    """One setting.

    Attributes:
        key: In the settings file.
        group: Heading in the dialog.
        text: Its name.
        help: What it does, in a sentence.
        default: Until a person changes it; its type is the setting's.
        choices: Value and words of each choice; empty for switches and numbers.
        limits: Smallest and largest number.
        unit: Of a number.
        at_start: Whether it counts from the next start only.
    """

    key: str
    group: str
    text: str
    help: str
    default: Value
    choices: tuple[tuple[Value, str], ...] = ()
    limits: tuple[int, int] = (0, 0)
    unit: str = ""
    at_start: bool = False

    def usable(self, value: Any) -> Value:
        """A stored value as one that is possible here; ini files hold texts only."""
        try:
            if isinstance(self.default, bool):
                found: Value = str(value).lower() in {"true", "1"}
            else:
                found = type(self.default)(value)
        except (TypeError, ValueError):
            return self.default
        if self.choices and found not in [choice for choice, _ in self.choices]:
            return self.default
        low, high = self.limits
        if high > low and not low <= int(found) <= high:
            return self.default
        return found


def words(text: str) -> str:
    """Words of the table, in the person's language."""
    return QCoreApplication.translate("Preferences", text)


LANGUAGE: Final = "window/language"
THEME: Final = "window/theme"
SCALE: Final = "window/scale"
WAY: Final = "window/steps"
REVIEWER: Final = "review/name"

LOOK_KEYS: Final = {
    "look/color_map": "color_map",
    "look/contour": "contour",
}
"""Settings that are part of how overlays look -> field of `Look`."""

LOOKS: Final = mark("Preferences", "Looks")
REVIEW: Final = mark("Preferences", "Review")
OVERLAYS: Final = mark("Preferences", "Heat maps and masks")

PREFERENCES: Final = (
    Preference(
        LANGUAGE, LOOKS,
        mark("Preferences", "Language"),
        mark("Preferences", "Of menus, messages and dialogs"),
        "system",
        (
            ("system", mark("Preferences", "as the system")),
            ("en", "English"), ("de", "Deutsch"), ("zh_CN", "简体中文"),
        ),
        at_start=True,
    ),
    Preference(
        THEME, LOOKS,
        mark("Preferences", "Colours"),
        mark("Preferences", "Light or dark; images always stay on neutral grey"),
        "system",
        (
            ("system", mark("Preferences", "as the system")),
            ("light", mark("Preferences", "light")),
            ("dark", mark("Preferences", "dark")),
        ),
    ),
    Preference(
        SCALE, LOOKS,
        mark("Preferences", "Size of text and controls"),
        mark("Preferences", "On top of what the system says for the screen"),
        100,
        tuple((percent, f"{percent} %") for percent in (75, 100, 125, 150, 175, 200)),
        at_start=True,
    ),
    Preference(
        WAY, LOOKS,
        mark("Preferences", "Show the steps from tags to labels"),
        mark("Preferences", "A strip under the menus that says what is done and what is next"),
        True,
    ),
    Preference(
        REVIEWER, REVIEW,
        mark("Preferences", "Your name"),
        mark("Preferences", "Kept with every decision; the computer's user where empty"),
        "",
    ),
    Preference(
        "look/color_map", OVERLAYS,
        mark("Preferences", "Colours of heat maps"),
        mark("Preferences", "All but Turbo are safe for colour-blind eyes"),
        "inferno",
        tuple((name, name.capitalize()) for name in COLOR_MAPS),
    ),
    Preference(
        "look/contour", OVERLAYS,
        mark("Preferences", "Masks as outlines only"),
        mark("Preferences", "Without their fill"),
        False,
    ),
)  # fmt: skip


class Preferences(QObject):
    """Reads and writes the settings of the table; a damaged value counts as the default.

    Args:
        parent: Owner.

    Signals:
        changed: Key of a setting that has another value now.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings()
        self._table = {each.key: each for each in PREFERENCES}
        self._at_start = {each.key: self[each.key] for each in PREFERENCES if each.at_start}

    def __getitem__(self, key: str) -> Value:
        preference = self._table[key]
        return preference.usable(self._store.value(key, preference.default))

    @property
    def waiting(self) -> list[Preference]:
        """Settings whose new value counts after a restart only."""
        return [self._table[key] for key, value in self._at_start.items() if self[key] != value]

    def set(self, key: str, value: Value) -> None:
        """Remember a value; at once in the settings file."""
        if self[key] != value:
            self._store.setValue(key, value)
            self._store.sync()
            self.changed.emit(key)

    def reset(self) -> None:
        """Make everything as in a new installation."""
        for preference in PREFERENCES:
            self.set(preference.key, preference.default)
