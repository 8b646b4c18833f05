"""The text files beside masks: which images belong to which split, and what the values mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from stac_core.data.items import read_list
from stac_core.errors import DataError
from stac_core.formats.fields import read_text
from stac_core.formats.label_set import by_subset
from stac_core.io import atomic_write_text
from stac_core.types import (
    BACKGROUND,
    BACKGROUND_NAME,
    IGNORE_INDEX,
    MAX_CLASSES,
    Mask,
    image_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from stac_core.formats.label_set import OpenOptions, OutImage

LIST_FOLDER: Final = "ImageSets/Segmentation"
NAMES_FILE: Final = "class_names.txt"
IGNORED_NAME: Final = "__ignore__"

_BACKGROUNDS: Final = frozenset({BACKGROUND_NAME, "_background_", "__background__"})


class Meaning(NamedTuple):
    """What the values in masks stand for.

    Attributes:
        classes: Names for the labels 1..C.
        labels: uint8 (256,), value in a file -> label. Values that nothing is said of keep theirs,
            which is above C, so that `LabelSet.read_fitting` refuses them.
    """

    classes: tuple[str, ...]
    labels: Mask

    @property
    def is_plain(self) -> bool:
        """Whether values are labels as they are."""
        return bool((self.labels == np.arange(256)).all())


def is_background(name: str) -> bool:
    """Whether a name in a list of classes means that nothing is there."""
    return name.casefold() in _BACKGROUNDS


def meaning_of(names: Sequence[str], *, where: Path) -> Meaning:
    """What values mean where each is the place of its name in a list.

    The background may stand anywhere; without one, values count from 1. A first `__ignore__` has no
    value of its own (labelme gives it -1, which is 255 in 8 bits).

    Args:
        names: Of the values 0, 1, 2 ...
        where: The list, for errors.

    Raises:
        DataError: If there are too many names, or a name comes twice.
    """
    listed = [*names[1:]] if names and names[0] == IGNORED_NAME else [*names]
    if not any(map(is_background, listed)):
        listed.insert(0, BACKGROUND_NAME)
    if len(listed) > MAX_CLASSES + 1:
        raise DataError(f"names {len(listed)} values, at most {MAX_CLASSES + 1} fit", where=where)
    labels = np.arange(256, dtype=np.uint8)
    classes: list[str] = []
    for value, name in enumerate(listed):
        if is_background(name):
            labels[value] = BACKGROUND
        elif name == IGNORED_NAME:
            labels[value] = IGNORE_INDEX
        elif name in classes:
            raise DataError(f"names {name!r} twice", where=where)
        else:
            classes.append(name)
            labels[value] = len(classes)
    return Meaning(tuple(classes), labels)


def number_classes(names: Iterable[str], *, where: Path) -> dict[str, int]:
    """Labels for the names in a file that refers to classes by name or by a number of its own.

    Args:
        names: In the order of the file; one that comes twice is one class.
        where: The file, for the error.

    Returns:
        Name -> 1..C in that order, background and `__ignore__` their own labels.

    Raises:
        DataError: If there are too many.
    """
    labels: dict[str, int] = {}
    count = 0
    for name in names:
        if is_background(name):
            labels[name] = BACKGROUND
        elif name == IGNORED_NAME:
            labels[name] = IGNORE_INDEX
        elif name not in labels:
            count += 1
            labels[name] = count
    if count > MAX_CLASSES:
        raise DataError(f"names {count} classes, at most {MAX_CLASSES} fit a mask", where=where)
    return labels


def class_names(labels: Mapping[str, int]) -> list[str]:
    """The names of the labels 1..C among those of `number_classes`."""
    return [name for name, label in labels.items() if label not in {BACKGROUND, IGNORE_INDEX}]


def read_meaning(folder: Path, options: OpenOptions) -> Meaning:
    """What `class_names.txt` in a folder says of values, else the classes that are known.

    Raises:
        DataError: If the file is damaged, or nobody knows the classes.
    """
    path = folder / NAMES_FILE
    if path.is_file():
        names = [line.strip() for line in read_text(path).splitlines() if line.strip()]
        return meaning_of(names, where=path)
    return known_meaning(folder, options)


def known_meaning(folder: Path, options: OpenOptions) -> Meaning:
    """Values are the numbers of the classes that are known beside the files.

    Raises:
        DataError: If they are not.
    """
    if options.classes is None:
        raise DataError(
            "the masks hold numbers, and nothing here names them",
            where=folder,
            fix="Give the class names in the order of their numbers, or add class_names.txt",
        )
    return Meaning(tuple(options.classes), np.arange(256, dtype=np.uint8))


def write_names(folder: Path, classes: Sequence[str]) -> None:
    """Write `class_names.txt`: the background and the classes, in the order of their values.

    Raises:
        StorageError: If it cannot be written.
    """
    names = (BACKGROUND_NAME, *classes)
    atomic_write_text(folder / NAMES_FILE, "".join(f"{name}\n" for name in names))


def write_splits(folder: Path, added: Sequence[OutImage]) -> None:
    """Write `ImageSets/Segmentation/<subset>.txt`: the keys of a split's images, one a line.

    Raises:
        StorageError: If one cannot be written.
    """
    for subset, images in by_subset(added).items():
        keys = "".join(f"{image.key}\n" for image in images)
        atomic_write_text(folder / LIST_FOLDER / f"{subset}.txt", keys)


class Lists(NamedTuple):
    """The lists of a folder.

    Attributes:
        splits: Name of a split -> names of its images.
        unlabeled: Images that they name and that have no mask.
    """

    splits: dict[str, list[str]]
    unlabeled: list[str]


def read_splits(folder: Path, names: Collection[str]) -> Lists:
    """The lists of a folder; they may write the images' extensions.

    Datumaro, and with it CVAT, lists images without objects and writes no mask for them. Others
    list images whose masks are lost, so such an image is not one without objects: nobody knows.

    Args:
        folder: That holds `ImageSets/Segmentation`.
        names: All that have a mask.

    Raises:
        DataError: If a list cannot be read.
    """
    known, splits = frozenset(names), {}
    unlabeled: dict[str, None] = {}
    for file in sorted((folder / LIST_FOLDER).glob("*.txt")):
        found = [name if name in known else image_key(name) for name in read_list(file)]
        splits[file.stem] = [name for name in found if name in known]
        unlabeled.update((name, None) for name in found if name not in known)
    return Lists(splits, list(unlabeled))
