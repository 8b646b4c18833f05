"""What a pipeline will do to a project, and what would keep it from doing it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stac_core.data.images import read_image
from stac_core.data.items import read_list, select_items
from stac_core.data.tags import tags_to_arrays
from stac_core.engine.data import RunData, choose_data
from stac_core.errors import ConfigError, StacError
from stac_core.pipeline.recipe import KEPT, Recipe, Settings, StageKind, StageSpec, merged
from stac_core.project import Project, project_items, with_settings
from stac_core.runs import RUN_FOLDER, Stage, check_run_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.pipeline.folder import Frozen
    from stac_core.types import ImageItem

_TRAINED: Final[dict[StageKind, Stage]] = {"train": "train", "segment": "segment"}
_LOOKED_AT: Final = 8
_ROOM_FOR_RUNS: Final = 500 * 2**20
"""Bytes for the checkpoints and models of the runs."""


@dataclass(frozen=True)
class Planned:
    """A stage with the settings that it takes.

    Attributes:
        spec: From the recipe.
        changes: What it changes in the project's settings.
        project: The project with these changes.
    """

    spec: StageSpec
    changes: Settings
    project: Project

    @property
    def trains(self) -> Stage | None:
        """What its run trains; None where it starts none."""
        return _TRAINED.get(self.spec.stage)


@dataclass(frozen=True)
class Findings:
    """What was found before a pipeline starts.

    Attributes:
        problems: What would keep a stage from running: "what; cure" each.
        warnings: What makes the result worse.
        data: The images; None where they could not be found.
    """

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    data: RunData | None = None


def plan_stages(frozen: Frozen, project: Project) -> list[Planned]:
    """The stages with their settings.

    Args:
        frozen: What the pipeline does.
        project: With its own settings, paths relative to its folder.

    Raises:
        ConfigError: If a setting is not possible.
    """
    planned = []
    for spec in frozen.stages.stages:
        changes = merged(_for_rounds(frozen, spec), spec.changes(gpu=frozen.gpu), frozen.set)
        where = f"recipe {frozen.recipe}, stage {spec.name}"
        planned.append(Planned(spec, changes, with_settings(project, changes, where=where)))
    return planned


def _for_rounds(frozen: Frozen, spec: StageSpec) -> Settings:
    """Runs look at the masks that measure too, so that each round's figure is known.

    Not where a list says which of them count: a run would look at all.
    """
    if spec.stage not in _TRAINED or frozen.measure.masks is None or frozen.measure.names:
        return {}
    return {"data": {"validation_masks": frozen.measure.masks}}


def kept_changes(planned: Planned, project: Project) -> Settings:
    """What a stage changes in the project file, because the window shows maps and masks by it."""
    values = project.model_dump(mode="json")
    changed: Settings = {}
    for section in KEPT.get(planned.spec.stage, ()):
        for name, value in planned.changes.get(section, {}).items():
            if values[section].get(name) != value:
                changed.setdefault(section, {})[name] = value
    return changed


def run_name(pipeline: str, stage: str) -> str:
    """Name of the training run that a stage starts."""
    return f"{pipeline}-{stage}"


def model_before(stages: Recipe, name: str, kinds: Sequence[StageKind]) -> str | None:
    """The latest stage of these kinds before another one."""
    found = None
    for spec in stages.stages:
        if spec.name == name:
            break
        if spec.stage in kinds:
            found = spec.name
    return found


def look_ahead(
    frozen: Frozen, project: Project, root: Path, *, name: str | None = None
) -> Findings:
    """Find all that would keep a stage from running, before the first one starts.

    Args:
        frozen: What the pipeline does.
        project: With its own settings.
        root: Its folder.
        name: Of the pipeline, where it is new.
    """
    found = Findings()
    problems = found.problems
    problems += _names(frozen, root, name)
    if not os.access(root, os.W_OK):
        problems.append(f"{root}: this project cannot be written to; copy it where you may write")
    try:
        planned = plan_stages(frozen, project)
    except ConfigError as error:
        return Findings([*problems, str(error)])
    problems += _training(planned, root, frozen.device)
    try:
        items = project_items(project, root)
        data = choose_data(project, root)
    except StacError as error:
        problems.append(str(error))
        return Findings(list(dict.fromkeys(problems)))
    more = _tags(frozen, project, data)
    problems += more.problems
    problems += _reading(items)
    problems += _measuring(frozen, items)
    problems += _room(project, root, items)
    return Findings(list(dict.fromkeys(problems)), more.warnings, data)


def problem_text(problems: Sequence[str]) -> str:
    """Problems as a list for people."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return f"{count}:\n" + "\n".join(f"  - {each}" for each in problems)


def measured_items(frozen: Frozen, items: Sequence[ImageItem]) -> list[tuple[ImageItem, Path]]:
    """Images to measure on, with the file of their mask.

    Raises:
        DataError: If a list names an image that is not there or has no mask.
    """
    if frozen.measure.masks is None:
        return []
    folder = Path(frozen.measure.masks)
    chosen = list(items)
    if frozen.measure.names is not None:
        place = Path(frozen.measure.names)
        chosen = select_items(items, read_list(place), where=place)
    pairs = [(item, folder / f"{item.key}.png") for item in chosen]
    if frozen.measure.names is None:
        return [pair for pair in pairs if pair[1].is_file()]
    missing = next((item for item, path in pairs if not path.is_file()), None)
    if missing is not None:
        from stac_core.errors import DataError

        raise DataError(f"there is no mask of {missing.id}, which the list names", where=folder)
    return pairs


def _names(frozen: Frozen, root: Path, name: str | None) -> list[str]:
    found = []
    for spec in frozen.stages.stages if name is not None else ():
        if spec.stage in _TRAINED:
            run = run_name(str(name), spec.name)
            try:
                check_run_name(run)
            except StacError as error:
                found.append(str(error))
            if (root / RUN_FOLDER / run).exists():
                found.append(f"there is a run {run} already; choose another name with --run")
    return found


def _training(planned: Sequence[Planned], root: Path, device: str) -> list[str]:
    from stac_core.engine.preflight import training_problems

    found = []
    for each in planned:
        if each.trains is not None:
            found += training_problems(each.project, root, device=device, stage=each.trains)
    return found


def _tags(frozen: Frozen, project: Project, data: RunData) -> Findings:
    """Whether the tags suffice for every stage."""
    problems, warnings = [], []
    ids = [item.id for item in (*data.training, *data.validation)]
    present, known = tags_to_arrays(data.tags, ids, project.class_names)
    learnt = np.array([item.id for item in data.training])
    masked = np.isin(learnt, list(data.masks))
    alone = present[: len(learnt)].sum(axis=1) == 1
    kinds = [spec.stage for spec in frozen.stages.stages]
    for index, name in enumerate(project.class_names):
        tagged = present[: len(learnt), index]
        if not tagged.any() and not masked.any():
            problems.append(
                f"no image is tagged with {name!r}; tag some that show it, or take the class out"
            )
        elif (
            "segment" in kinds
            and "train" not in kinds[: kinds.index("segment")]
            and project.segment.cam_model is None
            and not (tagged & (alone | masked)).any()
        ):
            problems.append(
                f"no image shows {name!r} alone, so nothing tells it from other classes; tag some "
                "images of it alone, or use a recipe that trains STAC first"
            )
        if known[:, index].any() and present[known[:, index], index].all():
            warnings.append(
                f"every tagged image shows {name!r}: the tags cannot say how it differs from the "
                "rest; tag some images without it"
            )
    return Findings(problems, warnings)


def _reading(items: Sequence[ImageItem]) -> list[str]:
    """Whether images can be read at all; single ones are left out later, with a warning."""
    problem = ""
    for row in np.linspace(0, len(items) - 1, min(_LOOKED_AT, len(items))).astype(int):
        try:
            read_image(items[row].path)
        except StacError as error:
            problem = str(error)
        else:
            return []
    return [f"none of the images that were tried can be read, such as {problem}"]


def _measuring(frozen: Frozen, items: Sequence[ImageItem]) -> list[str]:
    if frozen.measure.masks is None:
        return []
    folder = Path(frozen.measure.masks)
    if not folder.is_dir():
        return [f"--measure-masks: there is no folder {folder}; correct it or leave it away"]
    try:
        found = measured_items(frozen, items)
    except StacError as error:
        return [str(error)]
    if not found:
        return [f"--measure-masks: {folder} holds no mask of any image; a mask is named KEY.png"]
    return []


def _room(project: Project, root: Path, items: Sequence[ImageItem]) -> list[str]:
    """Whether the disk has room for maps, targets, masks and checkpoints."""
    sizes = []
    for row in np.linspace(0, len(items) - 1, min(_LOOKED_AT, len(items))).astype(int):
        try:
            sizes.append(float(np.prod(read_image(items[row].path).shape[:2])))
        except StacError:
            continue  # said elsewhere
    if not sizes:
        return []
    # saliency, mask and targets about a byte a pixel each; compressed maps two for each class
    each = float(np.mean(sizes)) * (3 + 2 * len(project.classes))
    needed = len(items) * each + _ROOM_FOR_RUNS
    free = shutil.disk_usage(root).free
    if free >= needed:
        return []
    return [
        f"{root}: about {needed / 2**30:.1f} GB are needed and {free / 2**30:.1f} GB are free; "
        "make room on the disk"
    ]


def as_values(found: Findings) -> dict[str, Any]:
    """Findings for JSON."""
    return {"problems": found.problems, "warnings": found.warnings}
