"""Keys that are no plain shortcuts: held keys, digits and Escape, wherever the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from stac_gui.main_window import MainWindow


_BY_TAB = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


class HeldKeys(QObject):
    """Sees the application's keys before its widgets do, except while somebody types.

    H shows the bare image while it is held, Space drags it; a digit chooses a class, with Shift it
    changes the image's tag; Escape abandons a stroke. While an outline is open, Enter and Backspace
    belong to it, and not to the decision on the image.

    Args:
        window: Whose keys.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._came_by_tab = False
        self._app().installEventFilter(self)

    def close(self) -> None:
        """See no more keys."""
        self._app().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            reason = cast("QFocusEvent", event).reason()
            self._came_by_tab = reason in _BY_TAB
            return False
        if kind not in {
            QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride
        }:  # fmt: skip
            return False
        if not self._window.isActiveWindow():
            return False
        key_event = cast("QKeyEvent", event)
        if _is_typing():
            return self._ends_typing(key_event)
        if kind == QEvent.Type.ShortcutOverride:
            if self._is_for_tool(key_event):
                event.accept()  # it comes again as a key, and triggers no action
            return False
        return self._on_key(key_event, pressed=kind == QEvent.Type.KeyPress)

    def _on_key(self, event: QKeyEvent, *, pressed: bool) -> bool:
        key, canvas = event.key(), self._window.canvas
        if pressed and self._is_for_tool(event):
            tools = canvas.tools
            return tools.step_back() if key == Qt.Key.Key_Backspace else tools.finish()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shifted = held == Qt.KeyboardModifier.ShiftModifier
        if held != Qt.KeyboardModifier.NoModifier and not shifted:
            return False
        if not shifted and key == Qt.Key.Key_H:
            canvas.peek(pressed or event.isAutoRepeat())
            return True
        if not shifted and key == Qt.Key.Key_Space and not self._presses_a_button():
            canvas.hold_hand(pressed or event.isAutoRepeat())
            return True
        if not pressed:
            return False
        if key == Qt.Key.Key_Escape:
            return canvas.cancel_gesture() or self._window.controller.masks.operations.jobs.stop()
        digit = digit_of(event)
        if digit is None:
            return False
        gallery = self._window.controller.gallery
        if shifted or gallery.has_focus:
            gallery.tag(digit)
        else:
            self._window.inspector.table.choose(digit)
        return True

    def _ends_typing(self, event: QKeyEvent) -> bool:
        """Enter in a field ends what is typed there, and decides nothing on the image.

        A number counts then, and the keys are the image's again.
        """
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        field = QApplication.focusWidget()
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # it comes again as a key, and triggers no action
        elif event.type() == QEvent.Type.KeyPress and isinstance(field, QAbstractSpinBox):
            field.interpretText()
            self._window.canvas.setFocus()
            return True
        return False

    def _presses_a_button(self) -> bool:
        """Whether Space is meant for a button: only where somebody went to it by Tab.

        A button that was clicked has the focus too, but the person is back at the image.
        """
        return self._came_by_tab and isinstance(QApplication.focusWidget(), QAbstractButton)

    def _is_for_tool(self, event: QKeyEvent) -> bool:
        """Whether it completes or takes back what the tool has begun."""
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and event.key() in keys and self._window.canvas.tools.is_pending

    @staticmethod
    def _app() -> QApplication:
        return cast("QApplication", QApplication.instance())


def _is_typing() -> bool:
    """Whether the keyboard belongs to a field, a dialog or a menu."""
    focus = QApplication.focusWidget()
    editing = isinstance(focus, (QLineEdit, QAbstractSpinBox, QComboBox))
    return editing or QApplication.activePopupWidget() is not None


def digit_of(event: QKeyEvent) -> int | None:
    """1..9 of the digit row, also where Shift turns the digit into another character.

    The numpad is for deciding and walking, so its digits are none.
    """
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return None
    key = event.key()
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return int(key) - int(Qt.Key.Key_0)
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        # the digit row has these codes on X11 and Windows, whatever the layout
        code = event.nativeScanCode()
        first = 10 if QApplication.platformName() in {"xcb", "wayland"} else 2
        if first <= code < first + 9:
            return code - first + 1
    return None
