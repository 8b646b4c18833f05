"""Watching what other processes do in the folders of the open project.

The folders are all that is known: what was started here, in a shell or before the window was opened
is alike. They are read in threads, never in the window's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_gui.presenters.training.processes import Estimator, Launcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from stac_core.project import Project
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks

QUICK_MS: Final = 500
"""Between two looks while somebody watches."""

SLOW_MS: Final = 5000
"""Likewise while nobody does."""


class Watcher(QObject):
    """Looks again and again at what works in a project, asks for estimates, starts processes.

    Heirs call `_follow`, say how a thread looks (`_scan_of`) and what follows (`_on_seen`).

    Args:
        tasks: Runs functions in threads.
        launcher: Starts processes.
        estimator: Asks for estimates; by default the program itself is asked.
        parent: Owner.

    Signals:
        estimate_changed: See `estimate`, `estimate_problem`, `is_estimating`.
        message: Level ("info", "warning", "error") and words.
    """

    estimate_changed = Signal()
    message = Signal(str, str)

    def __init__(
        self,
        tasks: Tasks,
        launcher: Launcher,
        estimator: Estimator | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._launcher = launcher
        self._estimator = estimator or Estimator(self)
        self._root: Path | None = None
        self._followed: object | None = None
        self._scanning = self._scan_again = False
        self.project: Project | None = None
        self.read_only = False
        self.estimate: dict[str, Any] | None = None
        self.estimate_problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(SLOW_MS)
        self._timer.timeout.connect(self.look)
        self._estimator.answered.connect(self._on_estimate)
        self._estimator.failed.connect(self._on_no_estimate)

    # ---- what is open ----------------------------------------------------------------------------

    @property
    def root(self) -> Path | None:
        """The project's folder; None where no project is open."""
        return self._root

    def _follow(self, project: Project | None, root: Path | None, read_only: bool) -> None:
        """Forget the project before; `look` sees this one from now on."""
        self._estimator.cancel()
        self._root, self.project, self.read_only = root, project, read_only
        self._followed = None if root is None else object()
        self._scan_again = False
        self.estimate, self.estimate_problem = None, ""
        if root is None:
            self._timer.stop()
        else:
            self._timer.start()

    def close(self) -> None:
        """Follow nothing; what is at work goes on."""
        self._timer.stop()
        self._estimator.close()
        self._launcher.close()
        self._followed = None

    def watch_closely(self, closely: bool) -> None:
        """Look often while somebody watches."""
        self._timer.setInterval(QUICK_MS if closely else SLOW_MS)
        if closely:
            self.look()

    # ---- looking ---------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Look now; while a look is on its way, once more after it."""
        followed = self._followed
        if followed is None:
            return
        if self._scanning:
            self._scan_again = True
            return
        self._scanning = True
        scan = self._scan_of()
        self._tasks.submit(
            scan,
            lambda seen: self._on_scanned(followed, seen),
            lambda error: self._on_scan_failed(followed, error),
        )

    def _on_scanned(self, followed: object, seen: Any) -> None:
        self._scanning = False
        if followed is self._followed:
            self._on_seen(seen)
        if self._scan_again or followed is not self._followed:
            self._scan_again = False
            self.look()

    def _on_scan_failed(self, followed: object, error: ErrorInfo) -> None:
        self._scanning = self._scan_again = False
        if followed is self._followed:
            self.message.emit("warning", error.message)
        else:
            self.look()  # the project that could not be read was left meanwhile

    def _scan_of(self) -> Callable[[], Any]:
        """What a thread does to look."""
        raise NotImplementedError

    def _on_seen(self, seen: Any) -> None:
        """Take what the thread saw of the project that is still open."""
        raise NotImplementedError

    # ---- the estimate ----------------------------------------------------------------------------

    @property
    def is_estimating(self) -> bool:
        """Whether an estimate is on its way."""
        return self._estimator.is_busy

    @Slot(object)
    def _on_estimate(self, values: dict[str, Any]) -> None:
        self.estimate, self.estimate_problem = values, ""
        self.estimate_changed.emit()

    @Slot(str)
    def _on_no_estimate(self, text: str) -> None:
        self.estimate, self.estimate_problem = None, text
        self.estimate_changed.emit()

    # ---- starting and steering -------------------------------------------------------------------

    def _launch(self, folder: Path) -> None:
        """Start the process that works in a folder."""
        self._launcher.start(folder, self._tasks, self._on_launched)
        self.look()

    def _on_launched(self, problem: ErrorInfo | None) -> None:
        if problem is not None:
            self.message.emit("error", self.tr("The program cannot be started."))
        self.look()

    def _complain(self, error: ErrorInfo) -> None:
        text = f"{error.message}\n{error.details}" if error.details else error.message
        self.message.emit("error", text)
        self.look()
