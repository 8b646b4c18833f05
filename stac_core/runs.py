"""Training runs on disk: where they are, what became of them, and which model is in use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from stac_core.engine.events import EVENTS_FILE, EventReader
from stac_core.errors import DataError, WeightsError
from stac_core.project import PROJECT_FILE, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stac_core.project import Project

RUN_FOLDER: Final = "runs"
MODEL_FILE: Final = "model.safetensors"
LOG_FILE: Final = "log.txt"
CANCEL_FILE: Final = "cancel"

RunState = Literal["completed", "cancelled", "failed", "unfinished"]


@dataclass(frozen=True)
class RunInfo:
    """What a run folder says.

    Attributes:
        path: The run folder.
        state: How it ended; "unfinished" while it has not, or if it crashed.
        started: Unix seconds; 0 where nothing was written yet.
        ended: Unix seconds of the last event.
        start: Fields of the `run_start` event.
        best: Validation values of the best epoch.
        epochs: Epochs done.
        error: Why it failed.
    """

    path: Path
    state: RunState = "unfinished"
    started: float = 0.0
    ended: float = 0.0
    start: Mapping[str, Any] = field(default_factory=dict)
    best: Mapping[str, Any] = field(default_factory=dict)
    epochs: int = 0
    error: str = ""

    @property
    def name(self) -> str:
        """The run's name."""
        return self.path.name

    @property
    def model(self) -> Path:
        """Its model file, which may not exist yet."""
        return self.path / MODEL_FILE


def is_run(path: Path) -> bool:
    """Whether a path is a run folder."""
    return (path / EVENTS_FILE).is_file() and (path / PROJECT_FILE).is_file()


def check_run_name(name: str) -> str:
    """A run's name, which becomes a folder's.

    Raises:
        DataError: If it cannot be a folder's name everywhere.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name):
        raise DataError(
            f"{name!r} cannot name a run", fix="Use letters, digits, '.', '_' and '-', at most 64"
        )
    return name


def read_run(path: Path) -> RunInfo:
    """Read a run folder.

    Raises:
        DataError: If it cannot be read.
    """
    try:
        events = EventReader().feed((path / EVENTS_FILE).read_bytes())
    except OSError as error:
        raise DataError(f"the run cannot be read ({error.strerror})", where=path) from error
    state: RunState = "unfinished"
    start: Mapping[str, Any] = {}
    best: Mapping[str, Any] = {}
    epochs, message = 0, ""
    for event in events:
        if event.type == "run_start":
            start, state = event.fields, "unfinished"
        elif event.type == "evaluation":
            epochs = max(epochs, int(event.fields.get("epoch", 0)))
            if event.fields.get("is_best"):
                best = event.fields.get("values", {})
        elif event.type == "error":
            message = str(event.fields.get("message", ""))
        elif event.type == "run_end":
            state = event.fields.get("status", "failed")
    return RunInfo(
        path=path,
        state=state,
        started=events[0].time if events else 0.0,
        ended=events[-1].time if events else 0.0,
        start=start,
        best=best,
        epochs=epochs,
        error=message if state == "failed" else "",
    )


def list_runs(root: Path) -> list[RunInfo]:
    """The runs of a project, oldest first."""
    folder = root / RUN_FOLDER
    if not folder.is_dir():
        return []
    runs = [read_run(path) for path in folder.iterdir() if is_run(path)]
    return sorted(runs, key=lambda run: (run.started, run.name))


def current_model(project: Project, root: Path) -> Path | None:
    """The model file in use: the one the project names, else the newest finished run's."""
    if project.model.current:
        return resolve(root, project.model.current)
    finished = [run for run in list_runs(root) if run.state == "completed" and run.model.is_file()]
    return finished[-1].model if finished else None


def require_model(project: Project, root: Path) -> Path:
    """The model file in use.

    Raises:
        WeightsError: If there is none.
    """
    path = current_model(project, root)
    if path is None:
        raise WeightsError(
            "the project has no model yet",
            where=root,
            fix="Train one with: stac train PROJECT, or name one as model.current",
        )
    return path
