"""Moving the threshold by keys: presses that follow each other are one step, saved at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from stac_gui.presenters.review import ReviewSession

STEP: Final = 0.01
PAUSE_MS: Final = 700
"""Presses that are further apart are steps of their own."""


class ThresholdKeys(QObject):
    """Raises and lowers the threshold of the mask at hand.

    Args:
        session: Which image is at hand.
        parent: Owner.
    """

    def __init__(self, session: ReviewSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gesture = 0  # negative, so that it is never the number of a slider's drag
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE_MS)
        self.timer.timeout.connect(self._end)
        session.leaving.connect(self.timer.stop)  # leaving ends the step itself

    def move(self, steps: int) -> None:
        """Move the threshold by some steps of 0.01."""
        if self._session.item is None:
            return
        if not self.timer.isActive():
            self._gesture -= 1
        self.timer.start()
        value = round(min(max(self._session.spec.threshold + steps * STEP, 0.0), 1.0), 3)
        self._session.set_threshold(value, gesture=self._gesture)

    @Slot()
    def _end(self) -> None:
        self._session.end_gesture()
