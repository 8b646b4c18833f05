"""Which images are walked through, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from numpy.typing import NDArray

AHEAD: Final = 3
BEHIND: Final = 1


class Walk(QObject):
    """The order of the list, which is the order of next and previous.

    Args:
        parent: Owner.

    Signals:
        changed: The order is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.order: NDArray[np.int32] = np.zeros(0, np.int32)

    def open(self, count: int) -> None:
        """So many images, in their own order."""
        self.order = np.arange(count, dtype=np.int32)
        self.changed.emit()

    def position(self, row: int) -> int:
        """Place of a row in the order; -1 where it is left out."""
        return row if 0 <= row < len(self.order) else -1

    def next_row(self, row: int) -> int | None:
        """The row after this one; None at the end."""
        return row + 1 if row + 1 < len(self.order) else None

    def previous_row(self, row: int) -> int | None:
        """The row before this one; None at the beginning."""
        return row - 1 if 0 < row <= len(self.order) else None

    def neighbours(self, row: int) -> list[int]:
        """Rows that a person is about to look at, soonest first."""
        found: list[int] = []
        for step, count in ((self.next_row, AHEAD), (self.previous_row, BEHIND)):
            at: int | None = row
            for _ in range(count):
                at = None if at is None else step(at)
                if at is None:
                    break
                found.append(at)
        return found
