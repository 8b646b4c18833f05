"""Severstal: Steel Defect Detection (Kaggle, 2019): ``train.csv`` beside the images.

In ``train_images`` and ``test_images``. Rows are ``ImageId,ClassId,EncodedPixels``, or
``ImageId_ClassId,EncodedPixels`` as first published (there each image has a row for each class,
empty where it is not shown). Pixels are runs: start and length, counted from 1 down each column.
Classes are 1 to 4; images without a row show no defect.
(kaggle.com/c/severstal-steel-defect-detection/data)
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.images import image_size
from stac_core.data.layouts.base import DataSet, Layout, Listing, ReadOptions, list_images
from stac_core.errors import DataError
from stac_core.formats.fields import read_text
from stac_core.formats.label_set import ImageLabels, LabelSet, Size, new_mask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_TABLE: Final = "train.csv"
_TRAIN: Final = "train_images"
_TEST: Final = "test_images"
_LEAST: Final = 4
"""Classes that the competition has; a table may show fewer of them."""
_MOST: Final = 254

_Rows = dict[str, dict[int, tuple[str, int]]]
"""File name of an image -> class number -> runs and line."""


class SeverstalLayout(Layout):
    """Run lengths in a table beside the images."""

    name = "severstal"
    title = "Severstal steel"
    summary = "train_images and train.csv with run lengths"

    def matches(self, here: Listing) -> bool:
        """Whether the table and its images are there."""
        return _TABLE in here.files and _TRAIN in here.folders

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags and masks from the table."""
        rows = _read_table(here.path / _TABLE)
        count = max((number for each in rows.values() for number in each), default=0)
        classes = tuple(f"class{number}" for number in range(1, max(_LEAST, count) + 1))
        exclude = tuple(
            f"{name}/" if name in here.folders else name
            for name in (*here.folders, *here.files)
            if name not in {_TRAIN, _TEST, _TABLE}
        )
        ids = list_images(here.path, exclude=exclude, cancel=options.cancel)
        train = tuple(each for each in ids if each.startswith(f"{_TRAIN}/"))
        test = tuple(each for each in ids if each.startswith(f"{_TEST}/"))
        tags = {}
        for image_id in train:
            shown = {
                number for number, (runs, _) in rows.get(_file_of(image_id), {}).items() if runs
            }
            tags[image_id] = {name: number in shown for number, name in enumerate(classes, start=1)}
        notes = []
        if options.classes is None:
            notes.append("The files do not name the classes: please name them.")
        there = {_file_of(image_id) for image_id in train}
        if gone := sum(name not in there for name in rows):
            notes.append(f"Images that the labels name and that are not there: {gone}.")
        splits = {name: each for name, each in (("train", train), ("test", test)) if each}
        return DataSet(
            self.name, here.path, here.path, ids, classes, classes, exclude=exclude, tags=tags,
            splits=splits, labels=RunLengths(here.path, here.path, classes, train, rows),
            notes=tuple(notes),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> LabelSet:
        """The masks in the table."""
        train = [each for each in ids if each.startswith(f"{_TRAIN}/")]
        return RunLengths(root, images, classes, train, _read_table(root / _TABLE))


class RunLengths(LabelSet):
    """Masks as run lengths.

    Args:
        root: The data set's folder.
        images: The image folder, which knows the images' sizes.
        classes: For the values 1..C.
        ids: Of the images that the table is about.
        rows: What it says of some of them.
    """

    def __init__(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str], rows: _Rows
    ) -> None:
        super().__init__(root, classes, ids)
        self._images = images
        self._rows: Mapping[str, Mapping[int, tuple[str, int]]] = rows

    def size(self, name: str) -> Size | None:
        """The image's, from its header."""
        return image_size(self._images / name)

    def read(self, name: str, size: Size | None = None) -> ImageLabels:
        """The mask of one image; where classes overlap, the later row's counts.

        Raises:
            DataError: Naming the line, if runs cannot be read or leave the image.
        """
        height, width = size or image_size(self._images / name)
        mask = new_mask((height, width), where=self._images / name)
        flat = np.zeros(height * width, np.uint8)
        overlap = 0
        for number, (runs, line) in self._rows.get(_file_of(name), {}).items():
            where = f"{self.root / _TABLE}, line {line}"
            for start, end in _runs(runs, flat.size, where):
                part = flat[start:end]
                overlap += int(((part != 0) & (part != number)).sum())
                part[:] = number
        mask[:] = flat.reshape(width, height).T
        return ImageLabels(mask, overlap)


def _file_of(image_id: str) -> str:
    return image_id.partition("/")[2]


def _runs(text: str, size: int, where: str) -> list[tuple[int, int]]:
    """Start and end of each run, from 0."""
    try:
        values = np.array(text.split(), dtype=np.int64)
    except (ValueError, OverflowError) as error:
        raise DataError("the runs are no whole numbers", where=where) from error
    if values.size % 2:
        raise DataError("the last run has no length", where=where)
    starts, lengths = values[::2] - 1, values[1::2]
    if values.size and (
        starts.min() < 0 or lengths.min() < 1 or lengths.max() > size or starts.max() >= size
        or (starts + lengths).max() > size
    ):  # fmt: skip
        raise DataError("a run leaves the image", where=where)
    return list(zip(starts.tolist(), (starts + lengths).tolist(), strict=True))


def _read_table(path: Path) -> _Rows:
    """The rows by image.

    Raises:
        DataError: Naming the line that cannot be read.
    """
    try:
        lines = list(csv.reader(io.StringIO(read_text(path), newline="")))
    except csv.Error as error:
        raise DataError(f"is no table ({error})", where=path) from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    if header[:3] == ["ImageId", "ClassId", "EncodedPixels"]:
        width = 3
    elif header[:2] == ["ImageId_ClassId", "EncodedPixels"]:
        width = 2
    else:
        raise DataError(
            "must start with the line ImageId,ClassId,EncodedPixels", where=f"{path}, line 1"
        )
    found: _Rows = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path}, line {number}"
        if len(cells) < width:
            raise DataError("has too few columns", where=where)
        image, value = cells[:2] if width == 3 else cells[0].rpartition("_")[::2]
        value = value.strip()
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= _MOST):
            raise DataError(f"{value!r} is no class number", where=where)
        rows = found.setdefault(image.strip(), {})
        if int(value) in rows:
            raise DataError(f"class {value} of this image is there twice", where=where)
        rows[int(value)] = (cells[width - 1].strip(), number)
    return found


LAYOUT: Final = SeverstalLayout()
