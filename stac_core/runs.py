"""Training runs on disk: where they are, what became of them, and which model is in use."""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from stac_core.engine.events import EVENTS_FILE
from stac_core.errors import DataError, TrainingError, WeightsError
from stac_core.io import atomic_write_text
from stac_core.project import PROJECT_FILE, project_yaml, rebase, resolve
from stac_core.run_history import (
    QUEUED_FILE,
    RunFollower,
    RunHistory,
    RunState,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from stac_core.project import Project

RUN_FOLDER: Final = "runs"
MODEL_FILE: Final = "model.safetensors"
LOG_FILE: Final = "log.txt"
DEVICE_FILE: Final = "device"
STAGE_FILE: Final = "stage"
SEGMENTER_FILE: Final = "segmenter.safetensors"

Stage = Literal["train", "segment"]

RESUMABLE: Final = frozenset({"queued", "cancelled", "failed", "crashed"})
"""States from which `stac train --resume` goes on."""


@dataclass(frozen=True)
class RunInfo:
    """What a run folder says.

    Attributes:
        path: The run folder.
        state: What became of it.
        history: Its events so far.
    """

    path: Path
    state: RunState
    history: RunHistory

    @property
    def name(self) -> str:
        """The run's name."""
        return self.path.name

    @property
    def model(self) -> Path:
        """Its model file, which may not exist yet."""
        return self.path / model_file_of(run_stage(self.path))

    @property
    def started(self) -> float:
        """Unix seconds of the first event; when it was queued where there is none."""
        if self.history.started:
            return self.history.started
        with contextlib.suppress(OSError):
            return (self.path / PROJECT_FILE).stat().st_mtime
        return 0.0

    @property
    def best(self) -> Mapping[str, float]:
        """Validation values of the best epoch."""
        best = self.history.best
        return best.values if best else {}

    @property
    def error(self) -> str:
        """Why it failed."""
        return self.history.error if self.state == "failed" else ""


def is_run(path: Path) -> bool:
    """Whether a path is a run folder."""
    begun = (path / EVENTS_FILE).is_file() or (path / QUEUED_FILE).is_file()
    return begun and (path / PROJECT_FILE).is_file()


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


def new_run_folder(root: Path, name: str | None) -> Path:
    """Choose a run's folder; without a name, one from the time of day.

    Raises:
        TrainingError: If a run of this name is there already.
    """
    folder = root / RUN_FOLDER / check_run_name(name or time.strftime("%Y%m%d-%H%M%S"))
    if folder.exists():
        raise TrainingError(
            "a run of this name is there already",
            where=folder,
            fix="Choose another name, or go on with it: stac train PROJECT --resume NAME",
        )
    return folder


def find_run(root: Path, name: str) -> Path:
    """The folder of a run that is there, given by its name or path.

    Raises:
        DataError: If there is no such run.
    """
    for folder in (root / RUN_FOLDER / name, resolve(root, name)):
        if is_run(folder):
            return folder
    known = ", ".join(run.name for run in list_runs(root)) or "none"
    raise DataError(f"there is no run {name!r}", where=root, fix=f"Runs here: {known}")


def queue_run(
    project: Project,
    root: Path,
    name: str | None = None,
    *,
    device: str = "auto",
    stage: Stage = "train",
) -> Path:
    """Prepare a run without starting it: `stac train --resume NAME` does that.

    Args:
        project: With presets and settings already applied; frozen into the run folder.
        root: The project's folder.
        name: Of the run; the time of day by default.
        device: Where it is to train, whoever starts it: "auto", "cpu", "cuda" ...
        stage: What it trains: "train" a STAC model, "segment" a segmenter.

    Returns:
        The run folder.

    Raises:
        TrainingError: If a run of this name is there already.
        StorageError: If it cannot be written.
    """
    folder = new_run_folder(root, name)
    atomic_write_text(folder / DEVICE_FILE, f"{device}\n")
    atomic_write_text(folder / STAGE_FILE, f"{stage}\n")
    atomic_write_text(folder / QUEUED_FILE, "")
    atomic_write_text(folder / PROJECT_FILE, project_yaml(rebase(project, root, folder)))
    return folder


def model_file_of(stage: Stage) -> str:
    """Name of the model file that a stage makes."""
    return MODEL_FILE if stage == "train" else SEGMENTER_FILE


def run_stage(folder: Path) -> Stage:
    """What a run trains."""
    try:
        text = (folder / STAGE_FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return "train"
    return "segment" if text == "segment" else "train"


def run_device(folder: Path) -> str:
    """The device that was chosen for a run when it was queued."""
    try:
        return (folder / DEVICE_FILE).read_text(encoding="utf-8").strip() or "auto"
    except OSError:
        return "auto"


def read_run(path: Path) -> RunInfo:
    """Read a run folder.

    Raises:
        DataError: If it cannot be read.
    """
    follower = RunFollower(path)
    follower.poll()
    return RunInfo(path, follower.state(), follower.history)


def run_facts(run: RunInfo) -> dict[str, Any]:
    """A run in a few values, for lists and JSON."""
    history = run.history
    return {
        "name": run.name,
        "state": run.state,
        "started": run.started,
        "minutes": round(history.worked / 60, 2),
        "epochs": history.epochs_done,
        "of": history.start.get("epochs"),
        "device": history.start.get("device"),
        "best": dict(run.best),
        "stage": run_stage(run.path),
        "model": str(run.model) if run.model.is_file() else None,
        "error": run.error,
    }


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
    return _newest_model(root, "train")


def _newest_model(root: Path, stage: Stage) -> Path | None:
    """The model of the newest finished run of a stage."""
    models = [
        run.model
        for run in list_runs(root)
        if run.state == "completed" and run_stage(run.path) == stage and run.model.is_file()
    ]
    return models[-1] if models else None


def current_segmenter(project: Project, root: Path) -> Path | None:
    """The segmenter in use: the one the project names, else the newest finished run's."""
    if project.segment.current:
        return resolve(root, project.segment.current)
    return _newest_model(root, "segment")


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
