"""`stac init`: make a project from folders of images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli import UsageError, class_list
from stac_core.data.tags import FOLDERS, TagTable, read_tags, tags_from_folders
from stac_core.errors import ConfigError
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import (
    is_project,
    project_items,
    save_project,
)

if TYPE_CHECKING:
    import argparse

    from stac_core.cli import Output

HELP = "make a project from folders of images; nothing is copied"


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
    try:
        project = make_project(root, args.images, args.classes, name=args.name)
    except ConfigError as error:
        raise UsageError(str(error)) from error
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


def _tags(source: str | None, items: list[Any], classes: list[str]) -> TagTable:
    if source is None:
        return {}
    if source == FOLDERS:
        return tags_from_folders(items, classes)
    return read_tags(Path(source), items, classes)
