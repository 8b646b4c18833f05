"""KolektorSDD2: ``{train,test}/<number>.png`` with the mask ``<number>_GT.png`` beside it.

As read by its makers' code (github.com/vicoslab/mixed-segdec-net-comind2021,
data/input_ksdd2.py): an image shows a defect where its mask is not empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stac_core.data.layouts.base import (
    DataSet,
    Layout,
    Listing,
    ReadOptions,
    list_images,
    splits_by_folder,
)
from stac_core.data.layouts.masks import FileMasks, MaskFile, tags_of_masks
from stac_core.types import image_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CLASSES: Final = ("defect",)
_SUBSETS: Final = ("train", "test")
_END: Final = "_GT.png"
# copies such as "10301_GT (2).png" are masks as well
EXCLUDE: Final = ("*_GT*.png",)


class KolektorLayout(Layout):
    """Images and masks side by side, told apart by their names."""

    name = "kolektor"
    title = "KolektorSDD2"
    summary = "train and test with NUMBER_GT.png beside each NUMBER.png"

    def matches(self, here: Listing) -> bool:
        """Whether a subset has masks beside its images."""
        return any(
            file.endswith(_END)
            for name in _SUBSETS
            if name in here.folders
            for file in here.below(name).files
        )

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags and masks from beside the images."""
        ids = list_images(here.path, exclude=EXCLUDE, cancel=options.cancel)
        labels = self.labels(here.path, here.path, _CLASSES, ids)
        tags, _ = tags_of_masks(labels, options)
        notes = ["The tags are what the masks show."] if tags else []
        if missing := len(ids) - len(labels.names):
            notes.append(f"Images without a mask: {missing}.")
        return DataSet(
            self.name, here.path, here.path, ids, _CLASSES, _CLASSES, exclude=EXCLUDE,
            tags=tags, splits=splits_by_folder(ids, 0), labels=labels, notes=tuple(notes),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> FileMasks:
        """`<number>_GT.png` beside each image."""
        files: dict[str, MaskFile] = {}
        there: dict[str, frozenset[str]] = {}
        for image_id in ids:
            key = image_key(image_id)
            folder, _, name = key.rpartition("/")
            if folder not in there:
                there[folder] = Listing(root / folder).file_set
            if f"{name}{_END}" in there[folder]:
                files[image_id] = MaskFile(root / f"{key}{_END}", 1)
        return FileMasks(root, classes, images, files)


LAYOUT: Final = KolektorLayout()
