"""The project file `project.yaml`: everything that shapes a result, checked as a whole."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from stac_core.colors import default_color
from stac_core.data.items import scan_folder
from stac_core.errors import ConfigError, DataError
from stac_core.io import atomic_write_text
from stac_core.types import BACKGROUND_NAME, MAX_CLASSES, CancelToken, ImageItem, ReviewStatus

PROJECT_FILE: Final = "project.yaml"
SCHEMA_VERSION: Final = 1

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class Section(BaseModel):
    """Base of every part of the project file: unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", validate_default=True)


class ClassSpec(Section):
    """A defect class. Its id is its value in masks."""

    id: int = Field(ge=1, le=MAX_CLASSES)
    name: str
    color: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")

    @field_validator("name")
    @classmethod
    def _usable_name(cls, name: str) -> str:
        if not name.strip() or name != name.strip():
            raise ValueError("a class needs a name without spaces around it")
        if re.search(r'[,;:"\n\r/\\]', name):
            raise ValueError('a class name cannot hold , ; : " / \\ or a line break')
        if name.casefold() == BACKGROUND_NAME:
            raise ValueError("'background' is always there: name only the defect classes")
        return name


class ImageFolder(Section):
    """A folder of images, never written to.

    `value_range` holds the pixel values that the model sees as black and white, where the file
    type's own full range is not right (12 bits in 16-bit files, float images).
    """

    name: str
    path: str
    value_range: tuple[float, float] | None = None


class SaliencySection(Section):
    """Class-agnostic saliency: made by a generator, or read from a folder of maps."""

    source: Literal["contrast", "folder"] = "contrast"
    folder: str | None = None
    scales: list[Positive] = Field(default=[0.1, 0.15, 0.25], min_length=1)
    polarity: Literal["both", "dark", "bright"] = "both"

    @model_validator(mode="after")
    def _folder_is_named(self) -> SaliencySection:
        if self.source == "folder" and not self.folder:
            raise ValueError("source 'folder' needs the folder of the maps")
        return self


class ModelSection(Section):
    """The network. `current` is the model file in use; None is the newest finished run's."""

    arch: str = "stac_micro"
    weights: str | None = None
    heads: int | None = Field(default=None, ge=1)
    input_size: tuple[int, int] = (224, 224)
    current: str | None = None


class CamSection(Section):
    """How maps are made from the network, and masks from maps."""

    kind: Literal["fused", "patchcam", "mct"] = "fused"
    scales: list[Positive] = Field(default=[1.0, 2.0], min_length=1)
    flip: bool = True
    affinity: bool = False
    tag_threshold: Share = 0.5
    max_tokens: int = Field(default=4096, ge=16)
    threshold: Share | None = None
    class_thresholds: dict[str, Share] = {}
    ignore_from: Share | None = None
    min_blob: int = Field(default=0, ge=0)
    fill_holes: int = Field(default=0, ge=0)


class TrainSection(Section):
    """A training run. The loss weights and contrast settings are those of method.md section 2."""

    epochs: int = Field(default=80, ge=1)
    batch_size: int = Field(default=16, ge=2)
    lr: Positive = 5e-3
    lr_per: int = Field(default=512, ge=0)
    warmup_epochs: float = Field(default=5, ge=0)
    warmup_lr: float = Field(default=1e-6, ge=0)
    min_lr: float = Field(default=1e-6, ge=0)
    weight_decay: float = Field(default=0.05, ge=0)
    clip_grad: float = Field(default=0.0, ge=0)
    drop_path: Share = 0.1
    color_jitter: tuple[Share, Share, Share, Share] = (0.3, 0.3, 0.3, 0.1)
    flips: Literal["none", "horizontal", "both"] = "horizontal"
    precision: Literal["fp32", "bf16", "fp16", "auto"] = "auto"
    seed: int = Field(default=0, ge=0)
    cct_weight: float = Field(default=1.0, ge=0)
    saliency_weight: float = Field(default=2.0, ge=0)
    contrast_weight: float = Field(default=0.2, ge=0)
    temperature: Positive = 0.6
    queries: int = Field(default=256, ge=1)
    negatives: int = Field(default=256, ge=1)
    valid_threshold: Share = 0.5
    strong_threshold: Share = 1.0
    select_by: Literal["loss", "masks"] = "loss"
    validation_share: float = Field(default=0.1, ge=0, lt=1)
    validation_masks: str | None = None
    max_minutes: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _masks_are_named(self) -> TrainSection:
        if self.select_by == "masks" and not self.validation_masks:
            raise ValueError("select_by 'masks' needs validation_masks, a folder of masks")
        return self


class ExportSection(Section):
    """Which images an export takes."""

    statuses: list[ReviewStatus] = [ReviewStatus.ACCEPTED]


class Project(Section):
    """A project: its folder and what `project.yaml` in it says."""

    version: Literal[1] = 1
    name: str
    classes: list[ClassSpec] = Field(min_length=1, max_length=MAX_CLASSES)
    image_folders: list[ImageFolder] = Field(min_length=1)
    saliency: SaliencySection = SaliencySection()
    model: ModelSection = ModelSection()
    cam: CamSection = CamSection()
    train: TrainSection = TrainSection()
    export: ExportSection = ExportSection()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Project:
        for what, names in (
            ("classes", self.class_names),
            ("image_folders", [folder.name for folder in self.image_folders]),
        ):
            double = next((name for name in names if names.count(name) > 1), None)
            if double is not None:
                raise ValueError(f"{what}: {double!r} is there twice")
        if [spec.id for spec in self.classes] != list(range(1, len(self.classes) + 1)):
            raise ValueError("classes: ids must be 1, 2, 3 ... in this order")
        unknown = set(self.cam.class_thresholds) - set(self.class_names)
        if unknown:
            raise ValueError(f"cam.class_thresholds: unknown class {min(unknown)!r}")
        return self

    @property
    def class_names(self) -> list[str]:
        """Names of the classes in the order of their ids."""
        return [spec.name for spec in self.classes]


def make_classes(names: list[str]) -> list[ClassSpec]:
    """Classes with ids from 1 and the default colours."""
    return [
        ClassSpec(id=index + 1, name=name, color=default_color(index))
        for index, name in enumerate(names)
    ]


def project_file(path: Path) -> Path:
    """The project file that `path`, a project folder or the file itself, means."""
    return path / PROJECT_FILE if path.is_dir() else path


def is_project(path: Path) -> bool:
    """Whether `path` is a project folder or a project file."""
    return project_file(path).is_file() and project_file(path).name == PROJECT_FILE


def load_project(path: Path) -> Project:
    """Read a project file.

    Args:
        path: The project folder or its `project.yaml`.

    Raises:
        ConfigError: If it is missing, of a newer version, or holds problems; all problems are
            named at once.
    """
    file = project_file(Path(path))
    values = _read_yaml(file)
    version = values.get("version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise ConfigError(
            f"was written by a newer program (project version {version}; this one reads up to "
            f"{SCHEMA_VERSION})",
            where=file,
            fix="Update STAC Studio",
        )
    if version is None:
        raise ConfigError(
            "has no version", where=file, fix=f"Add the line version: {SCHEMA_VERSION}"
        )
    return validate_project(values, where=file)


def validate_project(values: dict[str, Any], *, where: Path | str) -> Project:
    """Check a project's values.

    Raises:
        ConfigError: Naming every field that is wrong.
    """
    try:
        return Project.model_validate(values)
    except ValidationError as error:
        problems = [_describe(problem) for problem in error.errors()]
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        text = "\n".join(f"  - {problem}" for problem in problems)
        raise ConfigError(f"{count}:\n{text}", where=where) from error


def save_project(project: Project, path: Path) -> None:
    """Write a project file, whole or not at all.

    Raises:
        StorageError: If it cannot be written.
    """
    atomic_write_text(project_file(Path(path)), project_yaml(project))


def project_yaml(project: Project) -> str:
    """The project as YAML, in the order of the schema."""
    return yaml.safe_dump(
        project.model_dump(mode="json"), sort_keys=False, allow_unicode=True, width=100
    )


def with_settings(project: Project, changes: dict[str, dict[str, Any]], *, where: str) -> Project:
    """A copy of the project with some fields of its sections changed.

    Args:
        project: Left as it is.
        changes: Section name -> field -> value, as in the project file.
        where: Who asks, for messages.

    Raises:
        ConfigError: If a section, field or value is not possible.
    """
    values = copy.deepcopy(project.model_dump(mode="json"))
    for section, fields in changes.items():
        if not isinstance(values.get(section), dict):
            known = [name for name, value in values.items() if isinstance(value, dict)]
            raise ConfigError(
                f"there is no section {section!r}",
                where=where,
                fix=f"Sections are {', '.join(known)}",
            )
        values[section].update(fields)
    return validate_project(values, where=where)


def parse_settings(assignments: list[str]) -> dict[str, dict[str, Any]]:
    """``section.key=value`` texts as nested values; the value is read as YAML.

    Raises:
        ConfigError: If one is not of that form.
    """
    changes: dict[str, dict[str, Any]] = {}
    for text in assignments:
        name, equals, value = text.partition("=")
        section, dot, key = name.strip().partition(".")
        if not (equals and dot and section and key):
            raise ConfigError(f"{text!r} is not section.key=value", where="--set")
        try:
            changes.setdefault(section, {})[key] = yaml.safe_load(value)
        except yaml.YAMLError as error:
            raise ConfigError(f"{text!r}: the value cannot be read", where="--set") from error
    return changes


def project_items(
    project: Project, root: Path, *, cancel: CancelToken | None = None
) -> list[ImageItem]:
    """All images of the project's folders.

    Raises:
        DataError: If a folder is missing or holds no image.
    """
    several = len(project.image_folders) > 1
    items: list[ImageItem] = []
    for folder in project.image_folders:
        prefix = folder.name if several else ""
        items += scan_folder(resolve(root, folder.path), prefix=prefix, cancel=cancel)
    if not items:
        places = ", ".join(folder.path for folder in project.image_folders)
        raise DataError("there are no images here", where=places, fix="Choose another folder")
    return items


def value_range_of(project: Project, image_id: str) -> tuple[float, float] | None:
    """The value range of the folder that an image belongs to."""
    if len(project.image_folders) == 1:
        return project.image_folders[0].value_range
    prefix = image_id.partition("/")[0]
    return next(
        (folder.value_range for folder in project.image_folders if folder.name == prefix), None
    )


def resolve(root: Path, path: str) -> Path:
    """A path of the project file, which is relative to the project's folder."""
    return (root / Path(path)).resolve()


def relative_to_project(root: Path, path: Path) -> str:
    """How the project file should name `path`: relative if both share a drive, posix slashes."""
    root, path = root.resolve(), path.resolve()
    if root.anchor != path.anchor:
        return path.as_posix()
    common = 0
    for ours, theirs in zip(root.parts, path.parts, strict=False):
        if ours != theirs:
            break
        common += 1
    if common <= 1:  # only the file system's root is shared: an absolute path is clearer
        return path.as_posix()
    parts = [".."] * (len(root.parts) - common) + list(path.parts[common:])
    return "/".join(parts) or "."


def rebase(project: Project, old_root: Path, new_root: Path) -> Project:
    """A copy whose paths, relative to the project's folder, are right from another folder."""
    values = project.model_dump(mode="json")

    def moved(path: str | None) -> str | None:
        return path and relative_to_project(new_root, resolve(old_root, path))

    for folder in values["image_folders"]:
        folder["path"] = moved(folder["path"])
    values["saliency"]["folder"] = moved(values["saliency"]["folder"])
    values["train"]["validation_masks"] = moved(values["train"]["validation_masks"])
    for name in ("weights", "current"):
        if values["model"][name] != "hub":
            values["model"][name] = moved(values["model"][name])
    return validate_project(values, where=new_root)


def _read_yaml(file: Path) -> dict[str, Any]:
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            "there is no project here", where=file, fix="Make one with: stac init DIR --images DIR"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({error})", where=file) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or "it is not YAML"
        raise ConfigError(f"is damaged: {reason}", where=f"{file}{line}") from error
    if not isinstance(values, dict):
        raise ConfigError("is not a project file", where=file)
    return values


def _describe(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"]) or "project"
    if problem["type"] == "extra_forbidden":
        return f"{place}: unknown field; correct its name or remove it"
    if problem["type"] == "missing":
        return f"{place}: missing; add it"
    message = problem["msg"].removeprefix("Value error, ")
    value = problem["input"]
    shown = "" if isinstance(value, (dict, list)) else f" (it is {value!r})"
    return f"{place}: {message[0].lower()}{message[1:]}{shown}"
