"""A folder for each class: ``scratch/``, ``pit/``, ``good/``, below ``train/`` or not.

So do scikit-learn's `load_files` and torchvision's `ImageFolder` expect it. The innermost folder
names the class; one named like ``good`` or ``ok`` means no defect.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from stac_core.data.folder_tags import classes_of_folders
from stac_core.data.items import is_image
from stac_core.data.layouts.base import (
    SPLIT_NAMES,
    DataSet,
    Layout,
    Listing,
    ReadOptions,
    check_classes,
    list_images,
    splits_by_folder,
)
from stac_core.data.tags import GOOD_NAMES, tags_of_folders
from stac_core.errors import DataError

_DEPTH: Final = 3
_MOST: Final = 300
"""Folders that are looked at; where there are more, they are lots or days rather than classes."""

_NO_CLASS: Final = frozenset(
    {
        "images", "image", "imgs", "img", "pictures", "photos", "data", "raw", "bilder", "fotos",
        "jpegimages", "masks", "mask", "labels", "label", "annotations", "ground_truth",
        "groundtruth", "saliency", *SPLIT_NAMES,
    }
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d]{2,}(?:[\s_.-]+[^\W\d]+)*")
"""A name made of words: numbers are lots, dates and cameras."""


class ClassFolderLayout(Layout):
    """The folder that an image lies in names its class."""

    name = "class-folders"
    title = "Folder for each class"
    summary = "folders named after the classes; good, ok or free means no defect"

    def matches(self, here: Listing) -> bool:
        """Whether all images lie in folders whose names read like classes."""
        names = _leaf_names(here)
        if names is None:
            return False
        found = [name for name in names if name.casefold() not in GOOD_NAMES]
        return (
            len(names) > 1
            and bool(found)
            and all(_WORD.fullmatch(name) and name.casefold() not in _NO_CLASS for name in found)
        )

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags from the folders' names.

        Raises:
            DataError: If no folder names a class.
        """
        ids = list_images(here.path, cancel=options.cancel)
        classes = tuple(options.classes or classes_of_folders(ids))
        check_classes(classes, where=here.path)
        (folded, count), *_ = Counter(name.casefold() for name in classes).most_common(1)
        if count > 1:
            raise DataError(
                f"two folders differ in the case of their letters only: {folded!r}",
                where=here.path,
                fix="Rename one of them",
            )
        tags = tags_of_folders(ids, classes)
        notes = []
        if left := len(ids) - len(tags):
            notes.append(f"Images in no folder of a class, which stay untagged: {left}.")
        return DataSet(
            self.name, here.path, here.path, ids, classes, classes,
            tags=tags, splits=splits_by_folder(ids, 0), notes=tuple(notes),
        )  # fmt: skip


def _leaf_names(here: Listing) -> set[str] | None:
    """Names of the folders that hold images; None where images lie elsewhere or it is too large."""
    names: set[str] = set()
    waiting = [(here, 0)]
    seen = 0
    while waiting:
        folder, depth = waiting.pop()
        seen += 1
        has_image = any(map(is_image, folder.files))
        if seen > _MOST or (has_image and (folder.folders or depth == 0)):
            return None
        if has_image:
            names.add(folder.path.name)
        elif depth < _DEPTH:
            waiting += [(folder.below(name), depth + 1) for name in folder.folders]
    return names


LAYOUT: Final = ClassFolderLayout()
