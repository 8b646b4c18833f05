"""Magnetic-tile defects (Huang et al., "Surface defect saliency of magnetic tile", 2018).

``MT_<class>/Imgs/<name>.jpg`` with the mask ``<name>.png`` beside it, as in the repository
github.com/abin24/Magnetic-tile-defect-datasets. ``MT_Free`` has no defect. Masks are grey with soft
edges: from 128 on is defect. The numbering Blowhole, Break, Crack, Fray, Uneven is that of the STAC
authors (github.com/djene-mengistu/STAC, STAC-CNN/metadata/mtd_seg/labels.txt).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.data.layouts.base import (
    DataSet,
    Layout,
    Listing,
    ReadOptions,
    check_classes,
    list_images,
    one_class_tags,
)
from stac_core.data.layouts.masks import FileMasks, MaskFile
from stac_core.types import image_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_START: Final = "MT_"
_FREE: Final = "MT_Free"
_IMAGES: Final = "Imgs"
_ORDER: Final = ("Blowhole", "Break", "Crack", "Fray", "Uneven")
EXCLUDE: Final = ("MT_*/Imgs/*.png",)


class MtdLayout(Layout):
    """A folder for each class with images and masks side by side."""

    name = "mtd"
    title = "Magnetic tiles (MTD)"
    summary = "MT_<class>/Imgs with a .png mask beside each .jpg"

    def matches(self, here: Listing) -> bool:
        """Whether a folder `MT_...` has `Imgs`."""
        return any(
            name.startswith(_START) and (here.path / name / _IMAGES).is_dir()
            for name in here.folders
        )

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags from the folders, masks from beside the images."""
        names = [
            name.removeprefix(_START)
            for name in here.folders
            if name.startswith(_START) and name != _FREE
        ]
        known = [name for name in _ORDER if name in names]
        classes = (*known, *(name for name in names if name not in known))
        check_classes(classes, where=here.path)
        ids = list_images(here.path, exclude=EXCLUDE, cancel=options.cancel)
        tags, notes = {}, []
        for image_id in ids:
            folder = image_id.split("/")[0]
            name = folder.removeprefix(_START)
            if folder == _FREE or name in classes:
                tags[image_id] = one_class_tags(classes, None if folder == _FREE else name)
        labels = self.labels(here.path, here.path, classes, ids)
        if missing := len(tags) - len(labels.names):
            notes.append(f"Images without a mask: {missing}.")
        return DataSet(
            self.name, here.path, here.path, ids, classes, classes,
            exclude=EXCLUDE, tags=tags, labels=labels, notes=tuple(notes),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> FileMasks:
        """The .png beside each image."""
        files: dict[str, MaskFile] = {}
        there: dict[str, frozenset[str]] = {}
        for image_id in ids:
            folder, _, file = image_key(image_id).rpartition("/")
            if folder not in there:
                there[folder] = Listing(root / folder).file_set
            name = folder.split("/")[0].removeprefix(_START)
            if f"{file}.png" in there[folder] and (name in classes or folder.startswith(_FREE)):
                # what a mask of MT_Free shows would be of no class
                path = root / f"{folder}/{file}.png"
                value = classes.index(name) + 1 if name in classes else None
                files[image_id] = MaskFile(path if value else None, value)
        return FileMasks(root, classes, images, files)


LAYOUT: Final = MtdLayout()
