"""`stac init`: make a project from folders of images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stac_core.cli import UsageError, class_list
from stac_core.cli.options import warn_problems
from stac_core.data.layouts.base import ReadOptions
from stac_core.data.layouts.registry import AUTO, LAYOUTS, names_of_layouts, read_data_set
from stac_core.data.tags import FOLDERS, TagTable, read_tags, tags_from_folders
from stac_core.data_set_project import (
    copy_data_set,
    data_set_project,
    import_data_set_maps,
    notes_of,
    training_ids,
    write_data_set_project,
)
from stac_core.errors import ConfigError, DataError
from stac_core.labels.store import open_store
from stac_core.new_project import make_project
from stac_core.project import (
    is_project,
    project_items,
    save_project,
)
from stac_core.types import ImageItem

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from stac_core.cli import Output
    from stac_core.data.layouts.base import DataSet

HELP = "make a project from folders of images or a data set; nothing is copied unless asked"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `stac init`."""
    parser.add_argument("directory", type=Path, metavar="DIR", help="folder of the new project")
    parser.add_argument(
        "--images",
        type=Path,
        nargs="+",
        required=True,
        metavar="DIR",
        help="folders of images, or the folder of a data set",
    )
    parser.add_argument(
        "--classes",
        type=class_list,
        metavar="A,B,C",
        help="names of the classes; the data set's own by default",
    )
    parser.add_argument(
        "--layout",
        choices=names_of_layouts(),
        metavar="NAME",
        help=f"how the data set is laid out: {', '.join(names_of_layouts())}; auto looks what it "
        "is, and is the default where no classes are given. Its tags, splits and masks (which only "
        "measure) are taken over",
    )
    parser.add_argument(
        "--copy", action="store_true", help="copy the data set into the project's folder"
    )
    parser.add_argument(
        "--tags",
        metavar="FILE|folders",
        help="CSV or .npy of image-level tags, or 'folders': each image's folder names its class",
    )
    parser.add_argument(
        "--maps",
        action="store_true",
        help="also import the localisation maps that came with the data set",
    )
    parser.add_argument("--name", help="of the project; the folder's name by default")


def run(args: argparse.Namespace, out: Output) -> dict[str, Any]:
    """Write the project file and the tags."""
    root: Path = args.directory.resolve()
    if is_project(root):
        raise ConfigError(
            "there is a project here already", where=root, fix="Choose another folder"
        )
    asked = args.layout is not None or args.copy or args.maps
    if args.classes is not None and not asked:
        return _of_folders(args, root, out)
    return _of_data_set(args, root, out)


def _of_folders(args: argparse.Namespace, root: Path, out: Output) -> dict[str, Any]:
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
    return _report(root, project.name, len(items), args.classes, tags, out)


def _of_data_set(args: argparse.Namespace, root: Path, out: Output) -> dict[str, Any]:
    if len(args.images) > 1:
        raise UsageError("a data set is one folder; for several name the classes with --classes")
    with out.progress("masks") as progress:
        options = ReadOptions(args.classes, progress, out.cancel)
        data = read_data_set(args.images[0], args.layout or AUTO, options)
    if args.maps and data.maps is None:
        raise DataError(
            "there are no localisation maps here", where=data.root, fix="Leave --maps out"
        )
    items = [ImageItem(each, data.images / each) for each in data.ids]
    tags = data.tags if args.tags is None else _tags(args.tags, items, data.classes)
    try:
        data_set_project(root, data, name=args.name)  # before anything is copied
    except ConfigError as error:
        raise UsageError(str(error)) from error
    if args.copy:
        with out.progress("copy", unit="KiB") as progress:
            data = copy_data_set(data, root, progress=progress, cancel=out.cancel)
    project = data_set_project(root, data, name=args.name)
    write_data_set_project(root, data, project, tags)
    out.line(f"layout: {LAYOUTS[data.layout].title} ({data.layout})")
    result = _report(root, project.name, len(data.ids), data.classes, tags, out)
    result |= _report_data_set(root, data, out)
    if args.maps:
        with out.progress("maps") as progress:
            report = import_data_set_maps(root, data, progress=progress, cancel=out.cancel)
        warn_problems(report.damaged, out)
        out.line(f"imported maps: {len(report.images):,}")
        result["imported_maps"] = len(report.images)
    return result


def _report_data_set(root: Path, data: DataSet, out: Output) -> dict[str, Any]:
    if data.splits:
        counts = ", ".join(f"{name} {len(ids):,}" for name, ids in data.splits.items())
        out.line(f"splits: {counts}")
    training = training_ids(data)
    if training is not None:
        out.line(f"  trained on: {len(training):,}")
    masks = 0 if data.labels is None else len(data.labels.names)
    if masks:
        out.line(f"masks that only measure: {masks:,}")
    if data.saliency is not None:
        out.line(f"saliency maps: {data.saliency}")
    if data.maps is not None:
        out.line(f"localisation maps: {data.maps}")
    for note in notes_of(data):
        out.warn(note)
    return {
        "layout": data.layout,
        "classes": list(data.classes),
        "splits": {name: len(ids) for name, ids in data.splits.items()},
        "training": None if training is None else len(training),
        "masks": masks,
        "saliency": None if data.saliency is None else str(data.saliency),
        "maps": None if data.maps is None else str(data.maps),
        "notes": notes_of(data),
    }


def _report(
    root: Path, name: str, images: int, classes: Sequence[str], tags: TagTable, out: Output
) -> dict[str, Any]:
    tagged = sum(bool(each) for each in tags.values())
    out.line(f"project {name}: {images:,} images, {tagged:,} of them tagged")
    counts = {each: sum(tag.get(each, False) for tag in tags.values()) for each in classes}
    for each, count in counts.items():
        out.line(f"  {each}: {count:,}")
    free = sum(1 for each in tags.values() if each and not any(each.values()))
    if free:
        out.line(f"  without defect: {free:,}")
    return {
        "project": str(root),
        "images": images,
        "tagged": tagged,
        "present": counts,
        "defect_free": free,
    }


def _tags(source: str | None, items: list[Any], classes: Sequence[str]) -> TagTable:
    if source is None:
        return {}
    if source == FOLDERS:
        return tags_from_folders(items, classes)
    return read_tags(Path(source), items, classes)
