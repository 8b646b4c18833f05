"""The inspector's record: a note on the image at hand, and how its labels came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from stac_gui.theme import UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class NoteField(QLineEdit):
    """A line for a note; Enter and Escape give the keyboard back to the image.

    Signals:
        finished: The person has done with typing.
    """

    finished = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}:
            key = cast("QKeyEvent", event).key()
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
                event.accept()  # while typing, Enter decides nothing
                if event.type() == QEvent.Type.KeyPress:
                    self.finished.emit()
                return True
        return super().event(event)


class RecordPanel(QWidget):
    """Note and record of the image at hand.

    Signals:
        note_typed: The note as it is by now.
        history_wanted: All saved masks of the image are to be shown.
    """

    note_typed = Signal(str)
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = NoteField(self)
        self.note.setPlaceholderText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note on this image"))
        self.note.setToolTip(self.tr("A note on this image; it is saved while you type"))
        self.note.textEdited.connect(self.note_typed)
        self.facts = QLabel(self)
        self.facts.setProperty("role", "muted")
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.history = QPushButton(self.tr("History …"), self)
        self.history.setToolTip(self.tr("All saved masks of this image"))
        self.history.clicked.connect(self.history_wanted)
        row = QHBoxLayout()
        row.addWidget(self.history)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.note)
        layout.addWidget(self.facts)
        layout.addLayout(row)

    def show_record(
        self,
        note: str,
        lines: Sequence[str],
        details: Sequence[str] = (),
        *,
        has_history: bool,
    ) -> None:
        """Show what is known of the image at hand; details are seen when pointed at."""
        if self.note.text() != note:  # else the cursor would jump while somebody types
            self.note.setText(note)
        text, more = "\n".join(lines), "\n".join(details)
        if text != self.facts.text():
            self.facts.setText(text)
            self.facts.setAccessibleName(text)
        if more != self.facts.toolTip():
            self.facts.setToolTip(more)
            self.facts.setAccessibleDescription(more)
        self.history.setEnabled(has_history)
