"""The settings dialog, made of the table of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from stac_gui.preferences import PREFERENCES, Preference, Value, words
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from stac_gui.preferences import Preferences


class SettingsDialog(QDialog):
    """Shows and changes settings; each change counts at once, or says that it does not.

    Args:
        preferences: What is shown and changed.
        parent: The window.

    Signals:
        keys_wanted: The keys are to be shown.
        restart_wanted: The program is to be started anew.
    """

    keys_wanted = Signal()
    restart_wanted = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(560)
        self.fields: dict[str, QWidget] = {}
        texts = [words(each.text) for each in PREFERENCES if not isinstance(each.default, bool)]
        # all groups are one column of names and one of fields
        self._label_width = max(map(self.fontMetrics().horizontalAdvance, texts))
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.restart = QPushButton(self.tr("Restart now"), self)
        self.restart.setProperty("role", "primary")
        below = QHBoxLayout()
        below.setSpacing(2 * UNIT)
        below.addWidget(self.note, 1)
        below.addWidget(self.restart)
        for widget in (self.note, self.restart):  # nothing moves when they come
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self.note.setMinimumHeight(5 * UNIT)  # two lines
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.reset = self.buttons.addButton(
            self.tr("Restore all settings"), QDialogButtonBox.ButtonRole.ResetRole
        )
        self.keys = self.buttons.addButton(
            self.tr("Keys …"), QDialogButtonBox.ButtonRole.ActionRole
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        for group in dict.fromkeys(each.group for each in PREFERENCES):
            heading = QLabel(words(group), self)
            heading.setProperty("role", "heading")
            layout.addWidget(heading)
            layout.addLayout(self._form(group))
        layout.addStretch(1)
        layout.addLayout(below)
        layout.addWidget(self.buttons)
        self.buttons.rejected.connect(self.reject)
        self.reset.clicked.connect(preferences.reset)
        self.keys.clicked.connect(self.keys_wanted)
        self.restart.clicked.connect(self.restart_wanted)
        self._show_waiting()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter pressed by chance resets nothing
        next(iter(self.fields.values())).setFocus()
        preferences.changed.connect(self._show)
        preferences.changed.connect(self._show_waiting)

    def refresh(self) -> None:
        """Show all settings as they are now."""
        for key in self.fields:
            self._show(key)

    def _form(self, group: str) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(2 * UNIT)
        form.setVerticalSpacing(UNIT)
        for preference in PREFERENCES:
            if preference.group != group:
                continue
            field = self._field(preference)
            field.setToolTip(words(preference.help))
            field.setAccessibleName(words(preference.text))
            field.setAccessibleDescription(words(preference.help))
            self.fields[preference.key] = field
            # a switch says its name itself
            label = QLabel("" if isinstance(field, QCheckBox) else words(preference.text), self)
            label.setMinimumWidth(self._label_width)
            form.addRow(label, field)
            self._show(preference.key)
        return form

    def _field(self, preference: Preference) -> QWidget:
        key = preference.key
        if preference.choices:
            box = QComboBox(self)
            for value, text in preference.choices:
                box.addItem(words(text), value)
            box.currentIndexChanged.connect(lambda _: self._set(key, box.currentData()))
            return box
        if isinstance(preference.default, bool):
            check = QCheckBox(words(preference.text), self)
            check.toggled.connect(lambda on: self._set(key, on))
            return check
        if isinstance(preference.default, str):
            line = QLineEdit(self)
            line.textEdited.connect(lambda text: self._set(key, text))
            return line
        spin = QSpinBox(self)
        spin.setRange(*preference.limits)
        spin.setSuffix(words(preference.unit) if preference.unit else "")
        spin.setKeyboardTracking(False)
        spin.valueChanged.connect(lambda value: self._set(key, value))
        return spin

    def _set(self, key: str, value: Value) -> None:
        self._preferences.set(key, value)

    @Slot()
    def _show_waiting(self) -> None:
        """Say which settings count after a restart only, and offer it."""
        names = [words(each.text) for each in self._preferences.waiting]
        text = self.tr("After a restart: {}. Everything is saved first.")
        self.note.setText(text.format(", ".join(names)) if names else "")
        self.note.setVisible(bool(names))
        self.restart.setVisible(bool(names))

    @Slot(str)
    def _show(self, key: str) -> None:
        field, value = self.fields[key], self._preferences[key]
        with QSignalBlocker(field):
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(value)))
            elif isinstance(field, QCheckBox):
                field.setChecked(bool(value))
            elif isinstance(field, QLineEdit) and field.text() != value:
                field.setText(str(value))
            elif isinstance(field, QSpinBox):
                field.setValue(int(value))
