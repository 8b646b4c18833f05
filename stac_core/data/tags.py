"""Image-level tags: which classes are present, absent, or not known, from the files users have."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from stac_core.data.items import index_by_name
from stac_core.errors import DataError
from stac_core.io import load_legacy_dict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stac_core.types import ImageItem

Tags = Mapping[str, bool]
"""Class name -> present (True) or absent (False); a class that is missing is unknown."""

TagTable = dict[str, dict[str, bool]]
"""Image id -> tags. Images without an entry are untagged."""

FOLDERS = "folders"
"""Given instead of a file: the first sub-folder of an image names its class."""

GOOD_NAMES = frozenset({"good", "free", "ok", "normal", "no_defect", "defect_free", "none"})
_VALUES: dict[str, bool | None] = {
    "1": True,
    "1.0": True,
    "true": True,
    "0": False,
    "0.0": False,
    "false": False,
    "": None,
}


def read_tags(source: Path, items: Sequence[ImageItem], classes: Sequence[str]) -> TagTable:
    """Tags of the given images from a CSV file or an authors' ``.npy`` dictionary.

    Rows of images that are not among `items` are left out.

    Raises:
        DataError: If the file cannot be read, names a class the project lacks, holds another value
            than 0, 1 or nothing, or names none of the images.
    """
    if source.suffix.lower() == ".npy":
        rows = _read_npy(source, classes)
    else:
        rows = _read_csv(source, classes)
    by_name = index_by_name(items)
    table: TagTable = {}
    for name, tags in rows.items():
        item = by_name.get(name)
        if item is not None:
            table[item.id] = tags
    if rows and not table:
        first = next(iter(rows))
        raise DataError(
            f"names none of the images (the first name is {first!r})",
            where=source,
            fix="The image column must hold the path relative to the image folder",
        )
    return table


def tags_from_folders(items: Sequence[ImageItem], classes: Sequence[str]) -> TagTable:
    """Tags from the name of each image's folder: one class present, the others absent.

    An image in a folder named like ``good`` or ``free`` has no defect; one in a folder that names
    no class stays untagged.

    Raises:
        DataError: If no folder names a class.
    """
    return tags_of_folders([item.id for item in items], classes)


def tags_of_folders(ids: Sequence[str], classes: Sequence[str]) -> TagTable:
    """As `tags_from_folders`, of image ids.

    Raises:
        DataError: If no folder names a class.
    """
    by_name = {name.casefold(): name for name in classes}
    table: TagTable = {}
    for image_id in ids:
        parents = [part.casefold() for part in image_id.split("/")[:-1]]
        found = next((by_name[part] for part in parents if part in by_name), None)
        if found is not None:
            table[image_id] = {name: name == found for name in classes}
        elif GOOD_NAMES.intersection(parents):
            table[image_id] = dict.fromkeys(classes, False)
    if not table:
        example = classes[0] if classes else "scratch"
        raise DataError(
            "no image lies in a folder named after a class",
            where="tags from folder names",
            fix=f"Expected folders such as {example}/ below the image folder",
        )
    return table


def tags_to_arrays(
    table: Mapping[str, Tags], ids: Sequence[str], classes: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tags as arrays.

    Returns:
        present: bool (n, C), True where the class is tagged present.
        known: bool (n, C), True where the tag says present or absent.
    """
    present = np.zeros((len(ids), len(classes)), dtype=bool)
    known = np.zeros_like(present)
    for row, image_id in enumerate(ids):
        tags = table.get(image_id, {})
        for column, name in enumerate(classes):
            if name in tags:
                known[row, column] = True
                present[row, column] = tags[name]
    return present, known


def format_tags_csv(table: Mapping[str, Tags], classes: Sequence[str]) -> str:
    """The table as CSV text that `read_tags` reads back."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["image", *classes])
    for image_id, tags in table.items():
        cells = ["" if name not in tags else int(tags[name]) for name in classes]
        writer.writerow([image_id, *cells])
    return text.getvalue()


def _read_csv(source: Path, classes: Sequence[str]) -> dict[str, dict[str, bool]]:
    try:
        text = source.read_text(encoding="utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"the tags cannot be read ({error})", where=source) from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    if not header or header[0].lower() != "image":
        raise DataError(
            "the first column must be 'image'",
            where=source,
            fix=f"Start the file with the line: image,{','.join(classes)}",
        )
    unknown = [name for name in header[1:] if name not in classes]
    if unknown:
        raise DataError(
            f"unknown class {unknown[0]!r}",
            where=f"{source}, line 1",
            fix=f"The project's classes are {', '.join(classes)}",
        )
    rows: dict[str, dict[str, bool]] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise DataError("more cells than columns", where=f"{source}, line {number}")
        tags = {}
        for name, cell in zip(header[1:], cells[1:], strict=False):
            value = cell.strip().lower()
            if value not in _VALUES:
                raise DataError(
                    f"{cell.strip()!r} for class {name!r}",
                    where=f"{source}, line {number}",
                    fix="Write 1 for present, 0 for absent, nothing for unknown",
                )
            state = _VALUES[value]
            if state is not None:
                tags[name] = state
        rows[cells[0].strip().replace("\\", "/")] = tags
    return rows


def _read_npy(source: Path, classes: Sequence[str]) -> dict[str, dict[str, bool]]:
    rows = {}
    for name, value in load_legacy_dict(source).items():
        vector = np.asarray(value, dtype=np.float32).ravel()
        if vector.shape != (len(classes),):
            raise DataError(
                f"{name}: {vector.size} tags for {len(classes)} classes",
                where=source,
                fix="Give the classes in the file's order",
            )
        rows[str(name)] = {
            class_name: bool(tag > 0.5) for class_name, tag in zip(classes, vector, strict=True)
        }
    return rows
