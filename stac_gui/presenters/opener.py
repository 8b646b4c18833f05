"""Opening in the background: the first image at once, the others when they are listed."""

from __future__ import annotations

import contextlib
import gc
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.errors import Cancelled
from stac_core.types import CancelToken
from stac_gui.presenters import opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stac_core.labels.ownership import Claims
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.opening import Opened
    from stac_gui.presenters.services import Tasks


LONGEST_WAIT: Final = 1.0
"""Seconds that listing waits for the window to show the first image."""
SETTLE_MS: Final = 50
"""From the first image's being read: it is painted, and its heat map and the panels follow."""


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Keep Python from looking through all objects for cycles again and again meanwhile.

    It stops every thread: with the records of 100,000 images for up to 180 ms each time. What was
    loaded is left alone by later collections, too; it is given back when nobody refers to it.
    """
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Opener(QObject):
    """Opens projects and folders; the one that was asked for last counts.

    Args:
        tasks: Runs functions in threads.
        claims: Claims projects for this window.
        unsaved: Where work on bare folders is written down until they have a project.
        parent: Owner.

    Attributes:
        is_busy: Whether something is being opened.
        is_cut_short: Whether listing was stopped, so that images may be missing.
        path: What was asked for last.
        listed: How many images are known, once they are many; None where nothing is to be said.

    Signals:
        opened: `Opened`; its images may still be filling.
        filled: `Opened` with all images, after an `opened` that was filling.
        failed: `ErrorInfo`.
        progress_changed: Listing goes on, or has ended.
    """

    opened = Signal(object)
    filled = Signal(object)
    failed = Signal(object)
    progress_changed = Signal()
    _step = Signal(int, object)
    _found = Signal(int, int)

    def __init__(
        self, tasks: Tasks, claims: Claims, unsaved: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._claims, self._unsaved = tasks, claims, unsaved
        self._number = 0
        self._token = CancelToken()
        self._shown = threading.Event()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(lambda: self._shown.set())
        self._has_opened = False
        self.path = Path()
        self.is_busy = self.is_cut_short = False
        self.listed: int | None = None
        # they come from a thread and are queued to this one
        self._step.connect(self._on_step)
        self._found.connect(self._on_found)

    def open(self, path: Path, wanted: Path | None = None, *, force: bool = False) -> None:
        """Open a project or folder.

        Args:
            path: Project or folder.
            wanted: An image in it that is to be shown first.
            force: Take it from a window on another computer.
        """
        self._token.cancel()  # what was being opened before
        self._settled.stop()
        self._shown.set()
        self._token = token = CancelToken()
        self._shown = shown = threading.Event()
        self._number += 1
        number = self._number
        self._has_opened = False
        self.path = path
        self.is_busy, self.is_cut_short, self.listed = True, False, None

        def work() -> None:
            steps = opening.open_in_steps(
                path,
                self._claims,
                unsaved=self._unsaved,
                force=force,
                wanted=wanted,
                cancel=token,
                found=lambda count: self._found.emit(number, count),
            )
            try:
                with _without_collection():
                    for opened in steps:
                        self._step.emit(number, opened)
                        if opened.is_filling:  # the window shows it, with nobody in its way
                            shown.wait(LONGEST_WAIT)
            except Cancelled:
                pass  # a person stopped it, or opened something else

        self._tasks.submit(
            work, lambda _: self._end(number), lambda error: self._fail(number, error)
        )
        self.progress_changed.emit()

    @Slot()
    def go_on(self) -> None:
        """The first image is read, or cannot be: show it, then list the others.

        Until then listing waits: a thread that computes in Python makes each call from Qt into the
        window wait, and showing the first image takes some hundreds of them.
        """
        if self.is_busy and self._has_opened and not self._shown.is_set():
            self._settled.start()

    def cancel(self) -> None:
        """List no more; what is there stays."""
        self._token.cancel()
        self.is_cut_short = self.is_busy

    def close(self) -> None:
        """List no more, and take no notice of what still arrives."""
        self._token.cancel()
        self._shown.set()
        self._number += 1
        self.is_busy = False

    @Slot(int, object)
    def _on_step(self, number: int, opened: Opened) -> None:
        if number != self._number:
            opened.give_up()  # the person has chosen something else meanwhile
            return
        signal = self.filled if self._has_opened else self.opened
        self._has_opened = True
        signal.emit(opened)

    @Slot(int, int)
    def _on_found(self, number: int, count: int) -> None:
        if number == self._number and self.is_busy and count > opening.FEW:
            self.listed = count
            self.progress_changed.emit()

    def _end(self, number: int) -> None:
        if number == self._number:
            self.is_busy, self.listed = False, None
            self.progress_changed.emit()

    def _fail(self, number: int, error: ErrorInfo) -> None:
        if number == self._number:
            self._end(number)
            self.failed.emit(error)
