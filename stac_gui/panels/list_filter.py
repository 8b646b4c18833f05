"""Above the list of images: what it is filtered and sorted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stac_core.gallery.order import Sorting, SortKey
from stac_gui.library_words import error_words, said
from stac_gui.theme import UNIT, current_colors, icon

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from stac_core.gallery.query import QueryError

WAIT_MS: Final = 120
"""From the last key to filtering: nobody wants a list for every letter."""

KEYS: Final[tuple[SortKey, ...]] = get_args(SortKey)


class FilterField(QLineEdit):
    """A line to type an expression into. Its keys are never shortcuts: Enter accepts no mask.

    Signals:
        left: Enter or Escape: the person goes back to the images.
        focus_changed: Somebody types here, or no longer.
    """

    left = Signal()
    focus_changed = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            key_event: QKeyEvent = event  # type: ignore[assignment]
            alt = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
            control = key_event.modifiers() & Qt.KeyboardModifier.ControlModifier
            editing = key_event.key() in _EDITING_KEYS
            if not key_event.modifiers() & alt and (editing or not control):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.returnPressed.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


_EDITING_KEYS: Final = frozenset(
    {
        Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z, Qt.Key.Key_Y,
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
        Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    }
)  # fmt: skip


class FilterHint(QFrame):
    """What may be typed, or what is wrong with it; laid over the list, so that nothing moves.

    Args:
        over: The list.
    """

    def __init__(self, over: QAbstractItemView) -> None:
        super().__init__(over)
        self._over = over.viewport()
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.addWidget(self._text)
        self._over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, *, is_wrong: bool) -> None:
        """Show a hint, or an error; nothing where empty."""
        self.setVisible(bool(text))
        if text:
            colors = current_colors()
            edge = colors.rejected if is_wrong else colors.accent
            self.setStyleSheet(
                f"FilterHint {{ background: {colors.raised}; border: 1px solid {colors.line};"
                f" border-top: 2px solid {edge}; }}"
            )
            self._text.setText(text)
            self._place()
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        width = self._over.width()
        inside = width - 2 * UNIT
        self.setGeometry(0, 0, width, self._text.heightForWidth(inside) + 2 * UNIT + 2)


class FilterBar(QWidget):
    """The field for expressions, and what the list is sorted by.

    Args:
        over: The list, which hints are laid over.
        parent: Owner.

    Signals:
        edited: The expression, when typing has paused.
        sorting_chosen: `Sorting`.
        left: The person goes back to the images.
    """

    edited = Signal(str)
    sorting_chosen = Signal(object)
    left = Signal()

    def __init__(self, over: QAbstractItemView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = FilterField(self)
        self.field.setPlaceholderText(self.tr("Filter images"))
        self.field.setAccessibleName(self.tr("Filter of the image list"))
        self.field.setClearButtonEnabled(True)
        self.hint = FilterHint(over)
        self.keys = QComboBox(self)
        self.keys.setAccessibleName(self.tr("Sort images by"))
        self.keys.setToolTip(self.tr("Sort images by"))
        words = {
            "name": self.tr("Name"),
            "score": self.tr("Score"),
            "uncertainty": self.tr("Uncertainty"),
            "worth": self.tr("Worth your time"),
            "status": self.tr("Decision"),
            "time": self.tr("Time of change"),
        }
        for key in KEYS:
            self.keys.addItem(words[key], key)
        self.direction = QToolButton(self)
        self.direction.setCheckable(True)
        self.direction.setAutoRaise(True)
        self._wrong = self._unfinished = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._report)
        self._lay_out()
        self.field.textEdited.connect(lambda _: self._timer.start())
        self.field.textChanged.connect(self._on_text)
        self.field.returnPressed.connect(self._report)
        self.field.left.connect(self.left)
        self.field.focus_changed.connect(self._show_hint)
        self.keys.currentIndexChanged.connect(self._on_key)
        self.direction.toggled.connect(self._on_direction)
        self.show_sorting(Sorting())

    def show_sorting(self, sorting: Sorting) -> None:
        """Show what the list is sorted by without reporting it as a change."""
        with QSignalBlocker(self.keys), QSignalBlocker(self.direction):
            self.keys.setCurrentIndex(KEYS.index(sorting.key))
            self.direction.setChecked(sorting.descending)
        down = sorting.descending
        self.direction.setIcon(icon("sort-down" if down else "sort-up"))
        words = self.tr("Highest first") if down else self.tr("Lowest first")
        if sorting.key == "name":
            words = self.tr("From Z to A") if down else self.tr("From A to Z")
        elif sorting.key == "time":
            words = self.tr("Newest first") if down else self.tr("Oldest first")
        self.direction.setToolTip(words + "\n" + self.tr("Click to turn round"))
        self.direction.setAccessibleName(words)

    def show_problem(self, error: QueryError | None) -> None:
        """Say what is wrong with the expression; nothing where it is None."""
        text = "" if error is None else error_words(error).rstrip(".") + "."
        unfinished = error is not None and error.unfinished
        self._wrong = "" if unfinished else text
        self._unfinished = said(error.fix or "") if error is not None and unfinished else ""
        self._show_hint()

    def clear(self) -> None:
        """Forget the expression without reporting it."""
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Show an expression without reporting it."""
        self._timer.stop()
        with QSignalBlocker(self.field):
            self.field.setText(text)
        self.show_problem(None)

    # ---- inside --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(UNIT // 2)
        row.addWidget(self.keys, 1)
        row.addWidget(self.direction)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self.field)
        layout.addLayout(row)

    @Slot(str)
    def _on_text(self, text: str) -> None:
        if not text:  # cleared by Escape or the button
            self._report()

    @Slot()
    def _report(self) -> None:
        self._timer.stop()
        self.edited.emit(self.field.text())

    @Slot()
    def _show_hint(self) -> None:
        if self._wrong:
            self.hint.say(self._wrong, is_wrong=True)
        elif not self.field.hasFocus():
            self.hint.say("", is_wrong=False)
        elif self._unfinished:
            self.hint.say(self._unfinished, is_wrong=False)
        elif not self.field.text():
            lines = (
                self.tr("Part of a name, or:"),
                "status:todo,fix",
                "score:>0.8",
                "uncertainty:>0.5",
                "class:…   tag:…   tag:none   tag:free",
                "contradiction:yes",
                "edited:no   note:yes",
                self.tr("With a minus: all others"),
            )
            self.hint.say("\n".join(lines), is_wrong=False)
        else:
            self.hint.say("", is_wrong=False)

    @Slot()
    def _on_key(self) -> None:
        key: SortKey = self.keys.currentData()
        # names from A; of everything else the most of it is what one looks for
        self._choose(Sorting(key, descending=key not in {"name", "status"}))

    @Slot(bool)
    def _on_direction(self, descending: bool) -> None:
        self._choose(Sorting(self.keys.currentData(), descending))

    def _choose(self, sorting: Sorting) -> None:
        self.show_sorting(sorting)
        self.sorting_chosen.emit(sorting)
