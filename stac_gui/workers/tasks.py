"""Small jobs off the GUI thread: a function runs in a pool, its result or error comes back."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QRunnable, Qt, QThread, QThreadPool, Signal, Slot

from stac_gui.outcome import ErrorInfo, describe_error

Done = Callable[[Any], None]
Failed = Callable[[ErrorInfo], None]

NICENESS: Final = 5
"""On Linux: by how much the window's thread goes before the pools' threads."""

_of_thread = threading.local()


def _step_aside() -> None:
    """Let the window's thread go first where all processors are busy.

    Qt does so by itself, but on Linux, where it knows of no such priorities of threads. There a
    process that a job starts, such as a training, steps aside likewise.
    """
    if sys.platform != "linux" or getattr(_of_thread, "steps_aside", False):
        return
    _of_thread.steps_aside = True
    with contextlib.suppress(OSError):  # where a sandbox forbids it, work is done all the same
        before = os.getpriority(os.PRIO_PROCESS, os.getpid())
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), before + NICENESS)


class _Relay(QObject):
    """Lives in the GUI thread; the job's signal is queued to it."""

    ended = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_closed = False
        self.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @Slot(object, object, object)
    def _on_ended(self, callback: Callable[[Any], None], value: Any, forget: Any) -> None:
        forget()
        if not self.is_closed:  # what was queued before still arrives
            callback(value)


class _Job(QRunnable):
    def __init__(
        self,
        relay: _Relay,
        work: Callable[[], Any],
        done: Done,
        failed: Failed,
        forget: Callable[[], None],
    ) -> None:
        super().__init__()
        self._relay, self._work = relay, work
        self._done, self._failed, self._forget = done, failed, forget

    def run(self) -> None:
        _step_aside()
        try:
            result = self._work()
        except BaseException as error:  # noqa: BLE001 - the thread's edge: everything is reported
            self._relay.ended.emit(self._failed, describe_error(error), self._forget)
        else:
            self._relay.ended.emit(self._done, result, self._forget)


class TaskPool(QObject):
    """Runs functions in threads; exactly one of two callbacks follows, in the GUI thread.

    Where processors are scarce the threads wait for the window's one, not the other way round.

    Args:
        threads: How many run at once.
        parent: Owner.
    """

    def __init__(self, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._pool.setThreadPriority(QThread.Priority.LowPriority)
        self._relay = _Relay(self)
        self._running = 0

    @property
    def running(self) -> int:
        """Jobs whose callback has not been called yet."""
        return self._running

    def submit(
        self, work: Callable[[], Any], done: Done, failed: Failed, *, priority: int = 0
    ) -> None:
        """Run `work`, then call `done` with its result or `failed` with an `ErrorInfo`."""
        self._running += 1
        self._pool.start(_Job(self._relay, work, done, failed, self._forget), priority)

    def close(self) -> None:
        """Wait for the jobs that have begun; forget the others and all results."""
        self._pool.clear()
        self._pool.waitForDone()
        self._relay.is_closed = True

    def _forget(self) -> None:
        self._running -= 1
