"""The pipeline of the open project: its estimate, start, progress and end."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal

from stac_core.engine.events import EVENTS_FILE, EventReader
from stac_core.pipeline.folder import (
    PIPELINE_FOLDER,
    REPORT_PAGE,
    Frozen,
    Measure,
    list_pipelines,
    read_frozen,
    read_state,
    status_of,
)
from stac_core.pipeline.recipe import DEFAULT_RECIPE, load_recipe
from stac_core.project import load_project, resolve
from stac_core.work_folder import ask_to_stop, kill, stopping_since
from stac_gui.models.pipelines import CAN_GO_ON, PipelinePhase, PipelineView, StageRow
from stac_gui.presenters.training.processes import Estimator, Launcher
from stac_gui.presenters.training.scanner import last_words
from stac_gui.presenters.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QObject

    from stac_core.project import Project
    from stac_gui.outcome import ErrorInfo
    from stac_gui.presenters.services import Tasks

VERB: Final = "pipeline"

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
        stopping = stopping_since(path)
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


class PipelineSession(Watcher):
    """The pipeline of the project that is open.

    Args:
        tasks: Runs functions in threads.
        launcher: Starts processes; tests give their own.
        estimator: Asks for estimates; tests give their own.
        parent: Owner.

    Signals:
        changed: See `view`, `project`.
        finished: A pipeline that was at work is done; carries the `PipelineView`.
    """

    changed = Signal()
    finished = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        *,
        launcher: Launcher | None = None,
        estimator: Estimator | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks, launcher or Launcher(verb=lambda folder: VERB), estimator, parent)
        self._scanner: PipelineScanner | None = None
        self._is_preparing = False
        self._recipe = load_recipe(DEFAULT_RECIPE)
        self.view: PipelineView | None = None
        self.device = "auto"

    def open(self, project: Project | None, root: Path | None, *, read_only: bool = False) -> None:
        """Follow the pipeline of another project; None for a bare folder or nothing."""
        self._follow(project, root, read_only)
        self._scanner = None if root is None else PipelineScanner(root)
        self.view = None
        self.changed.emit()
        self.estimate_changed.emit()
        self.look()

    # ---- looking ---------------------------------------------------------------------------------

    def _scan_of(self) -> Callable[[], PipelineView | None]:
        scanner = self._scanner
        starts = None if self.view is None else self._launcher.lives(self.view.path)
        return lambda: None if scanner is None else scanner.scan(starts=starts)

    def _on_seen(self, seen: PipelineView | None) -> None:
        before, self.view = self.view, seen
        if seen is not None and seen.phase in {"running", "completed"}:
            self._launcher.forget(seen.path)
        if seen != before:
            self.changed.emit()
            was_at_work = before is not None and before.is_at_work
            if seen is not None and was_at_work and seen.phase == "completed":
                self.finished.emit(seen)

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

        self._tasks.submit(prepare, self._on_prepared, self._on_not_prepared)

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
            self._tasks.submit(lambda: kill(view.path), self._on_steered, self._complain)

    def _on_prepared(self, folder: Path) -> None:
        self._is_preparing = False
        self._launch(folder)

    def _launch(self, folder: Path) -> None:
        self._estimator.cancel()  # it would only slow the pipeline down
        super()._launch(folder)

    def _on_not_prepared(self, error: ErrorInfo) -> None:
        self._is_preparing = False
        self._complain(error)

    def _on_steered(self, _: object) -> None:
        self.look()
