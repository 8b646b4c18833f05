"""`stac init`: make a project from folders of images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from stac_core.cli import UsageError, class_list
from stac_core.data.images import folder_value_range
from stac_core.data.items import scan_folder
from stac_core.data.tags import FOLDERS, TagTable, read_tags, tags_from_folders
from stac_core.errors import ConfigError, DataError
from stac_core.labels.store import open_store
from stac_core.presets import load_preset
from stac_core.project import (
    ClassSpec,
    ImageFolder,
    Project,
    is_project,
    make_classes,
    project_items,
    relative_to_project,
    save_project,
    validate_project,
    with_settings,
)

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output

HELP = "make a project from folders of images; nothing is copied"

DEFAULT_PRESET = "cpu-quick"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac init`."""
    parser.add_argument("directory", type=Path, metavar="DIR", help="folder of the new project")
    parser.add_argument(
        "--images", type=Path, nargs="+", required=True, metavar="DIR", help="folders of images"
    )
    parser.add_argument("--classes", type=class_list, required=True, metavar="A,B,C")
    parser.add_argument(
        "--tags",
        metavar="FILE|folders",
        help="CSV or .npy of image-level tags, or 'folders': each image's folder names its class",
    )
    parser.add_argument("--name", help="of the project; the folder's name by default")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Write the project file and the tags."""
    root: Path = args.directory.resolve()
    if is_project(root):
        raise ConfigError(
            "there is a project here already", where=root, fix="Choose another folder"
        )
    project = make_project(root, args.images, args.classes, name=args.name)
    items = project_items(project, root)
    tags = _tags(args.tags, items, args.classes)
    root.mkdir(parents=True, exist_ok=True)
    # tags first: without a project file an interrupted init can simply be repeated
    with open_store(root, args.classes) as store:
        if tags:
            store.set_tags(tags)
    save_project(project, root)
    tagged = sum(bool(each) for each in tags.values())
    out.line(f"project {project.name}: {len(items):,} images, {tagged:,} of them tagged")
    counts = {name: sum(each.get(name, False) for each in tags.values()) for name in args.classes}
    for name, count in counts.items():
        out.line(f"  {name}: {count:,}")
    free = sum(1 for each in tags.values() if each and not any(each.values()))
    if free:
        out.line(f"  without defect: {free:,}")
    return {
        "project": str(root),
        "images": len(items),
        "tagged": tagged,
        "present": counts,
        "defect_free": free,
    }


def make_project(
    root: Path, folders: list[Path], classes: list[str], *, name: str | None = None
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
    values = {
        "version": 1,
        "name": name or root.name,
        "classes": [spec.model_dump() for spec in _classes(classes)],
        "image_folders": [spec.model_dump() for spec in specs],
    }
    project = validate_project(values, where=root)
    return with_settings(project, load_preset(DEFAULT_PRESET), where=DEFAULT_PRESET)


def _classes(names: list[str]) -> list[ClassSpec]:
    try:
        return make_classes(names)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise UsageError(reason, where="--classes") from error


def _unique_name(folder: Path, taken: list[str]) -> str:
    base = folder.resolve().name or "images"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def _tags(source: str | None, items: list[Any], classes: list[str]) -> TagTable:
    if source is None:
        return {}
    if source == FOLDERS:
        return tags_from_folders(items, classes)
    return read_tags(Path(source), items, classes)
