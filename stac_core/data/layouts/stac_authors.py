"""What the authors of STAC work on: VOC-like folders with saliency maps, tags and result maps.

``JPEGImages``, ``SegmentationMASK`` or ``SegmentationClass`` (values = classes), ``SALmapsALL``
(the same with ``r`` in front for MVTec AD), ``cls_labels*.npy`` (name -> one number a class), lists
``train.txt``, ``test.txt`` ... and ``labels.txt`` ("0 background", "1 inclusion"), beside the
folders or in one of their own; localisation maps ``npy-fused/<name>.npy``. As in
github.com/djene-mengistu/STAC: datasets_neu.py, datasets_mvtec.py, evaluation.py, dagm_seg/,
EXP_NEU/. The flat form has ``images``, ``masks``, and tags as .npy or as a table ``image,<class>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core.data.items import is_image, natural_sorted
from stac_core.data.layouts.base import DataSet, Layout, Listing, ReadOptions, list_images
from stac_core.data.layouts.folder import DEFAULT_CLASS
from stac_core.data.layouts.lists import (
    Names,
    csv_classes,
    lost_names,
    read_class_names,
    read_splits,
    read_vectors,
    texts_in,
)
from stac_core.data.layouts.masks import (
    FileMasks,
    check_values,
    name_seen,
    no_names,
    tags_of_masks,
    unnamed,
)
from stac_core.data.layouts.neu_seg import keyed_masks
from stac_core.data.tags import TagTable, read_tags
from stac_core.errors import DataError
from stac_core.io import load_legacy_dict
from stac_core.types import MAX_CLASSES, ImageItem, image_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_VOC_IMAGES: Final = ("JPEGImages", "rJPEGImages")
_FLAT_IMAGES: Final = "images"
_MASKS: Final = (
    "SegmentationMASK", "SegmentationClass", "rSegmentationMASK", "rSegmentationClass", "masks",
    "val_masks",
)  # fmt: skip
_ANNOTATIONS: Final = "annotations"
_SALIENCY: Final = ("SALmapsALL", "rSALmapsALL", "saliency")
_CLASS_FILES: Final = ("labels.txt", "class_names.txt", "classes.txt")


class StacLayout(Layout):
    """Images, masks, saliency, tags and lists, each in its place."""

    name = "stac"
    title = "STAC authors (VOC-like)"
    summary = "JPEGImages, SALmapsALL and cls_labels.npy, or images, masks and tags"

    def matches(self, here: Listing) -> bool:
        """Whether images and one of the authors' own marks are there."""
        folders = set(here.folders)
        if here.first_folder(_VOC_IMAGES):
            own = {"SALmapsALL", "rSALmapsALL", "SegmentationMASK", "rSegmentationMASK"}
            return bool(own & folders) or bool(_vector_places(here))
        if _FLAT_IMAGES not in folders or not any(map(is_image, here.below(_FLAT_IMAGES).files)):
            return False
        return bool(
            _mask_folder(here) or _vector_places(here) or _map_folders(here)
            or any(map(_is_tag_table, _tables(here)))
        )  # fmt: skip

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """All that lies in the known places."""
        folder = here.first_folder((*_VOC_IMAGES, _FLAT_IMAGES))
        if folder is None:
            raise DataError("there is no folder JPEGImages or images here", where=here.path)
        images = here.path / folder
        ids = list_images(images, cancel=options.cancel)
        names, places = Names(ids), _places(here)
        classes, tags, notes = _classes_and_tags(places, images, ids, names, options)
        labels = self.labels(here.path, images, classes or unnamed(MAX_CLASSES), ids)
        if not tags and labels is not None:
            tags, highest = tags_of_masks(labels, options)
            if classes:
                check_values(highest, classes, labels.root)
            else:
                if not highest and len(options.classes or ()) < 2:
                    labels.classes = tuple(unnamed(1))  # 255 may mark it, see `FileMasks`
                    tags, highest = tags_of_masks(labels, options)
                classes, tags = name_seen(labels, tags, highest, options)
                notes += no_names(options)
            notes.append("The tags are what the masks show.")
        chosen, others = _choose_maps(here, names)
        if not classes and chosen is not None:
            classes = unnamed(_count_in_maps(chosen, options))
            notes += no_names(options)
        if not classes:
            classes = list(options.classes or (DEFAULT_CLASS,))
        texts = [
            text
            for place in (*places, here.below("ImageSets", "Segmentation"))
            for text in texts_in(place.path, place.files)
            if text.name not in _CLASS_FILES
        ]
        splits, gone = read_splits(texts, names)
        if others:
            notes.append(f"There are more maps in {', '.join(others)}; choose them by importing.")
        saliency = here.first_folder(_SALIENCY)
        if saliency:
            maps = here.below(saliency).file_set
            without = sum(f"{image_key(image_id)}.png" not in maps for image_id in ids)
            if without:
                notes.append(f"Not every image has a map in {saliency}, so it is left alone.")
                saliency = None
        return DataSet(
            self.name, here.path, images, ids, tuple(classes), tuple(classes), tags=tags,
            splits=splits, labels=labels if labels and labels.names else None,
            saliency=here.path / saliency if saliency else None, maps=chosen,
            notes=(*notes, *lost_names(gone)),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> FileMasks | None:
        """The PNG of class numbers named after each image."""
        folder = _mask_folder(Listing(root))
        if folder is None:
            return None
        return keyed_masks(root, root / folder, images, classes, ids)


def _mask_folder(here: Listing) -> str | None:
    """The folder of masks; `annotations` is one where it holds pictures, as NEU-Seg's does."""
    found = here.first_folder(_MASKS)
    if found is not None or _ANNOTATIONS not in here.folders:
        return found
    files = here.below(_ANNOTATIONS).files
    return _ANNOTATIONS if any(name.lower().endswith(".png") for name in files) else None


def _vector_files(place: Listing) -> list[Path]:
    return [
        place.path / name
        for name in natural_sorted(place.files)
        if name.startswith("cls_labels") and name.endswith(".npy")
    ]


def _vector_places(here: Listing) -> list[Listing]:
    """Where tags are: in the folder itself or in one of its folders."""
    below = [here.below(name) for name in here.folders if not _holds_pictures(name)]
    return [place for place in (here, *below) if _vector_files(place)]


def _holds_pictures(name: str) -> bool:
    return name in {*_VOC_IMAGES, _FLAT_IMAGES, *_MASKS, *_SALIENCY} or "npy" in name


def _places(here: Listing) -> list[Listing]:
    """Where tags, lists and names of classes may be."""
    return [here, *(place for place in _vector_places(here) if place.path != here.path)]


def _tables(place: Listing) -> list[Path]:
    return [place.path / name for name in natural_sorted(place.files) if name.endswith(".csv")]


def _is_tag_table(path: Path) -> bool:
    try:
        return csv_classes(path) is not None
    except DataError:
        return False


def _classes_and_tags(
    places: Sequence[Listing],
    images: Path,
    ids: Sequence[str],
    names: Names,
    options: ReadOptions,
) -> tuple[list[str], TagTable, list[str]]:
    """Class names and tags, as far as files tell them; and what to say about that."""
    classes: list[str] = []
    for place in places:
        for name in _CLASS_FILES:
            if not classes and name in place.file_set:
                classes = read_class_names(place.path / name)
    for table in (table for place in places for table in _tables(place)):
        columns = csv_classes(table)
        if columns:
            items = [ImageItem(image_id, images / image_id) for image_id in ids]
            return columns, read_tags(table, items, columns), []
    options.cancel.check()
    vectors = read_vectors([file for place in places for file in _vector_files(place)], names)
    options.cancel.check()
    if not vectors:
        return classes, {}, []
    count = len(next(iter(vectors.values())))
    notes = []
    if not classes:
        classes = unnamed(count)
        notes += no_names(options)
    if len(classes) != count:
        raise DataError(f"{count} tags an image for {len(classes)} classes", where=places[0].path)
    if untagged := len(ids) - len(vectors):
        notes.append(f"Images without tags: {untagged}.")
    tags = {
        image_id: dict(zip(classes, map(bool, vector), strict=True))
        for image_id, vector in vectors.items()
    }
    return classes, tags, notes


def _count_in_maps(folder: Path, options: ReadOptions) -> int:
    """How many classes localisation maps are of; each file has maps of the present ones only.

    Raises:
        DataError: If a file is no dictionary of maps by class index.
    """
    highest = 0
    for path in sorted(folder.glob("*.npy")):
        options.cancel.check()
        for key in load_legacy_dict(path):
            if not isinstance(key, (int, np.integer)) or not 0 <= key < MAX_CLASSES:
                raise DataError(f"a map for class index {key!r}", where=path)
            highest = max(highest, int(key) + 1)
    return max(highest, len(options.classes or ()))


def _map_folders(here: Listing) -> list[str]:
    """Folders of localisation maps, also those of an experiment (`EXP_NEU/npy-fused`)."""
    found = [name for name in here.folders if "npy" in name]
    for name in here.folders:
        if name.startswith("EXP"):
            found += [f"{name}/{each}" for each in here.below(name).folders if "npy" in each]
    return found


def _choose_maps(here: Listing, names: Names) -> tuple[Path | None, list[str]]:
    """The folder of maps of these images, the fused ones if there are several; and the others."""
    fitting = [
        folder
        for folder in _map_folders(here)
        if any(
            name.endswith(".npy") and names.get(image_key(name))
            for name in here.below(folder).files
        )
    ]
    if not fitting:
        return None, []
    best = next((folder for folder in fitting if "fused" in folder), fitting[0])
    return here.path / best, [folder for folder in fitting if folder != best]


LAYOUT: Final = StacLayout()
