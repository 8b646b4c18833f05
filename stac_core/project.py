"""The project file `project.yaml`: everything that shapes a result, checked as a whole."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import Field, ValidationError

from stac_core.colors import default_color
from stac_core.data.items import FolderItems, find_images, natural_sorted
from stac_core.errors import ConfigError, DataError
from stac_core.io import atomic_write_text
from stac_core.project_sections import (
    CamSection,
    ClassSpec,
    DataSection,
    ExportSection,
    ImageFolder,
    ModelSection,
    ReferenceSection,
    ReviewSection,
    SaliencySection,
    Section,
    SegmentSection,
    TrainSection,
)
from stac_core.refine.steps import RefineSection
from stac_core.types import MAX_CLASSES, CancelToken, ImageItem

PROJECT_FILE: Final = "project.yaml"
SCHEMA_VERSION: Final = 5

TAG_WORDS: Final = ("store", "folders")
MASK_WORDS: Final = ("store", "none")
"""Values of `data.tags` and `data.masks` that name no file."""

_NOTHING: Final = object()


class Project(Section):
    """A project: its folder and what `project.yaml` in it says."""

    version: Literal[5] = 5
    name: str
    classes: list[ClassSpec] = Field(min_length=1, max_length=MAX_CLASSES)
    image_folders: list[ImageFolder] = Field(min_length=1)
    saliency: SaliencySection = SaliencySection()
    model: ModelSection = ModelSection()
    cam: CamSection = CamSection()
    refine: RefineSection = RefineSection()
    data: DataSection = DataSection()
    reference: ReferenceSection = ReferenceSection()
    train: TrainSection = TrainSection()
    segment: SegmentSection = SegmentSection()
    review: ReviewSection = ReviewSection()
    export: ExportSection = ExportSection()

    def problems(self) -> list[str]:
        """What is wrong between fields that are each possible: "field: what; cure" each."""
        found = []
        for field, names in (
            ("classes", self.class_names),
            ("image_folders", [folder.name for folder in self.image_folders]),
        ):
            double = next((name for name in names if names.count(name) > 1), None)
            if double is not None:
                found.append(f"{field}: {double!r} is there twice; rename one")
        if [spec.id for spec in self.classes] != list(range(1, len(self.classes) + 1)):
            found.append("classes: ids must be 1, 2, 3 ... in this order")
        unknown = set(self.cam.class_thresholds) - set(self.class_names)
        if unknown:
            found.append(f"cam.class_thresholds: unknown class {min(unknown)!r}; correct its name")
        unknown = set(self.saliency.operators) - set(self.class_names)
        if unknown:
            found.append(f"saliency.operators: unknown class {min(unknown)!r}; correct its name")
        if len(self.reference.classes) > len(self.classes):
            found.append("reference.classes: more than the project's classes; name those it has")
        for stage, section in (("train", self.train), ("segment", self.segment)):
            if section.select_by == "masks" and not self.data.validation_masks:
                found.append(
                    f"{stage}.select_by: 'masks' needs data.validation_masks, a folder of masks"
                )
        return found

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


Check = Callable[[Project], "list[str]"]
"""Finds further problems of a project: "field: what; cure" each."""


def load_project(path: Path, *, check: Check | None = None) -> Project:
    """Read a project file.

    Args:
        path: The project folder or its `project.yaml`.
        check: Looks for further problems, which are reported with the others.

    Raises:
        ConfigError: If it is missing, of a newer version, or holds problems; all problems are
            named at once.
    """
    file = project_file(Path(path))
    return validate_project(_read_values(file), where=file, check=check)


def validate_project(
    values: dict[str, Any], *, where: Path | str, check: Check | None = None
) -> Project:
    """Check a project's values.

    Raises:
        ConfigError: Naming every field that is wrong. Fields that cannot be read stand at their
            defaults while the others are checked.
    """
    found: list[str] = []
    values = copy.deepcopy(values)
    project: Project | None = None
    while project is None:
        try:
            project = Project.model_validate(values)
        except ValidationError as error:
            problems = error.errors()
            found += [_describe(problem) for problem in problems]
            places = {_named_place(problem["loc"]) for problem in problems}
            if None in places or not all(map(partial(_leave_out, values), places)):
                break  # a part without a default is wrong: the rest cannot be checked
    if project is not None:
        found += project.problems()
        if check is not None:
            found += check(project)
        if not found:
            return project
    found = list(dict.fromkeys(found))
    count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
    text = "\n".join(f"  - {problem}" for problem in found)
    raise ConfigError(f"{count}:\n{text}", where=where)


def _named_place(location: tuple[int | str, ...]) -> tuple[str, ...] | None:
    """Section and field that a problem lies in; None where they have no default."""
    names = []
    for part in location[:2]:
        if not isinstance(part, str):
            break
        names.append(part)
    if not names or names[0] in {"version", "name", "classes", "image_folders"}:
        return None
    return tuple(names)


def _leave_out(values: Any, place: tuple[str, ...]) -> bool:
    """Remove a field; whether it was there."""
    for name in place[:-1]:
        values = values.get(name)
        if not isinstance(values, dict):
            return False
    return values.pop(place[-1], _NOTHING) is not _NOTHING


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


def with_settings(
    project: Project,
    changes: dict[str, dict[str, Any]],
    *,
    where: Path | str,
    check: Check | None = None,
) -> Project:
    """A copy of the project with some fields of its sections changed.

    Args:
        project: Left as it is.
        changes: Section name -> field -> value, as in the project file.
        where: Who asks, for messages.
        check: Looks for further problems, which are reported with the others.

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
    return validate_project(values, where=where, check=check)


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
    return list(project_images(project, root, cancel=cancel))


def project_images(
    project: Project, root: Path, *, cancel: CancelToken | None = None
) -> FolderItems:
    """As `project_items`, with items that are made when they are asked for.

    Raises:
        DataError: If a folder is missing or holds no image.
    """
    several = len(project.image_folders) > 1
    ids: list[str] = []
    roots: dict[str, Path] = {}
    exclude: dict[str, list[str]] = {}
    for folder in project.image_folders:
        prefix = folder.name if several else ""
        start = f"{prefix}/" if several else ""
        roots[prefix], exclude[prefix] = resolve(root, folder.path), folder.exclude
        batches = find_images(roots[prefix], exclude=folder.exclude, cancel=cancel)
        ids += natural_sorted(start + name for batch in batches for name in batch)
    if not ids:
        places = ", ".join(folder.path for folder in project.image_folders)
        raise DataError("there are no images here", where=places, fix="Choose another folder")
    return FolderItems(ids, roots, exclude)


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
    for name in ("folder", "network", "mask_network"):
        values["saliency"][name] = moved(values["saliency"][name])
    for name in ("train_list", "validation_list", "validation_masks"):
        values["data"][name] = moved(values["data"][name])
    for name, words in (("tags", TAG_WORDS), ("masks", MASK_WORDS)):
        if values["data"][name] not in words:
            values["data"][name] = moved(values["data"][name])
    reference = values["reference"]
    for name in ("folder", "maps"):
        reference[name] = moved(reference[name])
    reference["splits"] = {name: moved(path) for name, path in reference["splits"].items()}
    for section, names in (
        ("model", ("weights", "current")),
        ("segment", ("weights", "cam_model", "current")),
    ):
        for name in names:
            if values[section][name] != "hub":
                values[section][name] = moved(values[section][name])
    return validate_project(values, where=new_root)


def _read_values(file: Path) -> dict[str, Any]:
    """The file's values, brought to the current version."""
    values = _read_yaml(file)
    version = values.get("version")
    if version is None:
        raise ConfigError(
            "has no version", where=file, fix=f"Add the line version: {SCHEMA_VERSION}"
        )
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise ConfigError(
            f"was written by a newer program (project version {version}; this one reads up to "
            f"{SCHEMA_VERSION})",
            where=file,
            fix="Update STAC Studio",
        )
    for old in range(version, SCHEMA_VERSION) if isinstance(version, int) else ():
        if old in MIGRATIONS:
            MIGRATIONS[old](values)
            values["version"] = old + 1
    return values


def _separate_data(values: dict[str, Any]) -> None:
    """1 -> 2: which images train and validate moved from `train` to a section of its own."""
    train = values.get("train")
    if isinstance(train, dict):
        data = values.setdefault("data", {})
        for name in ("validation_share", "validation_masks"):
            if name in train:
                data[name] = train.pop(name)


def _network_chooses_maps_and_cleaning_is_steps(values: dict[str, Any]) -> None:
    """2 -> 3: `cam.kind` became "auto", which is "fused" wherever that was possible.

    Cleaning moved from `cam` to the steps of `refine`; masks stay as they were.
    """
    steps: list[dict[str, Any]] = []
    cam = values.get("cam")
    if isinstance(cam, dict):
        if cam.get("kind") == "fused":
            cam["kind"] = "auto"
        smallest, largest = cam.pop("min_blob", 0), cam.pop("fill_holes", 0)
        if smallest not in {0, 1}:  # blobs of one pixel were never dropped
            steps.append({"step": "specks", "pixels": smallest, "share": 0.0})
        if largest != 0:
            steps.append({"step": "holes", "pixels": largest})
    values["refine"] = {"steps": steps}


def _review_is_a_section(values: dict[str, Any]) -> None:
    """3 -> 4: reviewing has options of its own; projects from before have the defaults."""
    values.setdefault("review", {})


def _folders_leave_files_out(values: dict[str, Any]) -> None:
    """4 -> 5: image folders may leave files out, and data sets bring masks that measure.

    Projects from before have neither. An older program would take masks for images.
    """
    values.setdefault("reference", {})


MIGRATIONS: Final[dict[int, Callable[[dict[str, Any]], None]]] = {
    1: _separate_data,
    2: _network_chooses_maps_and_cleaning_is_steps,
    3: _review_is_a_section,
    4: _folders_leave_files_out,
}


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
    names = [str(part) for part in problem["loc"]]
    place = ".".join(names) or "project"
    if problem["type"] == "extra_forbidden":
        similar = difflib.get_close_matches(names[-1], _fields_beside(names), n=1)
        meant = f"; did you mean {similar[0]!r}?" if similar else "; correct its name or remove it"
        return f"{place}: unknown field{meant}"
    if problem["type"] == "missing":
        return f"{place}: missing; add it"
    message = problem["msg"].removeprefix("Value error, ")
    value = problem["input"]
    shown = "" if isinstance(value, (dict, list)) else f" (it is {value!r})"
    return f"{place}: {message[0].lower()}{message[1:]}{shown}"


def _fields_beside(names: list[str]) -> list[str]:
    model: Any = Project
    for name in names[:-1]:
        field = model.model_fields.get(name)
        model = field.annotation if field else None
        if not (isinstance(model, type) and issubclass(model, Section)):
            return []
    return list(model.model_fields)
