"""Which images a run learns from, with what tags and masks; frozen so that a run can be repeated.

What a project file says may point at things that change: the label store, folders that grow. A run
writes down what it found, and from then on reads that.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.items import read_list, select_items
from stac_core.data.tags import (
    FOLDERS,
    TagTable,
    format_tags_csv,
    read_tags,
    tags_from_folders,
    tags_to_arrays,
)
from stac_core.errors import DataError, TrainingError
from stac_core.io import atomic_write_text
from stac_core.labels.store import mask_path, open_store
from stac_core.project import Project, project_items, relative_to_project, resolve
from stac_core.types import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import ImageItem

TAGS_FILE: Final = "tags.csv"
MASKS_FILE: Final = "masks.csv"
TRAIN_LIST: Final = "train.txt"
VALIDATION_LIST: Final = "validation.txt"


@dataclass(frozen=True)
class RunData:
    """The images of a run.

    Attributes:
        training: Images to learn from.
        validation: Images that only judge; those of them with a mask measure the maps.
        tags: Of all of them.
        masks: Image id -> file of a mask that a person made, for some of them; also as listed of
            images that are gone.
        untagged: Number of images that are left out because nothing is known of them.
        training_ids: As listed, also of images that are gone.
        validation_ids: Likewise.
    """

    training: tuple[ImageItem, ...]
    validation: tuple[ImageItem, ...]
    tags: TagTable
    masks: Mapping[str, Path]
    untagged: int
    training_ids: tuple[str, ...]
    validation_ids: tuple[str, ...]

    @property
    def missing(self) -> list[str]:
        """Ids of listed images that are gone."""
        there = {item.id for item in (*self.training, *self.validation)}
        return [each for each in (*self.training_ids, *self.validation_ids) if each not in there]

    def counts(self) -> dict[str, int]:
        """How many images of each kind of supervision the run learns from."""
        masked = sum(item.id in self.masks for item in self.training)
        free = sum(
            item.id not in self.masks and not any(self.tags.get(item.id, {}).values())
            for item in self.training
        )
        return {
            "training": len(self.training),
            "validation": len(self.validation),
            "masks": masked,
            "tags_only": len(self.training) - masked,
            "defect_free": free,
            "untagged": self.untagged,
        }


def choose_data(
    project: Project,
    base: Path,
    *,
    store_root: Path | None = None,
) -> RunData:
    """Find the images, tags and masks that the project names.

    Args:
        project: Its `data` section says where from.
        base: The folder that its paths are relative to.
        store_root: The folder with the label store; `base` by default.

    Raises:
        DataError: If a file cannot be read or an image is listed that is not there.
        TrainingError: If there is nothing to learn from.
        LabelStoreError: If the label store cannot be read.
    """
    root = store_root or base
    items = project_items(project, base)
    tags = read_project_tags(project, base, items, store_root=root)
    masks = project_masks(project, base, items, store_root=root)
    usable = [item for item in items if tags.get(item.id) or item.id in masks]
    if not usable:
        raise TrainingError(
            "no image is tagged",
            where=root,
            fix="Give tags with: stac init ... --tags FILE, or in the window",
        )
    training, validation = _split(project, base, items, usable, tags, masks)
    if not any(any(tags.get(item.id, {}).values()) or item.id in masks for item in training):
        raise TrainingError(
            "no image is tagged with a defect class; there is nothing to learn",
            where=root,
            fix="Tag some images that show defects",
        )
    return RunData(
        tuple(training),
        tuple(validation),
        tags,
        masks,
        untagged=len(items) - len(usable),
        training_ids=tuple(item.id for item in training),
        validation_ids=tuple(item.id for item in validation),
    )


def read_frozen(project: Project, folder: Path) -> RunData:
    """Read what `freeze_data` wrote down; images that are gone since are only named.

    Raises:
        DataError: If a file cannot be read, or all images are gone.
    """
    items = project_items(project, folder)
    by_id = {item.id: item for item in items}
    training, validation = (
        tuple(read_list(folder / name)) for name in (TRAIN_LIST, VALIDATION_LIST)
    )
    tags = read_tags(folder / TAGS_FILE, items, project.class_names)
    return RunData(
        tuple(by_id[each] for each in training if each in by_id),
        tuple(by_id[each] for each in validation if each in by_id),
        tags,
        _read_masks_csv(folder / MASKS_FILE),
        untagged=len(items) - len(training) - len(validation),
        training_ids=training,
        validation_ids=validation,
    )


def freeze_data(data: RunData, project: Project, folder: Path) -> Project:
    """Write down a run's images, tags and masks; the project then names these files.

    Args:
        data: As chosen.
        project: With paths relative to `folder`.
        folder: The run folder.

    Raises:
        StorageError: If a file cannot be written.
    """
    used = [*data.training, *data.validation]
    tags = {item.id: data.tags[item.id] for item in used if item.id in data.tags}
    atomic_write_text(folder / TAGS_FILE, format_tags_csv(tags, project.class_names))
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(["image", "mask"])
    for item in used:
        if item.id in data.masks:
            writer.writerow([item.id, relative_to_project(folder, data.masks[item.id])])
    atomic_write_text(folder / MASKS_FILE, rows.getvalue())
    for name, items in ((TRAIN_LIST, data.training), (VALIDATION_LIST, data.validation)):
        atomic_write_text(folder / name, "".join(f"{item.id}\n" for item in items))
    section = project.data.model_copy(
        update={
            "tags": TAGS_FILE,
            "masks": MASKS_FILE,
            "train_list": TRAIN_LIST,
            "validation_list": VALIDATION_LIST,
        }
    )
    return project.model_copy(update={"data": section})


def read_project_tags(
    project: Project, base: Path, items: Sequence[ImageItem], *, store_root: Path
) -> TagTable:
    """The tags that the project names: its store's, a file's, or the folders' names.

    Raises:
        DataError: If they cannot be read.
        LabelStoreError: If the store cannot be read.
    """
    source = project.data.tags
    if source == "store":
        with open_store(store_root, project.class_names, read_only=True) as store:
            return store.tags()
    if source == FOLDERS:
        return tags_from_folders(items, project.class_names)
    return read_tags(resolve(base, source), items, project.class_names)


def project_masks(
    project: Project, base: Path, items: Sequence[ImageItem], *, store_root: Path
) -> dict[str, Path]:
    """Masks to learn from, as the project names them: image id -> file.

    Raises:
        DataError: If they cannot be read.
        LabelStoreError: If the store cannot be read.
    """
    source = project.data.masks
    if source == "none":
        return {}
    if source == "store":
        with open_store(store_root, project.class_names, read_only=True) as store:
            records = store.records()
        there = {item.id for item in items}
        return {
            image_id: mask_path(store_root, record.mask_digest)
            for image_id, record in records.items()
            if image_id in there
            and record.mask_digest is not None
            and record.status is ReviewStatus.ACCEPTED
        }
    place = resolve(base, source)
    if place.is_dir():
        files = {item.id: place / f"{item.key}.png" for item in items}
        found = {image_id: file for image_id, file in files.items() if file.is_file()}
        if not found:
            raise DataError(
                "holds no mask of any image", where=place, fix="A mask is named KEY.png"
            )
        return found
    there = {item.id for item in items}
    return {
        image_id: file for image_id, file in _read_masks_csv(place).items() if image_id in there
    }


def split_rows(kinds: NDArray[np.bool_], share: float, seed: int) -> NDArray[np.bool_]:
    """Set some images aside, the same share of every kind.

    Args:
        kinds: bool (n, k): equal rows are of one kind.
        share: Of each kind, rounded down, so rare kinds stay.
        seed: Decides which.

    Returns:
        bool (n,), True for those set aside.
    """
    rng = np.random.default_rng([seed, 1])
    patterns, groups = np.unique(kinds, axis=0, return_inverse=True)
    aside = np.zeros(len(kinds), bool)
    for group in range(len(patterns)):
        rows = rng.permutation(np.flatnonzero(groups.ravel() == group))
        aside[rows[: int(len(rows) * share)]] = True
    return aside


def _split(
    project: Project,
    base: Path,
    items: Sequence[ImageItem],
    usable: Sequence[ImageItem],
    tags: TagTable,
    masks: Mapping[str, Path],
) -> tuple[list[ImageItem], list[ImageItem]]:
    section = project.data
    known = {item.id for item in usable}
    train_list = _listed(section.train_list, base, items, known)
    validation = _listed(section.validation_list, base, items, known)
    if validation is None:
        pool = list(usable) if train_list is None else train_list
        ids = [item.id for item in pool]
        present, _ = tags_to_arrays(tags, ids, project.class_names)
        masked = np.array([[image_id in masks] for image_id in ids], bool)
        kinds = np.concatenate([present, masked], axis=1)
        aside = split_rows(kinds, section.validation_share, project.train.seed)
        validation = [item for item, out in zip(pool, aside, strict=True) if out]
    chosen = {item.id for item in validation}
    if train_list is None or section.validation_list is None:
        pool = list(usable) if train_list is None else train_list
        return [item for item in pool if item.id not in chosen], validation
    double = next((item.id for item in train_list if item.id in chosen), None)
    if double is not None:
        raise DataError(
            f"{double} is in both lists",
            where=f"{section.train_list} and {section.validation_list}",
            fix="An image either trains or validates: remove it from one list",
        )
    return train_list, validation


def _listed(
    path: str | None, base: Path, items: Sequence[ImageItem], known: set[str]
) -> list[ImageItem] | None:
    """The listed images of which something is known; None without a list."""
    if path is None:
        return None
    file = resolve(base, path)
    chosen = select_items(items, dict.fromkeys(read_list(file)), where=file)
    return [item for item in chosen if item.id in known]


def _read_masks_csv(place: Path) -> dict[str, Path]:
    try:
        text = place.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"the list of masks cannot be read ({error})", where=place) from error
    if not rows or [cell.strip() for cell in rows[0]] != ["image", "mask"]:
        raise DataError("the first line must be: image,mask", where=place)
    return {row[0]: resolve(place.parent, row[1]) for row in rows[1:] if len(row) == 2}
