"""Everything that takes long, in one place: what it is, how far it is, and a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.errors import Cancelled
from stac_core.types import CancelToken
from stac_gui.models.activities import Activity

if TYPE_CHECKING:
    from collections.abc import Callable

    from stac_core.types import Progress
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks

POLL_MS: Final = 200
"""Between two looks at how far the jobs are; they count in threads of their own."""


class _Job:
    """A job of our own; its figures are written in its thread and read in the window's."""

    def __init__(self, key: str, words: str) -> None:
        self.key, self.words = key, words
        self.cancel = CancelToken()
        self.done = self.total = 0

    def count(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def activity(self) -> Activity:
        return Activity(self.key, self.words, self.done, self.total, self.cancel.is_cancelled)


_STOPPED: Final = object()


class Activities(QObject):
    """Runs jobs and knows of those that others run.

    Args:
        tasks: Runs functions in threads.
        parent: Owner.

    Signals:
        changed: See `current`.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs: dict[str, _Job] = {}
        self._watched: dict[str, tuple[Callable[[], Activity | None], Callable[[], object]]] = {}
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.changed)

    def current(self) -> list[Activity]:
        """What is at work now."""
        found = [job.activity() for job in self._jobs.values()]
        for look, _ in self._watched.values():
            activity = look()
            if activity is not None:
                found.append(activity)
        return found

    def run(
        self,
        words: str,
        work: Callable[[Progress, CancelToken], Any],
        done: Callable[[Any], None],
        failed: Callable[[ErrorInfo], None],
        stopped: Callable[[], None] = lambda: None,
    ) -> str:
        """Run a job in a thread; exactly one of three callbacks follows.

        Args:
            words: What it is.
            work: Gets something to count with, and a token to look at.
            done: Gets its result.
            failed: Gets what went wrong.
            stopped: Called where somebody stopped it.

        Returns:
            The job's key.
        """
        self._number += 1
        job = _Job(f"job-{self._number}", words)
        self._jobs[job.key] = job
        self._timer.start()

        def run() -> Any:
            try:
                return work(job.count, job.cancel)
            except Cancelled:
                return _STOPPED

        def on_done(result: Any) -> None:
            self._end(job)
            if result is _STOPPED:
                stopped()
            else:
                done(result)

        def on_failed(error: ErrorInfo) -> None:
            self._end(job)
            failed(error)

        self._tasks.submit(run, on_done, on_failed)
        self.changed.emit()
        return job.key

    def watch(
        self, key: str, look: Callable[[], Activity | None], stop: Callable[[], object]
    ) -> None:
        """Know of something that somebody else runs.

        Args:
            key: Names it; its activities have the same.
            look: What is at work now, or None.
            stop: Asks it to stop.
        """
        self._watched[key] = (look, stop)

    @Slot(str)
    def stop(self, key: str) -> None:
        """Ask something to stop."""
        if key in self._jobs:
            self._jobs[key].cancel.cancel()
        elif key in self._watched:
            self._watched[key][1]()
        self.changed.emit()

    def close(self) -> None:
        """Ask all own jobs to stop: nobody waits for them any more."""
        self._timer.stop()
        for job in self._jobs.values():
            job.cancel.cancel()

    def _end(self, job: _Job) -> None:
        self._jobs.pop(job.key, None)
        if not self._jobs:
            self._timer.stop()
        self.changed.emit()
