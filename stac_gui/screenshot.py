"""Draws the loaded main window into a file, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QEventLoop, QObject, QSize, QTimer, Slot

from stac_core.errors import StacError
from stac_core.io import atomic_write_bytes
from stac_gui.app import make_application
from stac_gui.main_window import MainWindow
from stac_gui.services import WindowServices

if TYPE_CHECKING:
    from pathlib import Path

SIZE: Final = QSize(1600, 1000)
TIMEOUT_MS: Final = 120_000


class ScreenshotError(StacError):
    """The window could not be drawn."""


class _Waiter(QObject):
    """Waits until the first heat map and the thumbnails in sight are painted."""

    def __init__(self, window: MainWindow, services: WindowServices) -> None:
        super().__init__(window)
        self._services = services
        self._loop = QEventLoop(self)
        self._painted = False
        self.done = False
        window.canvas.overlay_painted.connect(self._on_painted)
        self._timer = QTimer(self)
        self._timer.setInterval(50)
        self._timer.timeout.connect(self._look)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._loop.quit)

    def wait(self, timeout_ms: int) -> None:
        """Run the event loop until it is done or the time is up."""
        self._timer.start()
        self._limit.start(timeout_ms)
        self._loop.exec()
        self._timer.stop()
        self._limit.stop()

    @Slot(str)
    def _on_painted(self, image_id: str) -> None:
        self._painted = True

    @Slot()
    def _look(self) -> None:
        if self._painted and self._services.thumbnails.is_idle:
            self.done = True
            self._loop.quit()


def draw_window(path: Path, target: Path, *, timeout_ms: int = TIMEOUT_MS) -> None:
    """Open a project or folder and draw the window as soon as the first heat map is painted.

    Args:
        path: What to open.
        target: The PNG file to write.
        timeout_ms: Give up after so many milliseconds.

    Raises:
        ScreenshotError: If no heat map appears in time.
        StorageError: If the file cannot be written.
    """
    make_application()
    services = WindowServices()
    window = MainWindow(services)
    # always the same picture, whatever was left of an earlier window
    window.restore_defaults()
    window.resize(SIZE)
    window.show()
    waiter = _Waiter(window, services)
    window.open_path(path)
    waiter.wait(timeout_ms)
    try:
        if not waiter.done:
            raise ScreenshotError(
                "no heat map appeared in time", where=path, fix=window.messages.text or None
            )
        drawn = QBuffer()
        window.grab().save(drawn, "PNG")
        atomic_write_bytes(target, bytes(drawn.data().data()))
    finally:
        window.controller.close()
