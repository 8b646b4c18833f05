"""DAGM 2007, "Weakly Supervised Learning for Industrial Optical Inspection".

``Class1`` ... ``Class10``, each with ``Train`` and ``Test``: images ``0576.PNG``, and in ``Label``
the masks ``0595_label.PNG`` (ellipses around the defects, 0 and 255) and ``Labels.txt``: a line
with the number of the class, then a line an image with number, whether it shows the defect, image,
0, and mask or 0, between tabs. (hci.iwr.uni-heidelberg.de; as read by
github.com/DEKHTIARJonathan/DAGM2007_TF_Utils and vicoslab/mixed-segdec-net-comind2021.) Each class
has one kind of defect on one kind of surface.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stac_core.data.layouts.base import (
    DataSet,
    Layout,
    Listing,
    ReadOptions,
    check_classes,
    list_images,
    one_class_tags,
    splits_by_folder,
)
from stac_core.data.layouts.masks import FileMasks, MaskFile
from stac_core.errors import DataError
from stac_core.formats.fields import read_text
from stac_core.types import image_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CLASS: Final = re.compile(r"Class(\d+)")
_SUBSETS: Final = ("Train", "Test")
_LABELS: Final = "Label"
EXCLUDE: Final = (f"{_LABELS}/",)


@dataclass(frozen=True)
class _Part:
    """What the labels of one folder of images say.

    Attributes:
        defects: File name of an image -> whether it shows the defect; of listed images.
        masks: File name of an image -> that of its mask.
        is_known: Whether there are labels at all.
    """

    defects: dict[str, bool]
    masks: dict[str, str]
    is_known: bool


class DagmLayout(Layout):
    """Ten textures with a kind of defect each."""

    name = "dagm"
    title = "DAGM 2007"
    summary = "Class1 to Class10 with Train, Test and Label/Labels.txt"

    def matches(self, here: Listing) -> bool:
        """Whether it is such a class, or its folders are."""
        return _is_class(here) or bool(_classes(here))

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags and masks by the labels."""
        folders = [""] if _is_class(here) else _classes(here)
        classes = tuple((name or _own_name(here.path)).lower() for name in folders)
        check_classes(classes, where=here.path)
        ids = list_images(here.path, exclude=EXCLUDE, cancel=options.cancel)
        parts: dict[str, _Part] = {}
        tags = {}
        for image_id in ids:
            folder, _, file = image_id.rpartition("/")
            part = _part(parts, here.path, folder)
            name = (folder.split("/")[0] if folders != [""] else _own_name(here.path)).lower()
            if part.is_known and name in classes and file in part.defects:
                tags[image_id] = one_class_tags(classes, name if part.defects[file] else None)
        labels = self.labels(here.path, here.path, classes, ids)
        notes = []
        there = set(ids)
        gone = sum(
            f"{folder}/{file}" not in there
            for folder, part in parts.items()
            for file in part.defects
        )
        if gone:
            notes.append(f"Images that the labels name and that are not there: {gone}.")
        if missing := len(tags) - len(labels.names):
            notes.append(f"Images without a mask: {missing}.")
        if left := len(ids) - len(tags):
            notes.append(f"Images that the labels do not name, which stay untagged: {left}.")
        return DataSet(
            self.name, here.path, here.path, ids, classes, classes, exclude=EXCLUDE, tags=tags,
            splits=splits_by_folder(ids, 0 if folders == [""] else 1), labels=labels,
            notes=tuple(notes),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> FileMasks:
        """The masks that the labels name."""
        parts: dict[str, _Part] = {}
        files: dict[str, MaskFile] = {}
        for image_id in ids:
            folder, _, file = image_id.rpartition("/")
            part = _part(parts, root, folder)
            first = folder.split("/")[0]
            name = (first if _CLASS.fullmatch(first) else _own_name(root)).lower()
            if file not in part.defects or name not in classes:
                continue
            if not part.defects[file]:
                files[image_id] = MaskFile(None)
            elif file in part.masks:
                path = root / folder / _LABELS / part.masks[file]
                files[image_id] = MaskFile(path, classes.index(name) + 1)
        return FileMasks(root, classes, images, files)


def _own_name(root: Path) -> str:
    return root.name if _CLASS.fullmatch(root.name) else "defect"


def _is_class(here: Listing) -> bool:
    return any(name in here.folders and (here.path / name / _LABELS).is_dir() for name in _SUBSETS)


def _classes(here: Listing) -> list[str]:
    return [name for name in here.folders if _CLASS.fullmatch(name) and _is_class(here.below(name))]


def _part(parts: dict[str, _Part], root: Path, folder: str) -> _Part:
    """The labels of a folder, read once."""
    if folder not in parts:
        parts[folder] = _read_part(root / folder)
    return parts[folder]


def _read_part(folder: Path) -> _Part:
    masks = Listing(folder / _LABELS)
    by_stem = {image_key(name): name for name in masks.files}
    table = folder / _LABELS / "Labels.txt"
    if not table.is_file():
        # copies without the table: an image with a mask shows the defect
        images = Listing(folder).files
        found = {name: by_stem.get(f"{image_key(name)}_label") for name in images}
        defects = {name: mask is not None for name, mask in found.items()} if by_stem else {}
        return _Part(defects, {k: v for k, v in found.items() if v is not None}, bool(by_stem))
    defects, named = {}, {}
    for number, line in enumerate(read_text(table).splitlines(), start=1):
        cells = line.split()
        if len(cells) < 2:  # the number of the class, or nothing
            continue
        if len(cells) != 5 or cells[1] not in {"0", "1"}:
            raise DataError(
                "is not: number, 0 or 1, image, 0, mask", where=f"{table}, line {number}"
            )
        image, mask = cells[2], cells[4]
        defects[image] = cells[1] == "1"
        if defects[image] and mask in masks.file_set:
            named[image] = mask
    return _Part(defects, named, is_known=True)


LAYOUT: Final = DagmLayout()
