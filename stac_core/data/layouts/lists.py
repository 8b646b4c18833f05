"""Files that data sets bring along: lists of images, names of classes, tags."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.items import natural_sorted
from stac_core.errors import DataError
from stac_core.formats.fields import read_text
from stac_core.io import load_legacy_dict
from stac_core.types import BACKGROUND_NAME, MAX_CLASSES, image_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_NUMBERED: Final = re.compile(r"(\d+)[\s:,]+(.+)")
_LARGEST: Final = 64 << 20
"""Bytes; a longer text is no list of images."""


class Names:
    """Finds images by what files call them: id, key, or file name where that is unique.

    Args:
        ids: Of the images.
    """

    def __init__(self, ids: Sequence[str]) -> None:
        self._found: dict[str, str | None] = {}
        for image_id in ids:
            key = image_key(image_id)
            for name in {key, key.rpartition("/")[2], image_id.rpartition("/")[2]} - {image_id}:
                self._found[name] = None if name in self._found else image_id
        self._found.update((image_id, image_id) for image_id in ids)

    def get(self, name: str) -> str | None:
        """The image's id; None if there is none, or several have this name."""
        name = name.strip().replace("\\", "/")
        found = self._found.get(name)
        # "/JPEGImages/000201.jpg" and the like
        return found or self._found.get(image_key(name.rpartition("/")[2]))


def read_splits(
    files: Sequence[Path], names: Names
) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Subsets from list files, one image a line; texts that list no image are passed over.

    Returns:
        Stem of the file -> ids, and of those that name images which are not there, how many.

    Raises:
        DataError: If a list cannot be read.
    """
    splits: dict[str, tuple[str, ...]] = {}
    gone: dict[str, int] = {}
    for file in files:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            continue
        lines = [line.split() for line in read_text(file).splitlines() if line.strip()]
        # VOC's lists of one class have "name 1" or "name -1"; other programs image and mask
        found = [names.get(" ".join(cells)) or names.get(cells[0]) for cells in lines]
        ids = tuple(dict.fromkeys(image_id for image_id in found if image_id is not None))
        if ids:
            splits[file.stem] = ids
            if missing := sum(image_id is None for image_id in found):
                gone[file.stem] = missing
    return splits, gone


def read_class_names(file: Path) -> list[str]:
    """Class names from `labels.txt` ("0 background", "1 crack") or one name a line.

    The background is left out.

    Raises:
        DataError: If it cannot be read, or numbers are missing.
    """
    lines = [line.strip() for line in read_text(file).splitlines() if line.strip()]
    numbered = [_NUMBERED.fullmatch(line) for line in lines]
    if all(numbered):
        pairs = sorted((int(each[1][:6]), each[2].strip()) for each in numbered if each)
        first = pairs[0][0] if pairs else 0
        if first not in {0, 1} or [number for number, _ in pairs] != list(
            range(first, first + len(pairs))
        ):
            raise DataError("the numbers of the classes are not 0, 1, 2 ...", where=file)
        lines = [name for _, name in pairs]
    if lines and lines[0].casefold().strip("_") == BACKGROUND_NAME:
        del lines[0]
    return lines


def read_vectors(files: Sequence[Path], names: Names) -> dict[str, NDArray[np.bool_]]:
    """Tags from the STAC authors' `cls_labels*.npy`: name -> one number a class.

    Returns:
        Image id -> bool (C,).

    Raises:
        DataError: If a file is damaged, or two files disagree.
    """
    found: dict[str, NDArray[np.bool_]] = {}
    count: int | None = None
    for file in files:
        for name, value in load_legacy_dict(file).items():
            try:
                vector = np.asarray(value, dtype=np.float64).ravel() > 0.5
            except (TypeError, ValueError) as error:
                raise DataError(f"{name}: these are no tags", where=file) from error
            if not 0 < vector.size <= MAX_CLASSES or (count is not None and vector.size != count):
                raise DataError(
                    f"{name}: {vector.size} tags, not {count or '1 or more'}", where=file
                )
            count = vector.size
            image_id = names.get(str(name))
            if image_id is None:
                continue
            if image_id in found and not np.array_equal(found[image_id], vector):
                raise DataError(
                    f"{name}: other tags than in {files[0].name}",
                    where=file,
                    fix="Remove the file that is wrong",
                )
            found[image_id] = vector
    return found


def csv_classes(file: Path) -> list[str] | None:
    """Class names in the first line of a tag file `image,<class>,...`; None if it is none.

    Raises:
        DataError: If it cannot be read.
    """
    first = read_text(file).partition("\n")[0]
    cells = [cell.strip() for row in csv.reader([first.rstrip("\r")]) for cell in row]
    return cells[1:] if len(cells) > 1 and cells[0].lower() == "image" else None


def texts_in(folder: Path, files: Sequence[str]) -> list[Path]:
    """The text files among a folder's files, in natural order."""
    return [folder / name for name in natural_sorted(files) if name.lower().endswith(".txt")]


def lost_names(gone: Mapping[str, int]) -> list[str]:
    """Sentences about lists that name images which are not there."""
    return [
        f"The list {name} names images that are not there: {count}." for name, count in gone.items()
    ]
