"""Draws the loaded main window into a file, without a screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QEventLoop, QObject, QSize, QTimer, Slot

from stac_core.errors import StacError
from stac_core.io import atomic_write_bytes
from stac_core.project import load_project, save_project, with_settings
from stac_core.work_folder import ask_to_stop
from stac_gui.app import make_application
from stac_gui.main_window import MainWindow
from stac_gui.services import WindowServices

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

SIZE: Final = QSize(1600, 1000)
TIMEOUT_MS: Final = 120_000


class ScreenshotError(StacError):
    """The window could not be drawn."""


class _Waiter(QObject):
    """Waits until the first heat map and the thumbnails in sight are painted, its mask refined."""

    def __init__(self, window: MainWindow, services: WindowServices) -> None:
        super().__init__(window)
        self._services = services
        self._refining = window.controller.session.refining
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
        refined = not self._refining.is_busy
        if self._painted and refined and self._services.thumbnails.is_idle:
            self.done = True
            self._loop.quit()


def draw_training(path: Path, target: Path, *, epochs: int, shown: int) -> None:
    """Start a training run in a project and draw the training window while it runs.

    Args:
        path: The project.
        target: The PNG file to write.
        epochs: Of the run.
        shown: Draw after so many epochs.

    Raises:
        ScreenshotError: If the run does not come so far in time.
        StorageError: If the file cannot be written.
    """
    make_application()
    # a small project has too few images of each kind for its usual share to be one
    held_out = {"data": {"validation_share": 0.34}}
    save_project(with_settings(load_project(path), held_out, where=path), path)
    window = MainWindow(WindowServices())
    window.restore_defaults()
    window.resize(SIZE)
    window.show()
    desk = window.controller.training
    loop = QEventLoop()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    limit.start(10 * TIMEOUT_MS)

    def begin() -> None:
        settings = desk.session.settings("")
        if settings is not None and not desk.session.rows:
            desk.show_window()
            wanted = replace(settings, epochs=epochs, batch_size=8, device="cpu")
            desk.session.start(wanted, "first-run")

    def look() -> None:
        details = desk.session.details
        if details is not None and len(details.samples) >= shown:
            QTimer.singleShot(1000, loop.quit)

    desk.session.opened.connect(begin)
    desk.session.details_changed.connect(look)
    window.open_path(path)
    try:
        if loop.exec() or desk.window is None:
            raise ScreenshotError("the training run did not come far enough in time", where=path)
        _save(desk.window, target)
        active = desk.session.active
        if active is not None:
            ask_to_stop(active.path)  # at once: the session would hand it to a thread that ends
    finally:
        window.controller.close()


def _save(widget: QWidget, target: Path) -> None:
    drawn = QBuffer()
    widget.grab().save(drawn, "PNG")
    atomic_write_bytes(target, bytes(drawn.data().data()))


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
        _save(window, target)
    finally:
        window.controller.close()
