"""Reads small picture files off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from pathlib import Path

    from stac_gui.workers.tasks import TaskPool


class PictureReader(QObject):
    """Reads pictures in the order they are asked for.

    Args:
        tasks: Runs functions in threads.
        parent: Owner.

    Signals:
        loaded: Path and QImage; an empty one if the file cannot be read.
    """

    loaded = Signal(str, QImage)

    def __init__(self, tasks: TaskPool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._generation = 0

    def request(self, path: Path) -> None:
        """Ask for a picture."""
        generation = self._generation

        def done(picture: QImage) -> None:
            if generation == self._generation:
                self.loaded.emit(str(path), picture)

        self._tasks.submit(lambda: QImage(str(path)), done, lambda error: None)

    def clear(self) -> None:
        """Forget what was asked for."""
        self._generation += 1
