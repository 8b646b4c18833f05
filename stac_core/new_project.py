"""Making a project from folders of images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from stac_core.data.images import folder_value_range
from stac_core.data.items import scan_folder
from stac_core.errors import ConfigError, DataError
from stac_core.io import folder_around
from stac_core.presets import load_preset
from stac_core.project import (
    SCHEMA_VERSION,
    Project,
    make_classes,
    relative_to_project,
    resolve,
    validate_project,
    with_settings,
)
from stac_core.project_sections import ClassSpec, ImageFolder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DEFAULT_PRESET: Final = "cpu-quick"


def make_project(
    root: Path, folders: Sequence[Path], classes: Sequence[str], *, name: str | None = None
) -> Project:
    """A project with default settings; no file is written.

    Raises:
        DataError: If a folder does not exist or holds no image.
        ConfigError: If a class name cannot be used.
    """
    specs: list[ImageFolder] = []
    for folder in folders:
        items = scan_folder(folder)
        if not items:
            raise DataError("there are no images here", where=folder, fix="Choose another folder")
        specs.append(
            ImageFolder(
                name=_unique_name(folder, [spec.name for spec in specs]),
                path=relative_to_project(root, folder),
                value_range=folder_value_range([item.path for item in items]),
            )
        )
    return project_of_folders(root, specs, _classes(classes), name=name)


def project_of_folders(
    root: Path, folders: Sequence[ImageFolder], classes: Sequence[ClassSpec], *, name: str | None
) -> Project:
    """A project with default settings of these image folders and classes; no file is written.

    Raises:
        ConfigError: If they cannot be used together, or the project would lie among the images.
    """
    inside = folder_around(root, [resolve(root, each.path) for each in folders])
    if inside is not None:
        raise ConfigError(
            f"the project would lie in its image folder {inside}: what it makes would be taken for "
            "images",
            where=root,
            fix="Choose a folder beside it",
        )
    values = {
        "version": SCHEMA_VERSION,
        "name": name or root.name,
        "classes": [spec.model_dump() for spec in classes],
        "image_folders": [spec.model_dump() for spec in folders],
    }
    project = validate_project(values, where=root)
    return with_settings(project, load_preset(DEFAULT_PRESET), where=DEFAULT_PRESET)


def place_beside(folder: Path) -> Path:
    """Where the project of an image folder goes unless somebody chooses another place."""
    return folder.parent / f"{folder.name}-project"


def _classes(names: Sequence[str]) -> list[ClassSpec]:
    try:
        return make_classes(list(names))
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise ConfigError(reason, where="classes") from error


def _unique_name(folder: Path, taken: list[str]) -> str:
    base = folder.resolve().name or "images"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
