"""All keys: a list to look them up, and to choose others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stac_gui.action_table import ACTIONS, MOUSE_AND_HELD_KEYS, ActionId
from stac_gui.actions import words_of
from stac_gui.keys import digit_of
from stac_gui.models.keymap import held_key_words, key_names, same_key
from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from stac_gui.models.keymap import Keymap

GROUP, WHAT, KEYS = range(3)

_MODIFIER_KEYS = {
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
}  # fmt: skip


def key_of(event: QKeyEvent) -> str:
    """The pressed key as a shortcut; empty while only Shift, Ctrl or Alt are pressed."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if key in _MODIFIER_KEYS:
        return ""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        digit = digit_of(event)
        if digit is not None:
            return f"Shift+{digit}"
        text = event.text()
        if len(text) == 1 and text.isprintable() and not text.isalpha() and not text.isspace():
            # Shift only makes the character: "?" is meant, on every keyboard
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(
        QKeySequence.SequenceFormat.PortableText
    )


class KeyRecorder(QLineEdit):
    """Shows the key that is pressed in it. Tab leaves it.

    Signals:
        recorded: The key.
    """

    recorded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(self.tr("press a key"))
        self.setAccessibleName(self.tr("New key"))
        self.key = ""

    def clear(self) -> None:
        """Hold no key."""
        self.key = ""
        super().clear()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                return super().event(event)
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                key = key_of(event)
                if key:
                    self.key = key
                    self.setText(key_names([key]))
                    self.recorded.emit(key)
                return True
        return super().event(event)


class KeysDialog(QDialog):
    """Lists all keys and changes them. It stays open beside the window.

    Args:
        keymap: What is listed and changed.
        parent: The window.
    """

    def __init__(self, keymap: Keymap, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self.setWindowTitle(self.tr("Keys"))
        self.resize(920, 760)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search for words or a key"))
        self.search.setAccessibleName(self.tr("Search keys"))
        self.search.setClearButtonEnabled(True)
        self.table = self._make_table()
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.recorder = KeyRecorder(self)
        self.recorder.setFixedWidth(160)
        self.use = QPushButton(self.tr("Use"), self)
        self.use.setToolTip(self.tr("This key instead of those that it has"))
        self.add = QPushButton(self.tr("Add"), self)
        self.add.setToolTip(self.tr("This key beside those that it has"))
        self.remove = QPushButton(self.tr("No key"), self)
        self.reset = QPushButton(self.tr("As it was"), self)
        self.reset.setToolTip(self.tr("The keys that it has in a new installation"))
        self.note = QLabel(self)
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.note.setMinimumHeight(3 * UNIT)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.reset_all = self.buttons.addButton(
            self.tr("Restore all keys"), QDialogButtonBox.ButtonRole.ResetRole
        )
        for button in (self.use, self.add, self.remove, self.reset, self.reset_all):
            button.setAutoDefault(False)  # Enter is a key to record like any other
        self._lay_out()
        self._connect()
        self._fill()
        self.table.selectRow(0)

    # ---- what is shown -----------------------------------------------------------------------

    @property
    def action(self) -> ActionId | None:
        """The chosen action; None for keys that cannot be changed."""
        row = self.table.currentRow()
        return ACTIONS[row].id if 0 <= row < len(ACTIONS) else None

    def choose(self, action: ActionId) -> None:
        """Choose an action."""
        self.table.selectRow([spec.id for spec in ACTIONS].index(action))

    @Slot()
    def _fill(self) -> None:
        rows = [
            (words_of(spec.group), words_of(spec.help), key_names(self._keymap.keys(spec.id)))
            for spec in ACTIONS
        ]
        mouse = self.tr("Mouse")
        rows += [(mouse, words_of(what), words_of(keys)) for keys, what in MOUSE_AND_HELD_KEYS]
        self.table.setRowCount(len(rows))
        before = ""
        for number, (group, words, keys) in enumerate(rows):
            texts = (group if group != before else "", words, keys)
            before = group
            for column, text in enumerate(texts):
                cell = self.table.item(number, column)
                if cell is None:
                    cell = QTableWidgetItem()
                    self.table.setItem(number, column, cell)
                cell.setText(text)
                changed = number < len(ACTIONS) and not self._keymap.is_default(ACTIONS[number].id)
                font = cell.font()
                font.setBold(column == GROUP or (column == KEYS and changed))
                cell.setFont(font)
        self._show_action()

    @Slot(str)
    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.table.rowCount()):
            cells = (self.table.item(row, column) for column in (WHAT, KEYS))
            name = words_of(ACTIONS[row].text) if row < len(ACTIONS) else ""
            words = " ".join([name, *(cell.text() for cell in cells if cell is not None)])
            self.table.setRowHidden(row, wanted not in words.casefold())

    @Slot()
    def _show_action(self) -> None:
        action = self.action
        self.recorder.clear()
        for widget in (self.recorder, self.remove, self.reset):
            widget.setEnabled(action is not None)
        if action is None:
            self.title.setText(self.tr("This one cannot be changed."))
            self.note.setText("")
        else:
            spec = next(each for each in ACTIONS if each.id is action)
            self.title.setText(words_of(spec.text))
            self.remove.setEnabled(bool(self._keymap.keys(action)))
            self.reset.setEnabled(not self._keymap.is_default(action))
            self.note.setText(self.tr("Click into the field and press the new key."))
        self._show_key()

    @Slot()
    def _show_key(self) -> None:
        key, action = same_key(self.recorder.key), self.action
        usable = bool(key) and action is not None
        if usable and (held := held_key_words(key)):
            usable = False
            self.note.setText(self.tr("This key is taken for good: {}.").format(held))
        elif usable:
            owner = self._keymap.owner(key)
            if owner is None:
                self.note.setText(self.tr("This key is free."))
            elif owner is action:
                self.note.setText(self.tr("It has this key already."))
            else:
                spec = next(each for each in ACTIONS if each.id is owner)
                text = self.tr("This key belongs to “{}”, which loses it if you go on.")
                self.note.setText(text.format(words_of(spec.text)))
        self.use.setEnabled(usable)
        self.add.setEnabled(usable)

    # ---- what is changed ---------------------------------------------------------------------

    @Slot()
    def _use(self) -> None:
        if self.action is not None:
            self._keymap.set_keys(self.action, [self.recorder.key])

    @Slot()
    def _add(self) -> None:
        if self.action is not None:
            self._keymap.set_keys(self.action, [*self._keymap.keys(self.action), self.recorder.key])

    @Slot()
    def _remove(self) -> None:
        if self.action is not None:
            self._keymap.set_keys(self.action, [])

    @Slot()
    def _reset(self) -> None:
        if self.action is not None:
            self._keymap.reset(self.action)

    # ---- layout ------------------------------------------------------------------------------

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 3, self)
        table.setHorizontalHeaderLabels(["", self.tr("What"), self.tr("Keys")])
        table.setAccessibleName(self.tr("Keys"))
        table.verticalHeader().hide()
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(GROUP, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(KEYS, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(KEYS, 30 * UNIT)
        return table

    def _lay_out(self) -> None:
        editing = QHBoxLayout()
        editing.setSpacing(UNIT)
        for widget in (self.recorder, self.use, self.add, self.remove, self.reset):
            editing.addWidget(widget)
        editing.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.title)
        layout.addLayout(editing)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.table.itemSelectionChanged.connect(self._show_action)
        self.table.doubleClicked.connect(self.recorder.setFocus)
        self.recorder.recorded.connect(self._show_key)
        self.use.clicked.connect(self._use)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._keymap.reset_all)
        self.buttons.rejected.connect(self.reject)
        self._keymap.changed.connect(self._fill)
