"""The pipeline of the open project: its estimate, start, progress and end."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from stac_core.engine.events import EVENTS_FILE, EventReader
from stac_core.pipeline.folder import (
    CANCEL_FILE,
    PIPELINE_FOLDER,
    REPORT_PAGE,
    Frozen,
    Measure,
    ask_to_stop,
    kill_pipeline,
    list_pipelines,
    read_frozen,
    read_state,
    status_of,
)
from stac_core.pipeline.recipe import DEFAULT_RECIPE, load_recipe
from stac_core.project import load_project, resolve
from stac_gui.models.pipelines import CAN_GO_ON, PipelinePhase, PipelineView, StageRow
from stac_gui.presenters.training.processes import Estimator, Launcher
from stac_gui.presenters.training.scanner import last_words

if TYPE_CHECKING:
    from pathlib import Path

    from stac_core.project import Project
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks

VERB: Final = "pipeline"

QUICK_MS: Final = 500
"""Between two looks while somebody watches."""

SLOW_MS: Final = 5000
"""Likewise while nobody does."""

PATIENCE: Final = 30.0
"""Seconds after which a pipeline that was asked to stop may be killed."""


@dataclass
class _Follower:
    """Reads a pipeline's events again and again, each time only what is new."""

    path: Path
    offset: int = 0
    reader: EventReader = field(default_factory=EventReader)
    progress: dict[str, Any] = field(default_factory=dict)

    def poll(self) -> None:
        with contextlib.suppress(OSError), (self.path / EVENTS_FILE).open("rb") as file:
            file.seek(self.offset)
            data = file.read()
            self.offset += len(data)
            for event in self.reader.feed(data):
                if event.type == "progress":
                    self.progress = dict(event.fields)
                elif event.type in {"run_start", "run_end"}:
                    self.progress = {}


class PipelineScanner:
    """Finds the latest pipeline of a project and how far it is. One call of `scan` at a time.

    Args:
        root: The project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._follower: _Follower | None = None

    def scan(self, *, starts: bool | None) -> PipelineView | None:
        """The latest pipeline; None where there is none.

        Args:
            starts: Whether the process that was started for it lives; None if none was.

        Raises:
            StacError: If it cannot be read.
        """
        found = list_pipelines(self.root)
        if not found:
            return None
        path = found[-1]
        if self._follower is None or self._follower.path != path:
            self._follower = _Follower(path)
        self._follower.poll()
        progress = self._follower.progress
        frozen, state = read_frozen(path), read_state(path)
        phase: PipelinePhase = status_of(path, state)
        stopping = _changed(path / CANCEL_FILE)
        if phase == "running" and stopping is not None:
            phase = "stopping"
        if phase in {"waiting", "crashed", "cancelled", "failed"} and starts:
            phase = "starting"
        error = state.error if phase == "failed" else ""
        if phase == "crashed" or (phase == "waiting" and starts is False):
            error = last_words(path)
        about = {spec.name: spec.about for spec in frozen.stages.stages}
        rows = []
        for stage in state.stages:
            mine = progress if progress.get("stage") == stage.name else {}
            at_work = phase in {"running", "stopping"} and stage.status == "running"
            total = int(mine.get("total") or 0)
            rows.append(
                StageRow(
                    name=stage.name,
                    kind=stage.kind,
                    about=about.get(stage.name, ""),
                    status="waiting" if stage.status == "running" and not at_work else stage.status,
                    seconds=float(mine.get("stage_seconds") or stage.seconds),
                    expected=frozen.estimate.get(stage.name),
                    share=int(mine.get("done") or 0) / total if at_work and total else None,
                    what=str(mine.get("what", "")) if at_work else "",
                )
            )
        page = path / REPORT_PAGE
        return PipelineView(
            name=path.name,
            path=path,
            phase=phase,
            stages=tuple(rows),
            seconds=sum(row.seconds for row in rows),
            seconds_left=progress.get("seconds_left") if phase == "running" else None,
            error=error,
            report=page if page.is_file() else None,
            stopping_since=stopping,
        )


class PipelineSession(QObject):
    """The pipeline of the project that is open.

    Args:
        tasks: Runs functions in threads.
        launcher: Starts processes; tests give their own.
        estimator: Asks for estimates; tests give their own.
        parent: Owner.

    Signals:
        changed: See `view`, `project`.
        estimate_changed: See `estimate`, `estimate_problem`, `is_estimating`.
        finished: A pipeline that was at work is done; carries the `PipelineView`.
        message: Level ("info", "warning", "error") and words.
    """

    changed = Signal()
    estimate_changed = Signal()
    finished = Signal(object)
    message = Signal(str, str)

    def __init__(
        self,
        tasks: Tasks,
        *,
        launcher: Launcher | None = None,
        estimator: Estimator | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._launcher = launcher or Launcher(verb=lambda folder: VERB)
        self._estimator = estimator or Estimator(self)
        self._root: Path | None = None
        self._scanner: PipelineScanner | None = None
        self._scanning = self._scan_again = self._is_preparing = False
        self._recipe = load_recipe(DEFAULT_RECIPE)
        self.project: Project | None = None
        self.read_only = False
        self.view: PipelineView | None = None
        self.device = "auto"
        self.estimate: dict[str, Any] | None = None
        self.estimate_problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(SLOW_MS)
        self._timer.timeout.connect(self.look)
        self._estimator.answered.connect(self._on_estimate)
        self._estimator.failed.connect(self._on_no_estimate)

    def open(self, project: Project | None, root: Path | None, *, read_only: bool = False) -> None:
        """Follow the pipeline of another project; None for a bare folder or nothing."""
        self._estimator.cancel()
        self._root, self.project, self.read_only = root, project, read_only
        self._scanner = None if root is None else PipelineScanner(root)
        self.view, self.estimate, self.estimate_problem = None, None, ""
        self._scan_again = False
        if root is None:
            self._timer.stop()
        else:
            self._timer.start()
        self.changed.emit()
        self.estimate_changed.emit()
        self.look()

    def close(self) -> None:
        """Follow nothing; a pipeline at work goes on."""
        self._timer.stop()
        self._estimator.close()
        self._launcher.close()
        self._scanner = None

    @property
    def root(self) -> Path | None:
        """The project's folder; None where no project is open."""
        return self._root

    def watch_closely(self, closely: bool) -> None:
        """Look often while somebody watches."""
        self._timer.setInterval(QUICK_MS if closely else SLOW_MS)
        if closely:
            self.look()

    # ---- looking ---------------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Look at the pipeline now."""
        scanner = self._scanner
        if scanner is None:
            return
        if self._scanning:
            self._scan_again = True
            return
        self._scanning = True
        starts = None if self.view is None else self._launcher.lives(self.view.path)
        self._tasks.submit(
            lambda: (scanner, scanner.scan(starts=starts)), self._on_scan, self._on_scan_failed
        )

    def _on_scan(self, result: tuple[PipelineScanner, PipelineView | None]) -> None:
        self._scanning = False
        scanner, view = result
        if scanner is self._scanner:
            before, self.view = self.view, view
            if view is not None and view.phase in {"running", "completed"}:
                self._launcher.forget(view.path)
            if view != before:
                self.changed.emit()
                was_at_work = before is not None and before.is_at_work
                if view is not None and was_at_work and view.phase == "completed":
                    self.finished.emit(view)
        if self._scan_again or scanner is not self._scanner:
            self._scan_again = False
            self.look()

    def _on_scan_failed(self, error: ErrorInfo) -> None:
        self._scanning = self._scan_again = False
        self.message.emit("warning", error.message)

    # ---- the estimate ----------------------------------------------------------------------------

    def ask_estimate(self, device: str) -> None:
        """Ask how long a new pipeline takes, and whether anything is in its way."""
        self.device = device
        if self._root is None:
            return
        self.estimate, self.estimate_problem = None, ""
        self._estimator.ask([VERB, str(self._root), "--recipe", DEFAULT_RECIPE, "--device", device])
        self.estimate_changed.emit()

    def want_no_estimate(self) -> None:
        """Nobody looks at it any more."""
        self._estimator.cancel()
        self.estimate_changed.emit()

    @property
    def planned(self) -> tuple[StageRow, ...]:
        """The stages of a new pipeline, with their times where they were estimated."""
        expected = {}
        if self.estimate is not None:
            expected = {each["name"]: float(each["seconds"]) for each in self.estimate["stages"]}
        return tuple(
            StageRow(spec.name, spec.stage, spec.about, expected=expected.get(spec.name))
            for spec in self._recipe.stages
        )

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

    # ---- steering --------------------------------------------------------------------------------

    def start(self) -> None:
        """Start a new pipeline as it was estimated."""
        root, values = self._root, self.estimate
        if root is None or values is None or self._is_preparing:
            return
        self._is_preparing = True
        device = self.device

        def prepare() -> Path:
            # its engine is of no use to the window, only what it writes down
            from stac_core.pipeline.run import start_pipeline

            project = load_project(root)
            masks = project.data.validation_masks
            frozen = Frozen(
                recipe=DEFAULT_RECIPE,
                stages=self._recipe,
                device=device,
                gpu=bool(values["gpu"]),
                measure=Measure(None if masks is None else str(resolve(root, masks))),
                estimate={each["name"]: float(each["seconds"]) for each in values["stages"]},
            )
            folder = root / PIPELINE_FOLDER / time.strftime("%Y%m%d-%H%M%S")
            start_pipeline(folder, frozen, project, root)
            return folder

        self._tasks.submit(prepare, self._launch, self._on_not_prepared)

    def go_on(self) -> None:
        """Go on with the pipeline that was stopped, failed or broke off."""
        if self.view is not None and self.view.phase in CAN_GO_ON:
            self._launch(self.view.path)

    def stop(self) -> None:
        """Ask it to stop in order."""
        view = self.view
        if view is not None and view.is_at_work:
            self._tasks.submit(lambda: ask_to_stop(view.path), self._on_steered, self._complain)

    @property
    def may_kill(self) -> bool:
        """Whether it has not stopped for so long that killing it is the way out."""
        since = None if self.view is None else self.view.stopping_since
        return since is not None and time.time() - since > PATIENCE

    def kill(self) -> None:
        """End its process; it can go on later."""
        view = self.view
        if view is not None and view.phase == "stopping":
            self._tasks.submit(lambda: kill_pipeline(view.path), self._on_steered, self._complain)

    def _launch(self, folder: Path) -> None:
        self._is_preparing = False
        self._estimator.cancel()
        self._launcher.start(folder, self._tasks, self._on_launched)
        self.look()

    def _on_launched(self, problem: ErrorInfo | None) -> None:
        if problem is not None:
            self.message.emit("error", self.tr("The program cannot be started."))
        self.look()

    def _on_not_prepared(self, error: ErrorInfo) -> None:
        self._is_preparing = False
        self._complain(error)

    def _on_steered(self, _: object) -> None:
        self.look()

    def _complain(self, error: ErrorInfo) -> None:
        text = f"{error.message}\n{error.details}" if error.details else error.message
        self.message.emit("error", text)
        self.look()


def _changed(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None
