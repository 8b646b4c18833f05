"""A pipeline on disk: what was frozen when it began, and how far it is.

`PROJECT/pipelines/<name>/` holds `pipeline.yaml` (recipe, options), `settings.yaml` (the project as
it was), `state.json`, `events.jsonl`, `log.txt`, and at the end `report.html` and `report.json`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import yaml

from stac_core import __version__
from stac_core.errors import ConfigError, DataError
from stac_core.io import atomic_write_json, atomic_write_text
from stac_core.pipeline.recipe import Recipe, Settings, StageKind, parse_recipe
from stac_core.project import Project, load_project, project_yaml, rebase, resolve
from stac_core.work_folder import is_at_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PIPELINE_FOLDER: Final = "pipelines"
FROZEN_FILE: Final = "pipeline.yaml"
SETTINGS_FILE: Final = "settings.yaml"
STATE_FILE: Final = "state.json"
REPORT_PAGE: Final = "report.html"
REPORT_FILE: Final = "report.json"
FROZEN_VERSION: Final = 1
STATE_VERSION: Final = 1

StageStatus = Literal["waiting", "running", "completed", "cancelled", "failed"]
PipelineStatus = Literal["waiting", "running", "completed", "cancelled", "failed", "crashed"]
"""What became of a pipeline; "crashed" is one that runs and whose process is gone."""


@dataclass(frozen=True)
class Measure:
    """Masks that only measure, as absolute paths.

    Attributes:
        masks: Folder of `<key>.png`.
        names: File that lists the images to measure on; None means all that have a mask.
    """

    masks: str | None = None
    names: str | None = None


@dataclass(frozen=True)
class Frozen:
    """What does not change any more once a pipeline has begun.

    Attributes:
        recipe: Name of the recipe.
        stages: The recipe itself.
        set: Settings given one by one, over those of the recipe.
        device: As it was asked for: "auto", "cpu", "cuda" ...
        gpu: Whether that is a GPU here, so that the recipe's variant for GPUs applies.
        measure: Masks that only measure.
        estimate: Stage name -> seconds that were expected.
    """

    recipe: str
    stages: Recipe
    set: Settings = field(default_factory=dict)
    device: str = "auto"
    gpu: bool = False
    measure: Measure = Measure()
    estimate: Mapping[str, float] = field(default_factory=dict)

    def same_wish(self, other: Frozen) -> bool:
        """Whether somebody who asks for one means the other."""
        return (self.recipe, self.set, self.device, self.measure) == (
            other.recipe, other.set, other.device, other.measure,
        )  # fmt: skip


@dataclass
class StageState:
    """How far a stage is.

    Attributes:
        name: Of the stage.
        kind: What it does.
        status: Of the stage.
        started: Unix seconds of its first attempt.
        ended: Unix seconds of its end.
        attempt: Unix seconds when the attempt at hand began.
        seconds: That processes worked on it, over all attempts that have ended.
        cpu_seconds: Of those processes, where the system could tell.
        memory_mb: The most memory that one of them held.
        run: Name of the training run that it started.
        result: What it made.
        error: Why it failed.
    """

    name: str
    kind: StageKind
    status: StageStatus = "waiting"
    started: float = 0.0
    ended: float = 0.0
    attempt: float = 0.0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory_mb: float = 0.0
    run: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass
class PipelineState:
    """How far a pipeline is; see `StageState`."""

    status: PipelineStatus
    stages: list[StageState]
    started: float = 0.0
    ended: float = 0.0
    error: str = ""

    @property
    def seconds(self) -> float:
        """That processes worked on it."""
        return sum(stage.seconds for stage in self.stages)

    @property
    def at(self) -> int:
        """Number of the stage at hand, from 0; the number of stages where all are done."""
        places = (n for n, stage in enumerate(self.stages) if stage.status != "completed")
        return next(places, len(self.stages))


def is_pipeline(path: Path) -> bool:
    """Whether a path is a pipeline's folder."""
    return (path / FROZEN_FILE).is_file() and (path / STATE_FILE).is_file()


def find_pipeline(root: Path, name: str) -> Path:
    """The folder of a pipeline, given by its name or path.

    Raises:
        DataError: If there is none.
    """
    for folder in (root / PIPELINE_FOLDER / name, resolve(root, name)):
        if is_pipeline(folder):
            return folder
    known = ", ".join(path.name for path in list_pipelines(root)) or "none"
    raise DataError(f"there is no pipeline {name!r}", where=root, fix=f"Pipelines here: {known}")


def list_pipelines(root: Path) -> list[Path]:
    """The pipelines of a project, the oldest first."""
    folder = root / PIPELINE_FOLDER
    found = [path for path in folder.iterdir() if is_pipeline(path)] if folder.is_dir() else []
    return sorted(found, key=lambda path: ((path / FROZEN_FILE).stat().st_mtime, path.name))


def freeze(folder: Path, frozen: Frozen, project: Project, root: Path) -> None:
    """Write down what a new pipeline does.

    Args:
        folder: Of the pipeline.
        frozen: What it does.
        project: With the project's own settings.
        root: The project's folder.

    Raises:
        StorageError: If it cannot be written.
    """
    values = {
        "version": FROZEN_VERSION,
        "program": __version__,
        "recipe": frozen.recipe,
        "device": frozen.device,
        "gpu": frozen.gpu,
        "set": frozen.set,
        "measure": asdict(frozen.measure),
        "estimate": dict(frozen.estimate),
        "stages": frozen.stages.model_dump(mode="json", exclude_none=True),
    }
    atomic_write_text(folder / SETTINGS_FILE, project_yaml(rebase(project, root, folder)))
    atomic_write_text(
        folder / FROZEN_FILE, yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100)
    )
    states = [StageState(each.name, each.stage) for each in frozen.stages.stages]
    write_state(folder, PipelineState("waiting", states))  # last: now it is a pipeline


def read_frozen(folder: Path) -> Frozen:
    """What a pipeline does.

    Raises:
        ConfigError: If that cannot be read, or a newer program wrote it.
    """
    path = folder / FROZEN_FILE
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
        version = int(values["version"])
        if version > FROZEN_VERSION:
            raise ConfigError(
                "was written by a newer program", where=path, fix="Update STAC Studio"
            )
        return Frozen(
            recipe=str(values["recipe"]),
            stages=parse_recipe(values["stages"], where=path),
            set=dict(values["set"]),
            device=str(values["device"]),
            gpu=bool(values["gpu"]),
            measure=Measure(**values["measure"]),
            estimate=dict(values["estimate"]),
        )
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise ConfigError(f"cannot be read ({error})", where=path) from error


def frozen_project(folder: Path) -> Project:
    """The project as it was when the pipeline began, its paths relative to the project's folder.

    Raises:
        ConfigError: If it cannot be read.
    """
    project = load_project(folder / SETTINGS_FILE)
    return rebase(project, folder, folder.parent.parent)


def write_state(folder: Path, state: PipelineState) -> None:
    """Write how far a pipeline is, whole or not at all.

    Raises:
        StorageError: If it cannot be written.
    """
    atomic_write_json(folder / STATE_FILE, {"version": STATE_VERSION, **asdict(state)})


def read_state(folder: Path) -> PipelineState:
    """How far a pipeline is, as its last process wrote it down.

    Raises:
        DataError: If that cannot be read, or a newer program wrote it.
    """
    path = folder / STATE_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if int(values.pop("version")) > STATE_VERSION:
            raise DataError("was written by a newer program", where=path, fix="Update STAC Studio")
        stages = [StageState(**each) for each in values.pop("stages")]
        return PipelineState(stages=stages, **values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"cannot be read ({error})", where=path) from error


def status_of(folder: Path, state: PipelineState) -> PipelineStatus:
    """What became of a pipeline, by its state and whether its process lives."""
    if is_at_work(folder):
        return "running"
    return "crashed" if state.status == "running" else state.status


def pipeline_facts(folder: Path) -> dict[str, Any]:
    """A pipeline in a few values, for lists and JSON.

    Raises:
        StacError: If it cannot be read.
    """
    frozen, state = read_frozen(folder), read_state(folder)
    status, at = status_of(folder, state), state.at
    page = folder / REPORT_PAGE
    return {
        "name": folder.name,
        "state": status,
        "recipe": frozen.recipe,
        "device": frozen.device,
        "started": state.started,
        "minutes": round(state.seconds / 60, 2),
        "stage": state.stages[at].name if at < len(state.stages) else None,
        "done": at,
        "of": len(state.stages),
        "report": str(page) if page.is_file() else None,
        "error": state.error if status == "failed" else "",
        "stages": [
            {
                "name": each.name,
                "status": each.status,
                "seconds": round(each.seconds, 1),
                "memory_mb": round(each.memory_mb, 1),
            }
            for each in state.stages
        ],
    }
