"""PASCAL VOC 2012: ``JPEGImages``, ``SegmentationClass``, ``ImageSets``, ``Annotations``.

As in the development kit (host.robots.ox.ac.uk/pascal/VOC/voc2012, section 3): masks are palette
PNGs, values 1 to 20 in alphabetical order of the classes, 255 where it is ambiguous; lists in
``ImageSets/Segmentation``; the objects of every image are named in ``Annotations/<stem>.xml``.
Exports of this program and of others in the same layout have ``labelmap.txt`` or
``class_names.txt``.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING, Final

from stac_core.data.layouts.base import DataSet, Layout, Listing, ReadOptions, list_images
from stac_core.data.layouts.lists import Names, lost_names, read_splits, texts_in
from stac_core.data.layouts.masks import (
    RenamedLabels,
    check_values,
    name_seen,
    no_names,
    tags_of_masks,
    unnamed,
)
from stac_core.errors import DataError
from stac_core.formats.fields import read_bytes
from stac_core.formats.label_set import OpenOptions
from stac_core.formats.lists import LIST_FOLDER, NAMES_FILE
from stac_core.formats.voc import IMAGE_FOLDER, LABEL_MAP, MASK_FOLDER, voc_masks
from stac_core.types import MAX_CLASSES, image_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stac_core.data.tags import TagTable

_ANNOTATIONS: Final = "Annotations"
VOC_CLASSES: Final = (
    "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
    "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train",
    "tvmonitor",
)  # fmt: skip


class PascalVocLayout(Layout):
    """The layout of the development kit."""

    name = "voc"
    title = "PASCAL VOC 2012"
    summary = "JPEGImages, SegmentationClass and ImageSets"

    def matches(self, here: Listing) -> bool:
        """Whether there are images, and masks or annotations."""
        folders = set(here.folders)
        return IMAGE_FOLDER in folders and bool({MASK_FOLDER, _ANNOTATIONS} & folders)

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags from the annotations where there are any, else from the masks."""
        images = here.path / IMAGE_FOLDER
        ids = list_images(images, cancel=options.cancel)
        # the development kit's own classes are meant where its annotations are; many others keep
        # masks of their own defects in the same folders
        is_kit = _ANNOTATIONS in here.folders
        named = is_kit or bool({LABEL_MAP, NAMES_FILE} & here.file_set)
        known = VOC_CLASSES if named else unnamed(MAX_CLASSES)
        labels = self.labels(here.path, images, known, ids)
        classes = VOC_CLASSES if labels is None else labels.classes
        tags = _tags_of_annotations(here.path / _ANNOTATIONS, classes, ids, options)
        notes = []
        if not tags and labels is not None:
            tags, highest = tags_of_masks(labels, options)
            if named:
                check_values(highest, classes, here.path / MASK_FOLDER)
            else:
                found, tags = name_seen(labels, tags, highest, options)
                classes = tuple(found)
                notes += no_names(options)
            notes.append("The tags are what the masks show.")
        lists = here.below(*LIST_FOLDER.split("/"))
        splits, gone = read_splits(texts_in(lists.path, lists.files), Names(ids))
        return DataSet(
            self.name, here.path, images, ids, classes, classes, tags=tags, splits=splits,
            labels=labels, notes=(*notes, *lost_names(gone)),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> RenamedLabels | None:
        """`SegmentationClass/<key>.png` where it is there."""
        if MASK_FOLDER not in Listing(root).folders:
            return None
        labels = voc_masks(root, OpenOptions(classes))
        there = set(labels.names)
        names = {each: image_key(each) for each in ids if image_key(each) in there}
        return RenamedLabels(labels, labels.classes, names) if names else None


def _tags_of_annotations(
    folder: Path, classes: Sequence[str], ids: Sequence[str], options: ReadOptions
) -> TagTable:
    there = Listing(folder).file_set
    table: TagTable = {}
    for done, image_id in enumerate(ids):
        options.cancel.check()
        if done % 200 == 0:
            options.progress(done, len(ids))
        name = f"{image_key(image_id)}.xml"
        if name not in there:
            continue
        try:
            root = ElementTree.fromstring(read_bytes(folder / name))
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise DataError(f"is no XML ({error})", where=folder / name) from error
        shown = {(each.findtext("name") or "").strip() for each in root.iter("object")}
        if unknown := shown - set(classes):
            raise DataError(
                f"unknown class {min(unknown)!r}",
                where=f"{folder / name}, object",
                fix=f"The classes are {', '.join(classes)}",
            )
        table[image_id] = {name: name in shown for name in classes}
    options.progress(len(ids), len(ids))
    return table


LAYOUT: Final = PascalVocLayout()
