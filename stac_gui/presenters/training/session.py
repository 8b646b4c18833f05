"""Training in the window: what runs there are, which one is looked at, and what is asked of them.

The run folders are all that is known of a run: those started here, in a shell or before the window
was opened are alike. Files are read and written in threads, never in the window's.
"""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from stac_core.errors import StacError
from stac_core.io import storage_error
from stac_core.project import load_project, relative_to_project, save_project, with_settings
from stac_core.runs import (
    queue_run,
)
from stac_core.work_folder import ask_to_go_on, ask_to_pause, ask_to_stop, kill
from stac_gui.library_words import error_words
from stac_gui.models.run_settings import (
    RunSettings,
    arguments_of,
    project_for,
    settings_of,
)
from stac_gui.models.runs import ACTIVE, RESUMABLE, RunDetails, RunRow
from stac_gui.presenters.training.processes import Estimator, Launcher
from stac_gui.presenters.training.scanner import RunScanner, Scan
from stac_gui.presenters.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QObject

    from stac_core.project import Project
    from stac_core.runs import Stage
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks

_URGENT: Final = 10
"""A wish to a run goes before pictures and scans."""

PATIENCE: Final = 20.0
"""Seconds after which a run that was asked to stop may be killed."""


class TrainingSession(Watcher):
    """The runs of the project that is open.

    Args:
        tasks: Runs functions in threads.
        launcher: Starts processes; tests give their own.
        estimator: Asks for estimates; tests give their own.
        parent: Owner.

    Signals:
        opened: Another project, or none.
        rows_changed: The list of runs is different.
        details_changed: There is more to show of the runs that are looked at.
        queued: A run was queued here; it is selected now.
        model_wanted: Stage and path of a run's model that the project uses from now on.
    """

    opened = Signal()
    rows_changed = Signal()
    details_changed = Signal()
    queued = Signal()
    model_wanted = Signal(str, object)

    def __init__(
        self,
        tasks: Tasks,
        *,
        launcher: Launcher | None = None,
        estimator: Estimator | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks, launcher or Launcher(), estimator, parent)
        self._scanner: RunScanner | None = None
        self._scan = Scan()
        self._runs_queue = False
        self._is_queueing = False
        self._leaving: set[str] = set()
        self._in_use: dict[Stage, Path | None] = {}
        self.selected = ""
        self.compared = ""
        self.smooth = True

    # ---- what is open ------------------------------------------------------------------------

    def open(self, project: Project | None, root: Path | None, *, read_only: bool = False) -> None:
        """Follow the runs of another project; None for a bare folder or nothing."""
        self._follow(project, root, read_only)
        self._scanner = None if root is None else RunScanner(root)
        self._scan, self.selected, self.compared = Scan(), "", ""
        self._runs_queue = False
        self._leaving = set()
        self.opened.emit()
        self.rows_changed.emit()
        self.details_changed.emit()
        self.look()

    def set_in_use(self, stage: Stage, model: Path | None) -> None:
        """Which model file of a stage the window uses."""
        if model != self._in_use.get(stage):
            self._in_use[stage] = model
            self.look()

    # ---- the runs ----------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[RunRow, ...]:
        """The runs, newest first."""
        return self._scan.rows

    def row(self, name: str) -> RunRow | None:
        """A run by its name."""
        return next((row for row in self.rows if row.name == name), None)

    @property
    def active(self) -> RunRow | None:
        """The run that a process works on."""
        return next((row for row in self.rows if row.is_active), None)

    @property
    def waiting(self) -> list[RunRow]:
        """Queued runs, the next one first."""
        return [row for row in reversed(self.rows) if row.phase == "queued"]

    @property
    def queue_is_halted(self) -> bool:
        """Whether runs wait and nothing will start them by itself."""
        return bool(self.waiting) and not self._runs_queue

    @property
    def details(self) -> RunDetails | None:
        """Everything about the selected run."""
        return self._scan.details.get(self.selected)

    @property
    def compared_details(self) -> RunDetails | None:
        """Everything about the run that the selected one is compared with."""
        return self._scan.details.get(self.compared)

    def select(self, name: str) -> None:
        """Look closely at a run; an empty name at none."""
        if name != self.selected:
            self.selected = name
            self.details_changed.emit()
            self.look()

    def compare_with(self, name: str) -> None:
        """Look closely at a second run."""
        if name != self.compared:
            self.compared = name
            self.details_changed.emit()
            self.look()

    def set_smooth(self, smooth: bool) -> None:
        """Whether losses are averaged over neighbours."""
        self.smooth = smooth
        self.look()

    def _scan_of(self) -> Callable[[], Scan]:
        scanner, smooth = self._scanner, self.smooth
        wanted = [name for name in (self.selected, self.compared) if name]
        starting = {
            row.name: alive
            for row in self.rows
            if (alive := self._launcher.lives(row.path)) is not None
        }
        in_use = frozenset(path for path in self._in_use.values() if path is not None)

        def scan() -> Scan:
            if scanner is None:
                return Scan()
            return scanner.scan(wanted, starting=starting, in_use=in_use, smooth=smooth)

        return scan

    def _on_seen(self, seen: Scan) -> None:
        before, self._scan = self._scan, seen
        self._settle()
        if seen.rows != before.rows:
            self.rows_changed.emit()
        if seen.details != before.details:
            self.details_changed.emit()
        self._go_on_with_queue()

    def _settle(self) -> None:
        """Forget the processes that have begun: their folders say the rest."""
        for row in self.rows:
            if row.state in {"running", "paused", "completed", "failed", "cancelled"}:
                self._launcher.forget(row.path)

    # ---- starting ----------------------------------------------------------------------------

    def settings(
        self, preset: str, device: str = "auto", stage: Stage = "train"
    ) -> RunSettings | None:
        """What a preset says for the project; None where none is open."""
        return None if self.project is None else settings_of(self.project, preset, device, stage)

    def ask_estimate(self, settings: RunSettings) -> None:
        """Ask how long a run of these settings takes."""
        if self.project is None or self._root is None:
            return
        self.estimate, self.estimate_problem = None, ""
        try:
            options = arguments_of(self.project, settings)
        except StacError as error:
            self.estimate_problem = error_words(error)
        else:
            self._estimator.ask([settings.stage, str(self._root), *options])
        self.estimate_changed.emit()

    def start(self, settings: RunSettings, name: str = "") -> None:
        """Queue a run; it starts at once where nothing else runs."""
        if self._root is None or self._is_queueing:
            return
        self._estimator.cancel()  # it would only slow the run down
        self._is_queueing = True
        root, wanted = self._root, name.strip() or None

        def queue() -> Path:
            # what was tagged or set meanwhile is in the files
            project = project_for(load_project(root), settings)
            return queue_run(project, root, wanted, device=settings.device, stage=settings.stage)

        self._tasks.submit(queue, self._on_queued, self._on_not_queued)

    def _on_queued(self, folder: Path) -> None:
        self._is_queueing = False
        if folder.parent.parent == self._root:
            self._runs_queue = True
            self.selected = folder.name
            self.queued.emit()
            self.details_changed.emit()
            self.look()

    def _on_not_queued(self, error: ErrorInfo) -> None:
        self._is_queueing = False
        self._complain(error)

    def start_queue(self) -> None:
        """Start the runs that wait, one after the other."""
        self._runs_queue = True
        self._go_on_with_queue()

    def go_on(self, name: str) -> None:
        """Go on with a run that was stopped, failed or broke off."""
        row = self.row(name)
        if row is None or row.phase not in RESUMABLE:
            return
        if self.active is not None:
            self.message.emit(
                "warning", self.tr("Another run is at work. Stop or pause it, or wait for its end.")
            )
            return
        self._launch(row.path)

    def _go_on_with_queue(self) -> None:
        if not self._runs_queue or self._followed is None or self.active is not None:
            return
        if any(self._launcher.lives(row.path) for row in self.rows):  # its folder will say so soon
            return
        waiting = [
            row
            for row in self.waiting
            if row.name not in self._leaving and self._launcher.lives(row.path) is None
        ]
        if waiting:
            self._launch(waiting[0].path)
        elif self.rows:
            self._runs_queue = False

    def _on_launched(self, problem: ErrorInfo | None) -> None:
        if problem is not None:
            self._runs_queue = False
        super()._on_launched(problem)

    # ---- steering ----------------------------------------------------------------------------

    def pause(self, name: str) -> None:
        """Ask a run to wait."""
        self._steer(name, ask_to_pause)

    def unpause(self, name: str) -> None:
        """Let a run that waits go on."""
        self._steer(name, ask_to_go_on)

    def stop(self, name: str) -> None:
        """Ask a run to stop after its step."""
        self._runs_queue = False  # whoever stops a run does not want the next one to start
        self._steer(name, ask_to_stop)

    def may_kill(self, name: str) -> bool:
        """Whether a run has not stopped for so long that killing it is the way out."""
        row = self.row(name)
        if row is None or row.phase != "stopping" or row.stopping_since is None:
            return False
        return time.time() - row.stopping_since > PATIENCE

    def kill(self, name: str) -> None:
        """End a run's process; its last checkpoint stays."""
        self._steer(name, kill)

    def remove(self, name: str) -> None:
        """Take a run that never began from the queue."""
        row = self.row(name)
        if row is None or row.has_events or row.phase not in {"queued", "refused"}:
            return
        self._leaving.add(name)  # else the queue may start it meanwhile

        def settle(*_: object) -> None:
            self._leaving.discard(name)
            self.look()

        def complain(error: ErrorInfo) -> None:
            self._complain(error)
            settle()

        self._tasks.submit(lambda: _remove(row.path), settle, complain)

    def use_model(self, name: str) -> None:
        """Let the project use a run's model."""
        row, root = self.row(name), self._root
        if row is None or root is None or not row.has_model:
            return
        stage, model = row.stage, row.model

        def done(project: Project) -> None:
            if root == self._root:
                self.project = project
                self.model_wanted.emit(stage, model)
                text = self.tr("The model of run {} is in use now.").format(name)
                self.message.emit("info", text)
                self.look()

        self._tasks.submit(lambda: _put_in_use(root, model, stage), done, self._complain)

    def _steer(self, name: str, how: Callable[[Path], None]) -> None:
        row = self.row(name)
        if row is not None and row.phase in ACTIVE:
            path = row.path
            self._tasks.submit(
                lambda: how(path), lambda _: self.look(), self._complain, priority=_URGENT
            )


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise storage_error(folder, error) from error


def _put_in_use(root: Path, model: Path, stage: Stage) -> Project:
    current = {"current": relative_to_project(root, model)}
    section = "model" if stage == "train" else "segment"
    project = with_settings(load_project(root), {section: current}, where=root)
    save_project(project, root)
    return project
