"""What a data set's folder says, however it is laid out.

A layout is one module that defines `LAYOUT`; `registry` lists them. Nothing here writes or copies.
"""

from __future__ import annotations

import abc
import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final

from stac_core.data.items import find_images, natural_sorted
from stac_core.errors import ConfigError, DataError
from stac_core.types import MAX_CLASSES, CancelToken, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.data.tags import TagTable
    from stac_core.formats.label_set import LabelSet

TRAIN: Final = "train"
VALIDATION: Final = "val"
TEST: Final = "test"

SPLIT_NAMES: Final = {
    "train": TRAIN, "training": TRAIN, "val": VALIDATION, "valid": VALIDATION,
    "validation": VALIDATION, "test": TEST, "testing": TEST,
}  # fmt: skip
"""What data sets call their subsets, without regard to case."""


class Listing:
    """What lies directly in a folder; empty where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folders: list[str] = []
        self.files: list[str] = []
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if not entry.name.startswith("."):
                        (self.folders if entry.is_dir() else self.files).append(entry.name)
        except OSError:
            pass
        self.folders = natural_sorted(self.folders)

    @cached_property
    def file_set(self) -> frozenset[str]:
        """The files, to look names up in."""
        return frozenset(self.files)

    def below(self, *names: str) -> Listing:
        """The listing of a folder below."""
        return Listing(self.path.joinpath(*names))

    def first_folder(self, names: Sequence[str]) -> str | None:
        """The first of some names that a folder has."""
        return next((name for name in names if name in self.folders), None)


@dataclass(frozen=True)
class ReadOptions:
    """How a data set is read.

    Attributes:
        classes: Names that somebody gives its classes, in the data set's order; None takes its own.
        progress: Told while every mask has to be looked at.
        cancel: Checked at every folder and mask.
    """

    classes: Sequence[str] | None = None
    progress: Progress = no_progress
    cancel: CancelToken = field(default_factory=CancelToken)


@dataclass(frozen=True)
class DataSet:
    """A data set, as its folder says.

    Attributes:
        layout: Name of its layout.
        root: Its folder.
        images: The image folder; ids are relative to it.
        exclude: Patterns of what is no image in there (see `stac_core.data.items.left_out`).
        ids: The images, in natural order.
        classes: Names for the values 1..C of the masks.
        own_classes: What the layout calls them, in the same order.
        tags: Image id -> tags, of the images that something is known of.
        splits: Name of a subset -> ids; "train", "val" and "test" where they are told.
        labels: The data set's own masks, which only measure, by image id; None where it has none.
        saliency: Folder of saliency maps `<key>.png`.
        maps: Folder of localisation maps `<key>.npy`.
        notes: What a person should know before going on: sentences.
    """

    layout: str
    root: Path
    images: Path
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    own_classes: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tags: TagTable = field(default_factory=dict)
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: LabelSet | None = None
    saliency: Path | None = None
    maps: Path | None = None
    notes: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """Class name -> images that are tagged with it."""
        return {
            name: sum(tags.get(name, False) for tags in self.tags.values()) for name in self.classes
        }

    @property
    def defect_free(self) -> int:
        """Images that are known to have no defect."""
        return sum(1 for tags in self.tags.values() if tags and not any(tags.values()))

    def renamed(self, names: Sequence[str]) -> DataSet:
        """The same with other class names, in the same order.

        Raises:
            ConfigError: If there are fewer or more of them.
        """
        if tuple(names) == self.classes:
            return self
        if len(names) != len(self.classes):
            raise ConfigError(
                f"this data set has {len(self.classes)} classes ({', '.join(self.classes)}), not "
                f"{len(names)}",
                where=self.root,
                fix="Give as many names, in this order",
            )
        new = dict(zip(self.classes, names, strict=True))
        tags = {
            image_id: {new[name]: present for name, present in each.items()}
            for image_id, each in self.tags.items()
        }
        if self.labels is not None:
            self.labels.classes = tuple(names)
        return replace(self, classes=tuple(names), tags=tags)


class Layout(abc.ABC):
    """One way to lay a data set out.

    Attributes:
        name: On the command line and in project files.
        title: As people call it.
        summary: How it is told, in half a sentence, without a full stop.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]

    @abc.abstractmethod
    def matches(self, here: Listing) -> bool:
        """Whether a folder looks like it; cheap, never raises."""

    @abc.abstractmethod
    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """All that the folder says.

        Raises:
            DataError: Naming the file, if it is not laid out like this or is damaged.
            ConfigError: If the class names that were given cannot be used.
            Cancelled: If asked to stop.
        """

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> LabelSet | None:
        """The data set's own masks of some of its images; None where the layout has none.

        Args:
            root: The data set's folder.
            images: The image folder.
            classes: The data set's own class names, in the order of the masks' values.
            ids: Of the images.

        Raises:
            DataError: If a file that says where the masks are is damaged.
        """
        return None


def list_images(
    folder: Path, *, exclude: Sequence[str] = (), cancel: CancelToken
) -> tuple[str, ...]:
    """Ids of a folder's images in natural order.

    Raises:
        DataError: If there is none, or the folder cannot be read.
    """
    batches = find_images(folder, exclude=exclude, cancel=cancel)
    ids = tuple(natural_sorted(name for batch in batches for name in batch))
    if not ids:
        raise DataError("there are no images here", where=folder, fix="Choose another folder")
    return ids


def splits_by_folder(ids: Sequence[str], depth: int) -> dict[str, tuple[str, ...]]:
    """Subsets by the name of a folder in each id.

    Args:
        ids: Of the images.
        depth: Which folder: 0 is the first.
    """
    found: dict[str, list[str]] = {}
    for image_id in ids:
        parts = image_id.split("/")
        name = SPLIT_NAMES.get(parts[depth].casefold()) if len(parts) > depth + 1 else None
        if name is not None:
            found.setdefault(name, []).append(image_id)
    return {name: tuple(members) for name, members in found.items()}


def one_class_tags(classes: Sequence[str], present: str | None) -> dict[str, bool]:
    """Tags that say that one class is there and no other; none at all for None."""
    return {name: name == present for name in classes}


def check_classes(classes: Sequence[str], *, where: Path) -> None:
    """Make sure that there are classes, and not more than masks can hold.

    Raises:
        DataError: Otherwise.
    """
    if not classes:
        raise DataError("no class of defects is to be found here", where=where)
    if len(classes) > MAX_CLASSES:
        raise DataError(
            f"there are {len(classes)} classes here, more than the {MAX_CLASSES} of a mask",
            where=where,
            fix="Choose a folder further in",
        )
