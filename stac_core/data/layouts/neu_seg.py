"""NEU-Seg, hot-rolled steel: ``images/{training,test}`` and ``annotations/{training,test}``.

As in the repository github.com/DHW-Master/NEU_Seg: ``images/training/000201.jpg`` and the mask
``annotations/training/000201.png``, whose values are 1 inclusion, 2 patches, 3 scratches (the
numbering of github.com/djene-mengistu/STAC, STAC-CNN/metadata/neu_seg/labels.txt). It comes without
tags; they are what the masks show.
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
from stac_core.data.layouts.masks import FileMasks, MaskFile, check_values, tags_of_masks
from stac_core.types import image_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CLASSES: Final = ("inclusion", "patches", "scratches")


class NeuSegLayout(Layout):
    """Images and annotations in two trees of the same shape."""

    name = "neu-seg"
    title = "NEU-Seg"
    summary = "images/{training,test} and annotations/{training,test}"

    def matches(self, here: Listing) -> bool:
        """Whether both trees have a subset of the same name."""
        if not {"images", "annotations"} <= set(here.folders):
            return False
        subsets = {"training", "test"}
        both = set(here.below("images").folders) & set(here.below("annotations").folders)
        return bool(subsets & both)

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """Tags and masks from the annotations."""
        images = here.path / "images"
        ids = list_images(images, cancel=options.cancel)
        labels = self.labels(here.path, images, _CLASSES, ids)
        tags, highest = tags_of_masks(labels, options)
        check_values(highest, _CLASSES, here.path / "annotations")
        notes = ["The tags are what the masks show."] if tags else []
        if missing := len(ids) - len(labels.names):
            notes.append(f"Images without a mask: {missing}.")
        return DataSet(
            self.name, here.path, images, ids, _CLASSES, _CLASSES,
            tags=tags, splits=splits_by_folder(ids, 0), labels=labels, notes=tuple(notes),
        )  # fmt: skip

    def labels(
        self, root: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
    ) -> FileMasks:
        """`annotations/<key>.png` for each image."""
        return keyed_masks(root, root / "annotations", images, classes, ids)


def keyed_masks(
    root: Path, folder: Path, images: Path, classes: Sequence[str], ids: Sequence[str]
) -> FileMasks:
    """Masks of class numbers named after the images' keys, `.png` or `.PNG`."""
    files: dict[str, MaskFile] = {}
    there: dict[str, frozenset[str]] = {}
    for image_id in ids:
        above, _, key = image_key(image_id).rpartition("/")
        if above not in there:
            there[above] = Listing(folder / above).file_set
        found = next((key + end for end in (".png", ".PNG") if key + end in there[above]), None)
        if found is not None:
            files[image_id] = MaskFile(folder / above / found)
    return FileMasks(root, classes, images, files)


LAYOUT: Final = NeuSegLayout()
