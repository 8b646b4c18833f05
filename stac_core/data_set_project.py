"""Making a project of a data set, whatever its layout: with its tags, splits and masks."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stac_core.class_list import NameAndColor, make_specs
from stac_core.colors import default_color
from stac_core.data.images import IMAGE_SUFFIXES, folder_value_range
from stac_core.data.layouts.base import TEST, TRAIN, VALIDATION, DataSet
from stac_core.data.layouts.registry import LAYOUTS
from stac_core.errors import ConfigError, StorageError
from stac_core.formats.map_sets import NPY
from stac_core.importing.maps import MapImport, MapImportReport, import_maps
from stac_core.io import atomic_write_text, storage_error
from stac_core.labels.store import open_store
from stac_core.new_project import project_of_folders
from stac_core.project import (
    Project,
    is_project,
    load_project,
    project_items,
    relative_to_project,
    save_project,
    validate_project,
)
from stac_core.project_sections import ImageFolder
from stac_core.types import CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.data.tags import TagTable

SPLIT_FOLDER: Final = "splits"
COPY_FOLDER: Final = "data"
TRAINING: Final = "training"
"""List of what is trained on where the data set's own list also names images that only judge."""

_WITH_VALIDATION: Final = ("train_val", "trainval")
_COPIED: Final = IMAGE_SUFFIXES | {".txt", ".csv", ".npy", ".xml", ".json", ".yaml", ".md"}


def training_ids(data: DataSet) -> tuple[str, ...] | None:
    """The images to train on by the data set's own splits; None where it leaves that open.

    None as well where its training images show no defect (as those of MVTec AD): nothing could be
    learnt from their tags.
    """
    aside = {*data.splits.get(VALIDATION, ()), *data.splits.get(TEST, ())}
    own = [data.splits[name] for name in (TRAIN, *_WITH_VALIDATION) if name in data.splits]
    if not own and not aside:
        return None
    chosen = tuple(each for each in (own[0] if own else data.ids) if each not in aside)
    shows_defects = any(any(data.tags.get(each, {}).values()) for each in chosen)
    return chosen if shows_defects else None


def notes_of(data: DataSet) -> list[str]:
    """What a person should know before going on: sentences."""
    notes = list(data.notes)
    if training_ids(data) is None and {TRAIN, TEST} & data.splits.keys():
        notes.append(
            "The training images show no defect, so those of other subsets are trained on as well."
        )
    return notes


def data_set_project(
    root: Path,
    data: DataSet,
    *,
    name: str | None = None,
    classes: Sequence[NameAndColor] | None = None,
) -> Project:
    """A project of a data set, with default settings; no file is written.

    Args:
        root: The project's folder.
        data: The data set.
        name: Of the project; the folder's name by default.
        classes: Names and colours instead of the data set's names, in the same order.

    Raises:
        ConfigError: If a class name cannot be used.
    """
    folder = ImageFolder(
        name=data.images.name or "images",
        path=relative_to_project(root, data.images),
        value_range=folder_value_range([data.images / each for each in data.ids]),
        exclude=list(data.exclude),
    )
    wanted = classes or [(each, default_color(n)) for n, each in enumerate(data.classes)]
    project = project_of_folders(root, [folder], make_specs(wanted), name=name)
    values = project.model_dump(mode="json")
    values["reference"] = {
        "layout": data.layout,
        "folder": relative_to_project(root, data.root),
        "classes": list(data.own_classes),
        "splits": {each: _list_file(each) for each in data.splits},
        "maps": None if data.maps is None else relative_to_project(root, data.maps),
    }
    training = training_ids(data)
    if training is not None:
        own = training == data.splits.get(TRAIN)
        values["data"]["train_list"] = _list_file(TRAIN if own else TRAINING)
    if data.splits.get(VALIDATION):
        values["data"]["validation_list"] = _list_file(VALIDATION)
    if data.saliency is not None:
        folder_of_maps = relative_to_project(root, data.saliency)
        values["saliency"] |= {"source": "folder", "folder": folder_of_maps}
    return validate_project(values, where=root)


def write_data_set_project(
    root: Path, data: DataSet, project: Project, tags: TagTable | None = None
) -> None:
    """Write a project of a data set: its tags and splits, and at last its file.

    Args:
        root: The project's folder.
        data: The data set, with the project's class names.
        project: From `data_set_project`.
        tags: Instead of the data set's own.

    Raises:
        ConfigError: If there is a project already.
        StacError: If something cannot be written; what was begun can be repeated.
    """
    if is_project(root):
        raise ConfigError(
            "there is a project here already", where=root, fix="Choose another folder"
        )
    root.mkdir(parents=True, exist_ok=True)
    chosen = data.tags if tags is None else tags
    # tags first: without a project file an interrupted start can simply be repeated
    with open_store(root, project.class_names) as store:
        if chosen:
            store.set_tags(chosen)
    for name, ids in data.splits.items():
        _write_list(root / _list_file(name), ids)
    training = training_ids(data)
    if training is not None:
        _write_list(root / (project.data.train_list or _list_file(TRAINING)), training)
    save_project(project, root)


def import_data_set_maps(
    root: Path,
    data: DataSet,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> MapImportReport:
    """Take the localisation maps that came with a data set into its project, to be reviewed.

    Args:
        root: The project's folder.
        data: The data set, which has maps.
        progress: Told after each image.
        cancel: Checked before each image.

    Raises:
        DataError: If no map can be read or fits.
        StorageError: If they cannot be written.
        Cancelled: If asked to stop; the project is there without them then.
    """
    assert data.maps is not None
    project = load_project(root)
    items = project_items(project, root, cancel=cancel)
    # their indices are those of the data set's classes, which the project has in the same order
    with open_store(root, project.class_names) as store:
        return import_maps(
            project, root, MapImport(data.maps, NPY.name), items, store, store.tags(),
            progress=progress, cancel=cancel,
        )  # fmt: skip


def copy_data_set(
    data: DataSet,
    root: Path,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> DataSet:
    """Copy a data set into a project's folder, whole or not at all.

    Args:
        data: Left as it is.
        root: The project's folder; the copy is `data` in it.
        progress: Told in KiB.
        cancel: Checked at every file.

    Returns:
        The copy.

    Raises:
        ConfigError: If one folder lies in the other.
        StorageError: If there is not enough room, or it cannot be written.
        Cancelled: If asked to stop; nothing is left then.
    """
    token = cancel or CancelToken()
    source, root = data.root.resolve(), root.resolve()
    if root.is_relative_to(source):
        raise ConfigError(
            "the project would lie in the folder that is copied",
            where=root,
            fix="Choose another folder for the project",
        )
    files = list(_files_to_copy(source, token))
    total = sum(size for _, size in files)
    target, partial = root / COPY_FOLDER, root / f"{COPY_FOLDER}.partial"
    try:
        if target.exists():
            raise ConfigError(
                "this folder is there already", where=target, fix="Choose another folder"
            )
        partial.mkdir(parents=True)
        if shutil.disk_usage(partial).free < total:
            raise StorageError(
                f"the copy needs {total >> 20} MB, more than the disk has",
                where=root,
                fix="Free some space, or let the images stay where they are",
            )
        done = 0
        for name, size in files:
            token.check()
            place = partial / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, place)
            done += size
            progress(done >> 10, max(1, total >> 10))
        os.replace(partial, target)
    except OSError as error:
        raise storage_error(target, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return _moved(data, target)


def _files_to_copy(source: Path, cancel: CancelToken) -> list[tuple[str, int]]:
    found = []
    for folder, below, names in os.walk(source):
        cancel.check()
        below[:] = sorted(each for each in below if not each.startswith("."))
        for name in sorted(names):
            path = Path(folder) / name
            if path.suffix.lower() in _COPIED and not name.startswith(".") and path.is_file():
                found.append((path.relative_to(source).as_posix(), path.stat().st_size))
    return found


def _moved(data: DataSet, root: Path) -> DataSet:
    def there(path: Path) -> Path:
        return root / path.relative_to(data.root)

    labels = LAYOUTS[data.layout].labels(root, there(data.images), data.own_classes, data.ids)
    if labels is not None:
        labels.classes = data.classes
    return replace(
        data,
        root=root,
        images=there(data.images),
        labels=None if data.labels is None else labels,
        saliency=None if data.saliency is None else there(data.saliency),
        maps=None if data.maps is None else there(data.maps),
    )


def _list_file(split: str) -> str:
    return f"{SPLIT_FOLDER}/{split}.txt"


def _write_list(path: Path, ids: Sequence[str]) -> None:
    atomic_write_text(path, "".join(f"{each}\n" for each in ids))
