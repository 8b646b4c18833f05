"""Notes on images: saved while they are typed, whatever the person does next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from stac_gui.presenters.review import ReviewSession

PAUSE_MS: Final = 800
"""A pause in typing of this length saves the note."""


class Notes(QObject):
    """Holds the note that is being typed until it is saved.

    Args:
        session: Which image is at hand.
        parent: Owner.
    """

    def __init__(self, session: ReviewSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._typed: tuple[str, str] | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE_MS)
        self.timer.timeout.connect(self.save)
        session.leaving.connect(self.save)

    def text(self, image_id: str) -> str:
        """An image's note, as typed or as saved."""
        if self._typed is not None and self._typed[0] == image_id:
            return self._typed[1]
        return self._session.decisions.record(image_id).note

    @Slot(str)
    def type(self, text: str) -> None:
        """The note of the image at hand is this by now."""
        if self._session.item is not None:
            self._typed = (self._session.item.id, text)
            self.timer.start()

    @Slot()
    def save(self) -> None:
        """Save what was typed now."""
        self.timer.stop()
        typed, self._typed = self._typed, None
        if typed is not None and typed[1] != self._session.decisions.record(typed[0]).note:
            self._session.saving.save_note(self._session.data, *typed)
