"""A data set's own masks, one file an image: they measure, and nothing is trained on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stac_core.data.images import image_size
from stac_core.errors import DataError
from stac_core.formats.label_set import ImageLabels, LabelSet, Size, new_mask
from stac_core.formats.mask_png import read_binary_mask, read_mask
from stac_core.types import BACKGROUND, IGNORE_INDEX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stac_core.data.layouts.base import ReadOptions
    from stac_core.data.tags import TagTable
    from stac_core.types import Mask


@dataclass(frozen=True, slots=True)
class MaskFile:
    """Where the mask of an image is.

    Attributes:
        path: The file; None for an image that is known to have no defect.
        value: Class number of the pixels that are set; None where values are class numbers.
    """

    path: Path | None
    value: int | None = None


class FileMasks(LabelSet):
    """Masks in files of their own.

    Where there is one class, a file of 0 and 255 alone marks that class with 255, as most programs
    write such masks; elsewhere 255 is what does not count.

    Args:
        root: The data set's folder.
        classes: For the values 1..C.
        images: The image folder, which knows the sizes of images without a file.
        files: Image id -> where its mask is.
    """

    def __init__(
        self, root: Path, classes: Sequence[str], images: Path, files: Mapping[str, MaskFile]
    ) -> None:
        super().__init__(root, classes, list(files))
        self._images, self._files = images, files

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The mask of one image.

        Raises:
            DataError: If its file cannot be read.
        """
        file = self._files[name]
        if file.path is None:
            path = self._images / name
            return ImageLabels(new_mask(size or image_size(path), where=path))
        if file.value is None:
            values = read_mask(file.path)
            if (
                len(self.classes) == 1
                and not ((values > BACKGROUND) & (values < IGNORE_INDEX)).any()
            ):
                values = np.where(values == IGNORE_INDEX, np.uint8(1), values)
            return ImageLabels(values)
        mask: Mask = read_binary_mask(file.path).astype(np.uint8) * np.uint8(file.value)
        return ImageLabels(mask)


class RenamedLabels(LabelSet):
    """Labels under other names of images and classes.

    Args:
        labels: What is read.
        classes: Names for the values 1..C, in the same order.
        names: Name here -> name there.
    """

    def __init__(self, labels: LabelSet, classes: Sequence[str], names: Mapping[str, str]) -> None:
        super().__init__(labels.root, classes, list(names))
        self._labels, self._names = labels, names

    def size(self, name: str) -> Size | None:
        """What the labels state."""
        return self._labels.size(self._names[name])

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The labels of one image."""
        return self._labels.read(self._names[name], size)


def tags_of_masks(labels: LabelSet, options: ReadOptions) -> tuple[TagTable, int]:
    """Which classes each mask shows, for data sets that come without tags.

    Returns:
        Image id -> class name -> present, and the largest class number that was seen.

    Raises:
        DataError: If a mask cannot be read.
        Cancelled: If asked to stop.
    """
    table: TagTable = {}
    highest = 0
    total = len(labels.names)
    for done, name in enumerate(labels.names):
        options.cancel.check()
        if done % 50 == 0:
            options.progress(done, total)
        shown = np.bincount(labels.read(name).mask.ravel(), minlength=IGNORE_INDEX + 1) > 0
        values = np.flatnonzero(shown[1:IGNORE_INDEX]) + 1
        highest = max(highest, int(values.max(initial=0)))
        table[name] = {
            each: bool(shown[value]) for value, each in enumerate(labels.classes, start=1)
        }
    options.progress(total, total)
    return table, highest


def check_values(highest: int, classes: Sequence[str], where: Path) -> None:
    """Make sure that masks hold no class that has no name.

    Raises:
        DataError: Otherwise.
    """
    if highest > len(classes):
        raise DataError(
            f"holds the value {highest}, but there are {len(classes)} classes", where=where
        )


def no_names(options: ReadOptions) -> list[str]:
    """What to say where neither the files nor a person names the classes."""
    if options.classes is not None:
        return []
    return ["The files do not name the classes: please name them."]


def unnamed(count: int) -> list[str]:
    """What classes without a name are called: as STAC's authors call those of DAGM."""
    return [f"class{number}" for number in range(1, count + 1)]


def name_seen(
    labels: LabelSet, tags: TagTable, highest: int, options: ReadOptions
) -> tuple[list[str], TagTable]:
    """Classes for masks of values that nobody names: as many as the masks show or a person names.

    Args:
        labels: Opened with more classes than any mask shows; gets these.
        tags: As the masks show.
        highest: Value in the masks.
        options: With a person's names.

    Returns:
        Class names and the tags of these.
    """
    classes = unnamed(max(highest, len(options.classes or ())))
    labels.classes = tuple(classes)
    return classes, {key: {name: each[name] for name in classes} for key, each in tags.items()}
